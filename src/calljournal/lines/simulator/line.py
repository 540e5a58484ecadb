"""Plays a scenario in real, quicker or no time, and obeys commands; the script over, the line stays and waits."""

import asyncio
import heapq
import secrets
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from calljournal.calls import LegReport, Snapshot
from calljournal.contracts.line import LineCommand, LineConfig, LineState, LineStatus, Result, Tell
from calljournal.errors import BadData, words_of
from calljournal.lines.simulator.by_hand import ByHand, CannotBe
from calljournal.lines.simulator.nastiness import SAID_AGAIN_SECONDS, Nastiness
from calljournal.lines.simulator.protocol import LONGEST_TEXT, Step, Verb, called_by, decode, parse
from calljournal.lines.simulator.translate import Exchange, check
from calljournal.words import say

BUILT_IN = Path(__file__).parent / "scenarios"

HEARTBEAT_SECONDS = 10.0
"""Real seconds between two signs of life when nothing happens."""

AGAIN_SECONDS = 5.0
"""Real seconds until a scenario that could not be read is tried again: somebody may be mending it."""

COMMANDS = 100
"""Commands that may wait; who presses more often than that gets a refusal."""

OVER = say("connected; the scenario is over")
"""What the lamp says when the last step was played and the last report has arrived."""

Event = Step | LegReport | str
"""What is due at a moment: a step, a report that arrives late, or a leg (its id) whose state is told again."""


