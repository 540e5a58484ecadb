"""Rows that the user deletes are gone for good; what was booked from them stays, and guards."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from calljournal.contracts.journal_commands import ListRows
from calljournal.contracts.work import Export
from calljournal.errors import AlreadyBooked, NotFound, Refused
from calljournal.store import Store
from calljournal.worklog import Part
from tests.store.made import START, after, call, draft, ended_call, entry, live_entry, match, report
from tests.store.test_facts import with_store
from tests.store.test_forgetting import digits_in
from tests.store.test_retention import book, cancel


async def save(store: Store, *names: str) -> None:
    await store.save_call(ended_call(), [entry(name) for name in names], START)


async def ids(store: Store) -> list[str]:
    return sorted(row.entry.id for row in await store.rows(ListRows(), START))


def test_rows_go_with_what_was_merged_into_them(home: Path) -> None:
    """Named by id, alias or the beginning of one; named twice, they are gone once. No file has the number then."""

    async def work(store: Store) -> None:
        await save(store, "old", "new", "alone", "stays")
        await store.save_call(ended_call(), [entry("new", merged_into="old")], START)
        await store.save_match("alone", match())
        gone = await store.delete_rows(["new", "old", "alo"])
        assert (gone.rows, gone.left) == (("old", "alone"), ())
        assert await ids(store) == ["stays"]
        for name in ("old", "new", "alone"):
            with pytest.raises(NotFound):
                await store.row(name)
        await store.delete_rows(["stays"])
        await store.compact()
        assert digits_in(home) == []

    with_store(home, work)


def test_what_was_booked_outlives_its_row(home: Path) -> None:
    """The record stays with its guard: the same call, were it saved once more, is booked."""

    async def work(store: Store) -> None:
        await save(store, "entry-1")
        await book(store, "entry-1")
        await store.save_draft(draft("refused"))
        await store.drop_draft("refused", "the project is closed")
        await store.delete_rows(["entry-1"])
        assert [one.id for one in await store.bookings_of("entry-1")] == ["t-entry-1"]
        assert await store.refused("entry-1") == ()
        await save(store, "entry-1")
        with pytest.raises(AlreadyBooked):
            await store.claim(draft("again"), again=False)

    with_store(home, work)


def test_what_is_left_of_a_group_stands_smaller(home: Path) -> None:
    """Of three calls that are one entry two are left, and of two one alone; whoever shows them hears which."""

    async def work(store: Store) -> None:
        await save(store, "a", "b", "c")
        await store.put_together(["a", "b", "c"])
        assert (await store.delete_rows(["a"])).left == ("b", "c")
        assert (await store.row("b")).together == ("b", "c")
        assert (await store.delete_rows(["c"])).left == ("b",)
        assert (await store.row("b")).together == ()
        await save(store, "d")
        await store.put_together(["b", "d"])
        assert (await store.delete_rows(["b", "d"])).left == ()

    with_store(home, work)


async def lives(store: Store) -> None:
    await store.save_call(call(), [live_entry("under-way")], START)


async def ended_for_its_owner_only(store: Store) -> None:
    await store.save_call(call("call-2", report("leg-2")), [entry("under-way", call="call-2")], START)


async def waits_to_be_booked(store: Store) -> None:
    await save(store, "under-way")
    await store.claim(draft(entry_id="under-way", parts=(Part("under-way", 56.0),)), again=False)


async def waits_to_be_cancelled(store: Store) -> None:
    await save(store, "under-way")
    await book(store, "under-way")
    await cancel(store, "t-under-way", finish=False)


async def goes_out(store: Store) -> None:
    await save(store, "under-way")
    await store.begin_export(Export("", "calls", after(90), "me", "f.csv", "csv", "{}", 0), None, None, False)


async def merged_and_waits(store: Store) -> None:
    await save(store, "part", "under-way")
    await store.claim(draft(entry_id="part", parts=(Part("part", 56.0),)), again=False)
    await store.save_call(ended_call(), [entry("part", merged_into="under-way")], START)


@pytest.mark.parametrize(
    ("begin", "words"),
    [
        (lives, "still lasts"),
        (ended_for_its_owner_only, "still lasts"),
        (waits_to_be_booked, "waits for the book"),
        (merged_and_waits, "waits for the book"),
        (waits_to_be_cancelled, "waits for the book"),
        (goes_out, "broken off"),
    ],
)
def test_what_is_under_way_keeps_its_row(home: Path, begin: Callable[[Store], Awaitable[None]], words: str) -> None:
    """Then none of the rows that were named is deleted."""

    async def work(store: Store) -> None:
        await begin(store)
        await save(store, "other")
        with pytest.raises(Refused, match=words):
            await store.delete_rows(["other", "under-way"])
        with pytest.raises(NotFound):
            await store.delete_rows(["other", "nothing"])
        assert {"other", "under-way"} <= set(await ids(store))

    with_store(home, work)
