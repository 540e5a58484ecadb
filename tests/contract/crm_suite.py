"""What every address and time book must do: one suite, run over each of them by `test_crms.py`.

A new book adds a `CrmCase` there, and nothing here. All numbers are fictional.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from calljournal.contracts.crm import (
    Contact,
    Crm,
    CrmCapability,
    CrmConfig,
    CrmManifest,
    Means,
    MeansKind,
    Phase,
    Project,
)
from calljournal.contracts.manifest import Value, check_values
from calljournal.errors import CallJournalError, NotFound, Refused
from calljournal.matching import ContactKind
from calljournal.numbers import DialRules
from calljournal.worklog import Draft, Kind

RULES = DialRules("CH", "44", "0")
NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)

ANNA, HEAD, MOBILE, GERMAN = "+41440001234", "+41440001200", "+41790001122", "+493023125678"

PHONE, FAX = MeansKind.PHONE, MeansKind.FAX


class StoppedClock:
    """A clock that stands still."""

    anchored = 0

    def now(self) -> datetime:
        """Give always the same moment."""
        return NOW


@dataclass(frozen=True)
class CrmCase:
    """A book under test: its manifest, the settings to run it with, and how it gets its first content.

    `stock` puts `CONTACTS` and `PROJECTS` into an open book; the default does it through the contract, which a
    book without the capabilities ADD_CONTACTS and ADD_PROJECTS cannot.
    """

    manifest: CrmManifest
    values: tuple[tuple[str, Value], ...] = ()
    stock: Callable[[Crm], Awaitable[None]] | None = None

    def make(self, folder: Path) -> Crm:
        """Give the book, not opened yet."""
        values = check_values(self.manifest.fields, dict(self.values))
        return self.manifest.make(CrmConfig("book-under-test", folder, RULES, StoppedClock(), values))

    def can(self, capability: CrmCapability) -> bool:
        """Whether the book says that it can do this."""
        return capability in self.manifest.capabilities


CONTACTS = (
    Contact(
        "",
        ContactKind.COMPANY,
        "Keller AG",
        address=("Dorfstrasse 1", "8000 Zürich"),
        means=(Means(PHONE, "044 000 12 00"), Means(FAX, "044 000 12 99")),
    ),
    Contact("", ContactKind.CONTACT, "Anna Keller", "Keller AG", means=(Means(PHONE, "044/000 12 34", "direct"),)),
    Contact(
        "",
        ContactKind.PERSON,
        "Jürg Müller",
        address=("Seeweg 2", "10115 Berlin"),
        means=(Means(PHONE, "+49 30 23125-678"), Means(MeansKind.EMAIL, "juerg@example.com")),
    ),
)


async def stock(case: CrmCase, crm: Crm) -> None:
    """Fill an open book."""
    if case.stock is not None:
        await case.stock(crm)
        return
    await crm.add_contacts(CONTACTS)
    (company,) = await crm.find([HEAD])
    await crm.add_project(Project("", "Zebra", company.id, phases=(Phase("", "Design"), Phase("", "Build"))))
    await crm.add_project(Project("", "Alpha"))
    await crm.add_project(Project("", "Attic", company.id, open=False))


def draft(key: str = "key-1", **changes: object) -> Draft:
    """Give a draft without contact and project."""
    start = NOW - timedelta(minutes=20)
    whole = Draft(
        id=key,
        entry="entry-1",
        user="anna",
        kind=Kind.TIME,
        contact=None,
        contact_name=None,
        project=None,
        phase=None,
        service_type=None,
        title="Call from Anna Keller",
        text="we spoke about the façade",
        start=start,
        end=start + timedelta(minutes=11),
        minutes=15.0,
        measured_minutes=10.5,
        created=NOW,
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


class CrmSuite:
    """The tests; a subclass gets the fixture `case`."""

    def run(self, case: CrmCase, home: Path, work: Callable[[Crm], Awaitable[None]]) -> None:
        """Work on a filled book."""

        async def whole() -> None:
            crm = case.make(home / "book")
            await crm.open()
            try:
                await stock(case, crm)
                await work(crm)
            finally:
                await crm.close()

        asyncio.run(whole())

    # --- finding -----------------------------------------------------------------------------------------------------

    def test_a_number_finds_its_contact(self, case: CrmCase, home: Path) -> None:
        """A normalised number finds the contact, with the text of that very number and what people ask for."""

        async def work(crm: Crm) -> None:
            (found,) = await crm.find([ANNA])
            assert (found.kind, found.name, found.company) == (ContactKind.CONTACT, "Anna Keller", "Keller AG")
            assert (found.typed, found.means, found.active) == ("044/000 12 34", "phone", True)
            assert found.address == ("Dorfstrasse 1", "8000 Zürich")  # the company's, having none of one's own
            assert found.book == "book-under-test"
            (found,) = await crm.find([GERMAN])
            assert (found.kind, found.company, found.address[1]) == (ContactKind.PERSON, None, "10115 Berlin")

        self.run(case, home, work)

    def test_only_the_very_number_counts(self, case: CrmCase, home: Path) -> None:
        """A part of a number, another form of it, or nothing at all belongs to nobody."""

        async def work(crm: Crm) -> None:
            for key in ("", ANNA[:-1], ANNA + "5", "0440001234", ANNA[1:], "%", "+41790009999"):
                assert list(await crm.find([key])) == []
            assert list(await crm.find([])) == []

        self.run(case, home, work)

    def test_several_numbers_are_asked_at_once(self, case: CrmCase, home: Path) -> None:
        """The answer holds the contacts of all of them, and says which kind of number it was."""

        async def work(crm: Crm) -> None:
            found = await crm.find([ANNA, GERMAN, "+41440001299"])
            assert {(one.name, one.means) for one in found} == {
                ("Anna Keller", "phone"),
                ("Jürg Müller", "phone"),
                ("Keller AG", "fax"),
            }

        self.run(case, home, work)

    def test_a_contact_is_given_whole(self, case: CrmCase, home: Path) -> None:
        """By its id, with its means as typed and as normalised; an unknown id gives None."""

        async def work(crm: Crm) -> None:
            (found,) = await crm.find([GERMAN])
            contact = await crm.contact(found.id)
            assert contact is not None
            assert (contact.id, contact.name, contact.kind) == (found.id, "Jürg Müller", ContactKind.PERSON)
            assert [(one.kind, one.typed, one.normalised) for one in contact.means] == [
                (PHONE, "+49 30 23125-678", GERMAN),
                (MeansKind.EMAIL, "juerg@example.com", None),
            ]
            assert await crm.contact("no such id") is None
            assert await crm.contact("") is None

        self.run(case, home, work)

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("keller", {"Keller AG", "Anna Keller"}),
            ("KELLER ag", {"Keller AG", "Anna Keller"}),
            ("anna", {"Anna Keller"}),
            ("mueller", {"Jürg Müller"}),
            ("muller jurg", {"Jürg Müller"}),
            ("000 12 34", {"Anna Keller"}),
            ("044 000 12", {"Anna Keller", "Keller AG"}),
            ("", {"Keller AG", "Anna Keller", "Jürg Müller"}),
            ("nobody", set()),
            ("%", set()),
        ],
    )
    def test_contacts_are_found_as_people_write(self, case: CrmCase, home: Path, text: str, names: set[str]) -> None:
        """By parts of name, company or number; case and the writing of umlauts do not count."""

        async def work(crm: Crm) -> None:
            assert {contact.name for contact in await crm.contacts(text, 100)} == names
            assert len(await crm.contacts(text, 1)) == min(1, len(names))

        self.run(case, home, work)

    # --- adding ------------------------------------------------------------------------------------------------------

    def test_a_contact_given_again_is_brought_up_to_date(self, case: CrmCase, home: Path) -> None:
        """The same name and company are the same contact, which is never there twice."""
        if not case.can(CrmCapability.ADD_CONTACTS):
            return

        async def work(crm: Crm) -> None:
            before = await crm.contacts("", 100)
            moved = Contact("", ContactKind.CONTACT, "Anna Keller", "Keller AG", ("Seeweg 9",), (), active=False)
            added = await crm.add_contacts([moved])
            assert (added.added, added.updated) == (0, 1)
            assert len(await crm.contacts("", 100)) == len(before)
            (anna,) = await crm.find([ANNA])
            assert (anna.address, anna.active) == (("Seeweg 9",), False)

        self.run(case, home, work)

    def test_a_number_that_cannot_be_read_is_kept_and_told(self, case: CrmCase, home: Path) -> None:
        """It is in the book as typed, matches nobody, and whoever added it hears of it."""
        if not case.can(CrmCapability.ADD_CONTACTS):
            return

        async def work(crm: Crm) -> None:
            odd = Contact(
                "", ContactKind.PERSON, "Odd", means=(Means(PHONE, "ask Anna"), Means(PHONE, "079 000 11 22"))
            )
            added = await crm.add_contacts([odd])
            assert (added.added, added.unreadable) == (1, ("ask Anna",))
            (contact,) = await crm.contacts("odd", 10)
            assert [one.typed for one in contact.means] == ["ask Anna", "079 000 11 22"]
            assert [one.name for one in await crm.find([MOBILE])] == ["Odd"]

        self.run(case, home, work)

    def test_two_contacts_may_share_a_number(self, case: CrmCase, home: Path) -> None:
        """Whose it is, the book does not decide."""
        if not case.can(CrmCapability.ADD_CONTACTS):
            return

        async def work(crm: Crm) -> None:
            shared = (Means(PHONE, "044 000 12 34"),)
            await crm.add_contacts([Contact("", ContactKind.CONTACT, "Ben Huber", "Keller AG", means=shared)])
            assert {one.name for one in await crm.find([ANNA])} == {"Anna Keller", "Ben Huber"}

        self.run(case, home, work)

    # --- projects and service types ----------------------------------------------------------------------------------

    def test_projects_of_the_client_come_first(self, case: CrmCase, home: Path) -> None:
        """Those of the contact, or of the company that a person is at; closed ones only when asked for."""

        async def work(crm: Crm) -> None:
            (company,), (anna,), (other,) = await crm.find([HEAD]), await crm.find([ANNA]), await crm.find([GERMAN])
            for client in (company.id, anna.id):
                found = await crm.projects("", client, True)
                assert [project.name for project in found] == ["Zebra", "Alpha"]
                assert found[0].client == company.id
                assert found[0].client_name == "Keller AG"
                assert [phase.name for phase in found[0].phases] == ["Design", "Build"]
            assert [project.name for project in await crm.projects("", other.id, True)] == ["Alpha", "Zebra"]
            assert [project.name for project in await crm.projects("", None, True)] == ["Alpha", "Zebra"]
            everything = await crm.projects("", None, False)
            assert {(project.name, project.open) for project in everything} == {
                ("Alpha", True),
                ("Zebra", True),
                ("Attic", False),
            }

        self.run(case, home, work)

    def test_projects_are_found_by_a_part_of_the_name(self, case: CrmCase, home: Path) -> None:
        """Case does not count."""

        async def work(crm: Crm) -> None:
            assert [project.name for project in await crm.projects("ZEB", None, True)] == ["Zebra"]
            assert list(await crm.projects("nothing", None, False)) == []

        self.run(case, home, work)

    def test_there_is_a_kind_of_work(self, case: CrmCase, home: Path) -> None:
        """At least one, each with an id and a name."""

        async def work(crm: Crm) -> None:
            kinds = await crm.service_types()
            assert kinds
            assert len({kind.id for kind in kinds}) == len(kinds)
            assert all(kind.id and kind.name for kind in kinds)
            if case.can(CrmCapability.ADD_PROJECTS):
                new = await crm.add_service_type("Advice")
                assert await crm.add_service_type("advice") == new
                assert new in await crm.service_types()

        self.run(case, home, work)

    # --- booking -----------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("kind", list(Kind))
    def test_a_draft_is_booked_once(self, case: CrmCase, home: Path, kind: Kind) -> None:
        """However often it is sent, and even if it was changed meanwhile: the first result is given each time."""

        async def work(crm: Crm) -> None:
            (anna,) = await crm.find([ANNA])
            wanted = draft(kind=kind, contact=anna.id, project="Zebra", phase="Build")
            assert await crm.booking(wanted.id) is None
            first = await crm.book(wanted)
            assert first.id
            assert (first.key, first.entry, first.user, first.kind) == ("key-1", "entry-1", "anna", kind)
            assert first.book == "book-under-test"
            assert await crm.book(wanted) == first
            assert await crm.book(replace(wanted, text="another text", project="Alpha", phase=None)) == first
            assert await crm.booking(wanted.id) == first
            second = await crm.book(replace(wanted, id="key-2"))
            assert second.id != first.id

        self.run(case, home, work)

    def test_the_same_draft_sent_at_once_is_booked_once(self, case: CrmCase, home: Path) -> None:
        """All of the senders get the same booking."""

        async def work(crm: Crm) -> None:
            bookings = await asyncio.gather(*(crm.book(draft()) for _ in range(10)))
            assert len({booking.id for booking in bookings}) == 1

        self.run(case, home, work)

    def test_a_booking_is_found_after_a_restart(self, case: CrmCase, home: Path) -> None:
        """Whoever lost the answer can ask for it by the key."""

        async def whole() -> None:
            crm = case.make(home / "book")
            await crm.open()
            await stock(case, crm)
            first = await crm.book(draft())
            await crm.close()
            crm = case.make(home / "book")
            await crm.open()
            assert await crm.booking("key-1") == first
            assert await crm.book(draft()) == first
            await crm.close()

        asyncio.run(whole())

    @pytest.mark.parametrize(
        ("changes", "error", "words"),
        [
            ({"project": "Zebbra"}, NotFound, "Zebra"),
            ({"project": "nothing like it"}, NotFound, "nothing like it"),
            ({"project": "Zebra", "phase": "Desing"}, NotFound, "Design"),
            ({"service_type": "nothing like it"}, NotFound, "nothing like it"),
            ({"contact": "nobody"}, NotFound, "nobody"),
            ({"project": "Attic"}, Refused, "closed"),
            ({"phase": "Design"}, Refused, "project"),
        ],
    )
    def test_what_cannot_be_booked_leaves_nothing(
        self, case: CrmCase, home: Path, changes: dict[str, str], error: type[CallJournalError], words: str
    ) -> None:
        """Something unknown or closed is refused in words, and the draft can be sent again when it is put right."""

        async def work(crm: Crm) -> None:
            with pytest.raises(error, match=words):
                await crm.book(draft(**changes))
            assert await crm.booking("key-1") is None
            assert (await crm.book(draft())).id

        self.run(case, home, work)

    def test_things_are_named_by_id_or_by_name(self, case: CrmCase, home: Path) -> None:
        """A program sends ids, a person types names; case does not count."""

        async def work(crm: Crm) -> None:
            (zebra,) = await crm.projects("zebra", None, True)
            kind = (await crm.service_types())[0]
            by_id = draft("a", project=zebra.id, phase=zebra.phases[0].id, service_type=kind.id)
            by_name = draft("b", project="zebra", phase="DESIGN", service_type=kind.name.upper())
            for wanted in (by_id, by_name):
                assert (await crm.book(wanted)).id

        self.run(case, home, work)

    def test_a_web_address_is_one_or_none(self, case: CrmCase, home: Path) -> None:
        """A book without pages says so."""

        async def work(crm: Crm) -> None:
            (anna,) = await crm.find([ANNA])
            for kind in ("contact", "activity", "time"):
                address = crm.web_address(kind, anna.id)
                assert address is None or address.startswith("http")

        self.run(case, home, work)
