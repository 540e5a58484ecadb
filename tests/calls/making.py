"""Makes reports, briefly: moments are seconds after eight in the morning."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from calljournal.calls import CallTracker, Direction, LegEnd, LegReport, LegState, Party, Presentation, Snapshot, Span

EIGHT = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
ANNA = Party("+41 44 000 12 34", "Anna Keller", Presentation.ALLOWED, external=True)
PENDING = Party(None, None, Presentation.PENDING, external=True)
WITHHELD = Party(None, None, Presentation.WITHHELD, external=True)


def moment(seconds: float) -> datetime:
    return EIGHT + timedelta(seconds=seconds)


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else moment(seconds)


def report(
    at: float,
    state: str = "ringing",
    *,
    leg: str = "L1",
    conversation: str = "C1",
    endpoint: str = "101",
    direction: str = "incoming",
    party: Party = ANNA,
    generation: int = 1,
    started: float = 0.0,
    answered: float | None = None,
    ended: float | None = None,
    end: str | None = None,
    holds: tuple[tuple[float, float | None], ...] = (),
    **more: Any,
) -> LegReport:
    """Make a report; one of the end says when it ended by `at` unless it is said otherwise."""
    if state == "ended":
        ended, end = at if ended is None else ended, end or "answered"
    return LegReport(
        line="line",
        generation=generation,
        leg=leg,
        conversation=conversation,
        endpoint=endpoint,
        direction=Direction(direction),
        party=party,
        state=LegState(state),
        started=moment(started),
        at=moment(at),
        answered=_moment(answered),
        ended=_moment(ended),
        holds=tuple(Span(moment(start), _moment(finish)) for start, finish in holds),
        end=LegEnd(end) if end else None,
        **more,
    )


def snapshot(at: float, *legs: str, generation: int = 1) -> Snapshot:
    return Snapshot("line", generation, frozenset(legs), moment(at))


def tracker(keep_ended: int = 1000) -> CallTracker:
    """Make a tracker whose calls are K1, K2 ..."""
    numbers = itertools.count(1)
    return CallTracker(lambda: f"K{next(numbers)}", keep_ended)
