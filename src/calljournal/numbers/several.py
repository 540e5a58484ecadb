"""Several numbers in one stretch: a slash, a spaced dash or a gap divides only where it must."""

from __future__ import annotations

import re

from calljournal.numbers.digits import as_typed
from calljournal.numbers.kinds import CODES, Doubt, NumberKind
from calljournal.numbers.reading import Reading
from calljournal.numbers.rules import DialRules
from calljournal.numbers.run import read_run
from calljournal.numbers.writing import doubtful_splits, only_digits, starts_with_plus

LONGEST_ENDING = 5  # digits of an end that stands for a whole number: "-67, -68"
SHORTEST_PAIR = 14  # digits of two numbers with nothing but a blank between them
_ENDING = re.compile(r"[^0-9+/]*-\s?([0-9]{1,5})[^0-9]*")


def read_several(run: str, rules: DialRules) -> list[Reading]:
    """Read the numbers of one stretch, in their order."""
    done: list[Reading] = []
    start = 0
    for before, sign, after in doubtful_splits(run):
        left = read_run(before[start:], rules) if only_digits(before[start:]) or not done else done[-1]
        if not _divides(left, before[start:] + sign + after, after, rules):
            continue
        if not done or left is not done[-1]:
            done.append(left)
        start = len(before) + len(sign)
        if _is_ending(left, after):
            done.append(with_ending(left, only_digits(after), after))
            start += len(after)
    last = run[start:].lstrip(" /-")
    if only_digits(last):
        done += _with_gap(read_run(last, rules), last, rules)
    return done


def ending(piece: str) -> str | None:
    """The digits of a piece that is but another end for the number before it: "-68 (direkt)"."""
    found = _ENDING.fullmatch(piece)
    return None if found is None else found[1]


def with_ending(first: Reading, end: str, written: str) -> Reading:
    """The number that has all of another but its end, or its extension."""
    reason = "only the end is written, the rest taken from the number before"
    if first.extension is not None and first.trunk is not None and first.trunk != first.e164:
        e164, trunk, extension = first.trunk + end, first.trunk, end
        if len(end) < len(first.extension):
            e164 = (first.e164 or "")[: -len(end)] + end
            extension = e164[len(trunk) :]
        return Reading(written, e164, extension, trunk, first.kind, Doubt.GUESSED, reason, e164[1:], first.known)
    e164 = (first.e164 or "")[: -len(end)] + end
    return Reading(written, e164, None, None, first.kind, Doubt.GUESSED, reason, e164[1:], first.known)


def _divides(left: Reading, together: str, after: str, rules: DialRules) -> bool:
    if left.kind is NumberKind.UNREADABLE:
        return False
    if left.e164 is None:
        return read_run(after, rules).kind in (NumberKind.INTERNAL, *CODES)
    if left.extension is not None and ending(after) is not None:
        return True
    if left.extension not in (None, "0") and len(only_digits(after)) == len(left.extension or ""):
        return True
    return not _valid(together, rules)


def _valid(run: str, rules: DialRules) -> bool:
    guess = as_typed(only_digits(run), rules, plus=starts_with_plus(run))
    return guess.valid or (guess.readable and guess.number.open and guess.doubt is None)


def _is_ending(left: Reading, after: str) -> bool:
    """Whether "/68" after "23125-67" means the same number with another end."""
    length = len(only_digits(after))
    if left.e164 is None or length == 0:
        return False
    by_hyphen = left.extension is not None and ending(after) is not None
    return by_hyphen or length <= 2 or length == len(left.extension or "")


def _with_gap(reading: Reading, run: str, rules: DialRules) -> list[Reading]:
    """Two numbers with nothing but blanks between them, where they cannot be one."""
    if reading.kind is not NumberKind.UNREADABLE or len(reading.digits) < SHORTEST_PAIR:
        return [reading]
    for gap in re.finditer(r" +(?=[0(+])", run):
        left, right = read_run(run[: gap.start()], rules), read_run(run[gap.end() :], rules)
        if left.known and left.certain and right.known and right.certain:
            return [left, right]
    return [reading]
