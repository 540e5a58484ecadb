"""What is kept long enough is deleted, by the end of the call; the record of a booking outlives its row."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calljournal.database import write_time
from calljournal.store import waiting

PORTION = 500
"""Rows that are looked at in one step: some hundredths of a second, so that no call waits to be saved."""


class Keep(StrEnum):
    """Why a row is kept, which says for how long."""

    UNBOOKED = "unbooked"
    PRIVATE = "private"
    BOOKED = "booked"


Place = tuple[str, str]
"""How far one has looked: start and id of a row."""

BEGINNING: Place = ("", "")


@dataclass(frozen=True, slots=True)
class Deleted:
    """The rows that a step deleted, each with why it had been kept, and where the next one goes on; None at the end."""

    rows: Mapping[str, Keep]
    after: Place | None


# A row on which something is under way (a booking on its way to the book, a change to one, an export that was broken
# off) is not touched.
_NEXT = """
SELECT e.id, e.together, e.started, e.state = 'ended' AND e.ended IS NOT NULL AS finished,
    MAX(e.ended, COALESCE((SELECT MAX(b.cancelled) FROM entries m JOIN parts p ON p.entry = m.id
        JOIN bookings b ON b.key = p.key WHERE m.survivor = e.id), '')) AS since,
    CASE
        WHEN EXISTS (SELECT 1 FROM entries m JOIN parts p ON p.entry = m.id JOIN bookings b ON b.key = p.key
                     WHERE m.survivor = e.id AND b.cancelled IS NULL) THEN 'booked'
        WHEN EXISTS (SELECT 1 FROM entries m WHERE m.survivor = e.id AND m.private) THEN 'private'
        ELSE 'unbooked'
    END AS keep,
    EXISTS (SELECT 1 FROM entries m JOIN parts p ON p.entry = m.id JOIN bookings b ON b.key = p.key
            WHERE m.survivor = e.id AND (b.id IS NULL OR b.id IN (SELECT work FROM amendments)))
    OR e.id IN (SELECT x.entry FROM exported x JOIN exports f ON f.number = x.export WHERE NOT f.finished) AS busy
FROM entries e
WHERE e.merged_into IS NULL AND e.started < ? AND (e.started, e.id) > (?, ?)
ORDER BY e.started, e.id LIMIT ?
"""


def delete(
    connection: sqlite3.Connection, until: Mapping[Keep, datetime], after: Place, portion: int = PORTION
) -> Deleted:
    """Look at the next rows, the oldest first, and delete those that ended before what `until` says for their kind.

    One that waits again is kept as if it had ended when its booking was cancelled. What `until` does not name is kept
    for ever. Rows that were merged go with the row that they are part of.
    """
    ends = {keep.value: write_time(moment) for keep, moment in until.items()}
    rows = connection.execute(_NEXT, (max(ends.values(), default=""), *after, portion)).fetchall()
    gone = {
        row["id"]: Keep(row["keep"])
        for row in rows
        if row["finished"] and not row["busy"] and row["since"] < ends.get(row["keep"], "")
    }
    for row in rows:
        if row["id"] in gone:
            if row["together"] is not None:
                waiting.put_together(connection, [row["id"]])  # one that is left is to be booked alone
            _delete(connection, row["id"])
    last = rows[-1] if len(rows) == portion else None
    return Deleted(gone, None if last is None else (last["started"], last["id"]))


def _delete(connection: sqlite3.Connection, survivor: str) -> None:
    """Delete a row with those merged into it, and what a book refused of them."""
    group = "SELECT id FROM entries WHERE survivor = ?"
    connection.execute(f"DELETE FROM drafts WHERE refused IS NOT NULL AND entry IN ({group})", (survivor,))  # noqa: S608
    connection.execute("DELETE FROM entries WHERE survivor = ?", (survivor,))
