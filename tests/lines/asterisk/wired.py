"""A line on a real socket, with an ear for all that it tells."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime

from calljournal.calls import LegReport, Owners, Snapshot
from calljournal.contracts.line import Clock, LineConfig, LineMessage, LineState, LineStatus, Result
from calljournal.contracts.manifest import Value, check_values
from calljournal.lines.asterisk.connection import Limits
from calljournal.lines.asterisk.line import AsteriskLine
from calljournal.lines.asterisk.manifest import FIELDS
from tests.lines.asterisk.fake_ami import FakeAmi
from tests.lines.asterisk.recorded import LINE, RULES
from tests.lines.asterisk.script import Chan, phone, trunk

CALLER = "+41440001234"
QUICK = Limits(
    connect=0.3,
    boot=0.1,
    list=0.3,
    heartbeat=0.05,
    answer=0.1,
    first_delay=0.02,
    longest_delay=0.1,
    refused_delay=0.1,
    steady=0.05,
    tick=0.02,
    lamp=0.0,
    close=0.2,
    rest=0.0,
)
CALM = replace(QUICK, connect=3.0, list=3.0, heartbeat=60.0)  # for a machine so busy that answers may come late
PATIENCE = 5.0  # seconds until a test gives up; what is waited for comes within some hundredths


class WallClock:
    """The computer's own."""

    anchored = 0

    def now(self) -> datetime:
        return datetime.now(UTC)


class Watched:
    """A running line, and what it told."""

    def __init__(self, line: AsteriskLine) -> None:
        self.line = line
        self.told: list[LineMessage] = []
        self._news = asyncio.Event()

    def tell(self, message: LineMessage) -> None:
        self.told.append(message)
        self._news.set()

    async def until(self, is_true: Callable[[], object]) -> None:
        """Wait until something that the line tells makes it true."""
        async with asyncio.timeout(PATIENCE):
            while not is_true():
                self._news.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), 0.02)

    async def lamp(self, state: LineState, words: str = "") -> LineStatus:
        """Wait until the lamp says that."""
        await self.until(lambda: any(s.state is state and words in s.message for s in self.lamps()))
        return next(s for s in self.lamps() if s.state is state and words in s.message)

    def lamps(self) -> list[LineStatus]:
        return [message for message in self.told if isinstance(message, LineStatus)]

    def results(self) -> list[Result]:
        return [message for message in self.told if isinstance(message, Result)]

    def snapshots(self) -> list[Snapshot]:
        return [message for message in self.told if isinstance(message, Snapshot)]

    def leg(self, uid: str) -> LegReport | None:
        """The last report of a leg."""
        reports = [m for m in self.told if isinstance(m, LegReport) and m.leg == uid]
        return reports[-1] if reports else None


def make(port: int, clock: Clock | None = None, limits: Limits = QUICK, **values: Value) -> AsteriskLine:
    """A line to this port."""
    given: dict[str, Value] = {"port": port, "user": "cti", "secret": "geheim", "context": "internal", **values}
    settings = LineConfig(LINE, Owners.parse("101,102"), RULES, check_values(FIELDS, given), clock or WallClock())
    return AsteriskLine(settings, limits, random.Random(1))


@contextlib.asynccontextmanager
async def running(line: AsteriskLine) -> AsyncIterator[Watched]:
    """A line that runs; its task must end by the cancellation alone."""
    watched = Watched(line)
    task = asyncio.create_task(line.run(watched.tell))
    try:
        yield watched
        assert not task.done(), task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def play(story: Callable[[], Awaitable[None]]) -> None:
    """Run a story in a loop of its own."""

    async def bounded() -> None:
        async with asyncio.timeout(4 * PATIENCE):
            await story()

    asyncio.run(bounded())


def rings(server: FakeAmi) -> tuple[Chan, Chan]:
    """A call comes in and rings at 101."""
    caller, called = trunk(), phone("101", "1.1", "1.0")
    server.send(caller.new(), called.new(), caller.calls(called, "101"), called.becomes("Ringing"))
    return caller, called
