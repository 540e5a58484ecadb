"""What a person changes by hand in the local book: companies and their people, undo, forgetting, later imports."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from calljournal.contracts.crm import Contact, EditKind, Means, MeansKind, Phase, Project, ProjectChange
from calljournal.contracts.work import IntakeKind, PhaseRecord, Record
from calljournal.crm.local.book import FILE_NAME, LocalBook
from calljournal.errors import Refused
from calljournal.matching import ContactKind
from tests.contract.crm_suite import ANNA
from tests.crm.test_edits import people
from tests.crm.test_local import PHONE, person, table, with_book
from tests.store.test_forgetting import digits_in

PROJECTS, SERVICE_TYPES = IntakeKind.PROJECTS, IntakeKind.SERVICE_TYPES
KELLER = Contact("", ContactKind.COMPANY, "Keller AG", means=(Means(PHONE, "044 000 12 00"),))
WORKS = person("Anna", Means(PHONE, "044 000 12 34"), Means(MeansKind.EMAIL, "anna@example.com"), company="Keller AG")


async def filled(book: LocalBook) -> tuple[Contact, Contact]:
    """Add a company and a person at it, and give both."""
    return await book.add_contact(KELLER), await book.add_contact(WORKS)


# --- companies and their people --------------------------------------------------------------------------------------


def test_people_go_along_when_their_company_is_renamed(home: Path) -> None:
    """They are shown and found under its new name, still by their e-mail too; undo brings the old one back."""
    before: list[object] = []

    async def work(book: LocalBook) -> None:
        company, anna = await filled(book)
        before.append(people(home))
        await book.change_contact(replace(company, name="Frei & Partner AG"), company)
        assert (await book.contacts("partner anna", 9))[0].company == "Frei & Partner AG"
        assert await book.contacts("keller", 9) == ()
        assert len(await book.contacts("anna@example.com", 9)) == 1
        assert [one.id for one in await book.people(company.id, 9)] == [anna.id]
        dora = await book.add_contact(person("Dora", company="frei & partner ag"))
        assert [one.name for one in await book.people(company.id, 9)] == ["Anna", "Dora"]
        moved = await book.change_contact(replace(dora, means=(Means(PHONE, "044 000 12 99"),)), dora)
        assert moved.company == "Frei & Partner AG"
        for _ in range(3):
            await book.undo()

    with_book(home, work)
    assert people(home) == before[0]


def test_a_company_that_is_none_any_more_has_no_people(home: Path) -> None:
    """They keep what they said of their company; as a company again it has them again."""

    async def work(book: LocalBook) -> None:
        company, anna = await filled(book)
        one = await book.change_contact(replace(company, kind=ContactKind.PERSON), company)
        assert await book.people(company.id, 9) == ()
        assert (await book.contacts("anna", 9))[0] == anna
        await book.change_contact(replace(one, kind=ContactKind.COMPANY), one)
        assert [who.id for who in await book.people(company.id, 9)] == [anna.id]

    with_book(home, work)


def test_a_second_company_of_a_name_takes_no_people_from_the_first(home: Path) -> None:
    """Neither when it is added nor when the people change in other ways."""

    async def work(book: LocalBook) -> None:
        company, anna = await filled(book)
        second = await book.add_contact(KELLER)
        await book.change_contact(replace(anna, address=("Seeweg 7",)), anna)
        await book.change_contact(replace(second, address=("Gartenweg 3",)), second)
        assert [one.id for one in await book.people(company.id, 9)] == [anna.id]
        assert await book.people(second.id, 9) == ()

    with_book(home, work)


def test_an_import_finds_the_first_of_two_of_a_name(home: Path) -> None:
    """And adds no third."""

    async def work(book: LocalBook) -> None:
        first = await book.add_contact(person("Dora"))
        second = await book.add_contact(person("Dora"))
        added = await book.add_contacts([replace(person("Dora"), address=("Seeweg 7",))])
        assert (added.added, added.updated) == (0, 1)
        assert [(one.id, one.address) for one in await book.contacts("dora", 9)] == [
            (first.id, ("Seeweg 7",)),
            (second.id, ()),
        ]

    with_book(home, work)


# --- numbers ---------------------------------------------------------------------------------------------------------


def test_numbers_are_read_where_the_contact_lives(home: Path) -> None:
    """With another postal address the same text is another number; several in one field become several."""

    async def work(book: LocalBook) -> None:
        anna = await book.add_contact(person("Anna", Means(PHONE, "030 23125 678")))
        assert anna.means[0].normalised != "+493023125678"
        moved = await book.change_contact(replace(anna, address=("Seeweg 2", "10115 Berlin", "Germany")), anna)
        assert moved.means[0].normalised == "+493023125678"
        two = (Means(PHONE, "044 000 12 34 / 044 000 12 35"),)
        split = await book.change_contact(replace(anna, means=two))
        assert [one.normalised for one in split.means] == ["+41440001234", "+41440001235"]

    with_book(home, work)


def test_a_change_is_guarded_by_what_people_see(home: Path) -> None:
    """That the numbers were read anew meanwhile, by other rules, is nobody's change."""
    seen: list[Contact] = []

    async def fill(book: LocalBook) -> None:
        seen.append(await book.add_contact(WORKS))

    async def work(book: LocalBook) -> None:
        stale = replace(seen[0], means=tuple(replace(one, normalised=None) for one in seen[0].means))
        changed = await book.change_contact(replace(seen[0], name="Anna Frei"), stale)
        assert (changed.name, changed.means) == ("Anna Frei", seen[0].means)

    with_book(home, fill, work)


