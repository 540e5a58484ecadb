"""What the local book does beyond the contract: short ids, its tables, numbers in one field, rules that change."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from calljournal.contracts.crm import Contact, CrmConfig, Means, MeansKind, Phase, Project
from calljournal.crm.local.book import FILE_NAME, LocalBook
from calljournal.errors import NotFound, Refused, StoreFailed
from calljournal.matching import ContactKind
from calljournal.numbers import DialRules
from calljournal.worklog import Kind
from tests.contract.crm_suite import RULES, StoppedClock, draft
from tests.zones import computer_in

PHONE, MOBILE = MeansKind.PHONE, MeansKind.MOBILE


def with_book(home: Path, *works: Callable[[LocalBook], Awaitable[None]], rules: DialRules = RULES) -> None:
    """Open the book for each of these in turn."""

    async def whole(work: Callable[[LocalBook], Awaitable[None]]) -> None:
        book = LocalBook(CrmConfig("local", home, rules, StoppedClock()))
        await book.open()
        try:
            await work(book)
        finally:
            await book.close()

    for work in works:
        asyncio.run(whole(work))


def table(home: Path, sql: str) -> list[tuple[object, ...]]:
    """Ask the file as another program would."""
    connection = sqlite3.connect(home / FILE_NAME)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def person(name: str, *means: Means, company: str | None = None) -> Contact:
    return Contact("", ContactKind.PERSON, name, company, means=means)


@pytest.fixture
def zurich() -> Iterator[None]:
    """The book is kept in Zürich."""
    with computer_in("Europe/Zurich"):
        yield


# --- people ----------------------------------------------------------------------------------------------------------


def test_ids_are_short_and_never_given_twice(home: Path) -> None:
    """People type them; each kind of thing is counted by itself."""

    async def work(book: LocalBook) -> None:
        await book.add_contacts([person("Anna"), person("Ben")])
        assert [contact.id for contact in await book.contacts("", 10)] == ["c1", "c2"]
        project = await book.add_project(Project("ignored", "Website", "c2"))
        assert (project.id, project.client_name) == ("p1", "Ben")
        assert [one.id for one in await book.service_types()] == ["s1"]
        assert (await book.add_service_type("Advice")).id == "s2"
        assert (await book.book(draft("k1"))).id == "t1"
        assert (await book.book(draft("k2", kind=Kind.ACTIVITY))).id == "a1"

    with_book(home, work)


def test_several_numbers_in_one_field_become_several_means(home: Path) -> None:
    """Each finds its contact and is shown by its own text; what stands there twice is kept once."""
    typed = Means(PHONE, "044 000 12 34, 079 000 11 22; +41 44 000 12 34", "direct")

    async def work(book: LocalBook) -> None:
        await book.add_contacts([person("Anna", typed, Means(PHONE, "044 000 12 50 / 51", "office"))])
        (anna,) = await book.contacts("anna", 1)
        assert [(one.typed, one.normalised, one.label, one.standard) for one in anna.means] == [
            ("044 000 12 34", "+41440001234", "direct", True),
            ("079 000 11 22", "+41790001122", "direct", False),
            ("044 000 12 50", "+41440001250", "office", False),
            ("044 000 12 51", "+41440001251", "office", False),  # written as "51" only
        ]
        (found,) = await book.find(["+41440001251"])
        assert found.typed == "044 000 12 51"

    with_book(home, work)


def test_of_each_kind_one_is_the_standard(home: Path) -> None:
    """The one that says so, else the first."""
    means = (
        Means(PHONE, "044 000 12 01"),
        Means(PHONE, "044 000 12 02", standard=True),
        Means(PHONE, "044 000 12 03", standard=True),
        Means(MOBILE, "079 000 11 22"),
        Means(MeansKind.WEB, " "),
    )

    async def work(book: LocalBook) -> None:
        await book.add_contacts([person("Anna", *means)])
        (anna,) = await book.contacts("anna", 1)
        assert [one.standard for one in anna.means] == [False, True, False, True]

    with_book(home, work)


def test_new_means_replace_those_of_their_kind_and_label(home: Path) -> None:
    """A number that changed is not kept beside the new one; what was not spoken of stays."""
    office, mobile = Means(PHONE, "044 000 12 01", "office"), Means(MOBILE, "079 000 11 22")

    async def work(book: LocalBook) -> None:
        await book.add_contacts([replace(person("Anna", office, mobile), address=("Seeweg 2",))])
        await book.add_contacts([person("  anna ", Means(PHONE, "044 000 12 02", "office"))])
        (anna,) = await book.contacts("", 10)
        assert [one.typed for one in anna.means] == ["044 000 12 02", "079 000 11 22"]
        assert (anna.id, anna.address) == ("c1", ("Seeweg 2",))

    with_book(home, work)


def test_one_delivery_may_name_a_contact_twice(home: Path) -> None:
    """Two lines of a list with one number each give one contact with both."""
    first, second = Means(PHONE, "044 000 12 01"), Means(PHONE, "044 000 12 02")

    async def work(book: LocalBook) -> None:
        added = await book.add_contacts([person("Anna", first), person("ANNA", second)])
        assert (added.added, added.updated) == (1, 0)
        (anna,) = await book.contacts("", 10)
        assert [one.typed for one in anna.means] == ["044 000 12 01", "044 000 12 02"]

    with_book(home, work)


def test_people_and_companies_of_one_name_are_two(home: Path) -> None:
    """And so are people of one name at two companies; Muller is not Müller."""
    new = [
        person("Keller"),
        Contact("", ContactKind.COMPANY, "Keller"),
        person("Keller", company="A AG"),
        person("Keller", company="B AG"),
        person("Müller"),
        person("Muller"),
    ]

    async def work(book: LocalBook) -> None:
        assert (await book.add_contacts(new)).added == 6
        assert (await book.add_contacts(new)).unchanged == 6
        assert len(await book.contacts("", 10)) == 6

    with_book(home, work)


@pytest.mark.parametrize("company_first", [True, False])
def test_a_person_is_linked_to_the_company(home: Path, company_first: bool) -> None:
    """Whichever of them was there first, and however the name is written."""
    company = Contact("", ContactKind.COMPANY, "Keller AG", address=("Dorfstrasse 1",))
    anna = person("Anna", Means(PHONE, "044 000 12 34"), company="keller ag")

    async def work(book: LocalBook) -> None:
        for one in [company, anna] if company_first else [anna, company]:
            await book.add_contacts([one])
        (found,) = await book.find(["+41440001234"])
        assert (found.kind, found.company, found.address) == (ContactKind.CONTACT, "Keller AG", ("Dorfstrasse 1",))
        (contact,) = await book.contacts("anna", 1)
        assert contact.company == "Keller AG"

    with_book(home, work)


def test_a_contact_without_a_name_is_refused_and_nothing_of_its_delivery_is_added(home: Path) -> None:
    """All or none: an import is not half done."""

    async def work(book: LocalBook) -> None:
        with pytest.raises(Refused, match="name"):
            await book.add_contacts([person("Anna"), person(" ")])
        assert await book.contacts("", 10) == ()

    with_book(home, work)


def test_numbers_are_read_anew_when_the_rules_change(home: Path) -> None:
    """Whoever sets the firm's country after the import finds the callers when the book has been normalised."""

    async def fill(book: LocalBook) -> None:
        await book.add_contacts(
            [person("Anna", Means(PHONE, "030 23125-678"), Means(MeansKind.EMAIL, "a@example.com"))]
        )
        assert await book.find(["+493023125678"]) == ()

    async def look(book: LocalBook) -> None:
        assert await book.find(["+493023125678"]) == ()
        await book.normalise(None, 100, undoable=True)
        (found,) = await book.find(["+493023125678"])
        assert found.typed == "030 23125-678"
        assert await book.contacts("030 23125", 10)

    with_book(home, fill)
    with_book(home, look, rules=DialRules("DE", "30", "0"))


