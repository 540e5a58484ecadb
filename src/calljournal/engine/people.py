"""Who is meant by a person whose data is given out or forgotten: a contact of the book, or a number."""

from dataclasses import dataclass

from calljournal.contracts.crm import Contact, Crm, MeansKind
from calljournal.errors import NotFound, Refused
from calljournal.numbers import CODES, DialRules, NumberKind, Traces, only_digits, read_person, too_short
from calljournal.store import Whose
from calljournal.words import say

NUMBERS = (MeansKind.PHONE, MeansKind.MOBILE, MeansKind.FAX)


@dataclass(frozen=True, slots=True)
class Person:
    """A contact with the numbers that it alone has, or a number by itself; `shared` are those of others, too."""

    contact: Contact | None
    numbers: tuple[str, ...]
    shared: tuple[str, ...] = ()

    @property
    def contact_id(self) -> str | None:
        """The contact's id, where it is one."""
        return self.contact.id if self.contact else None

    @property
    def whose(self) -> Whose:
        """The same, as the store is asked for it."""
        return Whose(Traces(self.numbers), self.contact_id)


async def find_person(crm: Crm, who: str, rules: DialRules) -> Person:
    """Find a contact by its id, or read a number as a person writes it.

    Raises NotFound where it is neither, Refused for a number that is no person's, or too short to be told from others.
    """
    contact = await crm.contact(who.strip())
    if contact is None:
        return Person(None, (_number(who, rules),))
    own: list[str] = []
    shared: list[str] = []
    for means in contact.means:
        number = means.normalised or only_digits(means.typed)
        if means.kind not in NUMBERS or too_short(number):
            continue
        others = [one for one in await crm.find((number,)) if one.id != contact.id]
        (shared if others else own).append(number)
    return Person(contact, tuple(dict.fromkeys(own)), tuple(dict.fromkeys(shared)))


def _number(who: str, rules: DialRules) -> str:
    if not only_digits(who) or any(sign.isalpha() for sign in who):  # c99 is a contact that there is not
        raise NotFound(
            say("there is no contact {who!r}, and it is no number", who=who).typed(
                "; `calljournal contacts TEXT` finds contacts"
            )
        )
    reading = read_person(who, rules)
    if reading.kind in (NumberKind.INTERNAL, *CODES):
        raise Refused(say("{who!r} is a telephone in the house, or a service: no person's number", who=who))
    number = reading.e164 or reading.digits
    if too_short(number):
        raise Refused(say("{who!r} is too short to be told from other numbers; write it with its area code", who=who))
    return number
