"""Numbers as telephone systems send them: outside-line prefix, missing plus, internal numbers, withheld callers."""

from __future__ import annotations

import re
from typing import Literal

from msgspec.structs import replace

from calljournal.numbers import plan
from calljournal.numbers.digits import Guess, code_words, explicit, lenient, leniently
from calljournal.numbers.kinds import Doubt, NumberKind
from calljournal.numbers.notes import without_presentation_code
from calljournal.numbers.reading import Reading, plain, unreadable
from calljournal.numbers.rules import DialRules
from calljournal.numbers.writing import clean, cut, only_digits, starts_with_plus
from calljournal.words import say

Direction = Literal["incoming", "outgoing"]
Presentation = Literal["allowed", "withheld", "unavailable"]

# In upper and lower case, with or without <>, "" and a host. Asterisk sends "<unknown>" for an empty caller id and
# "asterisk" where none is configured; RFC 3323 and 3325 have anonymous@anonymous.invalid.
WITHHELD_MARKERS = frozenset(
    {"anonymous", "anonym", "anonymus", "restricted", "private", "withheld", "clir", "unterdrückt", "hidden"}
    | {"blocked", "private number", "caller id withheld", "prohibited", "number withheld"}
    | {
        "rufnummer unterdrückt",
        "nummer unterdrückt",
        "unterdrückte nummer",
        "unterdrückte rufnummer",
        "anonymer anrufer",
    }
)
SILENCE = frozenset({"", "unknown", "unbekannt", "unbekannter teilnehmer", "unbekannter anrufer", "unknown caller"})
"""What systems send for callers who withhold as well as for those who have no number: a reading takes the more careful
of the two, withheld."""
UNAVAILABLE_MARKERS = SILENCE | {
    *("unavailable", "asterisk", "*", "not available", "nicht verfügbar", "n/a", "-", "none", "null", "(null)"),
    *("out of area", "out-of-area", "no number"),
}
LONGEST_INTERNAL_BY_LINE = 6  # digits that an internal party may have whatever the settings say
_NAMED = re.compile(r'\s*"?([^"<]*)"?\s*<([^>]*)>\s*')  # "Anna Keller" <+41440001234>, RFC 3261 section 20.10
_SCHEME = re.compile(r"\A(?:sips?|tel):", re.IGNORECASE)
_EXTRAS = re.compile(r"[\s().\-/]")


def presentation_of(marker: str | None) -> Presentation:
    """What the text that stands for a caller says: withheld by wish, not available, or (anything else) allowed."""
    if marker and marker.removeprefix("+").isdecimal():
        return "allowed"  # what nearly all callers send
    word = _bare(marker or "")
    if word in WITHHELD_MARKERS:
        return "withheld"
    return "unavailable" if word in UNAVAILABLE_MARKERS else "allowed"


def _bare(text: str) -> str:
    named = _NAMED.fullmatch(cut(text)[0])
    if named is not None and named[1].strip().lower() in WITHHELD_MARKERS:
        return named[1].strip().lower()
    word = (named[2] if named else cut(text)[0]).strip().lower().strip("<>\"' ")
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
        return _no_number(_bare(kept), presentation)
    named = _NAMED.fullmatch(kept)
    cleaned = _SCHEME.sub("", clean(named[2] if named else kept))
    cleaned = without_presentation_code(re.split("[@;]", cleaned, maxsplit=1)[0])
    digits = only_digits(cleaned)
    if was_cut:
        return unreadable(kept, digits, say("far too long for a number"))
    plus = starts_with_plus(cleaned)
    if rules.outside and re.match(rf"\s*{rules.outside}\s*\+", cleaned):
        plus, digits = True, digits[len(rules.outside) :]
    signs = _EXTRAS.sub("", cleaned).replace("+", "")
    if signs != only_digits(cleaned):
        words = (
            say("a code with * or # for the telephone") if re.fullmatch("[0-9*#]+", signs) else say("it holds letters")
        )
        return unreadable(kept, digits, words)
    if not digits:
        return unreadable(kept, "", say("no digits"))
    if not plus:
        near = _near(kept, digits, rules, external)
        if near is not None:
            return near
    if plus:
        return _reading(kept, digits, explicit(digits, rules, plus=True))
    if direction == "outgoing":
        return _dialled(kept, digits, rules)
    return _caller(kept, digits, rules)


