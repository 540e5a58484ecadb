"""Changes to contacts: what a second import does, what a dry run leaves, and what is undone."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from calljournal.contracts.crm import Contact, EditKind, Means, MeansKind, Project
from calljournal.contracts.numbering import NumberChange
from calljournal.crm.local import edits
from calljournal.crm.local.book import FILE_NAME, LocalBook
from calljournal.errors import NotFound, Refused
from calljournal.matching import ContactKind
from calljournal.numbers import DialRules
from calljournal.worklog import Kind
from tests.contract.crm_suite import draft
from tests.crm.test_local import PHONE, person, table, with_book

KELLER = Contact(
    "", ContactKind.COMPANY, "Keller AG", address=("Dorfstrasse 1",), means=(Means(PHONE, "044 000 12 00"),)
)
ANNA = replace(person("Anna", Means(PHONE, "044 000 12 34", "office"), company="Keller AG"), origin="uid-1")
BEN = person("Ben", Means(PHONE, "ask Anna"), Means(MeansKind.EMAIL, "ben@example.com"))


def dump(home: Path) -> list[str]:
    """Give everything that stands in the file."""
    connection = sqlite3.connect(home / FILE_NAME)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def people(home: Path) -> list[tuple[object, ...]]:
    """Give what undoing has to bring back: contacts, means, and what was said of them."""
    return [
        row for name in ("contacts", "means", "verdicts") for row in table(home, f"SELECT * FROM {name} ORDER BY 1, 2")
    ]


def changed(home: Path, work: Callable[[LocalBook], Awaitable[object]]) -> list[tuple[object, ...]]:
    """Do something with the book, and give what stands in it then."""

    async def whole(book: LocalBook) -> None:
        await work(book)

    with_book(home, whole)
    return people(home)


def adds(*contacts: Contact, title: str = "people.csv") -> Callable[[LocalBook], Awaitable[object]]:
    return lambda book: book.add_contacts(contacts, title)


def undo(book: LocalBook) -> Awaitable[object]:
    return book.undo()


# --- a second import -------------------------------------------------------------------------------------------------


def test_a_second_import_changes_nothing_and_is_no_edit(home: Path) -> None:
    """The same file again: everybody is unchanged, nobody is there twice."""
    before = changed(home, adds(KELLER, ANNA, BEN))

    async def again(book: LocalBook) -> None:
        added = await book.add_contacts([KELLER, ANNA, BEN], "people.csv")
        assert (added.added, added.updated, added.unchanged, added.edit) == (0, 0, 3, None)
        assert [edit.title for edit in await book.edits(10)] == ["people.csv"]

    assert changed(home, again) == before


def test_only_what_differs_is_updated(home: Path) -> None:
    """The edit holds the one contact that has changed; the others are counted as unchanged."""

    async def work(book: LocalBook) -> None:
        await book.add_contacts([KELLER, ANNA, BEN])
        moved = replace(ANNA, means=(Means(PHONE, "044 000 12 35", "office"),))
        added = await book.add_contacts([KELLER, moved, BEN], "later.csv")
        assert (added.added, added.updated, added.unchanged) == (0, 1, 2)
        latest = (await book.edits(1))[0]
        assert (latest.id, latest.title, latest.contacts, latest.undone) == (added.edit, "later.csv", 1, False)

    with_book(home, work)


def test_a_contact_is_found_by_its_origin_under_another_name(home: Path) -> None:
    """Who married is the same person, at another company too; who has no origin is found by the name."""

    async def work(book: LocalBook) -> None:
        await book.add_contacts([KELLER, ANNA])
        married = replace(ANNA, name="Anna Frei", company="Frei AG")
        added = await book.add_contacts([married, replace(BEN, name="ANNA")])
        assert (added.added, added.updated) == (1, 1)
        contacts = {one.id: one for one in await book.contacts("", 10)}
        assert (contacts["c2"].name, contacts["c2"].company, contacts["c2"].origin) == ("Anna Frei", "Frei AG", "uid-1")
        assert (contacts["c3"].name, contacts["c3"].origin) == ("ANNA", "")
        assert await book.contacts("keller", 10) == (contacts["c1"],)  # she is at that company no more

    with_book(home, work)


def test_a_name_that_another_contact_has_is_not_taken(home: Path) -> None:
    """Two contacts of one name and company could not be told apart: all else is brought up to date."""

    async def work(book: LocalBook) -> None:
        await book.add_contacts([replace(ANNA, company=None), BEN])
        renamed = replace(ANNA, name="Ben", company=None, means=(Means(PHONE, "044 000 12 77", "office"),))
        for updated in (1, 0):
            assert (await book.add_contacts([renamed])).updated == updated
        anna = await book.contact("c1")
        assert anna
        assert (anna.name, [one.typed for one in anna.means]) == ("Anna", ["044 000 12 77"])

    with_book(home, work)


def test_names_that_changed_round_are_undone(home: Path) -> None:
    """Each has its own name again, though each name was taken."""
    before = changed(home, adds(replace(ANNA, company=None), replace(BEN, origin="uid-2")))
    changed(home, adds(replace(BEN, name="Carl", origin="uid-2")))
    after = changed(home, adds(person("Anna"), replace(ANNA, name="Ben", company=None)))
    assert {row[2] for row in table(home, "SELECT * FROM contacts")} == {"Anna", "Ben", "Carl"}
    assert after != before
    changed(home, undo)
    assert changed(home, undo) == before


def test_what_was_added_by_hand_stays(home: Path) -> None:
    """A number under another label, and an address, that the source knows nothing of."""

    async def work(book: LocalBook) -> None:
        await book.add_contacts([ANNA])
        by_hand = replace(ANNA, address=("Seeweg 2",), means=(Means(PHONE, "044 000 12 99", "by hand"),))
        await book.add_contacts([by_hand])
        added = await book.add_contacts([ANNA])
        assert added.added == 0
        (anna,) = await book.contacts("anna", 10)
        assert {one.typed for one in anna.means} == {"044 000 12 34", "044 000 12 99"}
        assert anna.address == ("Seeweg 2",)
        assert (await book.add_contacts([ANNA])).unchanged == 1

    with_book(home, work)


def test_numbers_are_read_as_in_the_country_of_the_address(home: Path) -> None:
    """Also where only the book knows the address."""
    german = replace(person("Karl", Means(PHONE, "030 23125-678")), address=("10115 Berlin", "Deutschland"))

    async def work(book: LocalBook) -> None:
        await book.add_contacts([german])
        assert [one.name for one in await book.find(["+493023125678"])] == ["Karl"]
        await book.add_contacts([person("Karl", Means(PHONE, "030 23125-679"))])
        assert [one.name for one in await book.find(["+493023125679"])] == ["Karl"]

    with_book(home, work)


# --- dry runs --------------------------------------------------------------------------------------------------------


def test_a_dry_run_tells_and_leaves_the_file_as_it_was(home: Path) -> None:
    """Every table, counters and all, of an import, a run of normalise and a repair."""
    changed(home, adds(KELLER, ANNA, BEN))
    before = dump(home)

    async def work(book: LocalBook) -> None:
        moved = replace(BEN, means=(Means(PHONE, "044 000 12 01"),))
        added = await book.add_contacts([KELLER, moved, person("Carl", Means(PHONE, "ask Ben"))], "x", dry_run=True)
        assert (added.added, added.updated, added.unchanged, added.unreadable) == (1, 1, 1, ("ask Ben",))
        run = await book.normalise(None, 2, undoable=True, dry_run=True)
        assert (run.done, run.total, run.began) == (2, 3, 0)
        run = await book.normalise(run.after, 2, undoable=True, dry_run=True)
        assert (run.done, run.after, run.began, run.unreadable) == (3, None, 2, 1)
        change = NumberChange("c3.1", "ask Anna", "044 000 12 01", "unreadable")
        assert (await book.change_numbers([change], "x", dry_run=True)).done == 1

    changed(home, work)
    assert dump(home) == before


# --- undo ------------------------------------------------------------------------------------------------------------


def test_an_import_is_undone(home: Path) -> None:
    """Whoever was added is gone, whoever was changed is as before, links to a new company included."""
    before = changed(home, adds(ANNA, BEN))
    moved = replace(BEN, address=("Seeweg 9",), means=(Means(PHONE, "044 000 12 01"),), active=False)
    after = changed(home, adds(KELLER, moved, person("Carl", company="Keller AG")))
    assert after != before
    assert changed(home, undo) == before

    async def look(book: LocalBook) -> None:
        found = [(edit.id, edit.contacts, edit.undone) for edit in await book.edits(10)]
        assert found == [("e2", 4, True), ("e1", 2, False)]  # Carl, Keller AG, Ben, and Anna, who is linked to it

    with_book(home, look)
    assert changed(home, undo) == []


def test_only_an_edit_of_a_kind_that_was_meant_is_undone(home: Path) -> None:
    """Another one is named, with what takes it back, and stays."""
    before = changed(home, adds(BEN, title="people.csv"))

    async def repairs(book: LocalBook) -> None:
        kinds = (EditKind.REPAIR, EditKind.NORMALISE)
        await book.change_numbers([NumberChange("c1.1", "ask Anna", "044 000 12 01", "unreadable")], "c1.1")
        with pytest.raises(Refused, match=r"the latest change is the repair of c1\.1: "):
            await book.undo((EditKind.IMPORT,))
        assert (await book.undo(kinds)).kind is EditKind.REPAIR
        with pytest.raises(Refused, match=r"the import of people\.csv: `calljournal contacts undo` takes that back"):
            await book.undo(kinds)

    assert changed(home, repairs) == before


def test_companies_among_those_added_are_counted(home: Path) -> None:
    """Those alone that are new."""

    async def work(book: LocalBook) -> None:
        for dry_run in (True, False):
            added = await book.add_contacts([KELLER, ANNA], dry_run=dry_run)
            assert (added.added, added.companies) == (2, 1)
        frei = replace(KELLER, name="Frei AG")
        added = await book.add_contacts([frei, replace(KELLER, address=("Seeweg 9",)), BEN])
        assert (added.added, added.companies, added.updated) == (2, 1, 1)
        assert (await book.add_contacts([KELLER, ANNA, BEN])).companies == 0

    with_book(home, work)


def test_edits_are_undone_from_the_latest_on(home: Path) -> None:
    """One after the other, past those that are undone already, until nothing is left to undo."""
    texts = ("044 000 12 01", "044 000 12 02", "044 000 12 03")
    versions = [(replace(ANNA, means=(Means(PHONE, text, "office"),)),) for text in texts]
    states = [changed(home, adds(*version)) for version in ((), *versions)]
    assert changed(home, undo) == states[2]
    assert changed(home, adds(BEN)) != states[2]
    assert changed(home, undo) == states[2]
    assert changed(home, undo) == states[1]
    assert changed(home, undo) == states[0]
    with pytest.raises(NotFound, match="nothing to undo"):
        changed(home, undo)


def test_a_contact_that_something_refers_to_stays_inactive(home: Path) -> None:
    """A booking keeps its contact, a project its client, a person who stays the company; and it is told."""

    async def work(book: LocalBook) -> None:
        await book.add_contacts([KELLER, ANNA, BEN, person("Carl"), person("Dora")])
        await book.book(draft("k1", contact="c2"))
        await book.book(draft("k2", kind=Kind.ACTIVITY, contact="c3"))
        await book.add_project(Project("", "Website", "c4"))
        edit = await book.undo()
        assert "4 stay as inactive contacts" in edit.remark
        assert "c1, c2, c3, c4" in edit.remark
        left = {one.id: one.active for one in await book.contacts("", 10)}
        assert left == {"c1": False, "c2": False, "c3": False, "c4": False}
        added = await book.add_contacts([KELLER, ANNA, BEN])  # whoever stayed is known again
        assert (added.added, added.updated) == (0, 3)

    with_book(home, work)


def test_a_name_is_taken_back_from_one_that_had_to_stay(home: Path) -> None:
    """The contact that had the name first has it again."""

    async def work(book: LocalBook) -> None:
        await book.add_contacts([replace(ANNA, company=None)])
        await book.add_contacts([replace(ANNA, name="Anna Frei", company=None)])
        await book.add_contacts([person("Anna")])
        await book.book(draft(contact="c2"))
        await book.undo()
        await book.undo()
        assert {(one.id, one.name, one.active) for one in await book.contacts("", 10)} == {
            ("c1", "Anna", True),
            ("c2", "Anna", False),
        }
        assert (await book.add_contacts([person("Anna", Means(PHONE, "044 000 12 01"))])).updated == 1
        assert [one.id for one in await book.find(["+41440001201"])] == ["c1"]

    with_book(home, work)


def test_undo_reads_numbers_by_the_rules_of_now(home: Path) -> None:
    """Whoever changed the firm's country after an import finds the callers after undoing it too."""
    changed(home, adds(person("Anna", Means(PHONE, "030 23125-678"))))
    changed(home, adds(person("Anna", Means(PHONE, "044 000 12 34"))))

    async def work(book: LocalBook) -> None:
        await book.undo()
        assert [one.name for one in await book.find(["+493023125678"])] == ["Anna"]

    with_book(home, work, rules=DialRules("DE", "30", "0"))


