"""The calls that wait, worked off with single keys: the next one is selected by itself."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from calljournal.contracts.service import BookCall
from calljournal.contracts.work_commands import IgnoreCall, ListUnbooked, MakePrivate, MergeCalls
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal import worklist
from calljournal.desktop.journal.action_button import ActionButton
from calljournal.desktop.journal.waiting_model import Column
from calljournal.desktop.journal.worklist import Worklist
from calljournal.errors import Refused, StoreFailed
from calljournal.worklog import Kind
from tests.desktop.conftest import Opened
from tests.desktop.samples import ANNA, BEAT, NOW, make_row, match

pytestmark = pytest.mark.desktop
Key = Qt.Key


@pytest.fixture
def four(opened: Opened, bridge: Bridge) -> Opened:
    """Give the list of what waits: three calls of today, the earliest first; one of yesterday behind "All"."""
    beat = {"match": match(BEAT), "number": "+41790005566", "display": "079 000 55 66"}
    opened.fake.add(
        make_row("first", 50, talk=600),
        make_row("second", 40, talk=60, **beat),
        make_row("third", 30, talk=300),
        make_row("missed", 20),
        make_row("yesterday", 60 * 24, talk=90, **beat),
    )
    opened.open(bridge)
    opened.activate()
    opened.qtbot.waitUntil(lambda: opened.window.today.known)
    opened.qtbot.keyClick(opened.window.table, Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    wait_for(opened, "first", "second", "third")
    return opened


def work(opened: Opened) -> Worklist:
    return opened.window.worklist


def shown(opened: Opened) -> list[str]:
    return [waiting.rows[0].entry.id for waiting in work(opened).model.all]


def wait_for(opened: Opened, *entries: str) -> None:
    """Wait until just these wait."""
    opened.qtbot.waitUntil(lambda: shown(opened) == list(entries))


def press(opened: Opened, key: Key) -> None:
    opened.qtbot.keyClick(work(opened).table, key)


def current(opened: Opened) -> str:
    waiting = work(opened).current()
    return waiting.rows[0].entry.id if waiting else ""


def cell(opened: Opened, row: int, column: Column) -> str:
    return str(work(opened).model.index(row, column).data() or "")


# --- what waits ------------------------------------------------------------------------------------------------------


def test_todays_calls_wait_in_place_of_the_journal(four: Opened) -> None:
    assert work(four).isVisible()
    assert work(four).table.hasFocus()
    assert current(four) == "first"
    assert work(four).title.text() == "3 calls wait to be booked, 16 min measured"
    asked = four.asked(ListUnbooked)[-1]
    assert asked.since is not None
    assert asked.since.astimezone().strftime("%H:%M") == "00:00"
    assert [cell(four, 0, column) for column in (Column.TIME, Column.PERSON, Column.MINUTES)] == [
        "14:52",
        "Anna Keller, Keller Treuhand AG",
        "10 min",
    ]
    work(four).all.click()
    wait_for(four, "yesterday", "first", "second", "third")
    assert current(four) == "first"  # what was selected stays so


def test_it_says_which_calls_are_too_short_for_it(four: Opened) -> None:
    """Whoever misses a call sees why; where none is left out nothing is said."""
    assert not work(four).short.isVisible()
    four.rows.shortest = 300
    work(four).ask()
    wait_for(four, "first", "third")
    four.qtbot.waitUntil(work(four).short.isVisible)
    assert work(four).short.text() == "1 call shorter than 5 min is not listed"
    work(four).all.click()
    four.qtbot.waitUntil(lambda: work(four).short.text() == "2 calls shorter than 5 min are not listed")
    four.rows.shortest = 601
    work(four).today.click()
    wait_for(four)
    assert work(four).title.text() == "Nothing waits to be booked"
    four.qtbot.waitUntil(lambda: work(four).short.text() == "3 calls shorter than 10 min 1 s are not listed")


def test_where_nothing_of_today_waits_all_is_shown(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("yesterday", 60 * 24, talk=90))
    opened.open(bridge)
    opened.qtbot.waitUntil(lambda: opened.window.today.known)
    opened.window.footer.totals.click()
    wait_for(opened, "yesterday")
    assert work(opened).all.isChecked()


def test_escape_leads_back_to_the_journal(four: Opened) -> None:
    press(four, Key.Key_Escape)
    assert four.window.calls.isVisible()
    assert four.window.table.hasFocus()


def test_the_actions_are_about_the_call_that_is_seen(four: Opened) -> None:
    """Ctrl+T opens the form for the call that is selected here, not for the one behind in the journal."""
    press(four, Key.Key_Down)
    four.window.actions_.time.trigger()
    four.qtbot.waitUntil(lambda: [form.row.entry.id for form in four.forms.forms()] == ["second"])
    for form in four.forms.forms():
        form.close()
    four.window.show_calls()
    assert four.window.actions_._row == four.window.table.current_row()


def test_new_calls_come_and_what_was_booked_elsewhere_goes(four: Opened) -> None:
    four.fake.tell_rows(make_row("new", 1, talk=60))
    wait_for(four, "first", "second", "third", "new")
    four.fake.tell_rows(make_row("second", 40, talk=60, settled="booked"))
    wait_for(four, "first", "third", "new")
    assert current(four) == "first"


def test_an_error_is_said(four: Opened) -> None:
    four.fake.errors[ListUnbooked] = StoreFailed("the disk is gone")
    work(four).all.click()
    four.wait_said("the disk is gone")
    four.fake.errors.clear()
    four.qtbot.wait(350)
    work(four).ask()
    wait_for(four, "yesterday", "first", "second", "third")


# --- four keys -------------------------------------------------------------------------------------------------------


def test_ignored_and_on_to_the_next(four: Opened) -> None:
    """As quickly as one can press: each I is another call."""
    press(four, Key.Key_I)
    assert current(four) == "second"
    press(four, Key.Key_I)
    assert current(four) == "third"
    four.qtbot.waitUntil(lambda: four.asked(IgnoreCall) == [IgnoreCall("first"), IgnoreCall("second")])
    four.qtbot.waitUntil(lambda: four.fake.rows["second"].ignored)
    four.qtbot.wait(400)
    assert shown(four) == ["third"]
    four.press_button()  # the last one is taken back
    wait_for(four, "second", "third")


def test_what_was_refused_is_there_again(four: Opened) -> None:
    four.fake.errors[IgnoreCall] = Refused("it is booked")
    press(four, Key.Key_I)
    assert shown(four) == ["second", "third"]
    four.wait_said("it is booked")
    wait_for(four, "first", "second", "third")


def test_private_asks_once(four: Opened) -> None:
    press(four, Key.Key_P)
    assert shown(four) == ["first", "second", "third"]
    press(four, Key.Key_P)
    assert current(four) == "second"
    four.qtbot.waitUntil(lambda: four.asked(MakePrivate) == [MakePrivate("first")])


def test_escape_says_no_before_it_leads_back(four: Opened) -> None:
    press(four, Key.Key_P)
    press(four, Key.Key_Escape)
    assert work(four).isVisible()
    assert four.window.message.text == ""


def test_merge_takes_the_others_of_the_day_with_that_client(four: Opened) -> None:
    press(four, Key.Key_M)
    four.qtbot.waitUntil(lambda: four.asked(MergeCalls) == [MergeCalls(("first", "third"))])
    four.qtbot.waitUntil(lambda: work(four).model.rowCount() == 2)
    assert cell(four, 0, Column.PERSON) == "Anna Keller, Keller Treuhand AG (2 calls)"
    assert cell(four, 0, Column.MINUTES) == "15 min"
    assert current(four) == "first"
    four.qtbot.waitUntil(lambda: work(four).decisions.merge.text().replace("&", "") == "Take merged calls apart")
    press(four, Key.Key_M)
    wait_for(four, "first", "second", "third")


def test_a_call_with_nobody_alike_is_not_merged(four: Opened) -> None:
    press(four, Key.Key_Down)
    press(four, Key.Key_M)
    four.wait_said("Select several calls")
    assert not four.asked(MergeCalls)


def test_b_opens_the_form_with_the_likely_project(four: Opened) -> None:
    four.qtbot.waitUntil(lambda: cell(four, 0, Column.PROJECT) == "Annual accounts 2025 ?")
    press(four, Key.Key_B)
    four.qtbot.waitUntil(lambda: len(four.forms.forms()) == 1)
    form = four.forms.forms()[0]
    four.qtbot.waitUntil(lambda: form.fields.wishes().project == "p1")
    assert not four.asked(BookCall)


def make_clear(four: Opened) -> None:
    """Have one project be the only likely one of each call, and show those of today."""
    four.book.clear = True
    four.window.worklist.model._suggested.clear()
    work(four).all.click()
    four.qtbot.waitUntil(lambda: cell(four, 1, Column.PROJECT) == "Annual accounts 2025")
    work(four).today.click()
    wait_for(four, "first", "second", "third")


def test_enter_books_at_once_where_all_is_clear(four: Opened) -> None:
    """And only once, though it is pressed twice before the answer."""
    make_clear(four)
    assert work(four).suggestion.text().startswith("Enter books on Annual accounts 2025 (open project of")
    press(four, Key.Key_Return)
    press(four, Key.Key_Return)
    wait_for(four, "second", "third")
    assert current(four) == "second"
    assert [(one.entry, one.kind, one.wishes.project) for one in four.asked(BookCall)] == [("first", Kind.TIME, "p1")]
    assert not four.forms.forms()


def test_enter_pressed_twice_is_not_meant_for_the_call_that_comes_next(
    four: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the first is booked before the second press; a moment later it is."""
    monkeypatch.setattr(worklist, "DOUBLE", 60_000)
    make_clear(four)
    press(four, Key.Key_Return)
    wait_for(four, "second", "third")
    press(four, Key.Key_Return)
    assert not four.forms.forms()
    monkeypatch.setattr(worklist, "DOUBLE", 0)
    press(four, Key.Key_Return)
    four.qtbot.waitUntil(lambda: len(four.asked(BookCall)) + len(four.forms.forms()) > 1)
    assert [one.entry for one in four.asked(BookCall)][:1] == ["first"]


