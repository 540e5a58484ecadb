"""All numbers of the book normalised anew: page by page, in one edit, again where it stopped, and when rules change."""

import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calljournal.contracts.crm import EditKind, Means, MeansKind
from calljournal.contracts.numbering import Normalised, NumberChange, Renewal
from calljournal.crm.local import means, normalising
from calljournal.crm.local.book import FILE_NAME, LocalBook
from calljournal.errors import NotFound, Refused
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


async def renewed(book: LocalBook, limit: int = 3) -> Normalised:
    """Renew a book as an engine does in the background."""
    page = await book.normalise(None, limit, undoable=False)
    while page.after is not None:
        page = await book.normalise(page.after, limit, undoable=False)
    return page


def set_mark(home: Path, mark: str | None) -> None:
    """Say what the numbers were read by; None: a migration forgets it."""
    connection = sqlite3.connect(home / FILE_NAME)
    connection.execute("DELETE FROM about WHERE name = 'rules'")
    if mark is not None:
        connection.execute("INSERT INTO about VALUES ('rules', ?)", (mark,))
    connection.commit()
    connection.close()


@pytest.mark.parametrize("mark", [None, f"{RULES.reading} calljournal 0.0.1, phonenumberslite 1.0"])
def test_a_small_book_that_another_program_read_is_renewed_at_once(home: Path, mark: str | None) -> None:
    """When it is opened; there was nothing to decide, and there is nothing to undo."""
    with_book(home, fill)
    right = table(home, "SELECT * FROM means")
    forget_numbers(home)
    set_mark(home, mark)

    async def look(book: LocalBook) -> None:
        assert await book.renewal() is Renewal.NOT_DUE
        assert len(await book.edits(10)) == 1

    with_book(home, look)
    assert table(home, "SELECT * FROM means") == right


@pytest.mark.usefixtures("large")
def test_a_large_book_that_another_program_read_is_due(home: Path) -> None:
    """Until the last page, whoever opens it; where the rules change meanwhile, it is marked."""

    async def begin(book: LocalBook) -> None:
        assert await book.renewal() is Renewal.DUE
        assert (await book.normalise(None, 3, undoable=False)).done == 3
        assert await book.use_rules(GERMAN) is Renewal.MARKED

    async def go_on(book: LocalBook) -> None:
        assert await book.renewal() is Renewal.DUE
        page = await book.normalise(None, 3, undoable=False)
        assert (page.began, page.changed, page.undoable) == (3, 5, False)
        assert await book.renewal() is Renewal.NOT_DUE

    with_book(home, fill)
    forget_numbers(home)
    set_mark(home, f"{RULES.reading} calljournal 0.0.1, phonenumberslite 1.0")
    with_book(home, begin, go_on)


def test_a_change_of_the_rules_marks_the_book(home: Path) -> None:
    """It stays as it is, small as it may be, until somebody has it read anew; rules that change back are none."""

    async def work(book: LocalBook) -> None:
        assert await book.use_rules(GERMAN) is Renewal.NOT_DUE  # there are no numbers
        await book.use_rules(RULES)
        await book.add_contacts([person("Anna", Means(PHONE, "030 23125-678"))])
        assert await book.use_rules(GERMAN) is Renewal.MARKED
        assert not await book.find(["+493023125678"])
        assert await book.use_rules(RULES) is Renewal.NOT_DUE

    async def opened_anew(book: LocalBook) -> None:
        assert await book.renewal() is Renewal.MARKED
        await whole_run(book)
        assert await book.find(["+493023125678"])
        assert await book.renewal() is Renewal.NOT_DUE

    with_book(home, work)
    with_book(home, opened_anew, rules=GERMAN)


def test_a_marked_book_is_renewed_page_by_page(home: Path) -> None:
    """The mark outlives the program, and goes with the last page; a renewal that nobody asked for is no edit."""

    async def mark(book: LocalBook) -> None:
        await fill(book)
        assert await book.use_rules(GERMAN) is Renewal.MARKED
        assert (await book.normalise(None, 3, undoable=False)).changed == 3

    async def go_on(book: LocalBook) -> None:
        assert await book.renewal() is Renewal.MARKED
        page = await book.normalise(None, 3, undoable=False)
        assert (page.began, page.done, page.changed, page.after, page.edit) == (3, 5, 5, None, None)
        assert await book.renewal() is Renewal.NOT_DUE
        assert len(await book.edits(10)) == 1

    with_book(home, mark)
    with_book(home, go_on, rules=GERMAN)


