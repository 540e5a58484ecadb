"""The commands about work: what waits, what was booked, lists taken in, data kept safe."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, NamedTuple

from calljournal.contracts.command import Command
from calljournal.contracts.crm import Project, ProjectChange
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work import (
    Amended,
    Correction,
    IntakeKind,
    Record,
    TakenIn,
    User,
    Work,
    WorkChange,
    WorkQuery,
)
from calljournal.worklog import Booking, Draft, Kind, Reason, Wishes

# --- what waits ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits to be booked: a call, or several that were merged (the earliest first), and the draft of it.

    `at_least` says that the end of a call was not seen: the minutes are the least it can have been, and to book them
    needs a person's word. The draft is a preview: it is not kept, and names the project only where that is clear.
    """

    rows: tuple[JournalRow, ...]
    draft: Draft
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class ListUnbooked(Command[tuple[Waiting, ...]]):
    """Give the calls that wait to be booked, the earliest first; `since` and `until` compare with the start."""

    answer: ClassVar[object] = tuple[Waiting, ...]
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 1000


@dataclass(frozen=True, slots=True)
class Short:
    """How many calls do not wait only because they were shorter than `under` seconds (the firm's setting)."""

    calls: int
    under: int


@dataclass(frozen=True, slots=True)
class CountShort(Command[Short]):
    """Count the calls that `ListUnbooked` leaves out since they were too short; `since` compares with the start."""

    answer: ClassVar[object] = Short
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A project that a call may be booked on, and why. `clear` says that it may be pre-selected: there is no other."""

    project: Project
    reason: Reason
    words: str
    clear: bool = False


@dataclass(frozen=True, slots=True)
class SuggestProjects(Command[tuple[Suggestion, ...]]):
    """Give the projects that a call is likely to belong to, the likeliest first, each with its reason.

    `contact` says who it was, whatever the number says.
    """

    entry: str
    contact: str | None = None
    answer: ClassVar[object] = tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class PreviewBooking(Command[Waiting]):
    """Give what `BookCall` would book of a call as it is now, and those merged with it; nothing is kept.

    A call that lasts is taken as if it ended now. What only a person can say (who it was, how long) is left open.
    Raises Refused where nobody talked, NotFound for what is wished for and is not there.
    """

    entry: str
    kind: Kind
    wishes: Wishes = field(default_factory=Wishes)
    answer: ClassVar[object] = Waiting


class Total(NamedTuple):
    """Seconds of talk (held time included) with one client on one day.

    `client` is "" where it is not known. `spoken` = `booked` + `waiting` + `ignored` + `private` + `short` (calls under
    the minimum length that nobody booked) of `calls` calls. It is a tuple: a year has some ten thousand of them.
    """

    day: date
    client: str
    calls: int
    spoken: float
    booked: float
    waiting: float
    ignored: float
    private: float
    short: float


@dataclass(frozen=True, slots=True)
class GetTotals(Command[tuple[Total, ...]]):
    """Give what was spoken, booked and not booked, per day and client; both days are included, and local."""

    since: date
    until: date
    answer: ClassVar[object] = tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class IgnoreCall(Command[JournalRow]):
    """Say that nothing is to be booked from a call (and those merged with it), or (`on` False) take that back."""

    entry: str
    on: bool = True
    answer: ClassVar[object] = JournalRow


@dataclass(frozen=True, slots=True)
class MakePrivate(Command[JournalRow]):
    """Say that a call was private: its time and length stay, its number and name go, for good.

    Raises Refused where it was booked.
    """

    entry: str
    answer: ClassVar[object] = JournalRow


@dataclass(frozen=True, slots=True)
class MergeCalls(Command[Waiting]):
    """Have several calls booked as one entry, rounded once; their rows stay. One alone is taken out again.

    Raises NeedsConfirming where they are not with one client, unless `confirmed`; Refused for what is booked already.
    """

    entries: tuple[str, ...]
    confirmed: bool = False
    answer: ClassVar[object] = Waiting


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a call: the measured `minutes` of it (None: what is left), and what is booked of them."""

    minutes: float | None
    wishes: Wishes = field(default_factory=Wishes)


@dataclass(frozen=True, slots=True)
class SplitCall(Command[tuple[Booking, ...]]):
    """Book one call as several time entries, one after the other, at once; together they are the whole call."""

    entry: str
    shares: tuple[Share, ...]
    again: bool = False
    confirmed: bool = False
    answer: ClassVar[object] = tuple[Booking, ...]


@dataclass(frozen=True, slots=True)
class AddCall(Command[JournalRow]):
    """Add a call that no line saw, as from a mobile telephone.

    With a `number` as a person writes it, or a `contact` by its id, or neither. `at` is when it began; without it, it
    has just ended. Without `minutes` it is a timer: the call goes on until `StopTimer`. Raises Refused for what cannot
    have been, and where the journal has a talk with that number or contact at that time, unless `again`.
    """

    number: str | None = None
    contact: str | None = None
    minutes: float | None = None
    at: datetime | None = None
    incoming: bool = False
    again: bool = False
    answer: ClassVar[object] = JournalRow


@dataclass(frozen=True, slots=True)
class ListTimers(Command[tuple[JournalRow, ...]]):
    """Give the calls that were added without minutes and go on, the earliest first, with their length up to now."""

    answer: ClassVar[object] = tuple[JournalRow, ...]


