"""No text at all makes a reading raise."""

from __future__ import annotations

import re
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from calljournal.numbers import (
    CODES,
    NO_NUMBER,
    DialRules,
    NumberKind,
    Reading,
    UnreadableNumber,
    dial_string,
    display,
    presentation_of,
    read_all,
    read_pbx,
    read_person,
    read_uri,
)

ANY = st.text(st.characters(), max_size=400)
NUMBER_LIKE = st.text("0123456789+() /-.,;~x*#'\u00a0\u2013²٣%&oder", max_size=60)
TEXTS = st.one_of(ANY, NUMBER_LIKE, NUMBER_LIKE.map("0".__add__), st.builds("{}{}".format, NUMBER_LIKE, ANY))
RULES = st.builds(
    DialRules,
    country=st.sampled_from(["CH", "DE", "AT", "IT", "US", "HU", "BR", "LU", "XX"]),
    area=st.sampled_from(["", "44", "1"]),
    outside=st.sampled_from(["", "0", "9"]),
    internal=st.sampled_from([(2, 4), (3, 3), (1, 10)]),
    drop_area=st.booleans(),
    international=st.sampled_from(["", "00", "011"]),
    plus=st.booleans(),
)


def check(reading: Reading, rules: DialRules) -> None:
    """What must be true of every reading."""
    assert len(reading.written) <= 250
    assert re.fullmatch("[0-9]*", reading.digits)
    assert reading.reason
    if reading.e164 is not None:
        assert re.fullmatch(r"\+[1-9][0-9]{3,14}", reading.e164)
    else:
        assert reading.trunk is None
        assert reading.kind in {*CODES, *NO_NUMBER, NumberKind.INTERNAL, NumberKind.UNREADABLE}
    if reading.trunk is not None:
        assert reading.extension
        assert reading.e164 in (reading.trunk, reading.trunk + reading.extension)
    if reading.kind in NO_NUMBER:
        assert reading.key is None
        assert display(reading, rules) is None
    display(reading, rules)
    with suppress(UnreadableNumber):
        assert re.fullmatch("[+]?[0-9]+", dial_string(reading, rules))


@given(TEXTS, RULES)
def test_people_may_type_anything(text: str, rules: DialRules) -> None:
    found = read_all(text, rules)
    assert found
    for reading in found:
        check(reading, rules)
    check(read_person(text, rules), rules)


@given(TEXTS, RULES, st.sampled_from(["incoming", "outgoing"]), st.sampled_from([None, True, False]))
def test_telephone_systems_may_send_anything(
    text: str, rules: DialRules, direction: str, external: bool | None
) -> None:
    presentation_of(text)
    check(read_pbx(text, rules, "incoming" if direction == "incoming" else "outgoing", external=external), rules)


@given(st.sampled_from(["tel:", "callto:", "sip:", "SIPS:", "x:", ""]), TEXTS, RULES)
def test_links_may_hold_anything(scheme: str, text: str, rules: DialRules) -> None:
    check(read_uri(scheme + text, rules), rules)


@given(TEXTS, RULES, st.booleans())
def test_dialling_gives_digits_or_is_refused(text: str, rules: DialRules, internal: bool) -> None:
    with suppress(UnreadableNumber):
        assert re.fullmatch("[+]?[0-9]+", dial_string(text, rules, internal=internal))
    display(text, rules)