def _no_number(marker: str, presentation: Presentation) -> Reading:
    if presentation == "withheld":
        return plain(marker, NumberKind.WITHHELD, "", say("the caller withholds the number"))
    kind = NumberKind.WITHHELD if marker in SILENCE else NumberKind.UNAVAILABLE
    return plain(marker, kind, "", say("no number was sent"))


def _near(kept: str, digits: str, rules: DialRules, external: bool | None) -> Reading | None:
    """An internal number or a short code; by what the line knows, else by length."""
    short = plan.short_code(digits, rules.country)
    if external is False and len(digits) <= max(LONGEST_INTERNAL_BY_LINE, rules.internal[1]):
        return plain(kept, NumberKind.INTERNAL, digits, say("a phone of the house"))
    if external is not True and rules.is_internal(digits):
        words = say("as long as an internal number")
        if short is None:
            return plain(kept, NumberKind.INTERNAL, digits, words)
        also = say("{why}; also {code}", why=words, code=code_words(short, rules.country))
        return plain(kept, NumberKind.INTERNAL, digits, also, Doubt.GUESSED)
    return _code(kept, digits, rules)


def _code(kept: str, digits: str, rules: DialRules) -> Reading | None:
    """An emergency number or another short code of the country, or None."""
    short = plan.short_code(digits, rules.country)
    return None if short is None else plain(kept, NumberKind(short), digits, code_words(short, rules.country))


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
    code = _code(kept, inner, rules)
    if code is not None:
        return code
    behind = [explicit(inner, rules), lenient(inner, rules, sure_if_only=True)]
    if any(guess is not None and guess.valid for guess in behind):
        return _reading(kept, digits, *behind)
    direct = explicit(digits, rules)
    if direct is not None and direct.valid:
        return _reading(kept, digits, direct.doubted(say("no outside-line prefix before it")))
    return _reading(kept, digits, *behind)


def _caller(kept: str, digits: str, rules: DialRules) -> Reading:
    """A caller's number comes with or without outside-line prefix: what the plan knows wins, the whole first.

    Drivers differ even on one PBX: 00721..., 0043... and 00043... were all seen. Where the firm knows what its own
    sends (`callers`), nothing has two meanings.
    """
    if rules.callers == "with":
        return _dialled(kept, digits, rules)
    direct = explicit(digits, rules)
    inner = _inner(digits, rules) if rules.callers == "auto" else None
    if inner is None:
        return _reading(kept, digits, direct, lenient(digits, rules, sure_if_only=True))
    code = _code(kept, inner, rules)
    if code is not None:
        return code
    behind = explicit(inner, rules)
    if direct is not None and direct.readable and behind is not None and behind.valid:
        direct, behind = _compared(direct, behind)
    loose = [*leniently(digits, rules), *leniently(inner, rules)]
    return _reading(kept, digits, direct, behind, lenient(digits, rules, sure_if_only=True), *loose)


def _compared(direct: Guess, behind: Guess) -> tuple[Guess, Guess]:
    """The whole number and the one behind the outside-line prefix, the likelier first, doubted if they differ."""
    if direct.number.e164 == behind.number.e164:
        return direct, behind
    service = direct.number.kind is NumberKind.SERVICE is not behind.number.kind
    if service or not direct.valid:
        return behind.doubted(say("with the outside-line prefix it would be {e164}", e164=direct.number.e164)), direct
    return direct.doubted(say("behind the outside-line prefix it would be {e164}", e164=behind.number.e164)), behind


def _reading(kept: str, digits: str, *guesses: Guess | None) -> Reading:
    """The first guess that the plan knows, else the first that can be a number, else unreadable; and all the others."""
    real = [guess for guess in guesses if guess is not None]
    best = next((g for g in real if g.valid), None) or next((g for g in real if g.readable), None)
    if best is None:
        why = next((guess.why for guess in real), say("neither an internal nor an outside number"))
        return unreadable(kept, digits, why)
    known = dict.fromkeys(guess.number.e164 for guess in real if guess.valid)
    return replace(best.reading(kept), others=tuple(e164 for e164 in known if e164 != best.number.e164))
