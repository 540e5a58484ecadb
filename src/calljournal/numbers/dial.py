"""Numbers for the telephone system: what to send it, and what to tell the person who dials."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from calljournal.numbers import plan
from calljournal.numbers.kinds import CODES, NO_NUMBER, NumberKind
from calljournal.numbers.notes import without_presentation_code
from calljournal.numbers.person import read_all
from calljournal.numbers.reading import Reading
from calljournal.numbers.rules import DialRules
from calljournal.numbers.show import display
from calljournal.numbers.uri import is_link, left_out, objection, read_uri
from calljournal.numbers.writing import LONGEST_TEXT, clean, only_digits
from calljournal.words import say

_DIGITS_ALONE = re.compile(r"[0-9\s().-]+")

LONGEST_INTERNAL_TYPED = 50  # characters of what is known to be an internal number


class UnreadableNumber(ValueError):
    """There is nothing to dial; the text says why, for the person who typed it."""


class Dialling(msgspec.Struct, frozen=True):
    """What is dialled for a number: the digits for the telephone system, the number as people read it.

    `differs` says in words what makes it more than another form of what was typed, so that it is to be shown before
    it is dialled: a guess, a part that was left out. None: it is what was typed. `emergency`: it is not dialled unless
    a person confirms it. `e164` is the normalised form; None for what has none, internal numbers and short codes.
    """

    digits: str
    shown: str
    differs: str | None = None
    emergency: bool = False
    e164: str | None = None


def dial_string(number: str | Reading, rules: DialRules, *, internal: bool = False) -> str:
    """The digits to dial; see `dialling`. Raises UnreadableNumber."""
    return dialling(number, rules, internal=internal).digits


def dialling(number: str | Reading, rules: DialRules, *, internal: bool = False) -> Dialling:
    """What to dial for what a person typed, an E.164 or an internal number. Raises UnreadableNumber.

    Internal, emergency and short numbers as they are. All others behind the outside-line prefix: the own country's
    with its trunk 0 (without the own area code where the rules say so), the rest with the international prefix; or all
    of them as +E.164. With `internal` the number is known to be of the house, even if it looks like a short one (117).
    An extension that is not part of the number is not dialled. A link (tel:, callto:) is dialled by what it says, if
    there is nothing against it. An emergency number behind the outside-line prefix is dialled so.
    """
    if internal and isinstance(number, str):
        return _internal(number)
    if isinstance(number, str) and is_link(number):
        return _of_link(number, rules)
    if isinstance(number, str) and _withholds(number):
        raise _cannot(number, say("a code with * or # that only the telephone itself can dial"))
    if isinstance(number, str) and (emergency := _emergency_outside(number, rules)) is not None:
        return emergency
    several: list[Reading] = list(read_all(number, rules)) if isinstance(number, str) else [number]
    return _of_reading(several[0], rules, len(several))


def is_emergency(digits: str, country: str, outside: str = "") -> bool:
    """Whether digits, as they are dialled, call for help in a country: with the outside-line prefix or without."""
    inner = digits.removeprefix(outside)
    return any(plan.short_code(code, country.upper()) == "emergency" for code in {digits, inner})


def _of_reading(reading: Reading, rules: DialRules, several: int = 1) -> Dialling:
    if reading.kind is NumberKind.INTERNAL or reading.kind in CODES:
        emergency = is_emergency(reading.digits, rules.country, rules.outside)
        return Dialling(reading.digits, reading.digits, _differs(reading, several), emergency)
    if reading.e164 is None:
        if reading.kind in NO_NUMBER:
            raise UnreadableNumber(say("cannot dial a withheld number"))
        raise _cannot(reading.written, reading.reason)
    shown = display(reading, rules) or reading.e164
    digits = _outside(reading.e164, reading.kind, rules)
    emergency = is_emergency(digits, rules.country, rules.outside)
    return Dialling(digits, shown, _differs(reading, several), emergency, reading.e164)


def _of_link(link: str, rules: DialRules) -> Dialling:
    wrong = objection(link)
    if wrong:
        raise _cannot(link, wrong)
    reading = read_uri(link, rules)
    told = _emergency_outside(reading.digits, rules) if reading.e164 is None else None
    told = told or _of_reading(reading, rules)
    rest = left_out(link)
    if not rest:
        return told
    return replace(told, differs=_joined([told.differs, rest] if told.differs else [rest]))


def _emergency_outside(number: str, rules: DialRules) -> Dialling | None:
    """What to dial for an emergency number that was typed behind the outside-line prefix; None for anything else."""
    digits = only_digits(clean(number[:LONGEST_TEXT]))
    code = digits.removeprefix(rules.outside)
    if not rules.outside or code == digits or not _DIGITS_ALONE.fullmatch(number):
        return None
    if plan.short_code(code, rules.country) != "emergency":
        return None
    return Dialling(code if rules.plus else digits, code, emergency=True)


def _cannot(number: str, reason: str) -> UnreadableNumber:
    return UnreadableNumber(say("cannot dial {number!r}: {reason}", number=number.strip()[:40], reason=reason))


def _internal(number: str) -> Dialling:
    typed = clean(number[:LONGEST_INTERNAL_TYPED])
    digits = only_digits(typed)
    if not digits or digits != typed.replace(" ", "") or len(number) > LONGEST_INTERNAL_TYPED:
        raise _cannot(number, say("not an internal number"))
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
    words: list[str] = [] if reading.certain else [reading.reason]
    if several > 1:
        words.append(say("the first of {count} numbers", count=several))
    if reading.extension is not None and reading.trunk == reading.e164:
        words.append(say("ask for extension {digits}: it cannot be dialled from outside", digits=reading.extension))
    return _joined(words) if words else None


def _joined(words: Sequence[str]) -> str:
    """Set remarks one behind the other."""
    first, *rest = words
    return say("{first}; {rest}", first=first, rest=_joined(rest)) if rest else first
