"""A line that is away: the gap stands in its lamp, what was lost is said, and a correction is tried at once."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from calljournal.calls.leg import UNSEEN_END
from calljournal.contracts.line import LineState
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import GetLines, LineInfo, ListRows, ReloadSettings, WatchLines
from calljournal.engine import Engine
from calljournal.engine.clock import AnchoredClock
from calljournal.journal import Outcome
from calljournal.settings import Places, save
from tests.lines.asterisk.fake_ami import FakeAmi
from tests.lines.asterisk.script import Chan, phone, trunk
from tests.lines.asterisk.wired import CALLER

LINE = "asterisk:test"
SECRET = "CALLJOURNAL_SECRET_ASTERISK_TEST"


class Watch:
    """An engine with one line to a played Asterisk, on a computer that can be put to sleep."""

    def __init__(self, home: Path, server: FakeAmi) -> None:
        self.server = server
        self.slept = 0.0
        self.places = Places.under(home)
        self.places.make()
        self.set_up()
        self.engine = Engine(self.places, AnchoredClock(lambda: time.time() + self.slept))

    def set_up(self, **more: str | int) -> None:
        """Write the settings of the line."""
        values = {"host": "127.0.0.1", "port": self.server.port, "user": "cti", "own": "101", "trunk": "trunk", **more}
        save(self.places.settings_file, ("lines", LINE), {"system": "asterisk", "values": values})

    async def until(self, condition: Callable[[LineInfo], bool]) -> LineInfo:
        """Wait until the lamp meets a condition."""
        while not condition(info := (await self.engine.do(GetLines()))[0]):  # noqa: ASYNC110  (as people look)
            await asyncio.sleep(0.01)
        return info

    async def lamp(self, state: LineState) -> LineInfo:
        """Wait until the lamp shows a state."""
        return await self.until(lambda info: info.state is state)

    async def row(self, condition: Callable[[JournalRow], bool]) -> JournalRow:
        """Wait until the one row meets a condition."""
        while not (rows := await self.engine.do(ListRows())) or not condition(rows[0]):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        (row,) = rows
        return row

    async def call(self) -> tuple[Chan, Chan]:
        """A call comes in and is answered."""
        caller, called = trunk(CALLER), phone("101", "1.1", "1.0")
        caller.presentation = "allowed_not_screened"
        self.server.send(caller.new(), called.new(), caller.calls(called, "101"), called.becomes("Up"))
        self.server.send(caller.done(called, "ANSWER"), caller.becomes("Up"), called.enters(), caller.enters())
        await self.row(lambda row: row.entry.state == "talking")
        return caller, called


Play = Callable[[Callable[[Watch], Awaitable[None]]], None]


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Start Asterisk and the engine, let a story happen, and stop them."""
    monkeypatch.setenv(SECRET, "geheim")

    def run(story: Callable[[Watch], Awaitable[None]]) -> None:
        async def session() -> None:
            async with asyncio.timeout(20), FakeAmi() as server:
                watch = Watch(tmp_path / "home", server)
                await watch.engine.start()
                try:
                    await watch.engine.do(WatchLines())
                    await story(watch)
                finally:
                    await watch.engine.stop()

        asyncio.run(session())

    return run


def test_the_computer_sleeps_in_mid_call(play: Play) -> None:
    """The gap is as long as the sleep; the call, which is gone, was last seen before it and says so."""

    async def story(watch: Watch) -> None:
        await watch.lamp(LineState.CONNECTED)
        await watch.call()
        fell_asleep = watch.engine._clock.now()
        watch.slept += 1700
        info = await watch.until(lambda info: bool(info.gaps) and info.gaps[-1][1] is not None)
        ((start, end),) = info.gaps
        assert end is not None
        assert timedelta(0) <= fell_asleep - start < timedelta(seconds=5)
        assert end - start >= timedelta(seconds=1700)
        row = await watch.row(lambda row: not row.entry.live)
        assert row.entry.outcome is Outcome.LOST
        assert row.entry.ended is not None
        assert row.entry.ended <= fell_asleep
        assert UNSEEN_END in row.entry.anomalies

    play(story)


def test_a_gap_begins_with_the_last_sign_of_life(play: Play) -> None:
    """Not when somebody noticed; it stays open until the line is back."""

    async def story(watch: Watch) -> None:
        alive = (await watch.lamp(LineState.CONNECTED)).last_heartbeat
        await watch.server.stop()
        ((start, end),) = (await watch.lamp(LineState.DISCONNECTED)).gaps
        assert end is None
        assert alive is not None
        assert alive <= start <= watch.engine._clock.now()
        await watch.server.start()
        ((start_again, end),) = (await watch.lamp(LineState.CONNECTED)).gaps
        assert start_again == start
        assert end is not None

    play(story)


def test_a_live_call_is_noted_as_seen_when_the_line_was_last_alive(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not when the note was written: if the computer dies now, nobody saw the call after that."""
    monkeypatch.setattr("calljournal.engine.recorder.SIGHT_SECONDS", 0.02)

    async def story(watch: Watch) -> None:
        await watch.lamp(LineState.CONNECTED)
        await watch.call()
        await asyncio.sleep(0.5)  # in which Asterisk has nothing to say
        ((_, seen, _),) = await watch.engine._store.live_calls()
        assert seen < watch.engine._clock.now() - timedelta(seconds=0.3)

    play(story)


def test_a_line_that_never_came_up_is_a_gap(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first attempt on: what happened then is not in the journal either."""
    monkeypatch.setenv(SECRET, "wrong")

    async def story(watch: Watch) -> None:
        ((_, end),) = (await watch.lamp(LineState.REFUSED)).gaps
        assert end is None

    play(story)


@pytest.mark.parametrize("what", ["secret", "setting"])
def test_a_corrected_setting_is_tried_at_once(play: Play, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """A refused login is repeated after minutes; the secret, which stands in no settings file, counts too."""
    monkeypatch.setenv(SECRET, "wrong")

    async def story(watch: Watch) -> None:
        await watch.lamp(LineState.REFUSED)
        if what == "secret":
            monkeypatch.setenv(SECRET, "geheim")
        else:
            watch.server.user, watch.server.secret = "other", "wrong"
            watch.set_up(user="other")
        await watch.engine.do(ReloadSettings())
        ((_, end),) = (await watch.lamp(LineState.CONNECTED)).gaps
        assert end is not None

    play(story)


def test_a_line_whose_settings_change_in_mid_call_goes_on_with_the_row(play: Play) -> None:
    """It is opened anew and counts its connections from one again: what it says is not taken for an old story."""

    async def story(watch: Watch) -> None:
        for _ in range(2):
            await watch.lamp(LineState.CONNECTED)
            watch.server.drop()
            await watch.until(lambda info: info.state is LineState.DISCONNECTED)
        await watch.lamp(LineState.CONNECTED)
        caller, called = await watch.call()
        watch.server.channels = [caller.listed(bridge="b1"), called.listed(bridge="b1", application="AppDial")]
        watch.set_up(ring=20)
        sessions = watch.server.sessions
        await watch.engine.do(ReloadSettings())
        await watch.until(lambda info: info.state is LineState.CONNECTED and watch.server.sessions > sessions)
        watch.server.send(called.hangs_up(), caller.hangs_up())
        row = await watch.row(lambda row: not row.entry.live)
        assert row.entry.outcome is Outcome.ANSWERED
        assert (row.entry.direction, row.entry.number) == ("incoming", CALLER)

    play(story)
