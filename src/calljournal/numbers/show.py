"""Numbers for people: as they typed them, else as their country writes them."""

from __future__ import annotations

from calljournal.numbers import plan
from calljournal.numbers.kinds import CODES, NO_NUMBER, NumberKind
from calljournal.numbers.person import read_person
from calljournal.numbers.reading import Reading
from calljournal.numbers.rules import DialRules


def display(number: str | Reading, rules: DialRules, typed: str | None = None) -> str | None:
    """The text to show for a number; None for a withheld one (the window supplies the word). Never raises.

    The typed text of the matched number; else the own country's national form; else the international form;
    internal and short numbers as they are; what nobody can read, as it was sent.
    """
    if isinstance(number, Reading):
        if number.kind in NO_NUMBER:
            return None
        reading = number
    else:
        reading = read_person(number, rules)
    if typed is not None and typed.strip():
        return typed.strip()
    if reading.e164 is not None:
        try:
            return plan.shown(reading.e164, rules.country)
        except ValueError:  # a Reading that somebody made by hand
            return reading.written
    if reading.kind is NumberKind.INTERNAL or reading.kind in CODES:
        return reading.digits
    return reading.written.strip() or None
