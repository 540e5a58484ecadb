"""Who it was, written beside a row: whole, folded to be searched, and by the contacts that it may have been."""

import sqlite3

from calljournal.database import searchable
from calljournal.matching import PENDING, Match
from calljournal.store import columns


def write(connection: sqlite3.Connection, entry_id: str, match: Match) -> None:
    """Write who it was, in place of what was known before."""
    contact = match.contact
    connection.execute(
        "UPDATE entries SET matched = ?, matched_search = ?, matched_contact = ?, client = ? WHERE id = ?",
        (
            None if match == PENDING else columns.to_json(match),
            searchable(*(name for one in match.contacts for name in (one.name, one.company))),
            contact.id if contact else None,
            contact.client if contact else None,
            entry_id,
        ),
    )
    connection.execute("DELETE FROM matched_contacts WHERE entry = ?", (entry_id,))
    connection.executemany(
        "INSERT INTO matched_contacts (entry, contact) VALUES (?, ?)",
        [(entry_id, contact_id) for contact_id in sorted({one.id for one in match.contacts})],
    )
