"""Booked work as it stands in a book: time entries and activities, how they are changed, taken in and given out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from calljournal.words import say
from calljournal.worklog import Kind


class WorkState(StrEnum):
    """Whether a piece of work may still be changed."""

    OPEN = "open"
    EXPORTED = "exported"
    """It went out to the firm's books in a file."""
    BILLED = "billed"
    LOCKED = "locked"
    """Its day lies behind the lock date: the firm's books are closed up to there."""
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Work:
    """A time entry or an activity as it stands in a book.

    `key` is the draft's id under which it was booked, `entry` the (first) row of the journal that it came from. `user`
    is whose time it is, `recorded_by` who booked it. `day` is the local date of its start; `start` and `end` are UTC.
    `minutes` are billed (those of a reversal are negative), `measured_minutes` what the clock said, for people, and
    `measured_seconds` the same to the millisecond, for rounding; an activity has none of them. `by_hand` says that
    somebody typed the minutes. `export` names the export that it went out in. `corrects` names the entry that a
    correction entry corrects: a `reversal` takes it back, and it is `taken_back` then. Texts are empty where there is
    nothing to say.
    """

    id: str
    kind: Kind
    key: str
    entry: str
    user: str
    recorded_by: str
    day: date
    start: datetime
    end: datetime
    minutes: float
    measured_minutes: float
    measured_seconds: float
    state: WorkState = WorkState.OPEN
    contact: str | None = None
    contact_name: str = ""
    client: str | None = None
    client_name: str = ""
    project: str | None = None
    project_number: str = ""
    project_name: str = ""
    phase: str | None = None
    phase_name: str = ""
    service_type: str | None = None
    service_type_name: str = ""
    title: str = ""
    text: str = ""
    by_hand: bool = False
    export: str | None = None
    corrects: str | None = None
    phase_number: str = ""
    service_type_number: str = ""
    reversal: bool = False
    taken_back: bool = False
    user_id: str = ""


def standing(works: Iterable[Work]) -> tuple[Work, ...]:
    """Give the work that still stands: without what is cancelled, what was taken back, and what took it back."""
    return tuple(work for work in works if not (work.state is WorkState.CANCELLED or work.reversal or work.taken_back))


@dataclass(frozen=True, slots=True)
class WorkQuery:
    """Which work is asked for, the earliest first; every condition that is given must hold.

    `since` and `until` are local dates, both included. `project` is an id. `contact` is an id; `client` too, of the
    project's client or else of the contact's company or the contact itself. `new` leaves out what was exported before.
    What is cancelled is given only where `cancelled`.
    """

    kind: Kind | None = None
    since: date | None = None
    until: date | None = None
    user: str | None = None
    project: str | None = None
    contact: str | None = None
    client: str | None = None
    new: bool = False
    cancelled: bool = False
    after: str | None = None
    limit: int = 10_000
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be different of a piece of work; None where it stays as it is.

    Things are named by id, number or name, a contact by its id. `phase` "" takes the phase away, as does another
    project.
    """

    project: str | None = None
    phase: str | None = None
    service_type: str | None = None
    contact: str | None = None
    minutes: float | None = None
    day: date | None = None
    title: str | None = None
    text: str | None = None


class Doing(StrEnum):
    """What is done to a piece of work."""

    CHANGE = "change"
    CANCEL = "cancel"
    ROUND = "round"
    """Its minutes are rounded anew with the others of its client and day; nobody typed them."""
    BILL = "bill"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change to a piece of work, asked for once under its `id` (a UUID), however often it is sent.

    `by_entry` does it by correction entries, where the work itself may not be touched any more: a reversal of it
    (negative minutes), and for a change a new entry as it should be.
    """

    id: str
    work: str
    doing: Doing
    by: str
    at: datetime
    correction: Correction = field(default_factory=Correction)
    by_entry: bool = False


@dataclass(frozen=True, slots=True)
class Amended:
    """What became of an amendment: the work as it is now, and the correction entries that were made, if any.

    `work` is what stands for the call from now on: the new entry of a correction; of a cancelled one the cancelled.
    `remarks` are for the person who asked, in words, and not kept: what else is billed differently now, or should be.
    """

    work: Work
    reversal: Work | None = None
    remarks: tuple[str, ...] = ()


CALL_GONE = say("its call is no longer in the journal: there is nothing to book anew")
"""A remark on what was cancelled; otherwise its call is free."""


@dataclass(frozen=True, slots=True)
class WorkChange:
    """One line of the history of a piece of work. `before` and `after` hold what was changed, by name, as text."""

    at: datetime
    by: str
    doing: str
    before: dict[str, str]
    after: dict[str, str]


@dataclass(frozen=True, slots=True)
class User:
    """Whose time it may be. `number` is what the firm's program calls the user, "" where it has none."""

    id: str
    name: str
    number: str = ""
    open: bool = True


# --- taken in --------------------------------------------------------------------------------------------------------


class IntakeKind(StrEnum):
    """What a list from the firm's program holds."""

    PROJECTS = "projects"
    SERVICE_TYPES = "service-types"
    USERS = "users"


@dataclass(frozen=True, slots=True)
class PhaseRecord:
    """A phase in a list."""

    name: str
    number: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """One project, service type or user of a list that is taken in.

    Its key is the number, or without one the name (of a project with the client). `client` is the client's name,
    `client_number` what the address list calls it (`Contact.origin`). None is what the list says nothing of: it stays
    as it is, and is open where it is new. `participants` are (name, role). `rounding` is a rule as people write it.
    """

    name: str
    number: str = ""
    open: bool | None = None
    client: str | None = None
    client_number: str | None = None
    phases: tuple[PhaseRecord, ...] | None = None
    participants: tuple[tuple[str, str], ...] | None = None
    rounding: str | None = None


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a list. `vanished` are those that came by an earlier list, are open, and are in this one no more.

    They were closed if that was wanted (`closed` counts them, of `were_open` things that were open before), but for
    those that somebody opened again by hand since (`kept_open`). `changes` say, a line each, what is different of those
    that were brought up to date; `remarks` what could not be done, in words. Clients and participants of the names
    `unknown` are not among the contacts; of the names `ambiguous` there are several.
    """

    added: int
    updated: int
    unchanged: int
    closed: int = 0
    vanished: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    kept_open: tuple[str, ...] = ()
    were_open: int = 0
    unknown: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


# --- given out -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Export:
    """A file that goes out, or went: what is in it is fixed when it is begun, however often it is written.

    `what` is "time", "activities" or "calls". `file` is where it was first written, by its full path; `profile` the
    whole profile as JSON, so that it can be written again. `finished` is None until the file is whole on the disk.
    `repeated` of the `count` had gone out before, first in the exports `earlier`.
    """

    id: str
    what: str
    at: datetime
    by: str
    file: str
    form: str
    profile: str
    count: int
    finished: datetime | None = None
    repeated: int = 0
    earlier: tuple[str, ...] = ()


WORK_EXPORTS = {"time": Kind.TIME, "activities": Kind.ACTIVITY}
"""What a book gives out, by the `what` of an export; calls are the journal's."""
