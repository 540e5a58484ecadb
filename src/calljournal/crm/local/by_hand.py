"""One contact that a person adds or changes: it becomes what is given, whole, and that can be undone."""

import sqlite3
from dataclasses import replace
from typing import Any

from calljournal.contracts.crm import Contact
from calljournal.contracts.numbering import rules_at
from calljournal.crm.local import means
from calljournal.crm.local.adding import columns_of, link, search_text, tidy
from calljournal.crm.local.contacts import contact
from calljournal.crm.local.edits import Changes
from calljournal.crm.local.naming import next_id
from calljournal.database import identity
from calljournal.errors import NotFound, Refused
from calljournal.matching import ContactKind
from calljournal.numbers import DialRules
from calljournal.words import say


def add(connection: sqlite3.Connection, given: Contact, rules: DialRules, changes: Changes) -> Contact:
    """Add a contact, be there another of the same name. Raises Refused for one without a name."""
    new = _as_kept(given, rules)
    contact_id = next_id(connection, "c")
    changes.adding(contact_id)
    columns = _columns(connection, contact_id, new)
    names, marks = ", ".join(columns), ", ".join("?" for _ in columns)
    connection.execute(
        f"INSERT INTO contacts (id, {names}) VALUES (?, {marks})",  # noqa: S608
        (contact_id, *columns.values()),
    )
    _link(connection, contact_id, columns, changes)
    means.save(connection, contact_id, new.means)
    return _stands(connection, contact_id)


def change(
    connection: sqlite3.Connection, given: Contact, was: Contact | None, rules: DialRules, changes: Changes
) -> Contact:
    """Make a contact what is given; what says nothing new changes nothing.

    Raises NotFound where it is gone, Refused where it is not as it `was` any more, and for one without a name.
    """
    before = _stands(connection, given.id)
    if was is not None and _as_typed(was) != _as_typed(before):
        raise Refused(
            say("{name} was changed by somebody else meanwhile: look at what is there now first", name=before.name)
        )
    new = _as_kept(given, rules)
    if _as_typed(new) == _as_typed(before):
        return before
    changes.changing([before.id])
    columns = _columns(connection, before.id, new)
    setting = ", ".join(f"{name} = ?" for name in columns)
    connection.execute(f"UPDATE contacts SET {setting} WHERE id = ?", (*columns.values(), before.id))  # noqa: S608
    if _is_called_otherwise(before, new):
        _keep_people(connection, before, new, changes)
        _link(connection, before.id, columns, changes)
    means.save(connection, before.id, new.means)
    return _stands(connection, before.id)


def _as_kept(given: Contact, rules: DialRules) -> Contact:
    one = tidy(given)
    return replace(one, means=means.read(one.means, rules_at(one.address, rules)))


def _as_typed(one: Contact) -> Contact:
    """Give what people say of a contact, without how its numbers are read."""
    return replace(one, means=tuple(replace(item, normalised=None, trunk=None) for item in one.means))


def _stands(connection: sqlite3.Connection, contact_id: str) -> Contact:
    found = contact(connection, contact_id)
    if found is None:
        raise NotFound(say("there is no contact {contact!r} in the book", contact=contact_id))
    return found


def _columns(connection: sqlite3.Connection, contact_id: str, one: Contact) -> dict[str, Any]:
    """Give the columns of a contact; one that is called like another is told apart by its id."""
    columns = columns_of(one, one.means)
    taken = connection.execute(
        "SELECT 1 FROM contacts WHERE identity = ? AND id <> ?", (columns["identity"], contact_id)
    ).fetchone()
    if taken is not None:
        columns["identity"] += f"\n{contact_id}"
    return columns


# --- companies and their people --------------------------------------------------------------------------------------


def _is_called_otherwise(before: Contact, new: Contact) -> bool:
    """Say whether what links a contact to others is different: kind, company, the name of a company."""
    return (before.kind, identity(before.company or "")) != (new.kind, identity(new.company or "")) or (
        new.kind is ContactKind.COMPANY and before.name != new.name
    )


def _link(connection: sqlite3.Connection, contact_id: str, columns: dict[str, Any], changes: Changes) -> None:
    """Link a contact to its company, or its people to it; a second company of a name takes none from the first."""
    is_second = columns["identity"].endswith(f"\n{contact_id}")
    if not (is_second and columns["kind"] == ContactKind.COMPANY.value):
        link(connection, contact_id, columns, changes)


def _keep_people(connection: sqlite3.Connection, before: Contact, new: Contact, changes: Changes) -> None:
    """Have the people at a company go along when it is renamed, or be at none where it is no company any more."""
    if before.kind is not ContactKind.COMPANY:
        return
    rows = connection.execute("SELECT id, name FROM contacts WHERE company_id = ?", (before.id,)).fetchall()
    changes.changing([row["id"] for row in rows])
    if new.kind is not ContactKind.COMPANY:
        connection.execute("UPDATE contacts SET company_id = NULL WHERE company_id = ?", (before.id,))
        return
    of_people = means.of_contacts(connection, [row["id"] for row in rows])
    for row in rows:
        sought = search_text(row["name"], new.name, of_people.get(row["id"], {}).values())
        connection.execute(
            "UPDATE contacts SET company = ?, company_key = ?, search = ? WHERE id = ?",
            (new.name, identity(new.name), sought, row["id"]),
        )
