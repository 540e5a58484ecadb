"""A number that is to be forgotten is known in every writing, and other numbers are left alone."""

import pytest

from calljournal.numbers import Traces, too_short

NUMBER = "+41440001234"

WRITTEN = """
+41 44 000 12 34 | 0041 44 000 12 34 | 0041 (0)44/000.12.34 | +41 (0)44 000 12 34 | (+41) 44 000 12 34
044 000 12 34 | (044) 000 12 34 | 044/000 12 34 | +41-44-000-12-34 | 0440001234 | 0 044 000 12 34 | 00440001234
90440001234 | +41440001234 | 41440001234 | 440001234 | 044\u00a0000\u00a012\u00a034 | 044 000\u201112\u201134
"""


@pytest.mark.parametrize("written", [one.strip() for one in WRITTEN.replace("\n", "|").split("|") if one.strip()])
def test_it_is_taken_out_however_it_is_written(written: str) -> None:
    """In a text nothing of it is left, and nothing else is taken along; by itself it is the number."""
    traces = Traces([NUMBER, "+41790001122"])
    assert traces.is_one(written)
    text = f"since 9 May: ring {written}, ext. 5"
    assert traces.are_in(text)
    assert traces.without(text) == "since 9 May: ring (number removed), ext. 5"


@pytest.mark.parametrize("text", ["044 000 12 345", "044 000 12", "2026-03-09T08:15:02.120457Z", "", "+49 30 12345"])
def test_what_is_another_number_stays(text: str) -> None:
    """A longer number, a shorter one and a time are no trace of it."""
    traces = Traces([NUMBER])
    assert not traces.are_in(text)
    assert not traces.is_one(text)
    assert traces.without(text) == text


def test_a_whole_number_of_another_country_is_another_number() -> None:
    """Ending alike is enough only where nobody could read the number."""
    traces = Traces([NUMBER])
    assert not traces.is_one(NUMBER.replace("+41", "+43"))
    assert traces.is_one("440001234")
    assert Traces(["0440001234"]).is_one("044 000 12 34")


def test_a_zero_that_belongs_to_the_number() -> None:
    """An Italian number keeps its 0 behind the country code."""
    traces = Traces(["+390600001234"])
    assert traces.without("+39 06 0000 1234 or 06 0000 1234") == "(number removed) or (number removed)"


def test_nothing_is_the_trace_of_no_number() -> None:
    """Where no number is to be forgotten, every text stays."""
    traces = Traces([])
    assert not traces.are_in("044 000 12 34")
    assert not traces.may_be_in("")
    assert traces.without("044 000 12 34") == "044 000 12 34"


@pytest.mark.parametrize(("number", "short"), [(NUMBER, False), ("103", True), ("000123456", True), ("", True)])
def test_short_numbers_cannot_be_told_from_others(number: str, short: bool) -> None:
    """Country code and zeros do not count."""
    assert too_short(number) is short
