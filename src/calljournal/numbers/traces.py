"""Numbers that are to be forgotten: known in every form, and taken out of whatever text they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from calljournal.numbers.plan import split_code
from calljournal.numbers.writing import only_digits

SHORTEST_TRACE = 7
"""Digits, without country code and zeros, that a number needs to be told from dates and other numbers in a text."""

REMOVED = "(number removed)"
"""What stands in a text in place of a number that was taken out."""

_BETWEEN = "[\\s/().\u00a0\u2010-\u2015-]{0,3}"
"""What people write between the digits of a number."""


class Traces:
    """What shows one of some numbers, each E.164, or the digits of one that nobody could read.

    Digits before a number that are written as one with it (a country code, the 0 of an outside line) are a part of it.
    """

    def __init__(self, numbers: Iterable[str]) -> None:
        self.numbers = frozenset(numbers)
        self._endings = tuple(sorted({_national(number)[1] for number in self.numbers}))
        forms = "|".join(_form(*_national(number)) for number in sorted(self.numbers))
        self._ends = [re.compile(_BETWEEN.join(ending) + "(?![0-9])") for ending in self._endings]  # soon found or not
        self._form = re.compile(f"(?:{forms})(?![0-9])" if forms else "(?!)")

    def is_one(self, number: str | None) -> bool:
        """Whether a number, normalised or as somebody sent or typed it, is one of them."""
        if number is None or number in self.numbers:
            return number is not None
        if number.startswith("+") and number[1:].isdecimal():
            return False  # it is whole, and another one
        return bool(self._form.fullmatch(number.strip()))

    def are_in(self, text: str | None) -> bool:
        """Whether one of them stands in a text, however it is written."""
        return text is not None and any(end.search(text) for end in self._ends)

    def may_be_in(self, text: str | None) -> bool:
        """Whether the digits of one of them stand in a text without anything between them: quicker, and no more."""
        return text is not None and any(ending in text for ending in self._endings)

    def without(self, text: str) -> str:
        """Give a text without them."""
        return self._form.sub(REMOVED, text) if self.are_in(text) else text


def too_short(number: str) -> bool:
    """Whether a number has too few digits to be told from others wherever it stands."""
    return len(_national(number)[1]) < SHORTEST_TRACE


def _national(number: str) -> tuple[str, str]:
    """Give country code ("" where it is not known) and the digits behind it, without zeros before them."""
    digits = only_digits(number)
    code = split_code(digits) if number.startswith("+") else None
    return (str(code[0]), code[1].lstrip("0")) if code else ("", digits.lstrip("0"))


def _form(code: str, ending: str) -> str:
    """Give the expression of a number as people and telephone systems write it."""
    with_code = rf"\(?(?:(?:\+|0{{1,4}}){_BETWEEN})?{code}\)?{_BETWEEN}(?:\(?0{{1,2}}\)?{_BETWEEN})?" if code else r"\+"
    with_zeros = rf"\(?0{{1,3}}{_BETWEEN}(?:0{_BETWEEN})?"
    return f"(?:{with_code}|{with_zeros}|[0-9]{{1,5}})?{_BETWEEN.join(ending)}"
