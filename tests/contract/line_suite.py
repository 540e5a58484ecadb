"""The contract of a line as tests: they run over each line, given a harness that makes it and lets it play.

To add a line: write a `LineHarness`, and in `test_lines.py` a class `TestMyLine(LineSuite)` with its `harnesses`.
Where a line cannot do something (no command without a telephone system, say), its harness says so by an attribute.
"""

import asyncio
import functools
import itertools
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest

from calljournal.calls import CallTracker, LegReport, LegState, Owners, Presentation, Snapshot
from calljournal.calls.states import may_follow
from calljournal.contracts.line import Capability, Dial, HangUp, Line, LineMessage, LineState, LineStatus, Result
from calljournal.journal import Entry, Journal, LineProfile
from calljournal.numbers import DialRules

Expected = Mapping[str, object]
"""What has to be true of a row: attributes of an `Entry` and their values, seconds within the harness's tolerance."""

PATIENCE_SECONDS = 10.0
"""Real seconds after which a scenario that is not over has failed; a good line takes a small part of that."""


class FakeClock:
    """A clock that stands still until it is moved."""

    anchored = 0

    def __init__(self, moment: datetime = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def advance(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class LineHarness(ABC):
    """How the suite makes a line and lets its telephone system play; the attributes say what is to be expected.

    `scenarios` names what can be played, each with the rows that come of it, by their start and owner. `cut` names
    one of them in which the connection is lost in the middle of a call that is gone afterwards. `secrets` are digits
    of withheld numbers: they may be in no message. With `in_order` reports come in the order of their times.
    """

    name: str
    own: str = "101,102"
    rules: DialRules = DialRules("CH", "44", "0")
    scenarios: ClassVar[Mapping[str, tuple[Expected, ...]]]
    cut: str | None = None
    secrets: tuple[str, ...] = ()
    in_order: bool = True
    tolerance: float = 0.05
    capabilities: frozenset[Capability] = frozenset()
    dial_number: str = ""

    def __str__(self) -> str:
        return self.name

    @abstractmethod
    def playing(self, scenario: str | None) -> AbstractAsyncContextManager[Line]:
        """Give a line, not yet running, whose telephone system plays the scenario (None: nothing) once connected."""

    @abstractmethod
    def over(self, told: Sequence[LineMessage]) -> bool:
        """Say whether these messages are all that the scenario has to tell."""

    @property
    def owners(self) -> Owners:
        return Owners.parse(self.own)


@dataclass(slots=True)
class Heard:
    """The messages of a running line, and whoever waits for one."""

    messages: list[LineMessage] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, message: LineMessage) -> None:
        self.messages.append(message)
        self.news.set()

    async def until(self, enough: Callable[[Sequence[LineMessage]], bool]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not enough(self.messages):
                self.news.clear()
                await self.news.wait()

    async def result(self, command: str) -> Result:
        await self.until(lambda told: any(isinstance(m, Result) and m.command == command for m in told))
        return next(m for m in self.messages if isinstance(m, Result) and m.command == command)


async def stopped(task: "asyncio.Task[None]") -> None:
    """Cancel a running line; it has a second."""
    task.cancel()
    done, _pending = await asyncio.wait([task], timeout=1.0)
    assert done, "run() did not end within a second of being cancelled"
    assert task.cancelled(), "run() has to let the cancellation through"


@functools.cache  # many tests look at the same messages
def heard(harness: LineHarness, scenario: str) -> tuple[LineMessage, ...]:
    """Let a line play a scenario to its end and give all that it told."""

    async def listen() -> tuple[LineMessage, ...]:
        ear = Heard()
        async with harness.playing(scenario) as line:
            task = asyncio.create_task(line.run(ear.tell))
            await ear.until(harness.over)
            await stopped(task)
        return tuple(ear.messages)

    return asyncio.run(listen())


def rows_of(messages: Iterable[LineMessage], harness: LineHarness) -> list[Entry]:
    """Let messages go through the tracker and the journal, and give the rows in the end, without those merged away."""
    numbers = itertools.count()
    line = next((m.line for m in messages if isinstance(m, Snapshot | LegReport)), "")
    tracker = CallTracker(lambda: f"call-{next(numbers)}")
    journal = Journal({line: LineProfile(harness.owners, harness.rules)}, lambda: f"row-{next(numbers)}")
    rows: dict[str, Entry] = {}
    for message in messages:
        calls = tracker.apply(message) if isinstance(message, LegReport) else ()
        if isinstance(message, Snapshot):
            calls = tracker.snapshot(message)
        if isinstance(message, LineStatus) and message.state is LineState.DISCONNECTED and message.last_heartbeat:
            tracker.sighted(message.line, message.last_heartbeat)
        for call in calls:
            rows.update((entry.id, entry) for entry in journal.record(call))
    return sorted((row for row in rows.values() if row.merged_into is None), key=lambda row: (row.started, row.owner))


def facts(row: Entry) -> dict[str, object]:
    """Give what is compared of a row: all but ids, and but anomalies."""
    names = (
        "owner", "own", "direction", "scope", "state", "outcome", "number", "presentation", "display", "name",
        "started", "answered", "ended", "talk_seconds", "held_seconds", "answered_by", "transferred_to",
    )  # fmt: skip
    legs = [(leg.endpoint, leg.number, leg.started, leg.answered, leg.ended, leg.end) for leg in row.legs]
    return {**{name: getattr(row, name) for name in names}, "legs": legs}


def check_row(row: Entry, expected: Expected, tolerance: float) -> None:
    """Compare what is expected of a row."""
    for name, value in expected.items():
        real = getattr(row, name)
        if isinstance(real, float) or isinstance(value, float):
            assert real == pytest.approx(value, abs=tolerance), f"{name} of {row}"
        else:
            assert real == value, f"{name} of {row}"


def reports_of(messages: Iterable[LineMessage]) -> list[LegReport]:
    return [message for message in messages if isinstance(message, LegReport)]


class LineSuite:
    """The tests. A subclass names its `harnesses`; each test runs over each of them."""

    harnesses: ClassVar[tuple[LineHarness, ...]] = ()

    # --- what it tells -----------------------------------------------------------------------------------------------

    def test_rows(self, harness: LineHarness) -> None:
        """The calls that were made become the rows that are expected."""
        for scenario, expected in harness.scenarios.items():
            rows = rows_of(heard(harness, scenario), harness)
            assert len(rows) == len(expected), f"{scenario}: {rows}"
            for row, what in zip(rows, expected, strict=True):
                check_row(row, what, harness.tolerance)

    def test_first_comes_a_snapshot(self, harness: LineHarness) -> None:
        """After each connection the snapshot comes before any report, and it names every leg that is then told live."""
        for scenario in harness.scenarios:
            known: set[int] = set()
            for message in heard(harness, scenario):
                if isinstance(message, Snapshot):
                    assert message.generation not in known, "one generation is one connection"
                    known.add(message.generation)
                elif isinstance(message, LegReport):
                    assert message.generation in known, f"{scenario}: a report before the snapshot: {message}"

    def test_said_twice_changes_nothing(self, harness: LineHarness) -> None:
        """Each report is a state, not a change: the rows are the same if every one is taken in twice."""
        for scenario in harness.scenarios:
            once = heard(harness, scenario)
            twice = [message for message in once for _ in range(2 if isinstance(message, LegReport) else 1)]
            assert [facts(r) for r in rows_of(twice, harness)] == [facts(r) for r in rows_of(once, harness)]

    def test_the_last_report_is_whole(self, harness: LineHarness) -> None:
        """Whoever heard the last report of each leg only has the same rows."""
        for scenario in (name for name in harness.scenarios if name != harness.cut):
            messages = heard(harness, scenario)
            last = {}
            for report in sorted(reports_of(messages), key=lambda report: (report.generation, report.at)):
                last[report.leg] = report
            in_order = sorted(last.values(), key=lambda report: (report.generation, report.at))
            of_all = [facts(row) for row in rows_of(messages, harness)]
            assert [facts(row) for row in rows_of(in_order, harness)] == of_all, scenario

    def test_times(self, harness: LineHarness) -> None:
        """Times are aware UTC, in the order in which things happen, and grow with each report of a leg."""
        for scenario in harness.scenarios:
            latest: dict[tuple[str, int], datetime] = {}
            for report in reports_of(heard(harness, scenario)):
                moments = [report.started, report.answered, report.ended]
                there = [moment for moment in moments if moment is not None]
                holds = [moment for hold in report.holds for moment in (hold.start, hold.end) if moment is not None]
                assert all(moment.utcoffset() == timedelta(0) for moment in (*there, *holds, report.at)), report
                assert there == sorted(there), report
                assert holds == sorted(holds), report
                assert max(*there, *holds, report.at) == report.at, f"a report knows nothing of the future: {report}"
                assert (report.ended is not None) == (report.state is LegState.ENDED) == (report.end is not None)
                leg = report.leg, report.generation
                if harness.in_order:
                    assert report.at >= latest.get(leg, report.at), f"{scenario}: {report}"
                latest[leg] = report.at

    def test_no_number_unless_allowed(self, harness: LineHarness) -> None:
        """A number that is withheld, or of which that is not known yet, leaves the line in no message and no field."""
        for scenario in harness.scenarios:
            messages = heard(harness, scenario)
            for report in reports_of(messages):
                if report.party.presentation is not Presentation.ALLOWED:
                    assert report.party.number is None, report
                if report.party.presentation in (Presentation.WITHHELD, Presentation.PENDING):
                    assert report.party.name is None, report
            assert not [secret for secret in harness.secrets if any(secret in repr(m) for m in messages)]

    def test_states_follow_the_table(self, harness: LineHarness) -> None:
        """From state to state as the table allows; what else the telephone system sends is noted as an anomaly."""
        for scenario in harness.scenarios:
            messages = heard(harness, scenario)
            noted = {anomaly for row in rows_of(messages, harness) for anomaly in row.anomalies}
            states: dict[tuple[str, int], LegState] = {}
            for report in sorted(reports_of(messages), key=lambda report: report.at):
                leg = report.leg, report.generation
                before = states.get(leg, report.state)
                assert may_follow(before, report.state) or noted, f"{report.state} after {before}: {report}"
                states[leg] = report.state

    def test_only_own_telephones(self, harness: LineHarness) -> None:
        """Reports are of the telephones that are watched, by their names on the wire."""
        for scenario in harness.scenarios:
            assert all(report.endpoint in harness.owners for report in reports_of(heard(harness, scenario)))

    def test_what_is_gone_after_a_gap_is_lost(self, harness: LineHarness) -> None:
        """The legs that no snapshot names any more end as lost, when the connection was last alive; never as missed."""
        if harness.cut is None:
            return  # another harness of the same line has such a scenario
        messages = heard(harness, harness.cut)
        snapshots = [message for message in messages if isinstance(message, Snapshot)]
        gone = [m for m in messages if isinstance(m, LineStatus) and m.state is LineState.DISCONNECTED]
        assert len(snapshots) > 1
        assert gone
        rows = rows_of(messages, harness)
        lost = [row for row in rows if row.outcome == "lost"]
        assert lost
        assert all(row.ended is not None and row.ended <= snapshots[-1].at for row in lost)
        assert not [row for row in rows if row.live]

    # --- the lamp ----------------------------------------------------------------------------------------------------

    def test_the_lamp_says_connected(self, harness: LineHarness) -> None:
        """The lamp turns to connected; its times are aware UTC and its message is for people."""
        for scenario in harness.scenarios:
            lamps = [message for message in heard(harness, scenario) if isinstance(message, LineStatus)]
            assert LineState.CONNECTED in [lamp.state for lamp in lamps]
            for lamp in lamps:
                assert lamp.message
                for moment in filter(None, (lamp.at, lamp.last_event, lamp.last_heartbeat)):
                    assert moment.utcoffset() == timedelta(0)

    # --- how it ends -------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("when", ["at once", "connected"])
    def test_cancelled(self, harness: LineHarness, when: str) -> None:
        """A line ends within a second of being cancelled, whenever that is, and leaves no task behind."""

        async def scene() -> None:
            ear = Heard()
            async with harness.playing(None) as line:
                before = asyncio.all_tasks()
                task = asyncio.create_task(line.run(ear.tell))
                if when == "connected":
                    await ear.until(is_connected)
                else:
                    await asyncio.sleep(0)
                await stopped(task)
                left = asyncio.all_tasks() - before
                if left:  # the played telephone system needs a moment to notice
                    await asyncio.wait(left, timeout=0.5)
                assert asyncio.all_tasks() <= before

        asyncio.run(scene())

    # --- commands ----------------------------------------------------------------------------------------------------

    def test_what_cannot_be_done_is_refused_in_words(self, harness: LineHarness) -> None:
        """A command that makes no sense gets a Result that says why; so does one after the end."""

        async def scene() -> None:
            ear = Heard()
            async with harness.playing(None) as line:
                task = asyncio.create_task(line.run(ear.tell))
                await ear.until(is_connected)
                line.send(HangUp("no-such-leg", "nonsense"))
                line.send(Dial("no-such-telephone", "nobody", harness.dial_number or "0"))
                for command in ("no-such-leg", "no-such-telephone"):
                    result = await ear.result(command)
                    assert not result.ok
                    assert result.error
                await stopped(task)
                line.send(HangUp("late", "nonsense"))
                late = await ear.result("late")
                assert not late.ok
                assert late.error

        if self._obeys(harness):
            asyncio.run(scene())

    def test_dial_and_hang_up(self, harness: LineHarness) -> None:
        """A dialled call is one outgoing row with the number that was dialled; hung up, it ends."""
        endpoint = next(iter(harness.owners)).endpoints[0].name

        async def scene() -> list[LineMessage]:
            ear = Heard()
            async with harness.playing(None) as line:
                task = asyncio.create_task(line.run(ear.tell))
                await ear.until(is_connected)
                line.send(Dial("dial", endpoint, harness.dial_number))
                assert (await ear.result("dial")).ok
                await ear.until(lambda told: bool(reports_of(told)))
                leg = reports_of(ear.messages)[0]
                assert leg.endpoint == endpoint
                assert leg.direction == "outgoing"
                line.send(HangUp("hang-up", leg.leg))
                assert (await ear.result("hang-up")).ok
                await ear.until(lambda told: reports_of(told)[-1].state is LegState.ENDED)
                await stopped(task)
            return ear.messages

        if not self._obeys(harness):
            return
        (row,) = rows_of(asyncio.run(scene()), harness)
        assert row.direction == "outgoing"
        assert row.outcome in ("cancelled", "answered")
        assert row.number is not None

    @staticmethod
    def _obeys(harness: LineHarness) -> bool:
        """Whether the line dials and hangs up; one that only watches has nothing to show here."""
        return {Capability.DIAL, Capability.HANG_UP} <= harness.capabilities


def is_connected(told: Sequence[LineMessage]) -> bool:
    """Whether the lamp has turned to connected, after the snapshot."""
    connected = any(isinstance(m, LineStatus) and m.state is LineState.CONNECTED for m in told)
    return connected and any(isinstance(m, Snapshot) for m in told)
