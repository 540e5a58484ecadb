"""Numbers for the telephone system: what to send it, and what to tell the person who dials."""

from __future__ import annotations

import msgspec

from calljournal.numbers import plan
from calljournal.numbers.kinds import CODES, NO_NUMBER, NumberKind
from calljournal.numbers.notes import without_presentation_code
from calljournal.numbers.person import read_all
from calljournal.numbers.reading import Reading
from calljournal.numbers.rules import DialRules
from calljournal.numbers.show import display
from calljournal.numbers.writing import LONGEST_TEXT, clean, only_digits

LONGEST_INTERNAL_TYPED = 50  # characters of what is known to be an internal number


class UnreadableNumber(ValueError):
    """There is nothing to dial; the text says why, for the person who typed it."""


class Dialling(msgspec.Struct, frozen=True):
    """What is dialled for a number: the digits for the telephone system, the number as people read it.

    `differs` says in words what makes it more than another form of what was typed, so that it is to be shown before
    it is dialled: a guess, a part that was left out. None: it is what was typed.
    """

    digits: str
    shown: str
    differs: str | None = None


def dial_string(number: str | Reading, rules: DialRules, *, internal: bool = False) -> str:
    """The digits to dial; see `dialling`. Raises UnreadableNumber."""
    return dialling(number, rules, internal=internal).digits


def dialling(number: str | Reading, rules: DialRules, *, internal: bool = False) -> Dialling:
    """What to dial for what a person typed, an E.164 or an internal number. Raises UnreadableNumber.

    Internal, emergency and short numbers as they are. All others behind the outside-line prefix: the own country's
    with its trunk 0 (without the own area code where the rules say so), the rest with the international prefix; or all
    of them as +E.164. With `internal` the number is known to be of the house, even if it looks like a short one (117).
    An extension that is not part of the number is not dialled.
    """
    if internal and isinstance(number, str):
        return _internal(number)
    if isinstance(number, str) and _withholds(number):
        words = "a code with * or # that only the telephone itself can dial"
        raise UnreadableNumber(f"cannot dial {number.strip()[:40]!r}: {words}")
    several: list[Reading] = list(read_all(number, rules)) if isinstance(number, str) else [number]
    reading = several[0]
    if reading.kind is NumberKind.INTERNAL or reading.kind in CODES:
        return Dialling(reading.digits, reading.digits, _differs(reading, len(several)))
    if reading.e164 is None:
        if reading.kind in NO_NUMBER:
            raise UnreadableNumber("cannot dial a withheld number")
        raise UnreadableNumber(f"cannot dial {reading.written.strip()[:40]!r}: {reading.reason}")
    shown = display(reading, rules) or reading.e164
    return Dialling(_outside(reading.e164, reading.kind, rules), shown, _differs(reading, len(several)))


def _internal(number: str) -> Dialling:
    typed = clean(number[:LONGEST_INTERNAL_TYPED])
    digits = only_digits(typed)
    if not digits or digits != typed.replace(" ", "") or len(number) > LONGEST_INTERNAL_TYPED:
        raise UnreadableNumber(f"cannot dial {number[:40]!r}: not an internal number")
    return Dialling(digits, digits)


def _withholds(number: str) -> bool:
    """Whether the text asks for the own number to be withheld or shown: to leave that out silently would betray it."""
    typed = clean(number[:LONGEST_TEXT])
    return without_presentation_code(typed) != typed


def _outside(e164: str, kind: NumberKind, rules: DialRules) -> str:
    if rules.plus:
        return e164
    digits = e164[1:]
    split = plan.split_code(digits)
    if split is None or split[0] != plan.calling_code(rules.country):
        return rules.outside + (rules.international or plan.international_prefix(rules.country)) + digits
    national = split[1]
    if rules.drop_area and rules.area and kind is NumberKind.FIXED and national.startswith(rules.area):
        return rules.outside + national[len(rules.area) :]
    return rules.outside + plan.trunk_prefix(rules.country) + national


def _differs(reading: Reading, several: int) -> str | None:
    words = [] if reading.certain else [reading.reason]
    if several > 1:
        words.append(f"the first of {several} numbers")
    if reading.extension is not None and reading.trunk == reading.e164:
        words.append(f"ask for extension {reading.extension}: it cannot be dialled from outside")
    return "; ".join(words) or None
