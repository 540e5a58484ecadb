"""What a CRM must offer: an address and time book (here: a book). The contract is asynchronous and small."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from calljournal.contracts.line import Clock
from calljournal.contracts.manifest import Field, Value
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

    `normalised` is E.164 (of a number that can be read; with its extension), else None. `trunk` is the number of the
    switchboard where the text shows an extension (``030 12345-67``: +493012345).
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


@dataclass(frozen=True, slots=True)
class Added:
    """What became of contacts that were to be added; `unreadable` are the numbers that could not be normalised."""

    added: int
    updated: int
    unreadable: tuple[str, ...] = ()


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

    async def add_contacts(self, contacts: Sequence[Contact]) -> Added:
        """Add contacts, or bring up to date those of the same name and company (capability ADD_CONTACTS)."""
        ...

    async def add_project(self, project: Project) -> Project:
        """Add a project with its phases and give it with its id (capability ADD_PROJECTS)."""
        ...

    async def add_service_type(self, name: str) -> ServiceType:
        """Add a kind of work, or give the one of that name (capability ADD_PROJECTS)."""
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
