"""A recording told for people: what happened on each channel, in plain words, by conversation.

It is meant to be laid beside our own rows, so it says what Asterisk said and judges nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from calljournal.contracts.line import Story
from calljournal.lines.asterisk.channels import LINK, parse_name, text
from calljournal.lines.asterisk.clock import PbxClock
from calljournal.lines.asterisk.protocol import Greeting, Message
from calljournal.lines.asterisk.recordings.own_calls import Conversations, Heard, channel_ids, channel_prefixes
from calljournal.lines.asterisk.translate import asked_about

QUIET = frozenset({"VarSet", "TestEvent", "RTCPSent", "RTCPReceived", "Cdr", "CEL", "Status", "MusicOnHoldStart"})
"""Events that say nothing about who does what."""

HOLDING = "holding_bridge"


def stories(whole: Iterable[Heard], conversations: Conversations) -> tuple[Story, ...]:
    """Tell each conversation, in the order of their beginning, and the connection first."""
    teller = _Teller(conversations)
    for each in whole:
        if isinstance(each.item, Greeting):
            teller.say(None, each.at, f"connected: Asterisk Call Manager {each.item.version}")
        elif isinstance(each.item, Message):
            teller.take(each.item, each.at)
    return teller.stories()


class _Teller:
    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations
        self._happenings: defaultdict[str | None, list[tuple[datetime | None, str]]] = defaultdict(list)
        self._legs: defaultdict[str | None, set[str]] = defaultdict(set)
        self._labels: dict[str, str] = {}
        self._used: defaultdict[tuple[str | None, str], int] = defaultdict(int)
        self._bridges: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._clock = PbxClock(follows=False)
        self._late: list[timedelta] = []
        self._words = _words(self)

    def take(self, message: Message, at: datetime | None) -> None:
        """Tell one message."""
        at = self._time(message, at)
        ids = channel_ids(message)
        conversation = self._conversations.of(ids[0]) if ids else None
        for prefix in channel_prefixes(message):
            uid = message.get(f"{prefix}Uniqueid") or ""
            self._legs[conversation].add(uid)
            self._label(conversation, uid, message.get(f"{prefix}Channel"))
        words = self._told(message)
        if words:
            self.say(conversation, at, words)

    def say(self, conversation: str | None, at: datetime | None, words: str) -> None:
        """Note a happening."""
        self._happenings[conversation].append((at, words))

    def stories(self) -> tuple[Story, ...]:
        """Give what was told."""
        if self._late:
            least, most = (moment.total_seconds() for moment in (min(self._late), max(self._late)))
            words = f"the PBX's own time stamps are {least:.3f} to {most:.3f} s before the moment of receipt"
            self.say(None, None, words)
        first = [None] if None in self._happenings else []
        calls = [conversation for conversation in self._happenings if conversation is not None]
        return tuple(
            Story(frozenset(self._legs[each] if each else ()), tuple(self._happenings[each]))
            for each in [*first, *calls]
        )

    def channel(self, message: Message, prefix: str = "") -> str:
        """Name the channel of an event as people do."""
        return self._labels.get(message.get(f"{prefix}Uniqueid") or "", "somebody")

    def _time(self, message: Message, received: datetime | None) -> datetime | None:
        stamped = self._clock.time(message.get("Timestamp"), None)
        if received is None or stamped is None:
            return received or stamped
        self._late.append(received - stamped)
        return received

    def _label(self, conversation: str | None, uid: str, name: str | None) -> None:
        """Call a channel by its endpoint, the second one of an endpoint `101 (2)`."""
        if uid in self._labels or not name:
            return
        tech, endpoint = parse_name(name)
        label = f"{tech}/{endpoint}{name[-2:]}" if tech == LINK else endpoint
        self._used[conversation, label] += 1
        count = self._used[conversation, label]
        self._labels[uid] = label if count == 1 else f"{label} ({count})"

    def _told(self, message: Message) -> str | None:
        if not message.event:
            return self._answer(message)
        if message.event in self._words:
            return self._words[message.event](message)
        if message.event in QUIET or message.event.endswith("Complete"):
            return None
        return f"{self.channel(message)}: {message.event}" if channel_prefixes(message) else None

    def _answer(self, message: Message) -> str | None:
        action_id = message.get("ActionID") or ""
        asked = asked_about(action_id)
        if asked is not None:
            who = self._labels.get(asked, "the caller")
            return f"{who}: asked whether its number may be shown: {message.get('Value') or message.get('Message')}"
        if message.get("Response") == "Error":
            return f"refused: {message.get('Message')}"
        return None

    # --- what needs more than the event itself -----------------------------------------------------------------------

    def enters(self, message: Message) -> str:
        """Somebody enters a bridge: who is there already hears them."""
        members = self._bridges[message.get("BridgeUniqueid") or ""]
        members.pop(message.get("SwapUniqueid") or "", None)
        who = self.channel(message)
        others = [label for uid, label in members.items() if uid != message.get("Uniqueid")]
        members[message.get("Uniqueid") or ""] = who
        if message.get("BridgeTechnology") == HOLDING:
            return f"{who} waits in a holding bridge"
        return f"{' and '.join([*others, who])} are joined" if others else f"{who} enters a bridge, alone so far"

    def leaves(self, message: Message) -> str:
        """Somebody leaves a bridge."""
        self._bridges[message.get("BridgeUniqueid") or ""].pop(message.get("Uniqueid") or "", None)
        return f"{self.channel(message)} leaves the bridge"

    def merged(self, message: Message) -> str:
        """All of one bridge go over to another."""
        moved = self._bridges.pop(message.get("FromBridgeUniqueid") or "", {})
        members = self._bridges[message.get("ToBridgeUniqueid") or ""]
        members.update(moved)
        return f"two bridges become one: {' and '.join(members.values()) or 'nobody'} are joined"


def _words(teller: _Teller) -> dict[str, Callable[[Message], str | None]]:
    """Give, for each event, what it says in plain words."""
    who = teller.channel
    return {
        "Newchannel": lambda m: _begins(who(m), m),
        "Newstate": lambda m: _STATES.get(m.get("ChannelStateDesc") or "", "{}: state changes").format(who(m)),
        "NewCallerid": lambda m: f"{who(m)}: caller id is now {_party(m, 'CallerID')}",
        "NewConnectedLine": lambda m: f"{who(m)} is shown {_party(m, 'ConnectedLine')}",
        "Newexten": lambda m: _runs(who(m), m),
        "DialBegin": lambda m: _dials(m, who(m), who(m, "Dest")),
        "DialState": lambda m: f"{who(m, 'Dest')}: dialling says {m.get('DialStatus')}",
        "DialEnd": lambda m: f"{who(m, 'Dest')}: dialling ended, {m.get('DialStatus')}",
        "BridgeEnter": teller.enters,
        "BridgeLeave": teller.leaves,
        "BridgeMerge": teller.merged,
        "LocalBridge": lambda m: f"{who(m, 'LocalOne')} and {who(m, 'LocalTwo')} are two ends of one link",
        "Hold": lambda m: f"{who(m)} puts the other side on hold",
        "Unhold": lambda m: f"{who(m)} takes the other side back from hold",
        "HangupRequest": lambda m: f"{who(m)} asks for the end (hangs up)",
        "SoftHangupRequest": lambda m: f"{who(m)} is told to end",
        "Hangup": lambda m: f"Hangup {who(m)}, cause {m.get('Cause')} {m.get('Cause-txt') or ''}".rstrip(),
        "BlindTransfer": lambda m: (
            f"{who(m, 'Transferer')} passes {who(m, 'Transferee')} on to {m.get('Extension')}: {m.get('Result')}"
        ),
        "AttendedTransfer": lambda m: (
            f"{who(m, 'OrigTransferer')} passes {who(m, 'Transferee')} on to {who(m, 'TransferTarget')} "
            f"after asking: {m.get('Result')}"
        ),
        "Pickup": lambda m: f"{who(m)} picks up the call of {who(m, 'Target')}",
        "ParkedCall": lambda m: f"{who(m, 'Parkee')} is parked at {m.get('ParkingSpace')}",
        "UnParkedCall": lambda m: f"{who(m, 'Retriever')} takes {who(m, 'Parkee')} out of {m.get('ParkingSpace')}",
        "OriginateResponse": lambda m: f"Originate to {m.get('Exten')}: {m.get('Response')}, reason {m.get('Reason')}",
        "QueueCallerJoin": lambda m: f"{who(m)} waits in the queue {m.get('Queue')}, place {m.get('Position')}",
        "QueueCallerLeave": lambda m: f"{who(m)} leaves the queue {m.get('Queue')}",
        "QueueCallerAbandon": lambda m: f"{who(m)} gives up waiting in the queue {m.get('Queue')}",
        "AgentCalled": lambda m: f"the queue {m.get('Queue')} calls {who(m, 'Dest')}",
        "AgentConnect": lambda m: f"the queue {m.get('Queue')} joins {who(m, 'Dest')} to {who(m)}",
        "CoreShowChannel": lambda m: (
            f"{who(m)} is listed: {m.get('ChannelStateDesc')}, {m.get('Application')}, for {m.get('Duration')}"
        ),
        "FullyBooted": lambda _: "Asterisk says that it is ready",
        "Shutdown": lambda m: f"Asterisk shuts down ({m.get('Shutdown')})",
        "CoreShowChannelsComplete": lambda m: f"the list of channels is complete: {m.get('ListItems')}",
        "DeviceStateChange": lambda m: f"the state of {m.get('Device')} is {m.get('State')}",
    }


_STATES = {
    "Ringing": "{} rings",
    "Up": "{} is up (answered)",
    "Ring": "{} calls in",
    "Busy": "{} is busy",
    "Down": "{} is down",
}


def _begins(who: str, message: Message) -> str:
    if message.get("ChannelStateDesc") == "Ring":
        return f"{who}: new channel, call in from {_party(message, 'CallerID')} to {message.get('Exten')}"
    return f"{who}: new channel, to be called"


def _runs(who: str, message: Message) -> str | None:
    """Say what the dialplan does; of a channel that is called it only says that it is one."""
    application = message.get("Application") or ""
    if application.startswith("AppDial"):
        return None
    return f"{who} in {message.get('Context')}: {application}({message.get('AppData') or ''})"


def _dials(message: Message, source: str, dest: str) -> str:
    caller = source if text(message.get("Uniqueid")) else "Asterisk itself"
    return f"{caller} calls {dest} ({message.get('DialString')})"


def _party(message: Message, field: str) -> str:
    """Give number and name, as far as there are any."""
    number, name = text(message.get(f"{field}Num")), text(message.get(f"{field}Name"))
    return " ".join(filter(None, (number or "nobody named", f'"{name}"' if name else None)))
