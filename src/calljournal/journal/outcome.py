"""What became of a call, seen from its owner, by the ends of the owner's legs."""

from collections.abc import Sequence

from calljournal.calls import Direction, LegEnd, LegReport
from calljournal.journal.entry import Outcome

INCOMING: tuple[tuple[LegEnd, Outcome], ...] = (
    (LegEnd.ELSEWHERE, Outcome.ELSEWHERE),
    (LegEnd.REJECTED, Outcome.REJECTED),
    (LegEnd.FORWARDED, Outcome.FORWARDED),
)
"""Unanswered incoming calls: the first of these ends that one of my telephones had decides."""

OUTGOING: dict[LegEnd | None, Outcome] = {
    LegEnd.BUSY: Outcome.BUSY,
    LegEnd.REJECTED: Outcome.REJECTED,
    LegEnd.NO_ANSWER: Outcome.NO_ANSWER,
    LegEnd.CANCELLED: Outcome.CANCELLED,
    LegEnd.ANSWERED: Outcome.CANCELLED,
}
"""Unanswered outgoing calls, by the end of the last leg; any other end means that it could not be put through.

ANSWERED without having been joined to a person is a menu or an announcement that the owner left.
"""


def outcome_of(legs: Sequence[LegReport]) -> Outcome:
    """Judge the ended legs of one owner, in the order of their beginning."""
    last_to_end = max(legs, key=lambda leg: leg.ended or leg.at)
    if last_to_end.end is LegEnd.LOST:
        return Outcome.LOST
    talked = [leg for leg in legs if leg.answered is not None]
    if talked:
        return Outcome.ANSWERED if transfer_target(legs) is None else Outcome.TRANSFERRED
    if legs[0].direction is Direction.OUTGOING:
        return OUTGOING.get(legs[-1].end, Outcome.FAILED)
    ends = [leg.end for leg in legs]
    for end, outcome in INCOMING:
        if end in ends:
            return outcome
    return Outcome.BUSY if all(end is LegEnd.BUSY for end in ends) else Outcome.MISSED


def transfer_target(legs: Sequence[LegReport]) -> str | None:
    """Give the number that the owner passed the call to, unless it came back and the owner talked once more."""
    passed_on = [leg for leg in legs if leg.answered is not None and leg.transferred_to is not None]
    if not passed_on:
        return None
    last = passed_on[-1]
    came_back = any(leg.answered and last.ended and leg.answered > last.ended for leg in legs)
    return None if came_back else last.transferred_to
