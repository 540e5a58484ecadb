"""One session with the manager interface: bytes in both directions, and what was read but not yet taken."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from calljournal.errors import BadData, CallJournalError, Unreachable
from calljournal.lines.asterisk.protocol import Action, AmiStream, Item, Message, NotAsterisk, encode_action
from calljournal.words import say


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
    mute: int = 4
    """Signs of life in a row without one whole message: a slow wire carries one in that time, an endless line never."""
    tick: float = 1.0
    """Between two looks at the clock, which tells whether the computer has slept."""
    consult: float = 8.0
    """For a consultation to begin: its prompt and the wait for more digits take 5 s; the user is told within 10 s."""
    first_delay: float = 0.5
    """Before the first new attempt: a killed Asterisk is back in 0.5 to 2 s."""
    longest_delay: float = 30.0
    """Between attempts that keep failing."""
    refused_delay: float = 180.0
    """After a refused login: fail2ban and FreePBX lock out who fails five times within ten minutes."""
    steady: float = 10.0
    """A connection that lasted so long was a good one: the next attempt is a first one."""
    lamp: float = 1.0
    """Between two reports of the last sign of life: nobody reads it faster."""
    close: float = 1.0
    """For the socket to close: nothing depends on it any more."""
    read: int = 64 * 1024
    """Bytes taken at once: some hundred events. Of more the processor forgets the first before the last are read."""
    rest: float = 0.002
    """After each message that was taken. Asterisk writes each event by itself, and to be woken costs more than to read
    it: so those of a busy PBX are taken together. What comes after a silence is taken at once."""
    longest_rest: float = 0.05
    """Between two takings: nobody sees that a call rings a twentieth of a second later."""
    unsent: int = 256 * 1024
    """Bytes that wait to be sent: actions have a few hundred, so more means that Asterisk has ceased to read."""


class Connection:
    """A session, from the greeting to the end.

    `ready` says that commands may be sent; `received` and `messages` count what came, in bytes and in whole messages;
    `complete` says that the other side closed the connection in order, so that nothing is missing of what it said.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, limits: Limits, place: str) -> None:
        self.ready = False
        self.received = 0
        self.messages = 0
        self.complete = False
        self._reader = reader
        self._writer = writer
        self._limits = limits
        self._place = place
        self._stream = AmiStream()
        self._flooded = True  # more may be there already
        self._taken = 0  # messages of the last piece
        self._waiting: list[Item] = []
        self._failure: CallJournalError | None = None

    # --- reading -----------------------------------------------------------------------------------------------------

    async def read(self) -> list[Item]:
        """Give the next messages, one at least.

        Raises Unreachable at the end of the connection, BadData where no Asterisk speaks.
        """
        while not self._waiting:
            await self._rest()
            try:
                data = await self._reader.read(self._limits.read)
            except OSError as error:
                raise self._failure or self._lost(reason(error)) from error
            if not data:
                self.complete = self._failure is None
                raise self._failure or self._lost()
            self.received += len(data)
            self._waiting = self._stream.feed(data)
            self._taken = len(self._waiting)
            self.messages += self._taken
            self._flooded = len(data) == self._limits.read  # there is more than one piece
        items, self._waiting = self._waiting, []
        if isinstance(items[0], NotAsterisk):
            raise BadData(
                say(
                    "something answers on {place}, but it is no Asterisk manager; check host and port "
                    "(5038, or 5039 with encryption)",
                    place=self._place,
                ),
                items[0].first,
            )
        return items

    async def _rest(self) -> None:
        """Let the rest of the program have its turn, and leave what comes meanwhile to the operating system."""
        transport = self._writer.transport
        if self._flooded or not isinstance(transport, asyncio.Transport):
            await asyncio.sleep(0)
            return
        transport.pause_reading()
        try:
            await asyncio.sleep(min(self._taken * self._limits.rest, self._limits.longest_rest))
        finally:
            transport.resume_reading()

    async def greeting(self) -> Item:
        """Wait for the greeting, and give it."""
        first, *self._waiting = await self.read()
        return first

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

    def _lost(self, why: str = "") -> Unreachable:
        if not why:
            return Unreachable(
                say("the connection to Asterisk at {place} was lost; connecting anew", place=self._place)
            )
        return Unreachable(
            say("the connection to Asterisk at {place} was lost ({why}); connecting anew", place=self._place, why=why)
        )

    # --- writing and ending ------------------------------------------------------------------------------------------

    def send(self, *actions: Action) -> None:
        """Send actions, all in one write: each costs a system call. Raises Refused where a value holds a line break."""
        self._writer.write(b"".join(encode_action(action.name, action.fields) for action in actions))
        if self._writer.transport.get_write_buffer_size() > self._limits.unsent:
            self.fail(
                Unreachable(
                    say("Asterisk at {place} does not read what is sent to it; connecting anew", place=self._place)
                )
            )

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
