"""The history of what was booked: who did what to it and when, and how it was before and after."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from calljournal.contracts.work import Work, WorkChange
from calljournal.crm.local.naming import next_id
from calljournal.database import read_time, write_time
from calljournal.words import in_english
from calljournal.worklog import Kind

Change = tuple[dict[str, str], dict[str, str]]
"""What was changed, by name, as text: how it was before, and how it is after."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done for a request before: to which work, and the correction entries that it made."""

    work: str
    made: tuple[str, ...]


def write(
    connection: sqlite3.Connection,
    request: str,
    work: str,
    doing: str,
    *,
    by: str,
    at: datetime,
    change: Change,
    made: Sequence[str] = (),
) -> None:
    """Write a line. `request` is the UUID of what asked for it: a second line for it is impossible."""
    connection.execute(
        "INSERT INTO history (number, request, work, at, by_whom, doing, before, after, made) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            int(next_id(connection, "h")[1:]),
            request,
            work,
            write_time(at),
            by,
            doing,
            *(msgspec.json.encode(value, enc_hook=in_english).decode() for value in (*change, made)),
        ),
    )


def done(connection: sqlite3.Connection, request: str) -> Done | None:
    """Give what was done for a request, if anything was."""
    row = connection.execute("SELECT work, made FROM history WHERE request = ?", (request,)).fetchone()
    return None if row is None else Done(row["work"], msgspec.json.decode(row["made"], type=tuple[str, ...]))


def history(connection: sqlite3.Connection, work_id: str) -> tuple[WorkChange, ...]:
    """Give what was done to a piece of work, the earliest first.

    A change that changed nothing is left out: its line is there for the case that its request comes once more.
    """
    rows = connection.execute(
        "SELECT * FROM history WHERE work = ? "
        "AND NOT (doing IN ('change', 'round') AND before = '{}' AND after = '{}') ORDER BY number",
        (work_id,),
    )
    return tuple(
        WorkChange(
            read_time(row["at"]),
            row["by_whom"],
            row["doing"],
            msgspec.json.decode(row["before"], type=dict[str, str]),
            msgspec.json.decode(row["after"], type=dict[str, str]),
        )
        for row in rows
    )


def facts(work: Work) -> dict[str, str]:
    """Say in words all that may be changed of a piece of work, and how it stands; what is empty is left out."""
    words = {
        "project": _named(work.project_number, work.project_name),
        "phase": work.phase_name,
        "service_type": work.service_type_name,
        "contact": work.contact_name,
        "minutes": f"{work.minutes:g}" if work.kind is Kind.TIME else "",
        "day": work.day.isoformat(),
        "title": work.title,
        "text": work.text,
        "state": work.state.value,
    }
    return {name: text for name, text in words.items() if text}


def differences(before: Work, after: Work) -> Change:
    """Give what differs of two states of a piece of work, as it was before and as it is after."""
    old, new = facts(before), facts(after)
    # Two projects may be called alike: what counts is which one it is.
    other = {name for name in ("project", "phase", "contact") if getattr(before, name) != getattr(after, name)}
    changed = [name for name in {**old, **new} if name in other or old.get(name) != new.get(name)]
    return {name: old.get(name, "") for name in changed}, {name: new.get(name, "") for name in changed}


def _named(number: str, name: str) -> str:
    return " ".join(part for part in (number, name) if part)
