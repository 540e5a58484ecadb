"""Messages of the manager interface become what is true of our own legs. Pure: no socket, no clock of its own.

In: `Message`, with the time of its receipt; commands. Out: `LegReport`, `Snapshot`, `Result`, and `Action`s to send.

Each event leaves facts on the switchboard; then every own leg that they may concern is reported anew, whole, unless
it is as it was. Nothing that Asterisk sends raises: what is not understood is passed over, or noted on the leg.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from calljournal.calls import LegReport, Snapshot
from calljournal.contracts.line import Dial, HangUp, LineCommand, LineConfig, LineMessage, Result
from calljournal.lines.asterisk.channels import Channel, text
from calljournal.lines.asterisk.clock import NO_TIME, PbxClock
from calljournal.lines.asterisk.commands import OURS, Commands, Wiring, channel_id
from calljournal.lines.asterisk.events import Events, can_be_dialled
from calljournal.lines.asterisk.legs import Legs
from calljournal.lines.asterisk.parties import PRESENTATION_VARIABLE, Parties
from calljournal.lines.asterisk.protocol import Action, Message
from calljournal.lines.asterisk.switchboard import Switchboard

Output = LineMessage | Action

ASK = f"{OURS}presentation-"
LIST = f"{OURS}channels"
PING = f"{OURS}ping"
WITHOUT_TIMES = "the recording has no times"
LIST_REFUSED = (
    "Asterisk does not list its channels, so calls that run already are not seen: "
    "give the manager account write = originate,call,reporting in manager.conf"
)
NOT_TOLD = "Asterisk did not tell whether the number is withheld"


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
        self._tech = wiring.tech
        names = [endpoint.name for owner in config.owners for endpoint in owner.endpoints]
        self._own = {_own_key(name, wiring.tech): name for name in names}
        trunks = frozenset(filter(None, (name.strip() for name in str(values.get("trunk", "")).split(","))))
        self._board = Switchboard(self._own)
        self._parties = Parties(config.owners, config.rules, trunks, can_ask=can_ask)
        self._legs = Legs(config.name, self._board, self._parties)
        self._clock = PbxClock(follows=can_ask)
        self._commands = Commands(config.name, wiring)
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
        self._out: list[Output] = []

    # --- a connection ------------------------------------------------------------------------------------------------

    def connected(self) -> list[Output]:
        """A session has begun: ask for the list of channels. Reports wait until it is complete."""
        self._clock.forget()
        self._pinged, self.trouble = None, None
        self._begin_list()
        return [Action("CoreShowChannels", (("ActionID", LIST),))]

    def disconnected(self) -> list[Output]:
        """The session is over; what is known is kept for the next one."""
        self.generation += 1
        self.listing = False
        results: list[Output] = []
        for command, result in self._commands.give_up("the connection to Asterisk was lost before it answered"):
            self._forget_dial(command)
            results.append(result)
        for channel in self._board.channels():
            channel.asked = False  # the answer went with the connection
        return results

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

    def take(self, message: Message, received: datetime | None) -> list[Output]:
        """Take in a message; give what is true now, and what is to be sent."""
        if message.event:
            handler = self._handlers.get(message.event)
            if handler is None:
                return []
            handler(message, self._time(message, received))
        else:
            self._on_response(message, received)
        return self._judge()

    def _time(self, message: Message, received: datetime | None) -> datetime:
        at = self._clock.time(message.get("Timestamp"), received)
        if at is None:
            self._without_times = self._now == NO_TIME
            at = self._now
        elif received is not None and self._can_ask:
            at = min(at, received + timedelta(seconds=2))  # a clock that jumped ahead is caught by the next ping
        self._now = at
        return at

    def _judge(self) -> list[Output]:
        """Report the own legs of every conversation that was touched."""
        if not self.listing:
            for conversation in self._events.touched.values():
                for channel in list(conversation.channels.values()):
                    if channel.own is not None:
                        self._report(channel)
            self._events.touched.clear()
        out, self._out = self._out, []
        return out

    def _report(self, channel: Channel) -> None:
        if self._without_times:
            channel.note(WITHOUT_TIMES)
        self._legs.join(channel, self._now, late=False)
        self._ask(channel)
        report = self._legs.report(channel, self.generation, self._now)
        if report is not None and (channel.last is None or replace(report, at=channel.last.at) != channel.last):
            channel.last = report
            self._out.append(report)

    def _ask(self, channel: Channel) -> None:
        """Ask for the presentation of the other side's number, once it is final."""
        if channel.ended is not None:
            return
        source = channel.outside or self._legs.source(channel)
        if source is None or not (source.caller_settled or channel.answered or source.bridge):
            return
        if self._parties.must_ask(source):
            source.asked = True
            fields = (("ActionID", ASK + source.uid), ("Channel", source.name), ("Variable", PRESENTATION_VARIABLE))
            self._out.append(Action("Getvar", fields))

    # --- click-to-dial -----------------------------------------------------------------------------------------------

    def command(self, command: LineCommand, at: datetime) -> list[Output]:
        """Carry out a command: give the action to send, or the result where it cannot be."""
        if self._commands.full():
            return [self._commands.refused(command, "Asterisk leaves too many commands unanswered; try again later")]
        return self._dial_out(command, at) if isinstance(command, Dial) else self._hang_up(command)

    def _dial_out(self, command: Dial, at: datetime) -> list[Output]:
        key = _own_key(command.endpoint, self._tech)
        if key not in self._own:
            return [self._refused(command, f"{command.endpoint} is not among the own telephones of this line")]
        if not command.number or not can_be_dialled(command.number):
            return [self._refused(command, f"{command.number!r} cannot be dialled: only digits, *, # and +")]
        uid = channel_id(command)
        if self._board.channel(uid) is not None:
            return [self._refused(command, "this command was given already")]
        channel = self._board.add(uid, "", uid, at, began="Down", whole=False)
        channel.tech, channel.endpoint = key
        channel.own = self._own[key]
        channel.ours, channel.confirmed, channel.dialled = True, False, command.number
        return [self._commands.dial(command)]

    def _hang_up(self, command: HangUp) -> list[Output]:
        channel = self._board.channel(command.leg)
        if channel is None or channel.ended is not None or channel.own is None:
            return [self._refused(command, "this call has ended already")]
        if not channel.name:
            return [self._refused(command, "Asterisk has not begun this call yet; try again in a moment")]
        channel.ended_by_us = True
        return [self._commands.hang_up(command, channel.name)]

    def _refused(self, command: LineCommand, words: str) -> Result:
        return self._commands.refused(command, words)

    def _forget_dial(self, command: LineCommand) -> None:
        channel = self._board.channel(channel_id(command)) if isinstance(command, Dial) else None
        if channel is not None and not channel.name and channel.last is None:
            self._board.forget(channel.conversation)

    # --- responses ---------------------------------------------------------------------------------------------------

    def _on_response(self, message: Message, received: datetime | None) -> None:
        action_id = message.get("ActionID") or ""
        if action_id.startswith(ASK):
            self._on_presentation(action_id.removeprefix(ASK), message, received)
        elif action_id == PING:
            self._on_pong(message, received)
        elif action_id == LIST and message.get("Response") == "Error":
            self.trouble = LIST_REFUSED
            self._finish_list(self._time(message, received))
        elif not self._can_ask and message.get("Message") == "Channels will follow":
            self._begin_list()
        elif (answered := self._commands.answered(message)) is not None:
            self._on_result(*answered, self._time(message, received))

    def _on_presentation(self, uid: str, message: Message, received: datetime | None) -> None:
        """An answer to `Getvar` names no channel: its ActionID does."""
        channel = self._board.channel(uid)
        if channel is None:
            return
        self._time(message, received)
        known = message.get("Response") == "Success" and self._parties.learn(channel, message.get("Value") or "")
        if not known:
            for other in channel.conversation.channels.values():
                if other.own is not None:
                    other.note(NOT_TOLD)
        self._events.touch(channel)

    def _on_pong(self, message: Message, received: datetime | None) -> None:
        if self._pinged is None or received is None:
            return
        anomaly = self._clock.estimate(message.get("Timestamp"), self._pinged, received)
        self._pinged = None
        for channel in self._board.channels() if anomaly else ():
            if channel.own is not None and channel.ended is None:
                channel.note(anomaly or "")
                self._events.touch(channel)

    def _on_result(self, command: LineCommand, result: Result, at: datetime) -> None:
        self._out.append(result)
        channel = self._board.channel(channel_id(command) if isinstance(command, Dial) else command.leg)
        if channel is None:
            return
        if not result.ok:
            channel.ended_by_us = False
            self._forget_dial(command)
        elif not channel.confirmed:
            channel.confirmed = True
            self._now = at
            self._events.touch(channel)

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
        if known:
            return
        channel.seen = at - _duration(message.get("Duration"))
        application = message.get("Application")
        called = application == "AppDial" or channel.state in ("Down", "Ringing")
        channel.caller_settled = application in ("Dial", "Queue")
        channel.began = "Down" if called else "Ring"
        if channel.rang is not None:
            channel.rang = channel.seen
        if channel.calls_in:
            channel.dialled = channel.exten if can_be_dialled(channel.exten) else channel.connected_number
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
            report = self._legs.report(channel, self.generation, at)
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


def _own_key(name: str, tech: str) -> tuple[str, str]:
    """An own telephone is named by its endpoint; `SIP/101` where its technology is not the line's."""
    named, slash, endpoint = name.partition("/")
    return (named, endpoint) if slash else (tech, name)


def _duration(value: str | None) -> timedelta:
    """Read `00:00:02`, how long a channel exists."""
    parts = (value or "").split(":")
    if not all(part.isdecimal() for part in parts):
        return timedelta(0)
    seconds = 0
    for part in parts[-3:]:
        seconds = seconds * 60 + int(part)
    return timedelta(seconds=min(seconds, 10_000_000))
