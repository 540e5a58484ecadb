"""When days begin, also where the clock is changed at midnight."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from calljournal.worklog import beginning_of


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("Europe/Zurich", date(2026, 3, 29), datetime(2026, 3, 28, 23, tzinfo=UTC)),
        ("Europe/Zurich", date(2026, 10, 26), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        ("Africa/Cairo", date(2026, 4, 24), datetime(2026, 4, 23, 22, tzinfo=UTC)),  # 00:00 does not exist: 01:00 is it
    ],
)
def test_the_first_moment_of_a_day(zone: str, day: date, begins: datetime) -> None:
    """Midnight, or 01:00 where there is none."""
    assert beginning_of(day, ZoneInfo(zone)) == begins
