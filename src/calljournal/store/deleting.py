"""Rows are deleted: because they were kept long enough, or because the user wants it. Bookings outlive their rows."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from calljournal.database import read_time
from calljournal.errors import Refused
from calljournal.store import waiting
from calljournal.store.rows import survivor_named
from calljournal.words import say

IN_A_CALL = "EXISTS (SELECT 1 FROM entries m JOIN calls c ON c.id = m.call_id WHERE m.survivor = e.id)"
"""Whether the call of a row is not over for all who take part in it: more may be told of the row."""

ON_ITS_WAY = """EXISTS (SELECT 1 FROM entries m JOIN parts p ON p.entry = m.id JOIN bookings b ON b.key = p.key
        WHERE m.survivor = e.id AND (b.id IS NULL OR b.id IN (SELECT work FROM amendments)))"""
"""Whether a booking of a row, or a change to one, waits for the book."""

GOING_OUT = "e.id IN (SELECT x.entry FROM exported x JOIN exports f ON f.number = x.export WHERE NOT f.finished)"
"""Whether a row is in an export that was broken off."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The rows that were deleted, and those that are changed by it: they were to be booked as one with them."""

    rows: tuple[str, ...]
    left: tuple[str, ...]


def delete(connection: sqlite3.Connection, entry_ids: Sequence[str]) -> Gone:
    """Delete rows, named by their ids or the beginnings of them, with those that were merged into them.

    Raises NotFound where there is none, Refused for one that lasts or on which something is under way: none is deleted
    then.
    """
    survivors = tuple(dict.fromkeys(survivor_named(connection, entry_id) for entry_id in entry_ids))
    for survivor in survivors:
        _check(connection, survivor)
    left: dict[str, None] = {}
    for survivor in survivors:
        left |= dict.fromkeys(delete_row(connection, survivor))
    return Gone(survivors, tuple(one for one in left if one not in set(survivors)))


def delete_row(connection: sqlite3.Connection, survivor: str) -> tuple[str, ...]:
    """Delete a row with those merged into it, and what a book refused of them; give those that it was together with."""
    left = waiting.take_out(connection, survivor)  # one that is left is to be booked alone
    group = "SELECT id FROM entries WHERE survivor = ?"
    connection.execute(f"DELETE FROM drafts WHERE refused IS NOT NULL AND entry IN ({group})", (survivor,))  # noqa: S608
    connection.execute("DELETE FROM entries WHERE survivor = ?", (survivor,))
    return left


def _check(connection: sqlite3.Connection, survivor: str) -> None:
    """Raise Refused where a row may not be deleted."""
    row = connection.execute(
        f"SELECT e.started, e.state <> 'ended' OR e.ended IS NULL OR {IN_A_CALL} AS lasts, "  # noqa: S608
        f"{ON_ITS_WAY} AS waits, {GOING_OUT} AS goes_out FROM entries e WHERE e.id = ?",
        (survivor,),
    ).fetchone()
    if row["lasts"] or row["waits"] or row["goes_out"]:
        _refuse(row)


def _refuse(row: sqlite3.Row) -> NoReturn:
    time = f"{read_time(row['started']).astimezone():%Y-%m-%d %H:%M}"
    if row["lasts"]:
        raise Refused(say("the call of {time} still lasts: delete it when it has ended", time=time))
    if row["waits"]:
        raise Refused(
            say("a booking of the call of {time} waits for the book: delete it when the book has taken that", time=time)
        )
    raise Refused(
        say("the call of {time} is in an export that was broken off: delete it when that is written", time=time)
    )
