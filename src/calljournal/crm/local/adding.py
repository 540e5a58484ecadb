"""Contacts that are added, or brought up to date: by what their source calls them, else by name and company."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from calljournal.contracts.crm import Added, Contact, Means
from calljournal.contracts.numbering import rules_at
from calljournal.crm.local import means, verdicts
from calljournal.crm.local.contacts import address_lines
from calljournal.crm.local.edits import Changes
from calljournal.crm.local.naming import next_id
from calljournal.database import identity, searchable
from calljournal.errors import Refused
from calljournal.matching import ContactKind
from calljournal.numbers import DialRules
from calljournal.words import say

_FIND = "SELECT id, identity, address FROM contacts WHERE"


def add(connection: sqlite3.Connection, new: Iterable[Contact], rules: DialRules, changes: Changes) -> Added:
    """Add contacts, or bring up to date those that are there; the same one given twice is one.

    What a person put right in the book is not made wrong again. Raises Refused for a contact without a name.
    """
    tidied = [tidy(given) for given in new]
    renamed = _renamed(connection, tidied)
    put_right = verdicts.put_right(connection)
    once: dict[str, Contact] = {}
    keys: dict[str, str] = {}
    for one in tidied:
        before = _known(connection, one, renamed)
        key = str(before["id"]) if before else keys.get(one.origin) or identity_of(one)
        if one.origin:
            keys.setdefault(one.origin, key)
        local = rules_at(one.address or address_lines(before["address"] if before else ""), rules)
        one = replace(one, means=_read(one, put_right.get(key, {}), local))
        once[key] = _joined(once[key], one) if key in once else one
    added, updated, unreadable = 0, 0, list[str]()
    for key, one in sorted(once.items(), key=_order):
        stored = _Stored.find(connection, key) or _Stored.find(connection, identity_of(one))
        saved = _save(connection, one, stored, changes)
        added += stored is None
        updated += saved and stored is not None
        unreadable += [item.typed for item in one.means if item.kind in means.NUMBERS and item.normalised is None]
    return Added(added, updated, tuple(unreadable), len(once) - added - updated, changes.id)


def _order(item: tuple[str, Contact]) -> tuple[bool, bool]:
    """Companies come first, so that their people find them; then who gives up a name before who takes it."""
    key, one = item
    return one.kind is not ContactKind.COMPANY, key == identity_of(one)


def tidy(given: Contact) -> Contact:
    """Tidy what was given: names without blanks around them, and the kind that fits the company."""
    name = " ".join(given.name.split())
    if not name:
        raise Refused(say("a contact needs a name"))
    company = " ".join((given.company or "").split()) or None
    kind = given.kind
    if kind is ContactKind.COMPANY:
        company = None
    else:
        kind = ContactKind.CONTACT if company else ContactKind.PERSON
    address = tuple(line.strip() for line in given.address if line.strip())
    return replace(given, kind=kind, name=name, company=company, address=address, origin=given.origin.strip())


def _read(one: Contact, put_right: Mapping[str, str], rules: DialRules) -> tuple[Means, ...]:
    """Normalise the numbers; where a person put one right in the book, that is what it says."""
    read = means.read(one.means, rules)
    for _ in put_right:  # what was put right may have been put right again
        if put_right.keys().isdisjoint(item.typed for item in read):
            break
        read = means.read((replace(item, typed=put_right.get(item.typed, item.typed)) for item in read), rules)
    return read


def _joined(first: Contact, again: Contact) -> Contact:
    """Join what two rows of one delivery say of the same contact."""
    both = means.merge((), first.means + again.means)
    return replace(again, address=again.address or first.address, means=both, origin=first.origin or again.origin)


def _renamed(connection: sqlite3.Connection, new: Iterable[Contact]) -> frozenset[str]:
    """Give the ids of contacts that have another name in this delivery: by their old one they are not meant."""
    found = ((_by_origin(connection, one), one) for one in new if one.origin)
    return frozenset(str(row["id"]) for row, one in found if row and row["identity"] != identity_of(one))


def _known(connection: sqlite3.Connection, one: Contact, renamed: frozenset[str]) -> sqlite3.Row | None:
    """Find a contact in the book by its origin, or else by its name and company; give its id and address."""
    row = _by_origin(connection, one)
    if row is not None:
        return row
    row = connection.execute(f"{_FIND} identity = ?", (identity_of(one),)).fetchone()
    return None if row is None or row["id"] in renamed else row


def _by_origin(connection: sqlite3.Connection, one: Contact) -> sqlite3.Row | None:
    # the index of origins leaves the empty ones out, and so the question has to
    row: sqlite3.Row | None = connection.execute(f"{_FIND} origin = ? AND origin <> ''", (one.origin,)).fetchone()
    return row


class _Stored:
    """A contact as it stands in the tables: its columns, and its means in their order."""

    def __init__(self, row: sqlite3.Row, stored: Iterable[sqlite3.Row]) -> None:
        self.columns: dict[str, Any] = dict(row)
        self.means = tuple(means.from_row(one) for one in stored)

    @classmethod
    def find(cls, connection: sqlite3.Connection, key: str) -> "_Stored | None":
        """Read a contact by its id or its identity; None where there is none."""
        row = connection.execute("SELECT * FROM contacts WHERE id = ? OR identity = ?", (key, key)).fetchone()
        if row is None:
            return None
        stored = connection.execute("SELECT * FROM means WHERE contact_id = ? ORDER BY position", (row["id"],))
        return cls(row, stored.fetchall())


def _save(connection: sqlite3.Connection, new: Contact, before: _Stored | None, changes: Changes) -> bool:
    """Write a contact where it is new or says something new; say whether it was written.

    What the new one says nothing of stays: an address, an origin, means of another kind or label.
    """
    all_means = means.merge(before.means, new.means) if before else new.means
    columns = _columns(connection, new, all_means, before)
    if before is not None:
        if set(all_means) == set(before.means) and columns == {name: before.columns[name] for name in columns}:
            return False
        changes.changing([before.columns["id"]])
        contact_id = str(before.columns["id"])
        setting = ", ".join(f"{name} = ?" for name in columns)
        connection.execute(f"UPDATE contacts SET {setting} WHERE id = ?", (*columns.values(), contact_id))  # noqa: S608
    else:
        contact_id = next_id(connection, "c")
        changes.adding(contact_id)
        names, marks = ", ".join(columns), ", ".join("?" for _ in columns)
        connection.execute(
            f"INSERT INTO contacts (id, {names}) VALUES (?, {marks})",  # noqa: S608
            (contact_id, *columns.values()),
        )
    if before is None or columns["identity"] != before.columns["identity"]:
        link(connection, contact_id, columns, changes)
    means.save(connection, contact_id, all_means)
    return True


def _columns(
    connection: sqlite3.Connection, new: Contact, all_means: tuple[Means, ...], before: _Stored | None
) -> dict[str, Any]:
    """Give the columns of a contact as they are to be, but for the links to others."""
    columns = columns_of(new, all_means)
    if before is None:
        return columns
    columns["address"] = columns["address"] or before.columns["address"]
    columns["origin"] = columns["origin"] or before.columns["origin"]
    if columns["identity"] != before.columns["identity"] and known_as(connection, columns["identity"]):
        # its new name is another contact's already: two of one name cannot be told apart, so it keeps the old one
        columns |= {name: before.columns[name] for name in ("kind", "name", "company", "company_key", "identity")}
    return columns | {"search": search_text(columns["name"], columns["company"], all_means)}


def columns_of(one: Contact, all_means: Iterable[Means]) -> dict[str, Any]:
    """Give the columns of a contact as it is told, but for the links to others."""
    return {
        "kind": one.kind.value,
        "name": one.name,
        "company": one.company,
        "company_key": identity(one.company) if one.company else None,
        "address": "\n".join(one.address),
        "active": one.active,
        "identity": identity_of(one),
        "origin": one.origin,
        "search": search_text(one.name, one.company, all_means),
    }


def search_text(name: str, company: str | None, all_means: Iterable[Means]) -> str:
    """Give what a contact is looked for by, besides its numbers."""
    return searchable(name, company, *(one.typed for one in all_means if one.kind not in means.NUMBERS))


def link(connection: sqlite3.Connection, contact_id: str, columns: Mapping[str, Any], changes: Changes) -> None:
    """Link a person to the company, or the people who were there before it to a company."""
    if columns["kind"] == ContactKind.COMPANY.value:
        key = identity(columns["name"])
        people = connection.execute(
            "SELECT id FROM contacts WHERE company_key = ? AND (company_id IS NULL OR company_id <> ?)",
            (key, contact_id),
        )
        ids = [row["id"] for row in people]
        changes.changing(ids)
        connection.executemany("UPDATE contacts SET company_id = ? WHERE id = ?", [(contact_id, one) for one in ids])
    else:
        connection.execute(
            "UPDATE contacts SET company_id = (SELECT id FROM contacts WHERE identity = ?) WHERE id = ?",
            (_company_identity(columns["company_key"]) if columns["company_key"] else None, contact_id),
        )


def known_as(connection: sqlite3.Connection, key: str) -> bool:
    """Say whether a contact has that identity."""
    return connection.execute("SELECT 1 FROM contacts WHERE identity = ?", (key,)).fetchone() is not None


def identity_of(one: Contact) -> str:
    """Give the name and company of a contact as they are compared."""
    if one.kind is ContactKind.COMPANY:
        return _company_identity(identity(one.name))
    return f"person\n{identity(one.name)}\n{identity(one.company or '')}"


def _company_identity(folded_name: str) -> str:
    return f"company\n{folded_name}"
