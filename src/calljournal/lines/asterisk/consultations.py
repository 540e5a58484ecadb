"""Attended transfers: Asterisk takes an `Atxfer` on at once and never says what came of it; its events do.

Measured on Asterisk 22: `Hold` of the own channel says that the feature code was understood. After the prompt and the
digits the number is called, and the own channel enters a bridge of its own with whom it is to consult; whoever hangs it
up before ends the call instead of completing the transfer.
`Unhold` of the own channel says that the consultation is over and the first call is back, or that it never began.
"""

from dataclasses import dataclass

from calljournal.contracts.line import Consult
from calljournal.lines.asterisk.commands import ENDED
from calljournal.lines.asterisk.protocol import Message
from calljournal.words import say

NOT_UNDERSTOOD = say(
    "Asterisk did not take it as a transfer: the Dial or Queue of this call needs the option t (called side) "
    "or T (calling side) in extensions.conf"
)
BROKEN_OFF = say(
    "Asterisk broke the transfer off: the number is not in the telephone's context, or the prompt pbx-transfer or the "
    "tone zone (indications.conf) is missing"
)


@dataclass(slots=True)
class _Consultation:
    command: Consult
    understood: bool = False
    begun: bool = False


class Consultations:
    """The consultations that were asked for."""

    def __init__(self) -> None:
        self._open: dict[str, _Consultation] = {}

    def begin(self, command: Consult) -> None:
        """One was asked for."""
        self._open[command.leg] = _Consultation(command)

    def forget(self, leg: str) -> None:
        """It was refused, or ends."""
        self._open.pop(leg, None)

    def has(self, leg: str) -> bool:
        """Whether one was asked for by the leg, and is not over."""
        return leg in self._open

    def has_begun(self, leg: str) -> bool:
        """Whether the leg waits for, or talks to, whom it consults."""
        consultation = self._open.get(leg)
        return consultation is not None and consultation.begun

    def number(self, leg: str) -> str | None:
        """Give the number that the leg consults."""
        consultation = self._open.get(leg)
        return None if consultation is None else consultation.command.number

    def hear(self, message: Message) -> tuple[Consult, str | None] | None:
        """Give the consultation of which an event tells that it has begun, or why it has not."""
        if not self._open:
            return None
        consultation = self._open.get(message.get("Uniqueid") or "")
        if consultation is None:
            return None
        if message.event == "Hold":
            consultation.understood = True
        elif message.event == "BridgeEnter" and consultation.understood and not consultation.begun:
            consultation.begun = True
            return consultation.command, None
        elif message.event in ("Unhold", "Hangup"):
            self.forget(consultation.command.leg)
            if not consultation.begun:
                return consultation.command, ENDED if message.event == "Hangup" else BROKEN_OFF
        return None

    def overdue(self, command_id: str) -> tuple[Consult, str] | None:
        """A consultation had time enough: give it, and why it has not begun; None where it has."""
        for leg, consultation in self._open.items():
            if consultation.command.id == command_id and not consultation.begun:
                self.forget(leg)
                return consultation.command, BROKEN_OFF if consultation.understood else NOT_UNDERSTOOD
        return None

    def give_up(self) -> list[Consult]:
        """The connection is gone: give those of which nobody will hear whether they began."""
        waiting = [consultation.command for consultation in self._open.values() if not consultation.begun]
        self._open.clear()
        return waiting
