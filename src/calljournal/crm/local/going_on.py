"""A backup takes the place of the book that is there: the ids that stand in files by now are never given again."""

import sqlite3
from pathlib import Path

from calljournal.contracts.work import Export
from calljournal.crm.local.exports import exports
from calljournal.database.copies import at_rest
from calljournal.database.migrations import tables_of

_ALL = 1_000_000
"""Exports that are looked at: more than there can be."""


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
        if "exports" not in tables_of(old):
            return ()  # it gave nothing out, for it is older than that
        known = {one.id for one in exports(connection, False, _ALL)}
        return tuple(one for one in reversed(exports(old, False, _ALL)) if one.id not in known)
