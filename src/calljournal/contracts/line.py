"""What a line must offer: the contract between the engine and a telephone system.

A line runs until it is cancelled. Whatever it learns it tells through the function that `run` is given; whatever it
is to do it is sent as a command, and its answer comes as a `Result` among the messages. The same messages travel as
JSON lines when a line runs in a process of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from calljournal.calls import LegReport, Owners, Snapshot
from calljournal.contracts.manifest import COMMON_LINE_FIELDS, Field, Value
from calljournal.numbers import DialRules


class LineState(StrEnum):
    """The colour of a line's lamp."""

    CLOSED = "closed"
    """Not opened: Auto Load is off and nothing was dialled yet."""
    CONNECTING = "connecting"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    """No connection; it is tried again, endlessly."""
    REFUSED = "refused"
    """The telephone system does not let us in; it is tried again, slowly."""


@dataclass(frozen=True, slots=True)
class LineStatus:
    """The lamp of a line: its state, a sentence that says what to do, and the last signs of life (aware UTC)."""

    line: str
    state: LineState
    message: str
    at: datetime
    last_event: datetime | None = None
    last_heartbeat: datetime | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a command. `ok` of a `Dial` means that the telephone system took it on, not that it was answered.

    `error` is a sentence for the user.
    """

    line: str
    command: str
    ok: bool
    error: str | None = None


LineMessage = LegReport | Snapshot | LineStatus | Result
Tell = Callable[[LineMessage], None]


@dataclass(frozen=True, slots=True)
class Dial:
    """Call `number` (digits as the line is to dial them) from the telephone `endpoint`; `id` names the command."""

    id: str
    endpoint: str
    number: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the leg `leg`."""

    id: str
    leg: str


LineCommand = Dial | HangUp


class Capability(StrEnum):
    """What a line may be able to do beyond watching our own telephones."""

    DIAL = "dial"
    HANG_UP = "hang-up"
    ANSWER = "answer"
    HOLD = "hold"
    TRANSFER = "transfer"
    DTMF = "dtmf"
    WATCH_OTHERS = "watch-others"


class Clock(Protocol):
    """Where a line takes the time from: UTC that runs evenly, whatever happens to the computer's own clock."""

    def now(self) -> datetime:
        """Give the moment, aware UTC."""
        ...


@dataclass(frozen=True, slots=True)
class LineConfig:
    """All that a line is given: its name ("asterisk:main"), whose telephones it watches, its numbers, its settings."""

    name: str
    owners: Owners
    rules: DialRules
    values: Mapping[str, Value]
    clock: Clock


class Line(Protocol):
    """A telephone line or PBX that is watched and dialled through."""

    async def run(self, tell: Tell) -> None:
        """Watch the line until cancelled, reconnecting without end; tell everything that is true of it.

        After each connection first a `Snapshot`, then a report of each live leg. A bad moment of the telephone
        system is told as a `LineStatus` or an anomaly; nothing is raised.
        """
        ...

    def send(self, command: LineCommand) -> None:
        """Carry out a command; its `Result` is told. Returns at once."""
        ...


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a recording that came together, and when (aware UTC; None where the recording does not tell)."""

    data: bytes
    at: datetime | None


Replay = Callable[[LineConfig, Iterable[Piece]], Iterator[LineMessage]]


@dataclass(frozen=True, slots=True)
class LineManifest:
    """What a line adapter is: data, and how to make one. `fields` are its settings beside the common ones.

    `replay` turns a recording into the messages that the line would have told, however the bytes are cut.
    """

    system: str
    title: str
    capabilities: frozenset[Capability]
    fields: tuple[Field, ...]
    make: Callable[[LineConfig], Line]
    replay: Replay | None = None

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """The settings of this system and those that every line has."""
        return self.fields + COMMON_LINE_FIELDS
