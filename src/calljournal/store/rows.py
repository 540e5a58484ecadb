"""Rows of the journal as they are shown: found by conditions, by id or by the beginning of an id."""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import ListRows
from calljournal.database import contains, read_time, search, searchable, sought_digits, write_time
from calljournal.database.many import chunks, marks
from calljournal.errors import NotFound
from calljournal.matching import PENDING, Match
from calljournal.store import columns
from calljournal.store.drafts import booking
from calljournal.store.standing import WAITS, settle
from calljournal.store.survivor import survivor_of
from calljournal.worklog import Booking

PREFIX_SHOWN = 5
"""So many rows are named where the beginning of an id is not enough; more would not fit on a line."""


def row(connection: sqlite3.Connection, id_or_prefix: str) -> JournalRow:
    """Give one row; raises NotFound where there is none, or where several begin so."""
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
        raise NotFound(f"several journal entries begin with {id_or_prefix!r}: {names}{more}; type more of the id")
    stored = connection.execute("SELECT * FROM entries WHERE id = ?", (found[0]["survivor"],)).fetchall()
    if not stored:
        raise NotFound(f"the journal entry that {id_or_prefix!r} was merged into is no longer there")
    return whole(connection, stored)[0]


def rows(connection: sqlite3.Connection, query: ListRows, session_start: datetime) -> tuple[JournalRow, ...]:
    """Give the rows that meet every condition, the latest first; merged-away rows are not among them."""
    conditions, values = _conditions(query, session_start)
    order = "COALESCE(e.added, e.ended)" if query.over else "e.started"
    sql = f"SELECT * FROM entries e WHERE {' AND '.join(conditions)} ORDER BY {order} DESC, e.id DESC LIMIT ?"  # noqa: S608
    return whole(connection, connection.execute(sql, (*values, query.limit)).fetchall())


def unmatched(connection: sqlite3.Connection, limit: int) -> tuple[JournalRow, ...]:
    """Give the rows of which it is not known yet who it was, the latest first."""
    stored = connection.execute(
        "SELECT * FROM entries WHERE matched IS NULL AND merged_into IS NULL ORDER BY started DESC LIMIT ?", (limit,)
    )
    return whole(connection, stored.fetchall())


def save_match(connection: sqlite3.Connection, entry_id: str, match: Match) -> None:
    """Write beside a row who it was; raises NotFound where there is no such row."""
    names = searchable(*(name for contact in match.contacts for name in (contact.name, contact.company)))
    row = connection.execute("SELECT forgotten FROM entries WHERE id = ?", (entry_id,)).fetchone()
    if row is None:
        raise _unknown(entry_id)
    if row["forgotten"]:
        return  # it was asked for before the number was taken out
    stored = None if match == PENDING else columns.to_json(match)
    contact = match.contact
    connection.execute(
        "UPDATE entries SET matched = ?, matched_search = ?, matched_contact = ?, client = ? WHERE id = ?",
        (stored, names, contact.id if contact else None, contact.client if contact else None, entry_id),
    )


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


def annotate(connection: sqlite3.Connection, entry_id: str, note: str | None, *, private: bool) -> None:
    """Write the user's note on a row, in place of what it and the rows merged into it had; raises NotFound."""
    survivor = survivor_of(connection, entry_id)
    connection.execute("UPDATE entries SET note = NULL, private = FALSE WHERE survivor = ?", (survivor,))
    updated = connection.execute("UPDATE entries SET note = ?, private = ? WHERE id = ?", (note, private, survivor))
    if updated.rowcount == 0:
        raise _unknown(entry_id)
    settle(connection, [survivor])


def _unknown(entry_id: str) -> NotFound:
    return NotFound(f"there is no journal entry {entry_id!r}")


def _conditions(query: ListRows, session_start: datetime) -> tuple[list[str], list[object]]:
    conditions, values = ["e.merged_into IS NULL"], list[object]()

    def need(condition: str, *parameters: object) -> None:
        conditions.append(condition)
        values.extend(parameters)

    if query.since is not None:
        need("e.started >= ?", write_time(query.since))
    if query.until is not None:
        need("e.started < ?", write_time(query.until))
    if query.session:
        # a call that was going on when the program started is one of this session
        start = write_time(session_start)
        need("(e.started >= ? OR e.ended IS NULL OR e.ended >= ?)", start, start)
    if query.number is not None:
        digits = sought_digits(query.number)
        need(r"e.digits LIKE ? ESCAPE '\'" if digits else "FALSE", *([contains(digits)] if digits else []))
    if query.person is not None:
        sent, sent_values = search("e.name_search", query.person)
        matched, matched_values = search("e.matched_search", query.person)
        need(f"({sent} OR {matched})", *sent_values, *matched_values)
    if query.outcome is not None:
        need("e.outcome = ?", query.outcome)
    if query.unbooked:
        need(WAITS)
    if query.over:
        need("e.ended IS NOT NULL")
    return conditions, values


def whole(connection: sqlite3.Connection, stored: Sequence[sqlite3.Row]) -> tuple[JournalRow, ...]:
    """Complete rows by what was booked and noted on them and on those that were merged into them."""
    bookings: dict[str, list[Booking]] = defaultdict(list)
    notes: dict[str, list[str]] = defaultdict(list)
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
            notes[one["survivor"]] += [one["note"]] if one["note"] else []
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
            note="\n".join(notes[one["id"]]) or None,
            private=one["id"] in private,
            ignored=bool(one["ignored"]),
            settled=one["settled"],
            together=together[one["together"]] if one["together"] else (),
        )
        for one in stored
    )
