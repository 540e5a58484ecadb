"""Moments as text: UTC, ISO 8601, always 27 characters, so that they sort as text and lose nothing."""

from datetime import UTC, datetime
from typing import overload

from calljournal.errors import Bug


@overload
def write_time(moment: datetime) -> str: ...
@overload
def write_time(moment: None) -> None: ...
@overload
def write_time(moment: datetime | None) -> str | None: ...
def write_time(moment: datetime | None) -> str | None:
    """Write an aware moment: 2026-03-09T08:15:02.120000Z; None stays None. A moment without a zone is a Bug."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise Bug(f"a moment without a time zone was to be stored: {moment}")
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


@overload
def read_time(text: str) -> datetime: ...
@overload
def read_time(text: None) -> None: ...
@overload
def read_time(text: str | None) -> datetime | None: ...
def read_time(text: str | None) -> datetime | None:
    """Read what `write_time` wrote, as aware UTC."""
    return None if text is None else datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)
