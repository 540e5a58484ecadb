"""No two rules disagree: one number comes out of every way in which it is shown, written, sent, linked or dialled."""

from __future__ import annotations

import random
from collections.abc import Iterator

import phonenumbers
import pytest

from calljournal.numbers import (
    CODES,
    DialRules,
    Reading,
    dial_string,
    display,
    plan_number,
    read_pbx,
    read_person,
    read_uri,
)
from tests.numbers.generated import nationals
from tests.numbers.test_equivalence import by_the_library

SEED = 20261124
FIRMS = (
    DialRules("CH", "44", "0"),
    DialRules("CH", "", ""),
    DialRules("DE", "30", "0"),
    DialRules("AT", "1", "9"),
    DialRules("IT", "06", ""),
    DialRules("US", "212", "9"),
)


def known_numbers(each: int = 1) -> Iterator[str]:
    """Give numbers of all regions that their plan knows, and that stay themselves when they are read again."""
    for code, national in nationals(SEED, each):
        number = plan_number(code, national)
        if number.fit == "valid" and plan_number(number.code, number.national).e164 == number.e164:
            yield number.e164


KNOWN = list(known_numbers())


def test_there_are_numbers_of_all_regions() -> None:
    assert len(KNOWN) > 1_500


@pytest.mark.parametrize("rules", FIRMS, ids=lambda rules: rules.country)
def test_what_is_shown_is_read_as_the_same_number(rules: DialRules) -> None:
    for e164 in KNOWN:
        shown = display(e164, rules)
        assert shown is not None
        assert read_person(shown, rules).e164 == e164, shown


def test_what_is_shown_at_home_is_read_as_the_same_number() -> None:
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        code = phonenumbers.country_code_for_region(region)
        if phonenumbers.region_code_for_country_code(code) != region:
            continue  # the plan of the code is that of its main country
        rules = DialRules(region, "", "", (1, 1))
        for e164 in KNOWN:
            if phonenumbers.region_code_for_number(phonenumbers.parse(e164)) == region:
                shown = display(e164, rules) or ""
                reading = read_person(shown, rules)
                if by_the_library(shown, region) == e164:  # Gabon's old numbers it reads as new ones itself
                    assert reading.e164 == e164 or reading.kind in CODES, (region, shown, e164)


def test_a_reading_is_read_again_as_itself() -> None:
    rules = FIRMS[0]
    for e164 in KNOWN:
        first = read_person(e164, rules)
        again = read_person(first.international or "", rules)
        assert (again.e164, again.kind, again.certain) == (first.e164, first.kind, first.certain)


def deliveries(e164: str, rules: DialRules) -> Iterator[str]:
    """Give every way in which telephone systems send a caller's number."""
    digits = e164[1:]
    yield e164
    yield f"00{digits}"
    if rules.outside:
        yield f"{rules.outside}00{digits}"
        yield f"{rules.outside}{e164}"
    code = str(phonenumbers.country_code_for_region(rules.country))
    if digits.startswith(code):
        national = digits[len(code) :]
        yield f"0{national}"
        if rules.outside:
            yield f"{rules.outside}0{national}"


@pytest.mark.parametrize("rules", [DialRules("CH", "44", "0"), DialRules("DE", "30", "0"), DialRules("AT", "1", "9")])
def test_every_delivery_of_a_neighbour_is_the_same_caller(rules: DialRules) -> None:
    """Certain or not: a caller whose digits have a second meaning behind the outside-line prefix is doubted."""
    for e164 in KNOWN:
        if e164.startswith(("+41", "+43", "+49", "+423")):
            for sent in deliveries(e164, rules):
                reading = read_pbx(sent, rules, "incoming", external=True)
                assert reading.e164 == e164 or second_meaning(reading, rules), (sent, reading)


def second_meaning(reading: Reading, rules: DialRules) -> bool:
    """Whether digits mean two numbers, with and without the outside-line prefix; then nothing is certain."""
    return not reading.certain and "outside-line prefix" in reading.reason


@pytest.mark.parametrize("rules", FIRMS, ids=lambda rules: rules.country)
def test_links_and_dialled_digits_give_the_number_back(rules: DialRules) -> None:
    dice = random.Random(SEED)
    for e164 in dice.sample(KNOWN, 500):
        assert read_uri(f"tel:{e164}", rules).e164 == e164
        assert read_uri(f"tel:%2B{e164[1:]}", rules).e164 == e164
        assert read_uri(f"callto:{e164}", rules).e164 == e164
        dialled = dial_string(e164, rules)
        again = read_pbx(dialled, rules, "outgoing", external=True)
        assert again.e164 == e164 or not again.certain, (dialled, again)
