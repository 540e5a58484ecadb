"""A telephone in the hand of a test: it listens for calls or makes one, and does what it is told while the call lives.

SIPp plays `scenarios/handset.xml`. An order reaches it as a datagram on its own port that looks like a request of the
call with a made-up method; it never leaves the telephone. What the telephone then sends, and when, stands in SIPp's
message log, which is the truth of the tests.
"""

from __future__ import annotations

import itertools
import socket
from datetime import datetime
from typing import Self

from tests.pbx.config import HOST
from tests.pbx.sipp import SipMessage, SippRun, first_times, scenario

REFUSALS = ("403", "404", "408", "480", "486", "487", "488", "491", "500", "503", "600", "603", "604")
"""What a call may be refused with; 488 and 491 refuse a change of a call that goes on."""

WORDS = {
    "403": "Forbidden",
    "404": "Not Found",
    "480": "Temporarily Unavailable",
    "486": "Busy Here",
    "487": "Request Terminated",
    "503": "Service Unavailable",
    "603": "Decline",
}
"""What a telephone, or the carrier, may refuse a call with."""

ORDERS = frozenset({"RING", "PROGRESS", "ANSWER", "FORWARD", "GIVEUP", "MEDIA", "DIGIT", "TRANSFER", "HANGUP"}) | {
    f"REFUSE{code}" for code in WORDS
}
LASTING = ("-timeout", "3600s")
"""A telephone in the hand ends by itself after an hour, not after a minute; tests end it sooner."""
FIRST_ORDER = 10
"""CSeq numbers of ordered requests count from here; the calling INVITE has 1."""

_READ = """<action>
      <ereg regexp="[0-9]+" search_in="hdr" header="CSeq:" assign_to="number"/>
      <ereg regexp="[A-Z]+" search_in="hdr" header="CSeq:" assign_to="method"/>
    </action>"""


def handset(begin: str, **values: str) -> str:
    """The scenario of a telephone in the hand, whose calls begin in that way."""
    return scenario(
        "handset",
        begin=scenario(begin, **values),
        refusals="".join(f'<recv response="{code}" optional="true" next="refused">{_READ}</recv>' for code in REFUSALS),
        refusing="".join(f'<recv request="REFUSE{code}" optional="true" next="REFUSE{code}"/>' for code in WORDS),
        refuse="".join(scenario("handset-refuses", code=code, words=words) for code, words in WORDS.items()),
    )


