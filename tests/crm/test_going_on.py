"""A backup of the local book that takes the place of the one that is there gives no id a second time."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from calljournal.contracts.work import WorkQuery
from calljournal.crm.local.book import FILE_NAME, LocalBook
from calljournal.errors import StoreFailed
from tests.contract.giving_suite import export
from tests.contract.work_suite import booked
from tests.crm.test_local import with_book


@pytest.fixture
def backup(home: Path) -> Path:
    """A copy of a book with t1 and x1; t2, x2 and x3 came since."""
    folder = home / "backup"
    folder.mkdir()

    async def fill(book: LocalBook) -> None:
        await booked(book, "a")
        await book.begin_export(export(), WorkQuery())
        await book.back_up(folder)
        await booked(book, "b")
        await book.begin_export(export(), WorkQuery(new=True))
        await book.begin_export(export(), WorkQuery())

    with_book(home, fill)
    return folder


def test_ids_go_on_where_the_other_book_is(home: Path, backup: Path) -> None:
    """Its exports are told, the earliest first; the next time there is nothing to tell but the same."""

    async def work(book: LocalBook) -> None:
        for _ in range(2):
            assert [one.id for one in await book.go_on_from(home)] == ["x2", "x3"]
        assert (await booked(book, "c")).id == "t3"
        assert (await book.begin_export(export(), WorkQuery(new=True))).id == "x4"

    with_book(backup, work)


def test_a_book_that_is_behind_changes_nothing(home: Path, backup: Path) -> None:
    """As where an older backup was put back in between."""

    async def work(book: LocalBook) -> None:
        assert await book.go_on_from(backup) == ()
        assert (await booked(book, "c")).id == "t3"

    with_book(home, work)


def test_a_book_of_an_earlier_version_has_given_nothing_out(home: Path, backup: Path) -> None:
    """Its ids count all the same; and where there is none at all, nothing does."""
    with closing(sqlite3.connect(home / FILE_NAME)) as connection, connection:
        connection.executescript("PRAGMA foreign_keys = OFF; DROP TABLE exported; DROP TABLE exports;")

    async def work(book: LocalBook) -> None:
        assert await book.go_on_from(home / "nowhere") == ()
        assert await book.go_on_from(home) == ()
        assert (await booked(book, "c")).id == "t3"

    with_book(backup, work)


def test_a_damaged_book_is_told(home: Path, backup: Path) -> None:
    """Nothing is changed then."""
    (home / FILE_NAME).write_bytes(b"no database at all")

    async def work(book: LocalBook) -> None:
        with pytest.raises(StoreFailed):
            await book.go_on_from(home)
        assert (await booked(book, "c")).id == "t2"

    with_book(backup, work)
