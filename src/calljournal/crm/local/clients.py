"""The clients and participants of a list, found among the contacts."""

import sqlite3

from calljournal.database import identity

_LAST = "\U0010ffff"
"""Behind every other sign."""


class Clients:
    """Finds contacts by what a list calls them; each is asked for once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._found: dict[tuple[str, str], str | None] = {}

    def find(self, name: str, number: str = "") -> str | None:
        """Give the id of a contact by its number (`Contact.origin`), else its name: a company, else a person.

        None where there is none, or where several are called so.
        """
        asked = (name, number)
        if asked not in self._found:
            last, comma, first = name.partition(",")
            turned = f"{first} {last}" if comma and "," not in first else ""
            self._found[asked] = self._by_origin(number) or self._by_name(name) or self._by_name(turned)
        return self._found[asked]

    def _by_origin(self, number: str) -> str | None:
        # the index of origins leaves the empty ones out, and so the question has to
        return self._only("origin = ? AND origin <> ''", number)

    def _by_name(self, name: str) -> str | None:
        folded = identity(name)
        if not folded:
            return None
        person = f"person\n{folded}\n"
        return self._only("identity = ?", f"company\n{folded}") or self._only(
            "identity BETWEEN ? AND ?", person, person + _LAST
        )

    def _only(self, condition: str, *values: str) -> str | None:
        rows = self._connection.execute(f"SELECT id FROM contacts WHERE {condition} LIMIT 2", values).fetchall()  # noqa: S608
        return str(rows[0]["id"]) if len(rows) == 1 else None
