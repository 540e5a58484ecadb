"""Changes to what was booked are on the disk until the book has made them; then calls are free, bookings another's."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from calljournal.contracts.work import Amended, Amendment, Correction, Doing, Work, WorkState
from calljournal.store import Asked, Store
from calljournal.worklog import Draft, Part
from tests.store.made import START, after, booked, draft, ended_call, entry
from tests.store.test_facts import with_store


def work(of: Draft, thing: str = "t57", state: WorkState = WorkState.OPEN) -> Work:
    """Give what stands in the book for a draft."""
    who = of.user
    return Work(
        thing, of.kind, of.id, of.entry, who, who, START.date(), of.start, of.end, 6.0, 1.0, 60.0, state, text="ä"
    )


def asked(of: Draft, doing: Doing = Doing.CANCEL, name: str = "m1", seconds: float = 100, thing: str = "t57") -> Asked:
    """Give a change that was asked for so long after the call began."""
    correction = Correction(project="Other") if doing is Doing.CHANGE else Correction()
    return Asked(Amendment(name, thing, doing, "anna", after(seconds), correction), work(of, thing))


async def book(store: Store, of: Draft, thing: str = "t57") -> None:
    """Book a draft of a row that is there already."""
    await store.claim(of, again=False)
    await store.save_booking(booked(of, thing))


async def waits(store: Store) -> set[str]:
    """Give the rows that wait to be booked."""
    return {row.entry.id for rows in await store.unbooked(None, None, 1, 100) for row in rows}


def test_a_change_waits_over_a_restart(home: Path) -> None:
    """Whole, with the work as it was; the oldest first; until it is dropped."""
    first, second = asked(draft(), Doing.CHANGE, "z"), asked(draft(), Doing.CANCEL, "a", 101)

    async def ask(store: Store) -> None:
        await store.ask(second)
        await store.ask(first)

    async def look(store: Store) -> None:
        assert await store.asked() == (first, second)
        await store.drop_asked("z")
        assert await store.asked() == (second,)

    with_store(home, ask, look)


def test_what_is_cancelled_frees_its_calls(home: Path) -> None:
    """All that were merged into the booking; its record stays, and says when."""

    async def steps(store: Store) -> None:
        rows = [entry("one"), entry("two", started=after(300)), entry("other", started=after(600))]
        await store.save_call(ended_call(), rows, START)
        both = draft("d1", "one", parts=(Part("one", 56.0), Part("two", 56.0)))
        await book(store, both)
        await book(store, draft("d2", "other"), "t58")
        assert await waits(store) == set()
        done = asked(both)
        await store.ask(done)
        cancelled = Amended(work(both, state=WorkState.CANCELLED))
        assert await store.finish_asked(done, cancelled, "local") == ("one", "two")
        assert await waits(store) == {"one", "two"}
        assert await store.asked() == ()
        (booking,) = await store.bookings_of("two")
        assert (booking.id, booking.cancelled) == ("t57", after(100))
        await book(store, draft("d3", "one"), "t59")
        assert await waits(store) == {"two"}
        assert await store.finish_asked(done, cancelled, "local") == ("one", "two")  # once more changes nothing
        assert await waits(store) == {"two"}

    with_store(home, steps)


def test_a_correction_entry_takes_the_place_of_the_first(home: Path) -> None:
    """The booking is that entry's from then on, and frees its call when that is cancelled."""

    async def steps(store: Store) -> None:
        await store.save_call(ended_call(), [entry()], START)
        of = draft()
        await book(store, of)
        moved = asked(of, Doing.CHANGE)
        instead = replace(work(of, "t59"), key="of-the-correction", corrects="t57")
        assert await store.finish_asked(moved, Amended(instead, work(of, "t58")), "local") == ("entry-1",)
        (booking,) = await store.bookings_of("entry-1")
        assert (booking.id, booking.cancelled) == ("t59", None)
        again = Asked(Amendment("m2", "t59", Doing.CANCEL, "anna", after(200)), instead)
        await store.finish_asked(again, Amended(replace(instead, state=WorkState.CANCELLED)), "local")
        assert await waits(store) == {"entry-1"}

    with_store(home, steps)


def test_a_change_of_the_work_itself_leaves_its_booking(home: Path) -> None:
    """And work of another book, or nothing of ours, touches no row."""

    async def steps(store: Store) -> None:
        await store.save_call(ended_call(), [entry()], START)
        await book(store, draft())
        assert await store.finish_asked(asked(draft(), Doing.CHANGE), Amended(work(draft())), "local") == ("entry-1",)
        (booking,) = await store.bookings_of("entry-1")
        assert booking == booked(draft())
        foreign = draft("somebody else's")
        cancelled = Amended(work(foreign, state=WorkState.CANCELLED))
        assert await store.finish_asked(asked(foreign), cancelled, "another book") == ()
        assert await waits(store) == set()

    with_store(home, steps)


def test_what_the_book_could_not_tell_us_yet_is_cancelled_all_the_same(home: Path) -> None:
    """It was booked and its answer lost: the booking has no id yet, and is found by its key."""

    async def steps(store: Store) -> None:
        await store.save_call(ended_call(), [entry()], START)
        await store.claim(draft(), again=False)
        await store.finish_asked(asked(draft()), Amended(work(draft(), state=WorkState.CANCELLED)), "local")
        await store.save_booking(replace(booked(draft()), at=START + timedelta(hours=1)))  # the draft was sent again
        (booking,) = await store.bookings_of("entry-1")
        assert (booking.id, booking.cancelled) == ("t57", after(100))
        assert await waits(store) == {"entry-1"}

    with_store(home, steps)
