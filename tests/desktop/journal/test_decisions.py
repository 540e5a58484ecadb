"""Ignored, private, merged, deleted, copied: by key and menu, one call or several; and what is done while one lasts."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication

from calljournal.contracts.journal_commands import DeleteCalls, KeepNumberPrivate
from calljournal.contracts.line import Capability
from calljournal.contracts.service import AnswerCall, EndCall, HoldCall, LineChanged
from calljournal.contracts.work_commands import IgnoreCall, MakePrivate, MergeCalls
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal.cells import Column
from calljournal.errors import Refused
from calljournal.journal import RowState
from tests.desktop.conftest import Opened
from tests.desktop.journal.test_actions import choose, context_menu, words
from tests.desktop.samples import ASTERISK, BEAT, make_row, match

pytestmark = pytest.mark.desktop
Key = Qt.Key


@pytest.fixture
def three(opened: Opened, bridge: Bridge) -> Opened:
    """Give a window with the keyboard, and three calls: two with Anna, one with Beat."""
    opened.fake.add(
        make_row("a", 10, talk=60),
        make_row("b", 20, talk=120),
        make_row("c", 30, talk=30, match=match(BEAT), number="+41790005566", display="079 000 55 66"),
    )
    opened.open(bridge)
    opened.activate()
    return opened


def press(opened: Opened, key: Key) -> None:
    """Press a key in the list."""
    opened.qtbot.keyClick(opened.window.table, key)


def select(opened: Opened, *entries: str) -> None:
    """Select some calls."""
    table, flags = opened.window.table, QItemSelectionModel.SelectionFlag
    table.select(entries[0])
    for entry in entries[1:]:
        at = opened.window.model.row_number(entry)
        assert at is not None
        table.selectionModel().select(opened.window.model.index(at, 0), flags.Select | flags.Rows)


# --- ignored ---------------------------------------------------------------------------------------------------------


def test_ignored_by_key_and_taken_back(three: Opened) -> None:
    press(three, Key.Key_I)
    three.wait_cell(0, Column.BOOKED, "ignored")
    three.wait_said("The call is ignored: it waits no more")
    three.press_button()
    three.wait_cell(0, Column.BOOKED, "")
    three.wait_said("The call is not ignored any more")
    assert three.asked(IgnoreCall) == [IgnoreCall("a"), IgnoreCall("a", on=False)]


def test_the_same_key_takes_back_what_was_ignored(three: Opened) -> None:
    press(three, Key.Key_I)
    three.wait_cell(0, Column.BOOKED, "ignored")
    assert three.window.calls.decisions.ignore.text().replace("&", "") == "Do not ignore any more"
    press(three, Key.Key_I)
    three.wait_cell(0, Column.BOOKED, "")


def test_several_are_ignored_together(three: Opened) -> None:
    select(three, "a", "c")
    press(three, Key.Key_I)
    three.wait_said("2 calls are ignored: they wait no more")
    assert {one.entry for one in three.asked(IgnoreCall)} == {"a", "c"}


def test_why_not_is_said(three: Opened) -> None:
    three.fake.errors[IgnoreCall] = Refused("the call is booked")
    press(three, Key.Key_I)
    three.wait_said("the call is booked")
    assert three.window.message.button.isHidden()


# --- private ---------------------------------------------------------------------------------------------------------


def test_private_by_the_same_key_twice(three: Opened) -> None:
    press(three, Key.Key_P)
    three.wait_said("Number and name of the call are deleted for good")
    assert not three.asked(MakePrivate)
    assert three.window.table.hasFocus()
    press(three, Key.Key_P)
    three.wait_cell(0, Column.NUMBER, "private")
    assert three.cell(0, Column.BOOKED) == "private"
    assert three.cell(0, Column.DURATION) == "1:00"


def test_another_call_is_another_question(three: Opened) -> None:
    """P on one call, then P on another, makes none of them private."""
    press(three, Key.Key_P)
    press(three, Key.Key_Down)
    press(three, Key.Key_P)
    three.qtbot.wait(50)
    assert not three.asked(MakePrivate)
    three.press_button()
    three.qtbot.waitUntil(lambda: three.asked(MakePrivate) == [MakePrivate("b")])


def test_escape_says_no(three: Opened) -> None:
    press(three, Key.Key_P)
    press(three, Key.Key_Escape)
    assert three.window.message.text == ""
    press(three, Key.Key_P)
    three.qtbot.wait(50)
    assert not three.asked(MakePrivate)


def test_a_number_is_private_for_good_and_no_longer(three: Opened) -> None:
    choose(context_menu(three), "All calls of this number private…")
    three.wait_said("All calls with 044 000 12 34 private, past and to come?")
    three.press_button()
    three.wait_said("2 calls are private now, and so is every call with 044 000 12 34 from now on")
    assert three.rows.private_numbers == {"+41440001234"}
    three.press_button()
    three.wait_said("are shown again from now on")
    assert three.asked(KeepNumberPrivate)[-1] == KeepNumberPrivate(number="+41440001234", on=False)
    assert not three.rows.private_numbers


def test_a_private_call_has_no_number_to_keep_private(three: Opened) -> None:
    press(three, Key.Key_P)
    press(three, Key.Key_P)
    three.wait_cell(0, Column.NUMBER, "private")
    menu = context_menu(three)
    assert "All calls of this number private…" not in words(menu)
    assert "Time entry" not in words(menu)
    menu.close()
    assert not three.window.calls.decisions.private.isEnabled()


# --- merged ----------------------------------------------------------------------------------------------------------


def test_several_calls_are_merged_and_taken_apart(three: Opened) -> None:
    select(three, "a", "b")
    press(three, Key.Key_M)
    three.wait_said("2 calls are booked as one entry, rounded once")
    three.wait_cell(1, Column.BOOKED, "merged: 2 calls")
    assert three.window.calls.decisions.merge.text().replace("&", "") == "Take merged calls apart"
    three.press_button()
    three.wait_cell(0, Column.BOOKED, "")
    three.wait_cell(1, Column.BOOKED, "")


def test_calls_with_different_clients_are_asked_about(three: Opened) -> None:
    select(three, "b", "c")
    press(three, Key.Key_M)
    three.wait_said("these calls are not with one client")
    press(three, Key.Key_M)
    three.wait_said("2 calls are booked as one entry")
    assert [one.confirmed for one in three.asked(MergeCalls)] == [False, True]


def test_one_call_alone_is_not_merged(three: Opened) -> None:
    press(three, Key.Key_M)
    three.wait_said("Select several calls")
    assert not three.asked(MergeCalls)


def test_a_merged_call_is_taken_out(three: Opened) -> None:
    select(three, "a", "b")
    press(three, Key.Key_M)
    three.wait_cell(0, Column.BOOKED, "merged: 2 calls")
    select(three, "a")
    press(three, Key.Key_M)
    three.wait_said("Taken apart")
    assert three.asked(MergeCalls)[-1] == MergeCalls(("a",))


# --- deleted, copied -------------------------------------------------------------------------------------------------


def test_deleting_is_asked_about_and_the_next_call_selected(three: Opened) -> None:
    select(three, "b")
    press(three, Key.Key_Delete)
    three.wait_said("Delete the call for good?")
    assert not three.asked(DeleteCalls)
    three.press_button()
    three.wait_ids("a", "c")
    three.wait_said("The call is deleted")
    assert three.window.table.current_row() is not None


def test_several_are_deleted_at_once(three: Opened) -> None:
    select(three, "a", "b")
    press(three, Key.Key_Delete)
    three.wait_said("Delete 2 calls for good?")
    press(three, Key.Key_Delete)
    three.wait_ids("c")
    assert three.asked(DeleteCalls) == [DeleteCalls(("a", "b"))]


def test_a_call_that_lasts_is_not_deleted(three: Opened) -> None:
    three.fake.tell_rows(make_row("ring", 0, state=RowState.RINGING))
    three.wait_ids("ring", "a", "b", "c")
    three.window.table.select("ring")
    assert not three.window.calls.decisions.delete.isEnabled()
    press(three, Key.Key_Delete)
    assert three.window.message.text == ""


def test_numbers_are_copied(three: Opened) -> None:
    three.qtbot.keyClick(three.window.table, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "044 000 12 34"
    three.wait_said("Copied: 044 000 12 34")
    select(three, "a", "b", "c")
    three.window.calls.decisions.copy.trigger()
    assert QGuiApplication.clipboard().text() == "044 000 12 34\n079 000 55 66"


def test_letters_do_nothing_while_one_types_a_search(three: Opened) -> None:
    search = three.window.calls.filters.search
    search.setFocus()
    three.qtbot.keyClicks(search, "impn")
    assert search.text() == "impn"
    three.qtbot.wait(200)
    assert not three.asked(IgnoreCall)
    assert three.window.message.text == ""


# --- while it lasts --------------------------------------------------------------------------------------------------

CAN = frozenset({Capability.ANSWER, Capability.HOLD, Capability.HANG_UP})


def live(opened: Opened, state: RowState) -> list[str]:
    """Let a call last in this state, select it, and give what the menu offers first."""
    opened.fake.tell_rows(make_row("live", 0, state=state))
    opened.qtbot.waitUntil(lambda: opened.window.table.select("live"))
    opened.qtbot.waitUntil(lambda: opened.window.controls._row is not None)
    opened.qtbot.waitUntil(lambda: opened.window.controls._row.entry.state is state)  # type: ignore[union-attr]
    menu = context_menu(opened)
    offered = words(menu)
    menu.close()
    return offered[: offered.index("Contact")]


def test_only_what_the_line_can_is_offered(three: Opened) -> None:
    assert live(three, RowState.RINGING) == ["Hang up"]
    three.fake.tell(LineChanged(replace(ASTERISK, capabilities=CAN)))
    three.qtbot.waitUntil(lambda: three.window.controls._can[ASTERISK.name] == CAN)
    assert live(three, RowState.RINGING) == ["Answer", "Hang up"]
    assert live(three, RowState.TALKING) == ["Hold", "Hang up"]
    assert live(three, RowState.HELD) == ["Take back from hold", "Hang up"]


def test_answer_hold_hang_up_by_key(three: Opened) -> None:
    live(three, RowState.RINGING)
    for key in (Key.Key_F6, Key.Key_F8):
        press(three, key)
    live(three, RowState.HELD)
    press(three, Key.Key_F7)
    three.wait_said("Taken back from hold")
    assert three.asked(AnswerCall) == [AnswerCall("live")]
    assert three.asked(EndCall) == [EndCall("live")]
    assert three.asked(HoldCall) == [HoldCall("live", on=False)]


def test_the_keys_mean_the_only_call_where_another_is_selected(three: Opened) -> None:
    three.window.table.select("b")
    press(three, Key.Key_F6)
    three.qtbot.waitUntil(lambda: three.asked(AnswerCall) == [AnswerCall(None)])
