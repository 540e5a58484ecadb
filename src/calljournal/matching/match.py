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

    `number` is the number that was found (None where the book could not normalise it), `trunk` what stands before
    its extension, `typed` that number as somebody wrote it in the book, `means` what kind of number it is there
    (phone, mobile, fax ...); `inherited` says that it is the number of the contact's company. `address` is the postal
    address line by line. `reasons` say why it stands where it does among several: own or inherited, fax, inactive,
    recent.
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
    number: str | None = None
    trunk: str | None = None
    inherited: bool = False
    reasons: tuple[str, ...] = ()

    @property
    def client(self) -> str:
        """Whom time is worked for as far as a call tells: the company, else the person."""
        return self.company or self.name


@dataclass(frozen=True, slots=True)
class Match:
    """Who a number belongs to, and why; several contacts are ranked, and none of them is picked.

    `reason` is exact, switchboard (with the `extension`, where it is the same for all), reading (somebody has what the
    digits mean if they are read in another way), ending or chosen; of a number that belongs to nobody withheld,
    unavailable, internal or unknown. `people` are those at the one company that was found: it may have been any of
    them.
    """

    kind: MatchKind
    reason: str
    contacts: tuple[Candidate, ...] = ()
    extension: str | None = None
    people: tuple[Candidate, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether something may be booked on it without asking: one contact, by its very number or by choice."""
        return self.kind is MatchKind.ONE and self.reason in ("exact", "chosen")

    @property
    def contact(self) -> Candidate | None:
        """The one contact, where there is exactly one."""
        return self.contacts[0] if self.kind is MatchKind.ONE else None
