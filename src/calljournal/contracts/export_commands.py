"""The commands about files that go out to the firm's books: what is in one is fixed, written, and marked."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from calljournal.contracts.command import Command
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work import Export, Work, WorkQuery


@dataclass(frozen=True, slots=True)
class BeginExport(Command[Export]):
    """Fix what goes out in a file, in one step, and mark it; the file is then written, and `FinishExport` says so.

    `query` is for work; `since`, `until` (compared with the start) and `new` are for calls. Raises NotFound where there
    is nothing to give out.
    """

    what: str
    file: str
    form: str
    profile: str
    query: WorkQuery = field(default_factory=WorkQuery)
    since: datetime | None = None
    until: datetime | None = None
    new: bool = False
    answer: ClassVar[object] = Export


@dataclass(frozen=True, slots=True)
class ExportedWork(Command[tuple[Work, ...]]):
    """Give the work that an export of time or activities holds, as it went out, behind `after`, in the file's order."""

    export: str
    after: str | None = None
    limit: int = 2000
    answer: ClassVar[object] = tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class ExportedCalls(Command[tuple[JournalRow, ...]]):
    """Give the calls that an export of calls holds, behind `after`, in the order of the file."""

    export: str
    after: str | None = None
    limit: int = 2000
    answer: ClassVar[object] = tuple[JournalRow, ...]


@dataclass(frozen=True, slots=True)
class CallsToExport(Command[tuple[JournalRow, ...]]):
    """Give the calls that an export would hold, behind `after`; nothing is marked."""

    since: datetime | None = None
    until: datetime | None = None
    new: bool = False
    after: str | None = None
    limit: int = 2000
    answer: ClassVar[object] = tuple[JournalRow, ...]


@dataclass(frozen=True, slots=True)
class FinishExport(Command[Export]):
    """Say that the file of an export is whole on the disk."""

    export: str
    answer: ClassVar[object] = Export


@dataclass(frozen=True, slots=True)
class ListExports(Command[tuple[Export, ...]]):
    """Give the exports, the latest first; only those that were broken off where `unfinished`."""

    unfinished: bool = False
    limit: int = 50
    answer: ClassVar[object] = tuple[Export, ...]


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of an export that was written; `missing` calls were deleted since. `remarks` are for people."""

    export: Export
    missing: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenOut:
    """What became of `WriteExport`: the file. What had been broken off before and is whole now is `finished`; why
    others still are not, the `problems` say."""

    written: WrittenFile
    finished: tuple[WrittenFile, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WriteExport(Command[GivenOut]):
    """Give work or calls out into a file, from the mark that they went out to the whole file on the disk.

    `what` is as of an `Export`; `file` is a full path, `form` "csv", "json" or "xlsx", `profile` the name of a profile.
    Of `query` calls take `since`, `until` (of their start) and `new`. Raises NeedsConfirming where the file is there
    (unless `replace`; it says what would be lost), NotFound where there is nothing to give out, StoreFailed where it
    cannot be written.
    """

    what: str
    file: str
    form: str = "csv"
    profile: str = "default"
    query: WorkQuery = field(default_factory=WorkQuery)
    replace: bool = False
    answer: ClassVar[object] = GivenOut


@dataclass(frozen=True, slots=True)
class RewriteExport(Command[WrittenFile]):
    """Write an export once more, just as it was, into a file: also one that was broken off, which is whole then.

    `file` is a full path, "" where it went first; `form` "" is the one that it had. Calls show what is known of them
    today. Raises NotFound where there is no such export, and otherwise as `WriteExport` does.
    """

    export: str
    file: str = ""
    form: str = ""
    replace: bool = False
    answer: ClassVar[object] = WrittenFile


@dataclass(frozen=True, slots=True)
class ProposeFile(Command[str]):
    """Give the full path of a file that an export may go into, and that nothing is in: by this name, in the first of
    `folders` that is there (else the last). Where the name is taken it gets a number: "… (2)".
    """

    name: str
    folders: tuple[str, ...]
    answer: ClassVar[object] = str


@dataclass(frozen=True, slots=True)
class ListExportProfiles(Command[tuple[str, ...]]):
    """Give the names of the profiles that files can be written by, the default one first."""

    answer: ClassVar[object] = tuple[str, ...]


COMMANDS: tuple[type[Command[object]], ...] = (
    BeginExport,
    ExportedWork,
    ExportedCalls,
    CallsToExport,
    FinishExport,
    ListExports,
    WriteExport,
    RewriteExport,
    ProposeFile,
    ListExportProfiles,
)

QUESTIONS: frozenset[type[Command[object]]] = frozenset(
    {ExportedWork, ExportedCalls, CallsToExport, ListExports, ProposeFile, ListExportProfiles}
)
"""The commands of these that change nothing."""
