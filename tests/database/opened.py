"""A toy database for the tests: one table, opened, worked on and closed."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from calljournal.database import Database
from calljournal.errors import StoreFailed

FIRST = "CREATE TABLE things (name TEXT PRIMARY KEY);"


def folder(home: Path, **files: str) -> Path:
    """Write a folder of migrations."""
    migrations = home / "migrations"
    migrations.mkdir(exist_ok=True)
    for name, sql in files.items():
        (migrations / f"{name.removeprefix('m')}.sql").write_text(sql, encoding="utf-8")
    return migrations


def add(name: str) -> Callable[[sqlite3.Connection], None]:
    return lambda connection: void(connection.execute("INSERT INTO things (name) VALUES (?)", (name,)))


def void(_: object) -> None:
    """Take what a statement gives, and give nothing."""


def names(connection: sqlite3.Connection) -> list[str]:
    return [row["name"] for row in connection.execute("SELECT name FROM things ORDER BY name")]


def with_database(database: Database, work: Callable[[Database], Awaitable[object]]) -> None:
    """Open, work, close."""

    async def whole() -> None:
        await database.open()
        try:
            await work(database)
        finally:
            await database.close()

    asyncio.run(whole())


def things(path: Path, steps: Path) -> list[str]:
    """Open the file anew and give what is in it."""
    found: list[str] = []

    async def look(database: Database) -> None:
        found.extend(await database.read(names))

    with_database(Database(path, steps), look)
    return found


def why(database: Database, work: Callable[[Database], Awaitable[object]] | None = None) -> str:
    """Open and work; give the words of the StoreFailed that has to come."""

    async def nothing(_: Database) -> None: ...

    with pytest.raises(StoreFailed) as failed:
        with_database(database, work or nothing)
    return str(failed.value)
