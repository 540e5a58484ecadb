"""Makes ended rows of the journal, briefly, and the people in them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from calljournal.calls import Owners
from calljournal.journal import Entry, Journal, LineProfile
from calljournal.matching import Candidate, ContactKind
from calljournal.numbers import DialRules
from tests.calls.making import report, tracker

ANNA = Candidate("p1", ContactKind.CONTACT, "Anna Keller", "Müller Treuhand AG")
BEAT = Candidate("p2", ContactKind.PERSON, "Beat Frei")


def entry(**kept: Any) -> Entry:
    """Make a row of five minutes' talk, one of them on hold, out of a report that may differ."""
    (call,) = tracker().apply(report(**{"at": 310, "state": "ended", "answered": 10, "holds": ((100, 160),), **kept}))
    (row,) = Journal({"line": LineProfile(Owners.parse("101"), DialRules())}, lambda: "R1").record(call)
    return row


def talk(start: datetime, seconds: float, *, held: float = 0.0, row: str = "R1", **facts: Any) -> Entry:
    """Make a row that was answered at `start` and lasted so many seconds; it had rung for ten."""
    return replace(
        entry(),
        id=row,
        started=start - timedelta(seconds=10),
        answered=start,
        ended=start + timedelta(seconds=seconds),
        talk_seconds=seconds - held,
        held_seconds=held,
        **facts,
    )
