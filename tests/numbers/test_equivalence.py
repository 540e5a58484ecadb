"""Our own expressions and the short way give what libphonenumber and the long way give; where not, it is meant.

What we mean to read in another way than libphonenumber is listed in `MEANT`, each with a test of its own.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calljournal.numbers import DialRules, NumberKind, Reading, plan_number, read_all, read_person
from calljournal.numbers.person import read_slowly
from calljournal.numbers.quick import quick_reader
from tests.numbers.generated import nationals
from tests.numbers.test_any_text import TEXTS

EACH = 12  # numbers of each type of each region, and as many spoilt ones: about 30,000 in all
SEED = 20261123

COUNTRIES = ("CH", "DE", "AT", "IT", "FR", "LU", "US", "GB", "HU", "ES", "BR", "AR")


def by_the_library(text: str, region: str | None) -> str | None:
    """Give E.164 as parse, is_valid_number and format_number do."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


# --- the plan ---------------------------------------------------------------------------------------------------------


def compare_plans(seed: int, each: int) -> Counter[str]:
    """Hold our plans to the library's; give how many numbers were valid, possible or none."""
    checked = Counter[str]()
    for code, national in nationals(seed, each):
        ours = plan_number(code, national)
        whole = f"+{code}{national}"
        expected = by_the_library(whole, None) if len(whole) <= 16 else None
        assert (ours.e164 if ours.fit == "valid" else None) == expected, whole
        checked[ours.fit] += 1
    return checked


def test_the_plan_is_that_of_the_library_for_numbers_of_all_regions() -> None:
    checked = compare_plans(SEED, EACH)
    assert min(checked["valid"], checked["no"]) > 8_000


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_the_plan_is_that_of_the_library_for_a_million_numbers(seed: int) -> None:
    compare_plans(seed, 40)


def test_kinds_are_those_of_the_library() -> None:
    types = phonenumbers.PhoneNumberType
    fixed = {types.FIXED_LINE, types.FIXED_LINE_OR_MOBILE, types.VOIP}
    for code, national in nationals(SEED + 1, 2):
        ours = plan_number(code, national)
        if ours.fit == "valid":
            theirs = phonenumbers.number_type(phonenumbers.parse(f"+{code}{national}", None))
            kind = NumberKind.FIXED if theirs in fixed else NumberKind.SERVICE
            assert ours.kind is (NumberKind.MOBILE if theirs == types.MOBILE else kind), ours.e164


def test_area_codes_of_open_plans_are_those_of_the_library() -> None:
    for code, national in nationals(SEED + 2, 200, codes=(49, 43, 352)):
        ours = plan_number(code, national)
        if ours.fit == "valid" and ours.kind is NumberKind.FIXED:
            theirs = phonenumbers.length_of_geographical_area_code(phonenumbers.parse(ours.e164, None))
            assert ours.area_digits == theirs, ours.e164


# --- texts, beside the library ----------------------------------------------------------------------------------------


def written(number: phonenumbers.PhoneNumber, dice: random.Random) -> str:
    """Write a number in one of the forms that libphonenumber reads as we do."""
    forms = phonenumbers.PhoneNumberFormat
    text = phonenumbers.format_number(number, dice.choice((forms.E164, forms.INTERNATIONAL, forms.NATIONAL)))
    match dice.randrange(6):
        case 0:
            return text.replace(" ", "")
        case 1:
            return text.replace(" ", "\u00a0")
        case 2:
            return text.replace(" ", ".")
        case 3 if text.startswith("+"):
            return "00" + text[1:]
        case 4:
            return f"Tel. {text}"
    return text


@pytest.mark.parametrize("country", ["CH", "DE", "AT", "FR"])
def test_texts_are_read_as_the_library_reads_them(country: str) -> None:
    dice = random.Random(SEED)
    rules = DialRules(country)
    differing: list[tuple[str, str | None, str | None]] = []
    seen = 0
    for code, national in nationals(SEED + 3, 2):
        try:
            number = phonenumbers.parse(f"+{code}{national}", None)
        except phonenumbers.NumberParseException:
            continue
        text = written(number, dice)
        international = text.startswith(("+", "00", "Tel. +", "Tel. 00"))
        if not international and code != phonenumbers.country_code_for_region(country):
            continue
        theirs, ours = by_the_library(text, country), read_all(text, rules)
        seen += 1
        mine = ours[0].e164 if ours[0].known and ours[0].certain and len(ours) == 1 else None
        if mine != theirs and not any(meant(text, theirs, ours) for meant in MEANT):
            differing.append((text, theirs, mine))
    assert differing == []
    assert seen > 2_000


def digits_behind_plus(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit()).removeprefix("00")


def zero_kept(text: str, theirs: str | None, ours: tuple[Reading, ...]) -> bool:
    """A 0 kept after the country code by habit is dropped, in countries also that have no such 0."""
    digits = digits_behind_plus(text)
    without = [f"+{digits[:place]}{digits[place + zeros :]}" for place in (1, 2, 3) for zeros in (1, 2, 3)]
    return theirs is None and any(by_the_library(one, None) == ours[0].e164 for one in without)


