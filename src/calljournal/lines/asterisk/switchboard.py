"""The facts: which channels exist, who dialled whom, who is in which bridge, what belongs to one conversation.

The order of events within one instant is not stable between runs, so nothing here depends on it: each event leaves
facts, and what they mean is judged from all of them.
"""

from collections.abc import Iterator
from datetime import datetime

from calljournal.lines.asterisk.channels import NO_PERSONS, Bridge, Channel, Conversation, parse_name, text
from calljournal.lines.asterisk.protocol import Message

KEEP_ENDED = 200
"""Conversations that are remembered after their end: events of the last instant may come after the last `Hangup`,
and 200 is more than a busy PBX ends within a second."""

MOST_CHANNELS = 50_000
"""Channels that are followed at a time. Asterisk itself fails long before; beyond it the oldest conversation is
forgotten, and counted."""

ROOMS = frozenset({"ConfBridge"})
"""`BridgeCreator` of bridges that people enter by themselves."""

_FARTHEST = 20
"""Channels through which one connection is followed at most: real chains of Local channels have under ten."""


class Switchboard:
    """Keeps the facts. `own` gives, for technology and endpoint, the name by which its owner knows it, or None."""

    def __init__(
        self, own: dict[tuple[str, str], str], keep_ended: int = KEEP_ENDED, most_channels: int = MOST_CHANNELS
    ) -> None:
        self.forgotten = 0
        self._own = own
        self._most_channels = most_channels
        self._keep_ended = keep_ended
        self._channels: dict[str, Channel] = {}
        self._links: dict[str, Channel] = {}
        self._bridges: dict[str, Bridge] = {}
        self._conversations: dict[str, Conversation] = {}
        self._merged: dict[str, str] = {}
        self._ended: dict[str, Conversation] = {}

    # --- channels ----------------------------------------------------------------------------------------------------

    def channel(self, uid: str | None) -> Channel | None:
        """Give a channel by its Uniqueid."""
        return self._channels.get(uid) if uid else None

    def channels(self) -> Iterator[Channel]:
        """Give all channels, ended ones too."""
        return iter(list(self._channels.values()))

    def conversations(self) -> Iterator[Conversation]:
        """Give all conversations, ended ones too."""
        return iter(list(self._conversations.values()))

    def meet(self, message: Message, prefix: str, at: datetime, *, whole: bool = False) -> Channel | None:
        """Give the channel that an event names in its fields `<prefix>Channel` and so on, and read what it says.

        A channel that was not known becomes known; None where the event names none.
        """
        uid = message.get(prefix + "Uniqueid")
        name = message.get(prefix + "Channel")
        if not uid or not name:
            return None
        state = message.get(prefix + "ChannelStateDesc") or "Down"
        linked = message.get(prefix + "Linkedid") or uid
        channel = self._channels.get(uid)
        if channel is None:
            channel = self.add(uid, name, linked, at, began=state, whole=whole)
        elif channel.conversation.id != linked:
            self._move(channel, self._conversation(linked))
        if channel.name != name:
            self._rename(channel, name)
        channel.confirmed = True
        if channel.ended is None:
            self._read(channel, message, prefix, state)
        return channel

    def add(self, uid: str, name: str, linked: str, at: datetime, *, began: str, whole: bool) -> Channel:
        """Make a channel known."""
        tech, endpoint = parse_name(name)
        if len(self._channels) >= self._most_channels:
            self.forget(next(iter(self._conversations.values())))
            self.forgotten += 1
        conversation = self._conversation(linked)
        own = self._own.get((tech, endpoint))
        channel = Channel(uid, name, tech, endpoint, own, at, began, whole, uid == linked, conversation)
        conversation.channels[uid] = channel
        self._channels[uid] = channel
        self._ended.pop(conversation.id, None)
        if channel.is_link:
            self._links[name] = channel
        return channel

    def _rename(self, channel: Channel, name: str) -> None:
        """A placeholder gets its name; a channel that is masqueraded keeps the endpoint that it had first."""
        if not channel.name:
            channel.tech, channel.endpoint = parse_name(name)
            channel.own = self._own.get((channel.tech, channel.endpoint), channel.own)
        channel.name = name

    def _read(self, channel: Channel, message: Message, prefix: str, state: str) -> None:
        if channel.state != "Up":  # an event may be older than the list of channels that we asked for
            channel.state = state
        exten = text(message.get(prefix + "Exten"))
        if exten is not None:
            channel.exten = exten
        number, name = _party(message, prefix + "CallerID")
        if not channel.caller_settled or channel.caller_number is None:
            channel.caller_number = number
        if not channel.caller_settled or channel.caller_name is None:
            channel.caller_name = name
        channel.connected_number, channel.connected_name = _party(message, prefix + "ConnectedLine")

    def end(self, channel: Channel, at: datetime, cause: int | None) -> None:
        """A channel is gone."""
        self.leave(channel)
        if channel.ended is None:
            channel.ended = at
        channel.cause = cause
        conversation = channel.conversation
        if not conversation.live:
            self._ended[conversation.id] = conversation
            while len(self._ended) > self._keep_ended:
                self.forget(self._ended[next(iter(self._ended))])

    def forget(self, conversation: Conversation) -> None:
        """Drop a conversation with all that belongs to it."""
        for channel in list(conversation.channels.values()):
            self.drop(channel)
        for merged, into in list(self._merged.items()):
            if into == conversation.id:
                del self._merged[merged]

    def release(self, channel: Channel) -> None:
        """Make room for another channel of this name: a program that dials may give each of its calls the same one."""
        if channel.conversation.live:
            self.drop(channel)
        else:
            self.forget(channel.conversation)

    def drop(self, channel: Channel) -> None:
        """Drop one channel."""
        self.leave(channel)
        self._channels.pop(channel.uid, None)
        if self._links.get(channel.name) is channel:
            del self._links[channel.name]
        conversation = channel.conversation
        conversation.channels.pop(channel.uid, None)
        if not conversation.channels:
            self._conversations.pop(conversation.id, None)
            self._ended.pop(conversation.id, None)

    # --- conversations -----------------------------------------------------------------------------------------------

    def _conversation(self, linked: str) -> Conversation:
        linked = self._merged.get(linked, linked)
        conversation = self._conversations.get(linked)
        if conversation is None:
            conversation = self._conversations[linked] = Conversation(linked)
        return conversation

    def merge(self, first: Conversation, second: Conversation) -> Conversation:
        """Make two conversations one: that of the older channel, which gives it its name. Gives the whole."""
        if first is second:
            return first
        if _beginning(second) < _beginning(first):
            first, second = second, first
        for channel in list(second.channels.values()):
            self._move(channel, first)
        for merged, into in self._merged.items():
            if into == second.id:
                self._merged[merged] = first.id
        self._merged[second.id] = first.id
        if len(self._merged) > self._keep_ended:
            del self._merged[next(iter(self._merged))]
        self._conversations.pop(second.id, None)
        self._ended.pop(second.id, None)
        return first

    def _move(self, channel: Channel, conversation: Conversation) -> None:
        left = channel.conversation
        if left is conversation:
            return
        left.channels.pop(channel.uid, None)
        if not left.channels:
            self._conversations.pop(left.id, None)
            self._ended.pop(left.id, None)
        elif not left.live:
            self._ended[left.id] = left
        channel.conversation = conversation
        conversation.channels[channel.uid] = channel

    # --- who dialled whom --------------------------------------------------------------------------------------------

    def dials(self, source: Channel | None, dest: Channel, at: datetime) -> None:
        """`source` calls `dest`; without a source Asterisk itself does, for an Originate."""
        if dest.dial_begun is None or at < dest.dial_begun:
            dest.dial_begun = at
        if source is None:
            dest.originated = True
        elif dest.dialled_by is not source:
            dest.dialled_by = source
            source.children.append(dest)

    def pair(self, link: Channel) -> Channel | None:
        """Give the other end of a Local pair."""
        other = {"1": "2", "2": "1"}.get(link.name[-1:])
        return self._links.get(link.name[:-1] + other) if other else None

    def source(self, channel: Channel) -> tuple[Channel | None, bool]:
        """Give the channel that called this one, Local pairs followed back; and whether an Originate of this
        telephone, made through a Local channel, was behind it all.
        """
        source = channel.dialled_by
        for _ in range(_FARTHEST):
            if source is None or not source.is_link:
                return source, False
            pair = self.pair(source)
            if pair is not None and (pair.dialled_by or pair.link_of) is not None:
                source = pair.dialled_by or pair.link_of
            elif source.name.endswith(";1"):  # the side that dials on: the telephone was called by the other side
                return (self._phone_of_originate(pair) if pair is not None else None), False
            else:
                return None, pair is None or pair.is_root
        return None, False

    def _phone_of_originate(self, link: Channel) -> Channel | None:
        return next((child for child in link.children if not child.is_link and child.taken is not None), None)

    def anchor(self, channel: Channel) -> Channel:
        """Give the channel that dials on for an own telephone: itself, or the far end of its Originate's Local pair."""
        source = channel.dialled_by
        if source is not None and source.is_link and (pair := self.pair(source)) is not None:
            return pair
        return channel

    def called(self, channel: Channel) -> list[Channel]:
        """Give the telephones and trunks that this channel called, through Local pairs; those not."""
        found: list[Channel] = []
        seen: set[str] = set()
        waiting = [channel]
        while waiting:
            current = waiting.pop()
            if current.uid in seen or len(seen) > _FARTHEST * 10:
                continue
            seen.add(current.uid)
            for child in current.children:
                if not child.is_link:
                    found.append(child)
                elif (pair := self.pair(child)) is not None:
                    waiting.append(pair)
        return found

    def dial_status(self, called: Channel) -> str | None:
        """Give how the calling of a telephone ended: behind a Local pair as for who called through the pair, for there
        it is only taken back.
        """
        status, link = called.dial_status, called.dialled_by
        for _ in range(_FARTHEST):
            if status != "CANCEL" or link is None or not link.is_link or (pair := self.pair(link)) is None:
                break
            if pair.dial_status not in (None, "ANSWER"):
                status = pair.dial_status
            link = pair.dialled_by
        return status

    # --- bridges -----------------------------------------------------------------------------------------------------

    def bridge(self, bridge_id: str, technology: str | None, creator: str | None = None) -> Bridge:
        """Give a bridge, made known if need be."""
        bridge = self._bridges.get(bridge_id)
        if bridge is None:
            bridge = self._bridges[bridge_id] = Bridge(bridge_id)
        if technology:
            bridge.holding = technology == "holding_bridge"
        if creator:
            bridge.is_room = creator in ROOMS
        return bridge

    def _link(self, bridge: Bridge) -> None:
        """Remember for whom a Local channel was made: a feature of a telephone joins the two before it calls on."""
        for link in bridge.members.values():
            if link.is_link and link.link_of is None and not link.is_root:
                link.link_of = next((other for other in bridge.members.values() if not other.is_link), None)

    def enter(self, channel: Channel, bridge: Bridge, swapped: str | None = None) -> None:
        """A channel enters a bridge, maybe in place of another."""
        self.leave(channel)
        if swapped and (other := bridge.members.get(swapped)) is not None:
            self.leave(other)
        if channel.ended is None:
            channel.bridge = bridge
            channel.was_bridged = True
            bridge.members[channel.uid] = channel
            self._link(bridge)

    def leave(self, channel: Channel, bridge_id: str | None = None) -> None:
        """A channel leaves its bridge (that one, if named: it may be in the next already)."""
        bridge = channel.bridge
        if bridge is None or (bridge_id is not None and bridge.id != bridge_id):
            return
        bridge.members.pop(channel.uid, None)
        channel.bridge = None
        if not bridge.members:
            self._bridges.pop(bridge.id, None)

    def destroy(self, bridge_id: str) -> None:
        """A bridge is gone."""
        bridge = self._bridges.pop(bridge_id, None)
        for channel in list(bridge.members.values()) if bridge else ():
            channel.bridge = None

    def merge_bridges(self, into: Bridge, emptied: Bridge) -> None:
        """All channels of one bridge go over to another."""
        for channel in list(emptied.members.values()):
            self.enter(channel, into)

    def empty_bridges(self, uids: set[str]) -> None:
        """Forget in which bridges these channels are: the list of channels says it anew."""
        for channel in list(self._channels.values()):
            if channel.uid in uids:
                self.leave(channel)

    def connected(self, channel: Channel) -> list[Channel]:
        """Give all channels that hear this one: in its bridge and, through Local pairs, in others."""
        found: list[Channel] = []
        seen = {channel.uid}
        waiting = [channel]
        while waiting and len(seen) < _FARTHEST * 10:
            bridge = waiting.pop().bridge
            if bridge is None or bridge.holding:
                continue
            for other in bridge.members.values():
                if other.uid in seen:
                    continue
                seen.add(other.uid)
                if not other.is_link:
                    found.append(other)
                elif (pair := self.pair(other)) is not None and pair.uid not in seen:
                    seen.add(pair.uid)
                    waiting.append(pair)
        return found

    def persons(self, channel: Channel) -> list[Channel]:
        """Give the people that this channel is joined to: telephones and trunks that are up."""
        return [
            other
            for other in self.connected(channel)
            if other.state == "Up" and other.ended is None and other.tech not in NO_PERSONS
        ]


def _party(message: Message, prefix: str) -> tuple[str | None, str | None]:
    """Read number and name; FreePBX gives callers without a name their number for it, withheld ones too."""
    number, name = message.get(prefix + "Num"), message.get(prefix + "Name")
    return text(number), None if name == number else text(name)


def _beginning(conversation: Conversation) -> datetime:
    return min(channel.seen for channel in conversation.channels.values())
