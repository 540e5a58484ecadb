"""Activities and time entries: a draft is booked once under its key, however often it is sent."""

import sqlite3
from datetime import date, datetime

from calljournal.crm.local import history, users
from calljournal.crm.local.locking import need_open_day
from calljournal.crm.local.naming import next_id
from calljournal.crm.local.projects import Task, need_contact, service_type, task
from calljournal.crm.local.work import need
from calljournal.database import read_time, write_time
from calljournal.worklog import Booking, Draft, Kind


def book(connection: sqlite3.Connection, draft: Draft, book_name: str, now: datetime) -> Booking:
    """Book a draft, or give what was booked under its key before.

    Raises NotFound for a contact, project, phase, service type or other user that there is not, Refused for one that
    is closed, and for a day behind the lock date.
    """
    before = booking(connection, draft.id, book_name)
    if before is not None:
        return before
    day = draft.day or local_date(draft.start)
    need_open_day(connection, day)
    if draft.contact is not None:
        need_contact(connection, draft.contact)
    what = task(connection, draft.project, draft.phase)
    own = draft.recorded_by in ("", draft.user)
    user = draft.user_id or users.user(connection, draft.user, own=own).id
    thing = next_id(connection, "t" if draft.kind is Kind.TIME else "a")
    record(connection, draft.id, draft.entry, draft.user, draft.kind, thing, now)
    if draft.kind is Kind.TIME:
        _add_time(connection, thing, draft, day, user, what)
    else:
        _add_activity(connection, thing, draft, day, user, what)
    booked = need(connection, thing)
    history.write(
        connection, draft.id, thing, "book", by=booked.recorded_by, at=now, change=({}, history.facts(booked))
    )
    return Booking(
        draft.id, draft.entry, draft.user, draft.kind, book_name, thing, now, draft.recorded_by, user_id=user
    )


def booking(connection: sqlite3.Connection, key: str, book_name: str) -> Booking | None:
    """Find what was booked under a key."""
    row = connection.execute(
        "SELECT b.*, COALESCE(t.recorded_by, a.recorded_by) AS recorded_by, "
        "COALESCE(t.user_id, a.responsible_id) AS user_id FROM bookings b "
        "LEFT JOIN time_entries t ON t.booking = b.key LEFT JOIN activities a ON a.booking = b.key WHERE b.key = ?",
        (key,),
    ).fetchone()
    if row is None:
        return None
    kind, at = Kind(row["kind"]), read_time(row["booked"])
    by, whose = row["recorded_by"], row["user_id"]
    return Booking(row["key"], row["entry"], row["user_name"], kind, book_name, row["thing"], at, by, user_id=whose)


def record(
    connection: sqlite3.Connection, key: str, entry: str, user_name: str, kind: Kind, thing: str, now: datetime
) -> None:
    """Write down that a thing stands for a key, before the thing itself is added."""
    connection.execute(
        "INSERT INTO bookings (key, entry, user_name, kind, thing, booked) VALUES (?, ?, ?, ?, ?, ?)",
        (key, entry, user_name, kind.value, thing, write_time(now)),
    )


def local_date(moment: datetime) -> date:
    """Give the date on the calendar of the place where the book is kept: a call at 00:30 there is of the new day."""
    return moment.astimezone().date()


def _add_activity(connection: sqlite3.Connection, thing: str, draft: Draft, day: date, user: str, what: Task) -> None:
    connection.execute(
        "INSERT INTO activities (id, booking, title, text, day, started, ended, type, done, responsible_id, "
        "recorded_by, contact_id, project_id, phase_id) VALUES (?, ?, ?, ?, ?, ?, ?, 'call', TRUE, ?, ?, ?, ?, ?)",
        (
            thing,
            draft.id,
            draft.title,
            draft.text,
            day.isoformat(),
            write_time(draft.start),
            write_time(draft.end),
            user,
            draft.recorded_by,
            draft.contact,
            what.project,
            what.phase,
        ),
    )


def _add_time(connection: sqlite3.Connection, thing: str, draft: Draft, day: date, user: str, what: Task) -> None:
    connection.execute(
        "INSERT INTO time_entries (id, booking, user_id, recorded_by, day, started, ended, minutes, measured_minutes, "
        "measured_seconds, by_hand, project_id, phase_id, service_type_id, title, text, contact_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            thing,
            draft.id,
            user,
            draft.recorded_by,
            day.isoformat(),
            write_time(draft.start),
            write_time(draft.end),
            draft.minutes,
            draft.measured_minutes,
            draft.measured_seconds,
            draft.by_hand,
            what.project,
            what.phase,
            service_type(connection, draft.service_type),
            draft.title,
            draft.text,
            draft.contact,
        ),
    )
