"""The narrow interface to the engine: commands in, changes out.

Whoever shows the journal (window, terminal, another process over the local socket, one day a browser) uses this and
nothing else, so that the engine may be elsewhere. A command is data; `Service.do` gives its answer, whose type the
command names. Errors are those of `calljournal.errors`.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Protocol

from calljournal.contracts import book_commands, export_commands, journal_commands, settings_commands, work_commands
from calljournal.contracts.command import Answer, Command
from calljournal.contracts.crm import Added, Contact, Edit, EditKind, Project, ServiceType
from calljournal.contracts.journal_commands import ListRows as ListRows
from calljournal.contracts.line import Capability, LineState
from calljournal.contracts.numbering import Checked, Normalised, Repaired
from calljournal.contracts.rows import JournalRow
from calljournal.matching import Match
from calljournal.numbers import Dialling, ProblemKind
from calljournal.worklog import Booking, Kind, Wishes


@dataclass(frozen=True, slots=True)
class GetRow(Command[JournalRow]):
    """Give one row, by its id or by the beginning of it; a merged row gives the one it is part of."""

    entry: str
    answer: ClassVar[object] = JournalRow


@dataclass(frozen=True, slots=True)
class PreviewCall(Command[Dialling]):
    """Say what `PlaceCall` would dial for a number, and what is more than form about it; nothing is dialled."""

    number: str
    line: str | None = None
    answer: ClassVar[object] = Dialling


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of `PlaceCall`: the digits that the line was asked to dial; or the `uri` ("tel:+41440001234") that
    the computer's own telephone program is to be handed, where the firm dials so: the front end does that."""

    digits: str
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceCall(Command[Placed]):
    """Dial a number as a person wrote it, or a `tel:` or `callto:` URI (RFC 3966), through a line (default: the first
    that can) and an owner's telephone.

    Raises NeedsConfirming for an emergency number, unless `confirmed`. `from_outside` says that another program handed
    the number over: it must be such a URI, and is refused where it would be handed on as one, to come back for ever. A
    line that is named dials, also where the firm dials by URI.
    """

    number: str
    line: str | None = None
    owner: str | None = None
    confirmed: bool = False
    from_outside: bool = False
    answer: ClassVar[object] = Placed


@dataclass(frozen=True, slots=True)
class EndCall(Command[str]):
    """Hang up: the call of an entry, or the only one that is live. The answer is the entry's id."""

    entry: str | None = None
    answer: ClassVar[object] = str


@dataclass(frozen=True, slots=True)
class AnswerCall(Command[str]):
    """Take the call of an entry, or the only one that rings. The answer is the entry's id."""

    entry: str | None = None
    answer: ClassVar[object] = str


@dataclass(frozen=True, slots=True)
class HoldCall(Command[str]):
    """Put the call of an entry, or the only one, on hold, or (`on` False) take it back; gives the entry's id."""

    entry: str | None = None
    on: bool = True
    answer: ClassVar[object] = str


@dataclass(frozen=True, slots=True)
class RedirectCall(Command[Dialling]):
    """Send the caller of an entry, or of the only call that rings or runs, on to a number as a person wrote it.

    The answer is what was dialled. Raises NeedsConfirming for an emergency number, unless `confirmed`.
    """

    number: str
    entry: str | None = None
    confirmed: bool = False
    answer: ClassVar[object] = Dialling


@dataclass(frozen=True, slots=True)
class TransferCall(Command[Dialling]):
    """Pass the talk of an entry, or the only one, on to a number as a person wrote it, without asking there.

    With `attended` that number is called first while the other side waits: `CompleteTransfer` joins the two,
    `CancelTransfer` takes the first call back. The answer is what was dialled. Raises NeedsConfirming for an emergency
    number, unless `confirmed`.
    """

    number: str
    entry: str | None = None
    attended: bool = False
    confirmed: bool = False
    answer: ClassVar[object] = Dialling


@dataclass(frozen=True, slots=True)
class CompleteTransfer(Command[str]):
    """Join the two whom the owner of an entry talks to in an attended transfer. The answer is the entry's id."""

    entry: str | None = None
    answer: ClassVar[object] = str


@dataclass(frozen=True, slots=True)
class CancelTransfer(Command[str]):
    """End the consultation of an attended transfer and take the first call back. The answer is the entry's id."""

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
class ForgetChoice(Command[JournalRow]):
    """Take back whom the user once said it was: the number is matched by the book alone again, and so is the row."""

    entry: str
    answer: ClassVar[object] = JournalRow


@dataclass(frozen=True, slots=True)
class FindMatch(Command[Match]):
    """Find who a number would match, by all rules: as a person writes it, or (`caller`) as a telephone system does."""

    number: str
    caller: bool = False
    answer: ClassVar[object] = Match


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
    """Add contacts to the book, where it can, or bring them up to date; all at once is one edit with a `title`.

    `dry_run` says what would be done, and does nothing.
    """

    contacts: tuple[Contact, ...]
    title: str = ""
    dry_run: bool = False
    answer: ClassVar[object] = Added