def test_fifty_edits_are_remembered(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is older is forgotten, images and all."""
    monkeypatch.setattr(edits, "KEPT", 3)

    async def work(book: LocalBook) -> None:
        for number in range(5):
            await book.add_contacts([person(f"P{number}")], f"file {number}")
        assert [edit.title for edit in await book.edits(10)] == ["file 4", "file 3", "file 2"]
        for _ in range(3):
            await book.undo()
        with pytest.raises(NotFound):
            await book.undo()
        assert {one.name for one in await book.contacts("", 10)} == {"P0", "P1"}

    with_book(home, work)
    assert table(home, "SELECT * FROM edit_contacts WHERE edit < 3 OR before IS NOT NULL") == []


# --- numbers that are changed ----------------------------------------------------------------------------------------


def test_other_numbers_keep_their_names_when_one_is_changed(home: Path) -> None:
    """Whoever works through a list may use it to its end: what is taken out leaves a gap, what is new comes last."""
    anna = person("Anna", *(Means(PHONE, f"044 000 12 0{number}", str(number)) for number in range(3)))

    async def work(book: LocalBook) -> None:
        await book.add_contacts([anna])
        first = NumberChange("c1.1", "044 000 12 00", "044 000 12 10 / 11", "")
        await book.change_numbers([first, NumberChange("c1.2", "044 000 12 01", "", "")], "x")
        numbers = await book.numbers(None, 10)
        assert [(one.ref, one.typed, one.normalised) for one in numbers] == [
            ("c1.1", "044 000 12 10", "+41440001210"),
            ("c1.3", "044 000 12 02", "+41440001202"),
            ("c1.4", "044 000 12 11", "+41440001211"),
        ]
        contact = await book.contact("c1")
        assert contact
        assert [one.standard for one in contact.means] == [True, False, False]

    with_book(home, work)


def test_what_has_changed_meanwhile_is_left(home: Path) -> None:
    """Another text, no number at all, or something that is no number stands there by now."""

    async def work(book: LocalBook) -> None:
        await book.add_contacts([BEN])
        changes = [NumberChange(ref, "ben@example.com", "", "") for ref in ("c1.1", "c1.2", "c1.3", "c9.1")]
        done = await book.change_numbers(changes, "x")
        assert (done.done, done.stale, done.edit) == (0, ("c1.1", "c1.2", "c1.3", "c9.1"), None)
        with pytest.raises(Refused, match="'x' names no number"):
            await book.change_numbers([NumberChange("x", "", "", "")], "x")

    with_book(home, work)


@pytest.mark.parametrize("instead", ["044 000 12 01", "", "044 000 12 01, 044 000 12 02"])
def test_what_was_put_right_is_not_made_wrong_by_the_next_import(home: Path, instead: str) -> None:
    """The source still has the old text; put right twice, the latest counts; undone, the source counts again."""
    changed(home, adds(BEN))

    async def put_right(book: LocalBook) -> None:
        await book.change_numbers([NumberChange("c1.1", "ask Anna", instead, "unreadable")], "x")
        assert (await book.add_contacts([BEN])).unchanged == 1
        if instead:
            await book.change_numbers([NumberChange("c1.1", "044 000 12 01", "044 000 12 05", "")], "x")
            assert (await book.add_contacts([BEN])).unchanged == 1
            assert [one.name for one in await book.find(["+41440001205"])] == ["Ben"]
            await book.change_numbers([NumberChange("c1.1", "044 000 12 05", "044 000 12 01", "")], "x")
            assert (await book.add_contacts([BEN])).unchanged == 1
            assert [one.name for one in await book.find(["+41440001201"])] == ["Ben"]
            await book.undo()
            await book.undo()
        await book.undo()
        (ben,) = await book.contacts("ben", 1)
        assert ben.means[0].typed == "ask Anna"
        assert (await book.add_contacts([BEN])).unchanged == 1

    changed(home, put_right)
    assert table(home, "SELECT * FROM verdicts") == []


def test_a_number_that_was_changed_back_stays_so(home: Path) -> None:
    """Whatever else was put right: the latest word on a number is what counts at the next import."""
    anna = person("Anna", Means(PHONE, "044 000 12 01"), Means(PHONE, "ask Ben", "b"))

    async def work(book: LocalBook) -> None:
        await book.add_contacts([anna])
        for old, new in (("044 000 12 01", "044 000 12 05"), ("044 000 12 05", "044 000 12 01")):
            await book.change_numbers([NumberChange("c1.1", old, new, "")], "x")
        await book.change_numbers([NumberChange("c1.2", "ask Ben", "044 000 12 09", "")], "x")
        assert (await book.add_contacts([anna])).unchanged == 1

    with_book(home, work)


def test_what_is_right_is_remembered_until_undone(home: Path) -> None:
    """It is said of this problem of this text."""

    async def work(book: LocalBook) -> None:
        await book.add_contacts([BEN])
        done = await book.change_numbers([NumberChange("c1.1", "ask Anna", None, "unreadable")], "x")
        assert (done.done, done.edit) == (1, "e2")
        assert [one.accepted for one in await book.numbers(None, 10)] == [{"unreadable"}]
        assert [edit.contacts for edit in await book.edits(10)] == [1, 1]
        assert (await book.undo()).contacts == 1
        assert [(edit.contacts, edit.undone) for edit in await book.edits(10)] == [(1, True), (1, False)]
        assert [one.accepted for one in await book.numbers(None, 10)] == [frozenset()]

    with_book(home, work)


def test_who_shares_a_number_is_counted(home: Path) -> None:
    """The other contacts in all, own people of a company, and whether one's own company is among them."""
    head = "044 000 12 00"
    dora, carl = (person(name, Means(PHONE, head), company="Keller AG") for name in ("Dora", "Carl"))

    async def work(book: LocalBook) -> None:
        await book.add_contacts(
            [KELLER, dora, carl, person("Eva", Means(PHONE, head), Means(MeansKind.FAX, head)), ANNA]
        )
        found = {one.name: (one.sharing, one.own_people, one.at_company) for one in await book.numbers(None, 3)}
        assert found == {"Keller AG": (3, 2, False), "Dora": (3, 0, True), "Carl": (3, 0, True)}
        found = {one.name: (one.sharing, one.own_people, one.at_company) for one in await book.numbers("c3.1", 10)}
        assert found == {"Eva": (3, 0, False), "Anna": (0, 0, False)}
        assert [one.ref for one in await book.numbers(None, 10, "c4")] == ["c4.1", "c4.2"]
        assert await book.numbers("c9.9", 10) == ()

    with_book(home, work)


def test_a_fax_that_is_a_telephone_at_the_company_is_told(home: Path) -> None:
    """It is the same number, and yet another thing; where the company has it as both, it is the same."""
    fax = person("Dora", Means(MeansKind.FAX, "044 000 12 00", "direct"), company="Keller AG")

    async def work(book: LocalBook) -> None:
        for more, alike in (((), False), ((Means(MeansKind.FAX, "044 000 12 00"),), True)):
            await book.add_contacts([replace(KELLER, means=KELLER.means + more), fax])
            (one,) = await book.numbers(None, 10, "c2")
            assert (one.at_company, one.alike, one.label) == (True, alike, "direct")

    with_book(home, work)


def test_many_contacts_are_undone_by_indexes(home: Path) -> None:
    """To delete one contact no table is read through."""
    with_book(home, lambda book: asyncio.sleep(0))
    for child, column in (("activities", "contact_id"), ("time_entries", "contact_id"), ("contacts", "company_id")):
        plan = str(table(home, f"EXPLAIN QUERY PLAN SELECT 1 FROM {child} WHERE {column} = 'c1'"))
        assert "USING" in plan, child
    plan = str(table(home, "EXPLAIN QUERY PLAN SELECT 1 FROM contacts WHERE origin = 'x' AND origin <> ''"))
    assert "contacts_by_origin" in plan
