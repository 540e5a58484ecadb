"""How long was spoken: from, to and the seconds that count, of one row or of several; whole, or cut into pieces. Pure.

All seconds here are whole milliseconds, so that pieces together are exactly what was cut.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from itertools import groupby

from calljournal.calls.leg import UNSEEN_END
from calljournal.errors import Refused
from calljournal.journal import Entry, Outcome
from calljournal.words import say
from calljournal.worklog.days import beginning_of
from calljournal.worklog.rounding import measured_minutes

SHOWN = 600
"""Milliseconds in a hundredth of a minute: minutes that were read and typed again may be off by that much."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a draft takes of a row's time: so many measured seconds; `held` says that time on hold counts."""

    entry: str
    seconds: float
    held: bool = True


@dataclass(frozen=True, slots=True)
class Stretch:
    """A row's talk from `start` to `end` (UTC), or a piece of it: `seconds` of it count, `held` time too or not."""

    entry: str
    start: datetime
    end: datetime
    seconds: float
    held: bool = True

    @property
    def milliseconds(self) -> int:
        """What counts, as a whole number."""
        return round(self.seconds * 1000)

    def cut_after(self, milliseconds: int) -> tuple["Stretch", "Stretch"]:
        """Cut in two when so much of it has counted; time on hold that is left out is spread evenly."""
        cut = self.start + (self.end - self.start) * (milliseconds / self.milliseconds)
        return self._cut(cut, milliseconds)

    def cut_at(self, moment: datetime) -> tuple["Stretch", "Stretch"]:
        """Cut in two at a moment within it; what counts is divided as the time is."""
        return self._cut(moment, round(self.milliseconds * ((moment - self.start) / (self.end - self.start))))

    def _cut(self, moment: datetime, milliseconds: int) -> tuple["Stretch", "Stretch"]:
        return (
            replace(self, end=moment, seconds=milliseconds / 1000),
            replace(self, start=moment, seconds=(self.milliseconds - milliseconds) / 1000),
        )


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one booking takes of the time of one row or of several, the earliest first.

    `at_least` says that the end of a call was not seen: it may have been longer.
    """

    stretches: tuple[Stretch, ...]
    at_least: bool = False

    @property
    def start(self) -> datetime:
        """From, in UTC."""
        return min(stretch.start for stretch in self.stretches)

    @property
    def end(self) -> datetime:
        """To, in UTC; the gaps between several calls lie within."""
        return max(stretch.end for stretch in self.stretches)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is taken of each row, in order."""
        return tuple(Part(stretch.entry, stretch.seconds, stretch.held) for stretch in self.stretches)

    @property
    def milliseconds(self) -> int:
        """What counts, as a whole number."""
        return sum(stretch.milliseconds for stretch in self.stretches)

    @property
    def seconds(self) -> float:
        """What counts: talk, and time on hold where the firm counts it."""
        return self.milliseconds / 1000


def spoken(entries: Sequence[Entry], *, now: datetime, count_held: bool) -> Spoken:
    """Give the time of a row, or of several that are booked as one: from = answered, to = ended (else `now`).

    A call in which nobody talked runs from its first ring and counts for nothing.
    """
    stretches = [
        Stretch(
            entry.id,
            entry.answered or entry.started,
            entry.ended or now,
            round(entry.connected_seconds if count_held else entry.talk_seconds, 3),
            count_held,
        )
        for entry in entries
    ]
    return Spoken(tuple(sorted(stretches, key=lambda each: each.start)), any(_end_unseen(entry) for entry in entries))


def split(whole: Spoken, minutes: Sequence[float | None]) -> tuple[Spoken, ...]:
    """Cut into shares of so many measured minutes, one after the other; None takes what is left.

    The shares are together exactly the whole: what rounding to the hundredth left over goes to the last. Raises
    Refused where they are not the whole, or where one of them is nothing.
    """
    pieces = []
    left = whole.stretches
    for share in _shares(whole.milliseconds, minutes)[:-1]:
        piece, left = _cut_after(left, share)
        pieces.append(piece)
    return tuple(Spoken(piece, whole.at_least) for piece in (*pieces, left))


def by_days(whole: Spoken, zone: tzinfo | None) -> tuple[Spoken, ...]:
    """Cut at the local midnights, for a book that cannot hold an entry over midnight.

    `zone` None is the computer's. Each piece has its true duration, also on the day when the clock is changed.
    """
    pieces = sorted(
        (piece for stretch in whole.stretches for piece in _cut_at_midnights(stretch, zone)),
        key=lambda each: each.start,
    )
    days = groupby(pieces, key=lambda each: each.start.astimezone(zone).date())
    return tuple(Spoken(tuple(each), whole.at_least) for _, each in days)


def at_least_words(what: Spoken) -> str:
    """Say how long a call was of which the end was not seen: "at least 12 min, end unknown"."""
    return say("{at_least}, end unknown", at_least=at_least(what))


def at_least(what: Spoken) -> str:
    """Say the least it can have been: "at least 12 min"; seconds where it was under a minute."""
    seconds = int(what.seconds)
    if seconds >= 60:
        return say("at least {minutes} min", minutes=seconds // 60)
    return say("at least {seconds} s", seconds=seconds)


def _end_unseen(entry: Entry) -> bool:
    return entry.outcome is Outcome.LOST or UNSEEN_END in entry.anomalies


def _shares(whole: int, minutes: Sequence[float | None]) -> list[int]:
    """Turn the minutes of the shares into milliseconds that are together exactly the whole."""
    said = [each for each in minutes if each is not None]
    if len(minutes) - len(said) > 1:
        raise Refused(say("only one share can take what is left: say the minutes of the others"))
    wrong = next((each for each in said if not 0 < each < math.inf), None)
    if wrong is not None:
        raise Refused(say("a share cannot be {wrong:g} minutes: say more than 0", wrong=wrong))
    left = whole - sum(round(each * 60_000) for each in said)
    shares = [left if each is None else round(each * 60_000) for each in minutes]
    if len(said) == len(minutes) and 0 < abs(left) <= SHOWN * len(shares):
        shares[-1] += left
    if sum(shares) != whole or any(measured_minutes(share / 1000) <= 0 for share in shares):
        together, length = measured_minutes((whole - left) / 1000), measured_minutes(whole / 1000)
        raise Refused(
            say(
                "the shares are {together:g} minutes together, and the call is {length:g}: let them "
                "add up, or leave out the minutes of one to give it what is left",
                together=together,
                length=length,
            )
        )
    return shares


def _cut_after(stretches: tuple[Stretch, ...], milliseconds: int) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Cut a row of stretches in two when so much of them has counted."""
    for number, stretch in enumerate(stretches):
        if milliseconds == 0:
            return stretches[:number], stretches[number:]
        if stretch.milliseconds > milliseconds:
            first, second = stretch.cut_after(milliseconds)
            return (*stretches[:number], first), (second, *stretches[number + 1 :])
        milliseconds -= stretch.milliseconds
    return stretches, ()


def _cut_at_midnights(stretch: Stretch, zone: tzinfo | None) -> Iterator[Stretch]:
    while (midnight := _midnight_after(stretch.start, zone)) < stretch.end:
        before, stretch = stretch.cut_at(midnight)
        yield before
    yield stretch


def _midnight_after(moment: datetime, zone: tzinfo | None) -> datetime:
    return beginning_of(moment.astimezone(zone).date() + timedelta(days=1), zone)
