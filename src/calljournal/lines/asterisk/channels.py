"""Channels, bridges and conversations: what Asterisk's words stand for here.

A *channel* is one telephone's connection (`Uniqueid`); channels that have to do with one another carry the same
`Linkedid`; they hear one another in a *bridge*. A `Local/...` channel is a pair of ends, `;1` and `;2`, that only links
others: it is never a person.
"""

from dataclasses import dataclass, field
from datetime import datetime

from calljournal.calls import LegReport, Span

LINK = "Local"
NO_PERSONS = frozenset({"Announcer", "AsyncGoto", "CBAnn", "CBRec", "Message", "Recorder", "Surrogate"})
"""Channel technologies that Asterisk makes for its own use (conference announcements, recording, redirection)."""


def text(value: str | None) -> str | None:
    """Give a value, or None where Asterisk wrote that there is none: empty, `<unknown>`, `<null>`."""
    return None if value in (None, "", "<unknown>", "<null>") else value


@dataclass(slots=True, eq=False)
class Channel:
    """All that is known of one channel.

    `began` is the state in which it was first seen: `Ring` calls in, `Down` is being called. `whole` says whether we
    saw its beginning, `is_root` whether it was the oldest channel of its conversation then. `dialled` are the digits
    that it sent to reach somebody. `own` is its owner's name for the endpoint, None where it is not one of ours.
    """

    uid: str
    name: str
    tech: str
    endpoint: str
    own: str | None
    seen: datetime
    began: str
    whole: bool
    is_root: bool
    conversation: "Conversation"
    state: str = "Down"
    exten: str | None = None
    dialled: str | None = None
    dial_string: str | None = None
    caller_number: str | None = None
    caller_name: str | None = None
    connected_number: str | None = None
    connected_name: str | None = None
    caller_settled: bool = False
    """It has dialled on: what it says of itself is final, its presentation too (measured on Asterisk 22)."""
    presentation: str | None = None
    saved_known: bool = False
    """Whether FreePBX's own record of the presentation, if there is one, is in `presentation`."""
    asked: bool = False
    external: bool | None = None
    rang: datetime | None = None
    dial_begun: datetime | None = None
    dialled_by: "Channel | None" = None
    children: "list[Channel]" = field(default_factory=list)
    originated: bool = False
    """Asterisk called it by itself, for an Originate."""
    dial_status: str | None = None
    forwarded: bool = False
    """It sent the call on."""
    taken: datetime | None = None
    """When it answered, as one that was called."""
    bridge: "Bridge | None" = None
    was_bridged: bool = False
    link_of: "Channel | None" = None
    """Of a Local channel: who it was first joined to. Features make such channels to call for a telephone."""
    picks_up: bool = False
    """It dialled a code to get a caller who was ringing at another telephone, or parked."""
    takes_up: "Channel | None" = None
    """That caller, where it is known."""
    left_message: bool = False
    """It spoke to a voicemail."""
    gave_up: datetime | None = None
    """When it asked to be ended."""
    ended: datetime | None = None
    cause: int | None = None
    # of our own endpoints only
    ours: bool = False
    """It was dialled by a command of ours."""
    confirmed: bool = True
    ended_by_us: bool = False
    answered: datetime | None = None
    peer: "Channel | None" = None
    outside: "Channel | None" = None
    """The outside party that it got by a transfer."""
    holds: list[Span] = field(default_factory=list)
    held_in: "Bridge | None" = None
    """Where it put the other side on hold."""
    guessed: bool = False
    """We met it in mid-call: which way it goes is a guess."""
    joined_before: bool = False
    """It was joined to somebody already then: when it was answered is not known."""
    parked: "Channel | None" = None
    """Whom it parked."""
    retrieved_by: "Channel | None" = None
    """Who took up whom it parked."""
    joins: bool = False
    """It joined its two calls and left both: an attended transfer."""
    transferred_to: str | None = None
    picked_up_by: str | None = None
    anomalies: list[str] = field(default_factory=list)
    last: LegReport | None = None

    @property
    def is_link(self) -> bool:
        """Whether this is one end of a Local pair."""
        return self.tech == LINK

    @property
    def calls_in(self) -> bool:
        """Whether this side began: a carrier that brings a call, a telephone that dials."""
        return self.began == "Ring"

    def note(self, anomaly: str) -> None:
        """Record an anomaly, once."""
        if anomaly not in self.anomalies:
            self.anomalies.append(anomaly)


@dataclass(slots=True, eq=False)
class Bridge:
    """Channels that hear one another; in a holding bridge they only hear music."""

    id: str
    holding: bool = False
    is_room: bool = False
    """A conference room: who is in it was not called by one another."""
    members: dict[str, Channel] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Conversation:
    """The channels that have one Linkedid."""

    id: str
    channels: dict[str, Channel] = field(default_factory=dict)

    @property
    def live(self) -> bool:
        """Whether one of its channels still exists."""
        return any(channel.ended is None for channel in self.channels.values())


def parse_name(name: str) -> tuple[str, str]:
    """Split `PJSIP/101-0000001a` into the technology and the endpoint; of `Local/102@internal-00000001;1` alike."""
    tech, slash, rest = name.partition("/")
    if not slash:
        return "", name
    return tech, rest.rsplit("-", 1)[0]
