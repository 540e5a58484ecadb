import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from calljournal.calls import LegState
from calljournal.contracts.line import Dial, HangUp, LineConfig, LineMessage, LineState, LineStatus
from calljournal.contracts.manifest import Value
from calljournal.errors import BadSettings
from calljournal.journal import Outcome
from calljournal.lines.simulator import line as line_module
from calljournal.lines.simulator.line import OVER, SimulatedLine
from calljournal.lines.simulator.nastiness import Nastiness
from tests.contract.line_suite import FakeClock, Heard, is_connected, reports_of, rows_of, stopped
from tests.contract.simulator import NAME, SimulatorHarness

HARNESS = SimulatorHarness()


def made(folder: Path, text: str, clock: FakeClock | None = None, **values: Value) -> SimulatedLine:
    file = folder / "test.scenario"
    file.write_text(text, encoding="utf-8")
    settings = {"scenario": str(file), "speed": 0, **values}
    return SimulatedLine(LineConfig(NAME, HARNESS.owners, HARNESS.rules, settings, clock or FakeClock()))


def lamps(messages: Sequence[LineMessage]) -> list[LineStatus]:
    return [message for message in messages if isinstance(message, LineStatus)]


def lamp_is(state: LineState) -> Callable[[Sequence[LineMessage]], bool]:
    return lambda told: bool(lamps(told)) and lamps(told)[-1].state is state


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        ("00440001231", Outcome.ANSWERED),
        ("00440001236", Outcome.REJECTED),
        ("00440001237", Outcome.BUSY),
        ("00440001238", Outcome.NO_ANSWER),
        ("00440001239", Outcome.FAILED),
        ("105", Outcome.ANSWERED),
    ],
)
def test_the_last_digit_says_what_happens(tmp_path: Path, number: str, outcome: Outcome) -> None:
    clock = FakeClock()

    async def scene() -> list[LineMessage]:
        ear, line = Heard(), made(tmp_path, "", clock)
        task = asyncio.create_task(line.run(ear.tell))
        await ear.until(is_connected)
        line.send(Dial("d", "101", number))
        assert (await ear.result("d")).ok
        await ear.until(lambda told: reports_of(told)[-1].state in (LegState.TALKING, LegState.ENDED))
        if reports_of(ear.messages)[-1].state is LegState.TALKING:
            clock.advance(60)
            line.send(HangUp("h", reports_of(ear.messages)[-1].leg))
            assert (await ear.result("h")).ok
        await stopped(task)
        return ear.messages

    (row,) = rows_of(asyncio.run(scene()), HARNESS)
    assert row.outcome is outcome
    assert row.talk_seconds == (60.0 if outcome is Outcome.ANSWERED else 0.0)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (Dial("c", "101", "O44"), "cannot be dialled"),
        (Dial("c", "101", "101"), "101 cannot call itself"),
        (Dial("c", "105", "102"), "'105' is no telephone of this line; there are: 101,102"),
        (HangUp("c", "?"), "that call has ended already"),
    ],
)
def test_refusals(tmp_path: Path, command: Dial | HangUp, words: str) -> None:
    async def scene() -> None:
        ear, line = Heard(), made(tmp_path, "")
        line.send(command)  # early: it waits until the line runs
        task = asyncio.create_task(line.run(ear.tell))
        result = await ear.result("c")
        assert not result.ok
        assert words in (result.error or "")
        await stopped(task)

    asyncio.run(scene())


def test_too_many_commands_are_refused(tmp_path: Path) -> None:
    async def scene() -> None:
        ear, line = Heard(), made(tmp_path, "")
        task = asyncio.create_task(line.run(ear.tell))
        await ear.until(is_connected)
        for number in range(line_module.COMMANDS + 1):
            line.send(HangUp(str(number), "?"))
        assert "commands wait already" in ((await ear.result(str(line_module.COMMANDS))).error or "")
        await stopped(task)

    asyncio.run(scene())


def test_commands_in_a_gap_are_refused(tmp_path: Path) -> None:
    async def scene() -> None:
        ear, line = Heard(), made(tmp_path, "at 0 line drops")
        task = asyncio.create_task(line.run(ear.tell))
        await ear.until(lamp_is(LineState.DISCONNECTED))
        line.send(Dial("d", "101", "102"))
        assert "not connected" in ((await ear.result("d")).error or "")
        await stopped(task)

    asyncio.run(scene())


def test_a_broken_scenario_is_told_by_the_lamp_and_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_module, "AGAIN_SECONDS", 0.01)

    async def scene() -> None:
        ear, line = Heard(), made(tmp_path, "at 0 call A from 101 to 101")
        file = tmp_path / "test.scenario"
        task = asyncio.create_task(line.run(ear.tell))
        await ear.until(lamp_is(LineState.REFUSED))
        assert lamps(ear.messages)[-1].message == "test.scenario, line 1: 101 cannot call itself"
        file.unlink()
        await ear.until(lamp_is(LineState.DISCONNECTED))
        assert "name another file, or one of: tour" in lamps(ear.messages)[-1].message
        line.send(HangUp("h", "?"))
        assert not (await ear.result("h")).ok
        file.write_text("# nothing", encoding="utf-8")
        await ear.until(is_connected)
        await stopped(task)

    asyncio.run(scene())


def test_it_plays_in_accelerated_time_and_reports_in_the_time_of_the_script(tmp_path: Path) -> None:
    clock = FakeClock()

    async def scene() -> list[LineMessage]:
        text = "at 0 call A from 105 rings 101\nat 30 A answered by 101\nat 90 A ended"
        ear, line = Heard(), made(tmp_path, text, clock, speed=1000)
        task = asyncio.create_task(line.run(ear.tell))
        await ear.until(HARNESS.over)
        await stopped(task)
        return ear.messages

    (row,) = rows_of(asyncio.run(scene()), HARNESS)
    assert row.started == clock.now()
    assert row.ended == clock.now() + timedelta(seconds=90)
    assert row.talk_seconds == 60.0


def test_signs_of_life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_module, "HEARTBEAT_SECONDS", 0.01)

    async def scene() -> None:
        ear, line = Heard(), made(tmp_path, "")
        task = asyncio.create_task(line.run(ear.tell))
        await ear.until(lambda told: len(lamps(told)) > 4)
        first, last = lamps(ear.messages)[1], lamps(ear.messages)[-1]
        assert last.message == OVER
        assert first.last_heartbeat is not None
        assert last.last_heartbeat is not None
        assert last.last_heartbeat > first.last_heartbeat
        await stopped(task)

    asyncio.run(scene())


def test_ids_differ_from_run_to_run(tmp_path: Path) -> None:
    async def legs() -> set[str]:
        ear, line = Heard(), made(tmp_path, "at 0 call A from 105 rings 101, 102")
        task = asyncio.create_task(line.run(ear.tell))
        await ear.until(HARNESS.over)
        await stopped(task)
        return {name for report in reports_of(ear.messages) for name in (report.leg, report.conversation)}

    assert not asyncio.run(legs()) & asyncio.run(legs())


def test_a_nastiness_that_nobody_knows(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="nasty: explode is not one of: reorder, double, lose, delay, drop"):
        made(tmp_path, "", nasty="double, explode")


def test_gaps_lie_in_the_script_and_do_not_meet() -> None:
    for seed in range(50):
        gaps = Nastiness.parse("drop", seed).gaps(120.0)
        moments = [moment for gap in gaps for moment in gap]
        assert moments == sorted(moments)
        assert moments[0] > 0
        assert moments[-1] <= 120
    assert Nastiness.parse("double", 0).gaps(120.0) == ()
