"""Whom the user picked for a number, remembered for its next call."""

import sqlite3
from datetime import datetime

from calljournal.database import write_time


def remember(connection: sqlite3.Connection, number: str, contact: str, at: datetime) -> None:
    """Remember the contact that was picked for a number, in place of an earlier one."""
    connection.execute(
        "INSERT INTO choices (number, contact, chosen) VALUES (?, ?, ?) "
        "ON CONFLICT (number) DO UPDATE SET contact = excluded.contact, chosen = excluded.chosen",
        (number, contact, write_time(at)),
    )


def choice(connection: sqlite3.Connection, number: str) -> str | None:
    """Give the contact that was picked for a number, if any."""
    row = connection.execute("SELECT contact FROM choices WHERE number = ?", (number,)).fetchone()
    return None if row is None else str(row["contact"])


def forget(connection: sqlite3.Connection, number: str) -> None:
    """Let a number be matched by the books alone again."""
    connection.execute("DELETE FROM choices WHERE number = ?", (number,))
