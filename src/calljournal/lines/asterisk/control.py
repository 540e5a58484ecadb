"""Commands are carried out on channels: which one an action concerns, and what its answer says of the call.

In: commands, the answers to our actions, and the events that tell what came of them. Out: `Action`s to send, `Result`s.
"""

from collections.abc import Mapping
from datetime import datetime

from calljournal.contracts.line import (
    BlindTransfer,
    CancelTransfer,
    CompleteTransfer,
    Consult,
    Dial,
    HangUp,
    LineCommand,
    Redirect,
    Result,
)
from calljournal.errors import Refused
from calljournal.lines.asterisk.channels import Channel
from calljournal.lines.asterisk.commands import ENDED, Commands, Wiring, channel_id, own_key
from calljournal.lines.asterisk.consultations import Consultations
from calljournal.lines.asterisk.events import can_be_dialled
from calljournal.lines.asterisk.legs import REDIRECTED, Legs
from calljournal.lines.asterisk.protocol import Action, Message
from calljournal.lines.asterisk.switchboard import Switchboard
from calljournal.words import say


class Control:
    """Carries out commands. `own` gives the name of an own telephone by its technology and endpoint."""

    def __init__(
        self, line: str, wiring: Wiring, board: Switchboard, legs: Legs, own: Mapping[tuple[str, str], str]
    ) -> None:
        self._tech = wiring.tech
        self._board = board
        self._legs = legs
        self._own = own
        self._commands = Commands(line, wiring)
        self._consultations = Consultations()
        self._sent_on: set[str] = set()  # own legs whose caller we sent on before they were answered

    def command(self, command: LineCommand, at: datetime) -> Action | Result:
        """Carry out a command: give the action to send, or the result where it cannot be."""
        try:
            if self._commands.full():
                raise Refused(say("Asterisk leaves too many commands unanswered; try again later"))
            return self._carry_out(command, at)
        except Refused as error:
            return self._commands.refused(command, error.words)

    def _carry_out(self, command: LineCommand, at: datetime) -> Action:
        match command:
            case Dial():
                return self._dial_out(command, at)
            case HangUp():
                return self._hang_up(command)
            case Redirect():
                return self._redirect(command)
            case BlindTransfer():
                return self._transfer(command)
            case Consult():
                return self._consult(command)
            case CompleteTransfer():
                return self._commands.hang_up(command, self._consulting(command.leg).name)
            case CancelTransfer():
                return self._commands.cancel(command, self._consulting(command.leg).name)
            case _:
                raise Refused(say("Asterisk's manager interface cannot do that; do it at the telephone"))

    # --- answers and events ------------------------------------------------------------------------------------------

    def answered(self, message: Message) -> tuple[Result | None, Channel | None] | None:
        """Give the result of the command that a response answers, and the channel that it changes, as far as it does.

        None where it answers none of our commands.
        """
        answered = self._commands.answered(message)
        if answered is None:
            return None
        command, result = answered
        channel = self._board.channel(channel_id(command) if isinstance(command, Dial) else command.leg)
        if not result.ok:
            self._undo(command, channel)
            return result, None
        if isinstance(command, Consult):
            return None, None  # it is only queued: events tell whether it comes to anything
        if isinstance(command, CancelTransfer):
            self._consultations.forget(command.leg)
        if channel is None:
            return result, None
        if isinstance(command, Redirect) and channel.answered is not None:
            channel.transferred_to = command.number
        changed = isinstance(command, Redirect) or not channel.confirmed
        channel.confirmed = True
        return result, channel if changed else None

    def _undo(self, command: LineCommand, channel: Channel | None) -> None:
        if isinstance(command, Dial):
            self._forget_dial(command)
        elif isinstance(command, Consult):
            self._consultations.forget(command.leg)
        elif isinstance(command, Redirect):
            self._sent_on.discard(command.leg)
        elif isinstance(command, HangUp) and channel is not None:
            channel.ended_by_us = False

    def hear(self, message: Message) -> list[Result]:
        """Give the results that an event tells."""
        if self._sent_on and message.event == "Hangup":
            self._leg_ends(message.get("Uniqueid") or "")
        if message.event == "AttendedTransfer" and message.get("Result") == "Success":
            self._passed_on(message.get("OrigTransfererUniqueid") or "")
        told = self._consultations.hear(message)
        return [] if told is None else [self._consulted(*told)]

    def _leg_ends(self, uid: str) -> None:
        """Asterisk ends what rang for a redirected caller as for one who gave up; it was sent on."""
        channel = self._board.channel(uid)
        if uid in self._sent_on and channel is not None:
            self._sent_on.discard(uid)
            if channel.answered is None:
                channel.cause = REDIRECTED

    def _passed_on(self, uid: str) -> None:
        """The event does not always name whom a call was passed to (seen on Asterisk 22); the command did."""
        channel = self._board.channel(uid)
        if channel is not None and channel.transferred_to is None:
            channel.transferred_to = self._consultations.number(uid)

    def overdue(self, command_id: str) -> list[Result]:
        """A consultation had time enough to begin: give the result of one that has not."""
        told = self._consultations.overdue(command_id)
        return [] if told is None else [self._consulted(*told)]

    def _consulted(self, command: Consult, error: str | None) -> Result:
        return self._commands.done(command) if error is None else self._commands.refused(command, error)

    def give_up(self, words: str) -> list[Result]:
        """The connection is gone: nothing that is open will be answered."""
        self._sent_on.clear()
        given_up = {command.id: command for command in (*self._commands.give_up(), *self._consultations.give_up())}
        for command in given_up.values():
            if isinstance(command, Dial):
                self._forget_dial(command)
        return [self._commands.refused(command, words) for command in given_up.values()]

    # --- commands ----------------------------------------------------------------------------------------------------

    def _dial_out(self, command: Dial, at: datetime) -> Action:
        key = own_key(command.endpoint, self._tech)
        if key not in self._own:
            raise Refused(say("{endpoint} is not among the own telephones of this line", endpoint=command.endpoint))
        _check(command.number)
        uid = channel_id(command)
        if self._board.channel(uid) is not None:
            raise Refused(say("this command was given already"))
        channel = self._board.add(uid, "", uid, at, began="Down", whole=False)
        channel.tech, channel.endpoint = key
        channel.own = self._own[key]
        channel.ours, channel.confirmed, channel.dialled = True, False, command.number
        return self._commands.dial(command)

    def _hang_up(self, command: HangUp) -> Action:
        channel = self._leg(command.leg)
        channel.ended_by_us = True
        return self._commands.hang_up(command, channel.name)

    def _redirect(self, command: Redirect) -> Action:
        _check(command.number)
        channel = self._leg(command.leg)
        other = self._other(channel)
        if channel.answered is None:
            self._sent_on.add(channel.uid)
        return self._commands.redirect(command, other.name)

    def _transfer(self, command: BlindTransfer) -> Action:
        _check(command.number)
        return self._commands.transfer(command, self._talking(command.leg).name)

    def _consult(self, command: Consult) -> Action:
        _check(command.number)
        if "+" in command.number:
            raise Refused(say("a + cannot be dialled in an attended transfer; set the line's plus to no"))
        channel = self._talking(command.leg)
        self._consultations.begin(command)
        return self._commands.consult(command, channel.name)

    # --- whom it concerns --------------------------------------------------------------------------------------------

    def _leg(self, leg: str) -> Channel:
        """Give the own channel of a leg that lives."""
        channel = self._board.channel(leg)
        if channel is None or channel.ended is not None or channel.own is None:
            raise Refused(ENDED)
        if not channel.name:
            raise Refused(say("Asterisk has not begun this call yet; try again in a moment"))
        return channel

    def _talking(self, leg: str) -> Channel:
        """Give the own channel of a leg that talks, and does not consult anybody."""
        channel = self._leg(leg)
        if channel.answered is None:
            raise Refused(say("nobody talks in this call yet"))
        if self._consultations.has(leg):
            raise Refused(say("an attended transfer is going on in this call; complete it or cancel it"))
        return channel

    def _consulting(self, leg: str) -> Channel:
        channel = self._leg(leg)
        if not self._consultations.has_begun(leg):
            raise Refused(say("no attended transfer was begun here in this call"))
        return channel

    def _other(self, channel: Channel) -> Channel:
        """Give the channel of the other side: who talks to this telephone, or for whom it rings."""
        if channel.answered is not None:
            persons = self._board.persons(self._talking(channel.uid))
            if len(persons) == 1:
                return persons[0]
            if persons:
                raise Refused(say("several people talk in this call"))
            raise Refused(say("nobody is on the other side just now"))
        called = (channel.dial_begun or channel.rang) is not None and not channel.calls_in
        source = self._legs.source(channel) if called else None
        if source is None or channel.ours or source.ended is not None:
            raise Refused(say("only a call that rings here, or a talk, can be sent on"))
        return source

    def _forget_dial(self, command: Dial) -> None:
        channel = self._board.channel(channel_id(command))
        if channel is not None and not channel.name and channel.last is None:
            self._board.forget(channel.conversation)


def _check(number: str) -> None:
    if not number or not can_be_dialled(number):
        raise Refused(say("{number!r} cannot be dialled: only digits, *, # and +", number=number))
