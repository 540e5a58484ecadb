"""A draft of an activity or a time entry, and the booking that comes of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from enum import StrEnum
from itertools import accumulate, pairwise

from calljournal.errors import NeedsConfirming, Refused
from calljournal.journal import Entry
from calljournal.matching import Candidate
from calljournal.words import say, say_n
from calljournal.worklog.rounding import RoundingRule, check_minutes, measured_minutes
from calljournal.worklog.spoken import Part, Spoken, at_least


class Kind(StrEnum):
    """What a call can become in a book."""

    ACTIVITY = "activity"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user said of a booking; None where the default is to be taken.

    `user` is whose time it is, `day` the local date that it is booked on.
    """

    contact: str | None = None
    project: str | None = None
    phase: str | None = None
    service_type: str | None = None
    title: str | None = None
    text: str = ""
    minutes: float | None = None
    user: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An activity or a time entry that is to be booked.

    `id` is a UUID made once: the key under which the book is asked, so that asking again books nothing twice.
    `start` and `end` are from and to of the user's own talk, in UTC. `minutes` is what is billed,
    `measured_minutes` what the clock said; both stay, and `by_hand` says that somebody typed the former. `user` is
    whose time it is, `user_id` what the book calls that user, `recorded_by` who books it. `day` is the local date of
    the start. `parts` are what it takes of which rows: `entry` is the first of them.
    """

    id: str
    entry: str
    user: str
    kind: Kind
    contact: str | None
    contact_name: str | None
    project: str | None
    phase: str | None
    service_type: str | None
    title: str
    text: str
    start: datetime
    end: datetime
    minutes: float
    measured_minutes: float
    created: datetime
    recorded_by: str = ""
    day: date | None = None
    parts: tuple[Part, ...] = ()
    by_hand: bool = False
    user_id: str = ""

    @property
    def whose(self) -> str:
        """Whose time it is, for good: the book's id of the user; the name where the book has not said."""
        return self.user_id or self.user

    @property
    def measured_seconds(self) -> float:
        """What the clock said, to the millisecond; a draft of an older version knows the hundredths of minutes only."""
        return round(sum(part.seconds for part in self.parts), 3) if self.parts else self.measured_minutes * 60


@dataclass(frozen=True, slots=True)
class Booking:
    """What a book made of a draft. It outlives the row of the call.

    `key` is the draft's id, `id` the thing's name in the book, `book` which book. Until the book has answered, `id`
    is None: the draft waits in the outbox. `cancelled` is when it was cancelled: its call is free again. `remarks` are
    for the person who books, in words, and not kept.
    """

    key: str
    entry: str
    user: str
    kind: Kind
    book: str
    id: str | None
    at: datetime
    recorded_by: str = ""
    cancelled: datetime | None = None
    remarks: tuple[str, ...] = ()
    user_id: str = ""

    @property
    def whose(self) -> str:
        """Whose time it is, for good: the book's id of the user; the name where the book has not said."""
        return self.user_id or self.user


