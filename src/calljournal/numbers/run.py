"""One stretch of digits and signs: what it is, by every way in which people write."""

from __future__ import annotations

import re

from calljournal.numbers.digits import as_typed, within_reach
from calljournal.numbers.extension import (
    LONGEST_EXTENSION,
    beside,
    hyphen_extension,
    with_extension,
    with_named_extension,
)
from calljournal.numbers.reading import Reading, unreadable
from calljournal.numbers.rules import DialRules
from calljournal.numbers.writing import only_digits, starts_with_plus
from calljournal.words import say

_CODE = re.compile("[*#]")
_DIGITS_ALONE = re.compile(r"\s*[0-9](?:[0-9 ]*[0-9])?\s*")


def is_code(text: str) -> bool:
    """Whether a text is a code for the telephone (*21#) rather than a number."""
    return _CODE.search(text) is not None


def read_run(run: str, rules: DialRules, *, hyphens: bool = True) -> Reading:
    """Read one stretch of digits and signs; with `hyphens` False they are mere spacing (RFC 3966). Never raises."""
    main, _, named = run.partition("~")
    digits = only_digits(main)
    if is_code(main):
        return unreadable(run, digits, say("a code with * or # for the telephone"))
    if not named and _DIGITS_ALONE.fullmatch(main):
        near = within_reach(run, digits, rules)
        if near is not None:
            return near
    plus = starts_with_plus(main)
    if named:
        return with_named_extension(run, main, only_digits(named), plus, rules)
    guess = as_typed(digits, rules, plus=plus)
    if guess.readable:
        extension = hyphen_extension(main, guess.number) if hyphens else None
        return with_extension(run, guess, extension)
    before, hyphen, extension = main.rpartition("-")
    if hyphen and hyphens and 0 < len(only_digits(extension)) <= LONGEST_EXTENSION:
        outer = as_typed(only_digits(before), rules, plus=plus)
        if outer.valid:
            return beside(run, outer.reading(run), only_digits(extension))
    return unreadable(run, digits, guess.why)
