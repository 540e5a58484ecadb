"""What is left of a call of which a part has been booked: one that was split, and of which a share was cancelled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from calljournal.worklog.spoken import Spoken, Stretch


def rest(whole: Spoken, taken: Mapping[str, float], booked: Iterable[tuple[datetime, datetime]]) -> Spoken:
    """Give what is left. `taken` are the seconds booked of each row, `booked` from when to when those bookings were.

    A row of which nothing is left stays whole: to book it once more is for the guard to judge.
    """
    gone = sorted(booked)
    return replace(
        whole, stretches=tuple(_left(stretch, taken.get(stretch.entry, 0.0), gone) for stretch in whole.stretches)
    )


def _left(stretch: Stretch, taken: float, gone: Sequence[tuple[datetime, datetime]]) -> Stretch:
    milliseconds = stretch.milliseconds - round(taken * 1000)
    if not taken or milliseconds <= 0:
        return stretch
    start, end = stretch.start, stretch.end
    for since, until in gone:
        start = until if since <= start < until else start
    for since, until in reversed(gone):
        end = since if since < end <= until else end
    free = (start, end) if start < end else (stretch.start, stretch.end)
    return replace(stretch, start=free[0], end=free[1], seconds=milliseconds / 1000)
