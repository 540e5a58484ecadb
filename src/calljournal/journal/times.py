"""How long the owner talked and held, when several telephones or a consultation overlap."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import itemgetter

from calljournal.calls import LegEnd, LegReport

Stretch = tuple[datetime, datetime]


def talk_and_held(legs: Iterable[LegReport]) -> tuple[float, float]:
    """Give (talk, held) in seconds of one owner's legs, up to each leg's last report.

    The owner is connected while any leg is, and while a call that was parked, and taken by nobody else, waits; talks
    while any connected leg is not on hold; holds for the rest. So a consultation during a hold counts once, as talk.
    """
    connected: list[Stretch] = []
    talking: list[Stretch] = []
    parked: datetime | None = None
    for start, leg in sorted(_answered(legs), key=itemgetter(0)):
        whole = (start, max(start, leg.ended or leg.at))
        connected.append((min(parked or start, start), whole[1]))
        talking += _without(whole, [(hold.start, hold.end or whole[1]) for hold in leg.holds])
        waits = leg.end is LegEnd.PARKED and leg.transferred_to is None
        parked = whole[1] if waits else None
    total, talk = _length(connected), _length(talking)
    return round(talk, 3), round(total - talk, 3)


def _answered(legs: Iterable[LegReport]) -> Iterator[tuple[datetime, LegReport]]:
    return ((leg.answered, leg) for leg in legs if leg.answered is not None)


def _without(whole: Stretch, holes: Sequence[Stretch]) -> list[Stretch]:
    rest, position = [], whole[0]
    for start, end in sorted(holes):
        if start > position:
            rest.append((position, min(start, whole[1])))
        position = max(position, min(end, whole[1]))
    if position < whole[1]:
        rest.append((position, whole[1]))
    return rest


def _length(stretches: Iterable[Stretch]) -> float:
    seconds, reached = 0.0, None
    for start, end in sorted(stretches):
        if reached is None or start > reached:
            seconds += (end - start).total_seconds()
            reached = end
        elif end > reached:
            seconds += (end - reached).total_seconds()
            reached = end
    return seconds
