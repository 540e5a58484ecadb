"""JSON: what goes in comes back."""

from hypothesis import given
from hypothesis import strategies as st

from calljournal.settings import ExportProfile
from tests.exporting.made import file_of, read_json, work


def test_nothing_is_an_empty_array() -> None:
    """A document all the same."""
    assert file_of("time", "json", [])[0] == b"[]\n"


@given(st.lists(st.tuples(st.text(), st.floats(-1e6, 1e6)), min_size=1, max_size=3))
def test_any_text_and_number_come_back(values: list[tuple[str, float]]) -> None:
    """Text as it is: nothing obeys JSON; numbers as numbers, to the fourth place."""
    profile = ExportProfile(columns=("text", "billed_minutes"), encoding="cp1252", separator=";")
    data, remarks = file_of("time", "json", [work(text=text, minutes=minutes) for text, minutes in values], profile)
    told = [(one["text"], one["billed_minutes"]) for one in read_json(data)]
    assert told == [(text, round(minutes, 4)) for text, minutes in values]
    assert remarks == ()
