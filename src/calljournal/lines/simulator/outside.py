"""How those behave whom somebody dials by hand: the last digit of an outside number says it (see README.md). Pure."""

import re

from calljournal.calls import Party, Presentation
from calljournal.lines.simulator.protocol import Step, Verb
from calljournal.numbers import DialRules
from calljournal.words import say

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


def called(number: str, phone: str, rules: DialRules) -> Party | str:
    """Give who is called when `phone` dials a number, or why it cannot be dialled."""
    number = number.strip()
    if not re.fullmatch(r"\+?[0-9*#]{1,40}", number):
        return say("{number!r} cannot be dialled: digits, * and # only", number=number[:40])
    inside = rules.is_internal(number)
    if inside and number == phone:
        return say("{phone} cannot call itself", phone=phone)
    return Party(number, None, Presentation.ALLOWED, external=not inside)


def takes(party: Party, call: str, at: float) -> Step:
    """Give what the one who is called does, and when."""
    number = party.number or ""
    if party.external is False:
        return Step(0, at + RINGS_SECONDS, Verb.ANSWERED, call, number)
    after, verb = BY_LAST_DIGIT.get(number[-1:], (RINGS_SECONDS, Verb.ANSWERED))
    return Step(0, at + after, verb, call)
