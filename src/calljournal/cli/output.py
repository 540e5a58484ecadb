"""How the commands print: JSON by line for programs, text for people."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import click

from calljournal.contracts.rows import JournalRow, to_json
from calljournal.contracts.work import Work
from calljournal.contracts.work_commands import Suggestion, Total, Waiting
from calljournal.worklog import Booking, Kind


def json_line(value: Mapping[str, Any]) -> None:
    """Print one JSON object on one line, at once."""
    click.echo(json.dumps(value, ensure_ascii=False))


def json_rows(rows: Iterable[JournalRow]) -> None:
    """Print rows of the journal, one JSON object a line."""
    for row in rows:
        json_line(to_json(row))


def counted(count: int, thing: str) -> str:
    """Give a count in words: 1 contact, 2 contacts."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def booking_json(booking: Booking) -> dict[str, Any]:
    """Give a booking as a JSON object."""
    return {
        "kind": booking.kind.value,
        "id": booking.id,
        "book": booking.book,
        "entry": booking.entry,
        "user": booking.user,
        "recorded_by": booking.recorded_by,
        "key": booking.key,
        "waiting": booking.id is None,
        "remarks": list(booking.remarks),
    }


def booking_line(booking: Booking) -> str:
    """Say what became of a booking."""
    if booking.id is None:
        return "kept: the book cannot be reached now; it is booked as soon as it can"
    return f"booked: {KINDS[booking.kind]} {booking.id} in the book {booking.book}"


KINDS = {Kind.ACTIVITY: "an activity", Kind.TIME: "a time entry"}


def local_iso(moment: datetime) -> str:
    """Write a moment in the computer's zone, with its offset: 2026-10-25T02:50:00+02:00."""
    return moment.astimezone().isoformat(timespec="seconds")


def waiting_json(waiting: Waiting, suggested: Iterable[Suggestion]) -> dict[str, Any]:
    """Give what waits as a JSON object: the calls, the time entry that they would be, and the likeliest projects."""
    draft = waiting.draft
    return {
        "entries": [row.entry.id for row in waiting.rows],
        "day": None if draft.day is None else draft.day.isoformat(),
        "from": local_iso(draft.start),
        "to": local_iso(draft.end),
        "measured_minutes": draft.measured_minutes,
        "minutes": draft.minutes,
        "at_least": waiting.at_least,
        "contact": draft.contact,
        "contact_name": draft.contact_name,
        "title": draft.title,
        "suggested": [
            {
                "project": one.project.id,
                "number": one.project.number,
                "name": one.project.name,
                "reason": one.reason.value,
                "words": one.words,
                "clear": one.clear,
            }
            for one in suggested
        ],
    }


def work_json(work: Work) -> dict[str, Any]:
    """Give a time entry or activity as a JSON object; an activity has no minutes."""

    def thing(thing_id: str | None, name: str, number: str | None = None) -> dict[str, Any] | None:
        """Name what is in the book, or (a client) known by name only."""
        if thing_id is None and not name:
            return None
        return {"id": thing_id, "name": name} if number is None else {"id": thing_id, "number": number, "name": name}

    time = work.kind is Kind.TIME
    return {
        "id": work.id,
        "kind": work.kind.value,
        "state": work.state.value,
        "day": work.day.isoformat(),
        "from": local_iso(work.start),
        "to": local_iso(work.end),
        "measured_minutes": work.measured_minutes if time else None,
        "minutes": work.minutes if time else None,
        "by_hand": work.by_hand,
        "user": work.user,
        "recorded_by": work.recorded_by,
        "client": thing(work.client, work.client_name),
        "contact": thing(work.contact, work.contact_name),
        "project": thing(work.project, work.project_name, work.project_number),
        "phase": thing(work.phase, work.phase_name, work.phase_number),
        "service_type": thing(work.service_type, work.service_type_name, work.service_type_number),
        "title": work.title,
        "text": work.text,
        "export": work.export,
        "corrects": work.corrects,
        "entry": work.entry,
        "key": work.key,
    }


def total_json(total: Total) -> dict[str, Any]:
    """Give a total as a JSON object; lengths of time are seconds."""
    return {**total._asdict(), "day": total.day.isoformat()}


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
