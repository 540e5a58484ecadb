"""What waits to be booked, alone or together, and what has become of it."""

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

from calljournal.contracts.service import ListRows
from calljournal.errors import AlreadyBooked, NotFound
from calljournal.journal import Outcome
from calljournal.store import Store, totals, waiting
from calljournal.store.store import FILE_NAME
from calljournal.worklog import Booking, Kind, Part
from tests.store.made import START, after, draft, ended_call, entry, live_entry, match
from tests.store.test_facts import with_store

DAY = [(date(2026, 3, 9), START - timedelta(hours=8), START + timedelta(hours=16))]


async def waits(store: Store, shortest: float = 0) -> list[str]:
    """Give the ids of what waits; those that wait as one with a + between them."""
    groups = await store.unbooked(None, None, shortest, 100)
    return ["+".join(row.entry.id for row in rows) for rows in groups]


async def fill(store: Store, *names: str) -> None:
    """Save answered calls of 56 seconds, a minute apart."""
    rows = [entry(name, started=after(60 * number)) for number, name in enumerate(names)]
    await store.save_call(ended_call(), rows, START)


async def book(store: Store, key: str, *parts: Part, user: str = "anna", again: bool = False) -> None:
    """Book parts of rows as one time entry that the book takes as `key`."""
    one = draft(key, parts[0].entry, parts=parts, user=user)
    (waiting,) = await store.claim(one, again=again)
    await store.save_booking(Booking(key, waiting.entry, user, Kind.TIME, "local", f"t-{key}", after(90)))


def test_only_ended_talk_of_a_certain_length_waits(home: Path) -> None:
    """Missed calls, calls that last and short ones do not; a call that was lost sight of does."""

    async def work(store: Store) -> None:
        missed = entry("missed", answered=None, outcome=Outcome.MISSED, talk_seconds=0.0, held_seconds=0.0)
        lost = entry("lost", outcome=Outcome.LOST, started=after(1))
        short = entry("short", talk_seconds=20.0, held_seconds=0.0)
        await store.save_call(ended_call(), [missed, live_entry("live"), lost, short, entry("long")], START)
        assert await waits(store, 55) == ["long", "lost"]
        assert len(await waits(store)) == 3
        assert [await store.count_short(None, shortest) for shortest in (0, 55, 57)] == [0, 1, 2]  # lost is never short
        assert await store.count_short(after(1), 55) == 0
        groups = await store.unbooked(after(1), None, 0, 100)
        assert [rows[0].entry.id for rows in groups] == ["lost"]
        assert await store.unbooked(None, after(0), 0, 100) == ()

    with_store(home, work)


def test_what_something_has_become_of_waits_no_more(home: Path) -> None:
    """Booked, ignored and private calls are settled; what is taken back waits again. An activity settles nothing."""

    async def work(store: Store) -> None:
        await fill(store, "booked", "ignored", "private", "activity")
        assert await store.count_short(None, 100) == 4
        await book(store, "b1", Part("booked", 56.0))
        await store.ignore(["ignored"], on=True)
        await store.annotate("private", None, private=True)
        await store.claim(draft("a1", "activity", kind=Kind.ACTIVITY), again=False)
        assert await waits(store) == ["activity"]
        assert await store.count_short(None, 100) == 1
        assert (await store.row("ignored")).ignored
        await store.ignore(["ignored"], on=False)
        assert await waits(store) == ["ignored", "activity"]
        rows = await store.rows(ListRows(unbooked=True), START)
        assert [row.entry.id for row in rows] == ["activity", "ignored"]

    with_store(home, work)


