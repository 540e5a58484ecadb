"""Messages of the manager interface become what is true of our own legs. Pure: no socket, no clock of its own.

In: `Message`, with the time of its receipt; commands. Out: `LegReport`, `Snapshot`, `Result`, and `Action`s to send.

Each event leaves facts on the switchboard; then, or after some more events, every own leg that they may concern is
reported anew, whole, unless it is as it was. Nothing that Asterisk sends raises: what is not understood is passed over,
or noted on the leg.
"""

from dataclasses import fields
from datetime import datetime, timedelta
from operator import attrgetter

from calljournal.calls import LegReport, Snapshot
from calljournal.contracts.line import LineCommand, LineConfig, LineMessage
from calljournal.lines.asterisk.channels import Channel, text
from calljournal.lines.asterisk.clock import NO_TIME, PbxClock
from calljournal.lines.asterisk.commands import OURS, Wiring, own_key
from calljournal.lines.asterisk.control import Control
from calljournal.lines.asterisk.events import Events, can_be_dialled
from calljournal.lines.asterisk.legs import Legs
from calljournal.lines.asterisk.parties import PRESENTATION_VARIABLE, SAVED_BY_FREEPBX, Parties
from calljournal.lines.asterisk.protocol import Action, Message
from calljournal.lines.asterisk.switchboard import Switchboard
from calljournal.words import say

Output = LineMessage | Action

ASK = f"{OURS}presentation-"
ASK_SAVED = f"{OURS}saved-presentation-"
_ASKED = (*((ASK_SAVED, saved) for saved in SAVED_BY_FREEPBX), (ASK, PRESENTATION_VARIABLE))
"""Asked, and answered, in this order: who withholds the number is not taken for one who shows it, not for a moment."""
LIST = f"{OURS}channels"
PING = f"{OURS}ping"
WITHOUT_TIMES = say("the recording has no times")
LIST_REFUSED = say(
    "Asterisk does not list its channels, so calls that run already are not seen: "
    "give the manager account write = originate,call,reporting in manager.conf"
)
NOT_TOLD = say("Asterisk did not tell whether the number is withheld")
_FACTS = attrgetter(*(each.name for each in fields(LegReport) if each.name != "at"))
"""All that a report says, but when."""


