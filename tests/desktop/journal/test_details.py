"""The selected call, opened: legs, facts, and the note that is never lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from calljournal.calls import LegEnd
from calljournal.contracts.journal_commands import NoteCall
from calljournal.contracts.rows import JournalRow
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal.details import Details
from calljournal.desktop.system import placing
from calljournal.errors import StoreFailed
from calljournal.journal.entry import EntryLeg
from tests.desktop.conftest import Opened
from tests.desktop.samples import make_row

pytestmark = pytest.mark.desktop
Key = Qt.Key


def two_legs() -> JournalRow:
    """Give a call that rang on two telephones, and was talked on the second."""
    row = make_row("a", 10, talk=60)
    entry = row.entry
    rang = EntryLeg("l1", "101", entry.number, entry.started, None, entry.answered, LegEnd.ELSEWHERE)
    talked = EntryLeg("l2", "103", entry.number, entry.started, entry.answered, entry.ended, LegEnd.ANSWERED)
    return replace(row, entry=replace(entry, legs=(rang, talked), held_seconds=5.0), note="call back")


@pytest.fixture
def two(opened: Opened, bridge: Bridge) -> Opened:
    """Give a window with the keyboard and two calls, the first with two legs."""
    opened.fake.add(two_legs(), make_row("b", 20, talk=30))
    opened.open(bridge)
    opened.activate()
    return opened


def details(opened: Opened) -> Details:
    return opened.window.calls.details


def legs(opened: Opened) -> list[list[str]]:
    """Give the legs as they are shown."""
    tree = details(opened).legs
    items = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
    return [[item.text(column) for column in range(tree.columnCount())] for item in items if item]


def test_right_opens_a_call_and_left_closes_it(two: Opened) -> None:
    assert details(two).isHidden()
    two.qtbot.keyClick(two.window.table, Key.Key_Right)
    assert not details(two).isHidden()
    assert legs(two) == [
        ["101", "+41440001234", "15:32:30", "", "15:32:36", "taken on another telephone"],
        ["103", "+41440001234", "15:32:30", "15:32:36", "15:33:36", "talked, and ended"],
    ]
    facts = details(two).facts.text()
    for part in ("Incoming, answered", "Anna Keller", "Seestrasse 12", "on hold 0:05", "telephone 101"):
        assert part in facts
    two.qtbot.keyClick(two.window.table, Key.Key_Left)
    assert details(two).isHidden()
    assert two.window.table.hasFocus()


def test_nothing_of_the_legs_is_cut_while_there_is_room(two: Opened) -> None:
    """As at the width that the window has when it is first opened."""
    two.window.resize(placing.SIZE)
    two.qtbot.keyClick(two.window.table, Key.Key_Right)
    tree = details(two).legs
    last = tree.columnCount() - 1
    two.qtbot.waitUntil(lambda: tree.columnWidth(last) > 0 and tree.viewport().width() > 100)
    assert tree.columnWidth(last) >= tree.sizeHintForColumn(last)
    assert tree.columnViewportPosition(last) + tree.columnWidth(last) <= tree.viewport().width()


def test_it_follows_the_selection_and_the_call(two: Opened) -> None:
    two.qtbot.keyClick(two.window.table, Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    two.qtbot.keyClick(two.window.table, Key.Key_Down)
    assert legs(two) == []
    assert "Talk 0:30" in details(two).facts.text()
    two.fake.tell_rows(make_row("b", 20, talk=31))
    two.qtbot.waitUntil(lambda: "Talk 0:31" in details(two).facts.text())


def test_a_call_by_hand_has_no_legs_and_says_so(two: Opened) -> None:
    two.fake.tell_rows(make_row("hand", 0, talk=60, line="manual", own="mobile"))
    two.qtbot.waitUntil(lambda: two.window.table.select("hand"))
    two.window.calls.show_details.trigger()
    assert details(two).legs.isHidden()
    assert "added by hand" in details(two).no_legs.text()


def test_without_a_call_nothing_is_said_of_one(opened: Opened, bridge: Bridge) -> None:
    opened.open(bridge)
    opened.activate()
    opened.window.calls.show_details.trigger()
    assert details(opened).isVisible()
    assert details(opened).no_legs.isHidden()
    assert legs(opened) == []


# --- the note --------------------------------------------------------------------------------------------------------


def test_a_note_is_written_and_kept_by_itself(two: Opened) -> None:
    two.window.table.select("b")
    two.qtbot.keyClick(two.window.table, Key.Key_N)
    note = details(two).note
    assert note.hasFocus()
    two.qtbot.keyClicks(note, "wants an offer")
    two.qtbot.waitUntil(lambda: two.asked(NoteCall) == [NoteCall("b", "wants an offer")])
    assert note.toPlainText() == "wants an offer"
    two.qtbot.keyClicks(note, "!")
    two.qtbot.keyClick(note, Key.Key_Escape)  # at once, and back to the list
    two.qtbot.waitUntil(lambda: two.asked(NoteCall)[-1] == NoteCall("b", "wants an offer!"))
    assert two.window.table.hasFocus()
    assert two.fake.rows["b"].note == "wants an offer!"


def test_a_note_can_be_changed_and_taken_away(two: Opened) -> None:
    two.window.calls.write_note()
    note = details(two).note
    assert note.toPlainText() == "call back"
    note.selectAll()
    two.qtbot.keyClick(note, Key.Key_Delete)
    two.qtbot.keyClick(note, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    two.qtbot.waitUntil(lambda: two.asked(NoteCall) == [NoteCall("a", "")])


def test_without_a_call_there_is_nothing_to_note_on(opened: Opened, bridge: Bridge) -> None:
    opened.open(bridge)
    opened.activate()
    opened.qtbot.keyClick(opened.window.table, Key.Key_N)
    assert details(opened).isHidden()
    assert opened.window.table.hasFocus()


def test_what_is_typed_belongs_to_the_call_that_was_selected(two: Opened) -> None:
    """A click on another call saves it first."""
    two.window.table.select("b")
    two.window.calls.write_note()
    two.qtbot.keyClicks(details(two).note, "for b")
    two.window.table.select("a")
    assert details(two).note.toPlainText() == "call back"
    two.qtbot.waitUntil(lambda: two.asked(NoteCall) == [NoteCall("b", "for b")])


def test_changes_of_the_call_do_not_touch_what_is_being_typed(two: Opened) -> None:
    two.window.calls.write_note()
    note = details(two).note
    two.qtbot.keyClicks(note, "x")
    typed = note.toPlainText()
    two.fake.tell_rows(replace(two_legs(), ignored=True))
    two.qtbot.waitUntil(lambda: "ignored" in details(two).facts.text())
    assert note.toPlainText() == typed
    assert note.hasFocus()


def test_a_note_of_somebody_else_is_shown(two: Opened) -> None:
    two.window.calls.show_details.trigger()
    two.fake.tell_rows(replace(two_legs(), note="done"))
    two.qtbot.waitUntil(lambda: details(two).note.toPlainText() == "done")


def test_a_note_that_cannot_be_saved_is_not_lost(two: Opened) -> None:
    two.fake.errors[NoteCall] = StoreFailed("the disk is full")
    two.window.table.select("b")
    two.window.calls.write_note()
    two.qtbot.keyClicks(details(two).note, "important")
    two.window.table.select("a")
    two.wait_said("the disk is full")
    two.window.table.select("b")
    assert details(two).note.toPlainText() == "important"
    two.fake.errors.clear()
    two.qtbot.keyClicks(details(two).note, "!")
    two.window.table.select("a")
    two.qtbot.waitUntil(lambda: (two.fake.rows["b"].note or "").strip("!") == "important")


def test_a_private_call_takes_no_note(two: Opened) -> None:
    two.fake.tell_rows(make_row("p", 0, talk=60, private=True, settled="private"))
    two.qtbot.waitUntil(lambda: two.window.table.select("p"))
    two.window.calls.write_note()
    two.qtbot.keyClicks(details(two).note, "secret")
    assert details(two).note.toPlainText() == ""
    assert details(two).note.isReadOnly()


def test_the_note_of_a_private_call_can_be_emptied(two: Opened) -> None:
    """It may say who it was; more cannot be done to it, and the button is there for nothing else."""
    private = replace(make_row("p", 0, talk=60, private=True, settled="private"), note="Anna, about the divorce")
    two.fake.tell_rows(private)
    two.qtbot.waitUntil(lambda: two.window.table.select("p"))
    two.window.calls.write_note()
    assert details(two).note.toPlainText() == "Anna, about the divorce"
    assert details(two).note.isReadOnly()
    assert details(two).empty_note.isVisible()
    two.qtbot.mouseClick(details(two).empty_note, Qt.MouseButton.LeftButton)
    two.qtbot.waitUntil(lambda: two.asked(NoteCall) == [NoteCall("p", "")])
    two.qtbot.waitUntil(two.window.table.hasFocus)
    assert details(two).note.toPlainText() == ""
    assert not details(two).empty_note.isVisible()
    two.window.table.select("a")
    assert not details(two).empty_note.isVisible()


def test_times_of_legs_that_last(two: Opened) -> None:
    row = two_legs()
    lasting = replace(row.entry.legs[1], ended=None, end=None, started=row.entry.started + timedelta(seconds=1))
    two.fake.tell_rows(replace(row, entry=replace(row.entry, legs=(lasting,))))
    two.window.calls.show_details.trigger()
    two.qtbot.waitUntil(lambda: [leg[-1] for leg in legs(two)] == ["lasts"])