@dataclass(frozen=True, slots=True)
class StopTimer(Command[JournalRow]):
    """End a call that was added without minutes: the one named, or the only one that goes on."""

    entry: str | None = None
    answer: ClassVar[object] = JournalRow


# --- what was booked -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ListWork(Command[tuple[Work, ...]]):
    """Give the time entries and activities of the book that meet every condition, the earliest first."""

    query: WorkQuery = field(default_factory=WorkQuery)
    answer: ClassVar[object] = tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class GetWork(Command[Work]):
    """Give one time entry or activity by its id; raises NotFound."""

    work: str
    answer: ClassVar[object] = Work


@dataclass(frozen=True, slots=True)
class WorkHistory(Command[tuple[WorkChange, ...]]):
    """Give what was done to a piece of work, the earliest first: who, when, before, after."""

    work: str
    answer: ClassVar[object] = tuple[WorkChange, ...]


@dataclass(frozen=True, slots=True)
class ChangeWork(Command[Amended]):
    """Change a piece of work, or move it to another project.

    Raises Refused, with the reason, for what is billed, exported or behind the lock date; `by_entry` then makes
    correction entries instead.
    """

    work: str
    correction: Correction
    by_entry: bool = False
    answer: ClassVar[object] = Amended


@dataclass(frozen=True, slots=True)
class CancelWork(Command[Amended]):
    """Cancel a piece of work; its call may be booked anew. Refused and corrected by entry as `ChangeWork`."""

    work: str
    by_entry: bool = False
    answer: ClassVar[object] = Amended


@dataclass(frozen=True, slots=True)
class BillWork(Command[Amended]):
    """Mark a piece of work as billed: from now on it is corrected by entry only."""

    work: str
    answer: ClassVar[object] = Amended


@dataclass(frozen=True, slots=True)
class LockBook(Command[date | None]):
    """Close the book up to and with a day (None: open it again), and give the lock date. `ask` changes nothing."""

    day: date | None = None
    ask: bool = False
    answer: ClassVar[object] = date | None


# --- in and out ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TakeIn(Command[TakenIn]):
    """Take in a list of the firm's program: what is new is added, what is known is brought up to date by its key.

    What a person changed here stays, unless the list says something new of it. `close_vanished` closes what came by an
    earlier list and is in this one no more. A dry run says what would be done, and does nothing. What was booked stays
    as it was rounded, also where a project has another client or rule now; the remarks say what that is.
    """

    kind: IntakeKind
    records: tuple[Record, ...]
    close_vanished: bool = False
    dry_run: bool = False
    answer: ClassVar[object] = TakenIn


@dataclass(frozen=True, slots=True)
class ProjectSet:
    """A project as it is after a change; `remarks` are for the person who asked, in words, and not kept."""

    project: Project
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetProject(Command[ProjectSet]):
    """Change a project, open or closed, named by its id, number or whole name; imports leave that alone.

    What was booked on it stays as it was rounded; the remarks say what that is.
    """

    project: str
    change: ProjectChange
    answer: ClassVar[object] = ProjectSet


@dataclass(frozen=True, slots=True)
class ListUsers(Command[tuple[User, ...]]):
    """Give the users that the book knows; also those who are gone, unless `open_only`."""

    answer: ClassVar[object] = tuple[User, ...]
    open_only: bool = True


@dataclass(frozen=True, slots=True)
class GetOwnUser(Command[User]):
    """Give the user whose journal this is, as the book knows them; `id` is "" where it does not yet."""

    answer: ClassVar[object] = User


# --- kept safe -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BackUp(Command[int]):
    """Copy journal, book and settings, as they stand at one moment, into one file; give its size in bytes."""

    file: str
    answer: ClassVar[object] = int


@dataclass(frozen=True, slots=True)
class TidyUp(Command[tuple[str, ...]]):
    """Delete what is kept long enough; say what was deleted, a sentence each."""

    answer: ClassVar[object] = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportPerson(Command[str]):
    """Give all that is kept of a number or a contact (its id), as JSON."""

    who: str
    answer: ClassVar[object] = str


@dataclass(frozen=True, slots=True)
class ForgetPerson(Command[tuple[str, ...]]):
    """Forget a number, or a contact (its id) with its numbers; say what was done, a sentence each.

    What was booked stays with its minutes, for the law asks for it; the digits of the numbers are nowhere afterwards.
    """

    who: str
    answer: ClassVar[object] = tuple[str, ...]


COMMANDS: tuple[type[Command[object]], ...] = (
    ListUnbooked,
    CountShort,
    SuggestProjects,
    PreviewBooking,
    GetTotals,
    IgnoreCall,
    MakePrivate,
    MergeCalls,
    SplitCall,
    AddCall,
    ListTimers,
    StopTimer,
    ListWork,
    GetWork,
    WorkHistory,
    ChangeWork,
    CancelWork,
    BillWork,
    LockBook,
    TakeIn,
    SetProject,
    ListUsers,
    GetOwnUser,
    BackUp,
    TidyUp,
    ExportPerson,
    ForgetPerson,
)

QUESTIONS: frozenset[type[Command[object]]] = frozenset(
    {ListUnbooked, CountShort, SuggestProjects, GetTotals, ListTimers, ListWork, GetWork, WorkHistory, ListUsers}
    | {ExportPerson, PreviewBooking, GetOwnUser}
)
"""The commands of these that change nothing."""
