"""The short way for the writings that make up nearly every address book: one number, with spaces and marks in it.

Whatever is unusual is left to the long way (`person.py`). What is read here is read there in the same way, only
slower: a test holds the two together over all regions and over nonsense.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from calljournal.numbers import plan
from calljournal.numbers.digits import Guess, within_reach
from calljournal.numbers.expressions import OPEN_PLANS, CodePlan, plan_of
from calljournal.numbers.extension import (
    beside,
    hyphen_extension,
    range_of_extensions,
    with_extension,
    with_named_extension,
)
from calljournal.numbers.kinds import NumberKind
from calljournal.numbers.reading import Reading
from calljournal.numbers.rules import DialRules
from calljournal.numbers.writing import starts_with_plus
from calljournal.words import say

LONGEST = 40  # characters; more are no single number

_LABEL = re.compile(r"[A-Za-zÄÖÜäöüé]{1,15}[.:]{0,2} ?(?=[+0(])")
_MARKS = " \u00a0.()/-"
_ODD = re.compile(
    r"\.\s?(?:19|20)[0-9]{2}|\.0\s*\Z"  # the end of a date, of a number that went through a spreadsheet
    r"|\A[^(]*\)|\((?![+0-9])"  # a bracket that nothing opened, or around nothing
    r"|\A.{7,}\("  # a bracket behind seven digits may hold a note
    r"|\A.{9,}/|/.*/"  # a slash not behind the area code may divide two numbers
    r"|\s-|-\s|-\Z"  # a dash between numbers
)
_EXTENSION = re.compile(r"([+0(].*[0-9])(?<!-0)(?<!- 0) ?(?:ext\.?|x|int\.|DW|Dw\.|Durchwahl) ?([0-9]{1,6})")
_ALONE = re.compile(r"[1-9][0-9]{1,5}")


_WITH_CODE = say("written with country code")
_WITH_PREFIX = say("written with international prefix")


class QuickReader:
    """Reads by one firm's rules what is plainly one number: `read_whole`, or else `read_other`.

    Both give None for a text that is not plainly one number, or in which more has to be seen.
    """

    def __init__(self, rules: DialRules) -> None:
        usual = plan.trunk_prefix(rules.country) == "0" and plan.international_pattern(rules.country) == "00"
        self._home = _plan_at(str(plan.calling_code(rules.country))) if usual else None
        self._at_home = say("written as in {country}", country=rules.country)
        self._rules = rules

    def read_whole(self, text: str) -> Reading | None:
        """Give the reading of a text that is plainly one whole number that the plan of its country knows."""
        digits = text.replace(" ", "")
        marked = not digits.removeprefix("+").isdigit()
        if marked:
            digits = _without_marks(text)
        if digits[:1] == "+":
            code_plan, start, words = _plan_at(digits[1:4]), 1, _WITH_CODE
        elif digits[:2] == "00":
            code_plan, start, words = _plan_at(digits[2:5]), 2, _WITH_PREFIX
        elif digits[:1] == "0":
            code_plan, start, words = self._home, 0, self._at_home
        else:
            return None
        if code_plan is None or self._home is None:
            return None
        national = digits[start + len(code_plan.digits) :] if start else digits[1:]
        if start and code_plan.drops_zero and national[:1] == "0" != national[1:2]:
            national = national[1:]
        found = code_plan.match(national)
        if found is None:
            return None
        group = found.lastindex or 0
        if len(national) not in code_plan.possible[group]:
            return None
        if marked and code_plan.open and "-" in text:
            return _hyphenated(text, code_plan, national, words)
        whole = code_plan.digits + national
        return Reading(text, "+" + whole, None, None, code_plan.kinds[group], None, words, whole, True)

    def read_other(self, text: str) -> Reading | None:
        """An internal number, a whole one behind a label, or one with "ext. 12" behind it."""
        if _ALONE.fullmatch(text):
            return within_reach(text, text, self._rules)
        label = _LABEL.match(text)
        if label is not None:
            found = self.read_whole(text[label.end() :])
            return None if found is None else replace(found, written=text)
        parts = _EXTENSION.fullmatch(text)
        trunk = None if parts is None or "/" in parts[1] else self.read_whole(parts[1])
        if parts is None or trunk is None:
            return None
        code, national = plan.split_code(trunk.digits) or (0, "")
        if code not in OPEN_PLANS or trunk.kind is not NumberKind.FIXED:
            return beside(text, trunk, parts[2])
        together = Guess(plan.lookup(code, national + parts[2]), trunk.reason)
        if together.valid and together.number.kind is NumberKind.FIXED and trunk.extension is None:
            return with_extension(text, together, parts[2])
        if together.number.fit == "no" and not trunk.reason.endswith("prefix"):
            return beside(text, trunk, parts[2])
        return with_named_extension(text, parts[1], parts[2], starts_with_plus(parts[1]), self._rules)


def _without_marks(text: str) -> str:
    """The text without what people put between digits; "" where a mark may mean something else."""
    if len(text) > LONGEST or _ODD.search(text):
        return ""
    for mark in _MARKS:
        text = text.replace(mark, "")
    return text


def _hyphenated(text: str, code_plan: CodePlan, national: str, words: str) -> Reading | None:
    """A number of an open plan, whose last hyphen may show an extension."""
    if "/" in text[text.index("-") :] or range_of_extensions(text.strip()) is not None:
        return None
    guess = Guess(plan.lookup(code_plan.code, national), words)
    return with_extension(text, guess, hyphen_extension(text, guess.number))


@lru_cache(maxsize=64)
def quick_reader(rules: DialRules) -> QuickReader:
    """The reader for a firm's rules."""
    return QuickReader(rules)


@lru_cache(maxsize=2048)  # a thousand beginnings, and those that are no code
def _plan_at(beginning: str) -> CodePlan | None:
    """The plan of the country code with which these digits begin."""
    found = plan.split_code(beginning)
    return None if found is None else plan_of(found[0])
