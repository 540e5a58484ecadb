"""Events as Asterisk 22 writes them, for what no recording holds: copied from the recordings, with other values."""

from calljournal.lines.asterisk.parties import SAVED_BY_FREEPBX
from calljournal.lines.asterisk.protocol import Message

BRIDGE = "b1"


def block(event: str, *fields: tuple[str, str]) -> Message:
    """One event."""
    return Message("\r\n".join(f"{name}: {value}" for name, value in [("Event", event), *fields]).encode())


def response(action_id: str, *fields: tuple[str, str], success: bool = True) -> Message:
    """The answer to an action."""
    first = [("Response", "Success" if success else "Error"), ("ActionID", action_id)]
    return Message("\r\n".join(f"{name}: {value}" for name, value in [*first, *fields]).encode())


class Chan:
    """A channel, and what Asterisk says of it."""

    def __init__(self, name: str, uid: str, linked: str, number: str = "<unknown>", state: str = "Down") -> None:
        self.name = name
        self.uid = uid
        self.linked = linked
        self.number = number
        self.caller_name = "<unknown>"
        self.connected = "<unknown>"
        self.state = state
        self.exten = "s"
        self.presentation: str | None = None

    def fields(self, prefix: str = "") -> list[tuple[str, str]]:
        """The fields of this channel in an event."""
        fields = [
            ("Channel", self.name),
            ("ChannelStateDesc", self.state),
            ("CallerIDNum", self.number),
            ("CallerIDName", self.caller_name),
            ("ConnectedLineNum", self.connected),
            ("ConnectedLineName", "<unknown>"),
            ("Exten", self.exten),
            ("Uniqueid", self.uid),
            ("Linkedid", self.linked),
        ]
        if self.presentation is not None:
            fields.append(("ChanVariable", f"CALLERID(num-pres)={self.presentation}"))
            fields += [("ChanVariable", f"{name}=") for name in SAVED_BY_FREEPBX]
        return [(prefix + name, value) for name, value in fields]

    def new(self) -> Message:
        """It begins."""
        return block("Newchannel", *self.fields())

    def becomes(self, state: str) -> Message:
        """Its state changes."""
        self.state = state
        return block("Newstate", *self.fields())

    def calls(self, dest: "Chan", dial_string: str) -> Message:
        """It calls another one."""
        return block("DialBegin", *self.fields(), *dest.fields("Dest"), ("DialString", dial_string))

    def done(self, dest: "Chan", status: str) -> Message:
        """What became of that."""
        return block("DialEnd", *self.fields(), *dest.fields("Dest"), ("DialStatus", status))

    def enters(self, bridge: str = BRIDGE, technology: str = "simple_bridge", swaps: str | None = None) -> Message:
        """It enters a bridge."""
        swapped = [("SwapUniqueid", swaps)] if swaps else []
        return block(
            "BridgeEnter", ("BridgeUniqueid", bridge), ("BridgeTechnology", technology), *self.fields(), *swapped
        )

    def leaves(self, bridge: str = BRIDGE) -> Message:
        """It leaves a bridge."""
        return block("BridgeLeave", ("BridgeUniqueid", bridge), *self.fields())

    def asks_for_the_end(self) -> Message:
        """Its telephone hangs up."""
        return block("HangupRequest", *self.fields(), ("Cause", "16"))

    def hangs_up(self, cause: int = 16) -> Message:
        """It is gone."""
        return block("Hangup", *self.fields(), ("Cause", str(cause)))

    def listed(self, duration: str = "00:00:02", bridge: str = "", application: str = "Dial") -> Message:
        """It stands in the list of channels."""
        return block(
            "CoreShowChannel",
            *self.fields(),
            ("Application", application),
            ("Duration", duration),
            ("BridgeId", bridge),
        )


LIST_COMPLETE = block("CoreShowChannelsComplete", ("EventList", "Complete"))


def trunk(number: str = "+41440001234", uid: str = "1.0", name: str = "PJSIP/trunk-00000001") -> Chan:
    """A call that a carrier brings."""
    channel = Chan(name, uid, uid, number, "Ring")
    channel.exten = "+41440000101"
    return channel


def phone(endpoint: str, uid: str, linked: str, count: int = 2) -> Chan:
    """A telephone that is called."""
    return Chan(f"PJSIP/{endpoint}-{count:08x}", uid, linked, endpoint)


def dialling(endpoint: str, number: str, uid: str = "1.0") -> Chan:
    """A telephone that dials."""
    channel = Chan(f"PJSIP/{endpoint}-00000001", uid, uid, endpoint, "Ring")
    channel.exten = number
    return channel


def answered_call(caller: Chan) -> list[Message]:
    """A call comes in, 101 answers, and the caller ends it: as few words as Asterisk ever makes."""
    called = phone("101", "1.1", caller.linked)
    return [
        caller.new(),
        called.new(),
        caller.calls(called, "101"),
        called.becomes("Ringing"),
        called.becomes("Up"),
        caller.done(called, "ANSWER"),
        caller.becomes("Up"),
        called.enters(),
        caller.enters(),
        caller.asks_for_the_end(),
        caller.leaves(),
        called.leaves(),
        called.hangs_up(),
        caller.hangs_up(),
    ]
