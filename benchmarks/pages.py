"""Pages of a long journal: 100,000 rows, 200 a page, by every condition, at the beginning, in the middle, at the end.

What a window asks while somebody types, scrolls and filters. In the store's own thread, as all else.
"""

import asyncio
import random
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.rounds import seconds
from calljournal.calls import Call, Direction, Presentation
from calljournal.contracts.journal_commands import ListRows
from calljournal.journal import Entry, Outcome, RowState, Scope
from calljournal.matching import Candidate, ContactKind, Match, MatchKind
from calljournal.store import Store, facts, listing, rows

ROWS = 100_000
PAGE = 200
ROUNDS = 3
BUDGET = 0.1
"""Seconds: what follows a key at once."""

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
FIRST = ("Anna", "Beat", "Clara", "Jürg", "Max", "Sophie", "Hans-Peter", "Marie")
LAST = ("Keller", "Müller", "Huber", "Frei", "Zürcher", "Schmid", "Weber", "Lehmann")
QUERIES = {
    "all": ListRows(),
    "text": ListRows(text="keller"),
    "three words": ListRows(text="keller façade müller"),
    "number as text": ListRows(text="044 000 12 34"),
    "person": ListRows(person="müller ag"),
    "contact": ListRows(contact="c7"),
    "missed": ListRows(outcome="missed"),
    "unbooked": ListRows(unbooked=True),
    "over, text": ListRows(over=True, text="keller"),
}


def measure() -> None:
    """Print for each condition how long the slowest page took, and the count."""
    with tempfile.TemporaryDirectory(prefix="calljournal-bench-") as folder, asyncio.Runner() as runner:
        store = runner.run(Store.open(Path(folder)))
        try:
            runner.run(store._database.run(_fill))
            print(f"pages of {ROWS} rows, slowest of each; budget {BUDGET * 1e3:.0f} ms")
            for name, query in QUERIES.items():
                page, count = runner.run(store._database.read(_asked(query)))
                print(f"  {name:<20} page {page * 1e3:6.1f} ms   count {count * 1e3:6.1f} ms")
        finally:
            runner.run(store.close())


def _asked(query: ListRows) -> Callable[[sqlite3.Connection], tuple[float, float]]:
    def work(connection: sqlite3.Connection) -> tuple[float, float]:
        def count() -> None:
            listing.count(connection, query, NOW)

        def page(offset: int) -> None:
            listing.rows(connection, replace(query, limit=PAGE, offset=offset), NOW)

        whole = listing.count(connection, query, NOW)
        offsets = (0, whole // 2, max(0, whole - PAGE))
        pages = [seconds(partial(page, offset)) for offset in offsets for _ in range(ROUNDS)]
        return max(pages), max(seconds(count) for _ in range(ROUNDS))

    return work


def _fill(connection: sqlite3.Connection) -> None:
    chance = random.Random(4)
    for number in range(ROWS):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        entry = _entry(number, name, chance)
        facts.save_call(connection, Call(entry.call, entry.line, ()), [entry], NOW)
        if chance.random() < 0.8:
            firm = chance.randrange(2000)
            who = Candidate(f"c{firm}", ContactKind.CONTACT, name, f"Firm {firm} AG")
            rows.save_match(connection, entry.id, Match(MatchKind.ONE, "exact", (who,)))
        if chance.random() < 0.2:
            rows.note(connection, entry.id, f"we spoke about the façade, offer {number} to be sent until Friday")


def _entry(number: int, name: str, chance: random.Random) -> Entry:
    started = NOW - timedelta(minutes=5 * number + chance.random())
    answered = chance.random() < 0.8
    return Entry(
        id=f"{chance.getrandbits(128):032x}",
        call=f"call-{number}",
        line="bench:line",
        owner="101",
        own="101",
        direction=chance.choice(list(Direction)),
        scope=Scope.EXTERNAL,
        state=RowState.ENDED,
        outcome=Outcome.ANSWERED if answered else Outcome.MISSED,
        number=(called := f"+4144000{chance.randrange(4000):04}"),
        presentation=Presentation.ALLOWED,
        display=called,
        name=name if chance.random() < 0.5 else None,
        started=started,
        answered=started if answered else None,
        ended=started + timedelta(seconds=90),
        talk_seconds=90.0 if answered else 0.0,
        held_seconds=0.0,
    )
