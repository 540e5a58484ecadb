"""Reading a whole address book, beside libphonenumber's Python port: parse, is_valid_number and format to E.164."""

import time

import phonenumbers

from benchmarks.phone_list import phone_list
from benchmarks.rounds import ROUNDS, compare
from calljournal.numbers import DialRules, NumberKind, Reading, read_many

ROWS = 200_000
BUDGET = 8.0


def measure() -> None:
    """Print, for a Swiss and a German book, rows a second, the ratio, and where the two differ."""
    for country, area in (("CH", "44"), ("DE", "30")):
        _measure(country, DialRules(country, area, "0"))


def _measure(country: str, rules: DialRules) -> None:
    rows = phone_list(ROWS, country)
    each = ROWS // ROUNDS
    slices = [tuple(rows[turn * each : (turn + 1) * each]) for turn in range(ROUNDS)]
    mine, theirs = iter(slices), iter(slices)
    list(read_many(rows[:1000], rules))  # the plans are made at the first question
    ours_s, theirs_s, ratio = compare(lambda: _ours(next(mine), rules), lambda: _library(next(theirs), country))
    times = f"{1 / ratio.median:.1f} times as fast ({1 / ratio.high:.1f} to {1 / ratio.low:.1f}; budget {BUDGET:g})"
    mine_us, theirs_us = ours_s / each * 1e6, theirs_s / each * 1e6
    print(f"read a book, {country}         {mine_us:7.2f} us   phonenumbers {theirs_us:5.1f} us   {times}")
    differing = sum(_differs(text, ours, country) for text, ours in zip(rows, read_many(rows, rules), strict=True))
    print(f"  rows that the library knows and we read otherwise: {differing} of {ROWS}")


def _ours(texts: tuple[str, ...], rules: DialRules) -> float:
    start = time.perf_counter()
    for _ in read_many(texts, rules):
        pass
    return time.perf_counter() - start


def _library(texts: tuple[str, ...], country: str) -> float:
    start = time.perf_counter()
    for text in texts:
        by_the_library(text, country)
    return time.perf_counter() - start


def by_the_library(text: str, country: str) -> str | None:
    """Give E.164 of a number that the library deems valid."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _differs(text: str, ours: tuple[Reading, ...], country: str) -> bool:
    """Whether the library knows a number here that we read otherwise; but for extensions and internal numbers."""
    theirs = by_the_library(text, country)
    meant = ours[0].extension is not None or ours[0].kind is NumberKind.INTERNAL
    return theirs is not None and theirs != ours[0].e164 and not meant
