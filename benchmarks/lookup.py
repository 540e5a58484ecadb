"""Who calls, in a large book: beside a bare indexed select of sqlite3, and beside the way of OCA's base_phone.

All are asked for the same invented numbers in the same file, in the thread of the book and in one transaction: four
in five of them somebody has. What it costs to get into that thread and out of it is measured apart.
"""

import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks.rounds import ROUNDS, Ratio, compare, interval
from calljournal.contracts.crm import CrmConfig, Means, MeansKind
from calljournal.crm.local import means
from calljournal.crm.local.book import FILE_NAME, LocalBook
from calljournal.crm.local.finding import find, find_ending, find_switchboards
from calljournal.engine.clock import AnchoredClock
from calljournal.matching import UNKNOWN, alike, at_switchboard, ending_of, exact
from calljournal.numbers import DialRules, read_person
from calljournal.numbers.switchboard import switchboards_of

T = TypeVar("T")

NUMBERS = 1_000_000
ASKED = 2000
"""Look-ups in one round; of those beside the bare peer more, for the difference is small."""
ASKED_EXACT = 10_000
HITS = 0.8
SCANS = 5
BUDGET = 1.3
MOST_US = 1000
OCA_BUDGET = 1000

RULES = DialRules("CH", "44", "0")
BOOK = "local"
CHECKED = 1000
FAST = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000;"
CONTACTS = (
    "INSERT INTO contacts (id, kind, name, company, company_key, company_id, address, active, identity, search)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
MEANS = (
    f"INSERT INTO means (contact_id, position, kind, typed, label, standard, {', '.join(means.READ)})"
    f" VALUES (?, 0, 'phone', ?, '', TRUE, {', '.join('?' for _ in means.READ)})"
)
BARE_TABLE = "CREATE TABLE bare (number TEXT NOT NULL, id TEXT NOT NULL); CREATE INDEX by_number ON bare (number);"
BARE = "SELECT id FROM bare WHERE number = ?"
OCA = "SELECT contact_id FROM means WHERE replace(typed, ' ', '') LIKE ?"


def measure(numbers: int = NUMBERS) -> None:
    """Print what an exact look-up and the rules cost in a book of so many numbers, up to 30 million of them."""
    with tempfile.TemporaryDirectory(prefix="calljournal-bench-") as folder, asyncio.Runner() as runner:
        book = LocalBook(CrmConfig(BOOK, Path(folder), RULES, AnchoredClock()))
        start = time.perf_counter()
        runner.run(_filled(book, Path(folder) / FILE_NAME, numbers))
        size = _warm(Path(folder) / FILE_NAME)
        print(f"look-up in {numbers:,} numbers ({size / 1e6:.0f} MB, built in {time.perf_counter() - start:.0f} s)")
        runner.run(book.open())
        try:
            _measure(Bench(book, runner, numbers))
        finally:
            runner.run(book.close())


def _warm(file: Path) -> int:
    """Have the system read a whole file once, for it may have dropped what was just written; give its bytes."""
    size = 0
    with file.open("rb", buffering=0) as stream:
        while piece := stream.read(1 << 24):
            size += len(piece)
    return size


class Bench:
    """The book, asked in its own thread or from outside, and what it is asked for."""

    def __init__(self, book: LocalBook, runner: asyncio.Runner, numbers: int) -> None:
        self.book = book
        self.run = runner.run
        self._numbers = numbers
        self._dice = random.Random(numbers)

    def inside(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do `work` in the thread of the book, in one transaction that reads."""
        return self.run(self.book._database.read(work))

    def asked(self, hit: Callable[[int], str | None], count: int = ASKED) -> list[str]:
        """Give so many random callers: who calls from a number that somebody has, and from one that nobody has."""
        found: list[str] = []
        while len(found) < count:
            known = self._dice.random() < HITS
            index = self._dice.randrange(self._numbers)
            caller = hit(index) if known else f"+41{_swiss(self._numbers + index)}"
            found += [caller] if caller else []
        return found


def _measure(bench: Bench) -> None:
    source = bench.inside(_question)
    ids = f"SELECT c.id {source}"
    found = bench.inside(lambda connection: [_same(connection, ids, key) for key in bench.asked(_stored)])
    _expect("exact", found)
    _exact(bench, "exact, ids", ids)
    joins = source[source.index("JOIN") : source.index("WHERE")]
    _exact(bench, "  without its contact", f"SELECT m.contact_id {source.replace(joins, '')}")
    _oca(bench, ids)
    _hop(bench)
    _rules(bench)


def _question(connection: sqlite3.Connection) -> str:
    """Give the SQL by which the product finds a number, from its FROM on: with its own joins and its own condition."""
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    find(connection, ("+",), BOOK)
    connection.set_trace_callback(None)
    (sql,) = asked
    return sql[sql.index("FROM") :].replace("'+'", "?")


# --- each against its peer -------------------------------------------------------------------------------------------


def _same(connection: sqlite3.Connection, ids: str, key: str) -> bool:
    """Whether anybody has a number; raises where the two do not find the same."""
    mine, bare = (connection.execute(sql, (key,)).fetchall() for sql in (ids, BARE))
    if [row[0] for row in mine] != [row[0] for row in bare]:
        raise RuntimeError(f"{key}: the book and the bare table do not find the same")
    return bool(mine)


def _exact(bench: Bench, name: str, sql: str) -> None:
    warm, *rounds = (bench.asked(_stored, ASKED_EXACT) for _ in range(ROUNDS + 1))
    mine, theirs = iter(rounds), iter(rounds)

    def work(connection: sqlite3.Connection) -> tuple[float, float, Ratio]:
        _each(connection, sql, warm)
        _each(connection, BARE, warm)
        return compare(lambda: _each(connection, sql, next(mine)), lambda: _each(connection, BARE, next(theirs)))

    ours, bare, ratio = bench.inside(work)
    times = f"{ours * 1e6:7.1f} us   bare sqlite3 {bare * 1e6:5.1f} us   ratio {ratio}; budget {BUDGET:g}"
    print(f"  {name:<22} {times}")


def _each(connection: sqlite3.Connection, sql: str, keys: Sequence[str]) -> float:
    """Give the seconds of one look-up of these."""
    start = time.perf_counter()
    for key in keys:
        connection.execute(sql, (key,)).fetchall()
    return (time.perf_counter() - start) / len(keys)


def _oca(bench: Bench, ids: str) -> None:
    scans = [(key, bench.asked(_stored)) for key in bench.asked(_stored, SCANS)]
    ours, theirs = iter(scans), iter(scans)

    def work(connection: sqlite3.Connection) -> tuple[float, float, Ratio]:
        return compare(
            lambda: _each(connection, OCA, ["%" + next(theirs)[0][-8:]]),
            lambda: _each(connection, ids, next(ours)[1]),
            SCANS,
        )

    oca, _, ratio = bench.inside(work)
    times = f"{ratio.median:,.0f} times ({ratio.low:,.0f} to {ratio.high:,.0f}; budget {OCA_BUDGET:,})"
    print(f"  as OCA's base_phone    {oca * 1e3:7.1f} ms   {times} as long")


def _hop(bench: Bench) -> None:
    rounds = [bench.asked(_stored) for _ in range(ROUNDS)]
    outside, inside = iter(rounds), iter(rounds)
    awaited, alone, _ = compare(
        lambda: statistics.median(bench.run(_awaited(bench.book, next(outside)))),
        lambda: statistics.median(bench.inside(lambda connection: _timed(_find(connection), next(inside)).seconds)),
    )
    hop = f"{(awaited - alone) * 1e6:5.1f} us"
    print(f"  hop to its thread      {hop:>10}   awaited {awaited * 1e6:.1f} us, inside {alone * 1e6:.1f} us (p50)")


async def _awaited(book: LocalBook, keys: Sequence[str]) -> list[float]:
    return [await _awaited_once(book.find((key,))) for key in keys]


async def _awaited_once(answer: Awaitable[object]) -> float:
    start = time.perf_counter()
    await answer
    return time.perf_counter() - start


# --- the rules -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Timed:
    """How long each look-up of a round took, and whether it found anybody.

    On a machine that others use, the slowest ones are those that had to wait for a processor: hence `cpu`.
    """

    seconds: list[float]
    cpu: list[float]
    found: list[bool]


Rule = Callable[[str], bool]
"""Asks the book for a caller, and says whether it has anybody."""


def _rules(bench: Bench) -> None:
    _rule(bench, "whole find", _find, _stored)
    _rule(bench, "switchboard", _at_switchboard, _extension)
    _rule(bench, "ending, readable", lambda connection: _alike(connection, readable=False), _of_unreadable)
    _rule(bench, "ending, unreadable", lambda connection: _alike(connection, readable=True), _without_area)


def _rule(
    bench: Bench, name: str, rule: Callable[[sqlite3.Connection], Rule], hit: Callable[[int], str | None]
) -> None:
    def work(keys: Sequence[str]) -> Timed:
        return bench.inside(lambda connection: _timed(rule(connection), keys))

    rounds = [bench.asked(hit) for _ in range(ROUNDS + 1)]
    if hit is _without_area:  # and who sends no area code sends none either where nobody has the number
        rounds = [[caller.removeprefix("+41")[-7:] for caller in keys] for keys in rounds]
    warm, *timed = map(work, rounds)
    _expect(name, warm.found)
    p50 = statistics.median(statistics.median(one.seconds) for one in timed)
    p99 = interval([_p99_us(one.seconds) for one in timed])
    cpu = statistics.median(_p99_us(one.cpu) for one in timed)
    shown = f"{p99.median:5.0f} us ({p99.low:.0f} to {p99.high:.0f}; budget {MOST_US}), {cpu:.0f} us CPU"
    print(f"  {name:<22} {p50 * 1e6:7.1f} us   p99 {shown}")


def _p99_us(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=100)[-1] * 1e6


def _timed(rule: Rule, keys: Sequence[str]) -> Timed:
    timed = Timed([], [], [])
    for key in keys:
        cpu = time.thread_time()
        start = time.perf_counter()
        timed.found.append(rule(key))
        timed.seconds.append(time.perf_counter() - start)
        timed.cpu.append(time.thread_time() - cpu)
    return timed


def _find(connection: sqlite3.Connection) -> Rule:
    return lambda caller: exact(find(connection, (caller,), BOOK)) != UNKNOWN


def _at_switchboard(connection: sqlite3.Connection) -> Rule:
    def rule(caller: str) -> bool:
        asked = switchboards_of(caller)
        found = find_switchboards(connection, asked.numbers, asked.trunks, BOOK)
        return at_switchboard(found, caller) != UNKNOWN

    return rule


def _alike(connection: sqlite3.Connection, *, readable: bool) -> Rule:
    return lambda caller: alike(find_ending(connection, ending_of(caller) or "", readable, BOOK)) != UNKNOWN


def _expect(name: str, found: Sequence[bool]) -> None:
    """See to it that what is measured finds whom it should; more than that are alike by accident."""
    if sum(found) < len(found) * (HITS - 0.1):
        raise RuntimeError(f"{name}: found {sum(found)} of {len(found)}")


# --- the numbers: all different, the same for the same place --------------------------------------------------------

AREAS_CH = ("21", "22", "31", "32", "41", "43", "44", "61")
AREAS_DE = ("30", "40", "69", "89")
SCATTER = 39_916_801
"""A prime: multiplied by it, numbers that follow each other in the book are strewn over the whole plan."""


def _swiss(index: int) -> str:
    area, rest = divmod(index * SCATTER % (len(AREAS_CH) * 10**7), 10**7)
    return f"{AREAS_CH[area]}{rest:07}"


def _german(index: int) -> tuple[str, str]:
    area, rest = divmod(index * SCATTER % (len(AREAS_DE) * 8 * 10**6), 8 * 10**6)
    return AREAS_DE[area], str(2 * 10**6 + rest)


def _is_german(index: int) -> bool:
    """Whether the number at this place is a German switchboard: 10 %."""
    return index % 10 == 0


def _is_unreadable(index: int) -> bool:
    """Whether nobody can read the number at this place, for a digit too many stands before it: 1 %."""
    return index % 100 == 1


def _typed(index: int) -> str:
    if _is_german(index):
        return "+49 {} {}-0".format(*_german(index))
    number = _swiss(index)
    written = f"{number[:2]} {number[2:5]} {number[5:7]} {number[7:]}"
    if _is_unreadable(index):
        return f"1 0{written}"
    return f"+41 {written}" if index % 2 else f"0{written}"


def _stored(index: int) -> str | None:
    """Give the number at this place, if it can be read."""
    if _is_unreadable(index):
        return None
    return "+49{}{}0".format(*_german(index)) if _is_german(index) else f"+41{_swiss(index)}"


def _extension(index: int) -> str:
    """Give a caller behind a switchboard."""
    return "+49{}{}".format(*_german(index - index % 10)) + f"{11 + index % 89}"


def _of_unreadable(index: int) -> str:
    """Give a caller whose number stands in the book as one that cannot be read."""
    return f"+41{_swiss(index - index % 100 + 1)}"


def _without_area(index: int) -> str | None:
    """Give a caller whose number is in the book, and who sends it without country and area code."""
    return None if _is_german(index) else _swiss(index)


# --- the book --------------------------------------------------------------------------------------------------------


async def _filled(book: LocalBook, file: Path, numbers: int) -> None:
    """Let the product make its tables and indexes, and fill them past it; a bare table gets the same."""
    await book.open()
    await book.close()
    _as_the_product_reads(range(min(numbers, CHECKED)))
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript(f"{FAST} {BARE_TABLE}")
    connection.execute("BEGIN")
    connection.executemany(CONTACTS, map(_contact, range(numbers)))
    connection.executemany(MEANS, ((f"c{index}", _typed(index), *_columns(index)) for index in range(numbers)))
    connection.execute("INSERT INTO bare SELECT normalised, contact_id FROM means WHERE readable")
    connection.execute("COMMIT")
    connection.close()


def _as_the_product_reads(places: Sequence[int]) -> None:
    """See to it that what is written past the product is what it would write."""
    for index in places:
        one = Means(MeansKind.PHONE, _typed(index), standard=True)
        if means.columns_read(means.as_read(one, read_person(one.typed, RULES))) != _columns(index):
            raise RuntimeError(f"{one.typed} is read otherwise")


def _columns(index: int) -> tuple[object, ...]:
    """Give what follows from what is typed: the columns `means.READ`."""
    if _is_german(index):
        trunk = "+49{}{}".format(*_german(index))
        return f"{trunk}0", True, trunk, True, f"{trunk[1:]}0", f"{trunk[3:]}0"[::-1]
    number = _swiss(index)
    if _is_unreadable(index):
        return None, False, None, False, f"10{number}", f"10{number}"[::-1]
    return f"+41{number}", True, None, False, f"41{number}", number[::-1]


def _contact(index: int) -> tuple[object, ...]:
    """Give one in ten as a company, and half of the others as people there."""
    own, firm = f"someone {index}", f"company {index - index % 10}"
    if index % 10 == 0:
        return f"c{index}", "company", firm, None, None, None, "1 Sample Street", True, f"company\n{firm}", firm
    if index % 10 > 5:
        return f"c{index}", "person", own, None, None, None, "", True, f"person\n{own}\n", own
    at = f"c{index - index % 10}"
    return f"c{index}", "contact", own, firm, firm, at, "", True, f"person\n{own}\n{firm}", f"{own} {firm}"
