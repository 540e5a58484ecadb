"""The harness of the simulated line, clean and nasty."""

import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import ClassVar

from calljournal.contracts.line import Line, LineConfig, LineMessage, LineStatus
from calljournal.contracts.manifest import Value
from calljournal.lines.simulator.line import OVER
from calljournal.lines.simulator.manifest import MANIFEST
from tests.contract.line_suite import Expected, FakeClock, LineHarness

NAME = "simulator:test"
ANSWERED, ELSEWHERE, MISSED = "answered", "answered-elsewhere", "missed"


def row(owner: str, direction: str, number: str | None, outcome: str, **more: object) -> Expected:
    return {"owner": owner, "direction": direction, "number": number, "outcome": outcome, **more}


def incoming(owner: str, number: str | None, outcome: str, **more: object) -> Expected:
    return row(owner, "incoming", number, outcome, **more)


def outgoing(owner: str, number: str, outcome: str, **more: object) -> Expected:
    return row(owner, "outgoing", number, outcome, **more)


TOUR: tuple[Expected, ...] = (
    incoming("101", "+41440001234", ANSWERED, talk_seconds=52.5, held_seconds=4.5, name="Müller Treuhand AG"),
    incoming("102", "+41440001234", ELSEWHERE, answered_by="101", answered=None, talk_seconds=0.0),
    incoming("101", None, ANSWERED, presentation="withheld", display=None, name=None, talk_seconds=6.0),
    incoming("101", None, ANSWERED, presentation="withheld", anomalies=()),
    incoming("102", "+493023125111", ANSWERED, presentation="allowed", name="Kanzlei Brandt"),
    incoming("101", "+41440001234", MISSED, answered=None),
    incoming("102", "+41440001234", MISSED),
    incoming("101", "+41440001235", MISSED),
    incoming("101", "+41790004455", "busy"),
    incoming("101", "+41790004455", "rejected"),
    incoming("101", None, MISSED, presentation="unavailable"),
    incoming("101", "+4310001010", "forwarded"),
    incoming("102", "+4310001010", ANSWERED, talk_seconds=12.0),
    incoming("101", "+496990009222", ELSEWHERE, answered_by="102"),
    incoming("102", "+496990009222", ANSWERED, answered_by=None),
    incoming("101", "+496990009222", ELSEWHERE, answered_by="105"),
    incoming("101", "+496990009223", ELSEWHERE, answered_by="102"),
    incoming("102", "+496990009223", ANSWERED, talk_seconds=10.0),
    outgoing("101", "+41790001234", ANSWERED, talk_seconds=34.0, scope="external"),
    outgoing("101", "+41440007777", "busy"),
    outgoing("101", "+41440008888", "no-answer"),
    outgoing("102", "+41440008888", "cancelled"),
    outgoing("101", "+41440009999", "failed"),
    outgoing("101", "+41440006666", "rejected"),
    outgoing("101", "102", ANSWERED, scope="internal", talk_seconds=17.0),
    incoming("102", "101", ANSWERED, scope="internal", talk_seconds=17.0),
    incoming("102", "105", ANSWERED, scope="internal"),
    incoming("101", "+493023125222", "transferred", transferred_to="102", talk_seconds=12.0),
    incoming("102", "+493023125222", ANSWERED, talk_seconds=30.0, name="Seifert Logistik GmbH"),
    incoming("101", "+493023125333", "transferred", transferred_to="102", talk_seconds=14.0, held_seconds=5.0),
    incoming("102", "+493023125333", ANSWERED, talk_seconds=35.0),
    incoming("101", "+4310002020", ANSWERED, talk_seconds=17.0, held_seconds=11.0),
    outgoing("101", "105", ANSWERED, scope="internal", talk_seconds=7.0),
    incoming("102", "+41440005566", "transferred", transferred_to="+41790005566", talk_seconds=7.0),
)

CUT = """
at 0  call stays from "+41 44 000 12 34" rings 101
at 2  stays answered by 101
at 3  call goes from "+49 30 23125 111" rings 102
at 5  goes answered by 102
at 8  call rang from "+43 1 000 1010" rings 101
at 10 line drops
at 12 goes ended by caller
at 13 rang ended by caller
at 15 line returns
at 20 stays ended by caller
"""
CUT_ROWS: tuple[Expected, ...] = (
    incoming("101", "+41440001234", ANSWERED, talk_seconds=18.0),
    incoming("102", "+493023125111", "lost", talk_seconds=5.0),
    incoming("101", "+4310001010", "lost", answered=None),
)


class SimulatorHarness(LineHarness):
    """The simulated line as fast as it can; `values` are settings that make it nasty."""

    scenarios: ClassVar = {"tour": TOUR}
    capabilities = MANIFEST.capabilities
    dial_number = "00790001234"

    def __init__(self, name: str = "clean", **values: Value) -> None:
        self.name = name
        self._values = values

    @asynccontextmanager
    async def playing(self, scenario: str | None) -> AsyncIterator[Line]:
        with tempfile.TemporaryDirectory() as folder:
            yield self._line(scenario or self._written(folder, "# nobody calls"))

    def over(self, told: Sequence[LineMessage]) -> bool:
        return any(isinstance(message, LineStatus) and message.message == OVER for message in told)

    def _line(self, scenario: str) -> Line:
        values = {"scenario": scenario, "speed": 0, **self._values}
        return MANIFEST.make(LineConfig(NAME, self.owners, self.rules, values, FakeClock()))

    @staticmethod
    def _written(folder: str, text: str) -> str:
        file = Path(folder) / "test.scenario"
        file.write_text(text, encoding="utf-8")
        return str(file)


class CutHarness(SimulatorHarness):
    """The same, with a script in which the connection is lost, and no call list to make it good."""

    scenarios: ClassVar = {"cut": CUT_ROWS}
    cut = "cut"

    def __init__(self) -> None:
        super().__init__("cut", calllist=False)

    @asynccontextmanager
    async def playing(self, scenario: str | None) -> AsyncIterator[Line]:
        with tempfile.TemporaryDirectory() as folder:
            yield self._line(self._written(folder, CUT if scenario else "# nobody calls"))


class NastyHarness(SimulatorHarness):
    """A line on whose way to us something goes wrong; the rows have to be those of the clean one all the same."""

    def __init__(self, nasty: str, seed: int) -> None:
        super().__init__(f"{nasty}-{seed}", nasty=nasty, seed=seed)
        self.in_order = not {"reorder", "lose"}.intersection(nasty.split(","))
