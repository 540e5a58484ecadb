"""Rows that were merged: which one each of them is part of at last."""

import sqlite3


def survivor_of(connection: sqlite3.Connection, entry_id: str) -> str:
    """Give the row that a row was at last merged into, else the id itself."""
    row = connection.execute("SELECT survivor FROM entries WHERE id = ?", (entry_id,)).fetchone()
    return entry_id if row is None else str(row["survivor"])
