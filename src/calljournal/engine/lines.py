"""Opens and closes lines, keeps their lamps and gaps, and brings commands their results."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from calljournal.calls import LegReport, Owners, Snapshot
from calljournal.contracts.line import (
    NEEDS,
    Capability,
    Clock,
    Line,
    LineCommand,
    LineConfig,
    LineManifest,
    LineMessage,
    LineState,
    LineStatus,
    Result,
)
from calljournal.contracts.manifest import COMMON_LINE_FIELDS, FieldKind, Value, check_values, read_values
from calljournal.contracts.service import Gap, LineInfo
from calljournal.errors import BadSettings, CallJournalError, NotFound, Refused, Unreachable, Unsupported
from calljournal.journal import LineProfile
from calljournal.numbers import DialRules, parse_internal
from calljournal.plugins import line_manifest
from calljournal.settings import FirmSettings, LineSettings, Settings, read_secret
from calljournal.words import say

log = logging.getLogger(__name__)

COMMAND_SECONDS = 10.0
"""How long a telephone system may take to answer a command."""

CONNECT_SECONDS = 10.0
"""How long dialling waits for a line that is being opened."""

KEEP_GAPS = 100
"""Stretches without connection that are remembered for a line."""


@dataclass(slots=True)
class _Open:
    """A line that is being opened: `line` is None until its secret has been read."""

    line: Line | None
    task: asyncio.Task[None]


@dataclass(slots=True)
class _Known:
    """A line of the settings, open or not. `manifest` is None where the line cannot be used; `info` says why.

    `trouble` is the last thing that went wrong with it.
    """

    settings: LineSettings
    manifest: LineManifest | None
    profile: LineProfile
    info: LineInfo
    trouble: str = ""
    running: _Open | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def is_like(self, other: "_Known") -> bool:
        """Whether nothing was changed that the line works by: its own settings, and the numbers of the firm."""
        return (self.settings, self.profile.rules) == (other.settings, other.profile.rules)


class LineHost:
    """All lines of the settings. `take` gets what lines tell, `on_lamp` each change of a lamp.

    What a line says of itself comes back by `show`, in its turn behind what it told of legs before.
    """

    def __init__(
        self,
        clock: Clock,
        take: Callable[[LegReport | Snapshot | LineStatus], None],
        on_lamp: Callable[[LineInfo], None],
    ) -> None:
        self._clock = clock
        self._take = take
        self._on_lamp = on_lamp
        self._lines: dict[str, _Known] = {}
        self._results: dict[str, asyncio.Future[Result]] = {}
        self._generations: dict[str, int] = {}
        self.profiles: dict[str, LineProfile] = {}

    @property
    def infos(self) -> tuple[LineInfo, ...]:
        """The lamps of all lines."""
        return tuple(known.info for known in self._lines.values())

    def trouble(self, name: str) -> str:
        """Say what last went wrong with a line, "" where nothing has since the start."""
        known = self._lines.get(name)
        return known.trouble if known is not None else ""

    async def configure(self, settings: Settings) -> None:
        """Take over the lines of the settings: close what has gone or changed, know what is new.

        A line that was refused is begun anew: a secret that was corrected does not stand in the settings.
        """
        wanted = {name: self._known(name, line, settings.firm) for name, line in settings.lines.items()}
        for name, known in list(self._lines.items()):
            refused = known.info.state is LineState.REFUSED
            if name not in wanted or not known.is_like(wanted[name]) or refused:
                await self._close(known)
                del self._lines[name]
                if name in wanted:
                    wanted[name].info = replace(wanted[name].info, gaps=known.info.gaps)
                    wanted[name].trouble = wanted[name].trouble or known.trouble
        for name, known in wanted.items():
            if name not in self._lines:
                self._lines[name] = known
                self.profiles[name] = known.profile

    async def watch(self) -> None:
        """Open every line whose Auto Load is on."""
        for name, known in self._lines.items():
            if known.settings.auto_load:
                self.open(name)

    def open(self, name: str) -> None:
        """Open a line, if it is not. One that cannot be opened says why by its lamp."""
        known = self._get(name)
        if known.running is not None or known.manifest is None:
            return
        line = None
        if not _secrets_of(known.manifest):
            try:
                line = known.manifest.make(self._config(name, known, known.manifest))
            except CallJournalError as error:
                self._lamp(known, LineState.REFUSED, error.words)
                return
        self._lamp(known, LineState.CONNECTING, say("connecting"))
        known.running = _Open(line, asyncio.create_task(self._run(name, known, known.manifest), name=f"line {name}"))

    async def settled(self, name: str, seconds: float = CONNECT_SECONDS) -> LineInfo:
        """Wait until a line is connected, or has said why it is not."""
        known = self._get(name)
        try:
            async with asyncio.timeout(seconds):
                while known.info.state in (LineState.CONNECTING, LineState.CLOSED) and known.running is not None:
                    known.changed.clear()
                    await known.changed.wait()
        except TimeoutError:
            return replace(
                known.info,
                message=say(
                    "{message} (no answer within {seconds:.0f} s)", message=known.info.message, seconds=seconds
                ),
            )
        return known.info

    async def command(self, name: str, command: LineCommand) -> None:
        """Send a command and wait for its result; opens the line if it is not open.

        Raises Unsupported, Unreachable, or Refused with what the telephone system said.
        """
        known = self._get(name)
        needs = NEEDS[type(command)]
        if known.manifest is not None and needs not in known.manifest.capabilities:
            raise Unsupported(
                say(
                    "{name}: {cannot}",
                    name=name,
                    cannot=known.manifest.cannot.get(needs, say("it cannot do that ({what})", what=needs.value)),
                )
            )
        self.open(name)
        info = await self.settled(name)
        line = known.running.line if known.running is not None else None
        if line is None or info.state is not LineState.CONNECTED:
            raise Unreachable(say("{name}: {message}", name=name, message=info.message))
        future = self._results[command.id] = asyncio.get_running_loop().create_future()
        try:
            line.send(command)
            result = await asyncio.wait_for(future, COMMAND_SECONDS)
        except TimeoutError:
            raise Unreachable(
                say(
                    "{name} did not answer within {seconds:.0f} s; look at the telephone",
                    name=name,
                    seconds=COMMAND_SECONDS,
                )
            ) from None
        finally:
            del self._results[command.id]
        if not result.ok:
            raise Refused(say("{name}: {error}", name=name, error=result.error or say("refused without a reason")))

    def show(self, status: LineStatus) -> None:
        """Take over what a line says of itself, if it is still open."""
        known = self._lines.get(status.line)
        if known is not None and known.running is not None:
            self._lamp(known, status.state, status.message, status.last_event, status.last_heartbeat)

    def dialler(self, name: str | None, usual: str = "") -> str:
        """Name the line to dial through: the one asked for, else the `usual` one, else the first that can."""
        if name is not None:
            return self._get(name).info.name
        if usual and usual not in self._lines:
            raise NotFound(
                say("the settings say that {line} dials, but there is no such line: choose another one", line=usual),
            )
        if usual:
            return usual
        for known in self._lines.values():
            if known.manifest is not None and Capability.DIAL in known.manifest.capabilities:
                return known.info.name
        raise Unsupported(say("no line can dial; add one").typed(" with `calljournal lines add SYSTEM NAME`"))

    async def close_line(self, name: str) -> None:
        """Close a line; it can be opened again."""
        await self._close(self._get(name))

    async def close(self) -> None:
        """Close all lines."""
        for known in self._lines.values():
            await self._close(known)

    def dials(self, name: str) -> bool:
        """Whether a line can dial."""
        known = self._lines.get(name)
        return known is not None and known.manifest is not None and Capability.DIAL in known.manifest.capabilities

    def _config(self, name: str, known: _Known, manifest: LineManifest) -> LineConfig:
        return line_config(name, known.settings, manifest, known.profile, self._clock)

    async def _run(self, name: str, known: _Known, manifest: LineManifest) -> None:
        """Make a line, where a secret had to be read for it, and run it."""
        assert known.running is not None  # noqa: S101 - whoever closes the line has ended this before
        line = known.running.line
        if line is None:
            try:
                # the keyring may have to be unlocked by its owner: calls on other lines do not wait for that
                line = manifest.make(await asyncio.to_thread(self._config, name, known, manifest))
            except CallJournalError as error:
                known.running = None
                self._lamp(known, LineState.REFUSED, error.words)
                return
            known.running.line = line
        await self._watch_over(name, line)

    async def _watch_over(self, name: str, line: Line) -> None:
        """Run a line; what it should never do, to end or to raise, is told by its lamp and costs no other line."""
        try:
            before = self.next_generation(name)
            await line.run(lambda message: self._hear(name, message, before))
            trouble = say("the line ended by itself")
        except Exception as error:
            log.exception("the line %s failed", name)
            trouble = say("the line failed: {error}", error=str(error))
        known = self._lines.get(name)
        if known is not None:
            known.running = None
            self._lamp(known, LineState.DISCONNECTED, trouble)

    def next_generation(self, name: str) -> int:
        """Give a generation above all that a line of this name has had: one that is opened again counts anew."""
        return self._generations.get(name, -1) + 1

    def _hear(self, name: str, message: LineMessage, before: int) -> None:
        if before and isinstance(message, LegReport | Snapshot):
            message = replace(message, generation=before + message.generation)
        match message:
            case Result():
                future = self._results.get(message.command)
                if future is not None and not future.done():
                    future.set_result(message)
            case Snapshot():
                self._generations[name] = message.generation
                self._take(message)
            case LegReport() | LineStatus():
                self._take(message)

    def _lamp(
        self,
        known: _Known,
        state: LineState,
        message: str,
        last_event: datetime | None = None,
        last_heartbeat: datetime | None = None,
    ) -> None:
        before = known.info
        info = replace(
            before,
            state=state,
            message=message,
            last_event=last_event or before.last_event,
            last_heartbeat=last_heartbeat or before.last_heartbeat,
            gaps=_gaps(before.gaps, state, (last_event, last_heartbeat), self._clock.now()),
        )
        known.info = info
        if state in (LineState.REFUSED, LineState.DISCONNECTED):
            known.trouble = message
        known.changed.set()
        if info != before:
            self._on_lamp(info)

    async def _close(self, known: _Known) -> None:
        running, known.running = known.running, None
        if running is None:
            return
        was_connected = known.info.state is LineState.CONNECTED
        running.task.cancel()
        await asyncio.wait([running.task], timeout=2.0)
        if was_connected:  # we leave it of ourselves: until now its calls were there
            now = self._clock.now()
            self._take(LineStatus(known.info.name, LineState.CLOSED, say("closed"), now, last_event=now))
        self._lamp(known, LineState.CLOSED, say("closed"))

    def _get(self, name: str) -> _Known:
        known = self._lines.get(name)
        if known is None:
            there = ", ".join(self._lines) or say("none; add one").typed(" with `calljournal lines add SYSTEM NAME`")
            raise NotFound(say("there is no line {name!r}; there are: {there}", name=name, there=there))
        return known

    @staticmethod
    def _known(name: str, line: LineSettings, firm: FirmSettings) -> _Known:
        info = LineInfo(
            name=name,
            title=line.system,
            auto_load=line.auto_load,
            capabilities=frozenset(),
            state=LineState.CLOSED,
            message=say("not opened") if line.auto_load else say("Auto Load is off: opened on the first dialling"),
            own=str(line.values.get("own", "")),
        )
        empty = LineProfile(Owners(()), firm.rules)
        try:
            manifest = line_manifest(line.system)
            profile = line_profile(line.values, firm, manifest.own)
        except CallJournalError as error:
            return _Known(line, None, empty, replace(info, state=LineState.REFUSED, message=error.words), error.words)
        own = str(profile.owners)
        info = replace(info, title=manifest.title, capabilities=manifest.capabilities, own=own)
        return _Known(line, manifest, profile, info)


def line_config(
    name: str, settings: LineSettings, manifest: LineManifest, profile: LineProfile, clock: Clock
) -> LineConfig:
    """Give all that a line is given, its secret too; raises BadSettings where a setting is missing or cannot be."""
    common = {field.name for field in COMMON_LINE_FIELDS}
    own = {key: value for key, value in settings.values.items() if key not in common}
    values = check_values(manifest.fields, with_secret(name, manifest, read_values(manifest.fields, own)))
    return LineConfig(name, profile.owners, profile.rules, values, clock)


def with_secret(name: str, manifest: LineManifest, values: Mapping[str, Value]) -> dict[str, Value]:
    """Complete the values of a line by the secret that is kept for it, if there is one; a given one goes before."""
    fields = _secrets_of(manifest)
    secret = read_secret(name) if fields else None
    return dict(values) if secret is None else {**dict.fromkeys(fields, secret), **values}


def _secrets_of(manifest: LineManifest) -> list[str]:
    return [field.name for field in manifest.fields if field.kind is FieldKind.SECRET]


def line_profile(values: Mapping[str, Value], firm: FirmSettings, own: str = "") -> LineProfile:
    """Read the settings that every line has; what a line leaves open is the firm's. Raises BadSettings.

    `own` are the own telephones of a line that names none.
    """
    rules = firm.rules
    values = read_values(COMMON_LINE_FIELDS, values)
    try:
        internal = parse_internal(str(values["internal"])) if "internal" in values else rules.internal
        rules = DialRules(
            country=str(values.get("country", rules.country)),
            area=str(values.get("area", rules.area)),
            outside=str(values.get("outside", rules.outside)),
            internal=internal,
            drop_area=bool(values.get("drop_area", rules.drop_area)),
            international=str(values.get("international", rules.international)),
            plus=bool(values.get("plus", rules.plus)),
            callers=str(values.get("callers", rules.callers)),
        )
    except ValueError as error:
        raise BadSettings(str(error)) from error
    owners = Owners.parse(str(values.get("own", "")))
    return LineProfile(owners if len(owners) else Owners.parse(own), rules)


def _gaps(
    gaps: tuple[Gap, ...], state: LineState, signs: tuple[datetime | None, ...], now: datetime
) -> tuple[Gap, ...]:
    """Keep book of the stretches without connection: each begins with the last sign of life before it."""
    is_open = bool(gaps) and gaps[-1][1] is None
    if state in (LineState.DISCONNECTED, LineState.REFUSED) and not is_open:
        alive = max(filter(None, signs), default=now)
        return (*gaps, (min(alive, now), None))[-KEEP_GAPS:]
    if state is LineState.CONNECTED and is_open:
        return (*gaps[:-1], (gaps[-1][0], max(gaps[-1][0], now)))
    return gaps
