"""From the ring to the booked hour with keys alone, pressed from outside as a person presses them."""

import subprocess

import pytest
from PySide6.QtWidgets import QApplication, QMenu

from calljournal.contracts.journal_commands import DeleteCalls
from calljournal.contracts.service import BookCall
from calljournal.contracts.work_commands import IgnoreCall, MakePrivate
from calljournal.desktop.booking.form import BookingForm
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal.cells import Column
from calljournal.desktop.look import stray_keys
from calljournal.journal import RowState
from calljournal.worklog import Kind
from tests.desktop.conftest import Opened
from tests.desktop.samples import make_row

pytestmark = pytest.mark.desktop


def press(*keys: str) -> None:
    """Press keys, one after the other."""
    subprocess.run(["xdotool", "key", "--delay", "20", *keys], check=True, timeout=20)


def write(text: str) -> None:
    """Type a text."""
    subprocess.run(["xdotool", "type", "--delay", "10", text], check=True, timeout=20)


@pytest.fixture
def at_the_keys(opened: Opened, bridge: Bridge) -> Opened:
    """Give a window that has the keyboard, with two calls."""
    opened.fake.add(make_row("new", 1, talk=40), make_row("old", 30, talk=365))
    opened.open(bridge)
    opened.activate()
    return opened


def active_form() -> BookingForm | None:
    window = QApplication.activeWindow()
    return window if isinstance(window, BookingForm) else None


def wait_form(opened: Opened) -> BookingForm:
    """Wait for the form that has the keyboard."""
    opened.qtbot.waitUntil(lambda: active_form() is not None and QApplication.focusWidget() is not None)
    form = active_form()
    assert form is not None
    return form


def test_from_ring_to_booked(at_the_keys: Opened) -> None:
    opened = at_the_keys
    opened.fake.tell_rows(make_row("ring", 0, state=RowState.RINGING))
    opened.wait_cell(0, Column.OUTCOME, "ringing")
    press("Home", "Up")
    opened.qtbot.waitUntil(lambda: opened.window.table.currentIndex().row() == 0)
    opened.fake.tell_rows(make_row("ring", 0, talk=95))
    opened.wait_cell(0, Column.OUTCOME, "answered")
    press("ctrl+t")
    wait_form(opened)
    write("VAT question")
    press("ctrl+Return")
    opened.wait_cell(0, Column.BOOKED, "Time entry")
    (asked,) = opened.asked(BookCall)
    assert (asked.entry, asked.kind, asked.wishes.text) == ("ring", Kind.TIME, "VAT question")
    opened.qtbot.waitActive(opened.window)


def test_an_activity_on_the_call_below(at_the_keys: Opened) -> None:
    opened = at_the_keys
    press("Down")
    opened.qtbot.waitUntil(lambda: opened.window.table.currentIndex().row() == 1)
    press("ctrl+shift+a")
    wait_form(opened)
    press("ctrl+Return")
    opened.wait_cell(1, Column.BOOKED, "Activity")
    assert [(one.entry, one.kind) for one in opened.asked(BookCall)] == [("old", Kind.ACTIVITY)]


def test_the_arrow_by_keys(at_the_keys: Opened) -> None:
    opened = at_the_keys
    press("ctrl+shift+t")
    menu = opened.window.actions_.time_menu

    def offers(name: str) -> bool:
        return menu.isVisible() and any(name in action.text() for action in menu.actions())

    opened.qtbot.waitUntil(lambda: offers("Annual accounts 2025"))
    write("vat")
    opened.qtbot.waitUntil(lambda: offers("VAT advice") and not offers("Annual accounts 2025"))
    press("Return")
    form = wait_form(opened)
    opened.qtbot.waitUntil(lambda: form.fields.wishes().project == "p2")


def test_booked_with_one_key(at_the_keys: Opened) -> None:
    opened = at_the_keys
    press("ctrl+Return")
    opened.wait_cell(0, Column.BOOKED, "Time entry")


def test_contact_and_call_by_keys(at_the_keys: Opened) -> None:
    opened = at_the_keys
    with opened.qtbot.waitSignal(opened.doors.call_wanted):
        press("ctrl+d")
    with opened.qtbot.waitSignal(opened.doors.contact_wanted):
        press("Return")


def test_the_context_menu_by_key(at_the_keys: Opened) -> None:
    opened = at_the_keys
    press("Menu")
    opened.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    press("Escape")
    opened.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)


