"""The line itself: connect, log in, list, then watch; and again, without end.

A thin shell around `protocol` and `translate`: it owns the deadlines and the lamp, and nothing else. The secret never
travels: the login answers a challenge with an MD5 digest (Asterisk knows no better one), and no message or log line
holds it.
"""

import asyncio
import contextlib
import hashlib
import logging
import random
import ssl
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from calljournal.contracts.line import LineCommand, LineConfig, LineState, LineStatus, Result, Tell
from calljournal.errors import CallJournalError, LoginRefused, Refused, Unreachable
from calljournal.lines.asterisk.commands import OURS
from calljournal.lines.asterisk.connection import Connection, Limits, reason
from calljournal.lines.asterisk.protocol import Action, Item, Message, Skipped
from calljournal.lines.asterisk.translate import Output, Translator

log = logging.getLogger(__name__)

LOGIN = f"{OURS}login"


class AsteriskLine:
    """One Asterisk, watched and dialled through by its manager interface."""

    def __init__(self, config: LineConfig, limits: Limits | None = None, jitter: random.Random | None = None) -> None:
        self._config = config
        self._limits = limits or Limits()
        self._jitter = jitter or random.Random()  # noqa: S311  (it spreads reconnects and protects nothing)
        self._translator = Translator(config)
        self._host = str(config.values.get("host", "127.0.0.1"))
        self._port = int(config.values.get("port", 5038))
        self._place = f"{self._host}:{self._port}"
        self._tell: Tell | None = None
        self._untold: list[Result] = []
        self._connection: Connection | None = None
        self._booted = False
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
                self._show(LineState.CONNECTING, f"connecting to Asterisk at {self._place}")
            try:
                connection = await self._connect()
                try:
                    await self._log_in(connection)
                    await self._list(connection)
                    failures = 0
                    await self._watch(connection)
                finally:
                    await self._disconnect(connection)
            except CallJournalError as error:
                refused = isinstance(error, LoginRefused)
                self._show(LineState.REFUSED if refused else LineState.DISCONNECTED, str(error))
                await asyncio.sleep(self._limits.longest_delay if refused else self._delay(failures))
                failures += 1

    def send(self, command: LineCommand) -> None:
        """Carry out a command; its result is told."""
        if self._connection is None or not self._connection.ready:
            self._refuse(command, f"Asterisk at {self._place} is not connected")
            return
        try:
            self._emit(self._translator.command(command, self._now()))
        except Refused as error:
            self._refuse(command, str(error))

    # --- the steps of a connection -----------------------------------------------------------------------------------

    async def _connect(self) -> Connection:
        place = self._place
        try:
            async with asyncio.timeout(self._limits.connect):
                reader, writer = await asyncio.open_connection(self._host, self._port, ssl=self._encryption())
        except TimeoutError as error:
            raise Unreachable(f"{place} does not answer; is the machine on, is a firewall in between?") from error
        except ssl.SSLCertVerificationError as error:
            raise Unreachable(
                f"the certificate of {place} is not trusted ({error.verify_message}); set tls_ca"
            ) from error
        except ssl.SSLError as error:
            raise Unreachable(
                f"{place} does not speak TLS; is tlsenable = yes in manager.conf, and the port right?"
            ) from error
        except ConnectionRefusedError as error:
            words = f"nothing answers on {place}; is Asterisk running, is the manager enabled in manager.conf?"
            raise Unreachable(words) from error
        except OSError as error:
            raise Unreachable(f"{place} cannot be reached ({reason(error)}); check host, port and network") from error
        except (UnicodeError, OverflowError) as error:  # no name of a host, no number of a port
            raise Unreachable(f"{place} is no address; check host and port") from error
        return Connection(reader, writer, self._limits, place)

    def _encryption(self) -> ssl.SSLContext | None:
        if not self._config.values.get("tls"):
            return None
        authority = self._config.values.get("tls_ca")
        try:
            return ssl.create_default_context(cafile=str(authority) if authority else None)
        except OSError as error:
            raise Refused(f"tls_ca: the file {authority} cannot be used ({reason(error)})") from error

    async def _log_in(self, connection: Connection) -> None:
        values = self._config.values
        user, secret = str(values.get("user", "")), str(values.get("secret", ""))
        try:
            async with asyncio.timeout(self._limits.connect):
                await connection.greeting()
                connection.send(Action("Challenge", (("ActionID", LOGIN), ("AuthType", "MD5"))))
                challenge = (await connection.response(LOGIN)).get("Challenge") or ""
                key = hashlib.md5((challenge + secret).encode(), usedforsecurity=False).hexdigest()
                fields = (("ActionID", LOGIN), ("AuthType", "MD5"), ("Username", user), ("Key", key))
                connection.send(Action("Login", fields))
                answer = await connection.response(LOGIN)
        except TimeoutError as error:
            words = f"something answers on {self._place}, but it does not say what an Asterisk manager says"
            raise Unreachable(f"{words}; check host and port") from error
        if answer.get("Response") != "Success":
            raise LoginRefused(
                f"Asterisk at {self._place} refuses the login: user or secret wrong, or this computer's address not "
                f"permitted; check [{user}] in manager.conf"
            )

    async def _list(self, connection: Connection) -> None:
        """Wait until Asterisk has started, ask for its channels, and take in what comes until the list is complete."""
        self._connection, self._booted = connection, False
        actions = self._translator.connected()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._limits.boot):
                while not self._booted:
                    self._take(await connection.read())
        self._emit([self._translator.ping(self._now()), *actions])
        try:
            async with asyncio.timeout(self._limits.list):
                while self._translator.listing:
                    self._take(await connection.read())
        except TimeoutError as error:
            raise Unreachable(f"Asterisk at {self._place} does not list its channels; connecting anew") from error
        connection.ready = True
        self._show(LineState.CONNECTED, self._translator.trouble or f"connected to Asterisk at {self._place}")

    async def _watch(self, connection: Connection) -> None:
        """Read until the connection ends; now and then ask for a sign of life."""
        heart = asyncio.create_task(self._beat(connection))
        try:
            while True:
                self._take(await connection.read())
        finally:
            heart.cancel()

    async def _beat(self, connection: Connection) -> None:
        while True:
            await asyncio.sleep(self._limits.heartbeat)
            before = connection.received
            self._emit([self._translator.ping(self._now())])
            await asyncio.sleep(self._limits.answer)
            if connection.received == before:
                connection.fail(Unreachable(f"Asterisk at {self._place} gives no sign of life; connecting anew"))

    async def _disconnect(self, connection: Connection) -> None:
        self._connection = None
        self._emit(self._translator.disconnected())
        await connection.close()

    # --- in and out --------------------------------------------------------------------------------------------------

    def _take(self, items: list[Item]) -> None:
        now = self._now()
        event = heartbeat = False
        for item in items:
            if isinstance(item, Message):
                event, heartbeat = event or bool(item.event), heartbeat or not item.event
                self._booted = self._booted or item.event == "FullyBooted"
                self._emit(self._understand(item, now))
            elif isinstance(item, Skipped):
                self._show(self._lamp.state, f"Asterisk sent what cannot be read ({item.reason}); it was passed over")
        self._alive(now, event=event, heartbeat=heartbeat)

    def _understand(self, message: Message, now: datetime) -> list[Output]:
        """One message that we are too stupid for must not cost the others."""
        try:
            return self._translator.take(message, now)
        except Exception:
            log.exception("%s: a mistake of ours while reading %s", self._config.name, message.event or "a response")
            return []

    def _emit(self, outputs: Iterable[Output]) -> None:
        for output in outputs:
            if isinstance(output, Action):
                if self._connection is not None:
                    self._connection.send(output)
            elif self._tell is not None:
                self._tell(output)

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

    def _delay(self, failures: int) -> float:
        """Wait longer with each failure, and not all programs of the firm the same."""
        longest = min(self._limits.longest_delay, self._limits.first_delay * 2.0 ** min(failures, 20))
        return longest * self._jitter.uniform(0.5, 1.0)
