"""The manager interface as bytes: cuts a stream into messages, and writes actions. No sockets, no clock.

In: bytes, however they are cut. Out: `Message`, `Greeting`, and two kinds of trouble that are told, never raised.

A message is a block of `Name: value` lines that ends with an empty line; lines end with CR LF, so that a value holds
neither (https://docs.asterisk.org, "AMI v2 Specification"; checked against recordings of Asterisk 16 and 22). Headers
are read only when somebody asks for them: most events of a busy PBX concern nobody here, and to build a dictionary of
25 headers for each costs several times as much as to pass it over.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from calljournal.errors import Refused
from calljournal.words import say

LONGEST_LINE = 32 * 1024
"""Bytes. The longest lines of a real PBX are values of channel variables (SIP headers, a few KB); actions are refused
by Asterisk above 1 KB."""

LONGEST_MESSAGE = 128 * 1024
"""Bytes. An event has about 600; the longest real ones are lists of variables of one channel."""

KEPT_OF_TROUBLE = 200
"""Bytes of what could not be read that are kept to be shown: enough to recognise who speaks there."""

GREETING = b"Asterisk Call Manager/"
END_OF_LINE = b"\r\n"
END_OF_MESSAGE = b"\r\n\r\n"
_GREETING_INSIDE = END_OF_LINE + GREETING


@lru_cache(maxsize=512)  # the names that our own code asks for: some dozens
def _sought(name: str) -> tuple[bytes, bytes]:
    """Give how the first line of a message begins with that header, and how any other does."""
    return f"{name}: ".encode(), f"\r\n{name}: ".encode()


class Message:
    """An event or a response. `event` is the event's name, empty for a response."""

    __slots__ = ("_headers", "_searched", "event", "raw")

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self._headers: dict[str, str] | None = None
        self._searched = False
        if raw.startswith(b"Event: "):
            end = raw.find(END_OF_LINE)
            self.event = (raw[7:] if end < 0 else raw[7:end]).decode("utf-8", "replace")
        else:
            self.event = self._search("Event") or ""

    def get(self, name: str) -> str | None:
        """Give the value of the first header of that name, or None.

        The first question is a search. Who asks on will ask often: then one dictionary is cheaper than searches.
        """
        if self._headers is not None:
            return self._headers.get(name)
        if not self._searched:
            self._searched = True
            return self._search(name)
        self._headers = {key: value for key, colon, value in reversed(self._lines()) if colon}
        return self._headers.get(name)

    def get_all(self, name: str) -> list[str]:
        """Give the values of all headers of that name, in their order (`ChanVariable` comes once per variable)."""
        if name.encode() not in self.raw:
            return []
        return [value for key, colon, value in self._lines() if key == name and colon]

    def _search(self, name: str) -> str | None:
        raw, (first, further) = self.raw, _sought(name)
        if raw.startswith(first):
            start = len(first)
        else:
            start = raw.find(further)
            if start < 0:
                return None
            start += len(further)
        end = raw.find(END_OF_LINE, start)
        return (raw[start:] if end < 0 else raw[start:end]).decode("utf-8", "replace")

    def _lines(self) -> list[tuple[str, str, str]]:
        return [line.partition(": ") for line in str(self.raw, "utf-8", "replace").split("\r\n")]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.raw)

    def __repr__(self) -> str:
        return f"Message({self.raw[:60]!r})"  # the beginning only: what follows may be a number that is withheld


@dataclass(frozen=True, slots=True)
class Greeting:
    """The first line of a session; `version` is that of the interface, not of Asterisk."""

    version: str


@dataclass(frozen=True, slots=True)
class NotAsterisk:
    """Something else answers: its first bytes. Nothing more comes out of this stream."""

    first: bytes


@dataclass(frozen=True, slots=True)
class Skipped:
    """Bytes up to the next empty line that were passed over, and why."""

    reason: str
    first: bytes


Item = Message | Greeting | NotAsterisk | Skipped