@dataclass(frozen=True, slots=True)
class ListEdits(Command[tuple[Edit, ...]]):
    """Give the changes to contacts that are remembered, the latest first."""

    limit: int = 50
    answer: ClassVar[object] = tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class UndoEdit(Command[Edit]):
    """Take back the latest change to contacts that is not taken back yet, if it is one of these kinds.

    Where `edit` names one, it is taken back only while it is the latest: else Refused is raised.
    """

    kinds: tuple[EditKind, ...] = tuple(EditKind)
    edit: str | None = None
    answer: ClassVar[object] = Edit


@dataclass(frozen=True, slots=True)
class NormaliseNumbers(Command[Normalised]):
    """Normalise the numbers of the next `limit` contacts of the book; ask again with `after` until that is None.

    Without `after` a run that was broken off goes on, or a new one begins. All pages of a run are one edit.
    """

    after: str | None = None
    limit: int = 2000
    dry_run: bool = False
    answer: ClassVar[object] = Normalised


@dataclass(frozen=True, slots=True)
class CheckNumbers(Command[Checked]):
    """Look through the next `limit` numbers of the book for what is wrong; ask again with `after` until it is None."""

    after: str | None = None
    limit: int = 2000
    answer: ClassVar[object] = Checked


@dataclass(frozen=True, slots=True)
class RepairNumbers(Command[Repaired]):
    """Put numbers right, named by their `refs`, or all that have a problem of one `kind`, as one edit.

    By what is suggested; or with another `text`, "" to take them out; or `keep` them: they are right, and are not
    reported again. What cannot be put right so is left, and told.
    """

    refs: tuple[str, ...] = ()
    kind: ProblemKind | None = None
    text: str | None = None
    keep: bool = False
    dry_run: bool = False
    answer: ClassVar[object] = Repaired


@dataclass(frozen=True, slots=True)
class FindProjects(Command[tuple[Project, ...]]):
    """Find projects by a part of the name; those of `contact` first."""

    text: str = ""
    contact: str | None = None
    open_only: bool = True
    answer: ClassVar[object] = tuple[Project, ...]


@dataclass(frozen=True, slots=True)
class GetServiceTypes(Command[tuple[ServiceType, ...]]):
    """Give the kinds of work that may be booked; also those that may no more, unless `open_only`."""

    answer: ClassVar[object] = tuple[ServiceType, ...]
    open_only: bool = True


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


Gap = tuple[datetime, datetime | None]
"""A stretch in which a line was not connected, from its last sign of life on; the end is None while it lasts."""


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
    gaps: tuple[Gap, ...] = ()


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
    GetRow,
    PreviewCall,
    PlaceCall,
    EndCall,
    AnswerCall,
    HoldCall,
    RedirectCall,
    TransferCall,
    CompleteTransfer,
    CancelTransfer,
    BookCall,
    ChooseContact,
    ForgetChoice,
    FindMatch,
    FindContacts,
    GetContact,
    AddContacts,
    ListEdits,
    UndoEdit,
    NormaliseNumbers,
    CheckNumbers,
    RepairNumbers,
    FindProjects,
    GetServiceTypes,
    AddProject,
    AddServiceType,
    GetLines,
    WatchLines,
    TestLine,
    ReloadSettings,
    *journal_commands.COMMANDS,
    *work_commands.COMMANDS,
    *export_commands.COMMANDS,
    *book_commands.COMMANDS,
    *settings_commands.COMMANDS,
)


QUESTIONS: frozenset[type[Command[object]]] = frozenset(
    {GetRow, PreviewCall, FindMatch, FindContacts, GetContact, ListEdits, CheckNumbers, FindProjects}
    | {GetServiceTypes, GetLines}
    | journal_commands.QUESTIONS
    | work_commands.QUESTIONS
    | export_commands.QUESTIONS
    | book_commands.QUESTIONS
    | settings_commands.QUESTIONS
)
"""The commands that change nothing: whoever loses the engine before it has answered may ask again."""


@dataclass(frozen=True, slots=True)
class RowChanged:
    """A row appeared or changed; it is whole."""

    row: JournalRow


@dataclass(frozen=True, slots=True)
class RowsDeleted:
    """Rows, by their ids, were kept long enough, and are gone."""

    entries: tuple[str, ...]


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
    """Something that the user should know and nobody asked for: the disk is full, a booking was refused.

    Where it is no `error`, it is news: something was done. `settles` is the text of an earlier notice that holds no
    longer.
    """

    text: str
    error: bool = True
    settles: str = ""


Change = RowChanged | RowsDeleted | LineChanged | Missed | Notice | settings_commands.PreferencesChanged


class Service(Protocol):
    """The engine, as everybody outside it sees it."""

    async def do(self, command: Command[Answer]) -> Answer:
        """Carry out a command and give its answer; raises a CallJournalError in words for people."""
        ...

    def changes(self) -> AbstractAsyncContextManager[AsyncIterator[Change]]:
        """Listen: from the moment the context is entered no change is left out."""
        ...
