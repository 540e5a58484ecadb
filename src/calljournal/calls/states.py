"""The state table of a leg: every transition that makes sense, and nothing else.

All state changes are judged here, and this file does not know which telephone system speaks. A transition that is
not in the table is an anomaly: it is recorded on the call, and the leg follows the telephone system all the same,
for it is the one that knows. Only `ENDED` is final: within one connection nothing wakes a leg that has ended.
"""

from calljournal.calls.report import LegState

TRANSITIONS: dict[LegState, frozenset[LegState]] = {
    LegState.RINGING: frozenset({LegState.TALKING, LegState.HELD, LegState.ENDED}),
    LegState.DIALLING: frozenset({LegState.TALKING, LegState.HELD, LegState.ENDED}),
    LegState.TALKING: frozenset({LegState.HELD, LegState.ENDED}),
    LegState.HELD: frozenset({LegState.TALKING, LegState.ENDED}),
    LegState.ENDED: frozenset(),
}
"""From each state, those that may follow. A leg may begin in any state: we may come late."""

LIVELINESS: tuple[LegState, ...] = (
    LegState.TALKING,
    LegState.HELD,
    LegState.RINGING,
    LegState.DIALLING,
    LegState.ENDED,
)
"""Of several legs of one owner, the first of these that one of them is in is the state of the whole."""


def may_follow(before: LegState, after: LegState) -> bool:
    """Say whether `after` may follow `before`; staying as it is is always allowed."""
    return before is after or after in TRANSITIONS[before]


def liveliest(states: list[LegState]) -> LegState:
    """Give the state of an owner whose legs are in `states` (at least one)."""
    return min(states, key=LIVELINESS.index)
