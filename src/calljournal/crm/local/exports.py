"""What went out to the firm's books: fixed and marked in one step, so that nothing is in no file and nothing in two.

Each export keeps its work as it went out, whatever becomes of that later: its file can be written again, the same.
What `Work` gains in later versions needs a default, for what went out before.
"""

import sqlite3
from dataclasses import replace
from typing import Any

import msgspec

from calljournal.contracts.work import Export, Work, WorkQuery
from calljournal.crm.local.naming import next_id
from calljournal.crm.local.work import IN_ORDER, TABLES, of_ids, selection
from calljournal.database.many import chunks
from calljournal.database.register import Register
from calljournal.errors import NotFound, Refused
from calljournal.numbers import Traces
from calljournal.words import say, say_day, typed
from calljournal.worklog import Kind

_KINDS = {"time": Kind.TIME, "activities": Kind.ACTIVITY}

_TEXTS = (
    *("title", "text", "user", "recorded_by", "contact_name", "client_name", "project_number", "project_name"),
    *("phase_number", "phase_name", "service_type_number", "service_type_name"),
)
"""What people or lists have written of a piece of work."""

_work = msgspec.json.Decoder(Work)

_register = Register("x")
finish = _register.finish
exports = _register.latest
missing = _register.missing


def begin(connection: sqlite3.Connection, export: Export, query: WorkQuery) -> Export:
    """Fix what goes out: all that meets the query, however much it is, in the order of the file; mark what is new.

    Raises NotFound where nothing meets the query, Refused for what no book gives out.
    """
    if export.what not in _KINDS:
        raise Refused(say("a book gives out {known}, not {what!r}", known=" and ".join(_KINDS), what=export.what))
    kind = _KINDS[export.what]
    begun = _register.save(connection, replace(export, id=next_id(connection, _register.prefix)))
    number = _register.number(connection, begun.id)
    sql, values = selection(connection, replace(query, kind=kind))
    connection.execute(
        "INSERT INTO exported (export, position, work, body) "  # noqa: S608
        f"SELECT ?, ROW_NUMBER() OVER (ORDER BY {IN_ORDER}), id, '' FROM ({sql}) w",
        (number, *values),
    )
    (count,) = connection.execute("SELECT COUNT(*) FROM exported WHERE export = ?", (number,)).fetchone()
    if not count:
        if query.new:
            raise NotFound(say("there is nothing to give out that has not gone out before"))
        raise NotFound(say("there is nothing to give out"))
    marked = _register.mark(connection, replace(begun, count=count), TABLES[kind], "work")
    _keep(connection, number)
    return marked


def _keep(connection: sqlite3.Connection, number: int) -> None:
    """Keep the work of an export as it is now, piece by piece, so that not all of it is in memory at once."""
    ids = [row["work"] for row in connection.execute("SELECT work FROM exported WHERE export = ?", (number,))]
    for some in chunks(ids):
        connection.executemany(
            "UPDATE exported SET body = ? WHERE export = ? AND work = ?",
            [(msgspec.json.encode(one).decode(), number, one.id) for one in of_ids(connection, some)],
        )


def exported(connection: sqlite3.Connection, export_id: str, after: str | None, limit: int) -> tuple[Work, ...]:
    """Give the next work of an export as it went out, in the order of the file; raises NotFound."""
    number = _register.number(connection, export_id)
    rows = connection.execute(
        "SELECT body FROM exported WHERE export = ? AND position > "
        "COALESCE((SELECT position FROM exported WHERE export = ? AND work = ?), 0) ORDER BY position LIMIT ?",
        (number, number, after, limit),
    )
    return tuple(_work.decode(row["body"]) for row in rows)


def words(connection: sqlite3.Connection, export_id: str | None) -> str:
    """Say which export it was: "the export x3 on 2026-11-02", by the calendar of the place where the book is kept."""
    if export_id is None:
        return ""
    day = _register.export(connection, export_id).at.astimezone().date()
    return say("the export{export} on {day}", export=typed(f" {export_id}"), day=say_day(day))


def forget(connection: sqlite3.Connection, traces: Traces) -> None:
    """Take numbers out of the texts of all that went out, and out of the names of the files."""
    _register.forget(connection, traces)
    changed: list[tuple[str, int, int]] = []
    for row in connection.execute("SELECT export, position, body FROM exported"):
        one = _work.decode(row["body"])
        texts: dict[str, Any] = {name: traces.without(getattr(one, name)) for name in _TEXTS}
        without = replace(one, **texts)
        if without != one:
            changed.append((msgspec.json.encode(without).decode(), row["export"], row["position"]))
    connection.executemany("UPDATE exported SET body = ? WHERE export = ? AND position = ?", changed)
