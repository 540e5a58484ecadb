"""Numbers as people write them: DIN 5008, ÖNORM A 1080, the Swiss way, and what is seen in address books."""

from __future__ import annotations

import re

from msgspec.structs import replace

from calljournal.numbers import plan
from calljournal.numbers.digits import Guess, as_typed
from calljournal.numbers.kinds import CODES, Doubt, NumberKind
from calljournal.numbers.plan import PlanNumber
from calljournal.numbers.reading import Reading, plain, unreadable
from calljournal.numbers.rules import DialRules
from calljournal.numbers.writing import (
    LONGEST_TEXT,
    clean,
    cut,
    doubtful_splits,
    only_digits,
    pieces,
    runs,
    starts_with_plus,
    without_halved,
)

LONGEST_HYPHEN_EXTENSION = 5  # digits after a hyphen; more are a subscriber number: 030-2312567
_CODE = re.compile("[*#]")
_NO_EXTENSION = (NumberKind.MOBILE, NumberKind.SERVICE)


def read_person(text: str, rules: DialRules) -> Reading:
    """Read what a person typed; the first number where there are several. Never raises."""
    found = read_all(text, rules)
    if len(found) == 1:
        return found[0]
    first = found[0]
    return replace(first, written=cut(text)[0], reason=f"{first.reason}; the first of {len(found)} numbers")


def read_all(text: str, rules: DialRules) -> tuple[Reading, ...]:
    """Read every number in one field; always at least one reading, unreadable where there is none. Never raises.

    Split at ; , | & new lines and words such as "oder"; at a slash or a spaced dash only between two numbers.
    """
    kept, was_cut = cut(text)
    cleaned = without_halved(clean(kept)) if was_cut else clean(kept)
    found: list[Reading] = []
    for piece in pieces(cleaned):
        found += _read_piece(piece, rules)
    if not found:
        words = "no number in it" if cleaned.strip() else "empty"
        found = [unreadable(kept, only_digits(cleaned), words)]
    if len(found) == 1:
        found = [replace(found[0], written=kept)]
    if was_cut:
        words = f"; only the first {LONGEST_TEXT} characters were read"
        found = [
            replace(reading, doubt=reading.doubt or Doubt.GUESSED, reason=reading.reason + words) for reading in found
        ]
    return tuple(found)


def _read_piece(piece: str, rules: DialRules) -> list[Reading]:
    """The numbers of one piece; where no stretch of it is a whole number, the longest one that means anything."""
    stretches = runs(piece)
    readings = [reading for run in stretches for reading in _read_slashes(run, rules)]
    good = [reading for reading in readings if reading.e164 is not None]
    if good:
        return good
    rest = [r for r in readings if r.kind is not NumberKind.UNREADABLE or len(r.digits) >= 3 or _CODE.search(r.written)]
    if len(stretches) == 1:
        return rest
    return [max(rest, key=lambda reading: len(reading.digits))] if rest else []


def _read_slashes(run: str, rules: DialRules) -> list[Reading]:
    """One number or several: a slash divides only where it must."""
    done: list[Reading] = []
    start = 0
    for before, sign, after in doubtful_splits(run):
        left = read_run(before[start:], rules)
        if _divides(left, before[start:] + sign + after, after, rules):
            done.append(left)
            digits = only_digits(after)
            if _is_ending(left, after):
                done.append(_same_but_end(left, digits, after))
                start = len(before) + len(sign) + len(after)
            else:
                start = len(before) + len(sign)
    last = run[start:].lstrip(" /-")
    if only_digits(last):
        done.append(read_run(last, rules))
    return done


def _divides(left: Reading, together: str, after: str, rules: DialRules) -> bool:
    if left.kind is NumberKind.UNREADABLE:
        return False
    if left.e164 is None:
        return read_run(after, rules).kind in (NumberKind.INTERNAL, *CODES)
    if left.extension not in (None, "0") and len(only_digits(after)) == len(left.extension or ""):
        return True
    return not _valid(together, rules)


def _valid(run: str, rules: DialRules) -> bool:
    guess = as_typed(only_digits(run), rules, plus=starts_with_plus(run))
    return guess.valid or (guess.readable and guess.number.open and guess.doubt is None)


def _is_ending(left: Reading, after: str) -> bool:
    """Whether "/68" after "23125-67" means the same number with another end."""
    length = len(only_digits(after))
    return left.e164 is not None and (1 <= length <= 2 or length == len(left.extension or ""))


