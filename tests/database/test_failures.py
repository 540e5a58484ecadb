"""Broken, locked and foreign files, full disks and sudden deaths: said in words, and nothing is lost."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from calljournal.database import Database
from calljournal.errors import StoreFailed
from tests.database.opened import add, names, things, void, why, with_database


def test_a_file_that_is_no_database(home: Path, steps: Path) -> None:
    """It is refused in words, and kept as it is."""
    path = home / "t.db"
    path.write_bytes(b"This is a letter to Anna, no database.\n" * 100)
    before = path.read_bytes()
    words = why(Database(path, steps))
    assert "is no database" in words
    assert "do not delete" in words
    assert path.read_bytes() == before


def test_a_damaged_file(home: Path, steps: Path) -> None:
    """Damage found while working is said in words too."""
    path = home / "t.db"

    async def fill(database: Database) -> None:
        await database.run(lambda connection: [add(f"{number:0200}")(connection) for number in range(500)])

    with_database(Database(path, steps), fill)
    data = bytearray(path.read_bytes())
    data[3 * 4096 :] = b"\xff" * (len(data) - 3 * 4096)
    path.write_bytes(data)
    assert "is damaged" in why(Database(path, steps), lambda database: database.read(names))


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.parent.joinpath("t").touch()], ids=["folder", "file"])
def test_a_path_that_cannot_be_a_file(home: Path, steps: Path, make: Callable[[Path], object]) -> None:
    """A folder in the file's place, or a file in the folder's place, is said in words."""
    path = home / "t"
    make(path)
    assert "cannot be opened" in why(Database(path if path.is_dir() else path / "t.db", steps))


HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
input()
"""


def test_a_locked_file(home: Path, steps: Path) -> None:
    """While another program holds the file nothing is lost; when it lets go, work goes on."""
    path = home / "t.db"

    async def work(database: Database) -> None:
        await database.run(add("before"))
        other = await asyncio.create_subprocess_exec(
            sys.executable, "-c", HOLDER, str(path), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        assert other.stdout is not None
        await other.stdout.readline()
        with pytest.raises(StoreFailed, match="in use by another program: close that program"):
            await database.run(add("during"))
        await other.communicate(b"\n")
        await database.run(add("after"))
        assert await database.read(names) == ["after", "before"]

    with_database(Database(path, steps, busy_seconds=0.05), work)


def test_a_file_that_is_locked_from_the_beginning(home: Path, steps: Path) -> None:
    """Opening says who is in the way, and succeeds later."""
    path = home / "t.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert "in use by another program" in why(Database(path, steps, busy_seconds=0.05))
    other.close()
    assert things(path, steps) == []


def test_a_full_disk(home: Path, steps: Path) -> None:
    """What does not fit is not half there; what was saved stays; with room again, work goes on."""

    async def work(database: Database) -> None:
        await database.run(add("before"))
        await database.run(lambda c: void(c.execute(f"PRAGMA max_page_count = {pages(c)}")))
        with pytest.raises(StoreFailed, match="the disk is full: make room"):
            await database.run(lambda c: [add(f"{number:0500}")(c) for number in range(100)])
        assert await database.read(names) == ["before"]
        await database.run(lambda c: void(c.execute(f"PRAGMA max_page_count = {10_000}")))
        await database.run(add("after"))
        assert await database.read(names) == ["after", "before"]

    def pages(connection: sqlite3.Connection) -> int:
        return int(connection.execute("PRAGMA page_count").fetchone()[0]) + 1

    with_database(Database(home / "t.db", steps), work)


def test_a_read_only_disk(home: Path, steps: Path) -> None:
    """Reading goes on; writing says what to look at."""

    async def work(database: Database) -> None:
        await database.run(add("before"))
        await database.read(lambda c: void(c.execute("PRAGMA query_only = ON")))
        with pytest.raises(StoreFailed, match="cannot be written"):
            await database.run(add("during"))
        assert await database.read(names) == ["before"]

    with_database(Database(home / "t.db", steps), work)


def test_a_file_that_is_not_ours(home: Path, steps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the operating system refuses is passed on in words."""

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert "Permission denied" in why(Database(home / "t.db", steps))


KILLED = """
import asyncio, sys
from pathlib import Path
from calljournal.database import Database

async def main():
    database = Database(Path(sys.argv[1]), Path(sys.argv[2]))
    await database.open()
    number = 0
    while True:
        await database.run(lambda c: c.execute("INSERT INTO things (name) VALUES (?)", (f"{number:06}",)) and None)
        print(f"{number:06}", flush=True)
        number += 1

asyncio.run(main())
"""


def test_what_was_committed_survives_a_kill(home: Path, steps: Path) -> None:
    """A program killed in mid-write has lost nothing that `run` had returned for."""
    path = home / "t.db"
    program = subprocess.Popen([sys.executable, "-c", KILLED, str(path), str(steps)], stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    told = [program.stdout.readline().strip() for _ in range(50)]
    program.send_signal(signal.SIGKILL)
    told += program.stdout.read().split()
    program.wait(10)
    program.stdout.close()
    found = things(path, steps)
    whole = [name for name in told if len(name) == 6]
    assert found[: len(whole)] == whole
    assert len(found) <= len(whole) + 1
