"""What was booked is changed and cancelled once, whatever is broken off in between, and nothing asked for is lost."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from calljournal.contracts.crm import CrmCapability
from calljournal.contracts.service import BookCall, ListRows, WatchLines
from calljournal.contracts.work import Amended, Amendment, Correction, Doing, Work, WorkState
from calljournal.contracts.work_commands import (
    BillWork,
    CancelWork,
    ChangeWork,
    GetWork,
    ListUsers,
    ListWork,
    LockBook,
    WorkHistory,
)
from calljournal.crm.local.manifest import MANIFEST
from calljournal.engine import Engine, correcting
from calljournal.errors import LoginRefused, NotFound, Refused, StoreFailed, Unreachable, Unsupported
from calljournal.worklog import Kind
from tests.engine.conftest import Lab, settled, until
from tests.engine.correcting_desk import Cut, Desk, Knife, desk, stock, with_desk

# --- what becomes of it ----------------------------------------------------------------------------------------------


def test_a_cancelled_entry_frees_its_call(home: Path) -> None:
    """It is shown again, and may be booked anew; who did it is in the history."""

    async def work(at: Desk) -> None:
        thing = await at.book("d1")
        amended = await at.do(CancelWork(thing))
        assert (amended.work.id, amended.work.state, amended.reversal) == (thing, WorkState.CANCELLED, None)
        assert at.shown == ["row-d1"]
        assert await at.do(ListWork()) == ()
        assert [(one.doing, one.by) for one in await at.do(WorkHistory(thing))][-1] == ("cancel", "anna")
        assert await at.book("d1-again", hour=1)
        with pytest.raises(Refused, match="cancelled"):
            await at.do(ChangeWork(thing, Correction(text="too late")))
        assert await at.store.asked() == ()

    with_desk(home, work)


def test_an_entry_is_moved_to_another_project(home: Path) -> None:
    """By number or name, and its text changed; its call stays booked."""

    async def work(at: Desk) -> None:
        thing = await at.book("d1")
        amended = await at.do(ChangeWork(thing, Correction(project="Gamma", text="the lease")))
        assert (amended.work.project_name, amended.work.client_name, amended.work.text) == (
            "Gamma",
            "Frei AG",
            "the lease",
        )
        assert await at.do(GetWork(thing)) == amended.work
        assert at.shown == ["row-d1"]

    with_desk(home, work)


def test_what_is_billed_is_corrected_by_entries(home: Path) -> None:
    """The entry that stands instead is the call's from then on: when that is cancelled, the call is free."""

    async def work(at: Desk) -> None:
        thing = await at.book("d1")
        assert (await at.do(BillWork(thing))).work.state is WorkState.BILLED
        with pytest.raises(Refused, match="--correct"):
            await at.do(ChangeWork(thing, Correction(project="Gamma")))
        amended = await at.do(ChangeWork(thing, Correction(project="Gamma"), by_entry=True))
        assert amended.reversal is not None
        assert (amended.reversal.minutes, amended.work.minutes, amended.work.corrects) == (-6.0, 6.0, thing)
        (booking,) = await at.store.bookings_of("row-d1")
        assert (booking.id, booking.cancelled) == (amended.work.id, None)
        await at.do(CancelWork(amended.work.id))
        (booking,) = await at.store.bookings_of("row-d1")
        assert booking.cancelled is not None
        assert sum((await at.minutes()).values()) == 0.0

    with_desk(home, work)


def test_an_activity_is_changed_and_cancelled_too(home: Path) -> None:
    """It has no minutes, and nothing is rounded for it."""

    async def work(at: Desk) -> None:
        thing = await at.book("d1", kind=Kind.ACTIVITY)
        assert (await at.do(ChangeWork(thing, Correction(title="Lease")))).work.title == "Lease"
        await at.do(CancelWork(thing))
        (booking,) = await at.store.bookings_of("row-d1")
        assert booking.cancelled is not None

    with_desk(home, work)