def test_what_waits_to_be_undone_says_who_it_is(home: Path) -> None:
    """Where another kind of change was asked to be taken back."""

    async def work(book: LocalBook) -> None:
        await book.add_contact(WORKS)
        with pytest.raises(Refused, match="the change by hand of Anna"):
            await book.undo((EditKind.IMPORT,))

    with_book(home, work)


# --- forgotten -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("whole", [True, False])
def test_no_undo_brings_back_what_is_forgotten(home: Path, whole: bool) -> None:
    """Of a contact not even the name is left in the list of changes; of a number no digit is left anywhere."""

    async def work(book: LocalBook) -> None:
        anna = await book.add_contact(replace(WORKS, name="Anna 044 000 12 34"))
        await book.change_contact(replace(anna, address=("c/o 044 000 12 34",)), anna)
        await book.forget_person(anna.id if whole else None, [ANNA])
        assert digits_in(home) == []
        titles = [edit.title for edit in await book.edits(9)]
        assert titles == (["", ""] if whole else ["Anna (number removed)"] * 2)
        await book.undo()
        left = await book.contact(anna.id)
        assert (left is None) if whole else (left is not None and [one.kind for one in left.means] == ["email"])
        assert digits_in(home) == []

    with_book(home, work)
    if whole:
        assert not any(b"Anna" in file.read_bytes() for file in home.iterdir() if file.is_file())


# --- later imports ---------------------------------------------------------------------------------------------------


def again(kind: IntakeKind, record: Record, change: Callable[[LocalBook], Awaitable[object]], home: Path) -> str:
    """Take in a list, change it by hand, take it in again: one thing is there; give what it is called then."""
    found: list[str] = []

    async def work(book: LocalBook) -> None:
        await book.take_in(kind, [record], False)
        await change(book)
        taken = await book.take_in(kind, [record], True)
        assert (taken.added, taken.updated, taken.unchanged, taken.vanished) == (0, 0, 1, ())
        things = await (book.projects("", None, False) if kind is PROJECTS else book.service_types(open_only=False))
        found.extend(one.name for one in things if one.name != "Phone call")

    with_book(home, work)
    (name,) = found
    return name


@pytest.mark.parametrize("number", ["", "2026-7"])
@pytest.mark.parametrize("client", [None, "Keller AG"])
def test_an_import_knows_a_project_that_was_renamed(home: Path, number: str, client: str | None) -> None:
    """By what it said the last time: the name, the number and the client that a person gave stay."""
    phases = (PhaseRecord("Design"), PhaseRecord("Build", "41"))
    record = Record("Umbau", number, client=client, phases=phases)

    async def change(book: LocalBook) -> None:
        other = await book.add_contact(person("Dora"))
        design, build = (await book.project("Umbau")).phases
        renamed = (replace(design, name="Draft"), replace(build, name="Site", number="99"))
        await book.set_project(
            "Umbau", ProjectChange(name="Umbau Seeweg", number="X-1", client=other.id, phases=renamed)
        )

    assert again(PROJECTS, record, change, home) == "Umbau Seeweg"
    assert table(home, "SELECT number, client_id FROM projects") == [("X-1", "c1")]
    assert table(home, "SELECT name, number, open FROM phases ORDER BY position") == [
        ("Draft", "", 1),
        ("Site", "99", 1),
    ]


