"""A backup takes the place of the book that is there: the ids that stand in files by now are never given again."""

import sqlite3
from pathlib import Path

from calljournal.contracts.work import Export
from calljournal.crm.local.exports import missing
from calljournal.database.copies import at_rest


def go_on_from(connection: sqlite3.Connection, file: Path) -> tuple[Export, ...]:
    """Go on with the ids where the book in another file is; give the exports that it has and this one has not.

    Raises StoreFailed where that file cannot be read.
    """
    with at_rest(file) as old:
        connection.executemany(
            "INSERT INTO counters (prefix, last) VALUES (?, ?) "
            "ON CONFLICT (prefix) DO UPDATE SET last = excluded.last WHERE counters.last < excluded.last",
            old.execute("SELECT prefix, last FROM counters").fetchall(),
        )
        return tuple(missing(connection, old))
