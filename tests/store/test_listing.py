"""Rows are listed page by page in one order, looked for by all that is known of them, and counted, quickly."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from calljournal.calls import Direction
from calljournal.contracts.journal_commands import ListRows
from calljournal.journal import Outcome
from calljournal.matching import Candidate, ContactKind, Match, MatchKind
from calljournal.store import FILE_NAME, Store, listing
from calljournal.worklog import Kind
from tests.store.made import START, after, booked, draft, ended_call, entry, match
from tests.store.test_facts import with_store

SEVERAL = Match(
    MatchKind.SEVERAL,
    "exact",
    (
        Candidate("c1", ContactKind.PERSON, "Max Müller"),
        Candidate("c2", ContactKind.CONTACT, "Eva Frei", "Müller AG"),
    ),
)
FIRM = Match(
    MatchKind.ONE,
    "switchboard",
    (Candidate("c3", ContactKind.COMPANY, "Weber AG"),),
    people=(Candidate("c4", ContactKind.CONTACT, "Rolf Weber", "Weber AG"),),
)


async def fill(store: Store) -> None:
    """Save rows that differ in what they are looked for by."""
    rows = [
        entry("keller", started=after(10), name=None),
        entry("several", started=after(20), number="+493023125678", name=None),
        entry("firm", started=after(30), number="+41440004711", name=None, direction=Direction.OUTGOING),
        entry("noted", started=after(40), number="103", name="Ward 7", outcome=Outcome.MISSED, answered=None),
    ]
    await store.save_call(ended_call(), [replace(row, ended=row.started + timedelta(minutes=1)) for row in rows], START)
    await store.save_match("keller", match())
    await store.save_match("several", SEVERAL)
    await store.save_match("firm", FIRM)
    await store.note("noted", "wants the façade of file 4711; 100% sure, ring 044 000 55 66")
    new = draft(entry_id="keller", kind=Kind.TIME)
    await store.claim(new, again=False)
    await store.save_booking(booked(new))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (ListRows(text="keller"), "keller"),
        (ListRows(text="KELLER anna"), "keller"),
        (ListRows(text="keller bob"), ""),
        (ListRows(text="mueller"), "several"),
        (ListRows(text="facade ward"), "noted"),  # one word in the note, one in the name
        (ListRows(text="100% sure"), "noted"),
        (ListRows(text="1000% sure"), ""),
        (ListRows(text="4711"), "noted firm"),  # in the note, in the number
        (ListRows(text="weber 4711"), "firm"),
        (ListRows(text="044 000 12 34"), "keller"),
        (ListRows(text="+41 (0)44 000 12 34"), "keller"),
        (ListRows(text="044 000 55 66"), "noted"),
        (ListRows(text="7"), "noted firm several"),
        (ListRows(text="  "), "noted firm several keller"),
        (ListRows(text="%"), "noted"),
        (ListRows(text="rolf"), ""),  # it may have been him, and is not said to have been
        (ListRows(contact="c7"), "keller"),
        (ListRows(contact="c1"), "several"),
        (ListRows(contact="c2"), "several"),
        (ListRows(contact="c3"), "firm"),
        (ListRows(contact="c4"), ""),
        (ListRows(contact="c"), ""),
        (ListRows(contact="C7"), ""),
        (ListRows(direction="outgoing"), "firm"),
        (ListRows(direction="incoming", text="müller"), "several"),
        (ListRows(direction="sideways"), ""),
        (ListRows(unbooked=True), "firm several"),
        (ListRows(over=True), "noted firm several keller"),
        (ListRows(over=True, text="ag"), "firm several keller"),
        (ListRows(text="ag", contact="c3", direction="outgoing", outcome="answered", unbooked=True), "firm"),
        (ListRows(offset=1), "firm several keller"),
        (ListRows(offset=1, limit=2), "firm several"),
        (ListRows(offset=4), ""),
        (ListRows(text="ag", offset=1, limit=1), "several"),
    ],
)
def test_every_condition_that_is_given_holds(home: Path, query: ListRows, found: str) -> None:
    """In pages and in the count alike; the count takes no notice of pages."""

    async def work(store: Store) -> None:
        await fill(store)
        assert [row.entry.id for row in await store.rows(query, START)] == found.split()
        all_of_it = await store.rows(replace(query, offset=0, limit=1000), START)
        assert await store.count(query, START) == len(all_of_it)

    with_store(home, work)


@pytest.mark.parametrize("over", [False, True])
def test_pages_never_overlap(home: Path, over: bool) -> None:
    """Rows of one moment have an order too: each is on one page, whatever was saved first."""
    names = [f"row-{number * 7 % 20:02}" for number in range(20)]

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry(name) for name in names], START)
        pages = [await store.rows(ListRows(limit=3, offset=offset, over=over), START) for offset in range(0, 20, 3)]
        assert [row.entry.id for page in pages for row in page] == sorted(names, reverse=True)

    with_store(home, work)


def test_a_row_is_found_by_the_notes_of_what_was_merged_into_it(home: Path) -> None:
    """As it shows them; a new note takes the place of all of them, and none is found no more."""

    async def found(store: Store, text: str) -> list[str]:
        return [row.entry.id for row in await store.rows(ListRows(text=text), START)]

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry("old", name=None), entry("new", name=None)], START)
        await store.note("new", "about the roof")
        await store.note("old", "about the cellar")
        await store.save_call(ended_call(), [entry("new", name=None, merged_into="old")], START)
        assert await found(store, "roof cellar") == ["old"]
        assert (await store.note("new", "about the door")).note == "about the door"
        assert (await found(store, "roof"), await found(store, "door")) == ([], ["old"])
        assert (await store.note("old", "")).note is None
        assert await found(store, "door") == []

    with_store(home, work)


def test_a_new_match_takes_the_place_of_the_old_one(home: Path) -> None:
    """A row is found by the contacts that it may have been, and by no others; by none when it is private."""

    async def of(store: Store, *contacts: str) -> list[int]:
        return [await store.count(ListRows(contact=one), START) for one in contacts]

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry()], START)
        await store.save_match("entry-1", SEVERAL)
        assert await of(store, "c1", "c2", "c3") == [1, 1, 0]
        await store.save_match("entry-1", FIRM)
        assert await of(store, "c1", "c2", "c3") == [0, 0, 1]
        await store.make_private("entry-1")
        assert await of(store, "c1", "c2", "c3") == [0, 0, 0]

    with_store(home, work)


@pytest.mark.parametrize(
    "query",
    [
        ListRows(),
        ListRows(text="keller offer"),
        ListRows(text="044 000 12 34"),
        ListRows(number="12 34", person="keller"),
        ListRows(since=START, until=after(60), outcome="missed", direction="incoming"),
        ListRows(session=True),
        ListRows(unbooked=True),
        ListRows(over=True),
        ListRows(over=True, text="keller"),
    ],
)
def test_rows_are_looked_for_in_an_index_alone(home: Path, query: ListRows) -> None:
    """No row is read to find out whether it is on the page, and none to count: it has a kilobyte."""
    with_store(home, fill)
    connection = sqlite3.connect(home / FILE_NAME)
    connection.row_factory = sqlite3.Row
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    try:
        listing.rows(connection, query, START)
        listing.count(connection, query, START)
        connection.set_trace_callback(None)
        looked = [sql for sql in asked if "e.survivor = e.id" in sql]
        reads = [_reads_rows(connection, sql) for sql in looked]
    finally:
        connection.close()
    assert len(looked) == 2
    assert reads == [False, False]


def _reads_rows(connection: sqlite3.Connection, sql: str) -> bool:
    """Whether a question opens the table itself, and not only its indexes."""
    (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'entries'").fetchone()
    opened = [tuple(step) for step in connection.execute(f"EXPLAIN {sql}")]
    columns_read = {step[2] for step in opened if step[1] == "Column"}
    return any(step[1] == "OpenRead" and step[3] == root and step[2] in columns_read for step in opened)
