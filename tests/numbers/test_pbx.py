"""What telephone systems send: what the line knows of the other party, withheld callers, doubtful prefixes."""

from __future__ import annotations

import pytest

from calljournal.numbers import BadNumberRules, DialRules, NumberKind, presentation_of, read_pbx

RULES = DialRules("CH", "44", "0", (3, 3))


@pytest.mark.parametrize(
    ("text", "external", "kind", "key"),
    [
        ("117", None, NumberKind.INTERNAL, "117"),
        ("117", False, NumberKind.INTERNAL, "117"),
        ("117", True, NumberKind.EMERGENCY, "short:117"),
        ("112", True, NumberKind.EMERGENCY, "short:112"),
        ("144", True, NumberKind.EMERGENCY, "short:144"),
        ("1811", None, NumberKind.SHORT, "short:1811"),
        ("312", None, NumberKind.INTERNAL, "312"),
        ("312", True, NumberKind.UNREADABLE, "digits:312"),
        ("12345", False, NumberKind.INTERNAL, "12345"),
        ("0440001234", False, NumberKind.FIXED, "+41440001234"),
        ("+41440001234", False, NumberKind.FIXED, "+41440001234"),
    ],
)
def test_what_the_line_knows_decides_about_short_digits(
    text: str, external: bool | None, kind: NumberKind, key: str
) -> None:
    reading = read_pbx(text, RULES, "incoming", external=external)
    assert (reading.kind, reading.key) == (kind, key)


@pytest.mark.parametrize("text", ["Anonymous", "RESTRICTED", "private", '"withheld"', "CLIR", "<anonymous>", "anonym"])
def test_withheld_is_withheld(text: str) -> None:
    assert presentation_of(text) == "withheld"
    reading = read_pbx(text, RULES, "incoming")
    assert (reading.kind, reading.key, reading.digits, reading.e164) == (NumberKind.WITHHELD, None, "", None)


@pytest.mark.parametrize("text", [None, "", "  ", "<unknown>", "unknown", "Unavailable", "asterisk", "*"])
def test_no_number_is_unavailable(text: str | None) -> None:
    assert presentation_of(text) == "unavailable"
    silent = not text or "unknown" in text or not text.strip()
    kind = NumberKind.WITHHELD if silent else NumberKind.UNAVAILABLE
    assert read_pbx(text or "", RULES, "outgoing").kind is kind


@pytest.mark.parametrize("text", ["0440001234", "102", "anonymous caller 7", "privateer"])
def test_everything_else_is_a_number_to_read(text: str) -> None:
    assert presentation_of(text) == "allowed"


def test_a_caller_with_two_meanings_is_not_sure() -> None:
    rules = DialRules("DE", "30", "0", (3, 3))
    reading = read_pbx("0043" + "123" + "125678", rules, "incoming")  # in Austria, or in Kiel behind the prefix
    assert not reading.certain
    assert "behind the outside-line prefix" in reading.reason


def test_dialled_digits_lose_the_outside_line_prefix_first() -> None:
    assert read_pbx("00440001234", RULES, "outgoing").e164 == "+41440001234"
    assert read_pbx("00440001234", RULES, "outgoing").certain
    direct = read_pbx("004930231250", RULES, "outgoing")
    assert (direct.e164, direct.certain) == ("+4930231250", False)
    assert read_pbx("0102", RULES, "outgoing").kind is NumberKind.UNREADABLE


def test_another_prefix_than_0_is_taken_off() -> None:
    rules = DialRules("CH", "44", "9", (3, 3))
    assert read_pbx("90440001234", rules, "outgoing").e164 == "+41440001234"
    assert read_pbx("90440001234", rules, "incoming").e164 == "+41440001234"
    assert read_pbx("9117", rules, "outgoing").kind is NumberKind.EMERGENCY


def test_a_number_without_plus_is_sure_where_only_one_reading_is_valid() -> None:
    assert read_pbx("41440001234", RULES, "incoming").certain
    assert read_pbx("440001234", RULES, "incoming").certain


def test_far_too_long_is_not_read() -> None:
    assert read_pbx("0440001234" * 30, RULES, "incoming").kind is NumberKind.UNREADABLE


@pytest.mark.parametrize("sent", ["*31#0440001234", "#31#0440001234", "0440001234@10.0.0.1", "sip:0440001234@pbx"])
def test_what_is_sent_with_a_number_is_no_part_of_it(sent: str) -> None:
    assert read_pbx(sent, DialRules("CH", "44"), "outgoing").e164 == "+41440001234"
    assert read_pbx("*21*0440001234#", DialRules("CH", "44"), "outgoing").kind is NumberKind.UNREADABLE


def test_a_firm_that_knows_what_its_system_sends_has_no_second_meanings() -> None:
    """0043 123... is Austria without the outside-line prefix 0, and the area code 043123 behind it."""
    sent = "0043" + "123" + "125678"
    plain, before = DialRules("DE", "30", "0", callers="without"), DialRules("DE", "30", "0", callers="with")
    assert read_pbx(sent, plain, "incoming").e164 == "+43" + "123125678"
    assert read_pbx(sent, before, "incoming").e164 == "+49" + "43123125678"
    assert not read_pbx(sent, DialRules("DE", "30", "0"), "incoming").certain
    assert read_pbx("0493023125678", plain, "incoming").e164 != "+493023125678"
    with pytest.raises(BadNumberRules, match="callers"):
        DialRules(callers="sometimes")