def make_draft(
    draft_id: str,
    entries: Sequence[Entry],
    what: Spoken,
    contact: Candidate | None,
    user: str,
    kind: Kind,
    wishes: Wishes,
    *,
    now: datetime,
    rounding: RoundingRule,
    service_type: str | None = None,
    recorded_by: str = "",
    confirmed: bool = False,
    before: Iterable[tuple[float, float]] = (),
    zone: tzinfo | None = None,
    people: Sequence[str] = (),
) -> Draft:
    """Fill a draft from what was spoken in one row or in several: minutes are rounded once, by the project's rule.

    `user` and `service_type` are the defaults where the wishes name none; the latter is for time only. `before` is
    what the day has already where the rule rounds per day (`RoundingRule.next_minutes`). `zone` (None: the
    computer's) says which day it is. `people` are all with whom was spoken, where they are known. Raises Refused where
    there is nothing to bill: a time entry of a call that still lasts, or in which nobody talked; or where nobody can
    mean the minutes that were typed. Raises NeedsConfirming where the end of a call was not seen, and neither its
    minutes were typed nor was it `confirmed`.
    """
    if kind is Kind.TIME:
        _check_time(entries)
    if wishes.minutes is not None:
        check_minutes(wishes.minutes)
    if kind is Kind.TIME and what.at_least and wishes.minutes is None and not confirmed:
        raise NeedsConfirming(
            say("{at_least}, the end of the call was not seen: say how long it was", at_least=at_least(what)).typed(
                " with --minutes, or add --yes to book what was seen"
            )
        )
    return Draft(
        id=draft_id,
        entry=what.parts[0].entry,
        user=wishes.user or user,
        kind=kind,
        contact=contact.id if contact else None,
        contact_name=contact.name if contact else None,
        project=wishes.project,
        phase=wishes.phase,
        service_type=wishes.service_type or (service_type if kind is Kind.TIME else None),
        title=wishes.title or _title(entries, contact, people),
        text=wishes.text,
        start=what.start,
        end=what.end,
        minutes=rounding.next_minutes(before, what.seconds) if wishes.minutes is None else wishes.minutes,
        measured_minutes=measured_minutes(what.seconds),
        created=now,
        recorded_by=recorded_by,
        day=wishes.day or what.start.astimezone(zone).date(),
        parts=what.parts,
        by_hand=wishes.minutes is not None,
    )


def divided(draft: Draft, days: Sequence[Spoken], ids: Sequence[str], zone: tzinfo | None = None) -> tuple[Draft, ...]:
    """Make one draft of each day of a draft over midnight (`by_days`), under the ids.

    What is billed was rounded once: it is divided as the measured time is, and stays the same together. `zone` is the
    one that the days were cut in.
    """
    first = draft.start.astimezone(zone).date()
    return tuple(
        replace(
            draft,
            id=draft_id,
            entry=what.parts[0].entry,
            start=what.start,
            end=what.end,
            minutes=minutes,
            measured_minutes=measured_minutes(what.seconds),
            day=draft.day and draft.day + (what.start.astimezone(zone).date() - first),
            parts=what.parts,
        )
        for draft_id, what, minutes in zip(ids, days, _divided_minutes(draft.minutes, days), strict=True)
    )


def default_title(entry: Entry, contact: Candidate | None) -> str:
    """Name a booking after the call: "Call from Anna Keller"."""
    who = _who(entry, contact)
    return say("Call from {who}", who=who) if entry.direction == "incoming" else say("Call to {who}", who=who)


def _check_time(entries: Sequence[Entry]) -> None:
    """Raise Refused where there is no time to book."""
    if any(entry.answered is None for entry in entries):
        raise Refused(say("nobody talked in this call, so there is no time to book; record an activity instead"))
    if any(entry.live for entry in entries):
        raise Refused(say("the call still lasts; book its time when it has ended"))


def _title(entries: Sequence[Entry], contact: Candidate | None, people: Sequence[str]) -> str:
    if len(entries) == 1:
        return default_title(entries[0], contact)
    several = contact is not None and contact.name in people  # else the user has said who it was
    who = ", ".join(people) if several else _who(entries[0], contact)
    return say_n("{count} call with {who}", "{count} calls with {who}", len(entries), who=who)


def _who(entry: Entry, contact: Candidate | None) -> str:
    return contact.name if contact else entry.name or entry.display or say("an unknown number")


def _divided_minutes(minutes: float, days: Sequence[Spoken]) -> list[float]:
    """Divide minutes as the measured time is, to the hundredth; what is left goes to the last."""
    measured = list(accumulate(what.milliseconds for what in days))
    until = [min(minutes, round(minutes * so_far / (measured[-1] or 1), 2)) for so_far in measured]
    until[-1] = minutes
    return [round(after - before, 6) for before, after in pairwise([0.0, *until])]
