"""People and companies: given whole, and found by name."""

import re
import sqlite3
from collections.abc import Sequence

from calljournal.contracts.crm import Contact
from calljournal.crm.local import means
from calljournal.database import contains, search, sought_digits
from calljournal.matching import ContactKind

_NUMBER = re.compile(r"[0-9\s()+/.\-]*[0-9][0-9\s()+/.\-]*")

_SELECT = """
SELECT c.*, COALESCE(f.name, c.company) AS company_name FROM contacts c LEFT JOIN contacts f ON f.id = c.company_id
"""


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


def _whole(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> tuple[Contact, ...]:
    """Read contacts from rows, with their means."""
    of_contact = means.of_contacts(connection, [row["id"] for row in rows])
    return tuple(
        Contact(
            id=row["id"],
            kind=ContactKind(row["kind"]),
            name=row["name"],
            company=row["company_name"],
            address=address_lines(row["address"]),
            means=tuple(of_contact.get(row["id"], {}).values()),
            active=bool(row["active"]),
            origin=row["origin"],
        )
        for row in rows
    )


def address_lines(address: str) -> tuple[str, ...]:
    """Give a stored address line by line."""
    return tuple(address.split("\n")) if address else ()