def test_enter_held_down_books_one_call(four: Opened) -> None:
    again = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(work(four).table, again)
    assert not four.forms.forms()
    assert not four.asked(BookCall)


def test_enter_opens_the_form_where_it_is_not_clear(four: Opened) -> None:
    four.qtbot.waitUntil(lambda: cell(four, 0, Column.PROJECT) != "")
    assert "B lets you choose" in work(four).suggestion.text()
    press(four, Key.Key_Return)
    four.qtbot.waitUntil(lambda: len(four.forms.forms()) == 1)
    assert not four.asked(BookCall)


def test_without_a_likely_project_it_is_said(four: Opened) -> None:
    press(four, Key.Key_Down)
    four.qtbot.waitUntil(lambda: "No project is likely" in work(four).suggestion.text())


def test_the_end(four: Opened) -> None:
    for _ in range(3):
        press(four, Key.Key_I)
    assert work(four).title.text() == "Nothing waits to be booked"
    assert not work(four).book_button.isEnabled()
    assert not work(four).decisions.ignore.isEnabled()
    press(four, Key.Key_B)
    press(four, Key.Key_Return)
    assert not four.forms.forms()


def test_the_samples_are_of_one_day() -> None:
    assert (NOW - timedelta(minutes=50)).astimezone().date() == NOW.astimezone().date()
    assert ANNA.client != BEAT.client


