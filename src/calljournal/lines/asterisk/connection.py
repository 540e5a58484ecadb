"""One session with the manager interface: bytes in both directions, and what was read but not yet taken."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from calljournal.errors import BadData, CallJournalError, Unreachable
from calljournal.lines.asterisk.protocol import Action, AmiStream, Item, Message, NotAsterisk, encode_action


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the line waits (seconds) and how much it keeps (bytes). Tests use shorter times."""

    connect: float = 5.0
    """For the connection, and for the whole login: a PBX in the same building answers within milliseconds."""
    boot: float = 2.0
    """For `FullyBooted` after the login: it comes at once; or when Asterisk has started (0.5 to 2 s); or, where the
    account lacks the right `system`, never. The call events of this time are taken in already."""
    list: float = 10.0
    """For the list of channels: a thousand channels take well under a second."""
    heartbeat: float = 10.0
    """Between two signs of life: a cable that was pulled is noticed within this time and the next."""
    answer: float = 5.0
    """For the answer to a `Ping`: as long may a busy Asterisk be silent."""
    first_delay: float = 0.5
    """Before the first new attempt: a killed Asterisk is back in 0.5 to 2 s."""
    longest_delay: float = 30.0
    """Between attempts that keep failing, and after a refused login: Asterisk and fail2ban count those."""
    lamp: float = 1.0
    """Between two reports of the last sign of life: nobody reads it faster."""
    close: float = 1.0
    """For the socket to close: nothing depends on it any more."""
    read: int = 64 * 1024
    """Bytes taken at once: some hundred events."""
    unsent: int = 256 * 1024
    """Bytes that wait to be sent: actions have a few hundred, so more means that Asterisk has ceased to read."""


class Connection:
    """A session, from the greeting to the end. `ready` says that commands may be sent."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, limits: Limits, place: str) -> None:
        self.ready = False
        self.received = 0
        self._reader = reader
        self._writer = writer
        self._limits = limits
        self._place = place
        self._stream = AmiStream()
        self._waiting: list[Item] = []
        self._failure: CallJournalError | None = None

    # --- reading -----------------------------------------------------------------------------------------------------

    async def read(self) -> list[Item]:
        """Give the next messages, one at least.

        Raises Unreachable at the end of the connection, BadData where no Asterisk speaks.
        """
        while not self._waiting:
            try:
                data = await self._reader.read(self._limits.read)
            except OSError as error:
                raise self._failure or self._lost(f" ({reason(error)})") from error
            if not data:
                raise self._failure or self._lost("")
            self.received += len(data)
            self._waiting = self._stream.feed(data)
            await asyncio.sleep(0)  # a flood of events must not keep the rest of the program waiting
        items, self._waiting = self._waiting, []
        if isinstance(items[0], NotAsterisk):
            raise BadData(
                f"something answers on {self._place}, but it is no Asterisk manager; "
                "check host and port (5038, or 5039 with encryption)",
                items[0].first,
            )
        return items

    async def greeting(self) -> None:
        """Wait for the greeting."""
        self._waiting = (await self.read())[1:]

    async def response(self, action_id: str) -> Message:
        """Wait for the response to an action of the login; nothing else is told before it."""
        return await self._message(lambda message: message.get("ActionID") == action_id)

    async def _message(self, is_wanted: Callable[[Message], bool]) -> Message:
        while True:
            items = await self.read()
            for index, item in enumerate(items):
                if isinstance(item, Message) and is_wanted(item):
                    self._waiting = items[index + 1 :]
                    return item

    def _lost(self, why: str) -> Unreachable:
        return Unreachable(f"the connection to Asterisk at {self._place} was lost{why}; connecting anew")

    # --- writing and ending ------------------------------------------------------------------------------------------

    def send(self, action: Action) -> None:
        """Send an action. Raises Refused where a value holds a line break."""
        self._writer.write(encode_action(action.name, action.fields))
        if self._writer.transport.get_write_buffer_size() > self._limits.unsent:
            self.fail(Unreachable(f"Asterisk at {self._place} does not read what is sent to it; connecting anew"))

    def fail(self, error: CallJournalError) -> None:
        """End the connection for a reason of ours: whoever reads gets it as the error."""
        self._failure = error
        self._writer.transport.abort()

    async def close(self) -> None:
        """End the connection; what was not sent is dropped."""
        self._writer.transport.abort()
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(self._limits.close):
                await self._writer.wait_closed()


def reason(error: OSError) -> str:
    """Give the operating system's words for an error."""
    return error.strerror or str(error) or type(error).__name__
