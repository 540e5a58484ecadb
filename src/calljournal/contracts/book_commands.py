"""The commands about what is in the book besides booked work: contacts, projects and service types, one by one."""

from dataclasses import dataclass
from typing import ClassVar

from calljournal.contracts.command import Command
from calljournal.contracts.crm import Contact, ServiceType


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


COMMANDS: tuple[type[Command[object]], ...] = (AddContact, ChangeContact, SetServiceType, GetWebAddress)

QUESTIONS: frozenset[type[Command[object]]] = frozenset({GetWebAddress})
"""The commands of these that change nothing."""
