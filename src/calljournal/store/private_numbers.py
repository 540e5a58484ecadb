"""Numbers that are private for good: a call with one of them becomes private when it ends, unless it is booked."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calljournal.contracts.journal_commands import PrivateNumber
from calljournal.database import read_time, write_time
from calljournal.journal import Entry
from calljournal.store import privacy, waiting


@dataclass(frozen=True, slots=True)
class Became:
    """The rows that became private, and those that are changed by it: they were to be booked as one with them."""

    private: tuple[str, ...]
    left: tuple[str, ...]


def keep(connection: sqlite3.Connection, new: PrivateNumber) -> Became:
    """Keep a number private from now on, and make its calls private that are over and not booked."""
    connection.execute(
        "INSERT INTO private_numbers (number, shown, since) VALUES (?, ?, ?) ON CONFLICT (number) DO NOTHING",
        (new.number, new.shown, write_time(new.since)),
    )
    return sweep(connection, [new.number])


def drop(connection: sqlite3.Connection, number: str) -> bool:
    """Keep the calls of a number private no longer; False where it was not so."""
    return connection.execute("DELETE FROM private_numbers WHERE number = ?", (number,)).rowcount > 0


def listed(connection: sqlite3.Connection) -> tuple[PrivateNumber, ...]:
    """Give the numbers that are private for good, the latest first."""
    stored = connection.execute("SELECT * FROM private_numbers ORDER BY since DESC, number")
    return tuple(PrivateNumber(row["number"], row["shown"], read_time(row["since"])) for row in stored)


def sweep(connection: sqlite3.Connection, numbers: Sequence[str]) -> Became:
    """Make private what is over, not booked, and has one of these numbers."""
    private: list[str] = []
    left: dict[str, None] = {}
    for row in [row for number in numbers for row in _over(connection, number)]:
        if not privacy.booked(connection, row):
            left |= dict.fromkeys(waiting.together_with(connection, row))
            private.append(privacy.make_private(connection, row))
    return Became(tuple(private), tuple(one for one in left if one not in set(private)))


def is_private(connection: sqlite3.Connection, entry: Entry) -> bool:
    """Whether a row is to be private by now: its number is so for good, its call is over, nothing of it is booked."""
    if entry.number is None or entry.live or entry.merged_into is not None:
        return False
    found = connection.execute("SELECT 1 FROM private_numbers WHERE number = ?", (entry.number,)).fetchone()
    return found is not None and not privacy.booked(connection, entry.id)


def _over(connection: sqlite3.Connection, number: str) -> Iterator[str]:
    """Give the rows with a number whose call is over."""
    sql = "SELECT id FROM entries WHERE number = ? AND ended IS NOT NULL AND merged_into IS NULL ORDER BY started, id"
    yield from (row["id"] for row in connection.execute(sql, (number,)).fetchall())