# --- keys that are shown, rows that are selected ---------------------------------------------------------------------


def test_every_button_shows_its_key(four: Opened) -> None:
    list_ = work(four)
    buttons = [list_.book_button, list_.at_once_button, *list_.findChildren(ActionButton)]
    assert [button.text() for button in buttons] == [
        "Book… (B)",
        "Book at once (Return)",
        "Ignore (I)",
        "Make private (P)",
        "Merge into one entry (M)",
    ]
    assert [button.toolTip() for button in buttons[2:]] == [button.text() for button in buttons[2:]]


def test_a_button_says_what_its_action_says(four: Opened) -> None:
    work(four).decisions.set_rows([make_row("first", talk=60, ignored=True)])
    assert work(four).findChildren(ActionButton)[0].text() == "Do not ignore any more (I)"


@pytest.mark.parametrize("key", [Key.Key_B, Key.Key_Return])
def test_of_several_that_are_selected_one_is_booked_and_the_form_says_so(four: Opened, key: Key) -> None:
    four.book.clear = True
    work(four).table.selectAll()
    press(four, key)
    four.qtbot.waitUntil(lambda: len(four.forms.forms()) == 1)
    (form,) = four.forms.forms()
    assert form.notice.text.startswith("This is about one call: the 2 others that are selected are not booked.")
    assert not four.asked(BookCall)


def test_of_several_in_the_journal_as_well(four: Opened) -> None:
    press(four, Key.Key_Escape)
    table = four.window.table
    table.selectAll()
    four.window.actions_.time.trigger()
    (form,) = four.forms.forms()
    assert form.notice.text.startswith("This is about one call: the 4 others that are selected are not booked.")
    form.close()
    four.qtbot.waitUntil(lambda: not four.forms.forms())
    four.window.actions_.time_menu.book_at_once.trigger()
    four.qtbot.waitUntil(lambda: len(four.forms.forms()) == 1)
    assert not four.asked(BookCall)


def test_calls_that_were_merged_are_booked_together_without_a_word(four: Opened) -> None:
    press(four, Key.Key_M)
    four.qtbot.waitUntil(lambda: work(four).model.rowCount() == 2)
    press(four, Key.Key_B)
    four.qtbot.waitUntil(lambda: len(four.forms.forms()) == 1)
    assert four.forms.forms()[0].notice.text == ""


CTRL, PLAIN = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.mark.parametrize("modifier", [PLAIN, CTRL])
def test_home_and_end_select_the_first_and_the_last(four: Opened, modifier: Qt.KeyboardModifier) -> None:
    """Not the keyboard's place alone: else what is done next is done with another call."""
    four.qtbot.keyClick(work(four).table, Key.Key_End, modifier)
    assert current(four) == "third"
    assert [row.entry.id for row in work(four).selected_rows()] == ["third"]
    four.qtbot.keyClick(work(four).table, Key.Key_Home, modifier)
    assert [row.entry.id for row in work(four).selected_rows()] == ["first"]
    press(four, Key.Key_Escape)
    table = four.window.table
    for key, entry in ((Key.Key_End, "yesterday"), (Key.Key_Home, "missed")):
        four.qtbot.keyClick(table, key, modifier)
        assert [row.entry.id for row in table.selected_rows()] == [entry]
