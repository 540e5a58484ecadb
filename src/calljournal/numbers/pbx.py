"""Numbers as telephone systems send them: outside-line prefix, missing plus, internal numbers, withheld callers."""

from __future__ import annotations

import re
from typing import Literal

from calljournal.numbers import plan
from calljournal.numbers.digits import Guess, explicit, lenient
from calljournal.numbers.reading import NumberKind, Reading, plain, whole
from calljournal.numbers.rules import DialRules
from calljournal.numbers.writing import clean, cut, only_digits, starts_with_plus

Direction = Literal["incoming", "outgoing"]
Presentation = Literal["allowed", "withheld", "unavailable"]

# In upper and lower case, with or without <>, "" and a host. Asterisk sends "<unknown>" for an empty caller id and
# "asterisk" where none is configured; RFC 3323 and 3325 have anonymous@anonymous.invalid.
WITHHELD_MARKERS = frozenset(
    {"anonymous", "anonym", "anonymus", "restricted", "private", "withheld", "clir", "unterdrückt", "hidden"}
    | {"blocked", "private number", "caller id withheld", "prohibited", "number withheld"}
)
UNAVAILABLE_MARKERS = frozenset(
    {"", "unknown", "unavailable", "asterisk", "*", "unbekannt", "not available", "n/a", "-", "none", "null", "(null)"}
)
LONGEST_INTERNAL_BY_LINE = 6  # digits that an internal party may have whatever the settings say
_EXTRAS = re.compile(r"[\s().\-/]")


def presentation_of(marker: str | None) -> Presentation:
    """What the text that stands for a caller says: withheld by wish, not available, or (anything else) allowed."""
    word = _bare(marker or "")
    if word in WITHHELD_MARKERS:
        return "withheld"
    return "unavailable" if word in UNAVAILABLE_MARKERS else "allowed"


def _bare(text: str) -> str:
    word = cut(text)[0].strip().lower().strip("<>\"' ")
    word = re.sub(r"^(?:sips?|tel):", "", word)
    return re.split(r"[@;]", word, maxsplit=1)[0].strip("<>\"' ")


def read_pbx(text: str, rules: DialRules, direction: Direction, *, external: bool | None = None) -> Reading:
    """Read what a telephone system sent: a caller's number, or the digits that were dialled. Never raises.

    `external` says what the line knows of the other party: True, it is behind a trunk, never an internal number;
    False, it is a phone of the house; None, unknown.
    """
    kept, was_cut = cut(text)
    presentation = presentation_of(kept)
    if presentation != "allowed":
        words = "the caller withholds the number" if presentation == "withheld" else "no number was sent"
        return plain(_bare(kept), NumberKind.WITHHELD, "", sure=True, reason=words)
    cleaned = clean(kept)
    scheme = re.match(r"(?:sips?|tel):", cleaned, re.IGNORECASE)
    if scheme:
        cleaned = re.split(r"[@;]", cleaned[scheme.end() :], maxsplit=1)[0]
    digits = only_digits(cleaned)
    if was_cut:
        return plain(kept, NumberKind.UNREADABLE, digits, sure=False, reason="far too long for a number")
    plus = starts_with_plus(cleaned)
    if rules.outside and re.match(rf"\s*{rules.outside}\s*\+", cleaned):
        plus, digits = True, digits[len(rules.outside) :]
    signs = _EXTRAS.sub("", cleaned).replace("+", "")
    if signs != only_digits(cleaned):
        words = "a code with * or # for the telephone" if re.fullmatch("[0-9*#]+", signs) else "it holds letters"
        return plain(kept, NumberKind.UNREADABLE, digits, sure=False, reason=words)
    if not digits:
        return plain(kept, NumberKind.UNREADABLE, "", sure=False, reason="no digits")
    if not plus:
        near = _near(kept, digits, rules, external)
        if near is not None:
            return near
    if plus:
        return _reading(kept, digits, explicit(digits, rules, plus=True))
    if direction == "outgoing":
        return _dialled(kept, digits, rules)
    return _caller(kept, digits, rules)