class AmiStream:
    """Cuts one stream into messages. What passes the limits is skipped to the next empty line, and told once."""

    def __init__(self, longest_line: int = LONGEST_LINE, longest_message: int = LONGEST_MESSAGE) -> None:
        self._longest_line = longest_line
        self._longest_message = longest_message
        self._rest = b""
        self._scanned = 0  # in _rest before this place no message ends: it has been looked at
        self._fresh = True
        self._alien = False
        self._skipping = False

    def feed(self, data: bytes) -> list[Item]:
        """Take in bytes; give what is complete now."""
        if self._alien:
            return []
        buffer = self._rest + data
        if self._fresh and not _may_be_greeting(buffer):
            self._alien, self._rest = True, b""
            return [NotAsterisk(buffer[:KEPT_OF_TROUBLE])]
        if not self._fresh and not self._skipping and GREETING not in buffer:
            return self._plain(buffer)
        items: list[Item] = []
        start, seen = 0, self._scanned
        while True:
            if not self._skipping and buffer.startswith(GREETING, start):
                end = buffer.find(END_OF_LINE, start)
                if 0 <= end - start <= self._longest_line:
                    self._fresh = False
                    items.append(Greeting(str(buffer[start + len(GREETING) : end], "utf-8", "replace")))
                    start = seen = end + len(END_OF_LINE)
                    continue
            end = buffer.find(END_OF_MESSAGE, seen)
            if end < 0:
                break
            self._whole_message(buffer[start:end], items)
            start = seen = end + len(END_OF_MESSAGE)
        self._keep(buffer[start:], items)
        return items

    def _plain(self, buffer: bytes) -> list[Item]:
        """Cut what holds nothing but messages, as nearly all pieces do: half the cost of looking at each for more."""
        *whole, rest = buffer.split(END_OF_MESSAGE)
        items: list[Item] = []
        for raw in whole:
            if len(raw) > self._longest_line:
                self._whole_message(raw, items)
            elif raw := raw.lstrip(END_OF_LINE):
                items.append(Message(raw))
        self._keep(rest, items)
        return items

    def _whole_message(self, raw: bytes, items: list[Item]) -> None:
        if self._skipping:
            self._skipping = False
            return
        if len(raw) > self._longest_line and (trouble := self._trouble(raw)) is not None:
            items.append(Skipped(trouble, raw[:KEPT_OF_TROUBLE]))
            return
        raw = raw.lstrip(END_OF_LINE)
        inside = raw.find(_GREETING_INSIDE)
        if inside >= 0:  # a recording of two sessions, the first of which was cut off inside a message
            items.append(Skipped("cut off by a new greeting", raw[: min(inside, KEPT_OF_TROUBLE)]))
            line, _, raw = raw[inside + len(_GREETING_INSIDE) :].partition(END_OF_LINE)
            items.append(Greeting(str(line, "utf-8", "replace")))
        if raw:
            items.append(Message(raw))

    def _keep(self, rest: bytes, items: list[Item]) -> None:
        """Keep the beginning of a message, unless it is too long already."""
        if not self._skipping and len(rest) > self._longest_line and (trouble := self._trouble(rest)) is not None:
            items.append(Skipped(trouble, rest[:KEPT_OF_TROUBLE]))
            self._skipping = True
        self._rest = rest[-3:] if self._skipping else rest  # the end of a message may be cut in two
        self._scanned = max(0, len(self._rest) - 3)

    def _trouble(self, raw: bytes) -> str | None:
        """Say which limit comes first to be passed, if any: the same for a whole message and for a beginning."""
        position = 0
        for line in raw.split(END_OF_LINE):
            if position + self._longest_line >= self._longest_message:
                break
            if len(line.rstrip(b"\r")) > self._longest_line:
                return f"a line of more than {self._longest_line} bytes"
            position += len(line) + len(END_OF_LINE)
        if len(raw.rstrip(END_OF_LINE)) > self._longest_message:
            return f"a message of more than {self._longest_message} bytes"
        return None


def _may_be_greeting(buffer: bytes) -> bool:
    return buffer[: len(GREETING)] == GREETING[: len(buffer)]


@dataclass(frozen=True, slots=True)
class Action:
    """An action to send: its name and its fields, in order. Its text shows no values: one of them may be a secret."""

    name: str
    fields: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return f"Action({self.name!r})"


def encode_action(name: str, fields: Iterable[tuple[str, str]] = ()) -> bytes:
    """Write an action. Raises Refused where a name or value would break out of its line."""
    lines = [("Action", name), *fields]
    for key, value in lines:
        if any(sign in text for text in (key, value) for sign in "\r\n\0"):
            raise Refused(say("{key}: a line break cannot be sent to Asterisk", key=key))
    return "".join(f"{key}: {value}\r\n" for key, value in lines).encode() + END_OF_LINE