def test_a_look_up_uses_the_index(home: Path) -> None:
    """A caller is found as quickly among a million numbers as among ten."""

    async def nothing(_: LocalBook) -> None: ...

    with_book(home, nothing)
    plan = str(table(home, "EXPLAIN QUERY PLAN SELECT * FROM means WHERE normalised IN ('a', 'b')"))
    assert "means_by_number" in plan


def test_many_contacts_are_given_whole(home: Path) -> None:
    """More than a question may have parameters."""

    async def work(book: LocalBook) -> None:
        many = [person(f"P{number:04}", Means(MeansKind.EMAIL, f"p{number}@example.com")) for number in range(1200)]
        await book.add_contacts(many)
        found = await book.contacts("", 5000)
        assert len(found) == 1200
        assert all(len(contact.means) == 1 for contact in found)
        assert await book.find([f"+4144000{number:04}" for number in range(1200)]) == ()

    with_book(home, work)


# --- projects --------------------------------------------------------------------------------------------------------


def test_a_project_given_again_is_brought_up_to_date(home: Path) -> None:
    """The same name and client are the same project: new phases come to it, it may be closed and opened."""

    async def work(book: LocalBook) -> None:
        await book.add_contacts([person("Anna")])
        first = await book.add_project(Project("", "Website", "c1", phases=(Phase("", "Design"),)))
        phases = (Phase("", "Build"), Phase("", "design"))
        again = await book.add_project(Project("", " website", "c1", open=False, phases=phases))
        assert (again.id, again.name, again.open) == (first.id, "website", False)
        assert {phase.name for phase in again.phases} == {"Design", "Build"}
        assert first.phases[0] in again.phases
        assert (await book.add_project(Project("", "Website"))).id != first.id

    with_book(home, work)


