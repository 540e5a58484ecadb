import pytest
from hypothesis import given
from hypothesis import strategies as st

from calljournal.calls import LegReport
from calljournal.journal.times import talk_and_held
from tests.calls.making import report


@pytest.mark.parametrize(
    ("legs", "talk", "held"),
    [
        ([report(10, "ended", end="cancelled")], 0, 0),
        ([report(60, "ended", answered=10)], 50, 0),
        ([report(60, "ended", answered=10, holds=((20, 25), (30, 40)))], 35, 15),
        ([report(60, "held", answered=10, holds=((50, None),))], 40, 10),
        ([report(60, "talking", answered=10)], 50, 0),
        # on hold until the end, and before the answer, and holds that overlap
        ([report(60, "ended", answered=10, holds=((40, 60),))], 30, 20),
        ([report(60, "ended", answered=10, holds=((5, 15),))], 45, 5),
        ([report(60, "ended", answered=10, holds=((20, 40), (30, 50)))], 20, 30),
        # a consultation during a hold is talk, once
        (
            [
                report(60, "ended", answered=0, holds=((20, 40),)),
                report(35, "ended", answered=25, leg="L2", conversation="C2"),
            ],
            50,
            10,
        ),
        # two telephones of one owner at the same time
        ([report(60, "ended", answered=10), report(90, "ended", answered=50, leg="L2")], 80, 0),
        # one after the other, with a pause
        ([report(20, "ended", answered=10), report(40, "ended", answered=30, leg="L2")], 20, 0),
        # parked, and taken back; parked, and not; parked in a consultation that goes on
        (
            [report(20, "ended", answered=10, end="parked"), report(50, "ended", answered=40, leg="L2")],
            20,
            20,
        ),
        ([report(20, "ended", answered=10, end="parked")], 10, 0),
        (
            [report(30, "ended", answered=10, end="parked"), report(60, "ended", answered=20, leg="L2")],
            50,
            0,
        ),
        # both on hold at the same time
        (
            [
                report(60, "ended", answered=0, holds=((20, 40),)),
                report(60, "ended", answered=0, holds=((30, 50),), leg="L2"),
            ],
            50,
            10,
        ),
        # an end before the answer, as a bad clock gives it
        ([report(60, "ended", answered=70)], 0, 0),
        ([report(10.0004, "ended", answered=0)], 10.0, 0),
    ],
)
def test_talk_and_held(legs: list[LegReport], talk: float, held: float) -> None:
    assert talk_and_held(legs) == (pytest.approx(talk), pytest.approx(held))


SECONDS = st.integers(0, 100)
LEGS = st.tuples(SECONDS, SECONDS, st.lists(st.tuples(SECONDS, SECONDS), max_size=4))


@given(st.lists(LEGS, max_size=4))
def test_as_counted_second_by_second(drawn: list[tuple[int, int, list[tuple[int, int]]]]) -> None:
    legs, talked, connected = [], set(), set()
    for answered, end, spans in drawn:
        holds = tuple(sorted((min(span), max(span)) for span in spans))
        legs.append(report(end, "ended", answered=answered, holds=holds))
        whole = set(range(answered, end))
        connected |= whole
        talked |= whole - {second for start, finish in holds for second in range(start, finish)}
    assert talk_and_held(legs) == (len(talked), len(connected - talked))
