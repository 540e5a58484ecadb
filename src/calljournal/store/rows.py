"""Rows of the journal as they are shown: found by conditions, by id or by the beginning of an id."""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from calljournal.contracts.rows import JournalRow
from calljournal.database import contains, read_time, write_time
from calljournal.database.many import chunks, marks
from calljournal.errors import NotFound, Refused
from calljournal.matching import Match
from calljournal.store import columns, matches, notes
from calljournal.store.drafts import booking
from calljournal.store.standing import settle
from calljournal.store.survivor import survivor_of
from calljournal.words import say
from calljournal.worklog import Booking

PREFIX_SHOWN = 5
"""So many rows are named where the beginning of an id is not enough; more would not fit on a line."""


def row(connection: sqlite3.Connection, id_or_prefix: str) -> JournalRow:
    """Give one row; raises NotFound where there is none, or where several begin so."""
    survivor = survivor_named(connection, id_or_prefix)
    return whole(connection, connection.execute("SELECT * FROM entries WHERE id = ?", (survivor,)).fetchall())[0]


def survivor_named(connection: sqlite3.Connection, id_or_prefix: str) -> str:
    """Give the id of the row that an id, or the beginning of one, names at last; raises NotFound as `row`."""
    wanted = id_or_prefix.strip()
    found = connection.execute("SELECT survivor FROM entries WHERE id = ?", (wanted,)).fetchall()
    if not found and wanted:
        found = connection.execute(
            r"SELECT DISTINCT survivor FROM entries WHERE id LIKE ? ESCAPE '\' ORDER BY survivor LIMIT ?",
            (contains(wanted)[1:], PREFIX_SHOWN + 1),
        ).fetchall()
    if not found:
        raise _unknown(id_or_prefix)
    if len(found) > 1:
        names = ", ".join(str(one["survivor"]) for one in found[:PREFIX_SHOWN])
        more = " ..." if len(found) > PREFIX_SHOWN else ""
        raise NotFound(
            say(
                "several journal entries begin with {typed!r}: {names}{more}; type more of the id",
                typed=id_or_prefix,
                names=names,
                more=more,
            )
        )
    survivor = str(found[0]["survivor"])
    if connection.execute("SELECT 1 FROM entries WHERE id = ?", (survivor,)).fetchone() is None:
        raise NotFound(say("the journal entry that {typed!r} was merged into is no longer there", typed=id_or_prefix))
    return survivor


def unmatched(connection: sqlite3.Connection, limit: int) -> tuple[JournalRow, ...]:
    """Give the rows of which it is not known yet who it was, the latest first."""
    stored = connection.execute(
        "SELECT * FROM entries WHERE matched IS NULL AND merged_into IS NULL ORDER BY started DESC LIMIT ?", (limit,)
    )
    return whole(connection, stored.fetchall())


def save_match(connection: sqlite3.Connection, entry_id: str, match: Match) -> None:
    """Write beside a row who it was; raises NotFound where there is no such row."""
    row = connection.execute("SELECT forgotten FROM entries WHERE id = ?", (entry_id,)).fetchone()
    if row is None:
        raise _unknown(entry_id)
    if not row["forgotten"]:  # else it was asked for before the number was taken out
        matches.write(connection, entry_id, match)


def save_unknown(connection: sqlite3.Connection, entry_id: str, match: Match) -> Match:
    """Write why nobody is known of a row without a number, unless a person has said who it was; give what stands."""
    stored = connection.execute("SELECT matched FROM entries WHERE id = ?", (entry_id,)).fetchone()
    if stored is not None and columns.match(stored).reason == "chosen":
        return columns.match(stored)
    save_match(connection, entry_id, match)
    return match


def last_spoken(connection: sqlite3.Connection, contact_ids: Sequence[str], since: datetime) -> dict[str, datetime]:
    """Give when the last call began in which somebody talked with each of these contacts; leave out who has none."""
    sql = (
        "SELECT MAX(started) AS last FROM entries WHERE matched_contact = ? AND answered IS NOT NULL "
        "AND merged_into IS NULL AND started >= ?"
    )
    spoken: dict[str, datetime] = {}
    for contact_id in contact_ids:
        last = connection.execute(sql, (contact_id, write_time(since))).fetchone()["last"]
        if last is not None:
            spoken[contact_id] = read_time(last)
    return spoken


def note(connection: sqlite3.Connection, id_or_prefix: str, text: str) -> str:
    """Write the user's note on a row ("" for none), in place of what was noted on all of it; give the row's id.

    Raises NotFound, and Refused for a new note on a private row: it might say who it was. It may be taken away.
    """
    survivor = survivor_named(connection, id_or_prefix)
    private = connection.execute("SELECT 1 FROM entries WHERE survivor = ? AND private", (survivor,)).fetchone()
    if text and private is not None:
        raise Refused(say("this call is private: nothing is noted on it"))
    notes.write(connection, survivor, text or None)
    return survivor


def annotate(connection: sqlite3.Connection, entry_id: str, note: str | None, *, private: bool) -> None:
    """Write the user's note on a row, in place of what it and the rows merged into it had; raises NotFound."""
    survivor = survivor_of(connection, entry_id)
    if connection.execute("SELECT 1 FROM entries WHERE id = ?", (survivor,)).fetchone() is None:
        raise _unknown(entry_id)
    notes.write(connection, survivor, note)
    connection.execute("UPDATE entries SET private = (id = ? AND ?) WHERE survivor = ?", (survivor, private, survivor))
    settle(connection, [survivor])


def _unknown(entry_id: str) -> NotFound:
    return NotFound(say("there is no journal entry {entry!r}", entry=entry_id))


def whole(connection: sqlite3.Connection, stored: Sequence[sqlite3.Row]) -> tuple[JournalRow, ...]:
    """Complete rows by what was booked and noted on them and on those that were merged into them."""
    bookings: dict[str, list[Booking]] = defaultdict(list)
    noted: dict[str, list[str]] = defaultdict(list)
    private: set[str] = set()
    together: dict[str, tuple[str, ...]] = {}
    for ids in chunks([one["id"] for one in stored]):
        for one in connection.execute(
            "SELECT DISTINCT m.survivor, b.* FROM entries m JOIN parts p ON p.entry = m.id "  # noqa: S608
            f"JOIN bookings b ON b.key = p.key WHERE m.survivor IN ({marks(ids)}) AND b.cancelled IS NULL "
            "ORDER BY b.booked, b.key",
            ids,
        ):
            bookings[one["survivor"]].append(booking(one))
        for one in connection.execute(
            f"SELECT survivor, note, private FROM entries WHERE survivor IN ({marks(ids)}) "  # noqa: S608
            "AND (note IS NOT NULL OR private) ORDER BY started, id",
            ids,
        ):
            noted[one["survivor"]] += [one["note"]] if one["note"] else []
            private |= {one["survivor"]} if one["private"] else set()
    for group in {one["together"] for one in stored} - {None}:
        members = connection.execute(
            "SELECT id FROM entries WHERE together = ? AND merged_into IS NULL ORDER BY started, id", (group,)
        )
        together[group] = tuple(one["id"] for one in members)
    return tuple(
        JournalRow(
            entry=columns.entry(one),
            match=columns.match(one),
            booked=tuple(bookings[one["id"]]),
            note="\n".join(noted[one["id"]]) or None,
            private=one["id"] in private,
            ignored=bool(one["ignored"]),
            settled=one["settled"],
            together=together[one["together"]] if one["together"] else (),
        )
        for one in stored
    )
