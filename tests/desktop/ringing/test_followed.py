"""Which calls are shown, and until when."""

from dataclasses import replace
from datetime import timedelta

from calljournal.calls import Direction
from calljournal.contracts.rows import JournalRow
from calljournal.desktop.ringing.followed import FollowedCalls
from calljournal.journal import MANUAL, Outcome, RowState
from tests.desktop.samples import NOW, make_row

RINGING, TALKING, DIALLING = RowState.RINGING, RowState.TALKING, RowState.DIALLING


def shown(calls: FollowedCalls) -> list[str]:
    return [row.entry.id for row in calls.rows]


def outgoing(entry: str, number: str = "+41440001234") -> JournalRow:
    return make_row(entry, 0, state=DIALLING, direction=Direction.OUTGOING, number=number)


def test_a_call_from_ring_to_end() -> None:
    calls = FollowedCalls()
    ringing = make_row("a", 0, state=RINGING)
    assert calls.take([ringing], NOW) == (ringing,)
    talking = make_row("a", 0, state=TALKING)
    assert calls.take([talking], NOW) == ()
    assert calls.rows == (talking,)
    calls.take([make_row("a", 0, talk=5)], NOW)
    assert shown(calls) == []


def test_gone_when_a_colleague_answers_or_it_merges_or_is_deleted() -> None:
    ringing = make_row("a", 0, state=RINGING)
    for end in (
        make_row("a", 0, outcome=Outcome.ELSEWHERE, answered_by="102"),
        replace(ringing, entry=replace(ringing.entry, merged_into="b")),
    ):
        calls = FollowedCalls()
        calls.take([ringing], NOW)
        calls.take([end], NOW)
        assert shown(calls) == []
    calls = FollowedCalls()
    calls.take([ringing], NOW)
    calls.remove(["a"])
    assert shown(calls) == []


def test_what_did_not_ring_here_is_not_shown() -> None:
    calls = FollowedCalls()
    rows = [make_row("t", 1, state=TALKING), outgoing("o"), make_row("m", 0, state=RINGING, line=MANUAL), make_row("e")]
    assert calls.take(rows, NOW) == ()


def test_what_was_dismissed_stays_away_until_it_is_over() -> None:
    calls = FollowedCalls()
    ringing = make_row("a", 0, state=RINGING)
    calls.take([ringing], NOW)
    calls.dismiss("a")
    assert calls.take([ringing], NOW) == ()
    calls.take([make_row("a", 0, talk=5)], NOW)
    assert calls.take([ringing], NOW) == (ringing,)


def test_a_call_that_was_placed_here_is_shown_once() -> None:
    calls = FollowedCalls()
    calls.expect("00440001234", NOW)
    calls.take([outgoing("other", "+41790005566")], NOW)
    assert shown(calls) == []
    calls.take([outgoing("mine")], NOW + timedelta(seconds=30))
    assert shown(calls) == ["mine"]
    calls.take([outgoing("later")], NOW + timedelta(seconds=31))
    assert shown(calls) == ["mine"]


def test_an_internal_call_that_was_placed_here() -> None:
    calls = FollowedCalls()
    calls.expect("103", NOW)
    calls.take([outgoing("a", "203"), outgoing("b", "103")], NOW)
    assert shown(calls) == ["b"]


def test_a_call_that_does_not_come_is_not_waited_for_without_end() -> None:
    calls = FollowedCalls()
    calls.expect("00440001234", NOW)
    calls.take([outgoing("late")], NOW + timedelta(minutes=2))
    assert shown(calls) == []


def test_all_rows_anew() -> None:
    """Where changes were missed, what is not told any more is over, and what rings is shown."""
    calls = FollowedCalls()
    calls.take([make_row("a", 0, state=RINGING), make_row("b", 0, state=RINGING)], NOW)
    begun = calls.take_all([make_row("b", 0, state=TALKING), make_row("c", 0, state=RINGING)], NOW)
    assert [row.entry.id for row in begun] == ["c"]
    assert shown(calls) == ["b", "c"]
