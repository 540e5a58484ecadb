"""A file of any older state is brought up to date; one that is newer or not ours is left alone."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from calljournal.database import Database
from calljournal.database.migrations import statements
from calljournal.errors import Bug, NewerStore
from tests.database.opened import FIRST, add, folder, names, things, why, with_database

SECOND = """
-- a semicolon here; splits nothing
ALTER TABLE things ADD COLUMN colour TEXT NOT NULL DEFAULT 'red; or so'; UPDATE things SET colour = 'blue';
"""
THIRD = "CREATE TABLE more (name TEXT PRIMARY KEY); -- the end\n"


def test_every_older_state_is_brought_up_to_date(home: Path) -> None:
    """From each older state the same tables result, and what was in them is kept."""
    for last in range(1, 4):
        steps = folder(home, m0001_first=FIRST)
        path = home / f"from{last}.db"
        for file in steps.glob("000[23]*"):
            file.unlink()
        if last >= 2:
            folder(home, m0002_second=SECOND)
        if last >= 3:
            folder(home, m0003_third=THIRD)
        with_database(Database(path, steps), lambda database: database.run(add("kept")))
        folder(home, m0002_second=SECOND, m0003_third=THIRD)

        async def look(database: Database) -> None:
            def state(connection: sqlite3.Connection) -> tuple[list[str], int, int]:
                (number,) = connection.execute("SELECT MAX(number) FROM schema_migrations").fetchone()
                colours = connection.execute("SELECT colour FROM things").fetchall()
                return names(connection), number, len(colours)

            assert await database.read(state) == (["kept"], 3, 1)

        with_database(Database(path, steps), look)


def test_a_step_that_fails_is_taken_back_whole(home: Path, steps: Path) -> None:
    """Those before it stay, and the next version of the program can go on from there."""
    path = home / "t.db"
    with_database(Database(path, steps), lambda database: database.run(add("kept")))
    folder(home, m0002_second="CREATE TABLE half (name TEXT); CREATE TABLE things (name TEXT);")
    with pytest.raises(Bug, match="already exists"):
        asyncio.run(Database(path, steps).open())
    folder(home, m0002_second="CREATE TABLE half (name TEXT);")
    assert things(path, steps) == ["kept"]


def test_a_file_of_a_newer_program_is_left_alone(home: Path, steps: Path) -> None:
    """It is refused in words, and not a byte of it is changed."""
    path = home / "t.db"
    newer = folder(home, m0002_second=SECOND)
    with_database(Database(path, newer), lambda database: database.run(lambda _: None))
    (newer / "0002_second.sql").unlink()
    before = path.read_bytes()
    with pytest.raises(NewerStore, match=r"newer Call Journal.*install that version"):
        asyncio.run(Database(path, newer).open())
    assert path.read_bytes() == before


def test_a_file_for_something_else_is_refused(home: Path, steps: Path) -> None:
    """Neither another program's database nor our own of another kind is written to."""
    foreign = sqlite3.connect(home / "foreign.db")
    foreign.execute("CREATE TABLE theirs (name TEXT)")
    foreign.commit()
    foreign.close()
    assert "another program" in why(Database(home / "foreign.db", steps))

    with_database(Database(home / "t.db", steps), lambda database: database.run(add("kept")))
    (steps / "0001_first.sql").rename(steps / "0001_else.sql")
    assert "mixed up" in why(Database(home / "t.db", steps))


@pytest.mark.parametrize("files", [{}, {"m0002_second": SECOND}, {"m0001_first": FIRST, "m0003_third": THIRD}])
def test_migrations_have_no_gap(home: Path, files: dict[str, str]) -> None:
    """A missing step is a mistake of ours, found at once."""
    with pytest.raises(Bug, match="numbered"):
        asyncio.run(Database(home / "t.db", folder(home, **files)).open())


def test_a_migration_that_breaks_off_is_a_bug() -> None:
    """Half a statement is not left out silently."""
    with pytest.raises(Bug, match="within a statement"):
        list(statements("CREATE TABLE a (b TEXT); CREATE TABLE 'c"))


def test_a_migration_is_split_into_its_statements() -> None:
    """Comments, texts with semicolons and the end of the file split off nothing."""
    sql = "-- first; then\nCREATE TABLE a (b TEXT); INSERT INTO a VALUES (';');\n-- the end;\n"
    assert [one.split("\n")[-1].strip() for one in statements(sql)] == [
        "CREATE TABLE a (b TEXT);",
        "INSERT INTO a VALUES (';');",
    ]


def test_two_openings_at_once_migrate_once(home: Path, steps: Path) -> None:
    """Two programs that start together both find the file up to date."""

    async def both() -> None:
        databases = [Database(home / "t.db", steps) for _ in range(2)]
        await asyncio.gather(*(database.open() for database in databases))
        await databases[0].run(add("zero"))
        await databases[1].run(add("one"))
        assert await databases[0].read(names) == ["one", "zero"]
        for database in databases:
            await database.close()

    asyncio.run(both())
