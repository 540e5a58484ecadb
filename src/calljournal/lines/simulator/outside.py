"""How those behave whom somebody dials by hand: the last digit of an outside number says it (see README.md). Pure."""

import re

from calljournal.calls import Party, Presentation
from calljournal.contracts.line import Dial
from calljournal.lines.simulator.protocol import Step, Verb
from calljournal.numbers import DialRules

RINGS_SECONDS = 1.5
"""A telephone rings so long before somebody answers it."""

PUT_THROUGH_SECONDS = 0.5
"""How long it takes until a number is known to be busy or wrong."""

PATIENCE_SECONDS = 20.0
"""Where nobody answers, the telephone system gives up after so long."""

BY_LAST_DIGIT: dict[str, tuple[float, Verb]] = {
    "6": (RINGS_SECONDS, Verb.REJECTED),
    "7": (PUT_THROUGH_SECONDS, Verb.BUSY),
    "8": (PATIENCE_SECONDS, Verb.UNANSWERED),
    "9": (PUT_THROUGH_SECONDS, Verb.FAILED),
}
"""Outside numbers that are not answered: after how many seconds what happens."""


def dialled(command: Dial, call: str, phone: str, rules: DialRules, at: float) -> tuple[Step, ...] | str:
    """Give the steps of a call that somebody dials by hand, or why it cannot be dialled."""
    number = command.number.strip()
    if not re.fullmatch(r"\+?[0-9*#]{1,40}", number):
        return f"{number[:40]!r} cannot be dialled: digits, * and # only"
    inside = rules.is_internal(number)
    if inside and number == phone:
        return f"{phone} cannot call itself"
    party = Party(number, None, Presentation.ALLOWED, external=not inside)
    after, verb = (
        (RINGS_SECONDS, Verb.ANSWERED) if inside else BY_LAST_DIGIT.get(number[-1], (RINGS_SECONDS, Verb.ANSWERED))
    )
    by = number if inside else None
    return Step(0, at, Verb.DIALS, call, phone, party), Step(0, at + after, verb, call, by)
