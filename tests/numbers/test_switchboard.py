"""Which stored numbers a caller may be an extension of."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calljournal.numbers.switchboard import Switchboards, extension_behind, is_switchboard, switchboards_of


@pytest.mark.parametrize(
    ("stored", "trunk", "caller", "extension"),
    [
        # 030 12345-0 stored: the extension is where the hyphen says
        ("+4930123450", "+493012345", "+493012345678", "678"),
        ("+4930123450", "+493012345", "+4930123451", "1"),
        ("+4930123450", "+493012345", "+493012345001", "001"),
        ("+49301234500", "+493012345", "+4930123450", "0"),
        ("+4930123450", "+493012345", "+493012345123", "123"),
        ("+493023125", None, "+493023125" + "6789", "6789"),
        ("+4930123450", "+493012345", "+493012345" + "12345", "12345"),
        ("+4930123450", "+493012345", "+493012345" + "123456", None),
        ("+4930123450", "+493012345", "+493012345", ""),
        ("+4930123450", "+493012345", "+4930123450", None),
        ("+4930123450", "+493012345", "+493023125678", None),
        # another extension stored: a colleague is not the company
        ("+49301234567", "+493012345", "+49301234568", None),
        ("+49301234567", "+493012345", "+493012345678", None),
        ("+49301234510", "+493012345", "+49301234512", None),
        # the trunk stored, without a hyphen
        ("+493012345", None, "+493012345678", "678"),
        ("+493012345", None, "+4930123450", "0"),
        ("+493012345", None, "+493012345", None),
        ("+493012345678", None, "+493012345", None),
        ("+493023125", None, "+493023125678", "678"),
        ("+431000123", None, "+43100012345", "45"),
        # zeros at the end, without a hyphen
        ("+4930231250", None, "+4930231257", "7"),
        ("+49302312500", None, "+49302312507", "07"),
        ("+493023125000", None, "+493023125678", "678"),
        ("+41440001200", None, "+41440001234", "34"),
        ("+41440001200", None, "+41440001205", "05"),
        ("+41440001000", None, "+41440001034", "34"),
        ("+41440001000", None, "+41440001234", "234"),
        ("+41440000000", None, "+41440001234", None),
        ("+41440001230", None, "+41440001234", None),
        ("+41440001200", None, "+41440001334", None),
        ("+41440001200", None, "+41440001200", None),
        # an extension that is no part of the number
        ("+41440001200", "+41440001200", "+41440001234", None),
        # mobile and service numbers have no extensions
        ("+41790001100", None, "+41790001122", None),
        ("+49171" + "39200", None, "+491713920012", None),
        ("+41800" + "660600", None, "+41800660660", None),
        # what is no number
        ("", None, "+493012345678", None),
        ("+493012345", "", "+493012345678", None),
        ("117", None, "+493012345678", None),
        ("+493012345", None, "493012345678", None),
        ("+493012345", None, "", None),
        ("+493012345", None, "+", None),
        ("+493012345", None, "+49x", None),
        ("+493012345", None, "+999123456", None),
    ],
)
def test_the_extension_behind_a_stored_number(
    stored: str, trunk: str | None, caller: str, extension: str | None
) -> None:
    assert extension_behind(stored, trunk, caller) == extension


def test_what_a_book_is_asked() -> None:
    """Beginnings of the number and its likes with zeros at the end; in a closed plan not with a single one."""
    heads = ("+49302312567", "+4930231256", "+493023125", "+49302312", "+4930231")
    assert switchboards_of("+493023125678") == Switchboards(
        (*heads, "+493023125600", "+493023125000", "+493023125670"), ("+493023125678", *heads)
    )
    assert switchboards_of("+41440001234").numbers[-2:] == ("+41440001200", "+41440001000")
    assert "+41440001200" not in switchboards_of("+41440001200").numbers


@pytest.mark.parametrize("number", ["+41790001122", "+491713920012", "+41800660660", "117", "", "+", "102", "+49 30"])
def test_what_no_book_is_asked_for(number: str) -> None:
    assert switchboards_of(number) == Switchboards()


@pytest.mark.parametrize(
    ("stored", "trunk", "is_one"),
    [
        ("+4930123450", "+493012345", True),
        ("+49301234500", "+493012345", True),
        ("+4930123451", "+493012345", False),
        ("+493012345", "+493012345", False),
        ("+4930123450", None, False),
        ("+4930123450", "+493099", False),
    ],
)
def test_what_was_stored_as_a_switchboard(stored: str, trunk: str | None, is_one: bool) -> None:
    assert is_switchboard(stored, trunk) == is_one


CALLERS = st.one_of(
    st.from_regex(r"\+493(0|1)[0-9]{3,11}", fullmatch=True),
    st.from_regex(r"\+41440[0-9]{6}", fullmatch=True),
    st.from_regex(r"\+431[0-9]{3,10}", fullmatch=True),
    st.from_regex(r"\+[1-9][0-9]{4,14}", fullmatch=True),
)
TAILS = st.one_of(st.just(""), st.text("0", min_size=1, max_size=5), st.text("0123456789", min_size=1, max_size=5))


@given(caller=CALLERS, cut=st.integers(0, 6), tail=TAILS, hyphen=st.booleans())
def test_what_is_a_switchboard_was_asked_for(caller: str, cut: int, tail: str, hyphen: bool) -> None:
    """Whatever the judge accepts, the book has been asked for; and the extension ends the caller's number."""
    head = caller[: len(caller) - cut]
    assume(len(head) > 1)
    stored, trunk = head + tail, head if hyphen else None
    extension = extension_behind(stored, trunk, caller)
    if extension is not None:
        asked = switchboards_of(caller)
        assert stored in asked.numbers or trunk in asked.trunks
        assert caller.endswith(extension)
        assert len(extension) <= 5
        assert extension or caller == trunk
        assert stored != caller


@given(st.one_of(CALLERS, st.text(max_size=20)), st.booleans())
def test_no_number_is_its_own_switchboard(number: str, hyphen: bool) -> None:
    assert extension_behind(number, number[:-1] if hyphen else None, number) is None
    assert number not in switchboards_of(number).numbers


@given(st.from_regex(r"\+4144000[0-9]{2}[1-9]0", fullmatch=True), st.integers(1, 9))
def test_one_zero_means_nothing_in_a_closed_plan(stored: str, last: int) -> None:
    assert extension_behind(stored, None, f"{stored[:-1]}{last}") is None


@given(st.text(max_size=20), st.one_of(st.none(), st.text(max_size=20)), st.text(max_size=20))
def test_no_text_raises(stored: str, trunk: str | None, caller: str) -> None:
    assert extension_behind(stored, trunk, caller) is None or stored
