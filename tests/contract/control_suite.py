"""The part of a line's contract that controls calls: sent on, transferred, held, each over every line that can."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

import pytest

from calljournal.calls import LegReport, LegState
from calljournal.contracts.line import (
    NEEDS,
    Answer,
    BlindTransfer,
    CancelTransfer,
    Capability,
    CompleteTransfer,
    Consult,
    Dial,
    HangUp,
    Hold,
    Line,
    LineCommand,
    LineMessage,
    Redirect,
    Result,
)
from calljournal.journal import Entry
from tests.contract.line_suite import Heard, LineHarness, is_connected, reports_of, rows_of, stopped


@dataclass(slots=True)
class Talk:
    """A dialled call that was answered, the leg of it, and a colleague to whom it may go."""

    line: Line
    ear: Heard
    leg: str
    colleague: str

    async def order(self, command: LineCommand, *, ok: bool = True) -> None:
        self.line.send(command)
        result = await self.ear.result(command.id)
        assert result.ok is ok, result
        assert ok or result.error

    async def is_in(self, state: LegState) -> None:
        await self._reported(lambda report: report.leg == self.leg and report.state is state)

    async def colleague_talks(self) -> None:
        await self._reported(lambda report: report.endpoint == self.colleague and report.state is LegState.TALKING)

    async def all_end(self) -> None:
        """Hang up whatever still lives, and wait for the last word of each leg: it may come late."""
        for leg in self._live(self.ear.messages):
            self.line.send(HangUp(f"end {leg}", leg))
        await self.ear.until(lambda told: not self._live(told))

    @staticmethod
    def _live(told: Sequence[LineMessage]) -> set[str]:
        reports = reports_of(told)
        return {report.leg for report in reports} - {r.leg for r in reports if r.state is LegState.ENDED}

    async def _reported(self, condition: Callable[[LegReport], bool]) -> None:
        await self.ear.until(lambda told: any(condition(report) for report in reports_of(told)))


def in_talk(harness: LineHarness, control: Callable[[Talk], Awaitable[None]]) -> list[Entry]:
    """Dial, wait for the answer, let somebody control the call, and give the rows: that of who dialled first."""
    mine, colleague = (owner.endpoints[0].name for owner in itertools.islice(harness.owners, 2))

    async def scene() -> list[LineMessage]:
        ear = Heard()
        async with harness.playing(None) as line:
            task = asyncio.create_task(line.run(ear.tell))
            await ear.until(is_connected)
            line.send(Dial("dial", mine, harness.dial_number))
            await ear.until(lambda told: any(report.state is LegState.TALKING for report in reports_of(told)))
            talk = Talk(line, ear, reports_of(ear.messages)[0].leg, colleague)
            await control(talk)
            await talk.all_end()
            await stopped(task)
        return ear.messages

    return rows_of(asyncio.run(scene()), harness)


def results_of(messages: Iterable[LineMessage]) -> list[Result]:
    return [message for message in messages if isinstance(message, Result)]


class ControlSuite:
    """The tests; a class of `test_lines.py` has them beside those of the `LineSuite`."""

    def test_what_concerns_no_call_is_refused(self, harness: LineHarness) -> None:
        """Whatever a line can or cannot: a command for a call that there is not gets a result, in words."""
        commands: list[LineCommand] = [kind("c", "no-such-leg") for kind in (HangUp, Answer, Hold)]
        commands += [kind("c", "no-such-leg") for kind in (CompleteTransfer, CancelTransfer)]
        commands += [kind("c", "no-such-leg", "102") for kind in (Redirect, BlindTransfer, Consult)]

        async def scene() -> list[Result]:
            ear = Heard()
            async with harness.playing(None) as line:
                task = asyncio.create_task(line.run(ear.tell))
                await ear.until(is_connected)
                for command in commands:
                    line.send(command)
                await ear.until(lambda told: len(results_of(told)) == len(commands))
                await stopped(task)
            return results_of(ear.messages)

        assert all(not result.ok and result.error for result in asyncio.run(scene()))

    @pytest.mark.parametrize("kind", [Redirect, BlindTransfer])
    def test_sent_on(self, harness: LineHarness, kind: "type[Redirect] | type[BlindTransfer]") -> None:
        """A talk that is sent on is transferred, and who takes it has the other side's number."""

        async def control(talk: Talk) -> None:
            await talk.order(kind("send", talk.leg, talk.colleague))
            await talk.colleague_talks()

        if NEEDS[kind] in harness.capabilities:
            mine, theirs = in_talk(harness, control)
            assert (mine.outcome, mine.transferred_to) == ("transferred", harness.owners.extension(theirs.owner))
            assert theirs.number == mine.number

    def test_attended_transfer(self, harness: LineHarness) -> None:
        """Who asked is out of it, and who was asked has the other side's number."""

        async def control(talk: Talk) -> None:
            await talk.order(Consult("ask", talk.leg, talk.colleague))
            await talk.colleague_talks()
            for kind in (Consult, BlindTransfer, Redirect):
                await talk.order(kind(f"meanwhile {kind.__name__}", talk.leg, talk.colleague), ok=False)
            await talk.order(CompleteTransfer("join", talk.leg))

        if Capability.ATTENDED_TRANSFER in harness.capabilities:
            mine, theirs = in_talk(harness, control)
            assert (mine.outcome, mine.transferred_to) == ("transferred", harness.owners.extension(theirs.owner))
            assert theirs.number == mine.number

    def test_attended_transfer_taken_back(self, harness: LineHarness) -> None:
        """The first call goes on; the consultation was a talk between the two of us."""

        async def control(talk: Talk) -> None:
            await talk.order(Consult("ask", talk.leg, talk.colleague))
            await talk.colleague_talks()
            await talk.order(CancelTransfer("back", talk.leg))
            await talk.order(CompleteTransfer("join", talk.leg), ok=False)

        if Capability.ATTENDED_TRANSFER in harness.capabilities:
            mine, *others = in_talk(harness, control)
            assert (mine.outcome, mine.transferred_to) == ("answered", None)
            assert [row.number for row in others if row.owner != mine.owner] == [harness.owners.extension(mine.owner)]

    def test_hold(self, harness: LineHarness) -> None:
        """Held and taken back; what is not held cannot be taken back."""

        async def control(talk: Talk) -> None:
            await talk.order(Hold("back too early", talk.leg, on=False), ok=False)
            await talk.order(Hold("hold", talk.leg))
            await talk.is_in(LegState.HELD)
            await talk.order(Hold("take back", talk.leg, on=False))

        if Capability.HOLD in harness.capabilities:
            (mine,) = in_talk(harness, control)
            assert mine.outcome == "answered"
