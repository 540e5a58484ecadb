"""How long was spoken, and what became of it, per day and client."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime

from calljournal.contracts.work_commands import Total
from calljournal.database import write_time

DAYS = 300
"""Days in one question: databases limit the parameters of one."""


def totals(
    connection: sqlite3.Connection, days: Sequence[tuple[date, datetime, datetime]], shortest: float
) -> tuple[Total, ...]:
    """Give the totals of days, each with its beginning and end in UTC: a local day may have 23 or 25 hours.

    Answered by one index (entries_talked) alone: a year of calls in some hundredths of a second.
    """
    found: list[Total] = []
    for start in range(0, len(days), DAYS):
        some = days[start : start + DAYS]
        rows = connection.execute(
            f"""
            WITH days (day, since, until) AS (VALUES {", ".join("(?, ?, ?)" for _ in some)})
            SELECT d.day, COALESCE(e.client, '') AS client, COUNT(*) AS calls,
                SUM(e.talk_seconds + e.held_seconds) AS spoken,
                SUM(CASE WHEN e.settled = 'booked' THEN e.talk_seconds + e.held_seconds
                    ELSE MIN(e.booked_seconds, e.talk_seconds + e.held_seconds) END) AS booked,
                SUM(CASE WHEN e.settled = 'ignored' THEN e.talk_seconds + e.held_seconds - e.booked_seconds ELSE 0 END)
                    AS ignored,
                SUM(CASE WHEN e.settled = 'private' THEN e.talk_seconds + e.held_seconds - e.booked_seconds ELSE 0 END)
                    AS private,
                SUM(CASE WHEN e.settled IS NULL AND e.booked_seconds = 0 AND e.together IS NULL
                    AND e.talk_seconds + e.held_seconds < ?
                    THEN e.talk_seconds + e.held_seconds ELSE 0 END) AS short
            FROM days d JOIN entries e ON e.started >= d.since AND e.started < d.until
            WHERE e.answered IS NOT NULL AND e.ended IS NOT NULL AND e.merged_into IS NULL
            GROUP BY d.day, COALESCE(e.client, '') ORDER BY d.day, spoken DESC, client
            """,  # noqa: S608
            [value for day, since, until in some for value in (day.isoformat(), write_time(since), write_time(until))]
            + [shortest],
        )
        found += [_total(row) for row in rows]
    return tuple(found)


def _total(row: sqlite3.Row) -> Total:
    spoken, booked, ignored, private, short = (
        round(row[name], 3) for name in ("spoken", "booked", "ignored", "private", "short")
    )
    waiting = round(spoken - booked - ignored - private - short, 3)
    return Total(
        date.fromisoformat(row["day"]), row["client"], row["calls"], spoken, booked, waiting, ignored, private, short
    )
