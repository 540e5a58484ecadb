"""Calls that are timed by hand: they go on over restarts and crashes, and no line is asked about them."""

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from calljournal.contracts.service import (
    AddContacts,
    BookCall,
    ChooseContact,
    EndCall,
    HoldCall,
    ListRows,
    RowChanged,
    WatchLines,
)
from calljournal.contracts.work_commands import AddCall, ListTimers, ListUnbooked, MakePrivate, StopTimer
from calljournal.engine import Engine
from calljournal.errors import NotFound, Refused
from calljournal.journal import RowState
from calljournal.worklog import Kind
from tests.engine.conftest import Lab
from tests.engine.test_by_hand import ANNA, NUMBER, ago
from tests.engine.test_control import RINGS, seen
from tests.engine.test_matching import id_of, names

CRASH = """
import asyncio, os, signal, sys
from pathlib import Path
from calljournal.contracts.work_commands import AddCall
from calljournal.engine import Engine
from calljournal.settings import Places

async def crash():
    engine = Engine(Places.under(Path(sys.argv[1])))
    await engine.start()
    await engine.do(AddCall(number="079 000 11 22"))
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(crash())
"""


def test_it_goes_on_until_it_is_stopped(lab: Lab) -> None:
    """A live row; its length is what the clock says, over a restart."""
    began = ago(10)

    async def start(engine: Engine) -> None:
        await engine.do(AddContacts((ANNA,)))
        row = await engine.do(AddCall(number=NUMBER, at=began))
        assert (row.entry.state, row.entry.outcome, row.entry.ended) == ("talking", None, None)
        assert names(row.match) == ["Anna Keller"]
        assert await engine.do(ListUnbooked()) == ()
        with pytest.raises(Refused, match="still lasts"):
            await engine.do(BookCall(row.entry.id, Kind.TIME))

    async def stop(engine: Engine) -> None:
        (running,) = await engine.do(ListTimers())
        assert 600 <= running.entry.talk_seconds < 700
        async with engine.changes() as changes:
            row = await engine.do(StopTimer())
            assert await anext(changes) == RowChanged(row)
        assert row.entry.ended is not None
        assert row.entry.talk_seconds == round((row.entry.ended - began).total_seconds(), 3)
        assert timedelta(0) <= datetime.now(UTC) - row.entry.ended < timedelta(minutes=1)
        assert (row.entry.state, row.entry.outcome, names(row.match)) == ("ended", "answered", ["Anna Keller"])
        assert await engine.do(ListTimers()) == ()
        assert (await engine.do(BookCall(row.entry.id, Kind.TIME))).id

    lab.run(start)
    lab.run(stop)


def test_it_survives_a_crash(lab: Lab) -> None:
    """The row is on the disk before anybody is told of it; lines that connect afterwards leave it alone."""
    lab.plays(RINGS)
    home = str(lab.places.data.parent)
    crashed = subprocess.run([sys.executable, "-c", CRASH, home], check=False)
    assert crashed.returncode == -signal.SIGKILL

    async def work(engine: Engine) -> None:
        await engine.do(WatchLines())
        await engine._recorder.caught_up()
        (running,) = await engine.do(ListTimers())
        assert running.entry.number == "+41790001122"
        assert (await engine.do(StopTimer())).entry.state is RowState.ENDED

    lab.run(work)


def test_several_may_go_on(lab: Lab) -> None:
    """Then one has to be named; each is stopped once."""

    async def work(engine: Engine) -> None:
        with pytest.raises(NotFound, match="`calljournal timer start` starts one"):
            await engine.do(StopTimer())
        first = await engine.do(AddCall(number=NUMBER))
        second = await engine.do(AddCall())
        with pytest.raises(Refused, match="probably the same"):
            await engine.do(AddCall(number=NUMBER))
        assert [row.entry.id for row in await engine.do(ListTimers())] == [first.entry.id, second.entry.id]
        with pytest.raises(Refused, match=f"say which: {first.entry.id[:8]}, {second.entry.id[:8]}"):
            await engine.do(StopTimer())
        assert (await engine.do(StopTimer(second.entry.id[:8]))).entry.id == second.entry.id
        with pytest.raises(Refused, match="ended already"):
            await engine.do(StopTimer(second.entry.id))
        assert (await engine.do(StopTimer())).entry.id == first.entry.id
        with pytest.raises(NotFound):
            await engine.do(StopTimer("zz"))

    lab.run(work)


def test_what_is_said_meanwhile_stays(lab: Lab) -> None:
    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((ANNA,)))
        row = await engine.do(AddCall())
        await engine.do(ChooseContact(row.entry.id, await id_of(engine, "Anna Keller")))
        await engine._store.annotate(row.entry.id, "about the roof", private=False)
        stopped = await engine.do(StopTimer())
        assert (names(stopped.match), stopped.note) == (["Anna Keller"], "about the roof")

    lab.run(work)


def test_a_timer_that_was_made_private_stays_so(lab: Lab) -> None:
    """It ends with its length, and nobody's number or name."""

    async def work(engine: Engine) -> None:
        await engine.do(AddContacts((ANNA,)))
        row = await engine.do(AddCall(number=NUMBER, at=ago(10)))
        await engine.do(MakePrivate(row.entry.id))
        stopped = await engine.do(StopTimer())
        assert (stopped.entry.number, stopped.display, stopped.match.contacts, stopped.private) == (
            None,
            None,
            (),
            True,
        )
        assert stopped.entry.talk_seconds >= 600

    lab.run(work)


def test_no_line_can_do_anything_with_it(lab: Lab) -> None:
    """It is in nobody's way when a real call is meant."""
    lab.plays(RINGS, speed=20)

    async def work(engine: Engine) -> None:
        timed = await engine.do(AddCall())
        for command in (EndCall(), EndCall(timed.entry.id), HoldCall(timed.entry.id), HoldCall()):
            with pytest.raises(Refused, match="`calljournal timer stop` ends it"):
                await engine.do(command)
        await engine.do(WatchLines())
        rings = await seen(engine, "101", "ringing")
        with pytest.raises(Refused, match="`calljournal hangup` ends it"):
            await engine.do(StopTimer(rings.id))
        assert await engine.do(EndCall()) == rings.id
        (still,) = await engine.do(ListTimers())
        assert still.entry.id == timed.entry.id

    lab.run(work)


def test_a_restart_knows_what_goes_on(lab: Lab) -> None:
    async def start(engine: Engine) -> None:
        await engine.do(AddCall())

    async def later(engine: Engine) -> None:
        (row,) = await engine.do(ListRows(session=True))
        assert row.entry.live
        with pytest.raises(Refused, match="`calljournal timer stop` ends it"):
            await engine.do(EndCall())

    lab.run(start)
    lab.run(later)
