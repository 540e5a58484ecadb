"""Edits: what contacts were before each change to them is kept, so that the latest can be taken back.

They are a stack: only the latest edit that is not undone can be, so what is put back always fits what is there.
"""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from calljournal.contracts.crm import Edit, EditKind
from calljournal.crm.local.naming import next_id
from calljournal.database import read_time, write_time
from calljournal.database.many import chunks, marks
from calljournal.errors import NotFound, Refused
from calljournal.words import say

KEPT = 50
"""Edits that are remembered: months of imports. An edit of a large book takes as much room as the book."""

_NAMED = """
SELECT contact_id FROM activities WHERE contact_id IS NOT NULL
UNION SELECT contact_id FROM time_entries WHERE contact_id IS NOT NULL
UNION SELECT client_id FROM projects WHERE client_id IS NOT NULL
UNION SELECT contact_id FROM participants
"""

_TOUCHED = "SELECT contact_id FROM edit_contacts WHERE edit = ?"
_ADDED = f"{_TOUCHED} AND before IS NULL"
_SAID = "SELECT contact_id FROM verdicts WHERE edit = ?"


class Changes:
    """The edit that is being made. It begins with its first change: what changes nothing leaves no edit.

    It goes on with the edit `within`, where that is still the latest: one run over the book is one edit, unless
    somebody changed contacts in the middle of it.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        within: str | None = None,
        rules: str | None = None,
        *,
        kind: EditKind,
        title: str,
        now: datetime,
    ) -> None:
        """Begin nothing yet; `rules` are those that the numbers had been read by, where the book says others by now."""
        self._connection = connection
        self._rules = rules
        self._kind = kind
        self._title = title
        self._now = now
        latest = _latest(connection)
        self._number = latest["number"] if latest is not None and within == _id(latest["number"]) else None

    @property
    def id(self) -> str | None:
        """The id of the edit, where there is one."""
        return None if self._number is None else _id(self._number)

    def begun(self) -> int:
        """Give the number of the edit, which begins here if it has not yet."""
        if self._number is None:
            self._number = int(next_id(self._connection, "e")[1:])
            self._connection.execute(
                "INSERT INTO edits (number, at, kind, title, rules, undone) "
                "VALUES (?, ?, ?, ?, COALESCE(?, (SELECT value FROM about WHERE name = 'rules'), ''), FALSE)",
                (self._number, write_time(self._now), self._kind.value, self._title, self._rules),
            )
            for table, column in (("edit_contacts", "edit"), ("edits", "number")):
                self._connection.execute(f"DELETE FROM {table} WHERE {column} <= ?", (self._number - KEPT,))  # noqa: S608
        return self._number

    def changing(self, ids: Sequence[str]) -> None:
        """Keep what contacts are now, which are about to be changed; the first time in this edit is what counts."""
        if not ids:
            return
        number = self.begun()
        self._connection.executemany(
            "INSERT INTO edit_contacts (edit, contact_id, before) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [(number, contact_id, image) for contact_id, image in _images(self._connection, ids)],
        )

    def adding(self, contact_id: str) -> None:
        """Remember that a contact is new: to undo it is to delete it."""
        self._connection.execute(
            "INSERT INTO edit_contacts (edit, contact_id, before) VALUES (?, ?, NULL)", (self.begun(), contact_id)
        )

    def companies_added(self) -> int:
        """Count the companies that are new in this edit."""
        sql = f"SELECT COUNT(*) FROM contacts WHERE kind = 'company' AND id IN ({_ADDED})"  # noqa: S608
        (count,) = self._connection.execute(sql, (self._number,)).fetchone()
        return int(count)


@dataclass(frozen=True, slots=True)
class Undone:
    """An edit that was taken back: the contacts that were put back, and by which rules their numbers are read."""

    edit: Edit
    contacts: tuple[str, ...]
    rules: str


def edits(connection: sqlite3.Connection, limit: int) -> tuple[Edit, ...]:
    """Give the edits that are remembered, the latest first."""
    rows = connection.execute("SELECT * FROM edits ORDER BY number DESC LIMIT ?", (limit,)).fetchall()
    return tuple(_edit(row, _count(connection, row["number"])) for row in rows)


def undo(connection: sqlite3.Connection, kinds: Collection[EditKind]) -> Undone:
    """Take back the latest edit: what was changed is as before, what was added is gone.

    A contact that calls were booked or projects are kept under stays, as an inactive one. Raises NotFound where
    there is nothing to undo, Refused where the latest edit is of another kind.
    """
    latest = _latest(connection)
    if latest is None:
        raise NotFound(say("there is nothing to undo: no change to contacts is remembered that has not been undone"))
    if latest["kind"] not in kinds:
        raise Refused(
            say("the latest change is {change}", change=_words(latest)).typed(
                ": `calljournal contacts undo` takes that back"
            )
        )
    number = latest["number"]
    identities = _set_identities_aside(connection, number)
    images = connection.execute(
        "SELECT contact_id, before FROM edit_contacts WHERE edit = ? AND before IS NOT NULL", (number,)
    )
    put_back = tuple(_put_back(connection, row["contact_id"], row["before"]) for row in images.fetchall())
    kept = _delete_added(connection, number, identities)
    edit = _edit({**dict(latest), "undone": True}, _count(connection, number), _remark(kept))
    _forget_said(connection, number)
    connection.execute("UPDATE edit_contacts SET before = NULL WHERE edit = ?", (number,))  # how many they were stays
    connection.execute("UPDATE edits SET undone = TRUE WHERE number = ?", (number,))
    return Undone(edit, put_back, latest["rules"])


def _words(edit: sqlite3.Row) -> str:
    what = {
        EditKind.IMPORT: say("the import"),
        EditKind.NORMALISE: say("the run of normalise"),
        EditKind.REPAIR: say("the repair"),
        EditKind.BY_HAND: say("the change by hand"),
    }
    change = what[EditKind(edit["kind"])]
    return say("{change} of {title}", change=change, title=edit["title"]) if edit["title"] else change


def _count(connection: sqlite3.Connection, number: int) -> int:
    """Count the contacts that an edit changed, or of whose numbers it says something."""
    sql = f"SELECT COUNT(*) FROM ({_TOUCHED} UNION {_SAID})"  # noqa: S608
    (count,) = connection.execute(sql, (number, number)).fetchone()
    return int(count)


def _forget_said(connection: sqlite3.Connection, number: int) -> None:
    """Forget what an edit says of numbers; whose they are still counts among its contacts."""
    connection.execute(
        "INSERT INTO edit_contacts (edit, contact_id, before) "
        "SELECT DISTINCT edit, contact_id, NULL FROM verdicts WHERE edit = ? ON CONFLICT DO NOTHING",
        (number,),
    )
    connection.execute("DELETE FROM verdicts WHERE edit = ?", (number,))


def _latest(connection: sqlite3.Connection) -> sqlite3.Row | None:
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM edits WHERE NOT undone ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return row


def _images(connection: sqlite3.Connection, ids: Sequence[str]) -> list[tuple[str, str]]:
    """Write down contacts with their means as they are, in JSON, column by column."""
    found: dict[str, dict[str, Any]] = {}
    for some in chunks(ids):
        for row in connection.execute(f"SELECT * FROM contacts WHERE id IN ({marks(some)})", some):  # noqa: S608
            found[row["id"]] = {"contact": dict(row), "means": []}
        sql = f"SELECT * FROM means WHERE contact_id IN ({marks(some)}) ORDER BY contact_id, position"  # noqa: S608
        for row in connection.execute(sql, some):
            found[row["contact_id"]]["means"].append(dict(row))
    return [(contact_id, msgspec.json.encode(image).decode()) for contact_id, image in found.items()]


def _put_back(connection: sqlite3.Connection, contact_id: str, image: str) -> str:
    """Make a contact what it was. A column that is newer than the image keeps what it has."""
    before = msgspec.json.decode(image)
    _free_identity(connection, contact_id, before["contact"]["identity"])
    columns = before["contact"]
    setting = ", ".join(f"{name} = ?" for name in columns)
    connection.execute(f"UPDATE contacts SET {setting} WHERE id = ?", (*columns.values(), contact_id))  # noqa: S608
    connection.execute("DELETE FROM means WHERE contact_id = ?", (contact_id,))
    for row in before["means"]:
        _insert(connection, "means", row)
    return contact_id


def _insert(connection: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> None:
    sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks(tuple(row))})"  # noqa: S608
    connection.execute(sql, tuple(row.values()))


# --- whoever was added is deleted ------------------------------------------------------------------------------------


def _set_identities_aside(connection: sqlite3.Connection, number: int) -> dict[str, str]:
    """Give the identities of the contacts of an edit, and free them: two of them may have changed their names round."""
    rows = connection.execute(f"SELECT id, identity FROM contacts WHERE id IN ({_TOUCHED})", (number,))  # noqa: S608
    identities = {row["id"]: row["identity"] for row in rows}
    connection.execute(f"UPDATE contacts SET identity = 'undo\n' || id WHERE id IN ({_TOUCHED})", (number,))  # noqa: S608
    return identities


def _delete_added(connection: sqlite3.Connection, number: int, identities: Mapping[str, str]) -> list[str]:
    """Delete the contacts that an edit added, people before companies; give those that have to stay."""
    gone = f"{_ADDED} AND contact_id NOT IN ({_NAMED})"
    for condition in ("kind <> 'company'", "id NOT IN (SELECT company_id FROM contacts WHERE company_id IS NOT NULL)"):
        which = f"SELECT id FROM contacts WHERE id IN ({gone}) AND {condition}"  # noqa: S608
        for table in ("means", "verdicts"):
            connection.execute(f"DELETE FROM {table} WHERE contact_id IN ({which})", (number,))  # noqa: S608
        connection.execute(f"DELETE FROM contacts WHERE id IN ({which})", (number,))  # noqa: S608
    rows = connection.execute(f"SELECT id FROM contacts WHERE id IN ({_ADDED}) ORDER BY id", (number,))  # noqa: S608
    kept = [row["id"] for row in rows]
    for contact_id in kept:
        taken = connection.execute("SELECT 1 FROM contacts WHERE identity = ?", (identities[contact_id],)).fetchone()
        identity = identities[contact_id] if taken is None else _own_identity(identities[contact_id], contact_id)
        connection.execute("UPDATE contacts SET active = FALSE, identity = ? WHERE id = ?", (identity, contact_id))
    return kept


def _free_identity(connection: sqlite3.Connection, contact_id: str, identity: str) -> None:
    """Take an identity from one that an earlier undo had to keep."""
    sql = "SELECT id FROM contacts WHERE identity = ? AND id <> ?"
    row = connection.execute(sql, (identity, contact_id)).fetchone()
    if row is not None:
        connection.execute(
            "UPDATE contacts SET identity = ? WHERE id = ?", (_own_identity(identity, row["id"]), row["id"])
        )


def _own_identity(identity: str, contact_id: str) -> str:
    return f"{identity}\n{contact_id}"


def _remark(kept: Sequence[str]) -> str:
    if not kept:
        return ""
    named = ", ".join(kept[:5]) + (" ..." if len(kept) > 5 else "")
    return say(
        "{count} stay as inactive contacts, for calls were booked or projects are kept under them: {named}",
        count=len(kept),
        named=named,
    )


def _edit(row: Mapping[str, Any] | sqlite3.Row, contacts: int, remark: str = "") -> Edit:
    return Edit(
        _id(row["number"]),
        read_time(row["at"]),
        EditKind(row["kind"]),
        row["title"],
        contacts,
        bool(row["undone"]),
        remark,
    )


def _id(number: int) -> str:
    return f"e{number}"
