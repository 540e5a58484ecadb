"""Calls that go out in files: what is in each is fixed, and marked, before the first byte is written."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work import Export
from calljournal.database import write_time
from calljournal.database.copies import at_rest
from calljournal.database.migrations import tables_of
from calljournal.database.register import Register
from calljournal.errors import NotFound
from calljournal.store.rows import whole
from calljournal.words import say

CALLS_PREFIX = "calls-"
"""Before the number of an export of calls: a book names its own exports as it likes."""

_register = Register(CALLS_PREFIX)
finish = _register.finish
exports = _register.latest
forget = _register.forget


def begin(
    connection: sqlite3.Connection, export: Export, since: datetime | None, until: datetime | None, new: bool
) -> Export:
    """Fix the ended calls that began in a time, mark them, and give the export with its id and count.

    `new` leaves out what went out before: whole calls, and of a call the time of those that were merged into it since.
    Raises NotFound where there is none.
    """
    conditions, values = _conditions(since, until, new)
    number = connection.execute("UPDATE export_numbers SET last = last + 1 RETURNING last").fetchone()["last"]
    begun = _register.save(connection, replace(export, id=f"{CALLS_PREFIX}{number}"))
    count = connection.execute(
        "INSERT INTO exported (export, position, entry, talk_before, held_before) "  # noqa: S608
        f"SELECT ?, ROW_NUMBER() OVER (ORDER BY e.started, e.id), e.id, {_before(new)} FROM entries e "
        f"WHERE {conditions}",
        (number, *values),
    ).rowcount
    if not count:
        if new:
            raise NotFound(say("there are no calls to give out that did not go out before"))
        raise NotFound(say("there are no calls to give out"))
    return _register.mark(connection, replace(begun, count=count), "entries", "entry")


def exported(connection: sqlite3.Connection, export_id: str, after: str | None, limit: int) -> tuple[JournalRow, ...]:
    """Give the next calls of an export behind the call `after`, in the order of the file; deleted ones are not there.

    Raises NotFound where there is no such export.
    """
    number = _register.number(connection, export_id)
    stored = connection.execute(
        "SELECT e.*, x.talk_before, x.held_before FROM exported x JOIN entries e ON e.id = x.entry "
        "WHERE x.export = ? AND x.position > COALESCE("
        "(SELECT position FROM exported WHERE export = ? AND entry = ?), 0) ORDER BY x.position LIMIT ?",
        (number, number, after, limit),
    )
    return _rest(connection, stored.fetchall())


def to_export(
    connection: sqlite3.Connection,
    since: datetime | None,
    until: datetime | None,
    new: bool,
    after: str | None,
    limit: int,
) -> tuple[JournalRow, ...]:
    """Give the calls that `begin` would fix, behind the call `after`, and mark nothing."""
    conditions, values = _conditions(since, until, new)
    if after is not None:
        conditions += " AND (e.started, e.id) > (SELECT started, id FROM entries WHERE id = ?)"
        values.append(after)
    sql = f"SELECT e.*, {_before(new)} FROM entries e WHERE {conditions} ORDER BY e.started, e.id LIMIT ?"  # noqa: S608
    return _rest(connection, connection.execute(sql, (*values, limit)).fetchall())


def go_on_from(connection: sqlite3.Connection, file: Path) -> Sequence[Export]:
    """Go on with the numbers where the journal in another file is; give its exports that this one has not.

    Raises StoreFailed where that file cannot be read.
    """
    with at_rest(file) as old:
        if "export_numbers" in tables_of(old):
            last = old.execute("SELECT last FROM export_numbers").fetchone()["last"]
            connection.execute("UPDATE export_numbers SET last = ? WHERE last < ?", (last, last))
        return _register.missing(connection, old)


def _conditions(since: datetime | None, until: datetime | None, new: bool) -> tuple[str, list[object]]:
    """Say which calls go out: those that have ended, as their owners know them."""
    conditions = ["e.merged_into IS NULL AND e.ended IS NOT NULL"]
    values: list[object] = []
    for condition, moment in (("e.started >= ?", since), ("e.started < ?", until)):
        if moment is not None:
            conditions.append(condition)
            values.append(write_time(moment))
    if new:
        conditions.append("e.export IS NULL")
    return " AND ".join(conditions), values


def _before(new: bool) -> str:
    """Give the columns that say how much of a call went out with calls that were merged into it later."""
    if not new:
        return "0 AS talk_before, 0 AS held_before"
    went = (
        "FROM entries m JOIN exported x ON x.entry = m.id AND x.export = m.export "
        "WHERE m.survivor = e.id AND m.id <> e.id"
    )
    return ", ".join(
        f"COALESCE((SELECT SUM(m.{kind}_seconds - x.{kind}_before) {went}), 0) AS {kind}_before"
        for kind in ("talk", "held")
    )


def _rest(connection: sqlite3.Connection, stored: Sequence[sqlite3.Row]) -> tuple[JournalRow, ...]:
    """Complete rows, and take from their times what went out before."""

    def rest(row: JournalRow, one: sqlite3.Row) -> JournalRow:
        talk = max(0.0, row.entry.talk_seconds - one["talk_before"])
        held = max(0.0, row.entry.held_seconds - one["held_before"])
        return replace(row, entry=replace(row.entry, talk_seconds=talk, held_seconds=held))

    return tuple(rest(row, one) for row, one in zip(whole(connection, stored), stored, strict=True))
