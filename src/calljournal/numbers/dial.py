"""Numbers for the telephone system: the digits to send it."""

from __future__ import annotations

from calljournal.numbers import plan
from calljournal.numbers.person import read_person
from calljournal.numbers.reading import NumberKind, Reading
from calljournal.numbers.rules import DialRules
from calljournal.numbers.writing import clean, only_digits


class UnreadableNumber(ValueError):
    """There is nothing to dial; the text says why, for the person who typed it."""


def dial_string(number: str | Reading, rules: DialRules, *, internal: bool = False) -> str:
    """The digits to dial for what a person typed, an E.164 or an internal number. Raises UnreadableNumber.

    Internal numbers as they are; all others behind the outside-line prefix: short numbers, the own country's with its
    trunk 0, the rest with the international prefix. With `internal` the number is known to be of the house, even if
    it looks like a short one (117). An extension that is not part of the number is not dialled.
    """
    if internal and isinstance(number, str):
        digits = only_digits(clean(number[:50]))
        if not digits or digits != clean(number[:50]).replace(" ", "") or len(number) > 50:
            raise UnreadableNumber(f"cannot dial {number[:40]!r}: not an internal number")
        return digits
    reading = read_person(number, rules) if isinstance(number, str) else number
    if reading.kind is NumberKind.INTERNAL or (internal and reading.kind is NumberKind.SHORT):
        return reading.digits
    if reading.kind is NumberKind.SHORT:
        return rules.outside + reading.digits
    if reading.e164 is None:
        if reading.kind is NumberKind.WITHHELD:
            raise UnreadableNumber("cannot dial a withheld number")
        raise UnreadableNumber(f"cannot dial {reading.written.strip()[:40]!r}: {reading.reason}")
    digits = only_digits(reading.e164)
    split = plan.split_code(digits)
    if split is not None and split[0] == plan.calling_code(rules.country):
        return rules.outside + plan.trunk_prefix(rules.country) + split[1]
    return rules.outside + plan.international_prefix(rules.country) + digits
