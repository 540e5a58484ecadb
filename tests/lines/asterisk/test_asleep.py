"""The computer sleeps in mid-session: a socket that still looks alive is not believed.

Whether the monotonic clock stands still meanwhile (Linux) or runs on (Windows) makes no difference.
"""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from calljournal.calls.leg import UNSEEN_END
from calljournal.contracts.line import LineState
from calljournal.engine.clock import AnchoredClock
from calljournal.journal import Outcome
from calljournal.lines.asterisk.line import SLEPT
from calljournal.lines.asterisk.protocol import Message
from tests.lines.asterisk.fake_ami import FakeAmi
from tests.lines.asterisk.script import Chan, phone, trunk
from tests.lines.asterisk.test_resets import SETTLED, rows_of
from tests.lines.asterisk.wired import CALLER, CALM, QUICK, Watched, make, play, running

NAP = 1700.0


class Computer:
    """Its clocks, which may jump; `runs_on` says whether the monotonic one counts a sleep."""

    def __init__(self, runs_on: bool) -> None:
        self._runs_on = runs_on
        self._slept = 0.0
        self.clock = AnchoredClock(
            lambda: time.time() + self._slept, lambda: time.monotonic() + (self._slept if self._runs_on else 0.0)
        )

    def sleeps(self, seconds: float = NAP) -> None:
        """Sleep; from the program's point of view nothing happens."""
        self._slept += seconds


@pytest.fixture(params=[False, True], ids=["stands still", "runs on"])
def computer(request: pytest.FixtureRequest) -> Computer:
    """A computer of either kind."""
    return Computer(request.param)


async def talking(server: FakeAmi, watched: Watched) -> tuple[Chan, Chan]:
    """A call comes in and is answered."""
    await watched.lamp(LineState.CONNECTED)
    caller, called = trunk(CALLER), phone("101", "1.1", "1.0")
    caller.presentation = SETTLED
    server.send(caller.new(), called.new(), caller.calls(called, "101"), called.becomes("Up"))
    server.send(caller.done(called, "ANSWER"), caller.becomes("Up"), called.enters(), caller.enters())
    await watched.until(lambda: getattr(watched.leg("1.1"), "answered", None))
    return caller, called


def test_a_call_that_is_gone_after_the_sleep(computer: Computer) -> None:
    """Lost, when it was last seen; and it says that its end was not seen."""

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port, computer.clock, CALM)) as watched:
            await talking(server, watched)
            fell_asleep = computer.clock.now()
            computer.sleeps()
            lamp = await watched.lamp(LineState.DISCONNECTED, SLEPT)
            assert lamp.at - fell_asleep >= timedelta(seconds=NAP)
            await watched.until(lambda: len(watched.snapshots()) == 2)
            (row,) = rows_of(watched)
            assert row.outcome is Outcome.LOST
            assert row.ended is not None
            assert row.ended <= fell_asleep
            assert UNSEEN_END in row.anomalies
            assert server.sessions == 2

    play(story)


def test_a_call_that_lives_on(computer: Computer) -> None:
    """Taken up again: one row, which goes on, and whose length has the sleep in it."""

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port, computer.clock, CALM)) as watched:
            caller, called = await talking(server, watched)
            server.channels = [caller.listed(bridge="b1"), called.listed(bridge="b1", application="AppDial")]
            computer.sleeps()
            await watched.until(lambda: len(watched.snapshots()) == 2)
            server.send(called.hangs_up(), caller.hangs_up())
            await watched.until(lambda: getattr(watched.leg("1.1"), "ended", None))
            (row,) = rows_of(watched)
            assert row.outcome is Outcome.ANSWERED
            assert NAP <= row.talk_seconds <= NAP + 10
            assert any(SLEPT in anomaly for anomaly in row.anomalies)

    play(story)


@pytest.mark.parametrize("stamped", [True, False])
def test_what_came_before_the_sleep_is_read_after_it(computer: Computer, stamped: bool) -> None:
    """It happened then: Asterisk says when, else the last sign of life does."""

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port, computer.clock, CALM)) as watched:
            _, called = await talking(server, watched)
            fell_asleep = computer.clock.now()
            end = called.hangs_up()
            stamp = f"\r\nTimestamp: {fell_asleep.timestamp():.6f}".encode() if stamped else b""
            server.send(Message(end.raw + stamp))
            computer.sleeps()
            await watched.until(lambda: len(watched.snapshots()) == 2)
            (row,) = rows_of(watched)
            assert row.outcome is Outcome.ANSWERED
            assert row.ended is not None
            assert abs(row.ended - fell_asleep) < timedelta(seconds=1)

    play(story)


def test_after_a_sleep_nobody_waits_for_the_next_attempt(computer: Computer) -> None:
    """Before it there was no network, or another one."""

    async def story() -> None:
        server = FakeAmi()
        await server.start()
        await server.stop()
        limits = replace(QUICK, first_delay=600.0, longest_delay=600.0)
        async with running(make(server.port, computer.clock, limits)) as watched:
            await watched.lamp(LineState.DISCONNECTED)
            await server.start()
            computer.sleeps()
            await watched.lamp(LineState.CONNECTED)
        await server.stop()

    play(story)


@pytest.mark.parametrize("step", [3600.0, -3600.0])
def test_a_clock_that_is_set_in_mid_call(step: float) -> None:
    """The line connects anew with the new time; the call goes on, and says that its times may be wrong."""
    computer = Computer(runs_on=False)

    async def story() -> None:
        async with FakeAmi() as server, running(make(server.port, computer.clock, CALM)) as watched:
            caller, called = await talking(server, watched)
            server.channels = [caller.listed(bridge="b1"), called.listed(bridge="b1", application="AppDial")]
            computer.sleeps(step)
            await watched.until(lambda: len(watched.snapshots()) == 2)
            server.send(called.hangs_up(), caller.hangs_up())
            await watched.until(lambda: getattr(watched.leg("1.1"), "ended", None))
            (row,) = rows_of(watched)
            assert row.outcome is Outcome.ANSWERED
            assert row.talk_seconds >= 0
            assert any("its times may be wrong" in anomaly for anomaly in row.anomalies)

    play(story)
