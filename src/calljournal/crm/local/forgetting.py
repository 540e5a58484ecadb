"""A person in the book: all that is kept of a contact or of numbers, given out or forgotten.

What was booked stays with its minutes, and so does the name that it was booked under: the law asks for both.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from calljournal.contracts.crm import Contact, EditKind, Means
from calljournal.contracts.work import Work, WorkQuery
from calljournal.crm.local import exports, history, means, work
from calljournal.crm.local.contacts import contact as read_contact
from calljournal.database import searchable
from calljournal.database.many import chunks
from calljournal.numbers import Traces
from calljournal.words import say, say_n, typed

_TEXTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "activities": ("id", ("title", "text", "type", "recorded_by")),
    "time_entries": ("id", ("title", "text", "recorded_by")),
    "bookings": ("key", ("user_name",)),
    "history": ("number", ("by_whom", "before", "after")),
    "projects": ("id", ("name", "number", "client_name", "identity", "search", "listed")),
    "participants": ("rowid", ("role",)),
    "phases": ("id", ("name", "number", "identity")),
    "service_types": ("id", ("name", "number", "identity", "listed")),
    "users": ("id", ("name", "number", "listed")),
    "means": ("rowid", ("typed", "label")),
    "edits": ("number", ("title",)),
}
"""Where people, or lists, may have written a number: table, its key, its columns of text."""

_TOLD_APART = {"phases": ("name", "identity"), "service_types": ("name", "identity"), "users": ("name",)}
"""Columns by which two of a table may not be the same."""

_OF_CONTACT = ("name", "company", "company_key", "address", "origin", "identity", "search")

_NAMED = """
SELECT 1 FROM activities WHERE contact_id = :id UNION SELECT 1 FROM time_entries WHERE contact_id = :id
UNION SELECT 1 FROM projects WHERE client_id = :id UNION SELECT 1 FROM contacts WHERE company_id = :id
"""


# --- given out -------------------------------------------------------------------------------------------------------


def export(connection: sqlite3.Connection, contact: str | None, numbers: Sequence[str]) -> dict[str, Any]:
    """Give, ready for JSON, the contacts, their work with its history, and what is kept of earlier changes to them."""
    traces = Traces(numbers)
    ids = sorted({row["contact_id"] for row in _their_means(connection, traces)} | ({contact} if contact else set()))
    found = [one for one in (read_contact(connection, contact_id) for contact_id in ids) if one is not None]
    return {
        "contacts": [msgspec.to_builtins(one) for one in found],
        "work": [_with_history(connection, one) for one in _their_work(connection, ids, traces)],
        "verdicts": [
            dict(row)
            for row in connection.execute("SELECT * FROM verdicts ORDER BY contact_id, typed")
            if row["contact_id"] == contact or _shows(traces, row["typed"]) or _shows(traces, row["instead"])
        ],
        "before_changes": [
            {"edit": f"e{row['edit']}", **msgspec.json.decode(row["before"])}
            for row in connection.execute("SELECT * FROM edit_contacts WHERE before IS NOT NULL ORDER BY edit")
            if row["contact_id"] == contact or traces.are_in(row["before"])
        ],
    }


def _their_work(connection: sqlite3.Connection, ids: Sequence[str], traces: Traces) -> tuple[Work, ...]:
    """Give the work of contacts, and all in whose texts a number stands."""
    found = {
        one.id: one
        for contact_id in ids
        for one in work.work(connection, WorkQuery(contact=contact_id, cancelled=True))
    }
    for table in ("activities", "time_entries"):
        rows = connection.execute(f"SELECT id, title, text FROM {table}")  # noqa: S608
        named = [row["id"] for row in rows if traces.are_in(row["title"]) or traces.are_in(row["text"])]
        found |= {one.id: one for some in chunks(named) for one in work.of_ids(connection, some)}
    return tuple(sorted(found.values(), key=lambda one: (one.start, one.id)))


def _with_history(connection: sqlite3.Connection, one: Work) -> dict[str, Any]:
    lines = [msgspec.to_builtins(line) for line in history.history(connection, one.id)]
    return {**msgspec.to_builtins(one), "history": lines}


# --- forgotten -------------------------------------------------------------------------------------------------------


def forget(connection: sqlite3.Connection, contact: str | None, numbers: Sequence[str]) -> tuple[str, ...]:
    """Forget a contact with all its means, or numbers wherever they stand; say what was done, a sentence each."""
    traces = Traces(numbers)
    said: list[str] = []
    others = {row["contact_id"] for row in _their_means(connection, traces)} - {contact}
    for contact_id in sorted(others):
        left = _without(means.of_contacts(connection, [contact_id])[contact_id], traces)
        means.write(connection, {contact_id: left})
    if others:
        said.append(
            say_n(
                "the number was taken out of {count} contact of the book",
                "the number was taken out of {count} contacts of the book",
                len(others),
            )
        )
    _forget_verdicts(connection, contact, traces)
    _forget_images(connection, contact, traces)
    _take_out_of_names(connection, traces)
    exports.forget(connection, traces)
    texts = sum(_take_out_of_texts(connection, table, traces) for table in _TEXTS)
    if texts:
        said.append(
            say_n(
                "the number was taken out of {count} text of the book",
                "the number was taken out of {count} texts of the book",
                texts,
            )
        )
    if contact is not None:
        said += _forget_contact(connection, contact)
    return tuple(said)


def _their_means(connection: sqlite3.Connection, traces: Traces) -> Iterator[sqlite3.Row]:
    for row in connection.execute("SELECT * FROM means"):
        if _is_theirs(means.from_row(row), traces):
            yield row


def _is_theirs(one: Means, traces: Traces) -> bool:
    """Whether a means is one of the numbers; an e-mail or a web address where one stands in it."""
    if one.normalised is not None:
        return traces.is_one(one.normalised)
    return _shows(traces, one.typed)


def _shows(traces: Traces, typed: str | None) -> bool:
    return traces.is_one(typed) or traces.are_in(typed)


def _without(of_contact: dict[int, Means], traces: Traces) -> dict[int, Means]:
    """Give the means that are left of a contact, each where it was; of each kind one is the standard."""
    left = {position: one for position, one in of_contact.items() if not _is_theirs(one, traces)}
    return dict(zip(left, means.with_standards(left.values()), strict=True))


def _forget_verdicts(connection: sqlite3.Connection, contact: str | None, traces: Traces) -> None:
    for row in connection.execute("SELECT contact_id, typed, instead FROM verdicts").fetchall():
        if row["contact_id"] == contact or _shows(traces, row["typed"]) or _shows(traces, row["instead"]):
            which = (row["contact_id"], row["typed"])
            connection.execute("DELETE FROM verdicts WHERE contact_id = ? AND typed = ?", which)


def _forget_images(connection: sqlite3.Connection, contact: str | None, traces: Traces) -> None:
    """See to it that no undo brings back what is forgotten: not the contact, not a number, not a link to the contact.

    An edit that loses its image of a contact leaves it as it is when it is undone.
    """
    if contact is not None:
        connection.execute(
            "UPDATE edits SET title = '' WHERE kind = ? AND number IN "  # it is the contact's name
            "(SELECT edit FROM edit_contacts WHERE contact_id = ?)",
            (EditKind.BY_HAND.value, contact),
        )
        connection.execute("DELETE FROM edit_contacts WHERE contact_id = ? AND before IS NOT NULL", (contact,))
    link = f'"company_id":"{contact}"'
    for row in connection.execute("SELECT * FROM edit_contacts WHERE before IS NOT NULL").fetchall():
        if link in row["before"] or traces.are_in(row["before"]):
            image = _image_without(msgspec.json.decode(row["before"]), contact, traces)
            values = (msgspec.json.encode(image).decode(), row["edit"], row["contact_id"])
            connection.execute("UPDATE edit_contacts SET before = ? WHERE edit = ? AND contact_id = ?", values)


def _image_without(image: dict[str, Any], contact: str | None, traces: Traces) -> dict[str, Any]:
    columns = _scrubbed(image["contact"], traces)
    if contact is not None and columns["company_id"] == contact:
        columns["company_id"] = None
    left = [one for one in image["means"] if not (traces.is_one(one["normalised"]) or _shows(traces, one["typed"]))]
    return {
        "contact": columns,
        "means": [one | {name: traces.without(one[name]) for name in _TEXTS["means"][1]} for one in left],
    }


def _take_out_of_names(connection: sqlite3.Connection, traces: Traces) -> None:
    """Take numbers out of what contacts are called, and where they live."""
    for row in connection.execute("SELECT * FROM contacts").fetchall():
        if any(traces.are_in(row[name]) for name in _OF_CONTACT):
            columns = _scrubbed(dict(row), traces)
            _write(connection, "contacts", "id", row["id"], {name: columns[name] for name in _OF_CONTACT})


def _scrubbed(columns: dict[str, Any], traces: Traces) -> dict[str, Any]:
    """Give the columns of a contact without numbers. Two that were told apart by one alone stay two."""
    new = dict(columns)
    for name in _OF_CONTACT:
        new[name] = None if columns[name] is None else traces.without(columns[name])
    if new["identity"] != columns["identity"]:
        new["identity"] += f"\n{columns['id']}"
    return new


def _take_out_of_texts(connection: sqlite3.Connection, table: str, traces: Traces) -> int:
    """Take numbers out of the texts of a table, and count the rows that had one."""
    key, names = _TEXTS[table]
    rows = connection.execute(f"SELECT {key} AS key, {', '.join(names)} FROM {table}").fetchall()  # noqa: S608
    changed = [row for row in rows if any(traces.are_in(row[name]) for name in names)]
    for row in changed:
        texts = {name: None if row[name] is None else traces.without(row[name]) for name in names}
        for name in _TOLD_APART.get(table, ()):
            texts[name] = row[name] if texts[name] == row[name] else f"{texts[name]} {row['key']}"
        _write(connection, table, key, row["key"], texts)
    return len(changed)


def _forget_contact(connection: sqlite3.Connection, contact_id: str) -> tuple[str, ...]:
    """Delete a contact, or leave its name alone where something hangs on it."""
    one = read_contact(connection, contact_id)
    if one is None:
        return ()
    connection.execute("DELETE FROM means WHERE contact_id = ?", (contact_id,))
    connection.execute("DELETE FROM participants WHERE contact_id = ?", (contact_id,))
    if connection.execute(_NAMED, {"id": contact_id}).fetchone() is None:
        connection.execute("DELETE FROM contacts WHERE id = ?", (contact_id,))
        return (say("{name}{id} is no longer in the book", name=one.name, id=typed(f" ({contact_id})")),)
    _write(connection, "contacts", "id", contact_id, _by_name_only(one))
    words = say(
        "{name}{id} stays as an inactive contact, by its name alone: calls were booked, projects are kept or "
        "people stand under it, and the law asks for that to be kept",
        name=one.name,
        id=typed(f" ({contact_id})"),
    )
    return (words,)


def _by_name_only(one: Contact) -> dict[str, Any]:
    return {"address": "", "origin": "", "active": False, "search": searchable(one.name, one.company)}


def _write(connection: sqlite3.Connection, table: str, key: str, of: object, columns: dict[str, Any]) -> None:
    setting = ", ".join(f"{name} = ?" for name in columns)
    connection.execute(f"UPDATE {table} SET {setting} WHERE {key} = ?", (*columns.values(), of))  # noqa: S608
