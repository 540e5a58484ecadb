"""All numbers of the book normalised anew: page by page, in one edit, again where it stopped, and when rules change."""

import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from calljournal.contracts.crm import Means, MeansKind
from calljournal.contracts.numbering import Normalised
from calljournal.crm.local import normalising
from calljournal.crm.local.book import FILE_NAME, LocalBook
from calljournal.errors import Refused
from calljournal.numbers import DialRules
from tests.contract.crm_suite import RULES
from tests.crm.test_edits import people
from tests.crm.test_local import PHONE, person, table, with_book

GERMAN = DialRules("DE", "30", "0")


def forget_numbers(home: Path) -> None:
    """Have a book as an older program left it: none of its numbers is normalised."""
    connection = sqlite3.connect(home / FILE_NAME)
    connection.execute("UPDATE means SET normalised = NULL, trunk = NULL")
    connection.commit()
    connection.close()


async def fill(book: LocalBook, count: int = 5) -> None:
    numbers = [Means(PHONE, f"044 000 12 0{number}") for number in range(count)]
    await book.add_contacts([person(f"P{n}", one, Means(MeansKind.WEB, "x.example")) for n, one in enumerate(numbers)])


def with_stale_book(home: Path, *works: Callable[[LocalBook], Awaitable[None]]) -> None:
    """Do something with a book of five contacts whose numbers are not normalised, opened anew for each."""
    with_book(home, fill)
    forget_numbers(home)
    with_book(home, *works)


async def whole_run(book: LocalBook, limit: int = 2) -> list[Normalised]:
    pages = [await book.normalise(None, limit, undoable=True)]
    while pages[-1].after is not None:
        pages.append(await book.normalise(pages[-1].after, limit, undoable=True))
    return pages


def test_a_run_normalises_all_numbers_as_one_edit(home: Path) -> None:
    """What was typed stays; the edit is undone as one; a second run changes nothing and is no edit."""
    with_book(home, fill)
    right = table(home, "SELECT * FROM means")
    forget_numbers(home)
    stale = people(home)

    async def work(book: LocalBook) -> None:
        pages = await whole_run(book)
        assert [(one.began, one.done, one.changed) for one in pages] == [(0, 2, 2), (2, 4, 4), (4, 5, 5)]
        assert {(one.total, one.unreadable, one.edit) for one in pages} == {(5, 0, "e2")}
        assert table(home, "SELECT * FROM means") == right
        assert (await whole_run(book))[-1] == Normalised(5, 5, 0, 0, began=4)
        assert (await book.undo()).contacts == 5

    with_book(home, work)
    assert people(home) == stale


def test_a_run_goes_on_where_it_stopped(home: Path) -> None:
    """The book remembers how far it was, whoever asks."""

    async def begin(book: LocalBook) -> None:
        await book.normalise(None, 2, undoable=True)

    async def go_on(book: LocalBook) -> None:
        page = await book.normalise(None, 2, undoable=True)
        assert (page.began, page.done, page.changed, page.edit) == (2, 4, 4, "e2")
        page = await book.normalise(page.after, 2, undoable=True)
        assert (page.done, page.changed, page.after) == (5, 5, None)
        assert [edit.contacts for edit in await book.edits(10)] == [5, 5]

    with_stale_book(home, begin, go_on)


def test_an_import_in_the_middle_of_a_run_divides_its_edit(home: Path) -> None:
    """What is undone fits what is there: the rest of the run, the import, the beginning of the run."""

    async def work(book: LocalBook) -> None:
        page = await book.normalise(None, 2, undoable=True)
        await book.add_contacts([person("P4", Means(PHONE, "044 000 12 77"))], "late.csv")
        while page.after is not None:
            page = await book.normalise(page.after, 2, undoable=True)
        found = [(edit.kind.value, edit.contacts) for edit in await book.edits(10)]
        assert found == [("normalise", 2), ("import", 1), ("normalise", 2), ("import", 5)]
        for _ in range(3):
            await book.undo()

    with_book(home, fill)
    forget_numbers(home)
    stale = people(home)
    with_book(home, work)
    assert people(home) == stale


def test_a_run_that_was_undone_goes_on_no_more(home: Path) -> None:
    """Whoever asks for its next page hears of it, and a new run begins at the beginning."""

    async def work(book: LocalBook) -> None:
        page = await book.normalise(None, 2, undoable=True)
        await book.undo()
        with pytest.raises(Refused, match="undone meanwhile"):
            await book.normalise(page.after, 2, undoable=True)
        assert (await book.normalise(None, 2, undoable=True)).began == 0

    with_stale_book(home, work)


def test_a_run_that_another_finished_is_over(home: Path) -> None:
    """Two may ask for its pages; neither begins it anew."""

    async def work(book: LocalBook) -> None:
        mine = await book.normalise(None, 2, undoable=True)
        await whole_run(book)
        last = await book.normalise(mine.after, 2, undoable=True)
        assert (last.began, last.done, last.after) == (5, 5, None)

    with_stale_book(home, work)


