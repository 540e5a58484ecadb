"""Rows are found by what people know of them, and merged rows count as one."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from calljournal.calls import Direction, Presentation
from calljournal.contracts.service import ListRows
from calljournal.errors import NotFound
from calljournal.journal import Entry, Outcome
from calljournal.matching import PENDING, Match, MatchKind
from calljournal.store import Store
from calljournal.worklog import Kind
from tests.store.made import START, after, booked, call, draft, ended_call, entry, live_entry, match
from tests.store.test_facts import with_store

ROWS = (
    entry("aa10", started=START, ended=after(60)),
    entry("aa20", started=after(100), ended=after(160), number="+493023125678", name="Büro Müller", display=None),
    entry("bb30", started=after(200), ended=after(260), number="103", name=None, outcome=Outcome.MISSED, answered=None),
    entry(
        "bb40",
        started=after(300),
        ended=after(360),
        number=None,
        display=None,
        name=None,
        presentation=Presentation.UNAVAILABLE,
    ),
    entry("cc50", started=after(400), ended=after(460), outcome=Outcome.TRANSFERRED, direction=Direction.OUTGOING),
    live_entry("dd60", started=after(500), number="+41790001122", name=None),
)


async def fill(store: Store, rows: tuple[Entry, ...] = ROWS) -> None:
    for row in rows:
        await store.save_call(ended_call() if row.ended else call(), [row], START)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (ListRows(), "dd60 cc50 bb40 bb30 aa20 aa10"),
        (ListRows(limit=2), "dd60 cc50"),
        (ListRows(since=after(200)), "dd60 cc50 bb40 bb30"),
        (ListRows(until=after(200)), "aa20 aa10"),
        (ListRows(since=after(100), until=after(300)), "bb30 aa20"),
        (ListRows(since=after(100).astimezone(timezone(timedelta(hours=1))), until=after(101)), "aa20"),
        (ListRows(number="+41 44 000 12 34"), "cc50 aa10"),
        (ListRows(number="044 000 12 34"), "cc50 aa10"),
        (ListRows(number="0041 (0)44 000"), "cc50 aa10"),
        (ListRows(number="12 34"), "cc50 aa10"),
        (ListRows(number="030 23125"), "aa20"),
        (ListRows(number="103"), "bb30"),
        (ListRows(number="no digits"), ""),
        (ListRows(number="%"), ""),
        (ListRows(person="keller"), "cc50 aa10"),
        (ListRows(person="mueller"), "dd60 aa20"),
        (ListRows(person="huber"), "dd60"),
        (ListRows(person="muller büro"), "aa20"),
        (ListRows(outcome="missed"), "bb30"),
        (ListRows(outcome="answered"), "bb40 aa20 aa10"),
        (ListRows(outcome="nothing like it"), ""),
        (ListRows(unbooked=True), "cc50 bb40 aa10"),
        (ListRows(unbooked=True, number="12 34", until=after(50)), "aa10"),
        (ListRows(session=True), "dd60 cc50 bb40 bb30"),
    ],
)
def test_rows_are_found(home: Path, query: ListRows, found: str) -> None:
    """Every condition that is given has to hold; the latest comes first."""

    async def work(store: Store) -> None:
        await fill(store)
        await store.save_match("dd60", match("Max Müller", "Huber & Co"))
        await store.claim(draft(entry_id="aa20"), again=False)
        assert [row.entry.id for row in await store.rows(query, after(250))] == found.split()

    with_store(home, work)


@pytest.mark.parametrize(("typed", "found"), [("aa10", "aa10"), ("c", "cc50"), ("bb3", "bb30"), (" dd60 ", "dd60")])
def test_a_row_is_found_by_the_beginning_of_its_id(home: Path, typed: str, found: str) -> None:
    """As little of an id is typed as is needed."""

    async def work(store: Store) -> None:
        await fill(store)
        assert (await store.row(typed)).entry.id == found

    with_store(home, work)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("zz", "no journal entry 'zz'"), ("", "no journal entry"), ("%", "no journal"), ("aa", "aa10, aa20; type more")],
)
def test_a_row_that_is_not_found_is_said_in_words(home: Path, typed: str, words: str) -> None:
    """None, or several: both say what to do."""

    async def work(store: Store) -> None:
        await fill(store)
        with pytest.raises(NotFound, match=words):
            await store.row(typed)

    with_store(home, work)


def test_many_rows_that_begin_alike_are_not_all_named(home: Path) -> None:
    """The words stay one line."""

    async def work(store: Store) -> None:
        await fill(store, tuple(entry(f"e{number}") for number in range(30)))
        with pytest.raises(NotFound) as failed:
            await store.row("e")
        assert str(failed.value).count("e") < 50
        assert "..." in str(failed.value)

    with_store(home, work)


def test_a_match_may_come_late_and_be_redone(home: Path) -> None:
    """Until the books have answered a row is pending; a new answer takes the place of the old one."""

    async def work(store: Store) -> None:
        await fill(store)
        assert (await store.row("aa10")).match == PENDING
        await store.save_match("aa10", match())
        assert (await store.row("aa10")).match == match()
        nobody = Match(MatchKind.NONE, "unknown")
        await store.save_match("aa10", nobody)
        assert (await store.row("aa10")).match == nobody
        assert await store.rows(ListRows(person="anna keller", until=after(50)), START)  # by the name that was sent
        with pytest.raises(NotFound):
            await store.save_match("zz", nobody)
        with pytest.raises(NotFound):
            await store.annotate("zz", "note", private=False)

    with_store(home, work)


def test_merged_rows_are_one(home: Path) -> None:
    """The older row stays; id, notes, privacy, drafts and bookings of the younger ones are found through it."""

    async def work(store: Store) -> None:
        rows = tuple(entry(name, started=after(index)) for index, name in enumerate(["old", "mid", "new"]))
        await fill(store, rows)
        await store.annotate("old", "first", private=False)
        await store.annotate("new", "third", private=True)
        first, second = draft("d1", "new"), draft("d2", "mid", kind=Kind.ACTIVITY)
        await store.claim(first, again=False)
        await store.claim(second, again=False)
        await store.save_booking(booked(second, "a9"))
        # the youngest is merged first, so that the chain is two long
        await store.save_call(ended_call(), [entry("new", started=after(2), merged_into="mid")], START)
        await store.save_call(ended_call(), [entry("mid", started=after(1), merged_into="old")], START)

        (row,) = await store.rows(ListRows(), START)
        assert row.entry.id == "old"
        assert (row.note, row.private) == ("first\nthird", True)
        assert {(booking.key, booking.id) for booking in row.booked} == {("d1", None), ("d2", "a9")}
        for alias in ("old", "mid", "new", "ne"):
            assert await store.row(alias) == row
            assert set(await store.bookings_of(alias if alias != "ne" else "new")) == set(row.booked)
        assert await store.waiting() == (first,)
        assert await store.rows(ListRows(unbooked=True), START) == ()

        await store.annotate("new", "all of it", private=False)
        row = await store.row("old")
        assert (row.note, row.private) == ("all of it", False)

    with_store(home, work)


def test_a_row_may_be_merged_into_one_that_was_merged(home: Path) -> None:
    """Aliases lead to the row that is left, in whatever order the merges came."""

    async def work(store: Store) -> None:
        await fill(store, tuple(entry(name) for name in ("old", "mid", "new")))
        await store.save_call(ended_call(), [entry("mid", merged_into="old")], START)
        await store.save_call(ended_call(), [entry("new", merged_into="mid")], START)
        assert (await store.row("new")).entry.id == "old"
        assert len(await store.rows(ListRows(), START)) == 1

    with_store(home, work)


def test_thousands_of_rows_with_what_belongs_to_them(home: Path) -> None:
    """More rows than a question may have parameters come back whole."""

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry(f"{n:05}", started=after(n)) for n in range(2500)], START)
        await store.claim(draft(entry_id="00007"), again=False)
        rows = await store.rows(ListRows(limit=5000), datetime.max.replace(tzinfo=START.tzinfo))
        assert len(rows) == 2500
        assert [row.entry.id for row in rows if row.booked] == ["00007"]

    with_store(home, work)
