"""A person is forgotten in the local book: no undo brings the digits back, and what was booked stays."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from calljournal.contracts.crm import Contact, Means, MeansKind, Project
from calljournal.contracts.numbering import NumberChange
from calljournal.contracts.work import Amendment, Correction, Doing, WorkQuery
from calljournal.crm.local.book import LocalBook
from calljournal.matching import ContactKind
from tests.contract.crm_suite import ANNA, NOW, draft
from tests.crm.test_local import PHONE, person, with_book
from tests.store.test_forgetting import digits_in

EMAIL = MeansKind.EMAIL
DIRECT = Means(PHONE, "044/000 12 34", "direct")
MOBILE = Means(PHONE, "079 000 11 22", "mobile")


async def only(book: LocalBook, name: str) -> Contact:
    (found,) = await book.contacts(name, 10)
    return found


async def fill(book: LocalBook) -> Contact:
    """Add Anna, who has the number, and others who show it somewhere; change them, and book on Anna."""
    anna = replace(person("Anna Keller", DIRECT, MOBILE, company="Keller AG"), address=("c/o 044 000 12 34",))
    mail = Means(EMAIL, "0440001234@fax.example.com")
    await book.add_contacts([anna, person("Beat Huber", DIRECT, MOBILE), person("Carla 044 000 12 34", mail)], "people")
    await book.add_contacts([replace(anna, origin="tel:+41440001234", means=(Means(PHONE, "044 000 12 34"),))], "again")
    anna = await only(book, "anna")
    (ref,) = [one.ref for one in await book.numbers(None, 9, anna.id) if one.typed == "044 000 12 34"]
    await book.change_numbers([NumberChange(ref, "044 000 12 34", "+41 44 000 12 34", "")], "repair")
    return await only(book, "anna")


def test_a_number_is_forgotten_wherever_it_stands(home: Path) -> None:
    """Contacts lose the number, texts say that one was removed; the other number of a contact is its standard then."""

    async def work(book: LocalBook) -> None:
        anna = await fill(book)
        await book.book(replace(draft("key"), contact=anna.id, text="ring 044 000 12 34", project=None))
        (booked,) = await book.work(WorkQuery())
        correction = Correction(text="ring +41 44 000 12 34 tomorrow")
        await book.amend(Amendment("change", booked.id, Doing.CHANGE, "anna", NOW, correction))
        said = await book.forget_person(None, [ANNA])
        assert any("3 contacts" in words for words in said)
        assert digits_in(home) == []
        anna = await only(book, "anna")
        assert [(one.typed, one.standard) for one in anna.means] == [("079 000 11 22", True)]
        assert (anna.address, anna.active) == (("c/o (number removed)",), True)
        assert (await only(book, "carla")).name == "Carla (number removed)"
        assert (await only(book, "huber")).means[0].typed == "079 000 11 22"
        (booked,) = await book.work(WorkQuery())
        assert (booked.text, booked.minutes) == ("ring (number removed) tomorrow", 15.0)
        assert [line.after.get("text") for line in await book.history(booked.id)][-1] == booked.text
        assert await book.find([ANNA]) == ()
        assert await book.forget_person(None, [ANNA]) == ()

    with_book(home, work)


def test_undo_does_not_bring_it_back(home: Path) -> None:
    """Every edit is still taken back in its turn; what was forgotten stays so."""

    async def work(book: LocalBook) -> None:
        await fill(book)
        await book.forget_person(None, [ANNA])
        while not all(edit.undone for edit in await book.edits(10)):
            await book.undo()
            assert await book.find([ANNA]) == ()
            assert digits_in(home) == []
        assert await book.contacts("", 10) == ()

    with_book(home, work)


def test_a_contact_without_bookings_is_deleted(home: Path) -> None:
    """It is gone with all its numbers, out of earlier edits too; its number stays with another who has it."""

    async def work(book: LocalBook) -> None:
        anna = await fill(book)
        said = await book.forget_person(anna.id, [])
        assert said == (f"Anna Keller ({anna.id}) is no longer in the book",)
        assert await book.contact(anna.id) is None
        assert [one.name for one in await book.find([ANNA])] == ["Beat Huber"]
        while not all(edit.undone for edit in await book.edits(10)):
            await book.undo()
        assert await book.contacts("", 10) == ()

    with_book(home, work)


def test_a_contact_with_bookings_stays_by_name_alone(home: Path) -> None:
    """Its minutes and its name are kept, for the law asks for them; it is inactive, without numbers and address."""

    async def work(book: LocalBook) -> None:
        anna = await fill(book)
        await book.book(replace(draft("key"), contact=anna.id, project=None))
        (said,) = await book.forget_person(anna.id, [])
        assert "the law asks" in said
        kept = await book.contact(anna.id)
        assert kept == Contact(anna.id, ContactKind.CONTACT, "Anna Keller", "Keller AG", active=False)
        (booked,) = await book.work(WorkQuery(contact=anna.id))
        assert (booked.contact_name, booked.minutes, booked.day) == ("Anna Keller", 15.0, date(2026, 3, 9))
        while not all(edit.undone for edit in await book.edits(10)):
            await book.undo()
        assert await book.contact(anna.id) == kept

    with_book(home, work)


def test_a_client_and_a_company_with_people_stay_by_name(home: Path) -> None:
    """A project keeps its client, a person the company; without people the company can go, and undo still works."""

    async def work(book: LocalBook) -> None:
        firm = Contact("", ContactKind.COMPANY, "Keller AG", means=(Means(PHONE, "044 000 12 00"),))
        await book.add_contacts([firm, person("Anna Keller", MOBILE, company="Keller AG"), person("Beat Huber")])
        await book.add_contacts([person("Anna Keller", DIRECT, company="Keller AG")])
        huber, anna = await only(book, "huber"), await only(book, "anna")
        (company,) = [one for one in await book.contacts("keller", 9) if one.kind is ContactKind.COMPANY]
        await book.add_project(Project("", "Audit", huber.id))
        for one in (huber, company):
            await book.forget_person(one.id, [])
            kept = await book.contact(one.id)
            assert kept is not None
            assert (kept.name, kept.active, kept.means) == (one.name, False, ())
        await book.forget_person(anna.id, [])
        await book.forget_person(company.id, [])
        assert await book.contact(company.id) is None
        await book.undo()
        await book.undo()
        assert [one.name for one in await book.contacts("", 9)] == ["Beat Huber"]

    with_book(home, work)


def test_all_that_is_kept_is_given_out(home: Path) -> None:
    """The contact with its means, what was booked and how it was changed, and what is kept of edits."""

    async def work(book: LocalBook) -> None:
        anna = await fill(book)
        await book.book(replace(draft("key"), contact=anna.id, text="ring 044 000 12 34", project=None))
        of_contact = await book.export_person(anna.id, [ANNA])
        assert {one["name"] for one in of_contact["contacts"]} >= {"Anna Keller", "Beat Huber"}
        (booked,) = of_contact["work"]
        assert (booked["contact"], booked["text"], booked["history"][0]["doing"]) == (
            anna.id,
            "ring 044 000 12 34",
            "book",
        )
        assert of_contact["verdicts"]
        assert {one["contact"]["name"] for one in of_contact["before_changes"]} == {"Anna Keller"}
        nobody = await book.export_person(None, ["+41440009999"])
        assert not any(nobody.values())

    with_book(home, work)
