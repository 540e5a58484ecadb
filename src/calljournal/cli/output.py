"""How the commands print: JSON by line for programs, text for people."""

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
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


COUNT = click.IntRange(1, 1_000_000)
"""How many of something are asked for at most: more than anybody reads, and as many as any book can count."""

YEARS = range(1970, 2201)
"""The years that days and moments are read in: telephone calls, and lock dates that mean "for ever"."""

_OUTSIDE = f"only days from {YEARS[0]} to {YEARS[-1]} can be named"
_MINUTES = re.compile(r"\d{1,6}(?:[.,]\d*)?|[.,]\d+")
_DAY_AND_TIME = re.compile(r"(today|yesterday)? *(\d{1,2}:\d\d)?")


class Moment(click.ParamType[datetime]):
    """A moment as people type it: 2026-03-09T08:15, yesterday, 14:30, yesterday 14:30, or -2h, -3d before now."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Give the moment, aware; what names no zone is in the computer's own."""
        if isinstance(value, datetime):
            return value
        try:
            moment = _read_moment(str(value).strip().lower())
        except (ValueError, OverflowError):
            self.fail(
                f"{value!r} is no moment; write 2026-03-09, 2026-03-09T08:15, 14:30, yesterday, 'yesterday 14:30' "
                "or -2h",
                param,
                ctx,
            )
        if moment.year not in YEARS:
            self.fail(f"{value!r}: {_OUTSIDE}", param, ctx)
        return moment if moment.tzinfo else local(moment)


def _read_moment(text: str) -> datetime:
    """Read a moment; without a zone where the text names none. Raises ValueError or OverflowError where it is none."""
    now = datetime.now().astimezone()
    if text.startswith("-") and text[1:-1].isdecimal() and text[-1] in "mhd":
        unit = {"m": "minutes", "h": "hours", "d": "days"}[text[-1]]
        return now - timedelta(**{unit: int(text[1:-1])})
    return _day_and_time(text, now.date()) or datetime.fromisoformat(text.upper())


def local(naive: datetime) -> datetime:
    """Give what a clock on the wall says as a moment, in the computer's zone.

    Where the clock is put forward over it, the clock says that much more: 00:00 becomes 01:00 of the same day.
    """
    return datetime.fromtimestamp(naive.timestamp(), UTC).astimezone()  # a naive astimezone() would go back an hour


def _day_and_time(text: str, today: date) -> datetime | None:
    """Read "yesterday", "14:30" or "yesterday 14:30", with no zone; raises ValueError where the clock has no such time.

    None for anything else.
    """
    words = _DAY_AND_TIME.fullmatch(text)
    if words is None or not text:
        return None
    clock = time.fromisoformat((words[2] or "0:00").zfill(5))
    return datetime.combine(today - timedelta(days=words[1] == "yesterday"), clock)


class Day(click.ParamType[date]):
    """A day as people type it: 2026-03-09, today, yesterday, or -3d."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Give the day, in the computer's own zone."""
        if isinstance(value, date):
            return value
        day = _read_day(str(value).strip().lower())
        if day is None:
            moment: datetime = Moment().convert(value, param, ctx)
            return moment.astimezone().date()
        if day.year not in YEARS:
            self.fail(f"{value!r}: {_OUTSIDE}", param, ctx)
        return day


def _read_day(text: str) -> date | None:
    """Read a day of the calendar, whatever the clock does at its midnight; None for anything else."""
    today = datetime.now().astimezone().date()
    with suppress(ValueError, OverflowError):
        if text in ("today", "yesterday"):
            return today - timedelta(days=text == "yesterday")
        if text.startswith("-") and text.endswith("d") and text[1:-1].isdecimal():
            return today - timedelta(days=int(text[1:-1]))
        return date.fromisoformat(text.upper())
    return None


class Minutes(click.ParamType[float]):
    """Minutes as people type them: 12, 7.5 or 7,5."""

    name = "minutes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Give the minutes, none below zero."""
        text = str(value).strip()
        if not _MINUTES.fullmatch(text):
            self.fail(f"{value!r} are no minutes; write 12, or 7.5", param, ctx)
        return float(text.replace(",", "."))


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