def test_everything_of_the_evening_by_keys(at_the_keys: Opened) -> None:
    """Through what waits: the first is private, the second ignored; then back, and a note on a call."""
    opened = at_the_keys
    press("ctrl+u")
    opened.qtbot.waitUntil(lambda: opened.window.worklist.model.rowCount() == 2)
    press("p", "p")
    opened.qtbot.waitUntil(lambda: opened.fake.rows["old"].private)
    press("i")
    opened.qtbot.waitUntil(lambda: opened.fake.rows["new"].ignored)
    press("Escape")
    opened.qtbot.waitUntil(opened.window.table.hasFocus)
    press("n")
    opened.qtbot.waitUntil(opened.window.calls.details.note.hasFocus)
    write("will call again")
    press("Escape")
    opened.qtbot.waitUntil(lambda: opened.fake.rows["new"].note == "will call again")
    press("Left", "ctrl+f")
    opened.qtbot.waitUntil(opened.window.calls.filters.search.hasFocus)
    write("again")
    opened.wait_ids("new")


@pytest.mark.parametrize("key", ["ctrl+d", "ctrl+t", "n", "i", "p", "m", "Delete", "ctrl+c", "Menu"])
def test_no_key_fails_where_there_is_no_call(opened: Opened, bridge: Bridge, key: str) -> None:
    opened.open(bridge)
    opened.activate()
    press(key)
    opened.qtbot.wait(50)
    assert opened.window.message.text == ""
    assert not opened.forms.forms()


def test_in_an_open_menu_a_letter_is_the_menu_s(at_the_keys: Opened) -> None:
    """P there opens the question, and the menu is gone; nothing behind it has heard the key."""
    opened = at_the_keys
    press("Menu")
    opened.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    press("p")
    opened.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    opened.wait_said("Private?")
    assert not opened.asked(MakePrivate)


@pytest.mark.parametrize("key", ["b", "p", "Delete", "ctrl+t"])
def test_a_menu_keeps_every_key_from_the_calls_that_wait(at_the_keys: Opened, key: str) -> None:
    opened = at_the_keys
    opened.window.show_unbooked()
    table = opened.window.worklist.table
    opened.qtbot.waitUntil(lambda: table.hasFocus() and table.currentIndex().isValid())
    menu = QMenu(table)
    menu.addAction("of its own")
    menu.popup(table.mapToGlobal(table.rect().center()))
    opened.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is menu)
    press(key, key)
    opened.qtbot.wait(50)
    assert QApplication.activePopupWidget() is menu
    assert not opened.forms.forms()
    assert not opened.asked(MakePrivate)
    assert not opened.window.message.asks
    menu.close()
    press("b")
    wait_form(opened)


# --- keys that were meant for a form which has booked ----------------------------------------------------------------


def booked_by_its_form(opened: Opened) -> None:
    """Book the call below in its form, while the one on top is selected in the journal."""
    press("Down")
    opened.qtbot.waitUntil(lambda: opened.window.table.currentIndex().row() == 1)
    press("ctrl+t")
    wait_form(opened)
    opened.window.table.select("new")
    press("ctrl+Return")
    opened.wait_cell(1, Column.BOOKED, "Time entry")
    opened.qtbot.waitActive(opened.window)


def test_what_was_pressed_for_a_form_does_nothing_to_the_call_behind_it(
    at_the_keys: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its key pressed twice, and letters of somebody who is still typing; going on in the list is no matter."""
    opened = at_the_keys
    monkeypatch.setattr(stray_keys, "QUIET", 60_000)
    booked_by_its_form(opened)
    press("ctrl+Return", "i", "p", "p", "Delete", "Delete", "Down")
    opened.qtbot.waitUntil(lambda: opened.window.table.currentIndex().row() == 1)
    assert [one.entry for one in opened.asked(BookCall)] == ["old"]
    assert not any(map(opened.asked, (IgnoreCall, MakePrivate, DeleteCalls)))
    assert not opened.window.message.asks
    assert not opened.forms.forms()


def test_a_moment_later_the_keys_are_the_journals_again(at_the_keys: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = at_the_keys
    monkeypatch.setattr(stray_keys, "QUIET", 1)
    booked_by_its_form(opened)
    opened.qtbot.waitUntil(lambda: not opened.forms.stray_keys.is_dropping)
    press("ctrl+Return")
    opened.wait_cell(0, Column.BOOKED, "Time entry")


def test_a_form_behind_another_window_takes_no_keys_away(at_the_keys: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """It books when its call ends; whoever types goes on."""
    opened = at_the_keys
    monkeypatch.setattr(stray_keys, "QUIET", 60_000)
    opened.fake.tell_rows(make_row("live", 2, state=RowState.TALKING))
    opened.wait_ids("new", "live", "old")
    opened.forms.open(opened.fake.rows["live"], Kind.TIME).book()
    wait_form(opened)
    opened.activate()
    opened.fake.tell_rows(make_row("live", 2, talk=60))
    opened.wait_cell(1, Column.BOOKED, "Time entry")
    assert not opened.forms.stray_keys.is_dropping
