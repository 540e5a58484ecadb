import pytest

from calljournal.calls import LegState
from calljournal.calls.states import LIVELINESS, TRANSITIONS, liveliest, may_follow

RINGING, DIALLING, TALKING, HELD, ENDED = LegState


def test_every_state_is_in_both_tables() -> None:
    assert set(TRANSITIONS) == set(LegState)
    assert sorted(LIVELINESS) == sorted(LegState)


@pytest.mark.parametrize("before", LegState)
@pytest.mark.parametrize("after", LegState)
def test_transitions(before: LegState, after: LegState) -> None:
    allowed = {
        (RINGING, TALKING), (RINGING, HELD), (RINGING, ENDED),
        (DIALLING, TALKING), (DIALLING, HELD), (DIALLING, ENDED),
        (TALKING, HELD), (TALKING, ENDED), (HELD, TALKING), (HELD, ENDED),
    }  # fmt: skip
    assert may_follow(before, after) == (before is after or (before, after) in allowed)


@pytest.mark.parametrize(
    ("states", "whole"),
    [
        ([RINGING, TALKING, ENDED], TALKING),
        ([HELD, TALKING], TALKING),
        ([HELD, RINGING], HELD),
        ([ENDED, DIALLING], DIALLING),
        ([ENDED, ENDED], ENDED),
    ],
)
def test_the_liveliest_leg_speaks_for_its_owner(states: list[LegState], whole: LegState) -> None:
    assert liveliest(states) is whole
