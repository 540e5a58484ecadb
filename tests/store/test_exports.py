"""Calls that go out: fixed and marked in one step, in an order that stays."""

import asyncio
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from calljournal.contracts.work import Export
from calljournal.errors import NotFound
from calljournal.journal import Entry
from calljournal.store import Store
from tests.store.made import START, after, call, ended_call, entry, live_entry

EXPORT = Export("", "calls", START, "anna", "/tmp/calls.csv", "csv", "{}", 0)


def run(folder: Path, work: Callable[[Store], Awaitable[None]], *rows: Entry) -> None:
    """Save rows, and do some work with the store."""

    async def session() -> None:
        store = await Store.open(folder)
        for row in rows:
            await store.save_call(ended_call(row.call), [row], after(60))
        await work(store)
        await store.close()

    asyncio.run(session())


def row(name: str, seconds: float = 0) -> Entry:
    """Give the row of a call that began so long after START."""
    return entry(name, call=name, started=after(seconds))


async def ids(store: Store, export_id: str, limit: int = 2) -> list[str]:
    """Give the calls of an export, page by page."""
    found: list[str] = []
    while page := await store.exported(export_id, found[-1] if found else None, limit):
        found += [one.entry.id for one in page]
    return found


def test_what_went_out_is_not_new(home: Path) -> None:
    """An export that does not ask for what is new has it all the same, and marks what was not yet."""

    async def work(store: Store) -> None:
        first = await store.begin_export(EXPORT, after(1), after(3), True)
        assert (first.id, first.count) == ("calls-1", 2)
        assert await ids(store, first.id) == ["b", "c"]
        whole = await store.begin_export(EXPORT, None, None, False)
        assert await ids(store, whole.id) == ["a", "b", "c", "d"]
        with pytest.raises(NotFound, match="did not go out before"):
            await store.begin_export(EXPORT, None, None, True)
        assert [one.id for one in await store.exports(False, 50)] == ["calls-2", "calls-1"], "the refused one is none"

    run(home, work, row("d", 4), row("c", 2), row("b", 1), row("a", 0))


def test_numbers_go_on_where_another_journal_is(home: Path) -> None:
    """As where this one is a backup of it, made before it gave more out; what it gave out is told."""
    backup = home / "backup"
    backup.mkdir()

    async def fill(store: Store) -> None:
        await store.begin_export(EXPORT, None, None, True)
        await store.back_up(backup)
        await store.begin_export(EXPORT, None, None, False)

    async def look(store: Store) -> None:
        assert await store.go_on_from(home / "nowhere") == ()
        assert [one.id for one in await store.go_on_from(home)] == ["calls-2"]
        assert (await store.begin_export(EXPORT, None, None, False)).id == "calls-3"

    async def behind(store: Store) -> None:
        assert await store.go_on_from(backup) == []
        assert (await store.begin_export(EXPORT, None, None, False)).id == "calls-3"

    run(home, fill, row("a"))
    older = shutil.copytree(backup, home / "older")
    run(backup, look)
    shutil.copy(older / "journal.db", backup)
    run(home, behind)


def test_a_look_gives_the_same_and_marks_nothing(home: Path) -> None:
    """Page by page, also of calls that began at the same moment."""

    async def work(store: Store) -> None:
        for _ in range(2):
            page = await store.to_export(None, None, True, None, 2)
            rest = await store.to_export(None, None, True, page[-1].entry.id, 2)
            assert [one.entry.id for one in (*page, *rest)] == ["a", "b", "c"]

    run(home, work, row("c"), row("a"), row("b"))


def test_calls_that_go_on_and_rows_that_were_merged_stay_here(home: Path) -> None:
    """The former go out when they have ended, the latter as a part of another."""

    async def work(store: Store) -> None:
        await store.save_call(call("x"), [live_entry("x", call="x")], after(9))
        await store.save_call(ended_call("y"), [entry("y", call="y", merged_into="a")], after(60))
        export = await store.begin_export(EXPORT, None, None, True)
        assert await ids(store, export.id) == ["a"]
        await store.save_call(ended_call("x"), [row("x")], after(60))
        assert await ids(store, (await store.begin_export(EXPORT, None, None, True)).id) == ["x"]

    run(home, work, row("a"))


def test_no_minute_goes_out_twice_when_calls_are_merged(home: Path) -> None:
    """What went out with a call that became part of another is not in what is new; a list of all has it whole."""

    async def times(store: Store, export_id: str) -> dict[str, tuple[float, float]]:
        rows = await store.exported(export_id, None, 9)
        return {one.entry.id: (one.entry.talk_seconds, one.entry.held_seconds) for one in rows}

    async def new(store: Store) -> dict[str, tuple[float, float]]:
        looked = await store.to_export(None, None, True, None, 9)
        export = await store.begin_export(EXPORT, None, None, True)
        assert await store.exported(export.id, None, 9) == looked
        return await times(store, export.id)

    def talked(name: str, talk: float, held: float, **more: str) -> Entry:
        return replace(row(name), talk_seconds=talk, held_seconds=held, **more)  # type: ignore[arg-type]

    async def merge(store: Store, away: Entry, whole: Entry) -> None:
        await store.save_call(ended_call(away.call), [replace(away, merged_into=whole.id)], after(60))
        await store.save_call(ended_call(whole.call), [whole], after(60))

    async def work(store: Store) -> None:
        assert await new(store) == {"a": (10, 5)}
        await store.save_call(call("b"), [live_entry("b", call="b")], after(60))
        await merge(store, talked("a", 10, 5), talked("b", 40, 5))
        assert await new(store) == {"b": (30, 0)}
        await merge(store, talked("b", 40, 5), talked("c", 41, 6))
        assert await new(store) == {"c": (1, 1)}
        everything = await store.begin_export(EXPORT, None, None, False)
        assert await times(store, everything.id) == {"c": (41, 6)}

    run(home, work, talked("a", 10, 5))


def test_deleted_rows_are_left_out_and_the_order_stays(home: Path) -> None:
    """Even where the last one of a page is deleted before the next page is asked for."""

    async def work(store: Store) -> None:
        export = await store.begin_export(EXPORT, None, None, True)
        page = await store.exported(export.id, None, 2)
        with closing(sqlite3.connect(home / "journal.db")) as connection, connection:
            connection.execute("DELETE FROM entries WHERE id = ?", (page[-1].entry.id,))
        assert [one.entry.id for one in await store.exported(export.id, page[-1].entry.id, 2)] == ["c"]
        assert await ids(store, export.id) == ["a", "c"]
        assert export.count == 3

    run(home, work, row("a", 1), row("b", 2), row("c", 3))


def test_an_export_is_unfinished_until_it_is_said_to_be_whole(home: Path) -> None:
    """Once: when it was, stays."""

    async def work(store: Store) -> None:
        export = await store.begin_export(EXPORT, None, None, False)
        assert await store.exports(True, 50) == [export]
        done = await store.finish_export(export.id, after(100))
        assert done.finished == after(100)
        assert await store.finish_export(export.id, after(200)) == done
        assert await store.exports(True, 50) == []
        assert await store.exports(False, 50) == [done]
        for unknown in ("calls-2", "x1", "calls-"):
            with pytest.raises(NotFound, match="export list"):
                await store.finish_export(unknown, after(1))

    run(home, work, row("a"))
