"""What a CRM must offer: an address and time book (here: a book). The contract is asynchronous and small."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from calljournal.contracts.line import Clock
from calljournal.contracts.manifest import Field, Value
from calljournal.contracts.numbering import BookNumber, Changed, Normalised, NumberChange, Renewal
from calljournal.contracts.work import (
    Amended,
    Amendment,
    Export,
    IntakeKind,
    Record,
    TakenIn,
    User,
    Work,
    WorkChange,
    WorkQuery,
)
from calljournal.matching import Candidate, ContactKind
from calljournal.numbers import DialRules
from calljournal.words import say
from calljournal.worklog import Booking, Draft, Reason


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
    """A part of a project. `number` is what the firm's program calls it."""

    id: str
    name: str
    number: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part in a project, in a `role`: opposing counsel, architect ..."""

    contact: str
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """What time is worked for: its client is a contact (`client` is None where it is known by name only).

    `number` is what the firm's program calls it. `rounding` is its own rule, as people write it (`RoundingRule.read`),
    "" where the firm's holds.
    """

    id: str
    name: str
    client: str | None = None
    client_name: str | None = None
    open: bool = True
    phases: tuple[Phase, ...] = ()
    number: str = ""
    rounding: str = ""
    participants: tuple[Participant, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectChange:
    """What is to be different of a project; None where it stays as it is. `rounding` "" is the firm's rule again.

    `client` is the id of a contact, or "" for none. `phases` are all of them from now on: one without an id is new, and
    one that is left out is closed. `add` are participants by the ids of contacts (one who takes part already gets the
    role), `remove` such ids.
    """

    rounding: str | None = None
    open: bool | None = None
    add: tuple[Participant, ...] = ()
    remove: tuple[str, ...] = ()
    name: str | None = None
    number: str | None = None
    client: str | None = None
    phases: tuple[Phase, ...] | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A project that a contact has to do with: booked last at `at`, a client's, or taken part in in a `role`."""

    project: Project
    reason: Reason
    at: datetime | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class ServiceType:
    """A kind of work."""

    id: str
    name: str
    number: str = ""
    open: bool = True


FIRST_SERVICE_TYPE = say("Phone call")
"""The kind of work that our book begins with, by its name. Windows translate it until the user has renamed it."""


