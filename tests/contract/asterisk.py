"""The harness of the Asterisk line: recordings of a real Asterisk 22, spoken by a manager on a loopback port."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import ClassVar

from calljournal.calls import LegState, Snapshot
from calljournal.contracts.line import Line, LineMessage
from tests.contract.line_suite import Expected, LineHarness, reports_of
from tests.lines.asterisk.fake_ami import FakeAmi
from tests.lines.asterisk.recorded import CALLER, raw
from tests.lines.asterisk.wired import make

IN = {"direction": "incoming", "number": CALLER, "scope": "external"}
OUT = {"direction": "outgoing", "number": CALLER, "scope": "external"}
CUT = "in-answered, cut"
SOON = 0.005


class AsteriskHarness(LineHarness):
    """Everything is said at once, so lengths of time are not expected; the tests of recordings look at those."""

    name = "asterisk"
    cut = CUT
    scenarios: ClassVar[Mapping[str, tuple[Expected, ...]]] = {
        "in-answered": ({"owner": "101", "outcome": "answered", **IN},),
        "in-missed": ({"owner": "101", "outcome": "missed", "answered": None, **IN},),
        "in-busy": ({"owner": "101", "outcome": "busy", **IN},),
        "in-hidden": ({"owner": "101", "outcome": "answered", "number": None, "presentation": "withheld"},),
        "out-busy": ({"owner": "101", "outcome": "busy", **OUT},),
        "out-noanswer": ({"owner": "101", "outcome": "cancelled", **OUT},),
        "internal": ({"owner": "101", "outcome": "answered", "number": "103", "scope": "internal"},),
        "ring-group": (
            {"owner": "101", "outcome": "answered-elsewhere", "answered_by": "102", **IN},
            {"owner": "102", "outcome": "answered", **IN},
        ),
        "transfer-blind": (
            {"owner": "101", "outcome": "transferred", "transferred_to": "102", **IN},
            {"owner": "102", "outcome": "answered", **IN},
        ),
        CUT: ({"owner": "101", "outcome": "lost", **IN},),
    }

    @asynccontextmanager
    async def playing(self, scenario: str | None) -> AsyncIterator[Line]:
        """Say a recording as soon as the line has asked for the channels that there are."""
        self._legs = len(self.scenarios.get(scenario or "", ()))
        self._is_cut = scenario == CUT
        async with FakeAmi() as server:
            player = asyncio.create_task(_play(server, scenario)) if scenario else None
            yield make(server.port, trunk="trunk")
            if player is not None:
                await player

    def over(self, told: Sequence[LineMessage]) -> bool:
        """Say whether each expected leg has ended, or the line is back after the cut."""
        if self._is_cut:
            return sum(isinstance(message, Snapshot) for message in told) == 2
        ended = {report.leg for report in reports_of(told) if report.state is LegState.ENDED}
        return len(ended) >= self._legs


async def _play(server: FakeAmi, scenario: str) -> None:
    while not server.actions("CoreShowChannels"):  # noqa: ASYNC110 - the played server has no event for it
        await asyncio.sleep(SOON)
    _, _, said = raw(f"{scenario.partition(',')[0]}.cti").partition(b"Fully Booted\r\n\r\n")
    if scenario == CUT:
        said = said.partition(b"Event: HangupRequest")[0]
    for message in said.split(b"\r\n\r\n")[:-1]:
        await asyncio.sleep(SOON / 5)  # the line asks questions meanwhile
        server.send(message + b"\r\n\r\n")
    if scenario == CUT:
        await asyncio.sleep(10 * SOON)
        server.drop()
