"""One row of the journal: what is known of one owner's part in one conversation."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calljournal.calls import Direction, LegEnd, Presentation
from calljournal.calls.report import LegState as RowState

MANUAL = "manual"
"""The line of a row that no line saw: a person added the call, or timed it by hand."""


class Scope(StrEnum):
    """Whether the other party is outside the house or within."""

    EXTERNAL = "external"
    INTERNAL = "internal"


class Outcome(StrEnum):
    """What became of the call, seen from the owner."""

    ANSWERED = "answered"
    TRANSFERRED = "transferred"
    MISSED = "missed"
    ELSEWHERE = "answered-elsewhere"
    FORWARDED = "forwarded"
    REJECTED = "rejected"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    CANCELLED = "cancelled"
    FAILED = "failed"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class EntryLeg:
    """One leg within a row; the number is normalised like the row's own."""

    id: str
    endpoint: str
    number: str | None
    started: datetime
    answered: datetime | None
    ended: datetime | None
    end: LegEnd | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the journal: facts only. Who it was, what was noted and what was booked are kept beside it.

    Times are aware UTC and the owner's own: `started` is the first ring or the dial command, `answered` the first
    joining to a person, `ended` the end of the owner's last leg. `number` is E.164, or the internal number, or as
    sent where nobody can read it; `others` are the other numbers that it may mean. `display` is the number as people
    read it. `talk_seconds` and `held_seconds` run up to the last report while the call lives. `voicemail` says that the
    caller left a message. `call` is the conversation, `conversation` its name on the line. `line` is MANUAL where no
    line saw the call; it then has no legs.
    """

    id: str
    call: str
    line: str
    owner: str
    own: str
    direction: Direction
    scope: Scope
    state: RowState
    outcome: Outcome | None
    number: str | None
    presentation: Presentation
    display: str | None
    name: str | None
    started: datetime
    answered: datetime | None
    ended: datetime | None
    talk_seconds: float
    held_seconds: float
    answered_by: str | None = None
    transferred_to: str | None = None
    merged_into: str | None = None
    legs: tuple[EntryLeg, ...] = ()
    anomalies: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    voicemail: bool = False

    @property
    def live(self) -> bool:
        """Whether the call still lasts; a row that was merged away says nothing of that any more."""
        return self.state is not RowState.ENDED and self.merged_into is None

    @property
    def manual(self) -> bool:
        """Whether a person added the call: no line saw it, and none can do anything with it."""
        return self.line == MANUAL

    @property
    def connected_seconds(self) -> float:
        """Seconds from being joined to a person to the end, time on hold included."""
        return self.talk_seconds + self.held_seconds


__all__ = ["MANUAL", "Entry", "EntryLeg", "Outcome", "RowState", "Scope"]