def test_calls_that_are_booked_as_one(home: Path) -> None:
    """Put together they wait as one, whoever is named; one booking settles all, and guards each."""

    async def work(store: Store) -> None:
        await fill(store, "a", "b", "c", "d")
        await store.put_together(["a", "c"])
        await store.put_together(["d", "c"])
        assert await waits(store, 9999) == ["a+c+d"]  # however short they are
        assert await waits(store) == ["a+c+d", "b"]
        assert [row.entry.id for row in await store.group("d")] == ["a", "c", "d"]
        assert (await store.row("c")).together == ("a", "c", "d")
        await store.put_together(["d"])
        assert await waits(store) == ["a+c", "b", "d"]
        await book(store, "one", Part("a", 56.0), Part("c", 56.0))
        assert await waits(store) == ["b", "d"]
        for name in ("a", "c"):
            assert [booking.id for booking in (await store.row(name)).booked] == ["t-one"]
            with pytest.raises(AlreadyBooked):
                await book(store, "two", Part(name, 56.0))
        assert await store.stretches_of(["one", "none"]) == {"one": [(after(4), after(60))] * 2}

    with_store(home, work)


def test_one_that_is_left_alone_is_no_group(home: Path) -> None:
    """Two calls that are taken apart wait each for itself."""

    async def work(store: Store) -> None:
        await fill(store, "a", "b")
        await store.put_together(["a", "b"])
        await store.put_together(["a"])
        assert await waits(store) == ["a", "b"]
        assert (await store.row("b")).together == ()
        with pytest.raises(NotFound):
            await store.put_together(["nobody", "a"])

    with_store(home, work)


def test_of_a_call_that_is_booked_in_part_the_rest_waits(home: Path) -> None:
    """However short it is; the guard lets the rest through, once, and nothing more."""

    async def work(store: Store) -> None:
        await fill(store, "a")
        await book(store, "first", Part("a", 36.0))
        assert await waits(store, 60) == ["a"]
        assert await store.taken(["a"], "anna") == {"a": 36.0}
        assert await store.taken(["a"], "ben") == {"a": 0.0}
        with pytest.raises(AlreadyBooked):
            await book(store, "too-much", Part("a", 30.0))
        await book(store, "rest", Part("a", 20.0))
        assert await waits(store) == []
        with pytest.raises(AlreadyBooked):
            await book(store, "more", Part("a", 1.0))

    with_store(home, work)


def test_each_user_books_a_call_whole(home: Path) -> None:
    """Two who took part in one call book it each; one of them is enough for it to wait no more."""

    async def work(store: Store) -> None:
        await fill(store, "a")
        await book(store, "b1", Part("a", 40.0))
        await book(store, "b2", Part("a", 16.0), user="ben")
        assert await waits(store) == ["a"]  # neither has the whole of it
        await book(store, "b3", Part("a", 40.0), user="ben")
        assert await waits(store) == []

    with_store(home, work)


def test_held_time_counts_or_not(home: Path) -> None:
    """Where the firm leaves time on hold out, a call is booked whole without it."""

    async def work(store: Store) -> None:
        await fill(store, "a", "b")
        await book(store, "b1", Part("a", 52.25, held=False))
        await book(store, "b2", Part("b", 52.25))
        assert await waits(store) == ["b"]  # 3.75 s on hold are left of it

    with_store(home, work)


def test_a_merge_moves_along_what_has_become_of_a_call(home: Path) -> None:
    """A consultation that was booked becomes a part of the call: the rest of that waits."""

    async def work(store: Store) -> None:
        await fill(store, "old", "new", "other")
        await book(store, "b1", Part("new", 56.0))
        await store.put_together(["new", "other"])
        longer = entry("old", talk_seconds=100.0, held_seconds=0.0)
        await store.save_call(ended_call(), [entry("new", merged_into="old"), longer], START)
        assert await store.taken(["old"], "anna") == {"old": 56.0}
        assert await waits(store) == ["old+other"]
        await book(store, "b2", Part("old", 44.0))
        assert [booking.id for booking in (await store.row("new")).booked] == ["t-b1", "t-b2"]
        assert await waits(store) == ["other"]

    with_store(home, work)