def test_rules_that_change_back_in_the_middle_leave_no_number_behind(home: Path) -> None:
    """Half of the book was read by other rules, so it is still due, and is read from the beginning."""

    async def work(book: LocalBook) -> None:
        await fill(book)
        await book.use_rules(GERMAN)
        page = await book.normalise(None, 3, undoable=False)
        assert await book.use_rules(RULES) is Renewal.MARKED
        page = await book.normalise(page.after, 3, undoable=False)
        assert (page.began, page.done, page.changed) == (0, 3, 3)
        await book.normalise(page.after, 3, undoable=False)
        assert await book.use_rules(RULES) is Renewal.NOT_DUE
        assert [one.typed for one in await book.find(["+41440001200"])] == ["044 000 12 00"]

    with_book(home, work)


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
        assert await book.renewal() is Renewal.MARKED
        run = await book.normalise(None, 9, undoable=False)
        assert (run.began, run.done, run.after) == (0, 5, None)

    with_book(home, work)
    assert table(home, "SELECT COUNT(*) FROM means WHERE normalised LIKE '+41%'") == [(0,)]


# --- by hand, after the rules have changed ---------------------------------------------------------------------------


def moved(home: Path, *works: Callable[[LocalBook], Awaitable[None]]) -> None:
    """Work with the book of five contacts of a firm that has moved to Berlin since."""
    with_book(home, fill)
    with_book(home, *works, rules=GERMAN)


def test_a_run_is_rehearsed_as_often_as_one_likes(home: Path) -> None:
    """With the figures of the real one, also of one that was broken off."""

    async def rehearsed(book: LocalBook) -> Normalised:
        page = await book.normalise(None, 2, undoable=True, dry_run=True)
        while page.after is not None:
            page = await book.normalise(page.after, 2, undoable=True, dry_run=True)
        return replace(page, edit="e2")

    async def work(book: LocalBook) -> None:
        first, again = await rehearsed(book), await rehearsed(book)
        await book.normalise(None, 2, undoable=True)
        assert first == again == await rehearsed(book) == (await whole_run(book))[-1]
        assert first.changed == 5

    moved(home, work)


def test_undoing_a_run_brings_the_old_readings_and_the_mark_back(home: Path) -> None:
    """The book is due again, and going back to the old country leaves nothing to do."""
    with_book(home, fill)
    before = people(home)

    async def work(book: LocalBook) -> None:
        await whole_run(book)
        assert people(home) != before
        assert (await book.undo()).kind is EditKind.NORMALISE
        assert people(home) == before
        assert await book.renewal() is Renewal.MARKED
        assert await book.use_rules(RULES) is Renewal.NOT_DUE
        await book.use_rules(GERMAN)
        assert [page.changed for page in await whole_run(book)] == [2, 4, 5]

    with_book(home, work, rules=GERMAN)


def test_half_a_run_is_undone_too(home: Path) -> None:
    """It was killed: what it had done is taken back, and the book is as it was."""
    with_book(home, fill)
    before = people(home)

    async def begin(book: LocalBook) -> None:
        await book.normalise(None, 2, undoable=True)

    async def take_back(book: LocalBook) -> None:
        assert await book.renewal() is Renewal.MARKED
        assert (await book.undo()).contacts == 2
        assert await book.use_rules(RULES) is Renewal.NOT_DUE

    with_book(home, begin, take_back, rules=GERMAN)
    assert people(home) == before


def test_runs_by_two_rules_are_undone_one_by_one(home: Path) -> None:
    """A run goes on by the rules that it began with only; each brings back what was before it."""
    with_book(home, fill)
    states = [people(home)]
    rules = [RULES, GERMAN, DialRules("AT", "1", "0")]

    async def work(book: LocalBook) -> None:
        await book.normalise(None, 2, undoable=True)
        states.append(people(home))
        await book.use_rules(rules[2])
        assert [page.began for page in await whole_run(book)] == [0, 2, 4]
        assert [edit.contacts for edit in await book.edits(2)] == [5, 2]
        await book.undo()
        assert people(home) == states[1]
        await book.undo()
        assert people(home) == states[0]
        assert await book.use_rules(rules[0]) is Renewal.NOT_DUE

    with_book(home, work, rules=GERMAN)


