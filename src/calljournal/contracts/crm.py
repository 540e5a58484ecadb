"""What a CRM must offer: an address and time book (here: a book). The contract is asynchronous and small."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from calljournal.contracts.line import Clock
from calljournal.contracts.manifest import Field, Value
from calljournal.contracts.numbering import BookNumber, Changed, Normalised, NumberChange, Renewal
from calljournal.matching import Candidate, ContactKind
from calljournal.numbers import DialRules
from calljournal.worklog import Booking, Draft


class MeansKind(StrEnum):
    """The kinds of communication means."""

    PHONE = "phone"
    MOBILE = "mobile"
    FAX = "fax"
    EMAIL = "email"
    WEB = "web"


@dataclass(frozen=True, slots=True)
class Means:
    """A communication means: what was typed, what kind of thing it is, its label, whether it is the standard one.

    `normalised` is E.164 (of a number that can be read; with its extension), or an internal number, else None. `trunk`
    is the number of the switchboard where the text shows an extension (``030 12345-67``: +493012345).
    """

    kind: MeansKind
    typed: str
    label: str = ""
    standard: bool = False
    normalised: str | None = None
    trunk: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """An address entry: a company, a person, or a person at a company. `id` is "" for one that is to be added.

    `origin` is what the source of an import calls it (the UID of a vCard, a customer number): by it a second import
    finds the contact again, even under another name.
    """

    id: str
    kind: ContactKind
    name: str
    company: str | None = None
    address: tuple[str, ...] = ()
    means: tuple[Means, ...] = ()
    active: bool = True
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a project."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Project:
    """What time is worked for: its client is a contact."""

    id: str
    name: str
    client: str | None = None
    client_name: str | None = None
    open: bool = True
    phases: tuple[Phase, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceType:
    """A kind of work."""

    id: str
    name: str


class CrmCapability(StrEnum):
    """What a book may be able to do beyond being asked and booked in."""

    ADD_CONTACTS = "add-contacts"
    ADD_PROJECTS = "add-projects"
    NUMBERS = "numbers"
    """Its numbers are read by our rules, may be looked through and put right, and changes can be undone."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of contacts that were to be added; `unreadable` are the numbers that could not be normalised.

    `companies` of those `added` are companies. `edit` is what `undo` would take back; None where nothing was changed.
    """

    added: int
    updated: int
    unreadable: tuple[str, ...] = ()
    unchanged: int = 0
    edit: str | None = None
    companies: int = 0


class EditKind(StrEnum):
    """What contacts were changed by."""

    IMPORT = "import"
    NORMALISE = "normalise"
    REPAIR = "repair"


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to `contacts` of them that can be taken back; `remark` says what of it could not be."""

    id: str
    at: datetime
    kind: EditKind
    title: str
    contacts: int
    undone: bool = False
    remark: str = ""


