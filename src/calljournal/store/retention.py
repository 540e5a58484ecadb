"""What is kept long enough is deleted, by the end of the call; the record of a booking outlives its row."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calljournal.database import write_time
from calljournal.store import deleting

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
    """The rows that a step deleted, each with why it had been kept, and where the next one goes on; None at the end.

    `left` are the rows that were to be booked as one with them.
    """

    rows: Mapping[str, Keep]
    after: Place | None
    left: tuple[str, ...] = ()


# A row on which something is under way (a booking on its way to the book, a change to one, an export that was broken
# off, a call that is not over for all) is not touched.
_NEXT = f"""
SELECT e.id, e.started, e.state = 'ended' AND e.ended IS NOT NULL AS finished,
    MAX(e.ended, COALESCE((SELECT MAX(b.cancelled) FROM entries m JOIN parts p ON p.entry = m.id
        JOIN bookings b ON b.key = p.key WHERE m.survivor = e.id), '')) AS since,
    CASE
        WHEN EXISTS (SELECT 1 FROM entries m JOIN parts p ON p.entry = m.id JOIN bookings b ON b.key = p.key
                     WHERE m.survivor = e.id AND b.cancelled IS NULL) THEN 'booked'
        WHEN EXISTS (SELECT 1 FROM entries m WHERE m.survivor = e.id AND m.private) THEN 'private'
        ELSE 'unbooked'
    END AS keep,
    {deleting.ON_ITS_WAY} OR {deleting.GOING_OUT} OR {deleting.IN_A_CALL} AS busy,
    EXISTS (SELECT 1 FROM entries m JOIN drafts d ON d.entry = m.id WHERE m.survivor = e.id) AS typed
FROM entries e
WHERE e.merged_into IS NULL AND e.started < ? AND (e.started, e.id) > (?, ?)
ORDER BY e.started, e.id LIMIT ?
"""  # noqa: S608  (our own conditions)


def delete(
    connection: sqlite3.Connection,
    until: Mapping[Keep, datetime],
    after: Place,
    portion: int = PORTION,
    *,
    with_drafts: bool = True,
) -> Deleted:
    """Look at the next rows, the oldest first, and delete those that ended before what `until` says for their kind.

    One that waits again is kept as if it had ended when its booking was cancelled. What `until` does not name is kept
    for ever. Rows that were merged go with the row that they are part of. Without `with_drafts` a row stays, too, of
    which a book refused what was typed: somebody has to see to it.
    """
    ends = {keep.value: write_time(moment) for keep, moment in until.items()}
    rows = connection.execute(_NEXT, (max(ends.values(), default=""), *after, portion)).fetchall()
    gone = {
        row["id"]: Keep(row["keep"])
        for row in rows
        if row["finished"]
        and not row["busy"]
        and (with_drafts or not row["typed"])
        and row["since"] < ends.get(row["keep"], "")
    }
    left: dict[str, None] = {}
    for entry_id in gone:
        left |= dict.fromkeys(deleting.delete_row(connection, entry_id))
    last = rows[-1] if len(rows) == portion else None
    after_last = None if last is None else (last["started"], last["id"])
    return Deleted(gone, after_last, tuple(one for one in left if one not in gone))
