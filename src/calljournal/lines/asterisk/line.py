"""The line itself: connect, log in, list, then watch; and again, without end.

A thin shell around `protocol` and `translate`: it owns the deadlines and the lamp, and nothing else. The secret never
travels: the login answers a challenge with an MD5 digest (Asterisk knows no better one), and no message or log line
holds it.
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from calljournal.contracts.line import Consult, LineCommand, LineConfig, LineState, LineStatus, Result, Tell
from calljournal.errors import CallJournalError, LoginRefused, Refused, Unreachable
from calljournal.lines.asterisk.connection import Connection, Limits
from calljournal.lines.asterisk.opening import connect, log_in, place_of
from calljournal.lines.asterisk.protocol import Action, Item, Message, Skipped
from calljournal.lines.asterisk.translate import Output, Translator
from calljournal.words import say

log = logging.getLogger(__name__)

SLEPT = say("this computer slept, or its clock was set")


class AsteriskLine:
    """One Asterisk, watched and dialled through by its manager interface.

    `heard` gets the greeting and all that comes after the login, with the time of its receipt: for a recording.
    """

    def __init__(
        self,
        config: LineConfig,
        limits: Limits | None = None,
        jitter: random.Random | None = None,
        heard: Callable[[Item, datetime], None] | None = None,
    ) -> None:
        self._config = config
        self._heard = heard
        self._limits = limits or Limits()
        self._jitter = jitter or random.Random()  # noqa: S311  (it spreads reconnects and protects nothing)
        self._translator = Translator(config)
        self._place = "{}:{}".format(*place_of(config.values))
        self._tell: Tell | None = None
        self._untold: list[Result] = []
        self._connection: Connection | None = None
        self._anchored = 0
        self._ready: float | None = None
        self._lamp = LineStatus(config.name, LineState.CLOSED, "", config.clock.now())

    # --- the contract ------------------------------------------------------------------------------------------------

    async def run(self, tell: Tell) -> None:
        """Watch Asterisk until cancelled, reconnecting without end; nothing is raised but the cancellation."""
        self._tell = tell
        for result in self._untold:
            tell(result)
        self._untold.clear()
        failures = 0
        while True:
            if failures == 0:
                self._show(LineState.CONNECTING, say("connecting to Asterisk at {place}", place=self._place))
            try:
                await self._session()
            except CallJournalError as error:
                refused = isinstance(error, LoginRefused)
                self._show(LineState.REFUSED if refused else LineState.DISCONNECTED, error.words)
                failures = 0 if self._was_good() else failures
                await self._pause(self._refused_delay() if refused else self._delay(failures))
                failures += 1

    def send(self, command: LineCommand) -> None:
        """Carry out a command; its result is told."""
        if self._connection is None or not self._connection.ready:
            self._refuse(command, say("Asterisk at {place} is not connected", place=self._place))
            return
        try:
            self._emit(self._translator.command(command, self._now()))
        except Refused as error:
            self._refuse(command, error.words)
        if isinstance(command, Consult):
            loop = asyncio.get_running_loop()
            loop.call_later(self._limits.consult, lambda: self._emit(self._translator.overdue(command.id)))

    # --- the steps of a connection -----------------------------------------------------------------------------------

    async def _session(self) -> None:
        """One connection, from its beginning to its end, which is always told by an error."""
        self._now()  # what the clock notices now is older than this connection
        self._anchored, self._ready = self._config.clock.anchored, None
        connection = await connect(self._config.values, self._limits)
        try:
            greeting = await log_in(connection, self._config.values, self._limits)
            if self._heard is not None:
                self._heard(greeting, self._now())
            await self._list(connection)
            await self._watch(connection)
        finally:
            await self._disconnect(connection)

    async def _list(self, connection: Connection) -> None:
        """Wait until Asterisk has started, ask for its channels, and take in what comes until the list is complete."""
        self._connection, booted = connection, False
        actions = self._translator.connected()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._limits.boot):
                while not booted:
                    items = await connection.read()
                    self._take(items)
                    booted = any(isinstance(item, Message) and item.event == "FullyBooted" for item in items)
        self._emit([self._translator.ping(self._now()), *actions])
        try:
            async with asyncio.timeout(self._limits.list):
                while self._translator.listing:
                    self._take(await connection.read())
        except TimeoutError as error:
            raise Unreachable(
                say("Asterisk at {place} does not list its channels; connecting anew", place=self._place)
            ) from error
        connection.ready = True
        self._ready = asyncio.get_running_loop().time()
        self._alive(self._now(), event=True, heartbeat=True)
        self._show(
            LineState.CONNECTED, self._translator.trouble or say("connected to Asterisk at {place}", place=self._place)
        )

    async def _watch(self, connection: Connection) -> None:
        """Read until the connection ends; now and then ask for a sign of life, and whether the computer slept."""
        aside = [asyncio.create_task(self._beat(connection)), asyncio.create_task(self._stay_awake(connection))]
        try:
            while True:
                self._take(await connection.read())
        finally:
            for task in aside:
                task.cancel()

    async def _beat(self, connection: Connection) -> None:
        mute = 0
        while True:
            await asyncio.sleep(self._limits.heartbeat)
            received, messages = connection.received, connection.messages
            self._emit([self._translator.ping(self._now())])
            await asyncio.sleep(self._limits.answer)
            mute = 0 if connection.messages > messages else mute + 1
            if connection.received == received or mute >= self._limits.mute:
                connection.fail(
                    Unreachable(say("Asterisk at {place} gives no sign of life; connecting anew", place=self._place))
                )

    async def _stay_awake(self, connection: Connection) -> None:
        while not self._slept():  # noqa: ASYNC110  (no event tells of a sleep)
            await asyncio.sleep(self._limits.tick)
        connection.fail(self._woken())

    def _slept(self) -> bool:
        """Say whether the computer slept since this connection was begun, or its clock was set."""
        self._now()
        return self._config.clock.anchored != self._anchored

    def _woken(self) -> Unreachable:
        return Unreachable(say("{slept}; connecting to Asterisk at {place} anew", slept=SLEPT, place=self._place))

    async def _disconnect(self, connection: Connection) -> None:
        if self._slept():
            self._translator.note(say("{slept} during the call: its times may be wrong", slept=SLEPT))
        elif connection.ready and connection.complete:
            self._alive(self._now(), event=False, heartbeat=True)  # nothing is missing, so the calls lived until now
        self._connection = None
        self._emit(self._translator.disconnected())
        await connection.close()

    # --- in and out --------------------------------------------------------------------------------------------------

    def _take(self, items: list[Item]) -> None:
        """Take in what came. What came before a sleep counts as far as Asterisk itself says when it happened."""
        now, slept = self._now(), self._slept()
        event = heartbeat = False
        for item in items:
            if self._heard is not None:
                self._heard(item, now)
            if isinstance(item, Message):
                if item.event:
                    event = True
                else:
                    heartbeat = True
                self._understand(item, None if slept else now)
            elif isinstance(item, Skipped):
                self._show(
                    self._lamp.state,
                    say("Asterisk sent what cannot be read ({reason}); it was passed over", reason=item.reason),
                )
        self._emit(self._meant())
        if slept:
            raise self._woken()
        if self._connection is not None and self._connection.ready:
            self._alive(now, event=event, heartbeat=heartbeat)

    def _understand(self, message: Message, now: datetime | None) -> None:
        """One message that we are too stupid for must not cost the others."""
        try:
            self._translator.take(message, now)
        except Exception:
            log.exception("%s: a mistake of ours while reading %s", self._config.name, message.event or "a response")

    def _meant(self) -> list[Output]:
        """Give what all that came together means."""
        try:
            return self._translator.outputs()
        except Exception:
            log.exception("%s: a mistake of ours while reporting a call", self._config.name)
            return []

    def _emit(self, outputs: Iterable[Output]) -> None:
        actions: list[Action] = []
        for output in outputs:
            if isinstance(output, Action):
                actions.append(output)
            elif self._tell is not None:
                self._tell(output)
        if actions and self._connection is not None:
            self._connection.send(*actions)

    def _refuse(self, command: LineCommand, words: str) -> None:
        result = Result(self._config.name, command.id, ok=False, error=words)
        if self._tell is None:
            self._untold.append(result)  # the line does not run yet; people give commands, so these are few
        else:
            self._tell(result)

    # --- the lamp ----------------------------------------------------------------------------------------------------

    def _show(self, state: LineState, message: str) -> None:
        if (state, message) != (self._lamp.state, self._lamp.message):
            self._lamp = replace(self._lamp, state=state, message=message)
            self._tell_lamp(self._now())

    def _alive(self, now: datetime, *, event: bool, heartbeat: bool) -> None:
        """Note a sign of life, and tell it now and then."""
        lamp = self._lamp
        self._lamp = replace(
            lamp,
            last_event=now if event else lamp.last_event,
            last_heartbeat=now if heartbeat else lamp.last_heartbeat,
        )
        if lamp.state is LineState.CONNECTED and now - lamp.at >= timedelta(seconds=self._limits.lamp):
            self._tell_lamp(now)

    def _tell_lamp(self, now: datetime) -> None:
        self._lamp = replace(self._lamp, at=now)
        if self._tell is not None:
            self._tell(self._lamp)

    def _now(self) -> datetime:
        return self._config.clock.now()

    # --- between connections -----------------------------------------------------------------------------------------

    def _was_good(self) -> bool:
        """Whether the connection that has just ended deserves a quick next one: it lasted, or this computer slept."""
        lasted = asyncio.get_running_loop().time() - self._ready if self._ready is not None else 0.0
        return lasted >= self._limits.steady or self._slept()

    async def _pause(self, seconds: float) -> None:
        """Wait before the next attempt, but not after a sleep: the network may be another one."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not self._slept() and (left := end - loop.time()) > 0:  # noqa: ASYNC110  (no event tells of a sleep)
            await asyncio.sleep(min(left, self._limits.tick))

    def _refused_delay(self) -> float:
        return self._limits.refused_delay * self._jitter.uniform(1.0, 1.2)

    def _delay(self, failures: int) -> float:
        """Wait longer with each failure, and not all programs of the firm the same."""
        longest = min(self._limits.longest_delay, self._limits.first_delay * 2.0 ** min(failures, 20))
        return longest * self._jitter.uniform(0.5, 1.0)
