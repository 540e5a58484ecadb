"""Legs become conversations.

In: `LegReport` and `Snapshot`, from a line. Out: `Call`, to the journal.
"""

from calljournal.calls.leg import Leg
from calljournal.calls.owners import Endpoint, Owner, Owners
from calljournal.calls.report import (
    Direction,
    LegEnd,
    LegReport,
    LegState,
    Party,
    Presentation,
    Snapshot,
    Span,
)
from calljournal.calls.tracker import Call, CallTracker

__all__ = [
    "Call",
    "CallTracker",
    "Direction",
    "Endpoint",
    "Leg",
    "LegEnd",
    "LegReport",
    "LegState",
    "Owner",
    "Owners",
    "Party",
    "Presentation",
    "Snapshot",
    "Span",
]
