"""What went out to the firm's books: fixed and marked in one step, so that nothing is in no file and nothing in two."""

import sqlite3
from dataclasses import replace
from datetime import datetime

import msgspec

from calljournal.contracts.work import Export, Work, WorkQuery
from calljournal.crm.local.naming import next_id
from calljournal.crm.local.work import IN_ORDER, TABLES, of_ids, selection
from calljournal.errors import NotFound, Refused
from calljournal.worklog import Kind

_KINDS = {"time": Kind.TIME, "activities": Kind.ACTIVITY}


def begin(connection: sqlite3.Connection, export: Export, query: WorkQuery) -> Export:
    """Fix what goes out: all that meets the query, however much it is, in the order of the file; mark what is new.

    Raises NotFound where nothing meets the query, Refused for what no book gives out.
    """
    if export.what not in _KINDS:
        raise Refused(f"a book gives out {' and '.join(_KINDS)}, not {export.what!r}")
    kind = _KINDS[export.what]
    number = int(next_id(connection, "x")[1:])
    begun = replace(export, id=f"x{number}")
    _save(connection, begun)
    sql, values = selection(connection, replace(query, kind=kind))
    connection.execute(
        f"INSERT INTO exported (export, position, work) SELECT ?, ROW_NUMBER() OVER (ORDER BY {IN_ORDER}), id "  # noqa: S608
        f"FROM ({sql}) w",
        (number, *values),
    )
    (count,) = connection.execute("SELECT COUNT(*) FROM exported WHERE export = ?", (number,)).fetchone()
    if not count:
        raise NotFound("there is nothing to give out" + (" that has not gone out before" if query.new else ""))
    connection.execute(
        f"UPDATE {TABLES[kind]} SET export = ? "  # noqa: S608
        "WHERE export IS NULL AND id IN (SELECT work FROM exported WHERE export = ?)",
        (number, number),
    )
    return _save(connection, replace(begun, count=count))


def exported(connection: sqlite3.Connection, export_id: str, after: str | None, limit: int) -> tuple[Work, ...]:
    """Give the next work of an export, in the order of the file; raises NotFound."""
    number = _number(export(connection, export_id))
    rows = connection.execute(
        "SELECT work FROM exported WHERE export = ? AND position > "
        "COALESCE((SELECT position FROM exported WHERE export = ? AND work = ?), 0) ORDER BY position LIMIT ?",
        (number, number, after, limit),
    )
    return of_ids(connection, [row["work"] for row in rows])


def finish(connection: sqlite3.Connection, export_id: str, now: datetime) -> Export:
    """Remember that the file is whole; it stays as it was where that was said before. Raises NotFound."""
    known = export(connection, export_id)
    return known if known.finished else _save(connection, replace(known, finished=now))


def exports(connection: sqlite3.Connection, unfinished: bool, limit: int) -> tuple[Export, ...]:
    """Give the exports, the latest first; only those whose file is not whole where `unfinished`."""
    rows = connection.execute(
        f"SELECT body FROM exports WHERE {'NOT finished' if unfinished else 'TRUE'} ORDER BY number DESC LIMIT ?",  # noqa: S608
        (limit,),
    )
    return tuple(_read(row) for row in rows)


def export(connection: sqlite3.Connection, export_id: str) -> Export:
    """Give one export; raises NotFound."""
    number = export_id.removeprefix("x")
    row = None
    if number.isdecimal():
        row = connection.execute("SELECT body FROM exports WHERE number = ?", (int(number),)).fetchone()
    if row is None:
        raise NotFound(f"there is no export {export_id!r}; `calljournal export list` shows them")
    return _read(row)


def words(connection: sqlite3.Connection, export_id: str | None) -> str:
    """Say which export it was: "x3 on 2026-11-02", by the calendar of the place where the book is kept."""
    return "" if export_id is None else f"{export_id} on {export(connection, export_id).at.astimezone().date()}"


def _save(connection: sqlite3.Connection, one: Export) -> Export:
    connection.execute(
        "INSERT INTO exports (number, body, finished) VALUES (?, ?, ?) "
        "ON CONFLICT (number) DO UPDATE SET body = excluded.body, finished = excluded.finished",
        (_number(one), msgspec.json.encode(one).decode(), one.finished is not None),
    )
    return one


def _read(row: sqlite3.Row) -> Export:
    return msgspec.json.decode(row["body"], type=Export)


def _number(one: Export) -> int:
    return int(one.id.removeprefix("x"))
