"""The lock date: up to and with it the firm's books are closed."""

import sqlite3
from datetime import date

from calljournal.errors import Refused
from calljournal.words import say, say_day


def lock(connection: sqlite3.Connection, day: date | None) -> None:
    """Close the book up to and with a day, or open it again."""
    connection.execute("DELETE FROM about WHERE name = 'locked'")
    if day is not None:
        connection.execute("INSERT INTO about (name, value) VALUES ('locked', ?)", (day.isoformat(),))


def locked(connection: sqlite3.Connection) -> date | None:
    """Give the lock date; None where the book is open."""
    row = connection.execute("SELECT value FROM about WHERE name = 'locked'").fetchone()
    return None if row is None else date.fromisoformat(row["value"])


def need_open_day(connection: sqlite3.Connection, day: date) -> None:
    """Raise Refused where nothing may be booked on a day any more."""
    closed = locked(connection)
    if closed is not None and day <= closed:
        raise Refused(
            say("the book is closed up to {day}: book it on a later day", day=say_day(closed)).typed(
                " with --day, or open the book with `calljournal book lock off`"
            )
        )
