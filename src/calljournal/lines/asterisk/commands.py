"""Dial and hang up: commands become actions, and Asterisk's answers become results.

Click-to-dial is an `Originate`: Asterisk calls our own telephone first and, when that is taken, dials the number in the
telephone's own context. It is given no `CallerID`: that would stay the channel's caller id, and dialplans build the
number that the other side sees out of it (measured on Asterisk 22). `ChannelId` makes the name of the channel known
before it exists, so that no event of it can be mistaken.
"""

from dataclasses import dataclass

from calljournal.contracts.line import Dial, HangUp, LineCommand, Result
from calljournal.lines.asterisk.protocol import Action, Message

OURS = "calljournal-"
"""All our `ActionID`s and channel ids begin so; what other managers ask for is none of our business."""

MOST_OPEN = 100
"""Commands that wait for an answer at a time: a person gives a few; more means that Asterisk does not answer."""

_HINTS = {
    "Permission denied": (
        "Asterisk refused: permission denied; give the manager account write = originate,call,reporting in manager.conf"
    ),
    "No such channel": "this call has ended already",
}


@dataclass(frozen=True, slots=True)
class Wiring:
    """How own telephones are called: technology, the dialplan context they dial in, how long they ring (seconds)."""

    tech: str = "PJSIP"
    context: str = "from-internal"
    ring: int = 30


def channel_id(command: Dial) -> str:
    """Name the channel of a click-to-dial: it is the leg's id, too."""
    return f"{OURS}{command.id}"


class Commands:
    """The commands that wait for an answer."""

    def __init__(self, line: str, wiring: Wiring, most_open: int = MOST_OPEN) -> None:
        self._line = line
        self._wiring = wiring
        self._most_open = most_open
        self._open: dict[str, LineCommand] = {}

    def full(self) -> bool:
        """Whether Asterisk leaves too many commands unanswered to send it another."""
        return len(self._open) >= self._most_open

    def dial(self, command: Dial) -> Action:
        """Give the action that calls the own telephone, then the number."""
        action_id = f"{OURS}dial-{command.id}"
        self._open[action_id] = command
        wiring = self._wiring
        endpoint = command.endpoint if "/" in command.endpoint else f"{wiring.tech}/{command.endpoint}"
        return Action(
            "Originate",
            (
                ("ActionID", action_id),
                ("Channel", endpoint),
                ("Context", wiring.context),
                ("Exten", command.number),
                ("Priority", "1"),
                ("Timeout", str(wiring.ring * 1000)),  # milliseconds
                ("Async", "true"),
                ("ChannelId", channel_id(command)),
            ),
        )

    def hang_up(self, command: HangUp, channel: str) -> Action:
        """Give the action that ends a channel."""
        action_id = f"{OURS}hangup-{command.id}"
        self._open[action_id] = command
        return Action("Hangup", (("ActionID", action_id), ("Channel", channel), ("Cause", "16")))

    def answered(self, message: Message) -> tuple[LineCommand, Result] | None:
        """Give the command that a response answers, and its result; None where it answers none of ours."""
        command = self._open.pop(message.get("ActionID") or "", None)
        if command is None:
            return None
        if message.get("Response") == "Success":
            return command, Result(self._line, command.id, ok=True)
        said = message.get("Message") or "no reason given"
        return command, self.refused(command, _HINTS.get(said, f"Asterisk refused: {said}"))

    def refused(self, command: LineCommand, words: str) -> Result:
        """Give the result of a command that was not carried out."""
        return Result(self._line, command.id, ok=False, error=words)

    def give_up(self, words: str) -> list[tuple[LineCommand, Result]]:
        """The connection is gone: nothing that is open will be answered."""
        given_up = [(command, self.refused(command, words)) for command in self._open.values()]
        self._open.clear()
        return given_up