def too_long(text: str, theirs: str | None, ours: tuple[Reading, ...]) -> bool:
    """No number has more digits than E.164 allows, zeros of special services (Japan, Korea, Indonesia) included."""
    return max(len(digits_behind_plus(text)), len(theirs or "+") - 1) > 15 and not ours[0].known


def no_trunk_zero(text: str, theirs: str | None, ours: tuple[Reading, ...]) -> bool:
    """A national number without its trunk 0 is taken for local first, and never for certain."""
    return not text.startswith(("0", "+", "Tel. 0", "Tel. +")) and not ours[0].certain


Meant = Callable[[str, str | None, tuple[Reading, ...]], bool]

MEANT: tuple[Meant, ...] = (zero_kept, too_long, no_trunk_zero)
"""What we mean to read in another way; each says whether a text is such a case, and has its own test below."""


@pytest.mark.parametrize(
    ("text", "library", "ours", "certain"),
    [
        ("+47 0 21 23 45 67", None, "+4721234567", True),  # zero_kept
        ("+81 0078 4401 810222", "+8100784401810222", None, False),  # too_long
        ("16 49 06", "+49164906", "+4930164906", False),  # no_trunk_zero
        ("4915228817386", "+494915228817386", "+4915228817386", False),  # the same without brackets, issue 750
        ("++49 152 28817386", "+4915228817386", "+4915228817386", True),
        ("+0049 152 28817386", "+4915228817386", "+4915228817386", True),
        ("030 23125-678", "+493023125678", "+493023125678", True),  # but it knows no hyphen: see the trunk below
        ("030 23125-0 / 030 23125-99", None, "+4930231250", True),
        ("0800 TAXI 000", "+498008294000", "+498008294000", False),
        ("110", None, None, True),
    ],
)
def test_what_we_mean_to_read_otherwise(text: str, library: str | None, ours: str | None, certain: bool) -> None:
    assert by_the_library(text, "DE") == library
    reading = read_all(text, DialRules("DE", "30"))[0]
    assert (reading.e164 if reading.known else None, reading.certain) == (ours, certain)


# --- the short way, beside the long one -------------------------------------------------------------------------------


def shortly(text: str, rules: DialRules) -> Reading | None:
    quick = quick_reader(rules)
    return quick.read_whole(text) or quick.read_other(text)


def same(text: str, rules: DialRules) -> None:
    short = shortly(text, rules)
    if short is not None:
        assert (short,) == read_slowly(text, rules), text


def compare_ways(seed: int, each: int) -> int:
    """Hold the short way to the long one over numbers of all regions with marks strewn in; give how many it took."""
    dice = random.Random(seed)
    taken = 0
    for code, national in nationals(seed, each):
        try:
            number = phonenumbers.parse(f"+{code}{national}", None)
        except phonenumbers.NumberParseException:
            continue
        for country in dice.sample(COUNTRIES, 3):
            text = marked(written(number, dice), dice)
            rules = DialRules(country, dice.choice(["", "44", "30"]), dice.choice(["", "0"]))
            same(text, rules)
            taken += shortly(text, rules) is not None
    return taken


def test_the_short_way_reads_as_the_long_one() -> None:
    assert compare_ways(SEED + 4, 4) > 2_500


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_the_short_way_reads_as_the_long_one_again_and_again(seed: int) -> None:
    compare_ways(seed, 20)


MARKS = ("(0)", "(", ")", "-", "/", " ", ".", " - ", "-0", " ext. 12", "\u00a0")


def marked(text: str, dice: random.Random) -> str:
    """Give a text with some more of what people put into numbers."""
    for _ in range(dice.randrange(4)):
        place = dice.randrange(len(text) + 1)
        text = text[:place] + dice.choice(MARKS) + text[place:]
    return text


@given(TEXTS, st.sampled_from(COUNTRIES), st.sampled_from(["", "0"]))
def test_the_short_way_reads_nonsense_as_the_long_one(text: str, country: str, outside: str) -> None:
    same(text, DialRules(country, "44", outside))


NUMBER = st.from_regex(r"\A[+0(]{1,2}[0-9 ()/.-]{5,20}[0-9]( ?(ext\.|x|DW) ?[0-9]{1,4})?\Z")


@given(NUMBER, st.sampled_from(["CH", "DE", "AT", "LU", "IT"]))
def test_the_short_way_reads_what_looks_like_a_number_as_the_long_one(text: str, country: str) -> None:
    same(text, DialRules(country, "1", "0"))


def test_reading_again_what_was_read_changes_nothing() -> None:
    for code, national in nationals(SEED + 5, 1):
        first = read_person(f"+{code}{national}", DialRules("CH"))
        if first.e164 is not None and first.known:
            again = read_person(first.e164, DialRules("CH"))
            if again.e164 != first.e164:  # the library's own: it puts mobile tokens in, and takes prefixes off, again
                assert by_the_library(first.e164, None) == again.e164
