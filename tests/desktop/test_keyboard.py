"""From the ring to the booked hour with keys alone, pressed from outside as a person presses them."""

import subprocess

import pytest
from PySide6.QtWidgets import QApplication

from calljournal.contracts.service import BookCall, GetContact, PlaceCall
from calljournal.desktop.booking.form import BookingForm
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal.cells import Column
from calljournal.journal import RowState
from calljournal.worklog import Kind, Wishes
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
    with opened.qtbot.waitActive(opened.window):
        opened.window.activateWindow()
    return opened


def active_form() -> BookingForm | None:
    window = QApplication.activeWindow()
    return window if isinstance(window, BookingForm) else None


def test_from_ring_to_booked(at_the_keys: Opened) -> None:
    opened = at_the_keys
    opened.fake.tell_rows(make_row("ring", 0, state=RowState.RINGING))
    opened.wait_cell(0, Column.OUTCOME, "ringing")
    press("Home", "Up")
    opened.qtbot.waitUntil(lambda: opened.window.table.currentIndex().row() == 0)
    opened.fake.tell_rows(make_row("ring", 0, talk=95))
    opened.wait_cell(0, Column.OUTCOME, "answered")
    press("ctrl+t")
    opened.qtbot.waitUntil(lambda: active_form() is not None)
    write("VAT question")
    press("ctrl+Return")
    opened.wait_cell(0, Column.BOOKED, "Time entry")
    assert opened.fake.asked_for(BookCall) == [BookCall("ring", Kind.TIME, Wishes(text="VAT question"))]
    opened.qtbot.waitActive(opened.window)


def test_an_activity_on_the_call_below_with_a_project(at_the_keys: Opened) -> None:
    opened = at_the_keys
    press("Down")
    opened.qtbot.waitUntil(lambda: opened.window.table.currentIndex().row() == 1)
    press("ctrl+shift+a")
    opened.qtbot.waitUntil(lambda: active_form() is not None)
    form = active_form()
    assert form is not None
    opened.qtbot.waitUntil(lambda: form.fields.projects.count() == 4)
    press("alt+p")
    opened.qtbot.waitUntil(form.fields.projects.hasFocus)
    press("Down")
    opened.qtbot.waitUntil(lambda: form.fields.wishes().project == "p1")
    press("alt+b")
    opened.wait_cell(1, Column.BOOKED, "Activity")
    assert opened.fake.asked_for(BookCall) == [BookCall("old", Kind.ACTIVITY, Wishes(project="p1"))]


def test_the_arrow_by_keys(at_the_keys: Opened) -> None:
    opened = at_the_keys
    press("ctrl+shift+t")
    menu = opened.window.actions_.time_menu
    opened.qtbot.waitUntil(lambda: menu.isVisible() and len(menu.actions()) == 5)
    press("Down", "Down", "Return")
    opened.qtbot.waitUntil(lambda: active_form() is not None)
    form = active_form()
    assert form is not None
    assert form.fields.wishes().project == "p1"


def test_booked_with_one_key(at_the_keys: Opened) -> None:
    opened = at_the_keys
    press("ctrl+Return")
    opened.wait_cell(0, Column.BOOKED, "Time entry")


def test_contact_and_call_by_keys(at_the_keys: Opened) -> None:
    opened = at_the_keys
    press("ctrl+d")
    opened.qtbot.waitUntil(lambda: opened.fake.asked_for(PlaceCall) == [PlaceCall("+41440001234")])
    press("Return")
    opened.qtbot.waitUntil(lambda: opened.fake.asked_for(GetContact) == [GetContact("c1")])


def test_the_context_menu_by_key(at_the_keys: Opened) -> None:
    opened = at_the_keys
    press("Menu")
    opened.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    press("Escape")
    opened.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