class Translator:
    """The line's understanding of what happens on the PBX, kept over all its connections.

    `can_ask` is False in a replay: nothing is sent, and the recording's own answers are taken.
    """

    def __init__(self, config: LineConfig, *, can_ask: bool = True) -> None:
        values = config.values
        self.line = config.name
        self.generation = 1
        self.listing = False
        self._can_ask = can_ask
        self._rules = config.rules
        wiring = Wiring(
            str(values.get("tech", "PJSIP")), str(values.get("context", "from-internal")), int(values.get("ring", 30))
        )
        names = [endpoint.name for owner in config.owners for endpoint in owner.endpoints]
        self._own = {own_key(name, wiring.tech): name for name in names}
        trunks = frozenset(filter(None, (name.strip() for name in str(values.get("trunk", "")).split(","))))
        self._board = Switchboard(self._own)
        self._parties = Parties(config.owners, config.rules, trunks, can_ask=can_ask)
        self._legs = Legs(config.name, self._board, self._parties)
        self._clock = PbxClock(follows=can_ask)
        self._control = Control(config.name, wiring, self._board, self._legs, self._own)
        self._events = Events(self._board, self._parties)
        self._handlers = self._events.handlers | {
            "CoreShowChannel": self._on_listed,
            "CoreShowChannelsComplete": self._on_list_complete,
        }
        self._before: set[str] = set()  # the channels that were known when the list was asked for
        self._listed: set[str] = set()
        self._bridged: dict[str, str] = {}
        self.trouble: str | None = None
        self._pinged: datetime | None = None
        self._now = NO_TIME
        self._without_times = False
        self._replayed = 0
        self._changed: dict[Channel, None] = {}  # own channels whose legs may have changed since the last `outputs`
        self._out: list[Output] = []

    # --- a connection ------------------------------------------------------------------------------------------------

    def connected(self) -> list[Output]:
        """A session has begun: ask for the list of channels. Reports wait until it is complete."""
        self._clock.forget()
        self._pinged, self.trouble = None, None
        for channel in self._board.channels():
            if channel.ended is not None:  # an Asterisk that restarts within a second gives its Uniqueid once more
                self._board.drop(channel)
        self._begin_list()
        return [Action("CoreShowChannels", (("ActionID", LIST),))]

    def disconnected(self) -> list[Output]:
        """The session is over; what is known is kept for the next one."""
        self.generation += 1
        self.listing = False
        results: list[Output] = list(
            self._control.give_up(say("the connection to Asterisk was lost before it answered"))
        )
        for channel in self._board.channels():
            channel.asked = False  # the answer went with the connection
        return results

    def note(self, anomaly: str) -> None:
        """Record an anomaly on every call of ours that is going on; it is told with the next report."""
        for channel in self._board.channels():
            if channel.own is not None and channel.ended is None:
                channel.note(anomaly)
                self._events.touch(channel)

    def new_session(self) -> None:
        """A recording holds a session, maybe after another one; it is listed only if the recording has a list."""
        self.generation += self._replayed > 0
        self._replayed += 1
        self.listing = False

    def now(self, received: datetime | None) -> datetime:
        """Give the time of the last message, as far as a recording has times."""
        return received or self._now

    def ping(self, at: datetime) -> Action:
        """Give a sign of life to ask for; its answer corrects the clock."""
        self._pinged = at
        return Action("Ping", (("ActionID", PING),))

    # --- messages ----------------------------------------------------------------------------------------------------

    def take(self, message: Message, received: datetime | None) -> None:
        """Take in a message: it leaves facts. `outputs` tells what they mean."""
        if message.event:
            handler = self._handlers.get(message.event)
            if handler is None:
                return
            handler(message, self._time(message, received))
            self._out += self._control.hear(message)
        else:
            self._on_response(message, received)
        if not self.listing:
            self._judge()

    def outputs(self) -> list[Output]:
        """Give what is true now, as far as it has changed since the last time, and what is to be sent."""
        while self._changed:  # one that we are too stupid for must not cost the others
            channel = next(iter(self._changed))
            del self._changed[channel]
            self._report(channel)
        out, self._out = self._out, []
        return out

    def _time(self, message: Message, received: datetime | None) -> datetime:
        at = self._clock.time(message.get("Timestamp"), received)
        if at is None:
            self._without_times = self._now == NO_TIME
            at = self._now
        self._now = at
        self._note_jump()
        return at

    def _judge(self) -> None:
        """Settle for every conversation that was touched what depends on the moment; its reports may wait."""
        for conversation in self._events.touched.values():
            for channel in conversation.channels.values():
                if channel.own is not None:
                    self._legs.join(channel, self._now, late=False)
                    self._ask(channel)
                    self._changed[channel] = None
        self._events.touched.clear()

    def _report(self, channel: Channel) -> None:
        if self._without_times:
            channel.note(WITHOUT_TIMES)
        before, report = channel.last, self._leg(channel)
        if report is not None and (before is None or _FACTS(report) != _FACTS(before)):
            channel.last = report
            self._out.append(report)

    def _leg(self, channel: Channel) -> LegReport | None:
        """Give the leg of an own channel as it is now, and never as of before its last report."""
        at = self._now if channel.last is None else max(self._now, channel.last.at)
        return self._legs.report(channel, self.generation, at)

    def _ask(self, channel: Channel) -> None:
        """Ask for the presentation of the other side's number, once it is final."""
        if channel.ended is not None:
            return
        source = channel.outside or self._legs.source(channel)
        if source is None or not (source.caller_settled or channel.answered or source.bridge):
            return
        if self._parties.must_ask(source):
            source.asked = True
            for ask, variable in _ASKED:
                fields = (("ActionID", ask + source.uid), ("Channel", source.name), ("Variable", variable))
                self._out.append(Action("Getvar", fields))

    def command(self, command: LineCommand, at: datetime) -> list[Output]:
        """Carry out a command: give the action to send, or the result where it cannot be."""
        return [self._control.command(command, at)]

    def overdue(self, command_id: str) -> list[Output]:
        """A command that Asterisk took on had time enough: give the result of one that came to nothing."""
        return list(self._control.overdue(command_id))

    # --- responses ---------------------------------------------------------------------------------------------------

    def _on_response(self, message: Message, received: datetime | None) -> None:
        action_id = message.get("ActionID") or ""
        if action_id.startswith(ASK):
            self._on_presentation(action_id.removeprefix(ASK), message, received)
        elif action_id.startswith(ASK_SAVED):
            self._on_saved_presentation(action_id.removeprefix(ASK_SAVED), message)
        elif action_id == PING:
            self._on_pong(message, received)
        elif action_id == LIST and message.get("Response") == "Error":
            self.trouble = LIST_REFUSED
            self._finish_list(self._time(message, received))
        elif not self._can_ask and message.get("Message") == "Channels will follow":
            self._begin_list()
        elif (answered := self._control.answered(message)) is not None:
            self._time(message, received)
            result, changed = answered
            if result is not None:
                self._out.append(result)
            self._events.touch(changed)

    def _on_saved_presentation(self, uid: str, message: Message) -> None:
        """What FreePBX saved, if there is a FreePBX; the answer for the presentation follows."""
        channel = self._board.channel(uid)
        if channel is not None:
            self._parties.learn_saved(channel, message.get("Value") or "")

    def _on_presentation(self, uid: str, message: Message, received: datetime | None) -> None:
        """An answer to `Getvar` names no channel: its ActionID does."""
        channel = self._board.channel(uid)
        if channel is None:
            return
        self._time(message, received)
        channel.saved_known = True  # FreePBX's own were asked for before
        if message.get("Response") == "Success":
            self._parties.learn(channel, message.get("Value") or "")
        if channel.presentation is None:
            for other in channel.conversation.channels.values():
                if other.own is not None:
                    other.note(NOT_TOLD)
        self._events.touch(channel)

    def _on_pong(self, message: Message, received: datetime | None) -> None:
        if self._pinged is None or received is None:
            return
        self._clock.estimate(message.get("Timestamp"), self._pinged, received)
        self._pinged = None
        self._note_jump()

    def _note_jump(self) -> None:
        anomaly, self._clock.jump = self._clock.jump, None
        if anomaly is not None:
            self.note(anomaly)

    # --- the list of channels after a connect ------------------------------------------------------------------------

    def _begin_list(self) -> None:
        self.listing = True
        self._before = {channel.uid for channel in self._board.channels()}
        self._listed.clear()
        self._bridged.clear()

    def _on_listed(self, message: Message, at: datetime) -> None:
        uid = message.get("Uniqueid")
        if not self.listing or not uid:
            return
        known = self._board.channel(uid) is not None
        channel = self._events.meet(message, "", at)
        if channel is None:
            return
        self._listed.add(uid)
        if bridge := text(message.get("BridgeId")):
            self._bridged[uid] = bridge
        application = message.get("Application")
        if application in ("Dial", "Queue"):  # also where the `DialBegin` went with the connection
            channel.caller_settled = True
        if known:
            return
        channel.seen = at - _duration(message.get("Duration"))
        called = application == "AppDial" or channel.state in ("Down", "Ringing")
        channel.began = "Down" if called else "Ring"
        if channel.rang is not None:
            channel.rang = channel.seen
        if channel.calls_in:
            told = (channel.exten, self._parties.dialled_by(message.get("ApplicationData")), channel.connected_number)
            channel.dialled = next(filter(can_be_dialled, told), None)
        if channel.is_root and called:
            channel.originated = True

    def _on_list_complete(self, message: Message, at: datetime) -> None:
        if self.listing:
            self._finish_list(at)

    def _finish_list(self, at: datetime) -> None:
        """Forget what is no more, then tell what there is: the snapshot first, then every leg."""
        self.listing = False
        self._now = at
        for channel in self._board.channels():
            if channel.uid in self._before and channel.uid not in self._listed:
                self._board.drop(channel)
        self._join_listed()
        legs: list[LegReport] = []
        for channel in self._board.channels():
            if channel.own is None or channel.ended is not None:
                continue
            self._legs.join(channel, at, late=True)
            self._ask(channel)
            report = self._leg(channel)
            if report is not None:
                channel.last = report
                legs.append(report)
        actions = self._out
        self._out = [Snapshot(self.line, self.generation, frozenset(leg.leg for leg in legs), at), *legs, *actions]

    def _join_listed(self) -> None:
        """Put the listed channels into their bridges; one that has come since is where its own events put it."""
        self._board.empty_bridges(self._before)
        for uid, bridge_id in self._bridged.items():
            channel = self._board.channel(uid)
            if channel is not None:
                self._board.enter(channel, self._board.bridge(bridge_id, None))


def asked_about(action_id: str) -> str | None:
    """Give the channel whose presentation a `Getvar` of ours was about."""
    for prefix in (ASK, ASK_SAVED):
        if action_id.startswith(prefix):
            return action_id.removeprefix(prefix)
    return None


def _duration(value: str | None) -> timedelta:
    """Read `00:00:02`, how long a channel exists."""
    parts = (value or "").split(":")
    if not all(part.isdecimal() for part in parts):
        return timedelta(0)
    seconds = 0
    for part in parts[-3:]:
        seconds = seconds * 60 + int(part)
    return timedelta(seconds=min(seconds, 10_000_000))
