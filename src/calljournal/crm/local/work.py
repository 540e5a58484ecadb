"""Reading what was booked: time entries and activities as one kind of thing, with all the names that belong to them."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from calljournal.contracts.work import Work, WorkQuery, WorkState
from calljournal.crm.local import users
from calljournal.crm.local.locking import locked
from calljournal.database import read_time, write_time
from calljournal.database.many import chunks, marks
from calljournal.errors import NotFound
from calljournal.words import say
from calljournal.worklog import Kind

TABLES = {Kind.TIME: "time_entries", Kind.ACTIVITY: "activities"}

_SAME = "day, started, ended, title, text, contact_id, project_id, phase_id, state, recorded_by, export"
_COLUMNS = {
    Kind.TIME: (
        "id, booking, user_id, minutes, measured_minutes, measured_seconds, service_type_id, by_hand, corrects, "
        f"reversal, {_SAME}"
    ),
    Kind.ACTIVITY: (
        "id, booking, responsible_id AS user_id, 0.0 AS minutes, 0.0 AS measured_minutes, 0.0 AS measured_seconds, "
        f"NULL AS service_type_id, FALSE AS by_hand, NULL AS corrects, FALSE AS reversal, {_SAME}"
    ),
}

# A project whose client is known by name only has a client all the same.
_WHOLE = """
SELECT w.*, b.kind, b.entry, u.name AS user_name, c.name AS contact_name,
    COALESCE(p.client_id, CASE WHEN p.client_name IS NULL THEN COALESCE(c.company_id, c.id) END) AS client_id,
    COALESCE(k.name, p.client_name, f.name, c.company, c.name) AS client_name,
    p.number AS project_number, p.name AS project_name, h.name AS phase_name, h.number AS phase_number,
    s.name AS service_type_name, s.number AS service_type_number,
    EXISTS (SELECT 1 FROM time_entries r WHERE r.corrects = w.id AND r.reversal) AS taken_back
