"""What people type: the parts of a reading that the table of writings does not show."""

from __future__ import annotations

import pytest

from calljournal.numbers import DialRules, Doubt, NumberKind, read_all, read_person

CH = DialRules("CH", "44", "0")
DE = DialRules("DE", "30")


def test_extension_trunk_and_whole_number_are_kept_apart() -> None:
    switchboard = read_person("030 12345-0", DE)
    assert (switchboard.e164, switchboard.trunk, switchboard.extension) == ("+4930123450", "+493012345", "0")
    colleague = read_person("030 12345-678", DE)
    assert (colleague.e164, colleague.trunk, colleague.extension) == ("+493012345678", "+493012345", "678")
    assert read_person("030 12345678", DE).trunk is None


def test_an_extension_that_cannot_be_dialled_stays_beside_the_number() -> None:
    reading = read_person("+1 212 555 0123 x45", CH)
    assert (reading.e164, reading.trunk, reading.extension) == ("+12125550123", "+12125550123", "45")


def test_a_mobile_number_has_no_direct_dialling() -> None:
    reading = read_person("0171 3920012 DW 12", DE)
    assert (reading.e164, reading.trunk, reading.extension) == ("+491713920012", "+491713920012", "12")


def test_the_written_text_stays_as_it_came() -> None:
    text = "\u202aTel.: 044\u00a0000 12 34 (privat)"
    assert read_person(text, CH).written == text
    both = "044 000 12 34 / 079 000 12 34"
    assert read_person(both, CH).written == both
    assert "first of 2" in read_person(both, CH).reason
    assert [reading.written for reading in read_all(both, CH)] == ["044 000 12 34", "079 000 12 34"]


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("044 000 12 34", True),
        ("+41 44 000 12 34", True),
        ("44 000 12 34", False),
        ("41440001234", False),
        ("+044 000 12 34", False),
        ("0 044 000 12 34", False),
        ("044 000 12", False),
        ("117", True),
        ("1811", False),
        ("102", True),
    ],
)
def test_a_guess_is_not_sure(text: str, certain: bool) -> None:
    assert read_person(text, CH).certain is certain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("kommt noch", "no number"),
        ("044 000 12", "too short for +41"),
        ("044 000 12 34 56", "not a length that +41 has"),
        ("+999 123 456", "no country has the code 999"),
        ("*21#", "code with"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, words: str) -> None:
    reading = read_person(text, CH)
    assert reading.kind is NumberKind.UNREADABLE
    assert words in reading.reason


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("030 12345-67–69", "67? 69?"),  # a range
        ("030 12345-0 -678", "0 678?"),
        ("030 12345-67 u. 68", "67 68?"),
        ("030 12345-67 bis 69", "67 69?"),
        ("030 12345-67, 68, 69", "67 68? 69?"),
        ("Tel: 030 12345-67 Fax -99", "67 99?"),
        ("+49 30 12345 - 0 (Zentrale) / - 678 (direkt)", "0 678?"),
    ],
)
def test_ends_that_stand_for_whole_numbers(text: str, numbers: str) -> None:
    """What has no beginning of its own has that of the number before it, and is never certain ("?")."""
    found = read_all(text, DE)
    assert " ".join(f"{reading.extension}{'' if reading.certain else '?'}" for reading in found) == numbers
    assert {reading.trunk for reading in found} == {"+493012345"}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("030 23125123 2. Stock", "+493023125123"),
        ("030 23125123 nach 18:00 0171 3920012", "+493023125123 +491713920012"),
        ("030 23125123 ab 14.00", "+493023125123"),
        ("PLZ 10115 030 23125123", "+493023125123"),
        ("1. 030 23125123 2. 0171 3920012", "+493023125123 +491713920012"),
        ("030 23125 123 *", "+493023125123"),
        ("*030 23125 123", "+493023125123"),
        ("#31#03023125123", "+493023125123"),  # the code that withholds the own number
        ("0171?3920055", "+491713920055"),  # an export without the dash
        ("030:23125:123", "+493023125123"),
        ("tel:+49%2030%2023125123", "+493023125123"),
        ("+49%2030%2023125123", "+493023125123"),
        ("(0 69) 90 00 91 23 / 069 / 90009124", "+496990009123 +496990009124"),
        ("0171 3920012 (privat) 0171 3920013 (dienstlich)", "+491713920012 +491713920013"),
    ],
)
def test_what_is_no_part_of_a_number_leaves_it_certain(text: str, numbers: str) -> None:
    found = read_all(text, DE)
    assert " ".join(reading.e164 or "-" for reading in found) == numbers
    assert all(reading.certain for reading in found)
    assert not any(reading.written.startswith(")") or reading.written.endswith("(") for reading in found[1:])


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0171 3920012/13", "+491713920012 +491713920013"),
        ("0171 3920012/3920013", "+491713920012 +491713920013"),
        ("030 12345 (12)", "+493012345"),
        ("049 30 12345-0", "+4930123450"),
        ("03O 23125l23", "+493023125123"),
        ("030 23l25 123", "+493023125123"),
        ("4915228817386.0", "+4915228817386"),  # through a spreadsheet
    ],
)
def test_what_had_to_be_guessed_says_so(text: str, numbers: str) -> None:
    found = read_all(text, DE)
    assert " ".join(reading.e164 or "-" for reading in found) == numbers
    assert not found[-1].certain


def test_a_zero_for_an_outside_line_that_no_setting_tells_of() -> None:
    reading = read_person("0 044 000 12 34", DialRules("CH"))
    assert (reading.e164, reading.doubt) == ("+41440001234", Doubt.OUTSIDE_PREFIX)


def test_keys_compare_what_can_be_compared() -> None:
    assert read_person("044 000 12 34", CH).key == read_person("+41 (0)44 000 12 34", CH).key == "+41440001234"
    assert read_person("102", CH).key == "102"
    assert read_person("117", CH).key == "short:117"
    assert read_person("044 000 12", CH).key == "digits:04400012"
    assert read_person("12*", DialRules(internal=(3, 3))).key is None
    assert read_person("", CH).key is None
    assert read_person("kommt noch", CH).key is None


def test_a_country_without_plan_reads_international_numbers_only() -> None:
    nowhere = DialRules("XX")
    assert read_person("+41 44 000 12 34", nowhere).e164 == "+41440001234"
    assert read_person("044 000 12 34", nowhere).reason == "no numbering plan for country XX"


def test_long_texts_are_cut_and_never_in_the_middle_of_a_number() -> None:
    field = "044 000 12 34; " + "x" * 224 + " 079 000 12 34"
    found = read_all(field, CH)
    assert [reading.e164 for reading in found] == ["+41440001234"]
    assert not found[0].certain
    assert "first 250 characters" in found[0].reason
    assert read_person("0" * 100_000, CH).kind is NumberKind.UNREADABLE
    assert len(read_person("4" * 100_000, CH).written) <= 250


def test_several_internal_numbers_are_several() -> None:
    assert [reading.digits for reading in read_all("102/103", CH)] == ["102", "103"]


def test_numbers_longer_than_the_plan_are_read_where_firms_append_digits() -> None:
    assert read_person("+43 1 000 123-456", DE).extension == "456"
    assert read_person("+49 30 23125 67890123456789", DE).kind is NumberKind.UNREADABLE
