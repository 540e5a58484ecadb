"""Drafts on their way to a book, and the record of what was booked: nothing twice, nothing typed is lost.

A draft is on the disk before the book is asked; beside it stands its booking, with no id yet, which guards the row.
When the book has answered, the booking has its id and the draft is not needed any more; when the book refuses, the
booking goes and the draft stays with the reason.
"""

import sqlite3
from dataclasses import dataclass

import msgspec

from calljournal.database import read_time, write_time
from calljournal.store.columns import to_json
from calljournal.store.facts import survivor_of
from calljournal.worklog import Booking, Draft, Kind, check_not_booked

_draft = msgspec.json.Decoder(Draft)


@dataclass(frozen=True, slots=True)
class RefusedDraft:
    """A draft that a book did not take, and why."""

    draft: Draft
    reason: str


def claim(connection: sqlite3.Connection, draft: Draft, *, book: str, again: bool) -> Booking:
    """Save a draft that is to be booked in `book`, unless its call has been booked by that user as that kind already.

    Rows that were merged count as one. Raises AlreadyBooked, unless `again` is meant. A draft that was claimed before
    gives its booking.
    """
    before = _by_key(connection, draft.id)
    if before is not None:
        return before
    check_not_booked(bookings_of(connection, draft.entry), draft.user, draft.kind, again=again)
    return save_draft(connection, draft, book)


def save_draft(connection: sqlite3.Connection, draft: Draft, book: str) -> Booking:
    """Save a draft, new or changed, as waiting for `book`; without any check."""
    connection.execute(
        "INSERT INTO drafts (key, entry, user_name, kind, created, body, refused) VALUES (?, ?, ?, ?, ?, ?, NULL) "
        "ON CONFLICT (key) DO UPDATE SET body = excluded.body, refused = NULL",
        (draft.id, draft.entry, draft.user, draft.kind.value, write_time(draft.created), to_json(draft)),
    )
    waiting = Booking(draft.id, draft.entry, draft.user, draft.kind, book, None, draft.created)
    return _by_key(connection, draft.id) or _insert(connection, waiting)


def save_booking(connection: sqlite3.Connection, booking: Booking) -> None:
    """Record what the book made of a draft; the draft has done its work, and so have refused ones before it."""
    if _by_key(connection, booking.key) is None:
        _insert(connection, booking)
    else:
        connection.execute(
            "UPDATE bookings SET book = ?, id = ?, booked = ? WHERE key = ?",
            (booking.book, booking.id, write_time(booking.at), booking.key),
        )
    if booking.id is not None:
        connection.execute("DELETE FROM drafts WHERE key = ?", (booking.key,))
        connection.execute(
            "DELETE FROM drafts WHERE refused IS NOT NULL AND user_name = ? AND kind = ? AND (entry = ? OR entry IN "
            "(SELECT id FROM entries WHERE survivor = ?))",
            (booking.user, booking.kind.value, booking.entry, survivor_of(connection, booking.entry)),
        )


def drop_draft(connection: sqlite3.Connection, key: str, reason: str) -> None:
    """Record that the book refused a draft: the row is free to be booked, what was typed is kept with the reason."""
    connection.execute("UPDATE drafts SET refused = ? WHERE key = ?", (reason, key))
    connection.execute("DELETE FROM bookings WHERE key = ? AND id IS NULL", (key,))


def waiting(connection: sqlite3.Connection) -> tuple[Draft, ...]:
    """Give the drafts that no book has answered yet, the oldest first."""
    stored = connection.execute("SELECT body FROM drafts WHERE refused IS NULL ORDER BY created, key")
    return tuple(_draft.decode(one["body"]) for one in stored)


def refused(connection: sqlite3.Connection, entry_id: str) -> tuple[RefusedDraft, ...]:
    """Give the drafts of a row, and of those merged into it, that a book refused, the oldest first."""
    stored = connection.execute(
        "SELECT body, refused FROM drafts WHERE refused IS NOT NULL AND (entry = ? OR entry IN "
        "(SELECT id FROM entries WHERE survivor = ?)) ORDER BY created, key",
        (entry_id, survivor_of(connection, entry_id)),
    )
    return tuple(RefusedDraft(_draft.decode(one["body"]), one["refused"]) for one in stored)


def bookings_of(connection: sqlite3.Connection, entry_id: str) -> tuple[Booking, ...]:
    """Give the bookings of a row and of all that were merged with it, whichever of them is named."""
    stored = connection.execute(
        "SELECT * FROM bookings WHERE entry = ? OR entry IN (SELECT id FROM entries WHERE survivor = ?) "
        "ORDER BY booked, key",
        (entry_id, survivor_of(connection, entry_id)),
    )
    return tuple(booking(one) for one in stored)


def booking(row: sqlite3.Row) -> Booking:
    """Read a booking from a row with all columns of `bookings`."""
    kind = Kind(row["kind"])
    return Booking(row["key"], row["entry"], row["user_name"], kind, row["book"], row["id"], read_time(row["booked"]))


def _by_key(connection: sqlite3.Connection, key: str) -> Booking | None:
    row = connection.execute("SELECT * FROM bookings WHERE key = ?", (key,)).fetchone()
    return None if row is None else booking(row)


def _insert(connection: sqlite3.Connection, new: Booking) -> Booking:
    """Write a booking; its place among those of the same row, user and kind can be taken once only."""
    of_one = (new.entry, new.user, new.kind.value)
    sql = "SELECT COALESCE(MAX(nth) + 1, 0) FROM bookings WHERE entry = ? AND user_name = ? AND kind = ?"
    (nth,) = connection.execute(sql, of_one).fetchone()
    connection.execute(
        "INSERT INTO bookings (entry, user_name, kind, key, book, id, booked, nth) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*of_one, new.key, new.book, new.id, write_time(new.at), nth),
    )
    return new