FROM ({arms}) w
JOIN bookings b ON b.key = w.booking
JOIN users u ON u.id = w.user_id
LEFT JOIN contacts c ON c.id = w.contact_id
LEFT JOIN contacts f ON f.id = c.company_id
LEFT JOIN projects p ON p.id = w.project_id
LEFT JOIN contacts k ON k.id = p.client_id
LEFT JOIN phases h ON h.id = w.phase_id
LEFT JOIN service_types s ON s.id = w.service_type_id
"""

IN_ORDER = "day, started, LENGTH(id), id"
"""The earliest first; of two that began at the same moment, the one that was booked first: t9 before t10."""


def selection(connection: sqlite3.Connection, query: WorkQuery) -> tuple[str, list[Any]]:
    """Give the SQL, and its parameters, of the work that meets a query, in no order; the user as people name one.

    `after` and `limit` are not in it.
    """
    inner, within = _conditions(query)
    kinds = [query.kind] if query.kind is not None else list(Kind)
    arms = " UNION ALL ".join(f"SELECT {_COLUMNS[kind]} FROM {TABLES[kind]} WHERE {inner}" for kind in kinds)  # noqa: S608
    sql, values = f"SELECT * FROM ({_WHOLE.format(arms=arms)}) w WHERE TRUE", within * len(kinds)  # noqa: S608
    if query.user is not None:
        user = users.named(connection, query.user)
        sql, values = f"{sql} AND user_id = ?", [*values, user.id if user else None]
    if query.client is not None:
        sql, values = f"{sql} AND client_id = ?", [*values, query.client]
    return sql, values


def work(connection: sqlite3.Connection, query: WorkQuery) -> tuple[Work, ...]:
    """Give the work that meets every condition; raises NotFound for an `after` that there is not."""
    sql, values = selection(connection, query)
    if query.after is not None:
        last = need(connection, query.after)
        sql += f" AND ({IN_ORDER}) > (?, ?, LENGTH(?), ?)"
        values += [last.day.isoformat(), write_time(last.start), last.id, last.id]
    rows = connection.execute(f"{sql} ORDER BY {IN_ORDER} LIMIT ?", (*values, query.limit))
    return tuple(_read(connection, rows))


def work_item(connection: sqlite3.Connection, work_id: str) -> Work | None:
    """Give one time entry or activity."""
    return next(iter(of_ids(connection, [work_id])), None)


def need(connection: sqlite3.Connection, work_id: str) -> Work:
    """Give one time entry or activity; raises NotFound."""
    found = work_item(connection, work_id)
    if found is None:
        raise NotFound(
            say("there is no time entry or activity {work!r} in the book", work=work_id).typed(
                "; `calljournal book list` shows them"
            )
        )
    return found


def the_entry(work_id: str) -> str:
    """Name a piece of work that is spoken of: a window shows which it is, whoever types commands needs its id."""
    return say("the entry").typed(f" {work_id}")


def of_ids(connection: sqlite3.Connection, ids: Sequence[str]) -> tuple[Work, ...]:
    """Give the work of these ids, in their order, the cancelled too; ids that there are not are left out."""
    found: dict[str, Work] = {}
    for some in chunks(ids):
        rows = connection.execute(*selection(connection, WorkQuery(ids=tuple(some), cancelled=True)))
        found |= {one.id: one for one in _read(connection, rows)}
    return tuple(found[one] for one in ids if one in found)


def _conditions(query: WorkQuery) -> tuple[str, list[Any]]:
    """Give the conditions that each table answers by itself."""
    asked: list[tuple[str, Any]] = [
        ("day >= ?", query.since.isoformat() if query.since else None),
        ("day <= ?", query.until.isoformat() if query.until else None),
        ("project_id = ?", query.project),
        ("contact_id = ?", query.contact),
    ]
    conditions = [condition for condition, value in asked if value is not None]
    values = [value for _, value in asked if value is not None]
    if not query.cancelled:
        conditions.append("state <> 'cancelled'")
    if query.new:
        conditions.append("export IS NULL")
    if query.ids:
        conditions.append(f"id IN ({marks(query.ids)})")
        values += query.ids
    return " AND ".join(conditions) or "TRUE", values


def _read(connection: sqlite3.Connection, rows: sqlite3.Cursor) -> Iterator[Work]:
    lock_date = locked(connection)
    for row in rows:
        day = date.fromisoformat(row["day"])
        yield Work(
            id=row["id"],
            kind=Kind(row["kind"]),
            key=row["booking"],
            entry=row["entry"],
            user=row["user_name"],
            recorded_by=row["recorded_by"] or row["user_name"],
            day=day,
            start=read_time(row["started"]),
            end=read_time(row["ended"]),
            minutes=row["minutes"],
            measured_minutes=row["measured_minutes"],
            measured_seconds=row["measured_seconds"],
            state=_state(row, lock_date is not None and day <= lock_date),
            contact=row["contact_id"],
            contact_name=row["contact_name"] or "",
            client=row["client_id"],
            client_name=row["client_name"] or "",
            project=row["project_id"],
            project_number=row["project_number"] or "",
            project_name=row["project_name"] or "",
            phase=row["phase_id"],
            phase_name=row["phase_name"] or "",
            service_type=row["service_type_id"],
            service_type_name=row["service_type_name"] or "",
            title=row["title"],
            text=row["text"],
            by_hand=bool(row["by_hand"]),
            export=None if row["export"] is None else f"x{row['export']}",
            corrects=row["corrects"],
            phase_number=row["phase_number"] or "",
            service_type_number=row["service_type_number"] or "",
            reversal=bool(row["reversal"]),
            taken_back=bool(row["taken_back"]),
            user_id=row["user_id"],
        )


def _state(row: sqlite3.Row, behind_lock: bool) -> WorkState:
    """Say whether it may be changed: what is stored goes before what follows from an export, and from the lock date."""
    stored = WorkState(row["state"])
    if stored is not WorkState.OPEN:
        return stored
    if row["export"] is not None:
        return WorkState.EXPORTED
    return WorkState.LOCKED if behind_lock else WorkState.OPEN
