"""What a line must offer: the contract between the engine and a telephone system.

A line runs until it is cancelled. Whatever it learns it tells through the function that `run` is given; whatever it
is to do it is sent as a command, and its answer comes as a `Result` among the messages. The same messages travel as
JSON lines when a line runs in a process of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from calljournal.calls import LegReport, Owners, Snapshot
from calljournal.contracts.manifest import COMMON_LINE_FIELDS, Field, Value
from calljournal.contracts.setup import Setup
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

    `ok` of a `Consult` means that the number is being called, of a transfer that the call is on its way. `error` is a
    sentence for the user.
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


@dataclass(frozen=True, slots=True)
class Answer:
    """Take the call that rings as the leg `leg`."""

    id: str
    leg: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Put the other side of the talking leg `leg` on hold, or (`on` False) take it back."""

    id: str
    leg: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class Redirect:
    """Send the other side of the leg `leg` on to `number` (as dialled), whether it still rings or talks.

    The leg ends; whatever else rang for the call stops.
    """

    id: str
    leg: str
    number: str


@dataclass(frozen=True, slots=True)
class BlindTransfer:
    """Pass the talking call of the leg `leg` on to `number` (as dialled) without asking there; the leg ends."""

    id: str
    leg: str
    number: str


@dataclass(frozen=True, slots=True)
class Consult:
    """Begin an attended transfer: the other side of the talking leg `leg` waits while its telephone calls `number`."""

    id: str
    leg: str
    number: str


@dataclass(frozen=True, slots=True)
class CompleteTransfer:
    """End the consultation of the leg `leg` by joining the two others; the leg ends."""

    id: str
    leg: str


@dataclass(frozen=True, slots=True)
class CancelTransfer:
    """End the consultation of the leg `leg` and take the first call back."""

    id: str
    leg: str


LineCommand = Dial | HangUp | Answer | Hold | Redirect | BlindTransfer | Consult | CompleteTransfer | CancelTransfer


class Capability(StrEnum):
    """What a line may be able to do beyond watching our own telephones."""

    DIAL = "dial"
    HANG_UP = "hang-up"
    ANSWER = "answer"
    HOLD = "hold"
    REDIRECT = "redirect"
    BLIND_TRANSFER = "blind-transfer"
    ATTENDED_TRANSFER = "attended-transfer"
    DTMF = "dtmf"
    WATCH_OTHERS = "watch-others"


NEEDS: Mapping[type[LineCommand], Capability] = {
    Dial: Capability.DIAL,
    HangUp: Capability.HANG_UP,
    Answer: Capability.ANSWER,
    Hold: Capability.HOLD,
    Redirect: Capability.REDIRECT,
    BlindTransfer: Capability.BLIND_TRANSFER,
    Consult: Capability.ATTENDED_TRANSFER,
    CompleteTransfer: Capability.ATTENDED_TRANSFER,
    CancelTransfer: Capability.ATTENDED_TRANSFER,
}
"""What a line must be able to do to carry out a command."""


class Clock(Protocol):
    """Where a line takes the time from: UTC that runs evenly, whatever happens to the computer's own clock."""

    def now(self) -> datetime:
        """Give the moment, aware UTC."""
        ...

    @property
    def anchored(self) -> int:
        """How often the computer was found to have slept, or its clock to be set: times before and after differ.

        A line whose connection is older makes it anew, for what a socket looks like after a sleep is no proof.
        """
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
    """Bytes of a recording that came together, and when (aware UTC; None where the recording does not tell).

    `kind` says in a word what they are, where they are one message.
    """

    data: bytes
    at: datetime | None
    kind: str = ""


Replay = Callable[[LineConfig, Iterable[Piece]], Iterator[LineMessage]]


@dataclass(frozen=True, slots=True)
class Replaced:
    """What stands in a scrambled recording for something else: `kind` in words ("number"), what it `was`, and `now`."""

    kind: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A recording as it may be given away: one piece for each message.

    `config` has the names that its telephones bear in it, and no secrets. `left_out` counts the messages that are not
    in it, `masked` the calls with a number that was withheld.
    """

    pieces: tuple[Piece, ...]
    config: LineConfig
    left_out: int
    masked: int
    replaced: tuple[Replaced, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """One conversation of a recording, told for people: its legs, and what happened, in words, with its time.

    The story without legs is that of the connection itself.
    """

    legs: frozenset[str]
    happenings: tuple[tuple[datetime | None, str], ...]


class Recordings(Protocol):
    """What a line can do with recordings beside replaying them."""

    async def record(self, config: LineConfig, hear: Callable[[Piece], None], tell: Tell) -> None:
        """Open a session of its own and hand each message to `hear`, until cancelled; lamps go to `tell`."""
        ...

    def prepare(self, config: LineConfig, pieces: Iterable[Piece], *, scrambled: bool) -> Prepared:
        """Leave out what must not be given away, and scramble the rest if asked.

        Out go secrets, calls without one of the line's own telephones, and withheld numbers. Nothing in it raises.
        """
        ...

    def tell(self, config: LineConfig, pieces: Iterable[Piece]) -> tuple[Story, ...]:
        """Take a recording apart for people. Nothing in it raises."""
        ...

    def telephones(self, config: LineConfig, pieces: Iterable[Piece]) -> tuple[str, ...]:
        """Name the telephones that have calls in a recording."""
        ...


@dataclass(frozen=True, slots=True)
class LineManifest:
    """What a line adapter is: data, and how to make one. `fields` are its settings beside the common ones.

    `cannot` says in a sentence why a capability is absent, and what to do instead, where that is worth words.
    `own` are the own telephones where nobody names any; "" for a system that cannot know them: it then records nothing.

    `replay` turns a recording into the messages that the line would have told, however the bytes are cut; it raises
    BadData for what is no recording of its system.
    `recordings` makes recordings, and tells what is in them. `setup` helps to set a line up.
    """

    system: str
    title: str
    capabilities: frozenset[Capability]
    fields: tuple[Field, ...]
    make: Callable[[LineConfig], Line]
    replay: Replay | None = None
    recordings: Recordings | None = None
    setup: Setup | None = None
    cannot: Mapping[Capability, str] = field(default_factory=dict)
    own: str = ""

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """The settings of this system and those that every line has."""
        usual = {"own": self.own or None}
        return (
            *self.fields,
            *(replace(one, default=usual.get(one.name, one.default)) for one in COMMON_LINE_FIELDS),
        )
