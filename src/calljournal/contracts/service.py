"""The narrow interface to the engine: commands in, changes out.

Whoever shows the journal (window, terminal, another process over the local socket, one day a browser) uses this and
nothing else, so that the engine may be elsewhere. A command is data; `Service.do` gives its answer, whose type the
command names. Errors are those of `calljournal.errors`.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Generic, Protocol, TypeVar

from calljournal.contracts.crm import Added, Contact, Project, ServiceType
from calljournal.contracts.line import Capability, LineState
from calljournal.contracts.rows import JournalRow
from calljournal.worklog import Booking, Kind, Wishes

Answer = TypeVar("Answer", covariant=True)


class Command(Generic[Answer]):
    """Something that the engine is asked to do; `answer` is the type of what comes back."""

    answer: ClassVar[object]


@dataclass(frozen=True, slots=True)
class ListRows(Command[tuple[JournalRow, ...]]):
    """Give rows of the journal, the latest first; every condition that is given must hold.

    `since` and `until` are aware and compare with the start; `number` is compared by its digits, `person` by a part
    of the name of a matched contact or of the name that was sent; `session` means since the engine started.
    `unbooked` gives the calls that were answered and from which nothing was booked.
    """

    answer: ClassVar[object] = tuple[JournalRow, ...]
    since: datetime | None = None
    until: datetime | None = None
    number: str | None = None
    person: str | None = None
    outcome: str | None = None
    unbooked: bool = False
    session: bool = False
    limit: int = 1000


@dataclass(frozen=True, slots=True)
class GetRow(Command[JournalRow]):
    """Give one row, by its id or by the beginning of it; a merged row gives the one it is part of."""

    entry: str
    answer: ClassVar[object] = JournalRow


@dataclass(frozen=True, slots=True)
class PlaceCall(Command[str]):
    """Dial a number as a person wrote it, through a line (default: the first that can) and an owner's telephone.

    The answer is the string of digits that the line was asked to dial.
    """

    number: str
    line: str | None = None
    owner: str | None = None
    answer: ClassVar[object] = str


@dataclass(frozen=True, slots=True)
class EndCall(Command[str]):
    """Hang up: the call of an entry, or the only one that is live. The answer is the entry's id."""

    entry: str | None = None
    answer: ClassVar[object] = str


@dataclass(frozen=True, slots=True)
class BookCall(Command[Booking]):
    """Book an activity or a time entry from an entry.

    `again` books a second one; `confirmed` books on a match that is not certain. Where the book does not answer now,
    the booking is kept, its `id` is None, and it is sent as soon as the book can be reached.
    """

    entry: str
    kind: Kind
    wishes: Wishes = field(default_factory=Wishes)
    again: bool = False
    confirmed: bool = False
    answer: ClassVar[object] = Booking


@dataclass(frozen=True, slots=True)
class ChooseContact(Command[JournalRow]):
    """Say who it was: the choice is remembered for the number, and the row is matched again."""

    entry: str
    contact: str
    answer: ClassVar[object] = JournalRow


@dataclass(frozen=True, slots=True)
class FindContacts(Command[tuple[Contact, ...]]):
    """Find contacts by a part of a name, company or number."""

    text: str = ""
    limit: int = 200
    answer: ClassVar[object] = tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class GetContact(Command[Contact]):
    """Give one contact."""

    contact: str
    answer: ClassVar[object] = Contact


@dataclass(frozen=True, slots=True)
class AddContacts(Command[Added]):
    """Add contacts to the book, where it can."""

    contacts: tuple[Contact, ...]
    answer: ClassVar[object] = Added


@dataclass(frozen=True, slots=True)
class FindProjects(Command[tuple[Project, ...]]):
    """Find projects by a part of the name; those of `contact` first."""

    text: str = ""
    contact: str | None = None
    open_only: bool = True
    answer: ClassVar[object] = tuple[Project, ...]


@dataclass(frozen=True, slots=True)
class GetServiceTypes(Command[tuple[ServiceType, ...]]):
    """Give the kinds of work that may be booked."""

    answer: ClassVar[object] = tuple[ServiceType, ...]


@dataclass(frozen=True, slots=True)
class AddProject(Command[Project]):
    """Add a project to the book, where it can; `id` of what is given is ignored."""

    project: Project
    answer: ClassVar[object] = Project


@dataclass(frozen=True, slots=True)
class AddServiceType(Command[ServiceType]):
    """Add a kind of work to the book, where it can."""

    name: str
    answer: ClassVar[object] = ServiceType


@dataclass(frozen=True, slots=True)
class LineInfo:
    """A line and its lamp. `gaps` are the stretches of this session in which the line was not connected."""

    name: str
    title: str
    auto_load: bool
    capabilities: frozenset[Capability]
    state: LineState
    message: str
    own: str = ""
    last_event: datetime | None = None
    last_heartbeat: datetime | None = None
    gaps: tuple[tuple[datetime, datetime | None], ...] = ()


@dataclass(frozen=True, slots=True)
class GetLines(Command[tuple[LineInfo, ...]]):
    """Give all lines with their lamps."""

    answer: ClassVar[object] = tuple[LineInfo, ...]


@dataclass(frozen=True, slots=True)
class WatchLines(Command[tuple[LineInfo, ...]]):
    """Open every line whose Auto Load is on (those that are open stay so)."""

    answer: ClassVar[object] = tuple[LineInfo, ...]


@dataclass(frozen=True, slots=True)
class TestLine(Command[LineInfo]):
    """Open a line if it is not, wait until it is connected or has said why not, and give its lamp."""

    line: str
    answer: ClassVar[object] = LineInfo
    __test__: ClassVar[bool] = False  # not a test case, whatever its name says to a test runner


@dataclass(frozen=True, slots=True)
class ReloadSettings(Command[None]):
    """Read the settings again: lines that were added, removed or changed are opened and closed accordingly."""

    answer: ClassVar[object] = type(None)


COMMANDS: tuple[type[Command[object]], ...] = (
    ListRows,
    GetRow,
    PlaceCall,
    EndCall,
    BookCall,
    ChooseContact,
    FindContacts,
    GetContact,
    AddContacts,
    FindProjects,
    GetServiceTypes,
    AddProject,
    AddServiceType,
    GetLines,
    WatchLines,
    TestLine,
    ReloadSettings,
)


@dataclass(frozen=True, slots=True)
class RowChanged:
    """A row appeared or changed; it is whole."""

    row: JournalRow


@dataclass(frozen=True, slots=True)
class LineChanged:
    """A line's lamp changed."""

    line: LineInfo


@dataclass(frozen=True, slots=True)
class Missed:
    """So many changes could not be kept for a listener that was too slow; ask for the rows again."""

    count: int


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the user should know and nobody asked for: the disk is full, a booking was refused."""

    text: str


Change = RowChanged | LineChanged | Missed | Notice


class Service(Protocol):
    """The engine, as everybody outside it sees it."""

    async def do(self, command: Command[Answer]) -> Answer:
        """Carry out a command and give its answer; raises a CallJournalError in words for people."""
        ...

    def changes(self) -> AbstractAsyncContextManager[AsyncIterator[Change]]:
        """Listen: from the moment the context is entered no change is left out."""
        ...
