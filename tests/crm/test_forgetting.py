"""A person is forgotten in the local book: no undo brings the digits back, and what was booked stays."""

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

from calljournal.contracts.crm import Contact, Means, MeansKind, Participant, Phase, Project
from calljournal.contracts.numbering import NumberChange
from calljournal.contracts.work import Amendment, Correction, Doing, Export, WorkQuery
from calljournal.crm.local.book import FILE_NAME, LocalBook
from calljournal.matching import ContactKind
from calljournal.worklog import Kind
from tests.contract.crm_suite import ANNA, NOW, draft
from tests.contract.giving_suite import export
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


def test_a_number_is_forgotten_in_what_went_out(home: Path) -> None:
    """What is written once more shows no digits, and is else as it was, with the name."""

    async def work(book: LocalBook) -> None:
        anna = await fill(book)
        await book.book(replace(draft("key"), contact=anna.id, text="ring 044\t000 12 34", project=None))
        begun = await book.begin_export(export(), WorkQuery())
        (before,) = await book.exported(begun.id, None, 9)
        await book.forget_person(anna.id, [ANNA])
        assert digits_in(home) == []
        (after,) = await book.exported(begun.id, None, 9)
        assert after == replace(before, text="ring (number removed)")
        assert after.contact_name == "Anna Keller"

    with_book(home, work)


OURS = {
    *("id", "key", "booking", "thing", "entry", "request", "work", "made", "corrects", "prefix"),
    *("contact_id", "company_id", "client_id", "project_id", "phase_id", "service_type_id", "user_id"),
    *("responsible_id",),
    *("kind", "state", "doing", "problem", "rounding", "rules", "day", "started", "ended", "booked", "at"),
    *("normalised", "trunk", "digits", "reversed"),
}
"""Columns into which nobody types anything: ids, moments, our own words, and what is read from a typed number."""

IN_JSON = {"listed": "name", "before": "text", "after": "text", "body": "file"}

WAYS = ("0", "+41 ", "0041 ", "00", "+41 (0)", "(0)", "41", "000", "+41")
"""How the number may be written before its last nine digits."""

COVERED = {("edit_contacts", "before"), ("verdicts", "typed"), ("verdicts", "instead"), ("exported", "body")}
"""Columns that have tests of their own."""


def test_no_column_is_forgotten(home: Path) -> None:
    """Into whatever column of whatever table somebody may write a number, it is taken out of it."""

    async def fill_all(book: LocalBook) -> None:
        anna = await fill(book)
        phases = (Phase("", "Plan"), Phase("", "Work"))
        people = (Participant(anna.id, "architect"),)
        await book.add_project(Project("", "Umbau", anna.id, phases=phases, participants=people))
        for name in ("Advice", "Travel"):
            await book.add_service_type(name)
        for kind in Kind:
            await book.book(replace(draft(kind.value), kind=kind, project="Umbau", contact=None))
            await book.user(f"of {kind.value}", own=True)
            what = "time" if kind is Kind.TIME else "activities"
            await book.begin_export(Export("", what, NOW, "anna", "/out.csv", "csv", "{}", 0), WorkQuery(kind))

    async def forget(book: LocalBook) -> None:
        await book.forget_person(None, [ANNA])

    async def use(book: LocalBook) -> None:
        assert {one.what for one in await book.exports(False, 9)} == {"time", "activities"}
        (project,) = [one for one in await book.projects("", None, False) if one.phases]
        assert [one.name for one in project.phases] == ["(number removed) ph1", "(number removed) ph2"]
        types = [one.name for one in await book.service_types()]
        assert len(types) == len(set(types)) == 3

    with_book(home, fill_all)
    with sqlite3.connect(home / FILE_NAME) as connection:
        for table, column in texts_of(connection, COVERED):
            write_into(connection, table, column)
    connection.close()
    assert digits_in(home)
    with_book(home, forget, use)
    assert digits_in(home) == []


def texts_of(connection: sqlite3.Connection, covered: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give the columns of text of all tables, but for those that hold no words of people."""
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = [(table, *row[1:3]) for table in tables for row in connection.execute(f"PRAGMA table_info({table})")]
    found = [(table, name) for table, name, kind in columns if kind == "TEXT" and name not in OURS]
    return [one for one in found if one not in covered and one[0] not in ("schema_migrations", "about")]


def write_into(connection: sqlite3.Connection, table: str, column: str) -> None:
    """Have a column hold nothing but the number, in each row written in another way, for some may not be the same."""
    value = f"json_set(COALESCE({column}, '{{}}'), '$.{IN_JSON[column]}', :number)" if column in IN_JSON else ":number"
    rows = connection.execute(f"SELECT rowid FROM {table}").fetchall()
    assert rows, f"{table} is empty"
    for (row,), before in zip(rows, WAYS, strict=False):
        values = {"number": f"{before}44 000 12 34", "row": row}
        connection.execute(f"UPDATE {table} SET {column} = {value} WHERE rowid = :row", values)


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
