"""What waits to be booked, and how much was spoken, in a journal of a busy year: each within its budget of time.

100,000 rows, 60,000 of them answered, with 200 clients; nearly all are booked, 1,500 wait. The book holds 100,000 time
entries. All is asked of the engine, as a window or the command line asks it.
"""

import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.rounds import ROUNDS, interval
from calljournal.calls import Direction, Presentation
from calljournal.contracts.crm import Contact, Means, MeansKind, Project
from calljournal.contracts.service import AddContacts, AddProject, BookCall
from calljournal.contracts.work_commands import GetTotals, ListUnbooked, SuggestProjects
from calljournal.crm.local import bookings as book_side
from calljournal.crm.local.book import FILE_NAME as BOOK_FILE
from calljournal.database import write_time
from calljournal.engine import Engine
from calljournal.journal import Entry, Outcome, RowState, Scope
from calljournal.matching import Candidate, ContactKind, Match, MatchKind
from calljournal.settings import Places, save
from calljournal.store import columns
from calljournal.store.store import FILE_NAME as JOURNAL_FILE
from calljournal.worklog import Kind, Wishes

ROWS = 100_000
ANSWERED = 60_000
WAITING = 1_500
SHORT = 500
CLIENTS = 200
ENTRIES = 100_000
DAYS = 365
RECENT = 60
"""Days since which what waits was not booked."""
BUDGET_MS = 200
BOOKED = 60
"""Calls that are booked to see how long it takes."""
USER = "anna"
SEED = 5


@dataclass(frozen=True)
class Client:
    """Somebody who is called, and a project."""

    number: str
    contact: Contact
    project: str


def measure() -> None:
    """Print how long each takes, beside its budget where there is one."""
    with tempfile.TemporaryDirectory(prefix="calljournal-bench-") as folder:
        asyncio.run(_measure(Places.under(Path(folder))))


async def _measure(places: Places) -> None:
    places.make()
    save(places.settings_file, ("user", "name"), USER)
    save(places.settings_file, ("firm", "retention"), {"unbooked": 0})
    save(places.settings_file, ("firm", "rounding"), {"unit": 6})
    start = time.perf_counter()
    waiting = await _filled(places)
    print(f"{ROWS:,} rows, {ENTRIES:,} time entries (made in {time.perf_counter() - start:.0f} s)")
    engine = Engine(places)
    await engine.start()
    try:
        await _asked(engine, waiting)
    finally:
        await engine.stop()


async def _asked(engine: Engine, waiting: Sequence[str]) -> None:
    today = datetime.now().astimezone().date()
    await _print("unbooked, the first 1,000", lambda: engine.do(ListUnbooked()), BUDGET_MS)
    await _print(f"unbooked, all {WAITING:,}", lambda: engine.do(ListUnbooked(limit=ROWS)))
    week = datetime.now(UTC) - timedelta(days=7)
    await _print("unbooked of a week", lambda: engine.do(ListUnbooked(since=week)), BUDGET_MS)
    for name, days in (("day", 0), ("month", 30), ("year", DAYS)):
        command = GetTotals(today - timedelta(days=days), today)
        await _print(f"totals of a {name}", lambda command=command: engine.do(command), BUDGET_MS)  # type: ignore[misc]
    calls = iter(random.Random(SEED).sample(waiting, ROUNDS + 1 + BOOKED))
    await _print("projects for a call", lambda: engine.do(SuggestProjects(next(calls))))
    times = [await _seconds(lambda: engine.do(BookCall(next(calls), Kind.TIME))) for _ in range(BOOKED)]
    print(f"{'a call booked (p50)':28}{interval(times).median * 1000:7.1f} ms")


async def _print(name: str, ask: Callable[[], Awaitable[object]], budget: int | None = None) -> None:
    await ask()  # what is read for the first time is not what is measured
    found = interval([await _seconds(ask) * 1000 for _ in range(ROUNDS)])
    words = f"; budget {budget} ms" if budget else ""
    print(f"{name:28}{found.median:7.1f} ms ({found.low:.1f} to {found.high:.1f}){words}")


