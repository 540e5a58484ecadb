"""Activities and time entries: a draft is booked once under its key, however often it is sent."""

import sqlite3
from datetime import datetime

from calljournal.crm.local.naming import next_id
from calljournal.crm.local.projects import Task, need_contact, service_type, task
from calljournal.database import read_time, write_time
from calljournal.worklog import Booking, Draft, Kind


def book(connection: sqlite3.Connection, draft: Draft, book_name: str, now: datetime) -> Booking:
    """Book a draft, or give what was booked under its key before.

    Raises NotFound for a contact, project, phase or service type that there is not, Refused for a closed project.
    """
    before = booking(connection, draft.id, book_name)
    if before is not None:
        return before
    if draft.contact is not None:
        need_contact(connection, draft.contact)
    what = task(connection, draft.project, draft.phase)
    user = _user(connection, draft.user)
    thing = next_id(connection, "t" if draft.kind is Kind.TIME else "a")
    connection.execute(
        "INSERT INTO bookings (key, entry, user_name, kind, thing, booked) VALUES (?, ?, ?, ?, ?, ?)",
        (draft.id, draft.entry, draft.user, draft.kind.value, thing, write_time(now)),
    )
    if draft.kind is Kind.TIME:
        _add_time(connection, thing, draft, user, what)
    else:
        _add_activity(connection, thing, draft, user, what)
    return Booking(draft.id, draft.entry, draft.user, draft.kind, book_name, thing, now)


def booking(connection: sqlite3.Connection, key: str, book_name: str) -> Booking | None:
    """Find what was booked under a key."""
    row = connection.execute("SELECT * FROM bookings WHERE key = ?", (key,)).fetchone()
    if row is None:
        return None
    kind, at = Kind(row["kind"]), read_time(row["booked"])
    return Booking(row["key"], row["entry"], row["user_name"], kind, book_name, row["thing"], at)


def _add_activity(connection: sqlite3.Connection, thing: str, draft: Draft, user: str, what: Task) -> None:
    connection.execute(
        "INSERT INTO activities (id, booking, title, text, day, started, ended, type, done, responsible_id, "
        "contact_id, project_id, phase_id) VALUES (?, ?, ?, ?, ?, ?, ?, 'call', TRUE, ?, ?, ?, ?)",
        (
            thing,
            draft.id,
            draft.title,
            draft.text,
            _day(draft.start),
            write_time(draft.start),
            write_time(draft.end),
            user,
            draft.contact,
            what.project,
            what.phase,
        ),
    )


def _add_time(connection: sqlite3.Connection, thing: str, draft: Draft, user: str, what: Task) -> None:
    connection.execute(
        "INSERT INTO time_entries (id, booking, user_id, day, started, ended, minutes, measured_minutes, project_id, "
        "phase_id, service_type_id, title, text, contact_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            thing,
            draft.id,
            user,
            _day(draft.start),
            write_time(draft.start),
            write_time(draft.end),
            draft.minutes,
            draft.measured_minutes,
            what.project,
            what.phase,
            service_type(connection, draft.service_type),
            draft.title,
            draft.text,
            draft.contact,
        ),
    )


def _user(connection: sqlite3.Connection, name: str) -> str:
    known = connection.execute("SELECT id FROM users WHERE name = ?", (name,)).fetchone()
    if known is not None:
        return str(known["id"])
    user = next_id(connection, "u")
    connection.execute("INSERT INTO users (id, name) VALUES (?, ?)", (user, name))
    return user


def _day(moment: datetime) -> str:
    """Give the date on the calendar of the place where the book is kept: a call at 00:30 there is of the new day."""
    return moment.astimezone().date().isoformat()
