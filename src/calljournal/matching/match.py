"""The answer to "who is this?": none, one, several, or not known yet; each with the reason."""

from dataclasses import dataclass
from enum import StrEnum


class MatchKind(StrEnum):
    """How many contacts a number belongs to."""

    ONE = "one"
    SEVERAL = "several"
    NONE = "none"
    PENDING = "pending"
    """The books have not answered yet."""


class ContactKind(StrEnum):
    """What an entry of the address book is."""

    COMPANY = "company"
    PERSON = "person"
    CONTACT = "contact"
    """A person at a company."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contact that a book found for a number.

    `typed` is that number as somebody wrote it in the book, `means` what kind of number it is there (phone, mobile,
    fax ...), `address` the postal address line by line.
    """

    id: str
    kind: ContactKind
    name: str
    company: str | None = None
    address: tuple[str, ...] = ()
    typed: str | None = None
    means: str = "phone"
    active: bool = True
    book: str = "local"


@dataclass(frozen=True, slots=True)
class Match:
    """Who a number belongs to, and why; several contacts are ranked, and none of them is picked."""

    kind: MatchKind
    reason: str
    contacts: tuple[Candidate, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether something may be booked on it without asking: one contact, by its very number or by choice."""
        return self.kind is MatchKind.ONE and self.reason in ("exact", "chosen")

    @property
    def contact(self) -> Candidate | None:
        """The one contact, where there is exactly one."""
        return self.contacts[0] if self.kind is MatchKind.ONE else None
