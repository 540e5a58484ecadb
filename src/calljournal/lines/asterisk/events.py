"""What each event leaves behind: facts on the switchboard, and which conversations they concern.

In: `Message`. Out: nothing but facts; what they mean for our own legs is judged by `legs`.
"""

from collections.abc import Callable
from datetime import datetime

from calljournal.lines.asterisk.channels import Channel, Conversation, text
from calljournal.lines.asterisk.commands import OURS
from calljournal.lines.asterisk.legs import hold, unhold
from calljournal.lines.asterisk.parties import (
    PRESENTATION_VARIABLE,
    SAVED_BY_FREEPBX,
    Parties,
    dialled_user,
    restricted_by_code,
)
from calljournal.lines.asterisk.protocol import Message
from calljournal.lines.asterisk.switchboard import Switchboard

DIGITS = frozenset("0123456789*#+")
"""What can be dialled; an extension of a dialplan may have any name."""


class Events:
    """Reads events. `touched` are the conversations that changed since somebody emptied it."""

    def __init__(self, board: Switchboard, parties: Parties) -> None:
        self._board = board
        self._parties = parties
        self.touched: dict[int, Conversation] = {}
        self.handlers = self._all_handlers()

    def _all_handlers(self) -> dict[str, Callable[[Message, datetime], None]]:
        return {
            "Newchannel": self._on_new_channel,
            "Newstate": self._on_channel,
            "NewCallerid": self._on_caller_id,
            "NewConnectedLine": self._on_channel,
            "DialBegin": self._on_dial_begin,
            "DialState": self._on_dial_state,
            "DialEnd": self._on_dial_end,
            "BridgeEnter": self._on_bridge_enter,
            "BridgeLeave": self._on_bridge_leave,
            "BridgeDestroy": self._on_bridge_destroy,
            "BridgeMerge": self._on_bridge_merge,
            "Hold": self._on_hold,
            "Unhold": self._on_unhold,
            "HangupRequest": self._on_hangup_request,
            "Hangup": self._on_hangup,
            "BlindTransfer": self._on_blind_transfer,
            "AttendedTransfer": self._on_attended_transfer,
            "OriginateResponse": self._on_originate_response,
            "Pickup": self._on_pickup,
            "ParkedCall": self._on_parked,
            "UnParkedCall": self._on_unparked,
            "MessageWaiting": self._on_message_waiting,
        }

    def touch(self, *channels: Channel | None) -> None:
        """These channels changed: every conversation of theirs, and of whoever hears them, is judged anew."""
        for channel in channels:
            if channel is None:
                continue
            self.touched[id(channel.conversation)] = channel.conversation
            for other in self._board.connected(channel) if channel.bridge else ():
                self.touched[id(other.conversation)] = other.conversation

    # --- channels ----------------------------------------------------------------------------------------------------

    def meet(self, message: Message, prefix: str, at: datetime, *, whole: bool = False) -> Channel | None:
        """Read what an event says of a channel; one that was not known before is taken up in the middle of its call."""
        known = self._board.channel(message.get(prefix + "Uniqueid"))
        left = known.conversation if known else None
        channel = self._board.meet(message, prefix, at, whole=whole)
        if channel is None:
            return None
        if known is None and not whole:
            if channel.state == "Up":
                channel.began = "Ring" if channel.is_root else "Down"
                channel.guessed = True
            channel.dialled = channel.exten if channel.calls_in and can_be_dialled(channel.exten) else None
        if left is not None and left is not channel.conversation:
            self.touched[id(left)] = left
        if channel.state == "Ringing" and channel.rang is None:
            channel.rang = at
        self._learn_dialled(channel)
        self._learn_presentation(channel, message, prefix)
        return channel

    def _known(self, message: Message, prefix: str, at: datetime) -> Channel | None:
        """Read what an event says of a channel that we know; such an event is no reason to make one known."""
        if self._board.channel(message.get(prefix + "Uniqueid")) is None:
            return None
        return self.meet(message, prefix, at)

    def _learn_dialled(self, channel: Channel) -> None:
        """What an originated telephone is to reach is told once it is taken: its first extension that is a number."""
        originated = (channel.originated or channel.is_root) and not channel.is_link
        if originated and channel.dialled is None and channel.state == "Up" and can_be_dialled(channel.exten):
            channel.dialled = channel.exten

    def _learn_presentation(self, channel: Channel, message: Message, prefix: str) -> None:
        if not channel.caller_settled:
            return
        for variable in message.get_all(prefix + "ChanVariable"):
            name, _, value = variable.partition("=")
            if name in SAVED_BY_FREEPBX:
                channel.saved_known = True
                self._parties.learn_saved(channel, value)
            elif name == PRESENTATION_VARIABLE and value:
                self._parties.learn(channel, value)

    def _on_new_channel(self, message: Message, at: datetime) -> None:
        earlier = self._board.channel(message.get("Uniqueid"))
        if earlier is not None and earlier.ended is not None and earlier.ended < at:
            self._board.release(earlier)
        channel = self.meet(message, "", at, whole=True)
        if channel is None:
            return
        if not channel.whole:  # the list of channels, or an event of the same instant, was before it
            channel.whole = True
            if not channel.ours:
                channel.began = message.get("ChannelStateDesc") or channel.began
            channel.guessed = False
        if channel.calls_in:
            channel.dialled = text(message.get("Exten")) or channel.dialled
        self.touch(channel)

    def _on_channel(self, message: Message, at: datetime) -> None:
        self.touch(self.meet(message, "", at))

    def _on_caller_id(self, message: Message, at: datetime) -> None:
        channel = self.meet(message, "", at)
        if channel is not None and channel.calls_in and restricted_by_code(message.get("CID-CallingPres")):
            self._parties.learn(channel, "prohib")
        self.touch(channel)

    # --- dialling ----------------------------------------------------------------------------------------------------

    def _on_dial_begin(self, message: Message, at: datetime) -> None:
        source, dest = self._dial(message, at)
        if source is not None and not source.caller_settled:
            source.caller_settled = True
            self._learn_presentation(source, message, "")
        if dest is not None and dest.dial_string is None:
            dest.dial_string = text(message.get("DialString"))
        if source is not None and source.originated and source.dialled is None and dest is not None:
            source.dialled = source.exten if can_be_dialled(source.exten) else dialled_user(dest)
        self.touch(source, dest)

    def _on_dial_state(self, message: Message, at: datetime) -> None:
        source, dest = self._dial(message, at)
        if dest is not None and dest.rang is None and message.get("DialStatus") == "RINGING":
            dest.rang = at
        self.touch(source, dest)

    def _on_dial_end(self, message: Message, at: datetime) -> None:
        dest = self._board.channel(message.get("DestUniqueid"))
        if dest is None:
            return
        source, _ = self._dial(message, at)
        status = message.get("DialStatus")
        if status == "ANSWER" and dest.taken is None:
            dest.taken = at
        if dest.dial_status != "ANSWER":
            dest.dial_status = status
        if text(message.get("Forward")) is not None:
            dest.forwarded = True  # told by this header alone at times, at others by the cause of its Hangup alone
        self.touch(source, dest)

    def _dial(self, message: Message, at: datetime) -> tuple[Channel | None, Channel | None]:
        """Read the two sides of a dial event; one without a source is Asterisk's own, for an Originate."""
        source = self.meet(message, "", at)
        dest = self.meet(message, "Dest", at)
        if dest is not None and not (source is None and dest.dialled_by is not None):
            self._board.dials(source, dest, at)
        return source, dest

    # --- bridges -----------------------------------------------------------------------------------------------------

    def _on_bridge_enter(self, message: Message, at: datetime) -> None:
        channel = self.meet(message, "", at)
        bridge_id = message.get("BridgeUniqueid")
        if channel is None or not bridge_id:
            return
        bridge = self._board.bridge(bridge_id, message.get("BridgeTechnology"), message.get("BridgeCreator"))
        self._board.enter(channel, bridge, message.get("SwapUniqueid"))
        self.touch(channel)

    def _on_bridge_leave(self, message: Message, at: datetime) -> None:
        channel = self._known(message, "", at)
        if channel is not None:
            self.touch(channel)
            self._board.leave(channel, message.get("BridgeUniqueid"))

    def _on_bridge_destroy(self, message: Message, at: datetime) -> None:
        self._board.destroy(message.get("BridgeUniqueid") or "")

    def _on_bridge_merge(self, message: Message, at: datetime) -> None:
        into, emptied = message.get("ToBridgeUniqueid"), message.get("FromBridgeUniqueid")
        if into and emptied and into != emptied:
            bridge = self._board.bridge(into, message.get("ToBridgeTechnology"))
            self._board.merge_bridges(bridge, self._board.bridge(emptied, None))
            self.touch(*bridge.members.values())

    def _on_hold(self, message: Message, at: datetime) -> None:
        channel = self.meet(message, "", at)
        if channel is not None:
            hold(channel, at)
        self.touch(channel)

    def _on_unhold(self, message: Message, at: datetime) -> None:
        channel = self.meet(message, "", at)
        if channel is not None:
            unhold(channel, at)
        self.touch(channel)

    # --- ends and transfers ------------------------------------------------------------------------------------------

    def _on_hangup_request(self, message: Message, at: datetime) -> None:
        channel = self._known(message, "", at)
        if channel is not None:
            channel.gave_up = channel.gave_up or at
        self.touch(channel)

    def _on_hangup(self, message: Message, at: datetime) -> None:
        channel = self._known(message, "", at)
        if channel is None:
            return
        self.touch(channel)
        cause = message.get("Cause") or ""
        self._board.end(channel, at, int(cause) if cause.isdecimal() else None)

    def _on_blind_transfer(self, message: Message, at: datetime) -> None:
        transferer = self._known(message, "Transferer", at)
        if transferer is not None and message.get("Result") == "Success":
            transferer.transferred_to = text(message.get("Extension"))
        self.touch(transferer, self._known(message, "Transferee", at))

    def _on_attended_transfer(self, message: Message, at: datetime) -> None:
        first = self._known(message, "OrigTransferer", at)
        second = self._known(message, "SecondTransferer", at)
        transferee = self._known(message, "Transferee", at)
        target = self._known(message, "TransferTarget", at)
        if first is None or message.get("Result") != "Success":
            self.touch(first, second)
            return
        for transferer in filter(None, (first, second)):
            transferer.joins = True
        passed, to = first, target or _made_for(first)
        if second is not None and second is not first and second.seen < first.seen:
            passed, to = second, transferee  # asked for on the younger call: the older one is passed on all the same
        passed.transferred_to = self._transfer_number(to, first if passed is second else second)
        self.touch(first, second, transferee, target)
        if second is not None:
            whole = self._board.merge(first.conversation, second.conversation)
            self.touched[id(whole)] = whole

    def _transfer_number(self, target: Channel | None, consultation: Channel | None) -> str | None:
        """Give the number that a call was passed to: of the telephone, of the Local channel, else what was dialled."""
        if target is not None and target.is_link:
            return target.endpoint.partition("@")[0]
        if target is not None:
            return self._parties.reached_by(target)
        return consultation.dialled if consultation is not None else None

    def _on_pickup(self, message: Message, at: datetime) -> None:
        taker, target = self.meet(message, "", at), self.meet(message, "Target", at)
        if taker is not None and target is not None:
            target.picked_up_by = taker.own or taker.endpoint
            self._take_up(taker, self._board.source(target)[0])
        self.touch(taker, target)

    def _take_up(self, taker: Channel, caller: Channel | None) -> None:
        """A telephone that dialled a code has a caller now: theirs is one conversation."""
        taker.picks_up, taker.takes_up = True, caller
        if caller is not None:
            self.touch(taker)  # its conversation of one ends here
            self._board.merge(caller.conversation, taker.conversation)

    # --- parking and voicemail ---------------------------------------------------------------------------------------

    def _on_parked(self, message: Message, at: datetime) -> None:
        parked = self._known(message, "Parkee", at)
        if parked is None:
            return
        for channel in parked.conversation.channels.values():
            if channel.own is not None and channel.peer is parked and _is_of(channel, message.get("ParkerDialString")):
                channel.parked = parked
        self.touch(parked)

    def _on_unparked(self, message: Message, at: datetime) -> None:
        parked, taker = self.meet(message, "Parkee", at), self.meet(message, "Retriever", at)
        if parked is not None and taker is not None:
            for channel in parked.conversation.channels.values():
                if channel.parked is parked and channel.retrieved_by is None:
                    channel.retrieved_by = taker
            self._take_up(taker, parked)
        self.touch(parked, taker)

    def _on_message_waiting(self, message: Message, at: datetime) -> None:
        """A mailbox has new messages, and a channel is named: it is the one that has just left one."""
        caller = self._known(message, "", at)
        if caller is not None and (message.get("New") or "0") != "0":
            caller.left_message = True
            self.touch(caller)

    # --- click-to-dial -----------------------------------------------------------------------------------------------

    def _on_originate_response(self, message: Message, at: datetime) -> None:
        """Our own telephone was taken, or was not; who asked for it may be anybody."""
        action_id = message.get("ActionID") or ""
        uid = text(message.get("Uniqueid"))
        channel = self._board.channel(uid) or self._board.channel(action_id.replace(f"{OURS}dial-", OURS))
        channel = channel or self._unanswered(message.get("Channel") or "")
        if channel is None:
            return
        exten = text(message.get("Exten"))
        if exten is not None and not channel.ours:
            channel.dialled = exten
        self.touch(channel)
        if not channel.name and message.get("Response") == "Failure":
            channel.confirmed = True
            self._board.end(channel, at, None)  # it never came to be: an endpoint that Asterisk does not know

    def _unanswered(self, telephone: str) -> Channel | None:
        """Give the channel that was called for an Originate that failed: no more is told than `PJSIP/101`."""
        called = [c for c in self._board.channels() if c.originated and c.taken is None and _is_of(c, telephone)]
        return max(called, key=lambda channel: channel.seen, default=None)


def _made_for(telephone: Channel) -> Channel | None:
    """Give the Local channel by which a feature called for a telephone: at times Asterisk names no target."""
    links = [channel for channel in telephone.conversation.channels.values() if channel.link_of is telephone]
    return max(links, key=lambda link: link.seen, default=None)


def _is_of(channel: Channel, telephone: str | None) -> bool:
    """Whether a channel is one of a telephone, which Asterisk names `PJSIP/101` where it names no channel."""
    return f"{channel.tech}/{channel.endpoint}" == telephone


def can_be_dialled(exten: str | None) -> bool:
    """Whether this is a number, or a code, that a telephone can dial."""
    return exten is not None and DIGITS.issuperset(exten)
