"""Nothing is booked twice, nothing typed is lost."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from calljournal.database import Database
from calljournal.errors import AlreadyBooked
from calljournal.store import FILE_NAME, RefusedDraft, Store
from calljournal.worklog import Booking, Kind
from tests.store.made import START, booked, draft, ended_call, entry
from tests.store.test_facts import with_store


def test_a_draft_waits_over_a_restart(home: Path) -> None:
    """It is on the disk before the book is asked, whole, and its booking has no id yet."""

    async def claim(store: Store) -> None:
        (waiting,) = await store.claim(draft(), again=False)
        assert waiting == Booking("draft-1", "entry-1", "anna", Kind.TIME, "local", None, draft().created)

    async def look(store: Store) -> None:
        assert await store.waiting() == (draft(),)
        (waiting,) = await store.bookings_of("entry-1")
        assert waiting.id is None

    with_store(home, claim, look)


def test_a_booked_draft_waits_no_longer(home: Path) -> None:
    """The record of the booking stays, with the book's id; booked again under the key it is still one."""

    async def work(store: Store) -> None:
        await store.claim(draft(), again=False)
        for _ in range(2):
            await store.save_booking(booked(draft()))
        assert await store.waiting() == ()
        assert await store.bookings_of("entry-1") == (booked(draft()),)
        assert await store.claim(draft(), again=False) == (booked(draft()),)  # the same draft, sent once more

    with_store(home, work)


def test_a_second_booking_is_asked_for(home: Path) -> None:
    """One row, user and kind is booked once, unless it is meant; other users and kinds are free."""

    async def work(store: Store) -> None:
        await store.claim(draft("d1"), again=False)
        with pytest.raises(AlreadyBooked, match="again"):
            await store.claim(draft("d2"), again=False)
        await store.save_booking(booked(draft("d1")))
        with pytest.raises(AlreadyBooked, match="t57"):
            await store.claim(draft("d2"), again=False)
        assert await store.waiting() == ()
        await store.claim(draft("d3", user="ben"), again=False)
        await store.claim(draft("d4", kind=Kind.ACTIVITY), again=False)
        await store.claim(draft("d5"), again=True)
        assert len(await store.bookings_of("entry-1")) == 4

    with_store(home, work)


def test_of_simultaneous_bookings_one_passes(home: Path) -> None:
    """Two windows, two programs: check and claim are one step, and exactly one of many comes through."""

    async def work(store: Store) -> None:
        other = await Store.open(home)
        claims = [(store if number % 2 else other).claim(draft(f"d{number}"), again=False) for number in range(20)]
        results = await asyncio.gather(*claims, return_exceptions=True)
        await other.close()
        assert sum(isinstance(result, tuple) for result in results) == 1
        assert sum(isinstance(result, AlreadyBooked) for result in results) == 19
        assert len(await store.waiting()) == 1

    with_store(home, work)


def test_merged_rows_are_booked_as_one(home: Path) -> None:
    """What was booked from a consultation counts for the row that it was merged into, and the other way round."""

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry("old"), entry("new")], START)
        await store.claim(draft("d1", "new"), again=False)
        await store.save_call(ended_call(), [entry("new", merged_into="old")], START)
        for name in ("old", "new"):
            with pytest.raises(AlreadyBooked):
                await store.claim(draft("d2", name), again=False)

    with_store(home, work)


def test_rows_that_were_both_booked_may_merge(home: Path) -> None:
    """Nothing that was booked is taken back by a merge."""

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry("old"), entry("new")], START)
        for name in ("old", "new"):
            await store.claim(draft(name, name), again=False)
        await store.save_call(ended_call(), [entry("new", merged_into="old")], START)
        assert len((await store.row("old")).booked) == 2
        await store.claim(draft("third", "old"), again=True)
        assert len((await store.row("new")).booked) == 3

    with_store(home, work)


def test_a_refused_draft_is_kept_but_guards_nothing(home: Path) -> None:
    """What was typed stays with the reason until the call has been booked after all."""

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry("entry-1"), entry("older")], START)
        await store.claim(draft("d1"), again=False)
        await store.drop_draft("d1", "the project is closed")
        assert await store.waiting() == ()
        assert await store.bookings_of("entry-1") == ()
        assert await store.refused("entry-1") == (RefusedDraft(draft("d1"), "the project is closed"),)
        await store.save_call(ended_call(), [entry("entry-1", merged_into="older")], START)
        assert len(await store.refused("older")) == 1

        second = draft("d2", "older")
        await store.claim(second, again=False)
        assert len(await store.refused("older")) == 1
        await store.save_booking(booked(second))
        assert await store.refused("older") == ()

    with_store(home, work)


def test_a_refused_draft_may_be_sent_again(home: Path) -> None:
    """Under its own key, changed or not."""

    async def work(store: Store) -> None:
        await store.claim(draft(), again=False)
        await store.drop_draft("draft-1", "the project is closed")
        better = replace(draft(), project="Other")
        await store.claim(better, again=False)
        assert await store.waiting() == (better,)
        assert await store.refused("entry-1") == ()

    with_store(home, work)


def test_what_is_booked_is_not_dropped(home: Path) -> None:
    """A refusal that comes late takes nothing back."""

    async def work(store: Store) -> None:
        await store.claim(draft(), again=False)
        await store.save_booking(booked(draft()))
        await store.drop_draft("draft-1", "too late")
        assert await store.bookings_of("entry-1") == (booked(draft()),)

    with_store(home, work)


def test_a_draft_may_be_changed_while_it_waits(home: Path) -> None:
    """Its text is the new one, its booking the same."""

    async def work(store: Store) -> None:
        await store.save_draft(draft(), "tryton")
        await store.save_draft(replace(draft(), text="better"), "tryton")
        assert [waiting.text for waiting in await store.waiting()] == ["better"]
        assert [booking.book for booking in await store.bookings_of("entry-1")] == ["tryton"]

    with_store(home, work)


def test_the_record_of_a_booking_outlives_its_row(home: Path) -> None:
    """Whoever deletes a row does not make the call bookable again by accident."""

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry()], START)
        await store.claim(draft(), again=False)
        await store.save_booking(booked(draft()))
        raw = Database(home / FILE_NAME, store._database._migrations_folder)
        await raw.open()
        await raw.run(lambda connection: connection.execute("DELETE FROM entries").close())
        await raw.close()
        assert await store.bookings_of("entry-1") == (booked(draft()),)

    with_store(home, work)


def test_a_choice_is_remembered_for_its_number(home: Path) -> None:
    """The latest one, over a restart, until it is forgotten."""

    async def choose(store: Store) -> None:
        assert await store.choice("+41440001234") is None
        await store.remember_choice("+41440001234", "c1", START)
        await store.remember_choice("+41440001234", "c2", START)
        await store.remember_choice("+41790001122", "c3", START)

    async def look(store: Store) -> None:
        assert await store.choice("+41440001234") == "c2"
        await store.forget_choice("+41440001234")
        assert await store.choice("+41440001234") is None
        assert await store.choice("+41790001122") == "c3"

    with_store(home, choose, look)
