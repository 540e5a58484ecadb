"""What has become of a row: booked, private, ignored, or nothing yet. It is derived, so that it cannot go astray."""

import sqlite3
from collections.abc import Iterable

from calljournal.store.survivor import survivor_of

WAITS = "settled IS NULL AND answered IS NOT NULL AND ended IS NOT NULL AND merged_into IS NULL"
"""Whether nothing has become of a row in which somebody talked; as the index entries_waiting has it."""

ENOUGH = 0.5
"""Seconds by which parts may fail to be the whole: minutes are shown, and typed, to the hundredth."""

_TAKEN = """
SELECT SUM(p.seconds) AS taken, MAX(CASE WHEN p.held THEN e.held_seconds ELSE 0 END) + e.talk_seconds AS whole
FROM entries e JOIN entries m ON m.survivor = e.id JOIN parts p ON p.entry = m.id JOIN bookings b ON b.key = p.key
WHERE e.id = ? AND b.kind = 'time' AND b.cancelled IS NULL
"""

_WHOSE = "COALESCE(NULLIF(b.user_id, ''), b.user_name)"
"""As `Booking.whose`."""

_SETTLE = """
UPDATE entries SET booked_seconds = ?, settled = CASE
    WHEN ? THEN 'booked'
    WHEN EXISTS (SELECT 1 FROM entries m WHERE m.survivor = entries.id AND m.private) THEN 'private'
    WHEN ignored THEN 'ignored'
END WHERE id = ?
"""


def settle(connection: sqlite3.Connection, entry_ids: Iterable[str]) -> None:
    """Derive anew what has become of rows; one that was merged away stands for the row that it is part of."""
    for survivor in sorted({survivor_of(connection, entry_id) for entry_id in entry_ids}):
        by_user = connection.execute(f"{_TAKEN} GROUP BY {_WHOSE} ORDER BY taken DESC", (survivor,)).fetchone()
        taken, whole = (by_user["taken"], by_user["whole"]) if by_user else (0.0, 0.0)
        connection.execute(_SETTLE, (taken, by_user is not None and taken >= whole - ENOUGH, survivor))


def taken(connection: sqlite3.Connection, entry_id: str, whose: str) -> float:
    """Give how many seconds of a row, and of those merged into it, are booked as a user's time (`Booking.whose`)."""
    row = connection.execute(f"{_TAKEN} AND {_WHOSE} = ?", (survivor_of(connection, entry_id), whose)).fetchone()
    return float(row["taken"] or 0.0)


def settle_booking(connection: sqlite3.Connection, key: str) -> None:
    """Derive anew what has become of all rows that a booking takes something of."""
    rows = connection.execute("SELECT entry FROM parts WHERE key = ?", (key,)).fetchall()
    settle(connection, [row["entry"] for row in rows])


def take_over(connection: sqlite3.Connection, merged: str, survivor: str) -> None:
    """Let a row have what had become of one that is now part of it."""
    connection.execute(
        "UPDATE entries SET together = COALESCE(together, (SELECT together FROM entries WHERE id = ?)) WHERE id = ?",
        (merged, survivor),
    )
    connection.execute("UPDATE entries SET together = NULL WHERE id = ?", (merged,))
    settle(connection, [survivor])
