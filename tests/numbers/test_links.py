"""Links that other programs hand over: dialled where they are what they say, refused in words where they are not."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calljournal.numbers import DialRules, UnreadableNumber, dialling, is_emergency, is_link
from tests.numbers.test_any_text import RULES, TEXTS

CH = DialRules("CH", "44", "0")


@pytest.mark.parametrize(
    ("link", "digits", "e164"),
    [
        ("tel:+41440001234", "00440001234", "+41440001234"),
        ("TEL:+41-44-000-12-34", "00440001234", "+41440001234"),
        ("tel:+41.44.000.12.34", "00440001234", "+41440001234"),
        ("tel:+41(44)0001234", "00440001234", "+41440001234"),
        ("tel://+41440001234", "00440001234", "+41440001234"),
        ("tel:+41%2044%20000%2012%2034", "00440001234", "+41440001234"),
        ("tel:%2B41440001234", "00440001234", "+41440001234"),
        ("tel:0440001234;phone-context=+41", "00440001234", "+41440001234"),
        ("tel:000-12-34;phone-context=+41-44", "00440001234", "+41440001234"),
        ("tel:+49-30-23125-67;isub=12", "00049302312567", "+49302312567"),
        ("callto:+41440001234", "00440001234", "+41440001234"),
        ("callto://0440001234/", "00440001234", "+41440001234"),
        ("callto:tel:+41440001234", "00440001234", "+41440001234"),
        ("  tel:+41440001234\n", "00440001234", "+41440001234"),
        ("tel:103", "103", None),
        ("tel:103;phone-context=pbx.example.org", "103", None),
    ],
)
def test_a_link_is_dialled_by_what_it_says(link: str, digits: str, e164: str | None) -> None:
    to = dialling(link, CH)
    assert (to.digits, to.e164, to.differs, to.emergency) == (digits, e164, None, False)


@pytest.mark.parametrize(
    ("link", "differs"),
    [
        ("tel:+41440001234;ext=12", "ask for extension 12: it cannot be dialled from outside"),
        ("tel:+41440001234,,55", "55 is left out: dial it yourself when they have answered"),
        ("tel:+41440001234p55", "55 is left out"),
        ("tel:+41440001234;postd=pp22", "22 is left out"),
        ("tel:+41440001234;ext=12;postd=22", "12: it cannot be dialled from outside; 22 is left out"),
    ],
)
def test_what_is_not_dialled_of_it_is_said(link: str, differs: str) -> None:
    to = dialling(link, CH)
    assert to.digits == "00440001234"
    assert differs in (to.differs or "")


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("tel:", "no number in it"),
        ("tel:alice", "it holds letters"),
        ("callto:echo123", "it holds letters"),
        ("tel:*21*0440001234#", r"a code with \* or #"),
        ("tel:%2A21%2A0440001234%23", r"a code with \* or #"),
        ("tel:+41440001234;ext=*21#", r"a code with \* or #"),
        ("tel:%2541440001234", "no number in it"),
        ("tel:+4144%zz0001234", "a % that means nothing"),
        ("tel:+41440001234%0d%0aAction:%20Originate", "signs that cannot be seen"),
        ("tel:+4144000%001234", "signs that cannot be seen"),
        ("tel:+4144\u202e0001234", "signs that cannot be seen"),
        ("tel:%ff%fe117", "signs that cannot be seen"),
        ("tel:117;phone-context=+41;phone-context=+49", "it says phone-context twice"),
        ("tel:+41440001234;EXT=1;ext=2", "it says ext twice"),
        (f"tel:{'1' * 300}", "far too long"),
        ("tel:+41440001234+41440001235", ""),
        ("tel:+41440001234;phone-context=" + "x" * 300, "far too long"),
    ],
)
def test_a_link_that_may_do_harm_is_refused_in_words(link: str, why: str) -> None:
    with pytest.raises(UnreadableNumber, match=f"cannot dial .*{why}") as error:
        dialling(link, CH)
    assert str(error.value).isprintable(), "what cannot be seen is not shown as it is"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("tel:+41440001234", True),
        ("CallTo:103", True),
        ("Tel: 044 000 12 34", False),
        ("tel 044 000 12 34", False),
        ("Tel.: 0440001234", False),
        ("sip:103@example.org", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_what_a_person_writes_is_no_link(text: str, link: bool) -> None:
    assert is_link(text) == link


def test_a_label_before_a_number_stays_one() -> None:
    assert dialling("Tel: 044 000 12 34", CH).digits == "00440001234"


# --- emergency numbers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "rules", "digits", "shown"),
    [
        ("117", CH, "117", "117"),
        ("112", CH, "112", "112"),
        ("0 117", CH, "0117", "117"),
        ("0112", CH, "0112", "112"),
        ("0-112", CH, "0112", "112"),
        ("tel:112", CH, "112", "112"),
        ("tel:0112", CH, "0112", "112"),
        ("tel:117;phone-context=+41", CH, "117", "117"),
        ("9112", DialRules("DE", "30", "9"), "9112", "112"),
        ("110", DialRules("DE", "30", "9"), "110", "110"),
        ("0117", DialRules("CH", "44", "0", plus=True), "117", "117"),
        ("9 911", DialRules("US", "212", "9"), "9911", "911"),
    ],
)
def test_an_emergency_number_is_known_with_the_outside_line_prefix_too(
    number: str, rules: DialRules, digits: str, shown: str
) -> None:
    to = dialling(number, rules)
    assert (to.digits, to.shown, to.emergency, to.e164) == (digits, shown, True, None)


@pytest.mark.parametrize("number", ["103", "1414", "044 000 12 34", "0800 660 660", "+49 30 23125 110", "112 0"])
def test_other_numbers_are_none(number: str) -> None:
    with suppress(UnreadableNumber):
        assert not dialling(number, CH).emergency


def test_digits_that_call_for_help_depend_on_the_country() -> None:
    assert is_emergency("117", "ch")
    assert not is_emergency("117", "DE")
    assert is_emergency("0117", "CH", "0")
    assert not is_emergency("0117", "CH")
    assert not is_emergency("", "CH", "0")


# --- any link --------------------------------------------------------------------------------------------------------

SCHEMES = st.sampled_from(["tel:", "TEL:", "tel://", "callto:", "callto://", "callto:tel:", "tel:tel:"])
PARAMETERS = st.sampled_from(["", ";ext=", ";phone-context=", ";phone-context=+41", ";postd=", ";x=y", "?x=", ",", "p"])
SEPARATORS = st.sampled_from(["", "-", ".", "%20", "%2D"])


@given(SCHEMES, TEXTS, PARAMETERS, TEXTS, RULES)
def test_any_link_gives_digits_or_is_refused(
    scheme: str, text: str, parameter: str, more: str, rules: DialRules
) -> None:
    """Never another error, never a sign that a telephone system takes for a command, never a word that hides one."""
    to, refused = None, ""
    try:
        to = dialling(f"{scheme}{text}{parameter}{more}", rules)
    except UnreadableNumber as error:
        refused = str(error)
    assert refused.isprintable()
    if to is not None:
        assert re.fullmatch("[+]?[0-9]+", to.digits)
        assert to.emergency >= is_emergency(to.digits, rules.country, rules.outside)


@given(st.lists(SEPARATORS, min_size=12, max_size=12), SCHEMES, st.booleans())
def test_however_it_is_written_it_is_the_same_number(separators: list[str], scheme: str, escaped: bool) -> None:
    signs = zip("+41440001234", separators, strict=True)
    number = "".join(sign + ("" if sign == "+" else separator) for sign, separator in signs)
    link = scheme + (number.replace("+", "%2B") if escaped else number)
    assert dialling(link, CH).e164 == "+41440001234"
