"""People and companies: found by number or by name, added and brought up to date."""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from calljournal.contracts.crm import Added, Contact, Means
from calljournal.crm.local import means
from calljournal.crm.local.naming import next_id
from calljournal.database import contains, identity, search, searchable, sought_digits
from calljournal.errors import Refused
from calljournal.matching import Candidate, ContactKind
from calljournal.numbers import DialRules

CHUNK = 500
"""Values in one question: databases limit the parameters of one (SQLite once to 999)."""

_NUMBER = re.compile(r"[0-9\s()+/.\-]*[0-9][0-9\s()+/.\-]*")

_FIND = """
SELECT m.typed, m.kind AS means_kind, c.id, c.kind, c.name, c.active, c.address,
       COALESCE(f.name, c.company) AS company, f.address AS company_address
FROM means m JOIN contacts c ON c.id = m.contact_id LEFT JOIN contacts f ON f.id = c.company_id
WHERE m.normalised IN ({marks}) ORDER BY c.name, c.id, m.position
"""

_SELECT = """
SELECT c.*, COALESCE(f.name, c.company) AS company_name FROM contacts c LEFT JOIN contacts f ON f.id = c.company_id
"""


def find(connection: sqlite3.Connection, keys: Sequence[str], book: str) -> tuple[Candidate, ...]:
    """Find the contacts that have one of the normalised numbers, by one look-up in the index."""
    found: list[Candidate] = []
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        sql = _FIND.format(marks=", ".join("?" for _ in some))
        found += [
            Candidate(
                id=row["id"],
                kind=ContactKind(row["kind"]),
                name=row["name"],
                company=row["company"],
                address=_lines(row["address"]) or _lines(row["company_address"] or ""),
                typed=row["typed"],
                means=row["means_kind"],
                active=bool(row["active"]),
                book=book,
            )
            for row in connection.execute(sql, some)
        ]
    return tuple(found)


def contact(connection: sqlite3.Connection, contact_id: str) -> Contact | None:
    """Give one contact."""
    found = _whole(connection, connection.execute(f"{_SELECT} WHERE c.id = ?", (contact_id,)).fetchall())
    return found[0] if found else None


def contacts(connection: sqlite3.Connection, text: str, limit: int) -> tuple[Contact, ...]:
    """Find contacts of whose name, company or e-mail every word is a part, or of whose number the digits are."""
    condition, values = search("c.search", text)
    if _NUMBER.fullmatch(text.strip()):
        condition += r" OR EXISTS (SELECT 1 FROM means m WHERE m.contact_id = c.id AND m.digits LIKE ? ESCAPE '\')"
        values = [*values, contains(sought_digits(text))]
    sql = f"{_SELECT} WHERE {condition} ORDER BY c.search, c.id LIMIT ?"
    return _whole(connection, connection.execute(sql, (*values, limit)).fetchall())


def add(connection: sqlite3.Connection, new: Iterable[Contact], rules: DialRules) -> Added:
    """Add contacts, or bring up to date those of the same name and company; the same one given twice is one."""
    once: dict[str, Contact] = {}
    for given in new:
        read = _read(given, rules)
        key = _identity(read)
        once[key] = _joined(once[key], read) if key in once else read
    added, unreadable = 0, list[str]()
    # companies first, so that their people find them
    for key, one in sorted(once.items(), key=lambda item: item[1].kind is not ContactKind.COMPANY):
        row = connection.execute(f"{_SELECT} WHERE c.identity = ?", (key,)).fetchone()
        before = None if row is None else _whole(connection, [row])[0]
        added += before is None
        _save(connection, key, one, before)
        unreadable += [item.typed for item in one.means if item.kind in means.NUMBERS and item.normalised is None]
    return Added(added, len(once) - added, tuple(unreadable))


def _read(given: Contact, rules: DialRules) -> Contact:
    """Tidy what was given: names without blanks around them, the kind that fits the company, numbers normalised."""
    name = " ".join(given.name.split())
    if not name:
        raise Refused("a contact needs a name")
    company = " ".join((given.company or "").split()) or None
    kind = given.kind
    if kind is ContactKind.COMPANY:
        company = None
    else:
        kind = ContactKind.CONTACT if company else ContactKind.PERSON
    address = tuple(line.strip() for line in given.address if line.strip())
    return replace(given, kind=kind, name=name, company=company, address=address, means=means.read(given.means, rules))


def _joined(first: Contact, again: Contact) -> Contact:
    """Join what two rows of one delivery say of the same contact."""
    both = means.merge((), first.means + again.means)
    return replace(again, address=again.address or first.address, means=both)


def _save(connection: sqlite3.Connection, key: str, new: Contact, before: Contact | None) -> None:
    """Write a contact. What the new one says nothing of stays: an address, means of another kind or label."""
    contact_id = before.id if before else next_id(connection, "c")
    all_means = means.merge(before.means, new.means) if before else new.means
    address = new.address or (before.address if before else ())
    company_key = identity(new.company) if new.company else None
    connection.execute(
        "INSERT INTO contacts (id, kind, name, company, company_key, address, active, identity, search) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, "
        "name = excluded.name, company = excluded.company, address = excluded.address, active = excluded.active, "
        "search = excluded.search",
        (
            contact_id,
            new.kind.value,
            new.name,
            new.company,
            company_key,
            "\n".join(address),
            new.active,
            key,
            searchable(new.name, new.company, *(one.typed for one in all_means if one.kind not in means.NUMBERS)),
        ),
    )
    if before is None:
        _link(connection, contact_id, new, company_key)
    means.save(connection, contact_id, all_means)


def _link(connection: sqlite3.Connection, contact_id: str, new: Contact, company_key: str | None) -> None:
    """Link a new person to the company, or the people who were there before it to a new company."""
    if new.kind is ContactKind.COMPANY:
        connection.execute("UPDATE contacts SET company_id = ? WHERE company_key = ?", (contact_id, identity(new.name)))
    elif company_key is not None:
        connection.execute(
            "UPDATE contacts SET company_id = (SELECT id FROM contacts WHERE identity = ?) WHERE id = ?",
            (_company_identity(company_key), contact_id),
        )


def _identity(one: Contact) -> str:
    if one.kind is ContactKind.COMPANY:
        return _company_identity(identity(one.name))
    return f"person\n{identity(one.name)}\n{identity(one.company or '')}"


def _company_identity(folded_name: str) -> str:
    return f"company\n{folded_name}"


def _whole(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> tuple[Contact, ...]:
    """Read contacts from rows, with their means."""
    of_contact: dict[str, list[Means]] = defaultdict(list)
    for start in range(0, len(rows), CHUNK):
        ids = [row["id"] for row in rows[start : start + CHUNK]]
        marks = ", ".join("?" for _ in ids)
        sql = f"SELECT * FROM means WHERE contact_id IN ({marks}) ORDER BY contact_id, position"  # noqa: S608
        for row in connection.execute(sql, ids):
            of_contact[row["contact_id"]].append(means.from_row(row))
    return tuple(
        Contact(
            id=row["id"],
            kind=ContactKind(row["kind"]),
            name=row["name"],
            company=row["company_name"],
            address=_lines(row["address"]),
            means=tuple(of_contact[row["id"]]),
            active=bool(row["active"]),
        )
        for row in rows
    )


def _lines(address: str) -> tuple[str, ...]:
    return tuple(address.split("\n")) if address else ()