def test_what_makes_no_sense_is_refused_in_words(home: Path) -> None:
    """Nothing of it waits for the book."""

    async def work(at: Desk) -> None:
        thing = await at.book("d1")
        with pytest.raises(NotFound, match="book list"):
            await at.do(CancelWork("t99"))
        with pytest.raises(NotFound):
            await at.do(WorkHistory("t99"))
        with pytest.raises(Refused, match="different"):
            await at.do(ChangeWork(thing, Correction()))
        with pytest.raises(NotFound):
            await at.do(ChangeWork(thing, Correction(project="Omega")))
        assert await at.store.asked() == ()
        assert [user.name for user in await at.do(ListUsers())] == ["anna"]

    with_desk(home, work)


def test_the_book_is_locked_and_opened(home: Path) -> None:
    """What lies behind is refused; a book without a lock date says so."""

    async def work(at: Desk) -> None:
        thing = await at.book("d1")
        assert await at.do(LockBook(ask=True)) is None
        assert await at.do(LockBook(date(2026, 3, 9))) == date(2026, 3, 9)
        assert await at.do(LockBook(ask=True)) == date(2026, 3, 9)
        with pytest.raises(Refused, match="2026-03-09"):
            await at.do(CancelWork(thing))
        assert await at.do(LockBook(None)) is None
        await at.do(CancelWork(thing))
        at.correcting._manifest = replace(MANIFEST, capabilities=frozenset(CrmCapability) - {CrmCapability.GIVE_OUT})
        with pytest.raises(Unsupported, match="lock date"):
            await at.do(LockBook(ask=True))

    with_desk(home, work)


# --- broken off ------------------------------------------------------------------------------------------------------

