"""Rows that no line saw: checked and saved in one step, and ended with what the disk knows of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from calljournal.calls import Presentation
from calljournal.errors import Bug
from calljournal.journal import MANUAL, Entry, RowState
from calljournal.matching import PENDING
from calljournal.store import Store
from tests.store.made import START, after, call, entry, live_entry, match
from tests.store.test_facts import with_store


def added(entry_id: str, start: float, end: float) -> Entry:
    """Give a row that a person added."""
    times = {"started": after(start), "answered": after(start), "ended": after(end)}
    return entry(entry_id, line=MANUAL, call=entry_id, legs=(), anomalies=(), name=None, **times)


TIMER = replace(added("timer", 0, 0), state=RowState.TALKING, outcome=None, ended=None, talk_seconds=0, held_seconds=0)


@pytest.mark.parametrize(
    ("start", "end", "same"),
    [
        (100, 200, True),
        (0, 1000, True),
        (140, 150, True),
        (150, 250, True),
        (151, 251, False),
        (50, 150, True),
        (49, 149, False),
        (200, 300, False),
    ],
)
def test_half_of_the_shorter_call_makes_it_the_same(home: Path, start: float, end: float, same: bool) -> None:
    """Of a talk from second 100 to 200 with the same number."""

    async def work(store: Store) -> None:
        assert await store.add_row(added("one", 100, 200), PENDING, after(2000), again=False) is None
        there = await store.add_row(added("two", start, end), PENDING, after(2000), again=False)
        assert (there.entry.id if there else None) == ("one" if same else None)
        assert (await store.row("one")).match == PENDING

    with_store(home, work)


def test_the_same_contact_is_the_same_call(home: Path) -> None:
    """Whichever of the two has a number."""

    async def work(store: Store) -> None:
        without = replace(added("two", 0, 60), number=None, display=None, presentation=Presentation.UNAVAILABLE)
        other = match("Beat Frei", contact_id="c9")
        await store.add_row(added("one", 0, 60), match(), after(99), again=False)
        assert await store.add_row(without, match(), after(99), again=False) == await store.row("one")
        assert await store.add_row(without, other, after(99), again=False) is None
        assert (await store.row("two")).match == other

    with_store(home, work)


def test_a_timer_ends_once_and_never_before_it_began(home: Path) -> None:
    """Also where the computer's clock was set back meanwhile."""

    async def work(store: Store) -> None:
        await store.save_call(call(), [live_entry()], START)
        await store.add_row(TIMER, PENDING, START, again=True)
        assert [row.entry.id for row in await store.timers()] == ["timer"]
        assert not await store.stop_timer("entry-1", after(60))  # a line's
        assert await store.stop_timer("timer", after(-60))
        assert not await store.stop_timer("timer", after(60))
        ended = (await store.row("timer")).entry
        assert (ended.ended, ended.talk_seconds, ended.live) == (START, 0, False)
        assert await store.timers() == ()

    with_store(home, work)


def test_no_number_that_nobody_may_see(home: Path) -> None:
    async def work(store: Store) -> None:
        hidden = replace(added("one", 0, 60), presentation=Presentation.WITHHELD)
        with pytest.raises(Bug, match="withheld"):
            await store.add_row(hidden, PENDING, after(99), again=False)

    with_store(home, work)