def _near(kept: str, digits: str, rules: DialRules, external: bool | None) -> Reading | None:
    """An internal number or a short code; by what the line knows, else by length."""
    short = plan.short_code(digits, rules.country)
    if external is False and len(digits) <= max(LONGEST_INTERNAL_BY_LINE, rules.internal[1]):
        return plain(kept, NumberKind.INTERNAL, digits, sure=True, reason="a phone of the house")
    if external is not True and rules.is_internal(digits):
        words = "as long as an internal number"
        doubt = "" if short is None else f"; also a short number of {rules.country}"
        return plain(kept, NumberKind.INTERNAL, digits, sure=short is None, reason=words + doubt)
    return None if short is None else _short(kept, digits, rules)


def _short(kept: str, digits: str, rules: DialRules) -> Reading:
    return plain(kept, NumberKind.SHORT, digits, sure=True, reason=f"short number of {rules.country}")


def _inner(digits: str, rules: DialRules) -> str | None:
    """The digits behind the outside-line prefix, or None without it."""
    if rules.outside and digits.startswith(rules.outside) and len(digits) > len(rules.outside):
        return digits[len(rules.outside) :]
    return None


def _dialled(kept: str, digits: str, rules: DialRules) -> Reading:
    """Dialled digits begin with the outside-line prefix; only where that gives nothing are they read whole."""
    inner = _inner(digits, rules)
    if inner is None:
        return _reading(kept, digits, explicit(digits, rules), lenient(digits, rules, sure_if_only=True))
    if plan.short_code(inner, rules.country) is not None:
        return _short(kept, inner, rules)
    behind = [explicit(inner, rules), lenient(inner, rules, sure_if_only=True)]
    if any(guess is not None and guess.valid for guess in behind):
        return _reading(kept, digits, *behind)
    direct = explicit(digits, rules)
    if direct is not None and direct.valid:
        return _reading(kept, digits, direct.doubted("no outside-line prefix before it"))
    return _reading(kept, digits, *behind)


def _caller(kept: str, digits: str, rules: DialRules) -> Reading:
    """A caller's number comes with or without outside-line prefix: what the plan knows wins, the whole first.

    Drivers differ even on one PBX: 00721..., 0043... and 00043... were all seen.
    """
    direct = explicit(digits, rules)
    inner = _inner(digits, rules)
    if inner is None:
        return _reading(kept, digits, direct, lenient(digits, rules, sure_if_only=True))
    if plan.short_code(inner, rules.country) is not None:
        return _short(kept, inner, rules)
    behind = explicit(inner, rules)
    if direct is not None and direct.valid and behind is not None and behind.valid:
        direct = _compared(direct, behind)
    loose = lenient(inner, rules, sure_if_only=True)
    return _reading(kept, digits, direct, behind, lenient(digits, rules, sure_if_only=True), loose)


def _compared(direct: Guess, behind: Guess) -> Guess:
    """The whole number, doubted where the digits behind the outside-line prefix are another number."""
    if direct.number.e164 == behind.number.e164:
        return direct
    return direct.doubted(f"behind the outside-line prefix it would be {behind.number.e164}")


def _reading(kept: str, digits: str, *guesses: Guess | None) -> Reading:
    """The first guess that the plan knows, else the first that can be a number, else unreadable."""
    real = [guess for guess in guesses if guess is not None]
    best = next((g for g in real if g.valid), None) or next((g for g in real if g.readable), None)
    if best is None:
        why = next((guess.why for guess in real), "neither an internal nor an outside number")
        return plain(kept, NumberKind.UNREADABLE, digits, sure=False, reason=why)
    return whole(kept, best.number.e164, best.number.kind, sure=best.sure, reason=best.why)
