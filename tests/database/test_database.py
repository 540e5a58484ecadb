"""A database file commits durably, one transaction after the other, in one thread."""

import asyncio
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from calljournal.database import Database
from calljournal.errors import Bug
from tests.database.opened import add, names, things, with_database


def test_what_was_written_is_there_after_reopening(home: Path, steps: Path) -> None:
    """A commit outlives the connection."""
    with_database(Database(home / "t.db", steps), lambda database: database.run(add("one")))
    assert things(home / "t.db", steps) == ["one"]


def test_each_commit_is_durable(home: Path, steps: Path) -> None:
    """WAL with synchronous=FULL and foreign keys: what makes a commit safe when the power fails."""

    async def look(database: Database) -> None:
        def pragmas(connection: sqlite3.Connection) -> list[object]:
            names = ("journal_mode", "synchronous", "foreign_keys")
            return [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

        assert await database.read(pragmas) == ["wal", 2, 1]

    with_database(Database(home / "t.db", steps), look)


def test_work_that_fails_is_taken_back_whole(home: Path, steps: Path) -> None:
    """An error within a transaction leaves nothing of it, reaches the caller, and the next one succeeds."""

    async def work(database: Database) -> None:
        def half(connection: sqlite3.Connection) -> None:
            add("half")(connection)
            raise ValueError("in the middle")

        with pytest.raises(ValueError, match="in the middle"):
            await database.run(half)
        await database.run(add("whole"))
        assert await database.read(names) == ["whole"]

    with_database(Database(home / "t.db", steps), work)


def test_wrong_sql_is_our_bug(home: Path, steps: Path) -> None:
    """A mistake in a statement is not blamed on the disk."""

    async def work(database: Database) -> None:
        with pytest.raises(Bug, match="nothing_like_it"):
            await database.read(lambda connection: connection.execute("SELECT 1 FROM nothing_like_it").fetchall())

    with_database(Database(home / "t.db", steps), work)


def test_all_work_is_done_in_one_thread_beside_the_loop(home: Path, steps: Path) -> None:
    """The loop is not blocked, and SQLite sees one thread only, which is gone after closing."""

    async def work(database: Database) -> None:
        seen = {await database.run(lambda _: threading.get_ident()) for _ in range(5)}
        assert len(seen) == 1
        assert threading.get_ident() not in seen

    before = threading.active_count()
    with_database(Database(home / "t.db", steps), work)
    assert threading.active_count() == before


def test_transactions_follow_one_another(home: Path, steps: Path) -> None:
    """Work begun at the same time is done one after the other, in its order."""

    async def work(database: Database) -> None:
        await asyncio.gather(*(database.run(add(f"{number:03}")) for number in range(100)))
        assert await database.read(names) == [f"{number:03}" for number in range(100)]

    with_database(Database(home / "t.db", steps), work)


def test_a_closed_database_says_so(home: Path, steps: Path) -> None:
    """Work after closing is a mistake of ours; closing twice is none."""

    async def work() -> None:
        database = Database(home / "t.db", steps)
        with pytest.raises(Bug, match="closed"):
            await database.run(add("early"))
        await database.open()
        with pytest.raises(Bug, match="open already"):
            await database.open()
        await database.close()
        await database.close()
        with pytest.raises(Bug, match="closed"):
            await database.run(add("late"))
        await database.open()
        assert await database.read(names) == []
        await database.close()

    asyncio.run(work())


def test_file_and_folder_are_for_this_user_alone(home: Path, steps: Path) -> None:
    """Nobody else may read the journal, nor the files that SQLite keeps beside it."""
    path = home / "new" / "t.db"

    async def work(database: Database) -> None:
        await database.run(add("one"))
        for file in path.parent.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
        assert len(list(path.parent.iterdir())) == 3

    with_database(Database(path, steps), work)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_that_others_may_read_is_made_private(home: Path, steps: Path) -> None:
    """A file that was copied with the wrong rights is put right."""
    path = home / "t.db"
    path.touch(0o644)
    path.chmod(0o644)
    with_database(Database(path, steps), lambda database: database.run(add("one")))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
