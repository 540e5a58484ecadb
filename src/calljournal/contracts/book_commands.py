"""The commands about what is in the book besides booked work: contacts, projects and service types, one by one."""

from dataclasses import dataclass
from typing import ClassVar

from calljournal.contracts.command import Command
from calljournal.contracts.crm import Added, Contact, Means, ServiceType
from calljournal.matching import Candidate


@dataclass(frozen=True, slots=True)
class AddContact(Command[Contact]):
    """Add one contact (its `id` is ignored), where the book can, and give it; calls are matched anew.

    Raises Refused for one without a name.
    """

    contact: Contact
    answer: ClassVar[object] = Contact


@dataclass(frozen=True, slots=True)
class ChangeContact(Command[Contact]):
    """Make a contact what is given, whole, by its id; its numbers are normalised, and `UndoEdit` takes it back.

    `was` is what the caller saw before: where the book has something else by now, Refused is raised and nothing lost.
    """

    contact: Contact
    was: Contact | None = None
    answer: ClassVar[object] = Contact


@dataclass(frozen=True, slots=True)
class GetPeople(Command[tuple[Candidate, ...]]):
    """Give the people at a company, by its id: the active ones first."""

    company: str
    limit: int = 200
    answer: ClassVar[object] = tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class ReadMeans(Command[tuple[Means, ...]]):
    """Read means as they would be saved for a contact with that postal address; nothing is saved.

    A number that cannot be read has no `normalised`; of several in one text the first is read.
    """

    means: tuple[Means, ...]
    address: tuple[str, ...] = ()
    answer: ClassVar[object] = tuple[Means, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an address file: what kind of file it is (`form`), what was `added`, what was not understood."""

    form: str
    added: Added
    skipped: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportAddresses(Command[Imported]):
    """Take in an address file (vCards, or CSV of any program) by its path; `dry_run` says what would be done.

    What columns hold is remembered from earlier imports. Raises BadData in words where it cannot be read.
    """

    file: str
    dry_run: bool = False
    answer: ClassVar[object] = Imported


@dataclass(frozen=True, slots=True)
class SetServiceType(Command[ServiceType]):
    """Rename a kind of work, or close or open it; None leaves as it is."""

    service_type: str
    name: str | None = None
    open: bool | None = None
    answer: ClassVar[object] = ServiceType


@dataclass(frozen=True, slots=True)
class GetWebAddress(Command[str | None]):
    """Give the address of the book's own page of a thing ("contact", "activity", "time"); None where it has none."""

    kind: str
    thing: str
    answer: ClassVar[object] = str | None


@dataclass(frozen=True, slots=True)
class PersonWritten:
    """What was given out of a person: the file, and how many calls and bookings are in it."""

    file: str
    calls: int
    booked: int


@dataclass(frozen=True, slots=True)
class WritePerson(Command[PersonWritten]):
    """Write all that is kept of a number or a contact (its id), as `ExportPerson` gives it, into a file.

    `file` is a full path. Raises NeedsConfirming where the file is there (unless `replace`), StoreFailed where it
    cannot be written, and otherwise as `ExportPerson` does.
    """

    who: str
    file: str
    replace: bool = False
    answer: ClassVar[object] = PersonWritten


@dataclass(frozen=True, slots=True)
class Forgettable:
    """What `ForgetPerson` would delete, and what it would leave and why, each a sentence or less for people.

    `numbers` are those that are forgotten, normalised.
    """

    numbers: tuple[str, ...]
    goes: tuple[str, ...]
    stays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviewForget(Command[Forgettable]):
    """Say what `ForgetPerson` would do to a number or a contact (its id); nothing is changed."""

    who: str
    answer: ClassVar[object] = Forgettable


COMMANDS: tuple[type[Command[object]], ...] = (
    AddContact,
    ChangeContact,
    GetPeople,
    ReadMeans,
    ImportAddresses,
    SetServiceType,
    GetWebAddress,
    WritePerson,
    PreviewForget,
)

QUESTIONS: frozenset[type[Command[object]]] = frozenset({GetPeople, ReadMeans, GetWebAddress, PreviewForget})
"""The commands of these that change nothing."""
