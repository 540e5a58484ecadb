"""A durable row, beside a bare insert of sqlite3 with the same guarantee (WAL, synchronous=FULL).

Both are measured in the store's own thread, in turn, one row each. The bare row is as wide as ours and has a key and
two indexes; ours has one index more and, beside the row, the call that the next start may have to take up. What it
costs to get into that thread and out of it is measured apart.
"""

import asyncio
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from benchmarks.rounds import ROUNDS, compare, interval, seconds
from calljournal.calls import Call, CallTracker, Direction, LegReport, LegState, Owners, Party
from calljournal.journal import Entry, Journal, LineProfile
from calljournal.numbers import DialRules
from calljournal.store import Store, columns, facts

ROWS = 20
"""Rows of each in one round: few, so that both meet the same moments of a machine that others use."""
BATCH = 20
HOPS = 500
BUDGET = 1.2
LINE = "bench:line"
BARE = (
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
    "CREATE TABLE row (id TEXT PRIMARY KEY, line TEXT, owner TEXT, direction TEXT, state TEXT, number TEXT,"
    " started TEXT, rest TEXT); CREATE INDEX by_start ON row (started); CREATE INDEX by_number ON row (number);"
)


def measure() -> None:
    """Print how long a row takes to be on the disk, its ratio to the peer, and what several at once and a hop cost."""
    with tempfile.TemporaryDirectory(prefix="calljournal-bench-") as folder, asyncio.Runner() as runner:
        store = runner.run(Store.open(Path(folder)))
        try:
            runner.run(store._database._in_worker(lambda: _inside(store, Path(folder))))
            hops = runner.run(_hops(store))
            print(f"  into the thread, back  {hops * 1e6:7.0f} us")
        finally:
            runner.run(store.close())


def _inside(store: Store, folder: Path) -> None:
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    bare.executescript(BARE)
    calls = _calls()
    wide = "x" * _width(*next(calls))
    single = iter([[next(calls)] for _ in range(ROUNDS * ROWS)])
    mine, theirs, ratio = compare(
        lambda: statistics.median(seconds(_saving(store, next(single))) for _ in range(ROWS)),
        lambda: statistics.median(seconds(lambda: _insert(bare, wide)) for _ in range(ROWS)),
    )
    words = f"bare sqlite3 {theirs * 1e6:5.0f} us   ratio {ratio}; budget {BUDGET:g}"
    print(f"durable row (p50)        {mine * 1e6:7.0f} us   {words}")
    batches = [[next(calls) for _ in range(BATCH)] for _ in range(ROUNDS)]
    each = interval([seconds(_saving(store, batch)) / BATCH for batch in batches])
    print(f"  of {BATCH} at once          {each.median * 1e6:7.0f} us each")
    bare.close()


def _saving(store: Store, changes: list[tuple[Call, tuple[Entry, ...]]]) -> Callable[[], None]:
    return lambda: _save(store, changes)


def _save(store: Store, changes: list[tuple[Call, tuple[Entry, ...]]]) -> None:
    """Save as the store does, in its own thread."""

    def work(connection: sqlite3.Connection) -> None:
        for call, entries in changes:
            facts.save_call(connection, call, entries, datetime.now(UTC))

    store._database._transaction("BEGIN IMMEDIATE", work)


def _insert(bare: sqlite3.Connection, wide: str) -> None:
    bare.execute("BEGIN IMMEDIATE")
    bare.execute(
        "INSERT INTO row VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (_new_id(), LINE, "101", "incoming", "ringing", "+41440001234", "2026-03-09T08:15:02.120000Z", wide),
    )
    bare.execute("COMMIT")


async def _hops(store: Store) -> float:
    """Give what it costs to have nothing done in the store's thread."""
    times = []
    for _ in range(HOPS):
        start = asyncio.get_running_loop().time()
        await store._database._in_worker(lambda: None)
        times.append(asyncio.get_running_loop().time() - start)
    return statistics.median(times)


def _width(call: Call, entries: tuple[Entry, ...]) -> int:
    """Give the characters of all columns of a row, less those that the bare row has in columns of its own."""
    (entry,) = entries
    values = [str(value) for value in columns.facts(entry, entry.id) if value is not None]
    return len("".join(values)) - 100


def _calls() -> Iterator[tuple[Call, tuple[Entry, ...]]]:
    """Give new ringing calls with their rows."""
    tracker, journal = CallTracker(_new_id), Journal({LINE: LineProfile(Owners.parse("101"), DialRules())}, _new_id)
    while True:
        (call,) = tracker.apply(_ringing())
        yield call, journal.record(call)


def _ringing() -> LegReport:
    now = datetime.now(UTC)
    party = Party("+41440001234", external=True)
    return LegReport(
        LINE, 0, _new_id(), _new_id(), "101", Direction.INCOMING, party, LegState.RINGING, started=now, at=now
    )


def _new_id() -> str:
    return uuid4().hex
