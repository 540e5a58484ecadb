"""Commands become actions, and Asterisk's answers become results.

Click-to-dial is an `Originate`: Asterisk calls our own telephone first and, when that is taken, dials the number in the
telephone's own context. It is given no `CallerID`: that would stay the channel's caller id, and dialplans build the
number that the other side sees out of it (measured on Asterisk 22). `ChannelId` makes the name of the channel known
before it exists, so that no event of it can be mistaken.

| action | least right in manager.conf | what else it needs (measured on Asterisk 22) |
|---|---|---|
| Originate | `write = originate` | |
| Hangup, Redirect | `write = call` | |
| BlindTransfer | `write = call` | nothing of the dialplan: no option `t` or `T` of Dial |
| Atxfer | `write = call` | see `Commands.consult` |
| CancelAtxfer | `write = call` | `atxferabort` in features.conf, which is `*1` unless changed |

None of them says whether the number exists in the context: a call that is sent to one that does not is hung up.
"""

from dataclasses import dataclass

from calljournal.contracts.line import BlindTransfer, Consult, Dial, LineCommand, Redirect, Result
from calljournal.lines.asterisk.protocol import Action, Message
from calljournal.words import say

OURS = "calljournal-"
"""All our `ActionID`s and channel ids begin so; what other managers ask for is none of our business."""

MOST_OPEN = 100
"""Commands that wait for an answer at a time: a person gives a few; more means that Asterisk does not answer."""

ENDED = say("this call has ended already")

_HINTS = {
    "No such channel": ENDED,  # Hangup
    "Channel does not exist": ENDED,  # Redirect, with the channel behind a colon
    "Channel specified does not exist": ENDED,  # the transfers
    "No attended transfer feature code found": say(
        "Asterisk has no code for it; set atxfer in features.conf, such as *2"
    ),
    "No disconnect feature code found": say(
        "Asterisk has no code for it; set atxferabort in features.conf, such as *1"
    ),
}


@dataclass(frozen=True, slots=True)
class Wiring:
    """How own telephones are called: technology, the dialplan context they dial in, how long they ring (seconds)."""

    tech: str = "PJSIP"
    context: str = "from-internal"
    ring: int = 30


def own_key(name: str, tech: str) -> tuple[str, str]:
    """An own telephone is named by its endpoint; `SIP/101` where its technology is not the line's."""
    named, slash, endpoint = name.partition("/")
    return (named, endpoint) if slash else (tech, name)


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

    def hang_up(self, command: LineCommand, channel: str) -> Action:
        """Give the action that ends a channel."""
        return self._action("Hangup", command, channel, ("Cause", "16"))

    def redirect(self, command: Redirect, other: str) -> Action:
        """Give the action that sends the other side's channel on: the own one ends when it has nobody any more."""
        return self._action("Redirect", command, other, *self._place(command.number), ("Priority", "1"))

    def transfer(self, command: BlindTransfer, channel: str) -> Action:
        """Give the action that passes on whoever the own telephone's channel talks to."""
        return self._action("BlindTransfer", command, channel, *self._place(command.number))

    def consult(self, command: Consult, channel: str) -> Action:
        """Give the action that lets the own telephone consult somebody while the other side waits.

        Asterisk plays the digits of the feature code (`atxfer` in features.conf) and of the number into the channel, as
        if the telephone had sent them. So the Dial or Queue of the call needs the option `t` (the called side may
        transfer) or `T` (the calling side), else the other side hears the digits; and Asterisk needs a tone zone
        (indications.conf) and the prompt `pbx-transfer` in the channel's language, else it breaks off without a word.
        """
        return self._action("Atxfer", command, channel, *self._place(command.number))

    def cancel(self, command: LineCommand, channel: str) -> Action:
        """Give the action that takes the own telephone back from whom it consults."""
        return self._action("CancelAtxfer", command, channel)

    def _place(self, number: str) -> tuple[tuple[str, str], tuple[str, str]]:
        return ("Context", self._wiring.context), ("Exten", number)

    def _action(self, name: str, command: LineCommand, channel: str, *fields: tuple[str, str]) -> Action:
        action_id = f"{OURS}{name.lower()}-{command.id}"
        self._open[action_id] = command
        return Action(name, (("ActionID", action_id), ("Channel", channel), *fields))

    def answered(self, message: Message) -> tuple[LineCommand, Result] | None:
        """Give the command that a response answers, and its result; None where it answers none of ours."""
        command = self._open.pop(message.get("ActionID") or "", None)
        if command is None:
            return None
        if message.get("Response") == "Success":
            return command, self.done(command)
        said = message.get("Message") or say("no reason given")
        if said == "Permission denied":
            right = "originate" if isinstance(command, Dial) else "call"
            words = say(
                "Asterisk refused: permission denied; in manager.conf the account's `write` needs {right}", right=right
            )
            return command, self.refused(command, words)
        return command, self.refused(
            command, _HINTS.get(said.partition(":")[0], say("Asterisk refused: {said}", said=said))
        )

    def done(self, command: LineCommand) -> Result:
        """Give the result of a command that was carried out."""
        return Result(self._line, command.id, ok=True)

    def refused(self, command: LineCommand, words: str) -> Result:
        """Give the result of a command that was not carried out."""
        return Result(self._line, command.id, ok=False, error=words)

    def give_up(self) -> list[LineCommand]:
        """The connection is gone: give what is open and will not be answered."""
        given_up = list(self._open.values())
        self._open.clear()
        return given_up
