from dataclasses import replace
from datetime import timedelta

import pytest

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import (
    BookCall,
    ChooseContact,
    Command,
    EndCall,
    LineChanged,
    Missed,
    Notice,
    PlaceCall,
    Placed,
    RowChanged,
    RowsDeleted,
)
from calljournal.errors import AlreadyBooked, CallJournalError, NeedsConfirming, Unreachable
from calljournal.terminal.state import State
from calljournal.words import say
from calljournal.worklog import Kind
from tests.terminal.samples import LIKELY, LINE, LIVE, NOW, SEVERAL, booking, row

FIRST, SECOND = row("first", started=NOW), row("second", started=NOW - timedelta(minutes=5))


def state(*rows: JournalRow) -> State:
    return State(rows={one.entry.id: one for one in rows})


def test_the_latest_is_on_top_and_what_was_merged_away_is_gone() -> None:
    known = state(SECOND, FIRST, row("merged", merged_into="first"))
    assert [one.entry.id for one in known.ordered] == ["first", "second"]


def test_changes() -> None:
    known = state()
    known.take(RowChanged(FIRST))
    known.take(LineChanged(LINE))
    assert (list(known.rows), list(known.lines), known.stale) == (["first"], ["simulator:test"], False)
    known.take(Notice("the disk is full"))
    assert known.message == "the disk is full"
    known.take(Missed(3))
    assert known.stale
    assert known.message


def test_rows_that_were_deleted_disappear() -> None:
    """What is selected then is the row on top."""
    known = state(FIRST, SECOND)
    known.selected = "second"
    known.take(RowsDeleted(("second", "unknown")))
    assert [one.entry.id for one in known.ordered] == ["first"]
    assert known.press("h") == EndCall(None)


def test_the_selection_follows_a_merged_row() -> None:
    known = state(FIRST, SECOND)
    known.selected = "first"
    known.take(RowChanged(row("first", merged_into="second")))
    assert known.selected == "second"


@pytest.mark.parametrize(
    ("keys", "selected"),
    [
        (["down"], "second"),
        (["down", "down"], "second"),
        (["down", "up"], "first"),
        (["up"], "first"),
        (["x"], None),
    ],
)
def test_moving(keys: list[str], selected: str | None) -> None:
    known = state(FIRST, SECOND)
    assert [known.press(key) for key in keys] == [None] * len(keys)
    assert known.selected == selected


@pytest.mark.parametrize(
    ("one", "key", "command"),
    [
        (row(), "t", BookCall(row().entry.id, Kind.TIME)),
        (row(), "a", BookCall(row().entry.id, Kind.ACTIVITY)),
        (row(), "c", PlaceCall("+41440001234", "simulator:test", "101")),
        (row(line="manual", owner="mobile"), "c", PlaceCall("+41440001234")),
        (row(number=None), "c", None),
        (row(), "h", EndCall(None)),
        (row(**LIVE), "h", EndCall(row().entry.id)),
        (row(match=SEVERAL), "2", ChooseContact(row().entry.id, "p2")),
        (row(match=SEVERAL), "3", None),
        (row(match=SEVERAL), "0", None),
        (row(), "1", None),
        (row(), "z", None),
    ],
)
def test_what_keys_ask_for(one: JournalRow, key: str, command: Command[object] | None) -> None:
    known = state(one)
    assert known.press(key) == command
    assert bool(known.message) == (key in "ta" or (key == "c" and command is None))


@pytest.mark.parametrize("key", ["t", "a", "c", "1"])
def test_without_a_call_there_is_nothing_to_do(key: str) -> None:
    known = state()
    assert known.press(key) is None
    assert known.message


@pytest.mark.parametrize(
    ("command", "answer", "words"),
    [
        (BookCall("first", Kind.TIME), booking(), "booked: time t1"),
        (BookCall("first", Kind.TIME), booking(booked=None), "kept: the book cannot be reached"),
        (PlaceCall("103"), Placed("0103"), "dialling 0103"),
        (PlaceCall("+41440001234"), Placed("+41440001234", "tel:+41440001234"), "tel:+41440001234 is for"),
        (EndCall("first"), "first", "hung up"),
        (ChooseContact("first", "p1"), FIRST, "it was Anna Keller"),
    ],
)
def test_what_came_of_it(command: Command[object], answer: object, words: str) -> None:
    known = state(FIRST)
    known.done(command, answer)
    assert words in known.message


TIME = BookCall("first", Kind.TIME)


@pytest.mark.parametrize(
    ("one", "error", "again"),
    [
        (
            FIRST,
            AlreadyBooked(say("booked already (t1)").typed("; add --again")),
            BookCall("first", Kind.TIME, again=True),
        ),
        (
            replace(FIRST, match=LIKELY),
            NeedsConfirming(say("only likely").typed("; add --yes")),
            BookCall("first", Kind.TIME, confirmed=True),
        ),
        (
            replace(FIRST, match=replace(LIKELY, reason="ending")),
            NeedsConfirming(say("only likely").typed("; add --yes")),
            BookCall("first", Kind.TIME, confirmed=True),
        ),
        (replace(FIRST, match=SEVERAL), NeedsConfirming(say("several; say which").typed(" with --contact")), TIME),
        (FIRST, Unreachable("nobody there"), TIME),
    ],
)
def test_pressing_again_is_the_second_word(one: JournalRow, error: CallJournalError, again: BookCall) -> None:
    known = state(one, SECOND)
    known.failed(TIME, error)
    asked = "press t again" in known.message
    assert asked == (again != TIME)
    assert ("--" in known.message) <= (not asked), "no advice for a command line beside one for the keyboard"
    assert known.press("t") == again
    known.failed(TIME, error)
    known.press("down")
    known.press("up")
    assert known.press("t") == TIME, "after another key it is a new question"


def test_again_and_sure_can_both_be_needed() -> None:
    known = state(row("first", match=LIKELY))
    known.failed(TIME, AlreadyBooked("booked already"))
    once_more = known.press("t")
    assert isinstance(once_more, BookCall)
    known.failed(once_more, NeedsConfirming("only likely"))
    assert known.press("t") == BookCall("first", Kind.TIME, again=True, confirmed=True)


def test_an_emergency_number_is_dialled_when_the_key_is_pressed_again() -> None:
    known = state(row("first", number="117"))
    command = known.press("c")
    assert isinstance(command, PlaceCall)
    known.failed(command, NeedsConfirming("117 is an emergency number"))
    assert "press c again" in known.message
    assert known.press("c") == replace(command, confirmed=True)
    known.failed(command, NeedsConfirming("117 is an emergency number"))
    known.press("down")
    assert known.press("c") == command, "after another key it is a new question"


def test_an_error_of_another_command_is_shown() -> None:
    known = state(FIRST)
    known.failed(PlaceCall("103"), Unreachable("the line is not connected"))
    assert known.message == "the line is not connected"