class Crm(Protocol):
    """An address and time book. Raises Unreachable, Refused, StoreFailed; never blocks the loop."""

    async def open(self) -> None:
        """Make ready; called once before anything else."""
        ...

    async def close(self) -> None:
        """Let go of everything."""
        ...

    async def find(self, keys: Sequence[str]) -> Sequence[Candidate]:
        """Find the contacts that have one of the normalised numbers."""
        ...

    async def find_switchboards(self, numbers: Sequence[str], trunks: Sequence[str]) -> Sequence[Candidate]:
        """Find the contacts that have one of the normalised numbers, or an extension of zeros behind a trunk.

        ``030 12345-0`` is the latter: `trunk` is +493012345, and both the number and the trunk are in the candidate.
        """
        ...

    async def find_ending(self, digits: str, readable: bool) -> Sequence[Candidate]:
        """Find the contacts that have a number that ends in these digits, or whose own digits they end in.

        Compared are numbers without country code and the zeros before them (`matching.ending_of`); at least six
        digits have to be the same. Numbers that could be normalised are found only where `readable`. A book may leave
        some out where very many look alike.
        """
        ...

    async def people(self, company_id: str, limit: int) -> Sequence[Candidate]:
        """Give the people at a company, the active ones first; each names the company as the company itself does."""
        ...

    async def contact(self, contact_id: str) -> Contact | None:
        """Give one contact."""
        ...

    async def contacts(self, text: str, limit: int) -> Sequence[Contact]:
        """Find contacts by a part of a name, company or number; all (up to `limit`) for an empty text."""
        ...

    async def projects(self, text: str, contact: str | None, open_only: bool) -> Sequence[Project]:
        """Find projects by a part of the name; those of one client (a contact, or its company) first if given."""
        ...

    async def service_types(self) -> Sequence[ServiceType]:
        """Give the kinds of work that may be booked."""
        ...

    async def book(self, draft: Draft) -> Booking:
        """Book a draft under its key (`draft.id`), once, however often it is sent.

        Raises NotFound where the project, phase, service type or contact does not exist, Refused where it is closed.
        """
        ...

    async def booking(self, key: str) -> Booking | None:
        """Find what was booked under a key."""
        ...

    async def add_contacts(self, contacts: Sequence[Contact], title: str = "", dry_run: bool = False) -> Added:
        """Add contacts, or bring up to date those of the same origin, or else name and company (ADD_CONTACTS).

        What is there besides stays. A dry run says what would be done, and does nothing.
        """
        ...

    async def add_project(self, project: Project) -> Project:
        """Add a project with its phases and give it with its id (capability ADD_PROJECTS)."""
        ...

    async def add_service_type(self, name: str) -> ServiceType:
        """Add a kind of work, or give the one of that name (capability ADD_PROJECTS)."""
        ...

    async def use_rules(self, rules: DialRules) -> Renewal:
        """Read numbers by these rules from now on; say whether those in the book are to be normalised anew (NUMBERS).

        They stay as they are where it is MARKED. Where it is DUE, a book that is quickly done has done so already.
        """
        ...

    async def renewal(self) -> Renewal:
        """Say whether the numbers in the book are to be normalised anew (NUMBERS)."""
        ...

    async def normalise(self, after: str | None, limit: int, undoable: bool, dry_run: bool = False) -> Normalised:
        """Normalise the numbers of the next `limit` contacts; what was typed stays (NUMBERS).

        `after` None goes on with the run that is under way by the same rules, or else begins one; how far it is, the
        book remembers. An undoable run is an edit, and goes on with no other kind. A dry run begins with None, changes
        nothing, and counts what would. Raises Refused where the run was undone meanwhile.
        """
        ...

    async def numbers(self, after: str | None, limit: int, contact: str | None = None) -> Sequence[BookNumber]:
        """Give the next numbers behind the ref `after`, of one contact where it is named (NUMBERS)."""
        ...

    async def change_numbers(
        self, changes: Sequence[NumberChange], title: str, edit: str | None = None, dry_run: bool = False
    ) -> Changed:
        """Change numbers, as a part of `edit` where it is the latest; what stands no longer as told stays (NUMBERS)."""
        ...

    async def edits(self, limit: int) -> Sequence[Edit]:
        """Give the changes to contacts that are remembered, the latest first (NUMBERS)."""
        ...

    async def undo(self, kinds: Collection[EditKind] = tuple(EditKind)) -> Edit:
        """Take back the latest change that is not taken back yet (NUMBERS).

        Of a run of normalise the old readings are put back as they were, and are to be normalised anew if they were
        so before. Raises NotFound where there is none, Refused where it is of another kind.
        """
        ...

    def web_address(self, kind: str, thing_id: str) -> str | None:
        """Give the address of a page that shows the thing ("contact", "activity", "time"), where there is one."""
        ...


@dataclass(frozen=True, slots=True)
class CrmConfig:
    """All that a book is given: its name, a folder of its own, the firm's numbers, its settings."""

    name: str
    folder: Path
    rules: DialRules
    clock: Clock
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CrmManifest:
    """What a book adapter is: data, and how to make one."""

    system: str
    title: str
    capabilities: frozenset[CrmCapability]
    fields: tuple[Field, ...]
    make: Callable[[CrmConfig], Crm]
