"""How the commands print: JSON by line for programs, text for people."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import click

from calljournal.contracts.rows import JournalRow, to_json
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
        "key": booking.key,
        "waiting": booking.id is None,
    }


def booking_line(booking: Booking) -> str:
    """Say what became of a booking."""
    if booking.id is None:
        return "kept: the book cannot be reached now; it is booked as soon as it can"
    return f"booked: {KINDS[booking.kind]} {booking.id} in the book {booking.book}"


KINDS = {Kind.ACTIVITY: "an activity", Kind.TIME: "a time entry"}


class Moment(click.ParamType[datetime]):
    """A moment as people type it: 2026-03-09, 2026-03-09T08:15, today, yesterday, or -2h, -3d before now."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Give the moment, aware; what names no zone is in the computer's own."""
        if isinstance(value, datetime):
            return value
        now = datetime.now().astimezone()
        text = str(value).strip().lower()
        if text in ("today", "yesterday"):
            midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
            return midnight - timedelta(days=text == "yesterday")
        if text.startswith("-") and text[1:-1].isdecimal() and text[-1] in "mhd":
            unit = {"m": "minutes", "h": "hours", "d": "days"}[text[-1]]
            return now - timedelta(**{unit: int(text[1:-1])})
        try:
            moment = datetime.fromisoformat(str(value).strip())
        except ValueError:
            self.fail(
                f"{value!r} is no moment; write 2026-03-09, 2026-03-09T08:15, today, yesterday or -2h", param, ctx
            )
        return moment if moment.tzinfo else moment.astimezone()


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
