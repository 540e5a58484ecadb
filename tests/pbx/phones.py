"""Telephones and the outside world, in words a test can read.

Each action starts one SIPp (`SippRun`) and returns at once: what waits for a call listens already, what calls has begun
to. Use it in a `with`, or leave it to the rig, which ends all of them. A phone that nothing was told is offline.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Literal

from tests.pbx.config import HOST, PHONES
from tests.pbx.handset import LASTING, REFUSALS, Call, Handset, handset
from tests.pbx.sipp import LIMIT_SECONDS, SippRun, scenario

NEVER = float(LIMIT_SECONDS)

CALLER = "+41440001234"
Withheld = Literal["from", "pai"]

Start = Callable[[str, str, int | None, list[str]], SippRun]
"""Name, scenario, port (None: any free one), SIPp's further arguments."""


def _headers(headers: dict[str, str]) -> str:
    return "".join(f"\n    {name}: {value}" for name, value in headers.items())


def _ms(seconds: float) -> str:
    return str(max(1, round(seconds * 1000)))


class Station:
    """Something with a fixed SIP port: what it does with calls that reach it."""

    def __init__(self, name: str, port: int, start: Start) -> None:
        self.name = name
        self._port = port
        self._start = start

    def answers(
        self,
        after: float = 0.3,
        hangs_up_after: float = NEVER,
        holds: tuple[float, float] | None = None,
        calls: int = 1,
    ) -> SippRun:
        """Ring, answer `after` seconds; end the call `hangs_up_after` seconds of talk unless the other side does.

        `holds=(a, b)`: hold the call `a` seconds after the answer, for `b` seconds. `calls`: so many at once.
        """
        held = ""
        if holds is not None:
            held = scenario("held", hold_after=_ms(holds[0]), hold_for=_ms(holds[1]))
        text = scenario("answers", ringing="180 Ringing", ring=_ms(after), held=held, talk=_ms(hangs_up_after))
        return self._listen("answers", text, calls)

    def never_answers(self, calls: int = 1) -> SippRun:
        """Ring until the call is taken back."""
        return self.answers(after=NEVER, calls=calls)

    def rejects(self, after: float = 0.3) -> SippRun:
        """Ring, then decline: 603."""
        return self._refuse("603 Decline", after)

    def busy(self) -> SippRun:
        """Refuse at once: 486."""
        return self._refuse("486 Busy Here", 0)

    def unavailable(self, after: float = 0.3) -> SippRun:
        """Ring, then 480: on the outside line, the carrier's word for nobody answers."""
        return self._refuse("480 Temporarily Unavailable", after)

    def forwards_to(self, number: str, after: float = 0) -> SippRun:
        """Send the call on: 302."""
        return self._refuse("302 Moved Temporarily", after, f"<sip:{number}@{HOST}>")

    def _refuse(self, status: str, after: float, contact: str = "<sip:[local_ip]:[local_port]>") -> SippRun:
        ringing = scenario("ringing", ring=_ms(after)) if after else ""
        return self._listen(
            "refuses", scenario("refuses", status=status, ring=_ms(after), ringing=ringing, contact=contact), 1
        )

    def on(self, *, rings: bool = True) -> Handset:
        """Switch it on: it takes any number of calls and does with each what it is told; it rings by itself."""
        return Handset(self._listen("handset", handset("handset-is-called"), 10_000, LASTING), rings=rings)

    def _begin_call(self, number: str, sender: str, user: str, privacy: dict[str, str], to_port: int) -> Call:
        text = handset("handset-calls", **{"from": escape(sender)}, user=user, privacy=_headers(privacy))
        run = self._start(f"{self.name}-call", text, None, ["-m", "1", "-s", number, *LASTING, f"{HOST}:{to_port}"])
        return Call.begun(run)

    def _listen(self, what: str, text: str, calls: int, more: tuple[str, ...] = ()) -> SippRun:
        run = self._start(f"{self.name}-{what}", text, self._port, ["-m", str(calls), *more])
        run.await_port()
        return run

    def _call(
        self,
        number: str,
        sender: str,
        user: str,
        privacy: dict[str, str],
        hangs_up_after: float,
        gives_up_after: float,
        to_port: int,
    ) -> SippRun:
        text = scenario(
            "calls",
            **{"from": sender},
            user=user,
            privacy=_headers(privacy),
            refusals="\n  ".join(f'<recv response="{code}" optional="true" next="refused"/>' for code in REFUSALS),
            patience=_ms(gives_up_after),
            talk=_ms(hangs_up_after),
        )
        return self._start(f"{self.name}-calls", text, None, ["-m", "1", "-s", number, f"{HOST}:{to_port}"])


class Phone(Station):
    """A desk phone of the firm, e.g. 101."""

    def __init__(self, number: str, port: int, pbx_port: int, start: Start) -> None:
        super().__init__(number, port, start)
        self.number = number
        self._pbx_port = pbx_port

    def dials(self, number: str, hangs_up_after: float = NEVER, gives_up_after: float = NEVER) -> SippRun:
        """Lift and dial: an internal number, or 0 and an outside one."""
        return self._call(number, self._sender, self.number, {}, hangs_up_after, gives_up_after, self._pbx_port)

    def call(self, number: str) -> Call:
        """Lift and dial; what comes then, the test orders."""
        return self._begin_call(number, self._sender, self.number, {}, self._pbx_port)

    @property
    def _sender(self) -> str:
        return f'"{PHONES.get(self.number, self.number)}" <sip:{self.number}@{HOST}>'


class World(Station):
    """Everybody beyond the carrier's trunk: who calls the firm, and who is called by it."""

    def __init__(self, port: int, pbx_port: int, start: Start) -> None:
        super().__init__("world", port, start)
        self._pbx_port = pbx_port

    def calls(
        self,
        number: str,
        caller: str = CALLER,
        name: str | None = None,
        withheld: Withheld | None = None,
        hangs_up_after: float = NEVER,
        gives_up_after: float = NEVER,
    ) -> SippRun:
        """Call a number of the firm.

        `withheld="from"`: the carrier takes the number away (From anonymous). `withheld="pai"`: it sends the number for
        the PBX alone (Privacy: id and P-Asserted-Identity), so that the PBX knows it and must not show it.
        """
        sender, user, privacy = _identity(caller, name, withheld)
        return self._call(number, sender, user, privacy, hangs_up_after, gives_up_after, self._pbx_port)

    def call(
        self, number: str, caller: str = CALLER, name: str | None = None, withheld: Withheld | None = None
    ) -> Call:
        """Call a number of the firm; what comes then, the test orders."""
        return self._begin_call(number, *_identity(caller, name, withheld), self._pbx_port)

    def does_not_know(self) -> SippRun:
        """The number dialled does not exist: 404."""
        return self._refuse("404 Not Found", 0)


def _identity(caller: str, name: str | None, withheld: Withheld | None) -> tuple[str, str, dict[str, str]]:
    """Give From, the contact's user, and further headers of a caller."""
    shown = f'"{name}" ' if name else ""
    if withheld is None:
        return f"{shown}<sip:{caller}@{HOST}>", caller, {}
    privacy = {"P-Asserted-Identity": f"{shown}<sip:{caller}@{HOST}>", "Privacy": "id"} if withheld == "pai" else {}
    return '"Anonymous" <sip:anonymous@anonymous.invalid>', "anonymous", privacy
