"""Drafts on their way to a book, and the record of what was booked: nothing twice, nothing typed is lost.

A draft is on the disk before the book is asked; beside it stands its booking, with no id yet, which guards the row.
When the book has answered, the booking has its id and the draft is not needed any more; when the book refuses, the
booking goes and the draft stays with the reason.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from calljournal.database import read_time, write_time
from calljournal.store.columns import to_json
from calljournal.store.standing import ENOUGH, settle, settle_booking, taken
from calljournal.store.survivor import survivor_of
from calljournal.worklog import Booking, Draft, Kind, Part, check_not_booked

_draft = msgspec.json.Decoder(Draft)


@dataclass(frozen=True, slots=True)
class RefusedDraft:
    """A draft that a book did not take, and why."""

    draft: Draft
    reason: str


def claim(connection: sqlite3.Connection, new: Sequence[Draft], *, book: str, again: bool) -> tuple[Booking, ...]:
    """Save drafts that are to be booked in `book`: all of them, unless one of their calls has been booked already.

    By the same user, as the same kind; rows that were merged count as one, and of one that is booked in part the rest
    is free. Raises AlreadyBooked, unless `again` is
    meant. Drafts that were claimed before give their bookings.
    """
    before = [_by_key(connection, draft.id) for draft in new]
    if all(before):
        return tuple(filter(None, before))
    for draft in new:
        for part in parts_of(draft):
            if not (draft.kind is Kind.TIME and _fits(connection, draft.whose, part)):
                check_not_booked(bookings_of(connection, part.entry), draft.whose, draft.kind, again=again)
    return tuple(save_draft(connection, draft, book) for draft in new)


def _fits(connection: sqlite3.Connection, whose: str, part: Part) -> bool:
    """Whether so much of a row is left: of one that was split, a part may have been cancelled, or not been taken."""
    row = connection.execute(
        "SELECT talk_seconds, held_seconds FROM entries WHERE id = ?", (survivor_of(connection, part.entry),)
    ).fetchone()
    if row is None or part.seconds <= 0:
        return False
    whole = row["talk_seconds"] + (row["held_seconds"] if part.held else 0)
    return bool(taken(connection, part.entry, whose) + part.seconds <= whole + ENOUGH)


def save_draft(connection: sqlite3.Connection, draft: Draft, book: str) -> Booking:
    """Save a draft, new or changed, as waiting for `book`; without any check."""
    connection.execute(
        "INSERT INTO drafts (key, entry, user_name, kind, created, body, refused) VALUES (?, ?, ?, ?, ?, ?, NULL) "
        "ON CONFLICT (key) DO UPDATE SET body = excluded.body, refused = NULL",
        (draft.id, draft.entry, draft.user, draft.kind.value, write_time(draft.created), to_json(draft)),
    )
    waiting = Booking(
        draft.id,
        draft.entry,
        draft.user,
        draft.kind,
        book,
        None,
        draft.created,
        draft.recorded_by,
        user_id=draft.user_id,
    )
    return _by_key(connection, draft.id) or _insert(connection, waiting, parts_of(draft))


def parts_of(draft: Draft) -> tuple[Part, ...]:
    """Give what a draft takes of which rows; one of an older version took all of one."""
    return draft.parts or (Part(draft.entry, draft.measured_minutes * 60),)


def save_booking(connection: sqlite3.Connection, booking: Booking) -> None:
    """Record what the book made of a draft; the draft has done its work, and so have refused ones before it."""
    if _by_key(connection, booking.key) is None:
        _insert(connection, booking, (Part(booking.entry, 0.0),))
    else:
        connection.execute(
            "UPDATE bookings SET book = ?, id = ?, booked = ?, user_id = COALESCE(NULLIF(?, ''), user_id) "
            "WHERE key = ?",
            (booking.book, booking.id, write_time(booking.at), booking.user_id, booking.key),
        )
        settle_booking(connection, booking.key)  # the book may just have said who the user is
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
    entries = _entries_of(connection, key)
    connection.execute("DELETE FROM parts WHERE key IN (SELECT key FROM bookings WHERE key = ? AND id IS NULL)", (key,))
    connection.execute("DELETE FROM bookings WHERE key = ? AND id IS NULL", (key,))
    settle(connection, entries)


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
    """Give the bookings of a row and of all that were merged with it, whichever of them is named; the cancelled too."""
    stored = connection.execute(
        "SELECT DISTINCT b.* FROM parts p JOIN bookings b ON b.key = p.key "
        "WHERE p.entry = ? OR p.entry IN (SELECT id FROM entries WHERE survivor = ?) ORDER BY b.booked, b.key",
        (entry_id, survivor_of(connection, entry_id)),
    )
    return tuple(booking(one) for one in stored)


def without_user(connection: sqlite3.Connection) -> tuple[Booking, ...]:
    """Give the bookings of which it is not known what the book calls their user: an older version made them."""
    rows = connection.execute("SELECT * FROM bookings WHERE user_id = '' AND id IS NOT NULL")
    return tuple(booking(row) for row in rows)


def save_users(connection: sqlite3.Connection, users: Mapping[str, str]) -> None:
    """Write what the book calls the users of bookings, by their keys."""
    connection.executemany("UPDATE bookings SET user_id = ? WHERE key = ?", [(who, key) for key, who in users.items()])


def stretches_of(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, list[tuple[datetime, datetime]]]:
    """Give from when to when the calls of bookings were; those whose rows are gone are not in it."""
    found: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for key in keys:
        rows = connection.execute(
            "SELECT e.answered, e.ended FROM parts p JOIN entries e ON e.id = p.entry "
            "WHERE p.key = ? AND e.answered IS NOT NULL AND e.ended IS NOT NULL",
            (key,),
        )
        for row in rows:
            found[key].append((read_time(row["answered"]), read_time(row["ended"])))
    return dict(found)


def booking(row: sqlite3.Row) -> Booking:
    """Read a booking from a row with all columns of `bookings`."""
    return Booking(
        row["key"],
        row["entry"],
        row["user_name"],
        Kind(row["kind"]),
        row["book"],
        row["id"],
        read_time(row["booked"]),
        row["recorded_by"],
        read_time(row["cancelled"]),
        user_id=row["user_id"],
    )


def _by_key(connection: sqlite3.Connection, key: str) -> Booking | None:
    row = connection.execute("SELECT * FROM bookings WHERE key = ?", (key,)).fetchone()
    return None if row is None else booking(row)


def _entries_of(connection: sqlite3.Connection, key: str) -> list[str]:
    return [row["entry"] for row in connection.execute("SELECT entry FROM parts WHERE key = ?", (key,))]


def _insert(connection: sqlite3.Connection, new: Booking, parts: Sequence[Part]) -> Booking:
    """Write a booking; its place among those of the same row, user and kind can be taken once only."""
    of_one = (new.entry, new.user, new.kind.value)
    sql = "SELECT COALESCE(MAX(nth) + 1, 0) FROM bookings WHERE entry = ? AND user_name = ? AND kind = ?"
    (nth,) = connection.execute(sql, of_one).fetchone()
    connection.execute(
        "INSERT INTO bookings (entry, user_name, kind, key, book, id, booked, nth, recorded_by, user_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*of_one, new.key, new.book, new.id, write_time(new.at), nth, new.recorded_by, new.user_id),
    )
    connection.executemany(
        "INSERT INTO parts (key, entry, seconds, held) VALUES (?, ?, ?, ?)",
        [(new.key, part.entry, part.seconds, part.held) for part in parts],
    )
    if new.kind is Kind.TIME:  # whoever books a call does not ignore it any more
        connection.executemany(
            "UPDATE entries SET ignored = FALSE WHERE survivor = ?",
            [(survivor_of(connection, part.entry),) for part in parts],
        )
    settle_booking(connection, new.key)
    return new
