"""Which messages of a recording concern the calls of the line's own telephones: only those may be given away.

In: everything that was heard. Out: the messages of conversations in which an own telephone takes part, and what holds
for the connection as a whole. What nobody here knows to be harmless stays out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from calljournal.calls import Owners
from calljournal.lines.asterisk.channels import parse_name, text
from calljournal.lines.asterisk.protocol import AmiStream, Greeting, Item, Message
from calljournal.lines.asterisk.translate import asked_about

OF_ALL = frozenset({"FullyBooted", "Shutdown", "CoreShowChannelsComplete"})
"""Events that concern every call alike."""

OF_NO_USE = frozenset({"TestEvent", "RTCPSent", "RTCPReceived"})
"""Events about the sound of a call, and those of Asterisk's own tests: long, and nothing is read in them."""

SOUND = "RTPAUDIOQOS"
"""How the variables begin that hold statistics of the sound."""

_CHANNEL_ID = re.compile(r"(?!.*bridge)(?P<prefix>.*)(?:uniqueid|linkedid)", re.IGNORECASE)
_BRIDGE_ID = re.compile(r".*bridge(?:unique)?id", re.IGNORECASE)
_TELEPHONE = re.compile(r".*(?:Channel|Interface|Device|Location|Peer)")


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that was heard, and when; None where it was taken out."""

    item: Item | None
    at: datetime | None


def fields(message: Message) -> list[tuple[str, str]]:
    """Give the fields of a message in their order; what is no field is passed over, bytes that are no UTF-8 stay."""
    lines = message.raw.decode("utf-8", "surrogateescape").split("\r\n")
    return [(name, value) for name, colon, value in (line.partition(": ") for line in lines) if colon]


def written(given: Iterable[tuple[str, str]]) -> Message:
    """Make a message of fields."""
    return Message("\r\n".join(f"{name}: {value}" for name, value in given).encode("utf-8", "surrogateescape"))


def heard(pieces: Iterable[tuple[bytes, datetime | None]]) -> list[Heard]:
    """Cut bytes into what they say; of the last message no end may have come."""
    stream = AmiStream()
    return [Heard(item, at) for data, at in pieces for item in stream.feed(data)]


def own_names(owners: Owners, tech: str) -> frozenset[str]:
    """Give the own telephones as channels and devices are named: `PJSIP/101`."""
    names = (endpoint.name for owner in owners for endpoint in owner.endpoints)
    return frozenset(name if "/" in name else f"{tech}/{name}" for name in names)


def device_of(channel: str) -> str:
    """Give the telephone or trunk of a channel: `PJSIP/101` of `PJSIP/101-0000001a`."""
    return "/".join(filter(None, parse_name(channel)))


def channel_ids(message: Message) -> list[str]:
    """Give the channels and conversations that a message names; an answer to our question names one by its ActionID."""
    asked = asked_about(message.get("ActionID") or "")
    ids = [value for name, value in fields(message) if _CHANNEL_ID.fullmatch(name) and text(value)]
    return ids if asked is None else [*ids, asked]


def channel_prefixes(message: Message) -> list[str]:
    """Give what stands before the fields of each channel that an event names: "", `Dest`, `Transferer` ..."""
    named = (name.removesuffix("Uniqueid") for name, value in fields(message) if name.endswith("Uniqueid") and value)
    return [prefix for prefix in named if not prefix.endswith("Bridge")]


@dataclass(slots=True)
class Conversations:
    """Which channels belong together: whoever is named in one event, has one Linkedid, or hears one another, now or
    before. Those who wait in one place, parked or in a queue, do not hear one another.
    """

    _parents: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of_all(cls, whole: Iterable[Heard]) -> Self:
        """Learn from a whole recording."""
        conversations = cls()
        for each in whole:
            if isinstance(each.item, Message):
                conversations.take(each.item)
        return conversations

    def take(self, message: Message) -> None:
        """Learn from a message."""
        ids = channel_ids(message)
        talk = message.get("BridgeUniqueid") if message.get("BridgeTechnology") != "holding_bridge" else None
        for other in [*ids, talk] if ids and talk else ids:
            self._parents[self.of(other)] = self.of(ids[0])

    def of(self, channel_id: str) -> str:
        """Give the name of the conversation of a channel."""
        root = channel_id
        while (parent := self._parents.get(root, root)) != root:
            root = parent
        while (parent := self._parents.get(channel_id, root)) != root:
            self._parents[channel_id], channel_id = root, parent
        return root

    def of_message(self, message: Message) -> str | None:
        """Give the conversation that a message belongs to, or None."""
        ids = channel_ids(message)
        return self.of(ids[0]) if ids else None


class OwnCalls:
    """What of a recording belongs to the own telephones (`PJSIP/101`)."""

    def __init__(self, own: frozenset[str], whole: Iterable[Heard]) -> None:
        self._own = own
        self._whole = list(whole)
        self.conversations = Conversations.of_all(self._whole)
        self._ours = {
            self.conversations.of_message(message) for message in self._messages() if self._names_own(message)
        }
        self._ours.discard(None)
        self._bridges = {
            bridge for message in self._messages() if self._in_own_call(message) for bridge in _bridges(message)
        }

    def kept(self) -> list[Heard]:
        """Give what belongs to own calls, and the connection's own messages."""
        return [
            each
            for each in self._whole
            if isinstance(each.item, Greeting) or (isinstance(each.item, Message) and self._is_kept(each.item))
        ]

    def _messages(self) -> Iterator[Message]:
        return (each.item for each in self._whole if isinstance(each.item, Message))

    def _is_kept(self, message: Message) -> bool:
        if message.event in OF_NO_USE or (message.get("Variable") or "").startswith(SOUND):
            return False
        if channel_ids(message):
            return self._in_own_call(message)
        if not message.event or message.event in OF_ALL:
            return True
        return self._names_own(message) or bool(self._bridges.intersection(_bridges(message)))

    def _in_own_call(self, message: Message) -> bool:
        return self.conversations.of_message(message) in self._ours

    def _names_own(self, message: Message) -> bool:
        return any(
            value in self._own or (name.endswith("Channel") and device_of(value) in self._own)
            for name, value in fields(message)
            if _TELEPHONE.fullmatch(name)
        )


def _bridges(message: Message) -> list[str]:
    return [value for name, value in fields(message) if _BRIDGE_ID.fullmatch(name) and value]
