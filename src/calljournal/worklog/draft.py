"""A draft of an activity or a time entry, and the booking that comes of it."""

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calljournal.errors import Refused
from calljournal.journal import Entry
from calljournal.matching import Candidate
from calljournal.worklog.rounding import RoundingRule, measured_minutes


class Kind(StrEnum):
    """What a call can become in a book."""

    ACTIVITY = "activity"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user said of a booking; None where the default is to be taken."""

    contact: str | None = None
    project: str | None = None
    phase: str | None = None
    service_type: str | None = None
    title: str | None = None
    text: str = ""
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An activity or a time entry that is to be booked.

    `id` is a UUID made once: the key under which the book is asked, so that asking again books nothing twice.
    `start` and `end` are from and to of the user's own talk, in UTC. `minutes` is what is billed,
    `measured_minutes` what the clock said; both stay.
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


@dataclass(frozen=True, slots=True)
class Booking:
    """What a book made of a draft. It outlives the row of the call.

    `key` is the draft's id, `id` the thing's name in the book, `book` which book. Until the book has answered, `id`
    is None: the draft waits in the outbox.
    """

    key: str
    entry: str
    user: str
    kind: Kind
    book: str
    id: str | None
    at: datetime


def make_draft(
    draft_id: str,
    entry: Entry,
    contact: Candidate | None,
    user: str,
    kind: Kind,
    wishes: Wishes,
    *,
    now: datetime,
    rounding: RoundingRule,
    count_held: bool = True,
    service_type: str | None = None,
) -> Draft:
    """Fill a draft from a row: from = answered, to = ended, minutes = talk and held time, rounded by the firm's rule.

    `service_type` is the firm's default for phone calls. Raises Refused where there is nothing to bill: a time
    entry of a call that still lasts, or in which nobody talked; or where the minutes that were typed are none.
    """
    if kind is Kind.TIME and entry.answered is None:
        raise Refused("nobody talked in this call, so there is no time to book; record an activity instead")
    if kind is Kind.TIME and entry.live:
        raise Refused("the call still lasts; book its time when it has ended")
    if wishes.minutes is not None and not 0 <= wishes.minutes < math.inf:
        raise Refused(f"minutes to book cannot be {wishes.minutes:g}: say 0 or more")
    seconds = entry.connected_seconds if count_held else entry.talk_seconds
    measured = measured_minutes(seconds)
    return Draft(
        id=draft_id,
        entry=entry.id,
        user=user,
        kind=kind,
        contact=contact.id if contact else None,
        contact_name=contact.name if contact else None,
        project=wishes.project,
        phase=wishes.phase,
        service_type=wishes.service_type or (service_type if kind is Kind.TIME else None),
        title=wishes.title or default_title(entry, contact),
        text=wishes.text,
        start=entry.answered or entry.started,
        end=entry.ended or now,
        minutes=rounding.minutes(seconds) if wishes.minutes is None else wishes.minutes,
        measured_minutes=measured,
        created=now,
    )


def default_title(entry: Entry, contact: Candidate | None) -> str:
    """Name a booking after the call: "Call from Anna Keller"."""
    who = contact.name if contact else entry.name or entry.display or "an unknown number"
    return f"Call {'from' if entry.direction == 'incoming' else 'to'} {who}"