def test_one_of_several_may_be_settled_alone(home: Path) -> None:
    """By a consultation that was private and became part of it: what is said of it then is not said of the others."""

    async def work(store: Store) -> None:
        await fill(store, "old", "other", "new")
        await store.put_together(["old", "other"])
        await store.annotate("new", None, private=True)
        await store.save_call(ended_call(), [entry("new", merged_into="old")], START)
        assert await waits(store) == ["other"]
        assert (await store.row("old")).private
        for name in ("old", "other"):
            assert [row.entry.id for row in await store.group(name)] == [name]
        await store.annotate("old", None, private=False)
        assert [row.entry.id for row in await store.group("old")] == ["old", "other"]

    with_store(home, work)


def test_an_ignored_consultation_hides_no_call(home: Path) -> None:
    """It becomes part of a longer call, of which nobody has said that nothing is to be booked."""

    async def work(store: Store) -> None:
        await fill(store, "old", "new")
        await store.ignore(["new"], on=True)
        await store.save_call(ended_call(), [entry("new", merged_into="old")], START)
        assert await waits(store) == ["old"]
        assert not (await store.row("new")).ignored

    with_store(home, work)


def test_totals_add_up(home: Path) -> None:
    """What was spoken is booked, waiting, ignored, private or short: each second is in one of them."""

    async def work(store: Store) -> None:
        await fill(store, "booked", "part", "ignored", "private", "waiting")
        await store.save_call(ended_call(), [entry("short", talk_seconds=3.0, held_seconds=0.0)], START)
        for name in ("booked", "part", "short"):
            await store.save_match(name, match())
        await store.save_match("waiting", match("Max Müller", None, "c9"))
        await book(store, "b1", Part("booked", 56.0))
        await book(store, "b2", Part("part", 36.0))
        await store.ignore(["ignored"], on=True)
        await store.annotate("private", None, private=True)
        found = {total.client: total for total in await store.totals(DAY, 60)}
        assert found.keys() == {"Keller AG", "Max Müller", ""}
        keller = found["Keller AG"]
        assert (keller.calls, keller.spoken, keller.booked, keller.waiting, keller.short) == (3, 115.0, 92.0, 20.0, 3.0)
        assert (found["Max Müller"].waiting, found["Max Müller"].short) == (0.0, 56.0)  # under a minute
        await store.put_together(["waiting", "short"])
        found = {total.client: total for total in await store.totals(DAY, 60)}
        assert (found["Max Müller"].waiting, found["Max Müller"].short) == (56.0, 0.0)  # as one with another
        assert (found["Keller AG"].waiting, found["Keller AG"].short) == (23.0, 0.0)
        assert (found[""].ignored, found[""].private) == (56.0, 56.0)
        for total in found.values():
            parts = (total.booked, total.waiting, total.ignored, total.private, total.short)
            assert total.spoken == pytest.approx(sum(parts))
        assert await store.totals([(date(2026, 3, 8), START - timedelta(days=1), START)], 60) == ()

    with_store(home, work)


def test_what_waits_and_the_totals_are_found_by_their_indexes(home: Path) -> None:
    """However many rows there are: looked through is at most what waits."""
    with_store(home, lambda store: fill(store, "a", "b"))
    connection = sqlite3.connect(home / FILE_NAME)
    connection.row_factory = sqlite3.Row
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    try:
        waiting.unbooked(connection, None, None, 60, 1000)
        waiting.unbooked(connection, START, after(60), 60, 1000)
        totals.totals(connection, DAY, 60)
        connection.set_trace_callback(None)
        plans = [str([tuple(step) for step in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]) for sql in asked]
    finally:
        connection.close()
    assert not any("SCAN" in plan for plan in plans)
    assert sum("INDEX entries_waiting (started>?" in plan for plan in plans) == 2
    assert "INDEX entries_talked (started>? AND started<?)" in plans[-1]
