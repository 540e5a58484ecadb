"""Several numbers in one stretch: a slash, a spaced dash or a gap divides only where it must.

The later ones may be but the end of the first: "23125-67/68", "0171 3920012 / 3920013".
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from calljournal.numbers import plan
from calljournal.numbers.digits import Guess, as_typed
from calljournal.numbers.extension import range_of_extensions
from calljournal.numbers.kinds import CODES, Doubt, NumberKind
from calljournal.numbers.reading import Reading
from calljournal.numbers.rules import DialRules
from calljournal.numbers.run import read_run
from calljournal.numbers.writing import doubtful_splits, only_digits, starts_with_plus
from calljournal.words import say

LONGEST_BARE_END = 2  # digits behind a slash that are the end of the number before it, extension or not
SUBSCRIBER = range(5, 9)  # digits of a number whose area or mobile code is that of the number before it
SHORTEST_PAIR = 14  # digits of two numbers with nothing but a blank between them
SHORTEST_TRUNK = 6  # digits, area code included, of a number that has a range of extensions behind it

_ENDING = re.compile(r"[^0-9+/]*-\s?([0-9]{1,5})[^0-9]*")
_POSTCODE = re.compile(r"(?!00)[0-9]{4,5}")  # "PLZ 10115 030 ..."


def read_several(run: str, rules: DialRules) -> list[Reading]:
    """Read the numbers of one stretch, in their order."""
    done: list[Reading] = _range(run, rules)
    if done:
        return done
    start = 0
    for before, sign, after in doubtful_splits(run):
        left = read_run(before[start:], rules) if only_digits(before[start:]) or not done else done[-1]
        behind = len(before) + len(sign)
        if not _divides(left, before[start:] + sign + after, sign + after, run[behind:], rules):
            continue
        if not done or left is not done[-1]:
            done.append(left)
        start = behind
        follower = following(left, (sign + after).lstrip(" /"), slash=True)
        if follower is not None:
            done.append(follower)
            start += len(after)
    last = run[start:].lstrip(" /-")
    if only_digits(last):
        done += _with_gap(read_run(last, rules), last, rules)
    return done


def following(before: Reading | None, written: str, *, slash: bool = False) -> Reading | None:
    """Read what has no beginning of its own by the number before it; None where it is no such thing.

    Another end or extension ("-68", "68" behind -67, "68" behind a slash), or another number behind the same area,
    mobile or country code (EU house style).
    """
    digits = only_digits(written)
    if before is None or before.e164 is None or not digits or written.lstrip(" (").startswith("+"):
        return None
    extended = before.extension is not None and before.trunk != before.e164
    by_hyphen = extended and _ENDING.fullmatch(written) is not None
    if by_hyphen or (extended and len(digits) == len(before.extension or "")):
        return _with_end(before, digits, written)
    if slash and len(digits) <= LONGEST_BARE_END:
        return _with_end(before, digits, written)
    code, national = plan.split_code(before.digits) or (0, "")
    if len(digits) in SUBSCRIBER and len(digits) < len(national):
        number = plan.lookup(code, national[: -len(digits)] + digits)
        if number.fit == "valid" and number.kind is before.kind:
            return Guess(number, say("its beginning is that of the number before"), Doubt.GUESSED).reading(written)
    number = plan.lookup(code, digits)
    if digits.startswith("0") or number.fit != "valid":
        return None
    return Guess(number, say("country code taken from the number before"), Doubt.GUESSED).reading(written)


def _with_end(first: Reading, end: str, written: str) -> Reading:
    """The number that has all of another but its end, or its extension."""
    e164, trunk, extension = (first.e164 or "")[: -len(end)] + end, None, None
    if first.extension is not None and first.trunk is not None and first.trunk != first.e164:
        trunk = first.trunk
        e164 = e164 if len(end) < len(first.extension) else trunk + end
        extension = e164[len(trunk) :]
    reason = say("only the end is written, the rest taken from the number before")
    return Reading(written, e164, extension, trunk, first.kind, Doubt.GUESSED, reason, e164[1:], first.known)


def _range(run: str, rules: DialRules) -> list[Reading]:
    """The first and the last of a range of extensions: 030 12345-67-69; none where the hyphens are mere spacing."""
    found = range_of_extensions(run)
    if found is None:
        return []
    first = read_run(f"{found[1]}-{found[2]}", rules)
    trunk = first.trunk if first.extension == found[2] and first.trunk != first.e164 else None
    whole = read_run(run, rules)
    fits = trunk is not None and (whole.e164 or "").startswith(trunk) and whole.kind is NumberKind.FIXED
    if trunk is None or not fits or _national_digits(trunk) < SHORTEST_TRUNK:
        return []
    first = replace(
        first, doubt=Doubt.GUESSED, reason=say("{reason}; the first of a range of extensions", reason=first.reason)
    )
    return [first, _with_end(first, found[3], found[3])]


def _national_digits(e164: str) -> int:
    split = plan.split_code(e164[1:])
    return len(split[1]) if split is not None else 0


def _divides(left: Reading, together: str, after: str, rest: str, rules: DialRules) -> bool:
    """Whether what comes `after` (its sign, and what is behind it up to the next) is another number than `left`."""
    if left.kind is NumberKind.UNREADABLE:
        return False
    if left.e164 is None:
        return read_run(after.strip(" /-"), rules).kind in (NumberKind.INTERNAL, *CODES)
    if left.extension is not None and _ENDING.fullmatch(after.lstrip(" /")):
        return True
    if left.extension not in (None, "0") and len(only_digits(after)) == len(left.extension or ""):
        return True
    return not _valid(together, left, rules) or (left.known and _begins_anew(rest, rules))


def _valid(run: str, left: Reading, rules: DialRules) -> bool:
    guess = as_typed(only_digits(run), rules, plus=starts_with_plus(run))
    return guess.valid or (not left.known and guess.readable and guess.number.open and guess.doubt is None)


def _begins_anew(rest: str, rules: DialRules) -> bool:
    """Whether what follows begins with a 0 or a plus, and is a number by itself."""
    if not rest.lstrip(" (").startswith(("0", "+")):
        return False
    right = read_run(rest, rules)
    return right.known and right.certain


def _with_gap(reading: Reading, run: str, rules: DialRules) -> list[Reading]:
    """Two numbers with nothing but blanks between them, where they cannot be one."""
    if reading.kind is not NumberKind.UNREADABLE or len(reading.digits) < SHORTEST_PAIR:
        return [reading]
    for gap in re.finditer(r" +(?=[0(+])", run):
        left, right = read_run(run[: gap.start()], rules), read_run(run[gap.end() :], rules)
        if right.known and right.certain:
            if left.known and left.certain:
                return [left, right]
            if _POSTCODE.fullmatch(run[: gap.start()]):
                return [right]
    return [reading]
