"""What a copy of the journal's file holds, whatever version of the program wrote it."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from calljournal.database import copies


@dataclass(frozen=True, slots=True)
class Contents:
    """How many rows there are, and how many time entries were booked from them and stand."""

    calls: int
    booked: int


def contents(copy: Path) -> Contents:
    """Count what a copy holds; raises StoreFailed where it cannot be read."""
    with copies.opened(copy) as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(bookings)")}
        stands = "cancelled IS NULL" if "cancelled" in columns else "TRUE"  # a column since step 0004
        return Contents(
            _count(connection, "SELECT COUNT(*) FROM entries WHERE merged_into IS NULL"),
            _count(connection, f"SELECT COUNT(*) FROM bookings WHERE kind = 'time' AND {stands}"),  # noqa: S608
        )


def _count(connection: sqlite3.Connection, sql: str) -> int:
    (count,) = connection.execute(sql).fetchone()
    return int(count)