async def _seconds(ask: Callable[[], Awaitable[object]]) -> float:
    start = time.perf_counter()
    await ask()
    return time.perf_counter() - start


# --- filled ----------------------------------------------------------------------------------------------------------


async def _filled(places: Places) -> list[str]:
    """Fill journal and book, and give the ids of the calls that wait."""
    engine = Engine(places)
    await engine.start()
    try:
        clients = await _clients(engine)
        first = await _first_booking(engine, clients[0])
    finally:
        await engine.stop()
    entries = _entries(clients)
    _fill_journal(places.data / JOURNAL_FILE, clients, entries)
    _fill_book(places.data / BOOK_FILE, clients, entries, first)
    return [entry.id for entry in entries[-WAITING:]]


async def _clients(engine: Engine) -> list[Client]:
    """Add companies with somebody who works there, and a project each."""
    people = [(f"Client {number:03}", f"Person {number:03}", f"+4144000{number:04}") for number in range(CLIENTS)]
    await engine.do(AddContacts(tuple(Contact("", ContactKind.COMPANY, company) for company, _, _ in people)))
    means = [(Means(MeansKind.PHONE, number),) for _, _, number in people]
    await engine.do(
        AddContacts(
            tuple(
                Contact("", ContactKind.CONTACT, name, company, means=mean)
                for (company, name, _), mean in zip(people, means, strict=True)
            )
        )
    )
    known = {contact.name: contact for contact in await engine._crm.contacts("", 2 * CLIENTS)}
    return [
        Client(number, known[name], (await engine.do(AddProject(Project("", f"Matter {at}", known[company].id)))).id)
        for at, (company, name, number) in enumerate(people)
    ]


async def _first_booking(engine: Engine, client: Client) -> str:
    """Book a call as anybody would, and give its key: all others are made after it."""
    one = replace(_entry(0, client, datetime.now(UTC) - timedelta(hours=2), 300.0), id="first", call="first")
    await engine._store.add_row(one, _match(client), one.started, again=True)
    booking = await engine.do(BookCall(one.id, Kind.TIME, Wishes(project=client.project)))
    return booking.key


def _entries(clients: Sequence[Client]) -> list[Entry]:
    """Make the rows: missed ones, short ones, those that are booked, and at last those that wait."""
    dice = random.Random(SEED)
    now = datetime.now(UTC) - timedelta(days=1)
    made = []
    for number in range(ROWS):
        waits = number >= ROWS - WAITING
        ago = timedelta(days=dice.uniform(0, RECENT if waits else DAYS - 1))
        answered = number >= ROWS - ANSWERED
        short = answered and number < ROWS - ANSWERED + SHORT
        seconds = 0.0 if not answered else 30.0 if short else round(dice.uniform(60, 3000), 3)
        made.append(_entry(number, clients[number % CLIENTS], now - ago, seconds))
    return made


def _entry(number: int, client: Client, started: datetime, seconds: float) -> Entry:
    answered = seconds > 0
    return Entry(
        id=f"e{number}",
        call=f"e{number}",
        line="bench:line",
        owner="101",
        own="101",
        direction=Direction.INCOMING,
        scope=Scope.EXTERNAL,
        state=RowState.ENDED,
        outcome=Outcome.ANSWERED if answered else Outcome.MISSED,
        number=client.number,
        presentation=Presentation.ALLOWED,
        display=client.number,
        name=None,
        started=started,
        answered=started if answered else None,
        ended=started + timedelta(seconds=seconds),
        talk_seconds=seconds,
        held_seconds=0.0,
    )


def _match(client: Client) -> Match:
    contact = client.contact
    found = Candidate(contact.id, contact.kind, contact.name, contact.company, (), client.number)
    return Match(MatchKind.ONE, "exact", (found,))


