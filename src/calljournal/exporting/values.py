"""The values of a file's cells: what they are, and how they are written as text."""

from datetime import date, datetime, tzinfo
from enum import StrEnum

from calljournal.settings import ExportProfile

Value = str | float | date | datetime | None
"""Moments are aware; None is a cell without anything in it."""

DECIMALS = 4
"""Of a number that is written: a third of an hour is not lost when it is billed by the hour."""


class Form(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    """The local time of a day, as a clock shows it."""
    MOMENT = "moment"
    """Local date and time with the offset from UTC: it says which of the two 02:50 of an October night it was."""


def local(value: date | datetime, zone: tzinfo | None) -> date:
    """Give a moment in the zone (None: the computer's); a date stays as it is."""
    return value.astimezone(zone) if isinstance(value, datetime) else value


def text_of(value: Value, form: Form, profile: ExportProfile, zone: tzinfo | None) -> str:
    """Write a value as the profile wants it; moments are written in the zone (None: the computer's)."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        there = local(value, zone)
        if form is Form.MOMENT:
            return iso(there)
        return there.strftime(profile.time if form is Form.TIME else profile.date)
    return _plain(value).replace(".", profile.decimal)


def iso(value: date) -> str:
    """Write a date, or a moment to the second with its offset, as ISO 8601."""
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def rounded(number: float) -> float:
    """Give a number as it is written: whole numbers without a point."""
    near = round(number, DECIMALS)
    return int(near) if near == int(near) else near


def _plain(number: float) -> str:
    """Write a number without an exponent and without zeros behind the point."""
    text = f"{rounded(number):.{DECIMALS}f}"
    return text.rstrip("0").rstrip(".")
