"""What a file tells becomes contacts, each once: rows of one person are joined, a company is told of by its people."""

from collections import Counter
from dataclasses import dataclass, replace

from calljournal.addresses.cells import out_of_name
from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.database import identity
from calljournal.matching import ContactKind
from calljournal.tables import Remarks
from calljournal.words import say

KINDS = {
    MeansKind.PHONE: say("phone"),
    MeansKind.MOBILE: say("mobile"),
    MeansKind.FAX: say("fax"),
    MeansKind.EMAIL: say("email"),
    MeansKind.WEB: say("web"),
}
"""What a number or an address was taken as, in words."""

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """What a row or a card tells of somebody; `address` is that of the company unless it is `private`."""

    where: str
    person: str
    company: str
    means: tuple[Means, ...]
    address: tuple[str, ...]
    private: bool
    active: bool = True
    origin: str = ""


class Collector:
    """Takes contacts and remarks one by one; `contacts` and `remarks` give what came of them."""

    def __init__(self) -> None:
        self.skipped = 0
        self._told: dict[_Key, list[Contact]] = {}
        self._implied: dict[_Key, list[Contact]] = {}
        self._remarks = Remarks()

    def remark(self, words: str) -> None:
        """Note what was not understood, in a sentence that names the line or the contact."""
        self._remarks.add(words)

    def skip(self, words: str) -> None:
        """Leave out a row or a card that names nobody, and say so."""
        self.skipped += 1
        self.remark(words)

    def take(self, told: Told) -> bool:
        """Take what is told as a contact, and the company that it is at; False where it names nobody.

        A person and a company of one name are the company: some programs repeat it in the column of the name.
        """
        person, in_person = out_of_name(told.person)
        company, in_company = out_of_name(told.company)
        for one in (*in_person, *in_company):
            self.remark(
                say(
                    "{where}: {typed} stands in a name and was taken as {kind}.",
                    where=told.where,
                    typed=one.typed,
                    kind=KINDS[one.kind],
                )
            )
        if identity(person) == identity(company) or (company and [person] == [one.typed for one in in_person]):
            person = ""
        if not person and not company:
            return False
        kind = ContactKind.COMPANY if not person else ContactKind.CONTACT if company else ContactKind.PERSON
        means = tuple(dict.fromkeys((*told.means, *in_person, *in_company)))
        employer = company if person and company else None
        _join(
            self._told,
            Contact("", kind, person or company, employer, told.address, means, told.active, told.origin),
        )
        if employer is not None:
            address = () if told.private else told.address
            _join(self._implied, Contact("", ContactKind.COMPANY, employer, address=address))
        return True

    def contacts(self) -> tuple[Contact, ...]:
        """Give the contacts, companies first.

        A name that others are at is that of a company, even where its own row or card does not say so.
        """
        told = [
            replace(one, kind=ContactKind.COMPANY) if one.kind is ContactKind.PERSON and key in self._implied else one
            for key, several in self._told.items()
            for one in several
        ]
        implied = [one for key, several in self._implied.items() if key not in self._told for one in several]
        ordered = sorted(implied + told, key=lambda one: one.kind is not ContactKind.COMPANY)
        return tuple(self._with_origins(ordered))

    def remarks(self) -> tuple[str, ...]:
        """Give the remarks, the first ones where they are many; after `contacts`, which may add some."""
        return self._remarks.all()

    def _with_origins(self, contacts: list[Contact]) -> list[Contact]:
        """Take an origin that several have from all but the one company: it would make them one at the next import."""
        count = Counter(one.origin for one in contacts if one.origin)
        companies = Counter(one.origin for one in contacts if one.origin and one.kind is ContactKind.COMPANY)
        for origin, times in count.items():
            if times > 1:
                self.remark(_of_several(origin[:40], times, a_company=companies[origin] == 1))
        return [
            replace(one, origin="")
            if count[one.origin] > 1 and not (one.kind is ContactKind.COMPANY and companies[one.origin] == 1)
            else one
            for one in contacts
        ]


def _of_several(origin: str, times: int, *, a_company: bool) -> str:
    if a_company:
        return say(
            "The number or ID {origin} stands at {times} contacts: it is taken as that of the company.",
            origin=origin,
            times=times,
        )
    return say("The number or ID {origin} stands at {times} contacts: it is left out.", origin=origin, times=times)


def _join(found: dict[_Key, list[Contact]], contact: Contact) -> None:
    """Add a contact, or what is new of one that is there; two origins are two contacts, though named alike."""
    several = found.setdefault((identity(contact.name), identity(contact.company or "")), [])
    for index, before in enumerate(several):
        if not before.origin or not contact.origin or before.origin == contact.origin:
            new = tuple(one for one in contact.means if one not in before.means)
            several[index] = replace(
                before,
                address=before.address or contact.address,
                means=before.means + new,
                origin=before.origin or contact.origin,
            )
            return
    several.append(contact)
