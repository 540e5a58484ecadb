"""Whether the same person's time is booked twice: a warning, never a refusal, for people do two things at once."""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from calljournal.words import say

BRIEF = timedelta(minutes=1)
"""Overlaps of less say nothing: one call ends while the next one rings, and clocks differ."""


def overlapping(
    start: datetime, end: datetime, others: Iterable[tuple[datetime, datetime, str]], zone: tzinfo | None = None
) -> tuple[str, ...]:
    """Name what overlaps with `start` to `end` for a minute or more: "overlaps with t12 (09:10-09:25)".

    `others` are (start, end, name) of the same user's time. Times are shown in `zone`, None: the computer's.
    """
    return tuple(
        say("overlaps with {name} ({since}-{until})", name=name, since=_clock(since, zone), until=_clock(until, zone))
        for since, until, name in others
        if min(end, until) - max(start, since) >= BRIEF
    )


def _clock(moment: datetime, zone: tzinfo | None) -> str:
    return f"{moment.astimezone(zone):%H:%M}"
