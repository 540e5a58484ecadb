"""Brings a database up to date: numbered files of SQL, each applied once, in a transaction of its own.

The table `schema_migrations` says which were applied. A file is never changed once it has been released: what is to be
different is the business of the next one.
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources.abc import Traversable
from pathlib import Path

from calljournal.database.times import write_time
from calljournal.errors import Bug, NewerStore, StoreFailed
from calljournal.words import say

_FILE = re.compile(r"(\d{4})_\w+\.sql")

_TABLE = """
CREATE TABLE IF NOT EXISTS schema_migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    applied TEXT NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its number, the name of its file, the SQL in it."""

    number: int
    name: str
    sql: str


def load(folder: Traversable | Path) -> tuple[Migration, ...]:
    """Read the migrations of a folder (0001_name.sql, 0002_...), in their order; they have to be without a gap."""
    found = sorted(file.name for file in folder.iterdir() if _FILE.fullmatch(file.name))
    migrations = tuple(Migration(int(name[:4]), name, (folder / name).read_text(encoding="utf-8")) for name in found)
    if not migrations or [step.number for step in migrations] != list(range(1, len(migrations) + 1)):
        raise Bug(f"the migrations in {folder} have to be numbered 0001, 0002 ...: {found}")
    return migrations


def applied(connection: sqlite3.Connection, path: Path) -> list[tuple[int, str]]:
    """Give number and name of each migration that was applied; none for a new file.

    Raises StoreFailed where the file is another program's.
    """
    tables = tables_of(connection)
    if "schema_migrations" not in tables:
        if tables:
            raise StoreFailed(
                say(
                    "the database {path} belongs to another program: move it away or choose another folder",
                    path=str(path),
                )
            )
        return []
    stored = connection.execute("SELECT number, name FROM schema_migrations ORDER BY number")
    return [(int(number), str(name)) for number, name in stored]


def tables_of(connection: sqlite3.Connection) -> set[str]:
    """Give the names of the tables that a file has by now."""
    return {str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def check(connection: sqlite3.Connection, migrations: tuple[Migration, ...], path: Path) -> int:
    """Give the number of the last migration that was applied, 0 for a new file.

    Raises NewerStore where a newer program wrote the file, StoreFailed where it is somebody else's.
    """
    done = applied(connection, path)
    names = {step.number: step.name for step in migrations}
    for number, name in done:
        if number in names and names[number] != name:
            raise StoreFailed(
                say(
                    "the database {path} is one for something else ({name}): see whether files were mixed up",
                    path=str(path),
                    name=name,
                )
            )
    last = done[-1][0] if done else 0
    if last > len(migrations):
        raise NewerStore(
            say(
                "the database {path} was written by a newer Call Journal (its step {last}, here "
                "{migrations}): install that version again; nothing was changed",
                path=str(path),
                last=last,
                migrations=len(migrations),
            )
        )
    return last


def apply(connection: sqlite3.Connection, migrations: tuple[Migration, ...], path: Path) -> None:
    """Apply what is missing. A step that fails is taken back whole; those before it stay."""
    for step in migrations:
        connection.execute("BEGIN IMMEDIATE")
        if check(connection, migrations, path) < step.number:  # another program may have been quicker
            connection.execute(_TABLE)
            for statement in statements(step.sql):
                connection.execute(statement)
            values = (step.number, step.name, write_time(datetime.now(UTC)))
            connection.execute("INSERT INTO schema_migrations (number, name, applied) VALUES (?, ?, ?)", values)
        connection.execute("COMMIT")


def statements(sql: str) -> Iterator[str]:
    """Split a file into its statements; a semicolon in a text, a comment or a trigger splits nothing."""
    statement = ""
    for piece in sql.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            if _says_something(statement):
                yield statement
            statement = ""
    if _says_something(statement):
        raise Bug(f"a migration ends within a statement: {statement.strip()[:60]!r}")


def _says_something(statement: str) -> bool:
    return bool(re.sub(r"--[^\n]*", "", statement).strip(" \n\t;"))
