"""What may be typed behind a command and its options: moments, days, minutes, counts."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import click

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
