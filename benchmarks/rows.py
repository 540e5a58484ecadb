"""A durable row, beside a bare insert of sqlite3 with the same guarantee (WAL, synchronous=FULL)."""

import asyncio
import sqlite3
import statistics
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from benchmarks.rounds import compare, seconds
from calljournal.calls import CallTracker, Direction, LegReport, LegState, Owners, Party
from calljournal.journal import Journal, LineProfile
from calljournal.numbers import DialRules
from calljournal.store import Store

INSERTS = 40
LINE = "bench:line"


def measure() -> None:
    """Print how long a row takes to be on the disk, and its ratio to the peer."""
    with tempfile.TemporaryDirectory(prefix="calljournal-bench-") as folder:
        bare = _bare_database(Path(folder) / "bare.db")
        loop = asyncio.new_event_loop()
        store = loop.run_until_complete(Store.open(Path(folder)))
        mine, theirs, ratio = compare(lambda: loop.run_until_complete(_rows(store)), lambda: _inserts(bare))
        print(f"durable row (p50)        {mine * 1e6:7.0f} us   bare sqlite3 {theirs * 1e6:5.0f} us   ratio {ratio}")
        loop.run_until_complete(store.close())
        loop.close()
        bare.close()


async def _rows(store: Store) -> float:
    """Save new ringing calls and give the median of the times."""
    tracker, journal = CallTracker(_new_id), Journal({LINE: LineProfile(Owners.parse("101"), DialRules())}, _new_id)
    times = []
    for _ in range(INSERTS):
        (call,) = tracker.apply(_ringing())
        entries = journal.record(call)
        start = asyncio.get_running_loop().time()
        await store.save_call(call, entries, datetime.now(UTC))
        times.append(asyncio.get_running_loop().time() - start)
    return statistics.median(times)


def _inserts(bare: sqlite3.Connection) -> float:
    return statistics.median(seconds(lambda: _insert(bare)) for _ in range(INSERTS))


def _insert(bare: sqlite3.Connection) -> None:
    with bare:
        bare.execute(
            "INSERT INTO row VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (_new_id(), LINE, "101", "incoming", "ringing", "+41440001234", "2026-03-09T08:15:02.120Z", "x" * 300),
        )


def _bare_database(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE row (id TEXT PRIMARY KEY, line TEXT, owner TEXT, direction TEXT, state TEXT, number TEXT,"
        " started TEXT, rest TEXT); CREATE INDEX by_start ON row (started); CREATE INDEX by_number ON row (number);"
    )
    return connection


def _ringing() -> LegReport:
    now = datetime.now(UTC)
    party = Party("+41440001234", external=True)
    return LegReport(
        LINE, 0, _new_id(), _new_id(), "101", Direction.INCOMING, party, LegState.RINGING, started=now, at=now
    )


def _new_id() -> str:
    return uuid4().hex
