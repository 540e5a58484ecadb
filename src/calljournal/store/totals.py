"""How long was spoken, and what became of it, per day and client."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime

from calljournal.contracts.work_commands import Total
from calljournal.database import write_time

_DAY = """
SELECT COALESCE(client, '') AS client, COUNT(*) AS calls, SUM(talk_seconds + held_seconds) AS spoken,
    SUM(CASE WHEN settled = 'booked' THEN talk_seconds + held_seconds
        ELSE MIN(booked_seconds, talk_seconds + held_seconds) END) AS booked,
    SUM(CASE WHEN settled = 'ignored' THEN talk_seconds + held_seconds - booked_seconds ELSE 0 END) AS ignored,
    SUM(CASE WHEN settled = 'private' THEN talk_seconds + held_seconds - booked_seconds ELSE 0 END) AS private,
    SUM(CASE WHEN settled IS NULL AND booked_seconds = 0 AND together IS NULL AND outcome <> 'lost'
        AND talk_seconds + held_seconds < ? THEN talk_seconds + held_seconds ELSE 0 END) AS short
FROM entries
WHERE started >= ? AND started < ? AND answered IS NOT NULL AND ended IS NOT NULL AND merged_into IS NULL
GROUP BY COALESCE(client, '') ORDER BY spoken DESC, client
"""


def totals(
    connection: sqlite3.Connection, days: Sequence[tuple[date, datetime, datetime]], shortest: float
) -> tuple[Total, ...]:
    """Give the totals of days, each with its beginning and end in UTC: a local day may have 23 or 25 hours.

    Answered by one index (entries_talked) alone, day by day: a year of calls in some tenths of a second.
    """
    return tuple(
        _total(day, row)
        for day, since, until in days
        for row in connection.execute(_DAY, (shortest, write_time(since), write_time(until)))
    )


def _total(day: date, row: sqlite3.Row) -> Total:
    client, calls, spoken, booked, ignored, private, short = row
    if spoken == booked:  # as nearly always: a year has some ten thousand of these
        spoken = round(spoken, 3)
        return Total(day, client, calls, spoken, spoken, 0.0, 0.0, 0.0, 0.0)
    spoken, booked, ignored, private, short = (
        round(seconds, 3) for seconds in (spoken, booked, ignored, private, short)
    )
    waiting = round(spoken - booked - ignored - private - short, 3)
    return Total(day, client, calls, spoken, booked, waiting, ignored, private, short)
