"""Rows that wait to be booked, alone or several as one, until somebody decides."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from calljournal.contracts.rows import JournalRow
from calljournal.database import write_time
from calljournal.errors import NotFound
from calljournal.store.rows import row, whole
from calljournal.store.standing import WAITS, settle
from calljournal.store.survivor import survivor_of
from calljournal.words import say


def unbooked(
    connection: sqlite3.Connection, since: datetime | None, until: datetime | None, shortest: float, limit: int
) -> tuple[tuple[JournalRow, ...], ...]:
    """Give the rows that wait, the earliest first, those that are booked as one together.

    A row waits where somebody talked for `shortest` seconds at least, where its end was not seen (it may have been
    longer), where it was put together with others, or where a part of it has been booked.
    """
    long_enough = "(talk_seconds + held_seconds >= ? OR outcome = 'lost' OR together IS NOT NULL OR booked_seconds > 0)"
    # with a lower bound SQLite takes the index of what waits; without one, that of all calls in which somebody talked
    conditions, values = [WAITS, long_enough, "started >= ?"], [shortest, write_time(since) or ""]
    if until is not None:
        conditions.append("started < ?")
        values.append(write_time(until))
    found = connection.execute(
        f"SELECT * FROM entries WHERE {' AND '.join(conditions)} ORDER BY started, id LIMIT ?",  # noqa: S608
        (*values, limit),
    ).fetchall()
    alone = {one.entry.id: one for one in whole(connection, [one for one in found if one["together"] is None])}
    groups: dict[tuple[str | None, str], tuple[JournalRow, ...]] = {}
    for one in found:
        together: str | None = one["together"]
        if together is None:
            groups[None, one["id"]] = (alone[one["id"]],)
        elif (together, "") not in groups:
            groups[together, ""] = _members(connection, together, waiting=True)
    return tuple(groups.values())


def count_short(connection: sqlite3.Connection, since: datetime | None, shortest: float) -> int:
    """Count the rows that `unbooked` leaves out since somebody talked for less than `shortest` seconds."""
    (count,) = connection.execute(
        f"SELECT COUNT(*) FROM entries WHERE {WAITS} AND talk_seconds + held_seconds < ? AND outcome IS NOT 'lost' "  # noqa: S608
        "AND together IS NULL AND booked_seconds = 0 AND started >= ?",
        (shortest, write_time(since) or ""),
    ).fetchone()
    return int(count)


def group(connection: sqlite3.Connection, entry_id: str) -> tuple[JournalRow, ...]:
    """Give a row with those that wait to be booked as one with it, the earliest first; raises NotFound.

    Of a row that is settled, those that are so, too: one of a group may have become so alone, by a merge.
    """
    one = row(connection, entry_id)
    if not one.together:
        return (one,)
    stored = connection.execute("SELECT together, settled FROM entries WHERE id = ?", (one.entry.id,)).fetchone()
    return _members(connection, stored["together"], waiting=stored["settled"] is None)


def ignore(connection: sqlite3.Connection, entry_ids: Sequence[str], *, on: bool) -> None:
    """Write that nothing is to be booked from rows, or that something is after all."""
    for entry_id in entry_ids:
        survivor = survivor_of(connection, entry_id)
        connection.execute("UPDATE entries SET ignored = FALSE WHERE survivor = ?", (survivor,))
        connection.execute("UPDATE entries SET ignored = ? WHERE id = ?", (on, survivor))
    settle(connection, entry_ids)


def put_together(connection: sqlite3.Connection, entry_ids: Sequence[str]) -> None:
    """Have rows booked as one, with all that were so with one of them; a row alone is taken out of its group."""
    survivors = [survivor_of(connection, entry_id) for entry_id in entry_ids]
    groups = {_together(connection, one) for one in survivors} - {None}
    if len(survivors) == 1:
        connection.execute("UPDATE entries SET together = NULL WHERE id = ?", (survivors[0],))
    else:
        first = survivors[0]
        for old in groups:
            connection.execute("UPDATE entries SET together = ? WHERE together = ?", (first, old))
        connection.executemany("UPDATE entries SET together = ? WHERE id = ?", [(first, one) for one in survivors])
    for old in groups:  # one that is left alone is none any more
        connection.execute(
            "UPDATE entries SET together = NULL WHERE together = ? AND "
            "(SELECT COUNT(*) FROM entries m WHERE m.together = ?) = 1",
            (old, old),
        )


def together_with(connection: sqlite3.Connection, entry_id: str) -> tuple[str, ...]:
    """Give the rows that are booked as one with a row, the earliest first."""
    stored = connection.execute(
        "SELECT m.id FROM entries e JOIN entries m ON m.together = e.together "
        "WHERE e.id = ? AND m.id <> e.id AND m.merged_into IS NULL ORDER BY m.started, m.id",
        (entry_id,),
    )
    return tuple(row["id"] for row in stored)


def take_out(connection: sqlite3.Connection, entry_id: str) -> tuple[str, ...]:
    """Have a row stand alone; give those that it was together with."""
    left = together_with(connection, entry_id)
    if left:
        put_together(connection, [entry_id])
    return left


def _together(connection: sqlite3.Connection, entry_id: str) -> str | None:
    found = connection.execute("SELECT together FROM entries WHERE id = ?", (entry_id,)).fetchone()
    if found is None:
        raise NotFound(say("there is no journal entry {entry!r}", entry=entry_id))
    together: str | None = found["together"]
    return together


def _members(connection: sqlite3.Connection, together: str, *, waiting: bool) -> tuple[JournalRow, ...]:
    """Give the rows of a group that wait, or those that do not."""
    stored = connection.execute(
        "SELECT * FROM entries WHERE together = ? AND merged_into IS NULL ORDER BY started, id", (together,)
    ).fetchall()
    return whole(connection, [one for one in stored if (one["settled"] is None) == waiting])
