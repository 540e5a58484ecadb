"""Rows that no line saw: added by a person, or timed by hand. A timer is such a row that has not ended."""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta

from calljournal.contracts.rows import JournalRow
from calljournal.database import write_time
from calljournal.journal import MANUAL, Entry, Outcome, RowState
from calljournal.matching import PENDING, Match
from calljournal.store import columns, facts, rows

LONGEST = timedelta(days=1)
"""No call lasts longer: so far back it is looked for one that was at the same time."""


def add(connection: sqlite3.Connection, entry: Entry, match: Match, now: datetime, *, again: bool) -> JournalRow | None:
    """Write a row and who it was; or give the row that is there already, if it is probably the same call.

    Nothing is written then, unless `again` is meant. It is probably the same where somebody talked with that number or
    contact, and half of the shorter call is in the longer one.
    """
    there = None if again else _there_already(connection, entry, match, now)
    if there is None:
        facts.save_row(connection, entry)
        if not entry.live:
            connection.execute("UPDATE entries SET added = ? WHERE id = ?", (write_time(now), entry.id))
        if match != PENDING:
            rows.save_match(connection, entry.id, match)
    return there


def timers(connection: sqlite3.Connection) -> tuple[JournalRow, ...]:
    """Give the rows that a person times, the earliest first."""
    running = "SELECT * FROM entries WHERE ended IS NULL AND line = ? AND merged_into IS NULL ORDER BY started, id"
    return rows.whole(connection, connection.execute(running, (MANUAL,)).fetchall())


def stop(connection: sqlite3.Connection, entry_id: str, at: datetime) -> bool:
    """End a timer, with all that was changed on its row meanwhile; False where it has ended already."""
    running = connection.execute(
        "SELECT * FROM entries WHERE id = ? AND line = ? AND ended IS NULL", (entry_id, MANUAL)
    ).fetchone()
    if running is None:
        return False
    entry = columns.entry(running)
    ended = max(at, entry.started)  # the computer's clock may have been set back
    talked = round((ended - entry.started).total_seconds(), 3)
    over = replace(entry, state=RowState.ENDED, outcome=Outcome.ANSWERED, ended=ended, talk_seconds=talked)
    facts.save_row(connection, over)
    return True


def _there_already(connection: sqlite3.Connection, entry: Entry, match: Match, now: datetime) -> JournalRow | None:
    start, end = entry.started, entry.ended or now
    near = connection.execute(
        "SELECT * FROM entries WHERE started >= ? AND started <= ? AND (number = ? OR matched_contact = ?) "
        "AND answered IS NOT NULL AND merged_into IS NULL ORDER BY started, id",
        (write_time(start - LONGEST), write_time(end), entry.number, match.contact.id if match.contact else None),
    ).fetchall()
    for stored in near:
        other = columns.entry(stored)
        if _mostly_at_once((start, end), (other.answered or other.started, other.ended or now)):
            return rows.whole(connection, [stored])[0]
    return None


def _mostly_at_once(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    """Whether two stretches have at least half of the shorter one in common; one that has just begun may have none."""
    shorter = min(one[1] - one[0], other[1] - other[0])
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common >= timedelta(0) and 2 * common >= shorter
