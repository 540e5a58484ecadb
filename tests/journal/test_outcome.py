"""The table of outcomes, row by row: what became of a call, seen from its owner."""

from typing import Any

import pytest

from calljournal.calls import LegEnd, LegReport
from calljournal.journal import Outcome
from calljournal.journal.outcome import outcome_of, transfer_target
from tests.calls.making import report


def ended(end: str, *, at: float = 10, answered: float | None = None, **more: Any) -> LegReport:
    return report(at, "ended", end=end, answered=answered, **more)


def outgoing(end: str, **more: Any) -> LegReport:
    return ended(end, direction="outgoing", **more)


TALKED = ended("answered", answered=3)


@pytest.mark.parametrize(
    ("legs", "outcome"),
    [
        ([TALKED], Outcome.ANSWERED),
        ([TALKED, ended("answered-elsewhere", leg="L2")], Outcome.ANSWERED),
        ([ended("answered", answered=3, transferred_to="102")], Outcome.TRANSFERRED),
        ([ended("cancelled")], Outcome.MISSED),
        ([ended("no-answer")], Outcome.MISSED),
        ([ended("unreachable")], Outcome.MISSED),
        ([ended("failed")], Outcome.MISSED),
        ([ended("busy"), ended("no-answer", leg="L2")], Outcome.MISSED),
        ([ended("answered")], Outcome.MISSED),  # a menu answered, no person
        ([ended("answered-elsewhere", answered_by="102")], Outcome.ELSEWHERE),
        ([ended("unreachable"), ended("answered-elsewhere", leg="L2")], Outcome.ELSEWHERE),
        ([ended("rejected"), ended("answered-elsewhere", leg="L2")], Outcome.ELSEWHERE),
        ([ended("forwarded")], Outcome.FORWARDED),
        ([ended("forwarded"), ended("no-answer", leg="L2")], Outcome.FORWARDED),  # and asked back in vain
        ([ended("rejected")], Outcome.REJECTED),
        ([ended("rejected"), ended("no-answer", leg="L2")], Outcome.REJECTED),
        ([ended("busy")], Outcome.BUSY),
        ([ended("busy"), ended("busy", leg="L2")], Outcome.BUSY),
        ([ended("lost")], Outcome.LOST),
        ([ended("lost", answered=3)], Outcome.LOST),
        ([ended("cancelled", at=5), ended("lost", at=9, leg="L2")], Outcome.LOST),
        ([ended("lost", at=5), ended("answered", at=9, answered=6, leg="L2")], Outcome.ANSWERED),
    ],
)
def test_incoming(legs: list[LegReport], outcome: Outcome) -> None:
    assert outcome_of(legs) is outcome


@pytest.mark.parametrize(
    ("legs", "outcome"),
    [
        ([outgoing("answered", answered=3)], Outcome.ANSWERED),
        ([outgoing("answered", answered=3, transferred_to="102")], Outcome.TRANSFERRED),
        ([outgoing("rejected")], Outcome.REJECTED),
        ([outgoing("busy")], Outcome.BUSY),
        ([outgoing("no-answer")], Outcome.NO_ANSWER),
        ([outgoing("cancelled")], Outcome.CANCELLED),
        ([outgoing("answered")], Outcome.CANCELLED),  # left a menu before a person came
        ([outgoing("failed")], Outcome.FAILED),
        ([outgoing("unreachable")], Outcome.FAILED),
        ([outgoing("lost", answered=3)], Outcome.LOST),
        ([outgoing("busy", at=2), outgoing("no-answer", leg="L2", started=3)], Outcome.NO_ANSWER),
    ],
)
def test_outgoing(legs: list[LegReport], outcome: Outcome) -> None:
    assert outcome_of(legs) is outcome


@pytest.mark.parametrize("end", list(LegEnd))
@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
def test_every_end_has_an_outcome(direction: str, end: LegEnd) -> None:
    assert outcome_of([ended(end.value, direction=direction)]) in Outcome


def test_a_call_that_came_back_was_not_passed_on() -> None:
    passed_on = ended("answered", at=10, answered=3, transferred_to="102")
    back = ended("answered", at=30, answered=20, started=15, leg="L2")
    assert transfer_target([passed_on]) == "102"
    assert transfer_target([passed_on, back]) is None
    assert outcome_of([passed_on, back]) is Outcome.ANSWERED


def test_a_consultation_that_ended_with_the_transfer_is_no_coming_back() -> None:
    passed_on = ended("answered", at=10, answered=3, transferred_to="102")
    asked = ended("answered", at=10, answered=7, started=6, direction="outgoing", leg="L2")
    assert outcome_of([passed_on, asked]) is Outcome.TRANSFERRED