def test_what_cannot_be_read_is_counted(home: Path) -> None:
    """An internal number is none of them, and an e-mail address is no number."""
    means = (Means(PHONE, "ask Anna"), Means(PHONE, "103"), Means(MeansKind.EMAIL, "anna@example.com"))

    async def work(book: LocalBook) -> None:
        await book.add_contacts([person("Anna", *means)])
        assert (await whole_run(book))[-1].unreadable == 1

    with_book(home, work)


# --- the rules change ------------------------------------------------------------------------------------------------


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A book of five contacts is not renewed at once."""
    monkeypatch.setattr(normalising, "SMALL", 3)


def test_a_small_book_is_renewed_at_once(home: Path) -> None:
    """When it is opened, and when the rules change while it is open; nobody has to undo that."""

    async def work(book: LocalBook) -> None:
        await book.add_contacts([person("Anna", Means(PHONE, "030 23125-678"))])
        assert not await book.use_rules(RULES)
        assert not await book.use_rules(GERMAN)
        assert await book.find(["+493023125678"])
        assert len(await book.edits(10)) == 1

    with_book(home, work)


@pytest.mark.usefixtures("large")
def test_a_large_book_is_marked_and_renewed_page_by_page(home: Path) -> None:
    """The mark outlives the program, and goes with the last page; a renewal is no edit."""

    async def mark(book: LocalBook) -> None:
        await fill(book)
        assert await book.use_rules(GERMAN)
        assert (await book.normalise(None, 3, undoable=False)).changed == 3

    async def go_on(book: LocalBook) -> None:
        assert await book.use_rules(GERMAN)
        page = await book.normalise(None, 3, undoable=False)
        assert (page.began, page.done, page.changed, page.after, page.edit) == (3, 5, 5, None, None)
        assert not await book.use_rules(GERMAN)
        assert len(await book.edits(10)) == 1

    with_book(home, mark)
    with_book(home, go_on, rules=GERMAN)


@pytest.mark.usefixtures("large")
def test_rules_that_change_back_in_the_middle_leave_no_number_behind(home: Path) -> None:
    """Half of the book was read by other rules, so it is still due, and is read from the beginning."""

    async def work(book: LocalBook) -> None:
        await fill(book)
        assert await book.use_rules(GERMAN)
        page = await book.normalise(None, 3, undoable=False)
        assert await book.use_rules(RULES)
        page = await book.normalise(page.after, 3, undoable=False)
        assert (page.began, page.done, page.changed) == (0, 3, 3)
        await book.normalise(page.after, 3, undoable=False)
        assert not await book.use_rules(RULES)
        assert [one.typed for one in await book.find(["+41440001200"])] == ["044 000 12 00"]

    with_book(home, work)


@pytest.mark.usefixtures("large")
def test_undoing_in_the_middle_of_a_renewal_begins_it_anew(home: Path) -> None:
    """What was put back is read by the rules of now, and nothing is left out."""

    async def work(book: LocalBook) -> None:
        await fill(book)
        await book.add_contacts([person("P0", Means(PHONE, "044 000 12 99"))])
        await book.use_rules(GERMAN)
        page = await book.normalise(None, 3, undoable=False)
        await book.undo()
        with pytest.raises(Refused):
            await book.normalise(page.after, 3, undoable=False)
        assert await book.use_rules(GERMAN)
        run = await book.normalise(None, 9, undoable=False)
        assert (run.began, run.done, run.after) == (0, 5, None)

    with_book(home, work)
    assert table(home, "SELECT COUNT(*) FROM means WHERE normalised LIKE '+41%'") == [(0,)]


def test_the_country_of_the_address_counts(home: Path) -> None:
    """Whoever lives in Germany keeps German numbers when the firm moves."""

    async def work(book: LocalBook) -> None:
        german = person("Karl", Means(PHONE, "030 23125-678"))
        await book.add_contacts([replace(german, address=("Seeweg 2", "10115 Berlin", "Deutschland"))])
        for rules in (GERMAN, RULES):
            await book.use_rules(rules)
            assert await book.find(["+493023125678"])

    with_book(home, work)


def test_columns_that_are_new_are_filled(home: Path) -> None:
    """A migration that forgets the rules has all numbers written anew, also those that are normalised as before."""
    with_book(home, fill)
    right = table(home, "SELECT * FROM means")
    connection = sqlite3.connect(home / FILE_NAME)
    connection.execute("UPDATE means SET reversed = NULL, readable = FALSE, digits = ''")
    connection.execute("DELETE FROM about WHERE name = 'rules'")
    connection.commit()
    connection.close()

    async def look(book: LocalBook) -> None:
        assert await book.contacts("044 000 12 01", 10)

    with_book(home, look)
    assert table(home, "SELECT * FROM means") == right
