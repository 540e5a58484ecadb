"""Changes to what was booked, on their way to the book: on the disk before it is asked, and gone when it is done.

When the book has cancelled a piece of work, its calls are free again; where it made a new entry instead of one that
may not be touched, the booking is that entry's from then on.
"""

import sqlite3
from dataclasses import dataclass

import msgspec

from calljournal.contracts.work import Amended, Amendment, Doing, Work
from calljournal.database import write_time
from calljournal.store.columns import to_json
from calljournal.store.standing import settle


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that the book is asked for, and the work as it was before: others may have to be rounded anew by it."""

    amendment: Amendment
    before: Work


_asked = msgspec.json.Decoder(Asked)


def ask(connection: sqlite3.Connection, new: Asked) -> None:
    """Save a change that the book is going to be asked for."""
    amendment = new.amendment
    connection.execute(
        "INSERT INTO amendments (id, work, created, body) VALUES (?, ?, ?, ?)",
        (amendment.id, amendment.work, write_time(amendment.at), to_json(new)),
    )


def asked(connection: sqlite3.Connection) -> tuple[Asked, ...]:
    """Give the changes that the book has not taken yet, the oldest first."""
    stored = connection.execute("SELECT body FROM amendments ORDER BY created, id")
    return tuple(_asked.decode(one["body"]) for one in stored)


def finish(connection: sqlite3.Connection, done: Asked, amended: Amended, book: str) -> tuple[str, ...]:
    """Record what `book` made of a change, which then waits no longer; give the rows whose booking it touches.

    Those that are not kept any more are not among them.
    """
    amendment = done.amendment
    # by its key also what the book has booked, but could not tell us yet
    touched, values = "(b.key = ? OR (b.id = ? AND b.book = ?))", (done.before.key, amendment.work, book)
    parts = "bookings b JOIN parts p ON p.key = b.key JOIN entries e ON e.id = p.entry"
    sql = f"SELECT DISTINCT p.entry FROM {parts} WHERE {touched} ORDER BY p.entry"  # noqa: S608
    rows = tuple(row["entry"] for row in connection.execute(sql, values))
    if amendment.doing is Doing.CANCEL:
        connection.execute(
            f"UPDATE bookings AS b SET cancelled = ? WHERE {touched}",  # noqa: S608
            (write_time(amendment.at), *values),
        )
        settle(connection, rows)
    elif amended.work.id != amendment.work:
        connection.execute(f"UPDATE bookings AS b SET id = ? WHERE {touched}", (amended.work.id, *values))  # noqa: S608
    drop(connection, amendment.id)
    return rows


def drop(connection: sqlite3.Connection, amendment_id: str) -> None:
    """Forget a change that the book refused."""
    connection.execute("DELETE FROM amendments WHERE id = ?", (amendment_id,))