def test_what_the_list_says_anew_is_taken_over(home: Path) -> None:
    """Also of a project that was renamed by hand."""

    async def work(book: LocalBook) -> None:
        await book.take_in(PROJECTS, [Record("Umbau", "7")], False)
        await book.set_project("Umbau", ProjectChange(name="Mine", number="8"))
        taken = await book.take_in(PROJECTS, [Record("Neubau", "7")], False)
        assert (taken.added, taken.updated) == (0, 1)
        assert [(one.name, one.number) for one in await book.projects("", None, True)] == [("Neubau", "8")]

    with_book(home, work)


def test_a_name_that_a_person_gave_to_two_projects_is_the_listed_ones(home: Path) -> None:
    """What a list calls so is what it called so before, whatever else has that name by now."""

    async def work(book: LocalBook) -> None:
        await book.take_in(PROJECTS, [Record("Umbau")], False)
        await book.set_project("Umbau", ProjectChange(name="Seeweg"))
        other = await book.add_project(Project("", "Umbau", phases=(Phase("", "Mine"),)))
        taken = await book.take_in(PROJECTS, [Record("Umbau", open=False)], False)
        assert (taken.added, taken.updated, taken.remarks) == (0, 1, ())
        assert [(one.name, one.open) for one in await book.projects("", None, False)] == [
            ("Umbau", True),
            ("Seeweg", False),
        ]
        assert await book.project("Umbau") == other

    with_book(home, work)


@pytest.mark.parametrize("number", ["", "R1"])
def test_an_import_knows_a_service_type_that_was_renamed(home: Path, number: str) -> None:
    """And leaves its name."""

    async def change(book: LocalBook) -> None:
        await book.set_service_type("Research", "Legal research")

    assert again(SERVICE_TYPES, Record("Research", number), change, home) == "Legal research"


# --- the tables ------------------------------------------------------------------------------------------------------


def test_edits_of_before_can_still_be_undone(home: Path) -> None:
    """The step that lets people change contacts by hand brings all edits along."""

    async def fill(book: LocalBook) -> None:
        await book.add_contacts([KELLER], "first.csv")
        await book.add_contacts([replace(KELLER, address=("Seeweg 7",))], "second.csv")

    async def look(book: LocalBook) -> None:
        assert [(one.title, one.contacts) for one in await book.edits(9)] == [("second.csv", 1), ("first.csv", 1)]
        await book.undo()
        assert (await book.contacts("", 9))[0].address == ()
        await book.add_contact(WORKS)
        assert (await book.edits(1))[0].kind is EditKind.BY_HAND

    with_book(home, fill)
    _go_back(home)
    with_book(home, look)
    (sql,) = table(home, "SELECT sql FROM sqlite_master WHERE name = 'edit_contacts'")[0]
    assert 'REFERENCES "edits" (number)' in str(sql)


def _go_back(home: Path) -> None:
    """Make the tables of edits what they were before the step, with what stands in them."""
    folder = files("calljournal.crm.local") / "migrations"
    before = (folder / "0003_edits.sql").read_text(encoding="utf-8")
    tables = before[before.index("CREATE TABLE edits") : before.index("CREATE TABLE verdicts")]
    with closing(sqlite3.connect(home / FILE_NAME)) as connection:
        connection.executescript(
            "CREATE TABLE kept_edits AS SELECT * FROM edits; CREATE TABLE kept_images AS SELECT * FROM edit_contacts;"
            f"DROP TABLE edit_contacts; DROP TABLE edits; {tables}"
            "INSERT INTO edits SELECT * FROM kept_edits; INSERT INTO edit_contacts SELECT * FROM kept_images;"
            "DROP TABLE kept_edits; DROP TABLE kept_images; DELETE FROM schema_migrations WHERE number >= 5;"
        )
