"""Calls and their rows: saved the moment they exist, and the live ones taken up again at the next start."""

import logging
import sqlite3
from collections.abc import Sequence
from datetime import datetime

import msgspec

from calljournal.calls import Call
from calljournal.database import read_time, write_time
from calljournal.journal import Entry
from calljournal.store import columns, notes, privacy, private_numbers, standing
from calljournal.store.survivor import survivor_of

log = logging.getLogger(__name__)

_call = msgspec.json.Decoder(Call)

_SAVE_ENTRY = f"""
INSERT INTO entries ({", ".join(columns.FACTS)}) VALUES ({", ".join("?" for _ in columns.FACTS)})
ON CONFLICT (id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in columns.FACTS[1:])}
RETURNING forgotten, booked_seconds > 0
"""  # noqa: S608  (our own column names)

_SAVE_CALL = """
INSERT INTO calls (id, line, seen, body) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET line = excluded.line, seen = excluded.seen, body = excluded.body
"""


def save_call(connection: sqlite3.Connection, call: Call, entries: Sequence[Entry], seen: datetime) -> frozenset[str]:
    """Write the rows of a call, and the call itself as long as it is live.

    Gives those rows that were written without number and name, for they are private, or forgotten.
    """
    privacy.check(call, entries)
    anonymous = frozenset(entry.id for entry in entries if _save_entry(connection, entry))
    if call.merged_into is not None:
        # rows that found no older one of their owner go over to the surviving call unchanged
        connection.execute("UPDATE entries SET call_id = ? WHERE call_id = ?", (call.merged_into, call.id))
    if call.live:
        values = (call.id, call.line, write_time(seen), columns.to_json(call))
        connection.execute(_SAVE_CALL, values)
    else:
        connection.execute("DELETE FROM calls WHERE id = ?", (call.id,))
    return anonymous


def save_row(connection: sqlite3.Connection, entry: Entry) -> None:
    """Write a row that no call of a line stands behind."""
    privacy.check_row(entry)
    _save_entry(connection, entry)


def sighted(connection: sqlite3.Connection, line: str, at: datetime) -> None:
    """Note that the live calls of a line existed at `at`."""
    text = write_time(at)
    connection.execute("UPDATE calls SET seen = ? WHERE line = ? AND seen < ?", (text, line, text))


def live_calls(connection: sqlite3.Connection) -> list[tuple[Call, datetime, tuple[Entry, ...]]]:
    """Give the calls that were live, when they were last seen, and their rows."""
    live: list[tuple[Call, datetime, tuple[Entry, ...]]] = []
    for stored in connection.execute("SELECT id, seen, body FROM calls ORDER BY seen, id").fetchall():
        try:
            call = _call.decode(stored["body"])
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            log.warning("call %s cannot be taken up again and is recorded as lost: %s", stored["id"], error)
            _lose(connection, stored["id"], stored["seen"])
            continue
        rows = connection.execute(
            "SELECT * FROM entries WHERE call_id = ? AND merged_into IS NULL ORDER BY started, id", (call.id,)
        )
        live.append((call, read_time(stored["seen"]), tuple(columns.entry(row) for row in rows)))
    return live


def _save_entry(connection: sqlite3.Connection, entry: Entry) -> bool:
    """Write a row; say whether it was written without number and name."""
    survivor = entry.id if entry.merged_into is None else survivor_of(connection, entry.merged_into)
    ((forgotten, booked),) = connection.execute(_SAVE_ENTRY, columns.facts(entry, survivor)).fetchall()
    if forgotten:
        privacy.take_out(connection, [entry.id])
    if survivor != entry.id:
        connection.execute("UPDATE entries SET survivor = ? WHERE survivor = ?", (survivor, entry.id))
        standing.take_over(connection, entry.id, survivor)
        notes.make_searchable(connection, survivor)
        forgotten = privacy.stay_private(connection, survivor) or forgotten
    elif not forgotten and private_numbers.is_private(connection, entry):
        privacy.make_private(connection, entry.id)
        forgotten = True
    elif booked:
        standing.settle(connection, [entry.id])  # there may be more to book, or less
    return bool(forgotten)


def _lose(connection: sqlite3.Connection, call_id: str, seen: str) -> None:
    """End the rows of a call that a version with other facts wrote, so that they do not ring for ever."""
    connection.execute(
        "UPDATE entries SET state = 'ended', outcome = 'lost', ended = ? WHERE call_id = ? AND state <> 'ended'",
        (seen, call_id),
    )
    connection.execute("DELETE FROM calls WHERE id = ?", (call_id,))
