"""The register of exports: each by its id, and what went out in which first."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from calljournal.contracts.work import Export
from calljournal.database.register import Register
from calljournal.errors import NotFound

TABLES = """
CREATE TABLE exports (number INTEGER PRIMARY KEY, body TEXT NOT NULL, finished BOOLEAN NOT NULL);
CREATE TABLE exported (export INTEGER NOT NULL, thing TEXT NOT NULL);
CREATE TABLE things (id TEXT PRIMARY KEY, export INTEGER);
"""
NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
REGISTER = Register("r")


def export(number: int) -> Export:
    return Export(f"r{number}", "things", NOON, "anna", "/tmp/things.csv", "csv", "{}", 0)


def opened() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.executescript(TABLES)
    return connection


@pytest.fixture
def file() -> Iterator[sqlite3.Connection]:
    """A file in which the exports r1 and r2 were begun."""
    with closing(opened()) as connection:
        for number in (1, 2):
            REGISTER.save(connection, export(number))
        yield connection


@pytest.mark.parametrize("unknown", ["r3", "r", "1", "", "x1", "r-1", "rr1", "r" + 20 * "9"])
def test_only_a_whole_id_names_an_export(file: sqlite3.Connection, unknown: str) -> None:
    """A bare number is not enough: another register may have the same."""
    assert REGISTER.number(file, "r2") == 2
    assert REGISTER.export(file, "r2") == export(2)
    with pytest.raises(NotFound, match="export list"):
        REGISTER.export(file, unknown)


def test_what_is_finished_stays_so(file: sqlite3.Connection) -> None:
    """The first moment counts; only the others are unfinished then."""
    done = REGISTER.finish(file, "r1", NOON)
    assert done == replace(export(1), finished=NOON)
    assert REGISTER.finish(file, "r1", NOON.replace(hour=13)) == done
    assert REGISTER.latest(file, True, 9) == [export(2)]
    assert REGISTER.latest(file, False, 9) == [export(2), done]
    assert REGISTER.latest(file, False, 1) == [export(2)]


def test_each_thing_bears_the_first_export_that_it_went_out_in(file: sqlite3.Connection) -> None:
    """The later one counts what is repeated, and names where it was before."""
    file.executemany("INSERT INTO things (id) VALUES (?)", [("a",), ("b",)])
    file.executemany("INSERT INTO exported VALUES (?, ?)", [(1, "a"), (2, "a"), (2, "b")])
    assert REGISTER.mark(file, export(1), "things", "thing") == export(1)
    second = REGISTER.mark(file, export(2), "things", "thing")
    assert second == REGISTER.export(file, "r2") == replace(export(2), repeated=1, earlier=("r1",))
    assert [tuple(row) for row in file.execute("SELECT id, export FROM things ORDER BY id")] == [("a", 1), ("b", 2)]


def test_what_another_file_has_more(file: sqlite3.Connection) -> None:
    """The earliest first."""
    with closing(opened()) as older:
        assert REGISTER.missing(older, file) == [export(1), export(2)]
        REGISTER.save(older, export(1))
        assert REGISTER.missing(older, file) == [export(2)]
        assert REGISTER.missing(file, older) == []