@pytest.mark.parametrize("new", [Project("", " "), Project("", "Website", "c99")])
def test_a_project_needs_a_name_and_a_client_that_exists(home: Path, new: Project) -> None:
    """Anything else is refused in words."""

    async def work(book: LocalBook) -> None:
        with pytest.raises((Refused, NotFound)):
            await book.add_project(new)
        assert await book.projects("", None, False) == ()

    with_book(home, work)


def test_a_name_that_several_projects_have_is_not_picked(home: Path) -> None:
    """The ids are named with their clients; a closed one of the name is not meant."""

    async def work(book: LocalBook) -> None:
        await book.add_contacts([person("Anna"), person("Ben")])
        await book.add_project(Project("", "Website", "c1"))
        await book.add_project(Project("", "Website", open=False))
        assert (await book.book(draft("k1", project="website"))).id == "t1"
        await book.add_project(Project("", "Website", "c2"))
        with pytest.raises(Refused, match=r"Anna \(p1\), Ben \(p3\)"):
            await book.book(draft("k2", project="website"))
        assert (await book.book(draft("k2", project="p3"))).id == "t2"

    with_book(home, work)


def test_the_nearest_names_are_proposed(home: Path) -> None:
    """A slip of the finger costs one look, not a search."""

    async def work(book: LocalBook) -> None:
        for name in ("Website relaunch", "Webshop", "Büroumbau", "Steuern 2026"):
            await book.add_project(Project("", name))
        for typed, proposal in {
            "website": "Website relaunch (p1)",
            "Bueroumbau": "(p3)",
            "Stuern 2026": "(p4)",
        }.items():
            with pytest.raises(NotFound) as failed:
                await book.book(draft(project=typed))
            assert f"there is no project {typed!r}; do you mean" in str(failed.value)
            assert proposal in str(failed.value)

    with_book(home, work)


# --- what stands in the tables ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("zurich")
def test_a_time_entry_is_whole(home: Path) -> None:
    """User, date, from, to, billed and measured minutes, project, phase, service type, text and contact."""
    start = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)  # half past midnight of the next day in Zürich

    async def work(book: LocalBook) -> None:
        await book.add_contacts([person("Anna")])
        project = await book.add_project(Project("", "Website", phases=()))
        assert project.id == "p1"
        await book.book(draft(contact="c1", project="Website", start=start, service_type=None))

    with_book(home, work)
    assert table(
        home,
        "SELECT t.id, u.name, t.day, t.started, t.ended, t.minutes, t.measured_minutes, p.name, t.phase_id, s.name, "
        "t.text, c.name, b.key, b.entry FROM time_entries t JOIN users u ON u.id = t.user_id "
        "JOIN projects p ON p.id = t.project_id JOIN service_types s ON s.id = t.service_type_id "
        "JOIN contacts c ON c.id = t.contact_id JOIN bookings b ON b.key = t.booking",
    ) == [
        (
            "t1",
            "anna",
            "2026-03-10",
            "2026-03-09T23:30:00.000000Z",
            "2026-03-09T08:51:00.000000Z",
            15.0,
            10.5,
            "Website",
            None,
            "Phone call",
            "we spoke about the façade",
            "Anna",
            "key-1",
            "entry-1",
        )
    ]


def test_an_activity_is_whole(home: Path) -> None:
    """Title, text, date, type, done, responsible, contact and project."""

    async def work(book: LocalBook) -> None:
        await book.add_contacts([person("Anna")])
        await book.book(draft(kind=Kind.ACTIVITY, contact="c1"))

    with_book(home, work)
    assert table(
        home,
        "SELECT a.id, a.title, a.text, a.day, a.type, a.done, u.name, a.contact_id, a.project_id "
        "FROM activities a JOIN users u ON u.id = a.responsible_id",
    ) == [("a1", "Call from Anna Keller", "we spoke about the façade", "2026-03-09", "call", 1, "anna", "c1", None)]


def test_a_broken_file_is_said_in_words(home: Path) -> None:
    """The engine can show it, and the file is kept."""
    (home / FILE_NAME).write_bytes(b"no database at all" * 1000)

    async def nothing(_: LocalBook) -> None: ...

    with pytest.raises(StoreFailed, match=r"book\.db is no database"):
        with_book(home, nothing)
