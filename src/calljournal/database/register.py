"""The register of exports that a file keeps: table `exports`, and in `exported` what each of them holds."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from calljournal.contracts.work import Export
from calljournal.database.migrations import tables_of
from calljournal.errors import NotFound
from calljournal.numbers import Traces
from calljournal.words import in_english, say

MOST_DIGITS = 18
"""A longer number is none of ours: the database could not even compare it."""

_export = msgspec.json.Decoder(Export)


@dataclass(frozen=True, slots=True)
class Register:
    """The exports of one file; `prefix` stands before the number in their ids."""

    prefix: str

    def number(self, connection: sqlite3.Connection, export_id: str) -> int:
        """Give the number within an id; raises NotFound where there is no such export."""
        digits = export_id.removeprefix(self.prefix)
        is_one = export_id.startswith(self.prefix) and digits.isdecimal() and len(digits) <= MOST_DIGITS
        number = int(digits) if is_one else 0
        if connection.execute("SELECT 1 FROM exports WHERE number = ?", (number,)).fetchone() is None:
            raise NotFound(
                say("there is no export {export!r}", export=export_id).typed("; `calljournal export list` shows all")
            )
        return number

    def export(self, connection: sqlite3.Connection, export_id: str) -> Export:
        """Give one export; raises NotFound."""
        number = self.number(connection, export_id)
        return _read(connection.execute("SELECT body FROM exports WHERE number = ?", (number,)).fetchone())

    def latest(self, connection: sqlite3.Connection, unfinished: bool, limit: int) -> Sequence[Export]:
        """Give the exports, the latest first; only those whose file is not whole where `unfinished`."""
        only = "WHERE NOT finished" if unfinished else ""
        sql = f"SELECT body FROM exports {only} ORDER BY number DESC LIMIT ?"  # noqa: S608
        return [_read(row) for row in connection.execute(sql, (limit,))]

    def missing(self, connection: sqlite3.Connection, other: sqlite3.Connection) -> Sequence[Export]:
        """Give the exports that another file has and this one has not, the earliest first."""
        if "exports" not in tables_of(other):
            return ()  # it gave nothing out, for it is older than that
        known = {row["number"] for row in connection.execute("SELECT number FROM exports")}
        rows = other.execute("SELECT number, body FROM exports ORDER BY number")
        return [_read(row) for row in rows if row["number"] not in known]

    def save(self, connection: sqlite3.Connection, export: Export) -> Export:
        """Save an export, be it new or known, and give it."""
        number = int(export.id.removeprefix(self.prefix))
        connection.execute(
            "INSERT INTO exports (number, body, finished) VALUES (?, ?, ?) "
            "ON CONFLICT (number) DO UPDATE SET body = excluded.body, finished = excluded.finished",
            (number, msgspec.json.encode(export, enc_hook=in_english).decode(), export.finished is not None),
        )
        return export

    def mark(self, connection: sqlite3.Connection, export: Export, table: str, column: str) -> Export:
        """Mark in a table what goes out for the first time; count the rest by the exports it first went out in.

        What goes out is in `exported` by then, its ids in the column. Gives the export with the count, saved.
        """
        number = self.number(connection, export.id)
        earlier = connection.execute(
            f"SELECT t.export, COUNT(*) AS count FROM exported x JOIN {table} t ON t.id = x.{column} "  # noqa: S608
            "WHERE x.export = ? AND t.export IS NOT NULL GROUP BY t.export ORDER BY t.export",
            (number,),
        ).fetchall()
        connection.execute(
            f"UPDATE {table} SET export = ? "  # noqa: S608
            f"WHERE export IS NULL AND id IN (SELECT {column} FROM exported WHERE export = ?)",
            (number, number),
        )
        repeated = {f"{self.prefix}{row['export']}": row["count"] for row in earlier}
        return self.save(connection, replace(export, repeated=sum(repeated.values()), earlier=tuple(repeated)))

    def finish(self, connection: sqlite3.Connection, export_id: str, at: datetime) -> Export:
        """Remember that the file is whole; it stays as it was where that was said before. Raises NotFound."""
        known = self.export(connection, export_id)
        return known if known.finished else self.save(connection, replace(known, finished=at))

    def forget(self, connection: sqlite3.Connection, traces: Traces) -> None:
        """Take numbers out of the names of the files that went out, of who wrote them, and of their profiles."""
        for row in connection.execute("SELECT body FROM exports").fetchall():
            if traces.are_in(row["body"]):
                known = _read(row)
                by, file, profile = map(traces.without, (known.by, known.file, known.profile))
                self.save(connection, replace(known, by=by, file=file, profile=profile))


def _read(row: sqlite3.Row) -> Export:
    return _export.decode(row["body"])
