"""Days of the calendar, as moments."""

from datetime import UTC, date, datetime, time, tzinfo


def beginning_of(day: date, zone: tzinfo | None) -> datetime:
    """Give the moment, in UTC, in which a local day begins; `zone` is None for that of the computer.

    Where the clock jumps over midnight that is the first moment of the new day, at 01:00.
    """
    midnight = datetime.combine(day, time(), zone)
    return datetime.fromtimestamp(midnight.timestamp(), UTC)  # astimezone goes back by an hour where there is no 00:00