class SimulatedLine:
    """A telephone line on which a script calls. Raises BadSettings for a nastiness that is not known."""

    def __init__(self, config: LineConfig) -> None:
        self._config = config
        self._scenario = str(config.values.get("scenario", "tour"))
        self._caller = str(config.values.get("caller", "")).strip()
        self._speed = int(config.values.get("speed", 1))
        self._call_list = bool(config.values.get("calllist", True))
        self._nasty = Nastiness.parse(str(config.values.get("nasty", "")), int(config.values.get("seed", 0)))
        self._exchange = Exchange(config.name, config.owners, secrets.token_hex(4))
        self._by_hand = ByHand(self._exchange, config.owners, config.rules)
        self._agenda: list[tuple[float, int, Event]] = []
        self._numbered = 0
        self._commands: deque[LineCommand] = deque()
        self._commanded = asyncio.Event()
        self._tell: Tell | None = None
        self._closed = False
        self._generation = 0
        self._connected = False
        self._untold: dict[str, None] = {}
        self._last_event: datetime | None = None
        self._start = self._since = config.clock.now()
        self._base = self._reached = 0.0

    # --- the contract ------------------------------------------------------------------------------------------------

    async def run(self, tell: Tell) -> None:
        """Read the script, connect, and let happen what is due, until cancelled."""
        self._tell = tell
        try:
            steps = await self._read()
            self._begin(steps)
            self._connect()
            while True:
                self._happen()
                self._obey()
                await self._rest()
        finally:
            self._closed = True
            self._obey()

    def send(self, command: LineCommand) -> None:
        """Carry out a command as soon as the line runs; one that comes after its end is refused."""
        if len(self._commands) >= COMMANDS:
            self._answer(command, say("{most} commands wait already", most=COMMANDS))
            return
        self._commands.append(command)
        self._commanded.set()
        if self._closed:
            self._obey()

    # --- the script --------------------------------------------------------------------------------------------------

    async def _read(self) -> tuple[Step, ...]:
        """Read the scenario; as long as that fails the lamp says why."""
        path = _path(self._scenario)
        self._lamp(LineState.CONNECTING, say("reading {path}", path=path.name))
        while True:
            try:
                script = parse(decode(await asyncio.to_thread(_head, path)))
                steps = called_by(self._caller, script.steps)
                check(steps, self._config.owners)
            except BadData as error:
                self._lamp(LineState.REFUSED, say("{file}, {error}", file=path.name, error=error.words))
            except OSError as error:
                built_ins = ", ".join(sorted(file.stem for file in BUILT_IN.glob("*.scenario")))
                self._lamp(
                    LineState.DISCONNECTED,
                    say(
                        "cannot read the scenario {path}: {error}; name another file, or one of: {built_ins}",
                        path=str(path),
                        error=str(error.strerror),
                        built_ins=built_ins,
                    ),
                )
            else:
                return steps
            if await self._commanded_within(AGAIN_SECONDS):
                self._obey()

    def _begin(self, steps: Iterable[Step]) -> None:
        self._start = self._since = self._config.clock.now()
        last = 0.0
        for step in steps:
            self._plan(step.at, step)
            last = step.at
        for start, end in self._nasty.gaps(last):
            self._plan(start, Step(0, start, Verb.DROPS))
            self._plan(end, Step(0, end, Verb.RETURNS))

    def _plan(self, at: float, event: Event) -> None:
        self._numbered += 1
        heapq.heappush(self._agenda, (at, self._numbered, event))

    # --- what is due -------------------------------------------------------------------------------------------------

    def _happen(self) -> None:
        """Let happen what is due; without a pace, just the next."""
        while self._agenda and (self._speed == 0 or self._agenda[0][0] <= self._now()):
            due, _number, event = heapq.heappop(self._agenda)
            self._reached = max(self._reached, due)
            if self._speed == 0:
                self._base, self._since = self._reached, self._config.clock.now()
            match event:
                case Step():
                    self._step(event, due)
                case LegReport():
                    self._say(event)
                case str():
                    self._say(replace(self._exchange.legs.report(event, self._moment()), generation=self._generation))
            if not self._agenda and self._connected:
                self._lamp(LineState.CONNECTED, OVER)
            if self._speed == 0:
                return

    def _step(self, step: Step, at: float) -> None:
        if step.verb is Verb.DROPS:
            self._disconnect()
        elif step.verb is Verb.RETURNS and not self._connected:
            self._connect()
        else:
            self._report(self._exchange.apply(step, self._start + timedelta(seconds=at)))

    def _report(self, reports: Iterable[LegReport]) -> None:
        """Send reports on their way; how they arrive, and whether, is a matter of nastiness."""
        for bare in reports:
            if not self._connected:
                self._untold[bare.leg] = None
                continue
            report = replace(bare, generation=self._generation)
            arrivals = self._nasty.arrivals(self._reached)
            if not arrivals:
                self._plan(self._reached + SAID_AGAIN_SECONDS, report.leg)
            for arrival in arrivals:
                if arrival <= self._reached:
                    self._say(report)
                else:
                    self._plan(arrival, report)

    def _say(self, report: LegReport) -> None:
        """Tell a report, unless the connection is away: then it will be told by the next."""
        if not self._connected:
            self._untold[report.leg] = None
        elif self._tell is not None:
            self._last_event = self._moment()
            self._tell(report)

    # --- the connection ----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._generation += 1
        self._connected = True
        legs, now = self._exchange.legs, self._moment()
        live = legs.live
        if self._tell is not None:
            self._tell(Snapshot(self._config.name, self._generation, frozenset(live), now))
        self._lamp(LineState.CONNECTED, self._playing())
        ended = [leg for leg in self._untold if leg not in live] if self._call_list else []
        for leg in (*live, *ended):
            self._say(replace(legs.report(leg, now), generation=self._generation))
        self._untold = {}

    def _disconnect(self) -> None:
        self._connected = False
        for _due, _number, event in self._agenda:
            if isinstance(event, LegReport):  # still on its way, and now too late
                self._untold[event.leg] = None
        self._lamp(LineState.DISCONNECTED, say("the script let the connection drop; it returns by itself"))

    def _lamp(self, state: LineState, message: str) -> None:
        if self._tell is not None:
            now = self._moment()
            alive = now if self._generation else None
            self._tell(LineStatus(self._config.name, state, message, now, self._last_event, alive))

    # --- commands ----------------------------------------------------------------------------------------------------

    def _obey(self) -> None:
        self._commanded.clear()
        while self._commands:
            command = self._commands.popleft()
            self._answer(command, self._carry_out(command))

    def _carry_out(self, command: LineCommand) -> str | None:
        """Carry out a command, or say why not."""
        if self._closed:
            return say("the line is closed")
        if not self._connected:
            return say("the line is not connected just now; try again when it is")
        self._reached = self._now()
        try:
            steps = self._by_hand.steps(command, self._reached)
        except CannotBe as error:
            return words_of(error)
        self._exchange.meddle()
        for step in steps:
            if step.at <= self._reached:
                self._step(step, step.at)
            else:
                self._plan(step.at, step)
        return None

    def _answer(self, command: LineCommand, error: str | None) -> None:
        if self._tell is not None:
            self._tell(Result(self._config.name, command.id, error is None, error))

    # --- the time of the script --------------------------------------------------------------------------------------

    def _now(self) -> float:
        """Give the seconds of the script that have passed."""
        passed = (self._config.clock.now() - self._since).total_seconds() * (self._speed or 1)
        return max(self._reached, self._base + passed)

    def _moment(self) -> datetime:
        return self._start + timedelta(seconds=self._now())

    async def _rest(self) -> None:
        """Wait until something is due, a command has come, or a sign of life is."""
        now = self._now()
        due = self._agenda[0][0] if self._agenda else None
        if due is not None and (self._speed == 0 or due <= now):
            await asyncio.sleep(0)
            return
        wait = HEARTBEAT_SECONDS if due is None else min(HEARTBEAT_SECONDS, (due - now) / self._speed)
        if await self._commanded_within(wait):
            return
        self._reached = max(self._reached, now + wait * (self._speed or 1))
        if wait == HEARTBEAT_SECONDS and self._connected:
            self._lamp(LineState.CONNECTED, self._playing())

    async def _commanded_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                return await self._commanded.wait()
        except TimeoutError:
            return False

    def _playing(self) -> str:
        return say("connected; plays {file}", file=Path(self._scenario).name) if self._agenda else OVER


def _path(scenario: str) -> Path:
    built_in = BUILT_IN / f"{scenario}.scenario"
    return built_in if built_in.is_file() else Path(scenario).expanduser()


def _head(path: Path) -> bytes:
    """Read a file, or as much of it as already makes it no scenario."""
    with path.open("rb") as file:
        return file.read(4 * LONGEST_TEXT + 1)
