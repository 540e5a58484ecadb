"""Calls that go out in files: what is in each is fixed, and marked, before the first byte is written."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work import Export
from calljournal.database import write_time
from calljournal.errors import NotFound
from calljournal.store.columns import to_json
from calljournal.store.rows import whole

CALLS_PREFIX = "calls-"
"""Before the number of an export of calls: a book names its own exports as it likes."""

_export = msgspec.json.Decoder(Export)


def begin(
    connection: sqlite3.Connection, export: Export, since: datetime | None, until: datetime | None, new: bool
) -> Export:
    """Fix the ended calls that began in a time, mark them, and give the export with its id and count.

    `new` leaves out what went out before. Raises NotFound where there is none.
    """
    conditions, values = _conditions(since, until, new)
    number = connection.execute("INSERT INTO exports (body, finished) VALUES ('', FALSE) RETURNING number").fetchone()[
        "number"
    ]
    count = connection.execute(
        "INSERT INTO exported (export, position, entry) "  # noqa: S608
        f"SELECT ?, ROW_NUMBER() OVER (ORDER BY e.started, e.id), e.id FROM entries e WHERE {conditions}",
        (number, *values),
    ).rowcount
    if not count:
        raise NotFound("there are no calls to give out" + (" that did not go out before" if new else ""))
    connection.execute(
        "UPDATE entries SET export = ? WHERE export IS NULL AND id IN (SELECT entry FROM exported WHERE export = ?)",
        (number, number),
    )
    begun = replace(export, id=f"{CALLS_PREFIX}{number}", count=count)
    connection.execute("UPDATE exports SET body = ? WHERE number = ?", (to_json(begun), number))
    return begun


def exported(connection: sqlite3.Connection, export_id: str, after: str | None, limit: int) -> tuple[JournalRow, ...]:
    """Give the next calls of an export behind the call `after`, in the order of the file; deleted ones are not there.

    Raises NotFound where there is no such export.
    """
    number = _number(connection, export_id)
    stored = connection.execute(
        "SELECT e.* FROM exported x JOIN entries e ON e.id = x.entry WHERE x.export = ? AND x.position > COALESCE("
        "(SELECT position FROM exported WHERE export = ? AND entry = ?), 0) ORDER BY x.position LIMIT ?",
        (number, number, after, limit),
    )
    return whole(connection, stored.fetchall())


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
    sql = f"SELECT e.* FROM entries e WHERE {conditions} ORDER BY e.started, e.id LIMIT ?"  # noqa: S608
    return whole(connection, connection.execute(sql, (*values, limit)).fetchall())


def finish(connection: sqlite3.Connection, export_id: str, at: datetime) -> Export:
    """Remember that the file of an export is whole, once; raises NotFound where there is no such export."""
    number = _number(connection, export_id)
    stored = connection.execute("SELECT body FROM exports WHERE number = ?", (number,)).fetchone()
    export = _export.decode(stored["body"])
    done = replace(export, finished=export.finished or at)
    connection.execute("UPDATE exports SET body = ?, finished = TRUE WHERE number = ?", (to_json(done), number))
    return done


def exports(connection: sqlite3.Connection, unfinished: bool, limit: int) -> Sequence[Export]:
    """Give the exports of calls, the latest first."""
    only = "WHERE NOT finished" if unfinished else ""
    stored = connection.execute(f"SELECT body FROM exports {only} ORDER BY number DESC LIMIT ?", (limit,))  # noqa: S608
    return [_export.decode(one["body"]) for one in stored]


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


def _number(connection: sqlite3.Connection, export_id: str) -> int:
    digits = export_id.removeprefix(CALLS_PREFIX)
    number = int(digits) if digits.isdecimal() and export_id.startswith(CALLS_PREFIX) else 0
    if connection.execute("SELECT 1 FROM exports WHERE number = ?", (number,)).fetchone() is None:
        raise NotFound(f"there is no export {export_id!r}; `calljournal export list` shows all")
    return number