def _same_but_end(left: Reading, end: str, written: str) -> Reading:
    e164 = (left.e164 or "")[: -len(end)] + end
    extension = end if left.extension is not None and len(left.extension) == len(end) else None
    trunk = left.trunk if extension else None
    reason = "only the end is written, the rest taken from the number before"
    return Reading(written, e164, extension, trunk, left.kind, Doubt.GUESSED, reason, e164[1:], left.known)


def read_run(run: str, rules: DialRules, *, hyphens: bool = True) -> Reading:
    """Read one stretch of digits and signs; with `hyphens` False they are mere spacing (RFC 3966). Never raises."""
    main, _, named = run.partition("~")
    digits = only_digits(main)
    if _CODE.search(main):
        return unreadable(run, digits, "a code with * or # for the telephone")
    if re.fullmatch(r"\s*[0-9](?:[0-9 ]*[0-9])?\s*", main) and not named:
        near = _near(run, digits, rules)
        if near is not None:
            return near
    plus = starts_with_plus(main)
    if named:
        return _with_named_extension(run, main, only_digits(named), plus, rules)
    guess = as_typed(digits, rules, plus=plus)
    if guess.readable:
        extension = hyphen_extension(main, guess.number) if hyphens else None
        return _reading(run, guess, extension)
    before, hyphen, extension = main.rpartition("-")
    if hyphen and hyphens and 0 < len(only_digits(extension)) <= LONGEST_HYPHEN_EXTENSION:
        outer = as_typed(only_digits(before), rules, plus=plus)
        if outer.valid:
            return _beside(run, outer, only_digits(extension))
    return unreadable(run, digits, guess.why)


def _near(run: str, digits: str, rules: DialRules) -> Reading | None:
    """A short code or an internal number. Emergencies come first: nobody types 117 in vain."""
    short = plan.short_code(digits, rules.country)
    internal = rules.is_internal(digits) and not digits.startswith("0")
    if short is not None:
        doubt = "; also as long as an internal number" if internal else ""
        kind = NumberKind(short)
        doubtful = internal and kind is not NumberKind.EMERGENCY
        words = f"{short} number of {rules.country}{doubt}"
        return plain(run, kind, digits, words, Doubt.GUESSED if doubtful else None)
    if internal:
        return plain(run, NumberKind.INTERNAL, digits, "as long as an internal number")
    return None


def _with_named_extension(run: str, main: str, extension: str, plus: bool, rules: DialRules) -> Reading:
    """A number with "DW 12" or "ext. 12": appended where the plan is open, else kept beside."""
    trunk_text = re.sub(r"-\s*0\s*\Z", "", main)
    trunk = as_typed(only_digits(trunk_text), rules, plus=plus)
    together = as_typed(only_digits(trunk_text) + extension, rules, plus=plus)
    if together.readable and together.number.open and together.number.kind not in _NO_EXTENSION:
        return _reading(run, together, extension)
    if trunk.readable:
        return _beside(run, trunk, extension)
    return unreadable(run, only_digits(main), trunk.why)


def _reading(run: str, guess: Guess, extension: str | None) -> Reading:
    trunk = guess.number.e164[: -len(extension)] if extension else None
    return guess.reading(run, extension or None, trunk)


def _beside(run: str, guess: Guess, extension: str) -> Reading:
    """An extension that cannot be dialled from outside: the number stays without it."""
    beside = Guess(guess.number, f"{guess.why}; the extension is not part of the number", guess.doubt)
    return beside.reading(run, extension, guess.number.e164)


def hyphen_extension(run: str, number: PlanNumber) -> str | None:
    """The extension that the last hyphen shows, in an open plan: 67 in 030 23125-67, none in 030-2312567.

    Other hyphens may stand only round the area code; a hyphen right after that code shows none (DIN 5008).
    """
    if not number.open or number.kind in _NO_EXTENSION:
        return None
    before, hyphen, after = run.rpartition("-")
    extension = only_digits(after)
    if not hyphen or not 0 < len(extension) <= LONGEST_HYPHEN_EXTENSION:
        return None
    area = plan.area_digits(number)
    trunk_digits = len(number.national) - len(extension)
    if trunk_digits < (area + 2 if area else 4):
        return None
    earlier, hyphen, middle = before.rpartition("-")
    if hyphen and only_digits(earlier) and trunk_digits - len(only_digits(middle)) > (area or 4):
        return None
    return extension
