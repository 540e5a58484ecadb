"""Numbers shown and dialled."""

from __future__ import annotations

import pytest

from calljournal.numbers import (
    BadNumberRules,
    DialRules,
    UnreadableNumber,
    dial_string,
    dialling,
    display,
    read_pbx,
    read_person,
    read_uri,
)

CH = DialRules("CH", "44", "0")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+41440001234", "044 000 12 34"),
        ("0440001234", "044 000 12 34"),
        ("+41800660660", "0800 660 660"),
        ("+493023125678", "+49 30 23125678"),
        ("+442079460000", "+44 20 7946 0000"),
        ("+390600000000", "+39 06 0000 0000"),
        ("103", "103"),
        ("117", "117"),
        ("04400012", "04400012"),
        ("trunk-in", "trunk-in"),
        ("", None),
    ],
)
def test_a_number_is_shown_in_its_standard_form(number: str, shown: str | None) -> None:
    assert display(number, CH) == shown


def test_the_typed_text_of_a_matched_number_is_shown() -> None:
    assert display("+41440001234", CH, "044/000.12.34 (Büro)") == "044/000.12.34 (Büro)"
    assert display("+41440001234", CH, "  ") == "044 000 12 34"


def test_a_withheld_number_is_never_shown() -> None:
    assert display(read_pbx("anonymous", CH, "incoming"), CH) is None
    assert display(read_pbx("anonymous", CH, "incoming"), CH, "044 000 12 34") is None


def test_what_a_telephone_system_sent_and_nobody_can_read_is_shown_as_sent() -> None:
    assert display(read_pbx("*21*600#", CH, "outgoing"), CH) == "*21*600#"


@pytest.mark.parametrize(
    ("number", "outside", "dialled"),
    [
        ("+41440001234", "0", "00440001234"),
        ("044 000 12 34", "0", "00440001234"),
        ("0 044 000 12 34", "0", "00440001234"),
        ("044 000 12 34 (privat)", "", "0440001234"),
        ("+493023125678", "0", "000493023125678"),
        ("030 23125-678", "", None),
        ("+49 30 23125-678", "9", "900493023125678"),
        ("+39 06 0000 0000", "", "00390600000000"),
        ("+1 212 555 0123 ext. 45", "0", "00012125550123"),
        ("102", "0", "102"),
        ("117", "0", "117"),
        ("112", "", "112"),
        ("0800 660 660", "0", "00800660660"),
    ],
)
def test_dialled_digits(number: str, outside: str, dialled: str | None) -> None:
    rules = DialRules("CH", "44", outside)
    if dialled is None:
        with pytest.raises(UnreadableNumber):
            dial_string(number, rules)
    else:
        assert dial_string(number, rules) == dialled


def test_other_countries_have_other_prefixes() -> None:
    assert dial_string("+12125550123", DialRules("US", "212", "9")) == "912125550123"
    assert dial_string("+41440001234", DialRules("US", "212", "9")) == "901141440001234"
    assert dial_string("+390600000000", DialRules("IT")) == "0600000000"
    assert dial_string("23125-67", DialRules("DE", "30", "0")) == "00302312567"


@pytest.mark.parametrize(
    ("number", "rules", "digits"),
    [
        ("044 000 12 34", DialRules("CH", "44", "0", drop_area=True), "00001234"),
        ("079 000 12 34", DialRules("CH", "44", "0", drop_area=True), "00790001234"),
        ("030 23125-67", DialRules("DE", "30", "9", drop_area=True), "92312567"),
        ("030 23125-67", DialRules("DE", "40", "9", drop_area=True), "90302312567"),
        ("+49 30 23125-67", DialRules("CH", "44", "0", international="010"), "0010493023125" + "67"),
        ("044 000 12 34", DialRules("CH", "44", "0", plus=True), "+41440001234"),
        ("312", DialRules("CH", "44", "0", plus=True), "312"),
        ("112", DialRules("CH", "44", "0", plus=True), "112"),
    ],
)
def test_a_line_has_dial_rules_of_its_own(number: str, rules: DialRules, digits: str) -> None:
    assert dial_string(number, rules) == digits


def test_an_international_prefix_has_digits_only() -> None:
    with pytest.raises(BadNumberRules, match="international prefix"):
        DialRules(international="+")


@pytest.mark.parametrize(
    ("number", "differs"),
    [
        ("044 000 12 34", None),
        ("+41 (0)44 000 12 34", None),
        ("102", None),
        ("0800 660 660", None),
        ("44 000 12 34", "without the 0"),
        ("0 044 000 12 34", "outside-line prefix"),
        ("044 000 12 34 / 079 000 12 34", "the first of 2 numbers"),
        ("044 000 12 34 int. 12", "ask for extension 12"),
    ],
)
def test_what_is_dialled_is_said_where_it_is_more_than_another_form(number: str, differs: str | None) -> None:
    said = dialling(number, CH).differs
    assert said is None if differs is None else differs in (said or "")


def test_a_local_number_is_shown_with_its_area_code_before_it_is_dialled() -> None:
    local = dialling("23125-67", DialRules("DE", "30"))
    assert (local.digits, local.shown) == ("0302312567", "030 2312567")
    assert "own area code 30 added" in (local.differs or "")


def test_a_number_known_to_be_internal_is_dialled_as_it_is() -> None:
    assert dial_string("117", CH, internal=True) == "117"
    assert dial_string(read_pbx("117", CH, "incoming"), CH) == "117"
    assert dial_string(read_uri("tel:102", CH), CH) == "102"
    with pytest.raises(UnreadableNumber):
        dial_string("alice", CH, internal=True)


@pytest.mark.parametrize(
    "number", ["", "kommt noch", "0800 HALLO", "*21#", "*31#044 000 12 34", "044 000 12", "anonymous"]
)
def test_nothing_to_dial_is_said_in_words(number: str) -> None:
    with pytest.raises(UnreadableNumber, match="cannot dial"):
        dial_string(number, CH)


def test_a_withheld_caller_cannot_be_called_back() -> None:
    with pytest.raises(UnreadableNumber, match="withheld"):
        dial_string(read_pbx("anonymous", CH, "incoming"), CH)


def test_what_is_dialled_is_read_as_the_same_number() -> None:
    for number in ("+41440001234", "+493023125678", "+12125550123", "+390600000000"):
        for rules in (CH, DialRules("CH", "44"), DialRules("DE", "30", "9"), DialRules("IT", "06", "0")):
            assert read_pbx(dial_string(number, rules), rules, "outgoing").e164 == number


def test_a_number_shown_is_read_as_the_same_number() -> None:
    for number in ("+41440001234", "+493023125678", "+12125550123", "+390600000000"):
        for rules in (CH, DialRules("DE", "30"), DialRules("US", "212"), DialRules("IT", "06")):
            assert read_person(display(number, rules) or "", rules).e164 == number
