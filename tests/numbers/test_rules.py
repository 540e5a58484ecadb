"""Settings for numbers: what is accepted and what the words of a refusal are."""

from __future__ import annotations

import pytest

from calljournal.numbers import BadNumberRules, DialRules, known_country, parse_internal


@pytest.mark.parametrize(
    ("text", "lengths"), [("2-4", (2, 4)), ("3", (3, 3)), (" 2 - 4 ", (2, 4)), ("2\N{EN DASH}4", (2, 4))]
)
def test_lengths_of_internal_numbers_are_read(text: str, lengths: tuple[int, int]) -> None:
    assert parse_internal(text) == lengths


@pytest.mark.parametrize("text", ["", "x", "4-2", "0", "0-3", "3-99", "2-3-4", "-3", "²"])
def test_senseless_lengths_are_refused_with_words(text: str) -> None:
    with pytest.raises(BadNumberRules, match="internal numbers"):
        parse_internal(text)


def test_rules_are_tidied() -> None:
    rules = DialRules(country=" ch", area="(044)", outside=" 0 ")
    assert (rules.country, rules.area, rules.outside) == ("CH", "44", "0")
    assert DialRules(country="IT", area="06").area == "06"


@pytest.mark.parametrize(
    ("country", "area", "outside", "words"),
    [("Schweiz", "", "", "country"), ("C", "", "", "country"), ("CH", "abc", "", "area"), ("CH", "", "x", "outside")],
)
def test_senseless_rules_are_refused_with_words(country: str, area: str, outside: str, words: str) -> None:
    with pytest.raises(BadNumberRules, match=words):
        DialRules(country, area, outside)


def test_a_country_has_a_plan_or_not() -> None:
    assert known_country("CH")
    assert known_country("de")
    assert not known_country("XX")
    assert not known_country("")


def test_internal_numbers_do_not_begin_with_the_outside_line_prefix() -> None:
    assert DialRules(outside="9").is_internal("102")
    assert not DialRules(outside="9").is_internal("902")
    assert DialRules().is_internal("902")
