"""Databases that the last release wrote are brought up to date, and all that was in them means what it meant.

`released/` holds what version 0.1.0 wrote at its step 0003, as SQL: calls that were booked, booked twice, noted as an
activity, private, on their way to the book, refused, merged, withheld, and a booking whose row is gone.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from calljournal.contracts.crm import Crm, CrmConfig
from calljournal.contracts.journal_commands import ListRows
from calljournal.database import copies
from calljournal.engine.clock import AnchoredClock
from calljournal.plugins import crm_manifest
from calljournal.settings import FirmSettings
from calljournal.store import Store

RELEASED = Path(__file__).parent / "released"
TALKED = 56.0
"""Seconds of each of the calls, hold included."""

Answer = TypeVar("Answer")


@pytest.fixture
def data(home: Path) -> Path:
    """A data folder as the release left it."""
    for name in ("journal", "book"):
        with closing(sqlite3.connect(home / f"{name}.db")) as connection:
            connection.executescript((RELEASED / f"{name}.sql").read_text(encoding="utf-8"))
    return home


def with_store(data: Path, work: Callable[[Store], Awaitable[Answer]]) -> Answer:
    async def whole() -> Answer:
        store = await Store.open(data)
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(whole())


def with_book(data: Path, work: Callable[[Crm], Awaitable[Answer]]) -> Answer:
    async def whole() -> Answer:
        config = CrmConfig("local", data, FirmSettings(area="44").rules, AnchoredClock())
        book = crm_manifest("local").make(config)
        await book.open()
        try:
            return await work(book)
        finally:
            await book.close()

    return asyncio.run(whole())


def asked(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


async def nothing(_: object) -> None:
    """Only open it."""


def test_the_rows_say_what_has_become_of_them(data: Path) -> None:
    """Booked are those with a time entry, also one on its way or of a row that was merged; an activity settles none."""
    with_store(data, nothing)
    rows = asked(data / "journal.db", "SELECT id, settled FROM entries WHERE merged_into IS NULL")
    assert {row[0]: row[1] for row in rows} == {
        "booked": "booked",
        "twice": "booked",
        "waiting": "booked",
        "survivor": "booked",
        "private": "private",
        "activity": None,
        "refused": None,
        "nothing": None,
        "withheld": None,
    }


def test_each_booking_has_its_part_of_its_row(data: Path) -> None:
    """Each took the whole call, in seconds; what a call took whose row is gone nobody knows."""
    with_store(data, nothing)
    assert asked(data / "journal.db", "SELECT key, entry, seconds FROM parts ORDER BY key") == [
        ("key-activity", "activity", TALKED),
        ("key-booked", "booked", TALKED),
        ("key-gone", "gone", 0.0),
        ("key-merged", "merged", TALKED),
        ("key-twice-1", "twice", TALKED),
        ("key-twice-2", "twice", TALKED),
        ("key-waiting", "waiting", TALKED),
    ]


def test_it_is_known_what_was_spoken_with_whom(data: Path) -> None:
    """A row with one match bears its company as the client, and how many of its seconds are booked."""
    with_store(data, nothing)
    rows = "SELECT id, client, booked_seconds FROM entries WHERE id IN ('booked', 'survivor', 'nothing') ORDER BY id"
    assert asked(data / "journal.db", rows) == [
        ("booked", "Keller AG", TALKED),
        ("nothing", None, 0.0),
        ("survivor", None, TALKED),
    ]


def test_what_was_typed_is_still_there(data: Path) -> None:
    """Drafts that wait are sent, refused ones keep their text and reason, rows their notes and bookings."""

    async def look(store: Store) -> None:
        (waits,) = await store.waiting()
        assert (waits.id, waits.text, waits.minutes) == ("key-waiting", "we spoke about the façade", 5.0)
        (refused,) = await store.refused("refused")
        assert (refused.draft.text, refused.reason) == ("we spoke about the façade", "the project is closed")
        assert (await store.row("nothing")).note == "asks for an offer"
        assert [booking.id for booking in (await store.row("survivor")).booked] == ["t4"]
        assert await store.choice("+41440001234") == "c2"

    with_store(data, look)


def test_its_rows_are_found_by_contact_and_note(data: Path) -> None:
    """By the contacts of each match, and by the notes of a row and of those merged into it, folded."""

    async def look(store: Store) -> None:
        at = datetime.now(UTC)
        assert [row.entry.id for row in await store.rows(ListRows(text="OFFER asks"), at)] == ["nothing"]
        assert "booked" in {row.entry.id for row in await store.rows(ListRows(contact="c2"), at)}
        assert await store.count(ListRows(), at) == len(await store.rows(ListRows(), at)) == 9

    with_store(data, look)


def test_the_book_keeps_what_was_booked(data: Path) -> None:
    """Each time entry with its minutes, open to be changed; contacts, numbers and projects as before."""

    async def look(book: Crm) -> None:
        booked = await book.booking("key-booked")
        assert booked is not None
        assert booked.id == "t1"
        (anna,) = await book.contacts("Anna", 5)
        assert anna.means[0].normalised == "+41440001234"
        (website,) = await book.projects("Website", None, True)
        assert [phase.name for phase in website.phases] == ["Meetings"]

    with_book(data, look)
    assert asked(data / "book.db", "SELECT id, minutes, measured_minutes, state FROM time_entries ORDER BY id") == [
        (f"t{number}", 5.0, 0.93, "open") for number in range(1, 6)
    ]
    seconds = asked(data / "book.db", "SELECT DISTINCT measured_seconds FROM time_entries")
    assert seconds == [(pytest.approx(55.8),)]
    assert asked(data / "book.db", "SELECT id, state, recorded_by FROM activities") == [("a1", "open", "")]


def test_the_release_can_go_back_to_the_copies(data: Path) -> None:
    """Of each database a copy of its step 3 is kept, with all that was in it."""
    rows = "SELECT * FROM entries ORDER BY id"
    entries = "SELECT * FROM time_entries ORDER BY id"
    before = asked(data / "journal.db", rows), asked(data / "book.db", entries)
    with_store(data, nothing)
    with_book(data, nothing)
    (journal,) = (data / "backups").glob("journal-step03-*.db")
    (book,) = (data / "backups").glob("book-step03-*.db")
    assert (copies.check(journal), copies.check(book)) == (3, 3)
    assert (asked(journal, rows), asked(book, entries)) == before