def _fill_journal(file: Path, clients: Sequence[Client], entries: Sequence[Entry]) -> None:
    """Write rows and bookings; what they became is derived as the store does it, in one statement for all."""
    booked = entries[ROWS - ANSWERED + SHORT : ROWS - WAITING]
    matches = {
        client.number: (columns.to_json(_match(client)), client.contact.id, client.contact.company)
        for client in clients
    }
    with _writing(file) as connection:
        names = (*columns.FACTS, "matched", "matched_contact", "client")
        connection.executemany(
            f"INSERT INTO entries ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})",
            ((*columns.facts(entry, entry.id), *matches[entry.number or ""]) for entry in entries),
        )
        connection.executemany(
            "INSERT INTO bookings (entry, user_name, kind, key, book, id, booked, nth, recorded_by) "
            f"VALUES (?, '{USER}', 'time', ?, 'local', ?, ?, 0, '{USER}')",
            [(one.id, f"k{at}", _thing(at), write_time(one.ended)) for at, one in enumerate(booked)],
        )
        connection.executemany(
            "INSERT INTO parts (key, entry, seconds) VALUES (?, ?, ?)",
            [(f"k{at}", one.id, one.talk_seconds) for at, one in enumerate(booked)],
        )
        connection.execute(
            "UPDATE entries SET settled = 'booked', booked_seconds = talk_seconds "
            "WHERE id IN (SELECT entry FROM parts WHERE entry <> 'first')"
        )


def _fill_book(file: Path, clients: Sequence[Client], entries: Sequence[Entry], first: str) -> None:
    """Write time entries like the one that was booked; those that have no call any more are of other rows."""
    answered = entries[ROWS - ANSWERED + SHORT : ROWS - WAITING]
    made = [answered[at % len(answered)] for at in range(ENTRIES)]
    by_number = {client.number: client for client in clients}
    with _writing(file) as connection:
        connection.executemany(
            f"INSERT INTO bookings (key, entry, user_name, kind, thing, booked) VALUES (?, ?, '{USER}', 'time', ?, ?)",
            [(f"k{at}", one.id, _thing(at), write_time(one.ended)) for at, one in enumerate(made)],
        )
        connection.executemany(
            "INSERT INTO time_entries (id, booking, user_id, recorded_by, day, started, ended, minutes, "
            "measured_minutes, project_id, service_type_id, title, text, contact_id) "
            "SELECT ?, ?, user_id, recorded_by, ?, ?, ?, ?, ?, ?, service_type_id, title, text, ? "
            f"FROM time_entries WHERE booking = '{first}'",
            [_time_entry(at, one, by_number[one.number or ""]) for at, one in enumerate(made)],
        )
        connection.executemany(
            "INSERT INTO history (number, request, work, at, by_whom, doing, before, after) "
            f"VALUES (?, ?, ?, ?, '{USER}', 'book', '{{}}', '{{}}')",
            [(at + 2, f"k{at}", _thing(at), write_time(one.ended)) for at, one in enumerate(made)],
        )
        connection.execute("UPDATE counters SET last = ? WHERE prefix IN ('t', 'h')", (ENTRIES + 2,))


def _time_entry(at: int, entry: Entry, client: Client) -> tuple[object, ...]:
    minutes = round(entry.talk_seconds / 60, 2)
    return (
        _thing(at),
        f"k{at}",
        book_side.local_date(entry.started).isoformat(),
        write_time(entry.started),
        write_time(entry.ended),
        minutes,
        minutes,
        client.project,
        client.contact.id,
    )


def _thing(at: int) -> str:
    return f"t{at + 2}"


@contextmanager
def _writing(file: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection, for one transaction."""
    connection = sqlite3.connect(file)
    try:
        with connection:
            yield connection
    finally:
        connection.close()