def test_a_renewal_after_a_run_leaves_its_undo_due(home: Path) -> None:
    """What the run had not changed is read by a third country now, so no rules are those of the whole book."""

    async def work(book: LocalBook) -> None:
        await whole_run(book)
        await book.use_rules(DialRules("AT", "1", "0"))
        await renewed(book)
        await book.undo()
        for rules in (RULES, GERMAN, DialRules("AT", "1", "0")):
            assert await book.use_rules(rules) is Renewal.MARKED

    moved(home, work)


def test_what_nobody_asked_for_goes_on_with_no_run_by_hand(home: Path) -> None:
    """Nor the other way: a run by hand is one edit of its own, from the first contact on."""

    async def work(book: LocalBook) -> None:
        await book.normalise(None, 2, undoable=False)
        mine = await book.normalise(None, 2, undoable=True)
        assert (mine.began, mine.undoable) == (0, True)
        await book.normalise(mine.after, 2, undoable=True)
        assert (await renewed(book)).edit is None
        with pytest.raises(Refused, match="begun anew"):
            await book.normalise(mine.after, 2, undoable=True)

    moved(home, work)


def test_an_import_into_a_marked_book_is_read_by_the_rules_of_now(home: Path) -> None:
    """The mark stays, whatever the rules become."""

    async def work(book: LocalBook) -> None:
        await book.add_contacts([person("Berta", Means(PHONE, "030 23125-678"))])
        assert await book.find(["+493023125678"])
        assert await book.find(["+41440001200"])
        assert await book.renewal() is Renewal.MARKED
        assert await book.use_rules(RULES) is Renewal.MARKED
        await book.use_rules(GERMAN)
        await whole_run(book)
        await book.undo()
        assert await book.use_rules(RULES) is Renewal.MARKED

    moved(home, work)


RULES_OF_ALL = (RULES, GERMAN, DialRules("AT", "1", "0"))
STEPS = st.sampled_from(("import", "repair", "page", "page", "page", "renewal", "undo", "kill", *range(3)))


async def take_step(book: LocalBook, step: str | int, number: int, pages: dict[bool, str | None]) -> None:
    if isinstance(step, int):
        await book.use_rules(RULES_OF_ALL[step])
    elif step == "import":
        typed = f"044 000 12 {number:02}", f"030 23125-6{number:02}"
        await book.add_contacts([person(f"P{number % 4}", *(Means(PHONE, text, text[:3]) for text in typed))])
    elif step == "repair":
        for one in await book.numbers(None, 1):
            await book.change_numbers([NumberChange(one.ref, one.typed, f"01 000 12{number:02}", "")], "x")
    elif step == "undo":
        await book.undo()
    elif step == "kill":
        pages.clear()
    else:
        by_hand = step == "page"
        page = await book.normalise(pages.get(by_hand), 2, undoable=by_hand)
        pages[by_hand] = page.after


@given(steps=st.lists(STEPS, max_size=14))
@settings(max_examples=60)
def test_a_book_that_is_not_due_is_read_by_the_rules_of_now(steps: list[str | int]) -> None:
    """Whatever was done with it before, and in whatever order."""

    async def work(book: LocalBook) -> None:
        pages: dict[bool, str | None] = {}
        await fill(book, 3)
        for number, step in enumerate(steps):
            try:
                await take_step(book, step, number, pages)
            except Refused:
                pages.clear()
            except NotFound:
                assert step == "undo"
            if await book.renewal() is Renewal.NOT_DUE:
                run = await book.normalise(None, 100, undoable=True, dry_run=True)
                assert run.began or run.changed == 0, steps[: number + 1]
                numbers = await book.numbers(None, 100)
                read = means.read((Means(PHONE, one.typed) for one in numbers), book._rules)
                assert {one.normalised for one in numbers} == {one.normalised for one in read}, steps[: number + 1]

    with TemporaryDirectory() as folder:
        with_book(Path(folder), work)


def test_the_country_of_the_address_counts(home: Path) -> None:
    """Whoever lives in Germany keeps German numbers when the firm moves."""

    async def work(book: LocalBook) -> None:
        german = person("Karl", Means(PHONE, "030 23125-678"))
        await book.add_contacts([replace(german, address=("Seeweg 2", "10115 Berlin", "Deutschland"))])
        for rules in (GERMAN, RULES):
            await book.use_rules(rules)
            await whole_run(book)
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
