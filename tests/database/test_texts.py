"""Moments as text sort, and text is found as people write it."""

import sqlite3
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calljournal.database import read_time, search, searchable, sought_digits, write_time
from calljournal.errors import Bug

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=ZONES)  # noqa: DTZ001


@given(MOMENTS, MOMENTS)
def test_moments_sort_as_text_and_come_back(one: datetime, other: datetime) -> None:
    """Whatever their zone, moments compare as their texts do, and nothing of them is lost."""
    assert (write_time(one) < write_time(other)) == (one < other)
    assert read_time(write_time(one)) == one
    assert read_time(write_time(one)).tzinfo is UTC
    assert len(write_time(one)) == 27


def test_a_moment_without_zone_is_a_bug() -> None:
    """Nobody could say later when it was."""
    with pytest.raises(Bug):
        write_time(datetime(2026, 3, 9))  # noqa: DTZ001
    assert write_time(None) is None
    assert read_time(None) is None


@pytest.mark.parametrize(
    ("stored", "typed", "found"),
    [
        ("Jürg Müller", "mueller", True),
        ("Jürg Müller", "muller", True),
        ("Jürg Müller", "MÜLLER jürg", True),
        ("Joerg Mueller", "müller", True),
        ("Bauer AG", "er ag", True),
        ("Bauer AG", "baur", True),
        ("Straßer", "strasser", True),
        ("Françoise", "francoise", True),
        ("Keller", "kellner", False),
        ("100% Wolle", "0%", True),
        ("1000 Wolle", "0% w", False),
        ("a_b", "a_", True),
        ("acb", "a_", False),
        ("Keller", "", True),
        ("", "keller", False),
    ],
)
def test_searching_as_people_do(stored: str, typed: str, found: bool) -> None:
    """Case, accents and the writing of umlauts do not count; signs that SQL knows are plain signs."""
    connection = sqlite3.connect(":memory:")
    condition, values = search("folded", typed)
    sql = f"SELECT COUNT(*) FROM (SELECT ? AS folded) AS t WHERE {condition}"
    assert connection.execute(sql, (searchable(stored), *values)).fetchone()[0] == found
    connection.close()


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("044 000 12 34", "440001234"), ("0041 (0)44 000", "4144000"), ("103", "103"), ("00", "00"), ("none", "")],
)
def test_the_digits_to_look_for(typed: str, digits: str) -> None:
    """The zeros of a prefix are not part of a whole number."""
    assert sought_digits(typed) == digits
