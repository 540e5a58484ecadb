"""Extensions: the direct-dial digits that a writing shows behind the number of the switchboard."""

from __future__ import annotations

import re

from msgspec.structs import replace

from calljournal.numbers.digits import Guess, as_typed
from calljournal.numbers.kinds import NumberKind
from calljournal.numbers.plan import PlanNumber
from calljournal.numbers.reading import Reading, unreadable
from calljournal.numbers.rules import DialRules
from calljournal.numbers.writing import only_digits
from calljournal.words import say

LONGEST_EXTENSION = 5  # direct-dial digits; more behind a hyphen are a subscriber number: 030-2312567
_RANGE = re.compile(r"(.*[0-9])-([0-9]{1,4})\s?-\s?-?([0-9]{1,4})")
_NO_EXTENSION = (NumberKind.MOBILE, NumberKind.SERVICE)


def range_of_extensions(run: str) -> re.Match[str] | None:
    """The number, and the first and the last extension, of what may be a range: 030 12345-67-69."""
    found = _RANGE.fullmatch(run)
    return found if found and len(found[2]) == len(found[3]) and int(found[2]) < int(found[3]) else None


def with_named_extension(run: str, main: str, extension: str, plus: bool, rules: DialRules) -> Reading:
    """A number with "DW 12" or "ext. 12": appended where the plan is open, else kept beside."""
    trunk_text = re.sub(r"-\s*0\s*\Z", "", main)
    trunk = as_typed(only_digits(trunk_text), rules, plus=plus)
    together = as_typed(only_digits(trunk_text) + extension, rules, plus=plus)
    if trunk.valid and trunk.number.kind in _NO_EXTENSION:
        return beside(run, trunk.reading(run), extension)
    fits = not trunk.valid or together.number.code == trunk.number.code
    if fits and together.readable and together.number.open and together.number.kind not in _NO_EXTENSION:
        return with_extension(run, together, extension)
    if trunk.readable:
        return beside(run, trunk.reading(run), extension)
    return unreadable(run, only_digits(main), trunk.why)


def with_extension(run: str, guess: Guess, extension: str | None) -> Reading:
    """The reading of a whole number whose last digits are the extension."""
    trunk = guess.number.e164[: -len(extension)] if extension else None
    return guess.reading(run, extension or None, trunk)


def beside(run: str, reading: Reading, extension: str) -> Reading:
    """The reading with an extension that cannot be dialled from outside: the number stays without it."""
    reason = say("{reason}; the extension is not part of the number", reason=reading.reason)
    return replace(reading, written=run, extension=extension, trunk=reading.e164, reason=reason)


def hyphen_extension(run: str, number: PlanNumber) -> str | None:
    """The extension that the last hyphen shows, in an open plan: 67 in 030 23125-67, none in 030-2312567.

    Other hyphens may stand only round the area code; a hyphen right after that code shows none (DIN 5008).
    """
    if not number.open or number.kind in _NO_EXTENSION:
        return None
    before, hyphen, after = run.rpartition("-")
    extension = only_digits(after)
    if not hyphen or not 0 < len(extension) <= LONGEST_EXTENSION:
        return None
    area = number.area_digits
    trunk_digits = len(number.national) - len(extension)
    if trunk_digits < (area + 2 if area else 4):
        return None
    earlier, hyphen, middle = before.rpartition("-")
    if hyphen and only_digits(earlier) and trunk_digits - len(only_digits(middle)) > (area or 4):
        return None
    return extension
