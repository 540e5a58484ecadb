"""Digits to numbers: every way in which a row of digits can be meant, and which of them the plan bears out.

In: digits and the firm's rules; out: Guess. Nothing here knows of letters or signs.
"""

from __future__ import annotations

from dataclasses import dataclass

from calljournal.numbers import plan
from calljournal.numbers.plan import PlanNumber
from calljournal.numbers.rules import DialRules

SHORTEST_LOCAL = 4  # digits of a number without area code: the German plan bears out any three
SHORTEST_GUESSED = 6  # the same where the plan does not know the number
LONGEST_LOCAL = 8  # digits of a number without area code; longer ones rather lack their 0


@dataclass(frozen=True, slots=True)
class Guess:
    """One way to take the digits: the number, why, and whether it is the only way."""

    number: PlanNumber
    why: str
    sure: bool

    @property
    def valid(self) -> bool:
        """Whether the plan knows the number."""
        return self.number.fit == "valid"

    @property
    def readable(self) -> bool:
        """Whether it can be a number at all."""
        return self.number.fit != "no"

    def doubted(self, why: str) -> Guess:
        """The same number, no longer sure."""
        return Guess(self.number, f"{self.why}; {why}", False)


def explicit(digits: str, rules: DialRules, *, plus: bool = False) -> Guess | None:
    """The number as the writing says it is: by a plus, an international prefix or a trunk 0; None without these."""
    if plus:
        rest = digits[2:] if digits.startswith("00") else digits
        if digits.startswith("0") and not digits.startswith("00"):
            national = plan.from_national(digits, rules.country)
            if national is not None and national.fit != "no":
                return Guess(national, "a plus before a national number", False)
        return _written(plan.from_international(rest), "written with country code")
    rest_or_none = plan.after_international_prefix(digits, rules.country)
    if rest_or_none is not None:
        return _written(plan.from_international(rest_or_none), "written with international prefix")
    number = plan.from_national(digits, rules.country)
    return None if number is None else _written(number, f"written as in {rules.country}")


def _written(number: PlanNumber, why: str) -> Guess:
    if number.fit == "no":
        return Guess(number, number.why, False)
    if number.fit == "possible":
        return Guess(number, f"{why}; the numbering plan of +{number.code} does not know it", number.open)
    return Guess(number, why, True)


def lenient(digits: str, rules: DialRules, *, sure_if_only: bool = False) -> Guess | None:
    """The number for digits without plus and 0: own area code left out, trunk 0 left out, or plus left out.

    A PBX leaves these out by rule: with `sure_if_only` the one way that the plan bears out is sure.
    google/libphonenumber issues 750 and 1067: with a plan as wide as the German one, a country code without
    plus passes for an area code, hence the order by length.
    """
    code = plan.calling_code(rules.country)
    if code == 0 or digits.startswith("0") or len(digits) < SHORTEST_LOCAL:
        return None
    zero = plan.trunk_prefix(rules.country) == "0"
    bare = Guess(plan.from_international(digits), "country code without plus", False)
    no_zero = Guess(plan.lookup(code, digits), "without the 0 of the area code", False)
    local = Guess(plan.lookup(code, rules.area + digits), f"local number, own area code {rules.area} added", False)
    guesses: list[Guess] = []
    if len(digits) <= LONGEST_LOCAL:
        guesses += [local] if rules.area else []
        guesses += [no_zero] if zero else []
    else:
        guesses += [no_zero] if zero else []
        guesses.insert(0 if len(digits) >= 11 else len(guesses), bare)
    valid = [guess for guess in guesses if guess.valid]
    if valid:
        only = len({guess.number.e164 for guess in valid}) == 1
        return Guess(valid[0].number, valid[0].why, only and sure_if_only)
    if len(digits) < SHORTEST_GUESSED:
        return None
    return next((guess for guess in guesses if guess.readable and guess.number.open), None)


def as_typed(digits: str, rules: DialRules, *, plus: bool) -> Guess:
    """The best guess for what a person typed: as written; else with the outside-line prefix typed by habit."""
    written = explicit(digits, rules, plus=plus)
    if written is not None and (written.valid or plus):
        return written
    if rules.outside and digits.startswith(rules.outside):
        inner = explicit(digits[len(rules.outside) :], rules)
        if inner is not None and inner.valid:
            return inner.doubted("the outside-line prefix was typed with it")
    if written is not None and written.readable:
        return written
    loose = lenient(digits, rules)
    return loose or written or Guess(plan.lookup(plan.calling_code(rules.country), digits), "neither + nor 0", False)
