"""The clients and participants of a list, found among the contacts."""

import sqlite3
from collections.abc import Iterator

from calljournal.database import identity

_LAST = "\U0010ffff"
"""Behind every other sign."""


class Clients:
    """Finds contacts by what a list calls them; each is asked for once. Several are called as one of `ambiguous`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.ambiguous: set[str] = set()
        self._connection = connection
        self._found: dict[tuple[str, str], str | None] = {}

    def find(self, name: str, number: str = "") -> str | None:
        """Give the id of a contact by its number (`Contact.origin`), else its name: a company, else a person.

        None where there is none, or where several are called so.
        """
        asked = (name, number)
        if asked not in self._found:
            self._found[asked] = self._find(name, number)
        return self._found[asked]

    def name(self, contact_id: str | None) -> str:
        """Give the name of a contact, "" where there is none."""
        row = self._connection.execute("SELECT name FROM contacts WHERE id = ?", (contact_id,)).fetchone()
        return "" if row is None else str(row["name"])

    def _find(self, name: str, number: str) -> str | None:
        for ids in self._ways(name, number):
            if len(ids) == 1:
                return ids[0]
            if ids:
                self.ambiguous.add(name or number)
        return None

    def _ways(self, name: str, number: str) -> Iterator[list[str]]:
        """Give the contacts, two at most, that each way of looking finds."""
        # the index of origins leaves the empty ones out, and so the question has to
        yield self._ids("origin = ? AND origin <> ''", number)
        last, comma, first = name.partition(",")
        turned = f"{first} {last}" if comma and "," not in first else ""
        for folded in filter(None, map(identity, (name, turned))):
            yield self._ids("identity = ?", f"company\n{folded}")
            person = f"person\n{folded}\n"
            yield self._ids("identity BETWEEN ? AND ?", person, person + _LAST)

    def _ids(self, condition: str, *values: str) -> list[str]:
        rows = self._connection.execute(f"SELECT id FROM contacts WHERE {condition} LIMIT 2", values)  # noqa: S608
        return [str(row["id"]) for row in rows]