class Call:
    """One call of a telephone. Each order returns at once; `until` waits for what comes of it."""

    def __init__(self, run: SippRun, call_id: str) -> None:
        self._run = run
        self.id = call_id
        self._numbers = itertools.count(FIRST_ORDER)

    @classmethod
    def begun(cls, run: SippRun, patience: float = 10.0) -> Call:
        """Give the call that a telephone has just begun."""
        messages = run.await_(lambda: run.messages or None, "the call did not begin", patience)
        return cls(run, messages[0].header("Call-ID"))

    # --- orders ------------------------------------------------------------------------------------------------------

    def ring(self) -> Self:
        """Say that it rings: 180."""
        return self._order("RING")

    def progress(self) -> Self:
        """Early media: 183."""
        return self._order("PROGRESS")

    def answer(self) -> Self:
        """Lift."""
        return self._order("ANSWER")

    def refuse(self, code: str = "603") -> Self:
        """Do not take it, for one of the reasons of `WORDS`: declined, unless told otherwise."""
        return self._order(f"REFUSE{code}")

    def forward(self, number: str) -> Self:
        """Send it on to another number: 302."""
        return self._order("FORWARD", f"sip:{number}@{HOST}")

    def give_up(self) -> Self:
        """The caller hangs up before anybody answered."""
        return self._order("GIVEUP")

    def hold(self) -> Self:
        """Put the other side on hold, and wait until the PBX has agreed."""
        return self._change("sendonly")

    def take_back(self) -> Self:
        """End the hold, and wait until the PBX has agreed."""
        return self._change("sendrecv")

    def digit(self, digit: str) -> Self:
        """Press a key: SIP INFO."""
        return self._order("DIGIT", digit)

    def transfer(self, number: str) -> Self:
        """Blind transfer of the other side: REFER."""
        return self._order("TRANSFER", f"sip:{number}@{HOST}")

    def join(self, consultation: Call) -> Self:
        """Attended transfer: REFER that replaces the consultation, so that both others talk."""
        theirs, ours = (consultation.tag(sent=sent) for sent in (False, True))
        replaces = f"{consultation.id.replace('@', '%40')}%3Bto-tag%3D{theirs}%3Bfrom-tag%3D{ours}"
        return self._order("TRANSFER", f"sip:{consultation.number}@{HOST}?Replaces={replaces}")

    def hang_up(self) -> Self:
        """End it."""
        return self._order("HANGUP")

    def _change(self, media: str) -> Self:
        before = [message.key for message in self.messages].count("ACK")
        self._order("MEDIA", media)
        self.until("ACK", before + 1)
        return self

    def _order(self, method: str, about: str = "-") -> Self:
        number = next(self._numbers)
        lines = (
            f"{method} sip:handset@{HOST} SIP/2.0",
            f"Via: SIP/2.0/UDP {HOST};branch=z9hG4bK-order-{number}",
            f"From: <sip:test@{HOST}>;tag=test",
            f"To: <sip:handset@{HOST}>;tag=handset",
            f"Call-ID: {self.id}",
            f"CSeq: {number} {method}",
            f"N: {number}",
            f"Arg: {about}",
            "Content-Length: 0",
        )
        text = "\r\n".join([*lines, "", ""])
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as order:
            order.sendto(text.encode(), (HOST, self._run.port))
        return self

    # --- what happened -----------------------------------------------------------------------------------------------

    @property
    def messages(self) -> list[SipMessage]:
        """The messages of this call, in order, without the orders."""
        return [m for m in self._run.messages if m.header("Call-ID") == self.id and m.method not in ORDERS]

    @property
    def times(self) -> dict[str, datetime]:
        """When each kind of message first passed, by its key."""
        return first_times(self.messages)

    @property
    def number(self) -> str:
        """The number that was called."""
        return self.messages[0].start.split()[1].removeprefix("sip:").partition("@")[0]

    def tag(self, *, sent: bool) -> str:
        """The tag of this telephone's end of the dialog, or of the other one."""
        header = "From" if self.messages[0].is_sent is sent else "To"
        tags = (m.header(header).partition("tag=")[2] for m in self.messages if m.start.startswith("SIP/2.0"))
        return next(tag for tag in tags if tag)

    def until(self, key: str, count: int = 1, patience: float = 10.0) -> datetime:
        """Wait for the n-th message with this key; its time."""

        def nth() -> datetime | None:
            found = [message.at for message in self.messages if message.key == key]
            return found[count - 1] if len(found) >= count else None

        return self._run.await_(nth, f"no {key}, only {list(self.times)}", patience)

    @property
    def held(self) -> float:
        """Seconds for which this telephone had the other side on hold."""
        seconds, since = 0.0, None
        for message in self.messages:
            asks = message.key == "INVITE" and message.is_sent
            if asks and "a=sendonly" in message.text:
                since = message.at
            elif since is not None and (asks or message.key == "BYE"):
                seconds += (message.at - since).total_seconds()
                since = None
        return seconds

    def wait(self) -> Self:
        """Wait until it has ended."""
        _ = self.ended
        return self

    @property
    def ended(self) -> datetime:
        """When it ended: hung up, taken back or refused; waits for it."""

        def end() -> datetime | None:
            return next((message.at for message in self.messages if _is_final(message.key)), None)

        return self._run.await_(end, f"the call did not end, only {list(self.times)},")


def _is_final(key: str) -> bool:
    refused = key.isdecimal() and int(key) >= 300 and key not in ("488", "491")
    return refused or key in ("BYE", "CANCEL")


class Handset:
    """A telephone that is switched on: it waits for calls, any number of them at a time."""

    def __init__(self, run: SippRun, *, rings: bool = True) -> None:
        self._run = run
        self._rings = rings
        self._taken: list[str] = []

    def called(self, patience: float = 10.0, *, rings: bool | None = None) -> Call:
        """Wait for the next call; unless told otherwise the telephone rings at once."""
        call_id = self._run.await_(self._next, "not called", patience)
        self._taken.append(call_id)
        call = Call(self._run, call_id)
        return call.ring() if (self._rings if rings is None else rings) else call

    def _next(self) -> str | None:
        calls = (m.header("Call-ID") for m in self._run.messages if m.key == "INVITE" and not m.is_sent)
        return next((call_id for call_id in calls if call_id not in self._taken), None)

    def forget(self) -> None:
        """Pass over all calls that have come so far."""
        self._taken += [message.header("Call-ID") for message in self._run.messages]
