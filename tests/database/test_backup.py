"""A database is copied while it is in use, and a copy is kept before its tables are changed."""

import asyncio
import resource
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from calljournal.database import Database, copies
from calljournal.errors import Bug, StoreFailed
from tests.database.opened import add, folder, names, things, void, why, with_database

SECOND = "ALTER TABLE things ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';"


def kept(home: Path) -> list[str]:
    """Name what lies in the folder of copies, without the times."""
    return sorted(copy.name.rpartition("-")[0] or copy.name for copy in (home / "backups").glob("*"))


def step_of(path: Path) -> int:
    """Give the last migration of a file, which is opened as any program may."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT MAX(number) FROM schema_migrations").fetchone()[0])


# --- copies ----------------------------------------------------------------------------------------------------------


def test_a_copy_is_whole_and_private(home: Path, steps: Path) -> None:
    """What was committed is in it, what comes later is not; it is one file that this user alone may read."""
    copy = home / "copies" / "t.db"
    copy.parent.mkdir()

    async def work(database: Database) -> None:
        await database.run(add("before"))
        await database.copy_to(copy)
        await database.run(add("after"))
        assert await database.read(names) == ["after", "before"]

    with_database(Database(home / "t.db", steps), work)
    assert copies.check(copy) == 1
    assert [file.name for file in copy.parent.iterdir()] == ["t.db"]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert things(copy, steps) == ["before"]


def test_a_copy_is_of_one_moment(home: Path, steps: Path) -> None:
    """While two programs write in pairs, a copy never holds half a pair."""

    async def work() -> None:
        writer, copier = Database(home / "t.db", steps), Database(home / "t.db", steps)
        await writer.open()
        await copier.open()
        for number in range(10):
            pair = writer.run(lambda c, n=number: (add(f"{n}a")(c), add(f"{n}b")(c)))  # type: ignore[misc]
            await asyncio.gather(pair, copier.copy_to(home / f"copy{number}.db"))
        await writer.close()
        await copier.close()

    asyncio.run(work())
    assert all(len(things(home / f"copy{number}.db", steps)) % 2 == 0 for number in range(10))
    assert len(things(home / "copy9.db", steps)) >= 18


def test_a_copy_takes_no_place_of_a_file(home: Path, steps: Path) -> None:
    """What is there already stays, and so does the database where there is no folder for the copy."""
    (home / "letter").write_text("Dear Anna")

    async def work(database: Database) -> None:
        await database.run(add("kept"))
        for place in (home / "letter", home / "nowhere" / "t.db"):
            with pytest.raises(StoreFailed, match=str(place)):
                await database.copy_to(place)
        assert await database.read(names) == ["kept"]

    with_database(Database(home / "t.db", steps), work)
    assert (home / "letter").read_text() == "Dear Anna"


def test_a_copy_that_is_damaged_is_found(home: Path, steps: Path) -> None:
    """Reading it through says which file to look at; a foreign database and a letter are found as well."""

    async def fill(database: Database) -> None:
        await database.run(lambda connection: [add(f"{number:0200}")(connection) for number in range(500)])

    with_database(Database(home / "t.db", steps), fill)
    damage(home / "t.db")
    with pytest.raises(StoreFailed, match=r"t.db is damaged"):
        copies.check(home / "t.db")
    with pytest.raises(StoreFailed, match=r"original.db is damaged"):
        copies.check(home / "t.db", home / "original.db")
    (home / "letter.db").write_bytes(b"Dear Anna, this is no database. " * 100)
    with pytest.raises(StoreFailed, match=r"letter.db is no database"):
        copies.check(home / "letter.db")
    with closing(sqlite3.connect(home / "foreign.db")) as foreign:
        foreign.execute("CREATE TABLE theirs (name TEXT)")
    with pytest.raises(StoreFailed, match="another program"):
        copies.check(home / "foreign.db")


def damage(path: Path) -> None:
    """Overwrite some pages in the middle."""
    data = bytearray(path.read_bytes())
    middle = len(data) // 8192 * 4096
    data[middle : middle + 3 * 4096] = b"\xff" * (3 * 4096)
    path.write_bytes(data)


# --- before a migration ----------------------------------------------------------------------------------------------


def test_a_copy_is_kept_before_a_migration(home: Path, steps: Path) -> None:
    """It is of the old step, and the version that knows no other opens it; a new file and one up to date need none."""
    path = home / "t.db"
    with_database(Database(path, steps), lambda database: database.run(add("kept")))
    assert things(path, steps) == ["kept"]
    assert kept(home) == []
    folder(home, m0002_second=SECOND)
    assert things(path, steps) == ["kept"]
    assert things(path, steps) == ["kept"]
    assert kept(home) == ["t-step01"]

    (copy,) = (home / "backups").iterdir()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    (steps / "0002_second.sql").unlink()
    assert things(copy, steps) == ["kept"]


def test_only_the_latest_copies_of_each_database_are_kept(home: Path, steps: Path) -> None:
    """Three of each, whatever else lies there."""
    for number in range(2, 7):
        for name in ("one", "other"):
            things(home / f"{name}.db", steps)
        folder(home, **{f"m000{number}_more": f"CREATE TABLE more{number} (name TEXT);"})
    things(home / "one.db", steps)
    assert kept(home) == ["one-step03", "one-step04", "one-step05", "other-step02", "other-step03", "other-step04"]


def test_without_a_copy_there_is_no_migration(home: Path, steps: Path) -> None:
    """Where the copy cannot be made, nothing is begun, and the words say so; later it is."""
    path = home / "t.db"
    with_database(Database(path, steps), lambda database: database.run(add("kept")))
    folder(home, m0002_second=SECOND)
    (home / "backups").touch()
    words = why(Database(path, steps))
    assert "stays as it is, for no copy of it could be made" in words
    assert step_of(path) == 1
    (home / "backups").unlink()
    assert things(path, steps) == ["kept"]
    assert step_of(path) == 2


def test_a_disk_that_is_full_begins_no_migration(home: Path, steps: Path) -> None:
    """No half copy is left that would be taken for a good one."""
    path = home / "t.db"

    async def fill(database: Database) -> None:
        await database.run(lambda connection: void([add(f"{number:0200}")(connection) for number in range(2000)]))

    with_database(Database(path, steps), fill)
    folder(home, m0002_second=SECOND)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
    try:
        words = why(Database(path, steps))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "stays as it is, for no copy of it could be made" in words
    assert step_of(path) == 1
    assert kept(home) == []


def test_a_damaged_database_is_not_migrated(home: Path, steps: Path) -> None:
    """What is wrong is said of the database itself, not of its copy."""
    path = home / "t.db"

    async def fill(database: Database) -> None:
        await database.run(lambda connection: void([add(f"{number:0200}")(connection) for number in range(500)]))

    with_database(Database(path, steps), fill)
    damage(path)
    folder(home, m0002_second=SECOND)
    assert f"{path} is damaged" in why(Database(path, steps))
    assert step_of(path) == 1
    assert kept(home) == []


def test_a_step_that_fails_leaves_its_copy(home: Path, steps: Path) -> None:
    """The copy of before is there, whatever became of the database."""
    path = home / "t.db"
    with_database(Database(path, steps), lambda database: database.run(add("kept")))
    folder(home, m0002_second="CREATE TABLE things (name TEXT);")
    with pytest.raises(Bug, match="already exists"):
        asyncio.run(Database(path, steps).open())
    assert kept(home) == ["t-step01"]
