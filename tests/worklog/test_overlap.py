from zoneinfo import ZoneInfo

import pytest

from calljournal.worklog import overlapping
from tests.calls.making import moment

ZURICH = ZoneInfo("Europe/Zurich")  # an hour before UTC in March: moment(0) is nine o'clock


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [
        (600, 1500, True),  # the same
        (700, 800, True),  # within
        (0, 9999, True),  # around
        (0, 660, True),  # a minute
        (0, 659, False),
        (1440, 2000, True),
        (1441, 2000, False),
        (0, 600, False),  # they touch
        (1500, 2000, False),
        (2000, 3000, False),
        (700, 730, False),  # within, and brief
    ],
)
def test_a_minute_of_the_same_time(start: float, end: float, overlaps: bool) -> None:
    others = [(moment(600), moment(1500), "t12")]
    expected = ("overlaps with t12 (09:10-09:25)",) if overlaps else ()
    assert overlapping(moment(start), moment(end), others, ZURICH) == expected


def test_each_one_is_told() -> None:
    others = [(moment(0), moment(120), "t1"), (moment(120), moment(130), "t2"), (moment(180), moment(300), "t3")]
    assert overlapping(moment(0), moment(600), others, ZURICH) == (
        "overlaps with t1 (09:00-09:02)",
        "overlaps with t3 (09:03-09:05)",
    )
