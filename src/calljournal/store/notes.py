"""The user's notes on rows. A row shows its own and those of the rows merged into it, and is found by all of them."""

import sqlite3

from calljournal.database import searchable


def write(connection: sqlite3.Connection, survivor: str, note: str | None) -> None:
    """Write the note of a row, in place of what it and the rows merged into it had."""
    connection.execute("UPDATE entries SET note = NULL WHERE survivor = ?", (survivor,))
    connection.execute("UPDATE entries SET note = ? WHERE id = ?", (note, survivor))
    make_searchable(connection, survivor)


def make_searchable(connection: sqlite3.Connection, survivor: str) -> None:
    """Fold what is noted on a row, and on those merged into it, so that it is found."""
    notes = connection.execute("SELECT note FROM entries WHERE survivor = ? AND note IS NOT NULL", (survivor,))
    folded = searchable(*(row["note"] for row in notes))
    connection.execute("UPDATE entries SET note_search = ? WHERE id = ?", (folded, survivor))
