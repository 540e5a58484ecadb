"""Rows that were kept long enough are deleted, each kind by its own time; what something hangs on is left alone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from calljournal.calls import Presentation
from calljournal.contracts.service import ListRows
from calljournal.contracts.work import Amended, Amendment, Doing, Export, Work
from calljournal.journal import Entry
from calljournal.store import BEGINNING, Asked, Keep, Store
from calljournal.store.retention import PORTION
from calljournal.worklog import Kind, Part
from tests.store.made import START, after, booked, call, draft, ended_call, entry, live_entry
from tests.store.test_facts import with_store
from tests.store.test_forgetting import digits_in

LATER = START + timedelta(days=30)
ALL = dict.fromkeys(Keep, LATER)
GONE = Presentation.UNAVAILABLE


async def fill(store: Store, *rows: Entry) -> None:
    for row in rows:
        await store.save_call(ended_call() if row.ended else call(), [row], START)


async def book(store: Store, entry_id: str, *others: str, kind: Kind = Kind.TIME) -> str:
    """Book rows as one, and give the key."""
    parts = tuple(Part(one, 56.0) for one in (entry_id, *others))
    new = draft(f"draft-{entry_id}", entry_id, kind=kind, parts=parts)
    await store.claim(new, again=False)
    await store.save_booking(booked(new, f"t-{entry_id}"))
    return new.id


async def delete_all(store: Store, until: Mapping[Keep, datetime]) -> dict[str, Keep]:
    """Delete what may be, portion by portion."""
    gone: dict[str, Keep] = {}
    place = BEGINNING
    while True:
        step = await store.delete(until, place)
        gone |= step.rows
        if step.after is None:
            return gone
        place = step.after


async def ids(store: Store) -> list[str]:
    return sorted(row.entry.id for row in await store.rows(ListRows(), START))


@pytest.mark.parametrize(
    ("until", "left"),
    [
        ({}, "booked spoken waits"),
        ({Keep.UNBOOKED: LATER}, "booked spoken"),
        ({Keep.BOOKED: LATER}, "waits"),
        ({Keep.UNBOOKED: after(60)}, "booked spoken waits"),  # a row goes when its end lies before, not at it
        ({Keep.UNBOOKED: after(60.001)}, "booked spoken"),
    ],
)
def test_each_kind_has_its_own_time(home: Path, until: Mapping[Keep, datetime], left: str) -> None:
    """A time entry or an activity keeps its row as long as bookings are kept; the end of the call counts."""

    async def work(store: Store) -> None:
        await fill(store, entry("waits"), entry("booked"), entry("spoken"))
        await book(store, "booked")
        await book(store, "spoken", kind=Kind.ACTIVITY)
        await delete_all(store, until)
        assert " ".join(await ids(store)) == left

    with_store(home, work)


def test_private_rows_go_first(home: Path) -> None:
    """A private row is deleted by the time of private ones, with what was merged into it."""

    async def work(store: Store) -> None:
        await fill(store, entry("mine"), entry("part"), entry("other"))
        await fill(store, entry("part", merged_into="mine"))
        await store.make_private("part")
        assert await delete_all(store, {Keep.PRIVATE: LATER}) == {"mine": Keep.PRIVATE}
        assert await ids(store) == ["other"]
        assert await delete_all(store, {Keep.UNBOOKED: LATER}) == {"other": Keep.UNBOOKED}

    with_store(home, work)


def test_a_cancelled_booking_keeps_nothing(home: Path) -> None:
    """When its booking is cancelled a row is one from which nothing was booked."""

    async def work(store: Store) -> None:
        await fill(store, entry("cancelled"))
        await book(store, "cancelled")
        await cancel(store, "t-cancelled")
        assert await delete_all(store, ALL) == {"cancelled": Keep.UNBOOKED}

    with_store(home, work)


def test_what_waits_again_is_kept_from_then_on(home: Path) -> None:
    """However long ago the call was: from the day on that its booking was cancelled, alone or with others."""

    async def work(store: Store) -> None:
        await fill(store, entry("old"), entry("with-it"), entry("waits"))
        await book(store, "old", "with-it")
        await cancel(store, "t-old")  # at after(90); the calls ended at after(60)
        assert await delete_all(store, {Keep.UNBOOKED: after(90)}) == {"waits": Keep.UNBOOKED}
        assert (await delete_all(store, {Keep.UNBOOKED: after(90.001)})).keys() == {"old", "with-it"}

    with_store(home, work)


async def cancel(store: Store, work: str, *, finish: bool = True) -> None:
    key = work.replace("t-", "draft-")
    before = Work(work, Kind.TIME, key, "", "anna", "anna", START.date(), START, after(60), 5, 1, 60)
    asked = Asked(Amendment("amendment", work, Doing.CANCEL, "anna", after(90)), before)
    await store.ask(asked)
    if finish:
        await store.finish_asked(asked, Amended(before), "local")


def test_the_record_of_a_booking_outlives_its_row(home: Path) -> None:
    """The row is gone after its ten years; that it was booked is still known, and guards it."""

    async def work(store: Store) -> None:
        await fill(store, entry("first"), entry("second"))
        await book(store, "first", "second")
        assert await delete_all(store, ALL) == {"first": Keep.BOOKED, "second": Keep.BOOKED}
        assert [one.id for one in await store.bookings_of("first")] == ["t-first"]

    with_store(home, work)


def test_what_something_hangs_on_stays(home: Path) -> None:
    """A live call, a draft that waits, a change under way, an export that was broken off: nothing of it is deleted."""

    async def work(store: Store) -> None:
        await fill(store, live_entry("live"), entry("draft"), entry("change"), entry("export"))
        await store.save_draft(draft("waiting", "draft", parts=(Part("draft", 56.0),)))
        await book(store, "change")
        await cancel(store, "t-change", finish=False)
        export = Export("", "calls", START, "anna", "/calls.csv", "csv", "{}", 0)
        begun = await store.begin_export(export, START - timedelta(days=1), None, False)
        assert await delete_all(store, ALL) == {}
        await store.finish_export(begun.id, LATER)
        assert await delete_all(store, ALL) == {"export": Keep.UNBOOKED}

    with_store(home, work)


def test_refused_drafts_go_with_their_row(home: Path) -> None:
    """What a book refused of a row is deleted with the row; that of another row is not."""

    async def work(store: Store) -> None:
        await fill(store, entry("old"), entry("new", started=LATER, answered=LATER, ended=LATER + timedelta(60)))
        for row in ("old", "new"):
            await store.save_draft(draft(f"draft-{row}", row))
            await store.drop_draft(f"draft-{row}", "the project is closed")
        assert await delete_all(store, ALL) == {"old": Keep.UNBOOKED}
        assert await store.refused("old") == ()
        assert len(await store.refused("new")) == 1

    with_store(home, work)


def test_what_was_to_be_booked_with_it_stands_alone(home: Path) -> None:
    """Of two calls that were merged, the younger one waits by itself when the older is deleted."""
    young = entry("new", started=LATER, answered=LATER, ended=LATER + timedelta(60))

    async def work(store: Store) -> None:
        await fill(store, entry("old"), young)
        await store.put_together(["old", "new"])
        await delete_all(store, ALL)
        assert (await store.row("new")).together == ()

    with_store(home, work)


def test_it_goes_on_portion_by_portion(home: Path) -> None:
    """More rows than one step looks at are all looked at, those that stay between them too."""

    async def work(store: Store) -> None:
        rows = [entry(f"{number:04}") for number in range(PORTION + 2)]
        await store.save_call(ended_call(), rows, START)
        await book(store, "0003")
        step = await store.delete({Keep.UNBOOKED: LATER}, BEGINNING)
        assert (len(step.rows), step.after is None) == (PORTION - 1, False)
        assert len(await delete_all(store, {Keep.UNBOOKED: LATER})) == 2
        assert await ids(store) == ["0003"]

    with_store(home, work)


def test_what_was_deleted_is_not_left_in_free_room(home: Path) -> None:
    """Even where the file is not written anew, nobody finds a deleted number in it, or in the log beside it."""

    async def work(store: Store) -> None:
        await fill(
            store, entry("old"), entry("booked", number=None, display=None, name=None, legs=(), presentation=GONE)
        )
        await book(store, "booked")
        assert digits_in(home)
        await delete_all(store, {Keep.UNBOOKED: LATER})
        await store.compact(1.0)
        assert digits_in(home) == []

    with_store(home, work)


def test_freed_room_is_given_back(home: Path) -> None:
    """The file is written anew where much of it is free, and stays as it is where little is."""

    async def work(store: Store) -> None:
        await store.save_call(ended_call(), [entry(f"{number:04}", name="x" * 400) for number in range(900)], START)
        await store.compact()
        full = size(home)
        await store.compact(0.25)
        assert size(home) == full
        await delete_all(store, ALL)
        await store.compact(0.25)
        assert size(home) < full / 2

    with_store(home, work)


def size(home: Path) -> int:
    return sum(file.stat().st_size for file in home.iterdir())
