"""Digits to numbers: every way in which a row of digits can be meant, and which of them the plan bears out.

In: digits and the firm's rules; out: Guess. Nothing here knows of letters or signs.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from calljournal.numbers import plan
from calljournal.numbers.kinds import Doubt, NumberKind
from calljournal.numbers.plan import PlanNumber
from calljournal.numbers.reading import Reading, plain
from calljournal.numbers.rules import DialRules
from calljournal.words import say

SHORTEST_LOCAL = 4  # digits of a number without area code: the German plan bears out any three
SHORTEST_GUESSED = 6  # the same where the plan does not know the number
_FITS: tuple[plan.Fit, ...] = ("valid", "possible", "no")
LONGEST_LOCAL = 8  # digits of a number without area code; longer ones rather lack their 0


class Guess(msgspec.Struct, frozen=True):
    """One way to take the digits: the number, why, and what is doubtful about it."""

    number: PlanNumber
    why: str
    doubt: Doubt | None = None

    @property
    def valid(self) -> bool:
        """Whether the plan knows the number."""
        return self.number.fit == "valid"

    @property
    def readable(self) -> bool:
        """Whether it can be a number at all."""
        return self.number.fit != "no"

    def doubted(self, why: str, doubt: Doubt = Doubt.GUESSED) -> Guess:
        """The same number, no longer certain."""
        return Guess(self.number, say("{why}; {more}", why=self.why, more=why), doubt)

    def reading(self, written: str, extension: str | None = None, trunk: str | None = None) -> Reading:
        """The reading that this guess gives; only of one that is readable."""
        number = self.number
        return Reading(
            written, number.e164, extension, trunk, number.kind, self.doubt, self.why, number.e164[1:], self.valid
        )


def explicit(digits: str, rules: DialRules, *, plus: bool = False) -> Guess | None:
    """The number as the writing says it is: by a plus, an international prefix or a trunk 0; None without these."""
    if plus:
        rest = digits[2:] if digits.startswith("00") else digits
        if digits.startswith("0") and not digits.startswith("00"):
            national = plan.from_national(digits, rules.country)
            if national is not None and national.fit != "no":
                return Guess(national, say("a plus before a national number"), Doubt.GUESSED)
        return _written(plan.from_international(rest), say("written with country code"))
    behind = plan.after_international_prefix(digits, rules.country)
    abroad = None if behind is None else plan.from_international(behind)
    number = plan.from_national(digits, rules.country)
    if abroad is not None and _fits_better(abroad, number):
        return _written(abroad, say("written with international prefix"))
    return None if number is None else _written(number, say("written as in {country}", country=rules.country))


def _fits_better(abroad: PlanNumber, national: PlanNumber | None) -> bool:
    """Whether the digits are rather meant as begun with the international prefix: of two that fit alike, they are."""
    return national is None or _FITS.index(abroad.fit) <= _FITS.index(national.fit)


def _written(number: PlanNumber, why: str) -> Guess:
    if number.fit == "no":
        return Guess(number, number.why, Doubt.UNREADABLE)
    if number.fit == "possible":
        doubt = None if number.open else Doubt.NOT_IN_PLAN
        return Guess(
            number, say("{why}; the numbering plan of +{code} does not know it", why=why, code=number.code), doubt
        )
    return Guess(number, why)


def lenient(digits: str, rules: DialRules, *, sure_if_only: bool = False) -> Guess | None:
    """The number for digits without plus and 0: own area code left out, trunk 0 left out, or plus left out.

    A PBX leaves these out by rule: with `sure_if_only` the one way that the plan bears out is certain.
    google/libphonenumber issues 750 and 1067: with a plan as wide as the German one, a country code without
    plus passes for an area code, hence the order by length.
    """
    guesses = _loose_guesses(digits, rules)
    valid = [guess for guess in guesses if guess.valid]
    if valid:
        only = len({guess.number.e164 for guess in valid}) == 1
        return Guess(valid[0].number, valid[0].why, None if only and sure_if_only else Doubt.GUESSED)
    if len(digits) < SHORTEST_GUESSED:
        return None
    return next((guess for guess in guesses if guess.readable and guess.number.open), None)


def leniently(digits: str, rules: DialRules) -> list[Guess]:
    """Every number that the plan knows for digits without plus and 0, the likelier first."""
    return [guess for guess in _loose_guesses(digits, rules) if guess.valid]


def _loose_guesses(digits: str, rules: DialRules) -> list[Guess]:
    code = plan.calling_code(rules.country)
    if code == 0 or digits.startswith("0") or len(digits) < SHORTEST_LOCAL:
        return []
    zero = plan.trunk_prefix(rules.country) == "0"
    bare = Guess(plan.from_international(digits), say("country code without plus"), Doubt.GUESSED)
    no_zero = Guess(plan.lookup(code, digits), say("without the 0 of the area code"), Doubt.GUESSED)
    words = say("local number, own area code {area} added", area=rules.area)
    local = Guess(plan.lookup(code, rules.area + digits), words, Doubt.GUESSED)
    guesses: list[Guess] = []
    if len(digits) <= LONGEST_LOCAL:
        guesses += [local] if rules.area else []
        guesses += [no_zero] if zero else []
    else:
        guesses += [no_zero] if zero else []
        guesses.insert(0 if len(digits) >= 11 else len(guesses), bare)
    return guesses


def as_typed(digits: str, rules: DialRules, *, plus: bool) -> Guess:
    """The best guess for what a person typed: as written; else with the outside-line prefix typed by habit."""
    written = explicit(digits, rules, plus=plus)
    if written is not None and (written.valid or plus):
        return written
    if rules.outside and digits.startswith(rules.outside):
        inner = explicit(digits[len(rules.outside) :], rules)
        if inner is not None and inner.valid:
            return inner.doubted(say("the outside-line prefix was typed with it"), Doubt.OUTSIDE_PREFIX)
    if written is not None and written.readable:
        return _without_own_code(digits, rules) or written
    return (
        lenient(digits, rules)
        or _behind_a_zero(digits, rules)
        or written
        or Guess(plan.lookup(plan.calling_code(rules.country), digits), say("neither + nor 0"), Doubt.UNREADABLE)
    )


def _behind_a_zero(digits: str, rules: DialRules) -> Guess | None:
    """A number behind the 0 of an outside line of which the settings say nothing: 0 044 000 12 34."""
    inner = explicit(digits[1:], rules) if digits.startswith("00") and not rules.outside else None
    if inner is None or not inner.valid:
        return None
    return inner.doubted(say("a 0 for an outside line before it"), Doubt.OUTSIDE_PREFIX)


def _without_own_code(digits: str, rules: DialRules) -> Guess | None:
    """A number that begins with 0 and the own country code, 049 30 23125-67, where that is none as it stands."""
    code = str(plan.calling_code(rules.country))
    if not digits.startswith(f"0{code}"):
        return None
    abroad = plan.from_international(digits[1:])
    return Guess(abroad, say("a 0 before the country code"), Doubt.GUESSED) if abroad.fit == "valid" else None


def code_words(short: Literal["emergency", "short"], country: str) -> str:
    """Say what a short code is."""
    if short == "emergency":
        return say("emergency number of {country}", country=country)
    return say("short number of {country}", country=country)


def within_reach(run: str, digits: str, rules: DialRules) -> Reading | None:
    """A short code or an internal number. Emergencies come first: nobody types 117 in vain."""
    short = plan.short_code(digits, rules.country)
    internal = rules.is_internal(digits) and not digits.startswith("0")
    if short is not None:
        kind = NumberKind(short)
        doubtful = internal and kind is not NumberKind.EMERGENCY
        words = code_words(short, rules.country)
        if internal:
            words = say("{why}; also as long as an internal number", why=words)
        return plain(run, kind, digits, words, Doubt.GUESSED if doubtful else None)
    if internal:
        return plain(run, NumberKind.INTERNAL, digits, say("as long as an internal number"))
    return None
