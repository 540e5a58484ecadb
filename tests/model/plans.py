"""A plan is data: who does what, and when. It holds no more than people know who sit at the telephones.

A *leg* is one telephone's part in a call. A `CALL` names its own leg with a letter; the legs that ring because of an
act are named after it: `A-101` rings because of call A, `A-101>102` because A-101 passed the call on to 102,
`A-101/102` because it forwarded it, `A-101>102<101` because it came back.
"""

from dataclasses import dataclass
from enum import StrEnum

from tests.pbx.firm import OWN_BLOCK, PHONES
from tests.pbx.phones import Withheld

OWNERS = ("101", "102", "103")
"""Whose calls are recorded; 104 is a colleague whose calls are not."""

STATIONS = ("101", "102", "103", "104")
GROUP, QUEUE = "600", "700"
MEMBERS = {GROUP: ("101", "102"), QUEUE: ("101", "102")}
DIRECT_LINES = {GROUP: "160", QUEUE: "170"} | {station: station for station in STATIONS}


class Do(StrEnum):
    """What a person at a telephone, or the lack of one, does."""

    CALL = "calls"
    ANSWER = "answers"
    REFUSE = "refuses with"
    FORWARD = "forwards to"
    GIVE_UP = "gives up"
    RING_OUT = "is not answered"
    HOLD = "holds"
    TAKE_BACK = "takes back"
    TRANSFER = "transfers to"
    JOIN = "joins with"
    PRESS = "presses"
    HANG_UP = "hangs up"


@dataclass(frozen=True)
class Act:
    """One act: `at` seconds after the plan's beginning, at the telephone of `leg`.

    `to` is the number that is called or passed to, the SIP status of a refusal, the other leg of a join, or a key.
    `who` calls: a telephone, or a number outside; a caller from outside may have a `name` or be `withheld`.
    """

    at: float
    do: Do
    leg: str
    to: str = ""
    who: str = ""
    name: str | None = None
    withheld: Withheld | None = None


@dataclass(frozen=True)
class Plan:
    """What is played: the acts in the order of their times. `offline` are telephones that give no sign of life."""

    seed: int
    acts: tuple[Act, ...]
    offline: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Party:
    """Somebody as the other side should see them: a number as E.164 or an extension, and a name."""

    number: str
    name: str | None = None
    withheld: bool = False


def as_party(number: str) -> Party:
    """How a telephone, the group, the queue or somebody outside who is called is shown to others."""
    return Party(number, PHONES.get(number))


def direct_line(inside: str) -> str:
    """The number at which the world calls a telephone, the group or the queue."""
    return OWN_BLOCK + DIRECT_LINES[inside]


def dialled(number: str) -> str:
    """What is pressed at a telephone of the firm to reach a number: 0 for the outside line, then as people dial."""
    if not number.startswith("+"):
        return number
    swiss = number.startswith("+41")
    return f"00{number[3:]}" if swiss else f"000{number[1:]}"


def table(plan: Plan) -> str:
    """The plan for people to read."""
    lines = [f"plan {plan.seed}" + "".join(f", {station} is offline" for station in sorted(plan.offline))]
    for act in plan.acts:
        manner = "".join(
            (f" as {act.name!r}" if act.name else "", f" withheld ({act.withheld})" if act.withheld else "")
        )
        words = f"{act.who} {act.do} {act.to}{manner}" if act.do is Do.CALL else f"{act.do} {act.to}".rstrip()
        lines.append(f"  {act.at:6.2f}  {act.leg:<16} {words}")
    return "\n".join(lines)
