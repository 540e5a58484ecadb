"""A number that is private for good: its calls lose it when they end, and those of before at once."""

from pathlib import Path

import pytest

from calljournal.calls import Presentation
from calljournal.contracts.journal_commands import ListRows, PrivateNumber
from calljournal.errors import Refused
from calljournal.store import Store
from calljournal.worklog import Part
from tests.store.made import NUMBER, START, after, booked, call, draft, ended_call, entry, live_entry, match
from tests.store.test_facts import with_store
from tests.store.test_privacy import is_anonymous
from tests.store.test_retention import book, cancel

PRIVATE = PrivateNumber(NUMBER, "044/000 12 34", after(1000))
OTHER = "+41790001122"


def test_calls_of_before_become_private(home: Path) -> None:
    """All that are over and not booked; other numbers, even longer ones, are other numbers."""

    async def work(store: Store) -> None:
        rows = [
            entry("a"),
            entry("b"),
            entry("booked"),
            entry("other", number=OTHER, legs=()),
            entry("longer", number=f"{NUMBER}9"),
        ]
        await store.save_call(ended_call(), rows, START)
        await store.save_call(call(), [live_entry("live")], START)
        await store.save_match("a", match())
        await store.ignore(["b"], on=True)
        await book(store, "booked")
        became = await store.keep_private(PRIVATE)
        assert became.private == ("a", "b")
        assert is_anonymous(await store.row("a"))
        assert is_anonymous(await store.row("b"))
        shown = {row.entry.id: row.private for row in await store.rows(ListRows(), START)}
        assert shown == {"a": True, "b": True, "booked": False, "other": False, "longer": False, "live": False}
        assert (await store.keep_private(PRIVATE)).private == ()

    with_store(home, work)


def test_a_call_becomes_private_when_it_ends(home: Path) -> None:
    """In the same step in which its end is saved; until then it is shown as usual."""

    async def work(store: Store) -> None:
        await store.keep_private(PRIVATE)
        assert await store.save_calls([(call(), [live_entry()])], START) == frozenset()
        await store.save_match("entry-1", match())
        row = await store.row("entry-1")
        assert (row.entry.number, row.match, row.private) == (NUMBER, match(), False)
        assert await store.save_calls([(ended_call(), [entry()])], START) == {"entry-1"}
        row = await store.row("entry-1")
        assert is_anonymous(row)
        assert (row.settled, row.entry.talk_seconds) == ("private", 52.25)
        assert await store.save_calls([(ended_call(), [entry(voicemail=True)])], START) == {"entry-1"}
        assert is_anonymous(await store.row("entry-1"))

    with_store(home, work)


def test_a_call_that_is_booked_when_it_ends_is_left(home: Path) -> None:
    """Its minutes are to be explained; when that is taken back, the next start finds it."""

    async def work(store: Store) -> None:
        await store.keep_private(PRIVATE)
        await store.save_call(call(), [live_entry()], START)
        new = draft(parts=(Part("entry-1", 56.0),))
        await store.claim(new, again=False)
        await store.save_booking(booked(new, "t-entry-1"))
        assert await store.save_calls([(ended_call(), [entry()])], START) == frozenset()
        assert (await store.sweep_private([NUMBER])).private == ()
        await cancel(store, "t-entry-1")
        assert (await store.row("entry-1")).entry.number == NUMBER

    async def another_day(store: Store) -> None:
        assert (await store.sweep_private([one.number for one in await store.private_numbers()])).private

    with_store(home, work)


def test_a_call_without_a_number_is_none_of_them(home: Path) -> None:
    """Nor is one that was merged into another: whose number that row shows decides."""
    withheld = entry("withheld", number=None, display=None, name=None, presentation=Presentation.WITHHELD, legs=())

    async def work(store: Store) -> None:
        await store.keep_private(PRIVATE)
        await store.save_call(call(), [live_entry("old", number=OTHER), live_entry("part")], START)
        await store.save_call(ended_call(), [entry("part", merged_into="old"), withheld], START)
        await store.save_call(ended_call(), [entry("old", number=OTHER)], START)
        rows = await store.rows(ListRows(), START)
        assert [(row.entry.id, row.private) for row in rows] == [("withheld", False), ("old", False)]

    with_store(home, work)


def test_it_stands_alone_afterwards(home: Path) -> None:
    """What it was to be booked with is told, and stands without it."""

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry("mine"), entry("other", number=OTHER)], START)
        await store.put_together(["mine", "other"])
        became = await store.keep_private(PRIVATE)
        assert (became.private, became.left) == (("mine",), ("other",))
        assert (await store.row("other")).together == ()

    with_store(home, work)


def test_the_list_and_its_end(home: Path) -> None:
    """The latest first; a number that is named again keeps its first day; calls to come are shown again."""
    later = PrivateNumber(OTHER, "079 000 11 22", after(2000))

    async def work(store: Store) -> None:
        await store.keep_private(PRIVATE)
        await store.keep_private(later)
        await store.keep_private(PrivateNumber(NUMBER, "another", after(3000)))
        assert await store.private_numbers() == (later, PRIVATE)
        assert await store.drop_private(NUMBER)
        assert not await store.drop_private(NUMBER)
        await store.save_call(ended_call(), [entry()], START)
        assert (await store.row("entry-1")).entry.number == NUMBER

    async def another_day(store: Store) -> None:
        assert await store.private_numbers() == (later,)

    with_store(home, work, another_day)


def test_nothing_is_noted_on_a_private_call(home: Path) -> None:
    """It might say who it was. What was noted before stays until the user takes it away."""

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry()], START)
        await store.note("entry-1", "lunch")
        await store.keep_private(PRIVATE)
        with pytest.raises(Refused, match="private"):
            await store.note("entry-1", "with Anna Keller")
        assert (await store.row("entry-1")).note == "lunch"
        assert (await store.note("entry-1", "")).note is None

    with_store(home, work)
