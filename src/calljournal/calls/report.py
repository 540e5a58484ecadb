"""What a line says of the legs that exist: the types that enter this station.

A line says what is true, not what changed: a `LegReport` is the whole present state of one leg, so that one
sent twice changes nothing and one that went missing is made good by the next.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Direction(StrEnum):
    """Which way a call goes, seen from the owner."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


class Presentation(StrEnum):
    """Whether the other party lets us see its number."""

    ALLOWED = "allowed"
    WITHHELD = "withheld"
    UNAVAILABLE = "unavailable"
    PENDING = "pending"
    """The telephone system has not said yet; the number is not to be shown or stored until it has."""


class LegState(StrEnum):
    """What one leg is doing; `calljournal.calls.states` says what may follow what."""

    RINGING = "ringing"
    DIALLING = "dialling"
    TALKING = "talking"
    HELD = "held"
    ENDED = "ended"


class LegEnd(StrEnum):
    """How a leg came to its end, seen from the leg's own telephone."""

    ANSWERED = "answered"
    """An ordinary end after talking."""
    PARKED = "parked"
    """Its telephone parked the call; whoever takes it up has a leg of their own."""
    CANCELLED = "cancelled"
    """Whoever called gave up."""
    NO_ANSWER = "no-answer"
    """It rang until the telephone system gave up."""
    BUSY = "busy"
    REJECTED = "rejected"
    ELSEWHERE = "answered-elsewhere"
    """Another telephone took the call."""
    FORWARDED = "forwarded"
    """The telephone sent the call on before anybody talked."""
    UNREACHABLE = "unreachable"
    """The telephone never rang: switched off, not registered."""
    FAILED = "failed"
    """It could not be put through."""
    LOST = "lost"
    """We lost sight of it: how it ended is not known."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time; `end` is None while it lasts."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """The other side of a leg, as the telephone system named it.

    `number` is as sent, unread; it is None unless `presentation` is allowed. `external` is True for a party
    behind a trunk, False for one inside the house, None where the telephone system does not say. `dialled` says whose
    digits the number has: True as one of us dialled it (with an outside-line prefix, perhaps), False as the telephone
    system names a caller, None as the leg goes: a talk that was begun by dialling may have been passed on to a caller.
    """

    number: str | None = None
    name: str | None = None
    presentation: Presentation = Presentation.ALLOWED
    external: bool | None = None
    dialled: bool | None = None


@dataclass(frozen=True, slots=True)
class LegReport:
    """The whole present state of one leg of one of our own endpoints.

    All times are aware UTC, on the telephone system's clock corrected by the offset to ours. `generation` counts
    the connections of this line to its telephone system: what an earlier one still says comes too late.
    `conversation` may change during the life of a leg: the calls then merge. `started` is the first ring, or the
    dial command; `answered` the moment of being joined to a *person* (not a menu, queue music or voicemail).
    `answered_by` names the endpoint or extension that took the call instead, `transferred_to` the number the call
    was passed to, both as the telephone system writes them; `voicemail` says that the caller left a message
    instead. A line that came in mid-call says by `guessed` that it had to guess who called whom, and by `joined_before`
    that `answered` is when it came; an earlier connection may have known. `at` is the time of this report.
    """

    line: str
    generation: int
    leg: str
    conversation: str
    endpoint: str
    direction: Direction
    party: Party
    state: LegState
    started: datetime
    at: datetime
    answered: datetime | None = None
    ended: datetime | None = None
    holds: tuple[Span, ...] = ()
    end: LegEnd | None = None
    answered_by: str | None = None
    transferred_to: str | None = None
    voicemail: bool = False
    guessed: bool = False
    joined_before: bool = False
    anomalies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The ids of all legs that exist now, sent after every (re)connect of a line, before its first report."""

    line: str
    generation: int
    legs: frozenset[str]
    at: datetime