CASES: dict[str, Callable[[str], Any]] = {
    "cancelled": lambda thing: CancelWork(thing),
    "moved": lambda thing: ChangeWork(thing, Correction(project="Gamma", text="the lease")),
    "billed, and cancelled by entry": lambda thing: CancelWork(thing, by_entry=True),
    "billed, and moved by entry": lambda thing: ChangeWork(thing, Correction(project="Gamma"), by_entry=True),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_that_is_broken_off_is_made_whole_and_once(name: str, tmp_path: Path) -> None:
    """Killed before or after each step: once it is on the disk it is done at the next start, and else nothing is."""

    async def prepare(home: Path) -> tuple[str, object]:
        async with desk(home) as at:
            await stock(at.crm)
            thing = await at.book("d1")
            await at.book("d2", 0.0, hour=1)
            await at.book("d3", 6.0, hour=2, project="Gamma")
            if "billed" in name:
                await at.do(BillWork(thing))
            return thing, await at.picture()

    async def cut(home: Path, thing: str, knife: Knife) -> None:
        async with desk(home, knife=knife) as at:
            await at.do(CASES[name](thing))

    async def look(home: Path) -> object:
        async with desk(home) as at:
            await at.correcting.flush()
            await at.correcting.flush()
            assert at.trouble == []
            return await at.picture()

    home = tmp_path / "home"
    thing, before = asyncio.run(prepare(home))
    uncut = Knife()
    whole = shutil.copytree(home, tmp_path / "whole")
    asyncio.run(cut(whole, thing, uncut))
    done = asyncio.run(look(whole))
    assert done != before
    assert uncut.done.count("amend") >= 2, "something is rounded anew"
    for step in range(1, uncut.steps + 1):
        copy = shutil.copytree(home, tmp_path / f"cut-{step}")
        knife = Knife(step)
        with pytest.raises(Cut):
            asyncio.run(cut(copy, thing, knife))
        assert asyncio.run(look(copy)) == (done if "ask" in knife.done else before), f"{step}: after {knife.done}"


@pytest.mark.parametrize("error", [Unreachable, LoginRefused])
@pytest.mark.parametrize("step", [1, 2])
def test_a_book_out_of_reach_gets_it_later(
    home: Path, step: int, error: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    """Whether it was not reached or its answer was lost: the change is kept, the user told, and it is made once."""

    async def session() -> None:
        async with desk(home, knife=Knife(step, error, "amend")) as at:
            await stock(at.crm)
            thing = await at.book("d1")
            with pytest.raises(Unreachable, match=f"{thing} is kept"):
                await at.do(ChangeWork(thing, Correction(text="first")))
            (booking,) = await at.store.bookings_of("row-d1")
            assert booking.cancelled is None
            amended = await at.do(ChangeWork(thing, Correction(text="second")))  # what was asked first is sent first
            assert amended.work.text == "second"
            assert [one.doing for one in await at.do(WorkHistory(thing))] == ["book", "change", "change"]
            assert await at.store.asked() == ()
            await at.correcting.flush()
            assert (await at.do(GetWork(thing))).text == "second"
            assert at.trouble == []

    asyncio.run(session())
    assert "the change waits" in caplog.text


def test_a_full_disk_loses_nothing_that_was_asked_for(home: Path) -> None:
    """Nobody knows whether the book has made the change: it is sent again."""

    async def session() -> None:
        async with desk(home, knife=Knife(2, StoreFailed, "amend")) as at:
            await stock(at.crm)
            thing = await at.book("d1")
            with pytest.raises(StoreFailed):
                await at.do(CancelWork(thing))
            await at.correcting.flush()
            (booking,) = await at.store.bookings_of("row-d1")
            assert booking.cancelled is not None
            assert await at.store.asked() == ()

    asyncio.run(session())


def test_what_is_refused_later_is_told(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The book was out of reach when it was asked for, and billed when it could be: somebody has to know."""

    async def session() -> None:
        async with desk(home, knife=Knife(1, Unreachable, "amend")) as at:
            await stock(at.crm)
            thing = await at.book("d1")
            with pytest.raises(Unreachable):
                await at.do(CancelWork(thing))
            await at.crm.lock(date(2026, 3, 9))
            await at.correcting.flush()
            (words,) = at.trouble
            assert words.startswith(f"the entry {thing} of 08:15 for Keller AG: not cancelled: ")
            assert await at.store.asked() == ()

    asyncio.run(session())
    assert "the change waits" in caplog.text


def test_a_change_is_made_at_the_next_start(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    """By the periodic sending, at once."""

    async def ask() -> str:
        async with desk(home, knife=Knife(1, Unreachable, "amend")) as at:
            await stock(at.crm)
            thing = await at.book("d1")
            with pytest.raises(Unreachable):
                await at.do(CancelWork(thing))
            return thing

    async def start(thing: str) -> None:
        async with asyncio.timeout(20), desk(home) as at:
            running = asyncio.create_task(at.correcting.run())
            while True:
                if at.shown:
                    break
                await asyncio.sleep(0.01)
            running.cancel()
            assert (await at.do(GetWork(thing))).state is WorkState.CANCELLED

    asyncio.run(start(asyncio.run(ask())))
    assert "the change waits" in caplog.text


def test_one_change_that_fails_stops_no_other(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A mistake of ours or of the book's is logged and told, and the next change is made; it is not tried for ever."""

    async def work(at: Desk) -> None:
        first, second = await at.book("d1"), await at.book("d2", 0.0, hour=1)
        fail(at, first)
        for thing in (first, second):
            await at.ask(Doing.CANCEL, thing)
        await at.correcting.flush()
        assert (await at.do(GetWork(second))).state is WorkState.CANCELLED
        assert at.trouble == [f"the entry {first} of 08:15 for Keller AG: not cancelled; the log says why"]
        assert await at.store.asked() == ()
        with pytest.raises(OverflowError):
            await at.do(CancelWork(first))
        assert await at.store.asked() == ()

    with_desk(home, work)
    assert "the end of the calendar" in caplog.text


def fail(at: Desk, work: str) -> None:
    """Let the book fail at whatever is asked of a piece of work."""
    amend = at.crm.amend

    async def odd(amendment: Amendment) -> Amended:
        if amendment.work == work:
            raise OverflowError("the end of the calendar")
        return await amend(amendment)

    at.crm.amend = odd  # type: ignore[method-assign]


def test_a_change_is_made_though_others_cannot_be_rounded(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever is wrong with the others of the day: it is told, and what was asked for is done and recorded."""

    async def work(at: Desk) -> None:
        first = await at.book("d1")
        at.crm.work = nothing_works  # type: ignore[method-assign]
        await at.do(CancelWork(first))
        assert await at.store.asked() == ()
        (words,) = at.trouble
        assert "not rounded anew" in words

    with_desk(home, work)
    assert "the end of the calendar" in caplog.text


async def nothing_works(query: object) -> tuple[Work, ...]:
    """Fail as a mistake of ours does."""
    raise OverflowError("the end of the calendar")


def test_what_may_not_be_rounded_any_more_is_told(home: Path) -> None:
    """Another program was quicker and billed it."""

    async def work(at: Desk) -> None:
        first, second = await at.book("d1"), await at.book("d2", 0.0, hour=1)
        amend = at.crm.amend

        async def late(amendment: Amendment) -> Amended:
            if amendment.doing is Doing.ROUND:
                await amend(Amendment("bill", second, Doing.BILL, "ben", amendment.at))
            return await amend(amendment)

        at.crm.amend = late  # type: ignore[method-assign]
        (words,) = (await at.do(CancelWork(first))).remarks
        assert words.startswith(f"the entry {second} of 09:15 for Keller AG should be billed with 6 min now: ")

    with_desk(home, work)


def test_what_a_late_change_brings_about_is_told(home: Path) -> None:
    """Nobody waits for its answer any more."""

    async def work(at: Desk) -> None:
        first, second = await at.book("d1"), await at.book("d2", 0.0, hour=1)
        await at.ask(Doing.CANCEL, first)
        await at.correcting.flush()
        (words,) = at.told
        assert words.startswith(f"the entry {second} of 09:15 for Keller AG is billed with 6 min now")

    with_desk(home, work)


def test_sending_goes_on_when_the_disk_is_well_again(
    home: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One look at what waits has failed: the next one sends it."""
    monkeypatch.setattr(correcting, "FLUSH_SECONDS", 0.01)

    async def session() -> None:
        async with asyncio.timeout(20), desk(home, knife=Knife(1, StoreFailed, "asked")) as at:
            await stock(at.crm)
            await at.ask(Doing.CANCEL, await at.book("d1"))
            running = asyncio.create_task(at.correcting.run())
            while not at.shown:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            running.cancel()

    asyncio.run(session())
    assert "could not be sent" in caplog.text


def test_the_lock_date_waits_for_what_was_asked_before(home: Path) -> None:
    """A program was killed after it was asked to cancel something: that is done before its day is closed."""

    async def work(at: Desk) -> None:
        first, second = await at.book("d1"), await at.book("d2", 0.0, hour=1)
        await at.ask(Doing.CANCEL, first)
        await at.do(LockBook(date(2026, 3, 9)))
        assert await at.minutes() == {"d2": 6.0}
        assert (await at.do(GetWork(second))).state is WorkState.LOCKED

    with_desk(home, work)


def test_a_book_that_is_closed_for_good_says_so(home: Path) -> None:
    """There is no day on which a correction entry could stand."""

    async def work(at: Desk) -> None:
        thing = await at.book("d1")
        await at.crm.lock(date.max)
        with pytest.raises(Refused, match="lock off"):
            await at.do(CancelWork(thing, by_entry=True))
        assert await at.store.asked() == ()

    with_desk(home, work)


# --- in the engine ---------------------------------------------------------------------------------------------------


def test_a_cancelled_call_waits_to_be_booked_again(lab: Lab) -> None:
    """Through the engine: booked, cancelled, shown again, booked anew."""
    lab.plays(
        """
        at 0   call A from "+41 44 000 12 34" "Keller" rings 101
        at 3   A answered by 101
        at 93  A ended by caller
        """
    )

    async def work(engine: Engine) -> None:
        await engine.do(WatchLines())
        (row,) = await settled(engine, 1)
        booking = await engine.do(BookCall(row.entry.id, Kind.TIME))
        assert booking.id
        assert await engine.do(ListRows(unbooked=True)) == ()
        async with engine.changes() as changes:
            await engine.do(CancelWork(booking.id))
            await until(changes, lambda row: all(one.cancelled for one in row.booked))
        (waiting,) = await engine.do(ListRows(unbooked=True))
        assert waiting.entry.id == row.entry.id
        again = await engine.do(BookCall(row.entry.id, Kind.TIME))
        assert again.id not in (None, booking.id)

    lab.run(work)