class CrmCapability(StrEnum):
    """What a book may be able to do beyond being asked and booked in."""

    ADD_CONTACTS = "add-contacts"
    ADD_PROJECTS = "add-projects"
    NUMBERS = "numbers"
    """Its numbers are read by our rules, may be looked through and put right, and changes can be undone."""

    OVER_MIDNIGHT = "over-midnight"
    """A time entry may begin on one day and end on the next; without it such a call becomes two."""

    TAKE_IN = "take-in"
    """Lists of projects, service types and users are taken in."""

    GIVE_OUT = "give-out"
    """It marks what goes out to the firm's books, and has a lock date of its own."""


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
    BY_HAND = "by-hand"
    """A person changed or added one contact."""


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
        """Find projects by a part of name, number or client; those of one client (a contact, or its company) first."""
        ...

    async def project(self, named: str, closed_too: bool = False) -> Project:
        """Give the open project of that id, number or whole name; `closed_too` gives a closed one where none is open.

        Raises NotFound, with the nearest names, Refused where it is closed, or where several are called so.
        """
        ...

    async def ties(self, contact: str) -> Sequence[Tie]:
        """Give the open projects that a contact (or its company) has to do with, by each reason once.

        Those booked last with it, the latest first; those of the client; those in which it takes part.
        """
        ...

    async def user(self, named: str, own: bool = False) -> User:
        """Give the user of that id, number or name; one's `own` is added where the book does not know the name yet.

        Raises NotFound, with the nearest names, Refused for one who is closed.
        """
        ...

    async def users(self, open_only: bool = True) -> Sequence[User]:
        """Give the users whose time is booked, by name; also those who are gone, unless `open_only`."""
        ...

    async def service_types(self, open_only: bool = True) -> Sequence[ServiceType]:
        """Give the kinds of work that may be booked; also those that may no more, unless `open_only`."""
        ...

    async def book(self, draft: Draft) -> Booking:
        """Book a draft under its key (`draft.id`), once, however often it is sent.

        Raises NotFound where the project, phase, service type or contact does not exist, Refused where it is closed.
        """
        ...

    async def booking(self, key: str) -> Booking | None:
        """Find what was booked under a key."""
        ...

    async def work(self, query: WorkQuery) -> Sequence[Work]:
        """Give the time entries and activities that meet every condition, the earliest first."""
        ...

    async def work_item(self, work_id: str) -> Work | None:
        """Give one time entry or activity, also one that is cancelled."""
        ...

    async def amend(self, amendment: Amendment) -> Amended:
        """Change, cancel, or correct by entry what was booked: once under the id of the amendment.

        Raises Refused, with the reason, where the work is billed, exported, cancelled or behind the lock date (and it
        is not `by_entry`); NotFound where there is no such work, project, phase or service type.
        """
        ...

    async def history(self, work_id: str) -> Sequence[WorkChange]:
        """Give what was done to a piece of work, the earliest first, its booking included."""
        ...

    async def lock(self, day: date | None) -> None:
        """Close the book up to and with a day, or open it again (GIVE_OUT)."""
        ...

    async def locked(self) -> date | None:
        """Give the lock date (GIVE_OUT)."""
        ...

    async def take_in(
        self, kind: IntakeKind, records: Sequence[Record], close_vanished: bool, dry_run: bool = False
    ) -> TakenIn:
        """Take in a list of the firm's program, all of it or nothing (TAKE_IN); see `TakeIn`."""
        ...

    async def begin_export(self, export: Export, query: WorkQuery) -> Export:
        """Fix what goes out, and mark it, in one step (GIVE_OUT); give the export with its id and count.

        Raises NotFound where nothing meets the query.
        """
        ...

    async def exported(self, export_id: str, after: str | None, limit: int) -> Sequence[Work]:
        """Give the next work of an export as it went out, in a fixed order (GIVE_OUT)."""
        ...

    async def finish_export(self, export_id: str) -> Export:
        """Remember that the file is whole (GIVE_OUT)."""
        ...

    async def exports(self, unfinished: bool, limit: int) -> Sequence[Export]:
        """Give the exports, the latest first (GIVE_OUT)."""
        ...

    async def back_up(self, folder: Path) -> Sequence[Path]:
        """Copy all that the book keeps in databases of its own into a folder (*.db), as it stands at one moment."""
        ...

    async def go_on_from(self, folder: Path) -> Sequence[Export]:
        """Take the place of the book whose databases lie in a folder, being a backup: give no id again that it gave.

        Give the exports that it has and this one has not, the earliest first. Raises StoreFailed where it cannot be
        read.
        """
        ...

    async def export_person(self, contact: str | None, numbers: Sequence[str]) -> dict[str, Any]:
        """Give, ready for JSON, all that is kept of a contact or of normalised numbers."""
        ...

    async def forget_person(self, contact: str | None, numbers: Sequence[str]) -> Sequence[str]:
        """Forget a contact's numbers and address, or numbers wherever they stand; say what was done.

        What was booked stays. No file of the book holds the digits afterwards.
        """
        ...

    async def add_contacts(self, contacts: Sequence[Contact], title: str = "", dry_run: bool = False) -> Added:
        """Add contacts, or bring up to date those of the same origin, or else name and company (ADD_CONTACTS).

        What is there besides stays. A dry run says what would be done, and does nothing.
        """
        ...

    async def add_contact(self, contact: Contact) -> Contact:
        """Add one contact, be there another of the same name, and give it with its id (ADD_CONTACTS)."""
        ...

    async def change_contact(self, contact: Contact, was: Contact | None = None) -> Contact:
        """Make a contact what is given, whole, and give it as it is then (ADD_CONTACTS); it can be undone.

        Raises NotFound, and Refused where it is not as it `was` any more.
        """
        ...

    async def add_project(self, project: Project) -> Project:
        """Add a project with its phases and give it with its id (capability ADD_PROJECTS)."""
        ...

    async def set_project(self, named: str, change: ProjectChange) -> Project:
        """Change a project, open or closed, by its id, number or whole name, and give it (capability ADD_PROJECTS).

        An import leaves alone what was changed so, until the list says something else than the last time. Raises
        NotFound, Refused where several are called so, BadSettings for a rule of rounding that cannot be read.
        """
        ...

    async def add_service_type(self, name: str) -> ServiceType:
        """Add a kind of work, or give the one of that name (capability ADD_PROJECTS)."""
        ...

    async def set_service_type(self, named: str, name: str | None = None, open: bool | None = None) -> ServiceType:
        """Rename a kind of work, or close or open it, by its id, number or whole name (ADD_PROJECTS)."""
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
