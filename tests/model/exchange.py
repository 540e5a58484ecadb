"""What a plan means: who rings, who talks with whom, and how it ends for each.

Every act is checked before it is taken: what nobody could do raises `Impossible`. So the same piece serves to draw
plans, to play them, to judge what the journal should say, and to find out which acts a smaller plan may leave out.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from tests.model.plans import MEMBERS, OWNERS, QUEUE, Act, Do, Party, as_party

RING_SECONDS = 3
"""How long the PBX lets one telephone ring."""
RING_AT_MOST = 2.2
"""A planned ring is over by then, so that a slow machine does not turn it into one that the PBX ended."""
RING_MANY_AT_MOST = 5.0
"""The same for the group, the queue and the outside line, whom the PBX gives more time."""

FORWARD_WITHIN = 1.0
"""A telephone that sends a call on does so within this time."""


class Impossible(Exception):
    """Nobody could do that at this point."""


class Stage(Enum):
    """What a leg is doing."""

    WAITING = auto()
    """It calls, and nobody has answered."""
    RINGING = auto()
    TALKING = auto()
    HOLDING = auto()
    OVER = auto()


class End(Enum):
    """Why a leg is over."""

    HUNG_UP = auto()
    GIVEN_UP = auto()
    """The caller hung up before anybody answered."""
    UNANSWERED = auto()
    """It rang until the PBX gave up."""
    DECLINED = auto()
    BUSY = auto()
    UNAVAILABLE = auto()
    UNKNOWN = auto()
    FORWARDED = auto()
    ELSEWHERE = auto()
    """Another telephone took it."""
    PASSED_ON = auto()


REFUSALS = {"603": End.DECLINED, "486": End.BUSY, "480": End.UNAVAILABLE, "404": End.UNKNOWN}


@dataclass(eq=False)
class Call:
    """A conversation with all its legs; one that became part of an older one has none left."""

    legs: list[Leg] = field(default_factory=list)


@dataclass(eq=False)
class Leg:
    """One telephone's part in a call: `number` counts them; others see it as `shown`, it should see `other`."""

    name: str
    station: str
    calls: bool
    number: int
    call: Call
    shown: Party
    other: Party
    stage: Stage
    peer: Leg | None = None
    offer: Offer | None = None
    """That in which it rings, or for whose answer it waits."""
    taken_by: Leg | None = None
    """The leg whose answer first joined this one to a person."""
    end: End | None = None
    ended_by: Leg | None = None
    """The leg whose answer, beginning or end was the end of this one."""
    passed_to: str | None = None
    rings_for: Leg | None = None
    """The party on whose behalf it was called."""

    @property
    def outside(self) -> bool:
        """Whether it is beyond the trunk."""
        return self.station.startswith("+")

    @property
    def active(self) -> bool:
        """Whether somebody has this telephone at the ear for it."""
        return self.stage in (Stage.WAITING, Stage.TALKING)


@dataclass(eq=False)
class Offer:
    """A party waits while telephones ring, `since` a planned time; `giver` passed the party on."""

    waiting: Leg
    to: str
    since: float
    giver: Leg | None
    ringing: list[Leg] = field(default_factory=list)

    @property
    def patient(self) -> bool:
        """Whether the PBX has more patience than with one telephone."""
        return self.to in MEMBERS or self.to.startswith("+")

    @property
    def until(self) -> float:
        """The planned time by which something must have become of it."""
        return self.since + (RING_MANY_AT_MOST if self.patient else RING_AT_MOST)


class Exchange:
    """The state of all calls of a plan, act by act."""

    def __init__(self) -> None:
        self.legs: dict[str, Leg] = {}
        self.calls: list[Call] = []
        self._now = 0.0

    def take(self, act: Act) -> list[Leg]:
        """Carry out an act, and give the legs that ring because of it. Raises Impossible; then it is of no more use."""
        self._now = act.at
        before = len(self.legs)
        _ACTS[act.do](self, act)
        return [leg for leg in list(self.legs.values())[before:] if not leg.calls]

    def after(self, act: Act) -> Exchange:
        """Give the state after an act; this one stays as it is. Raises Impossible."""
        state = copy.deepcopy(self)
        state.take(act)
        return state

    def living(self) -> Iterator[Leg]:
        """Give every leg that is not over."""
        return (leg for leg in self.legs.values() if leg.stage is not Stage.OVER)

    def at(self, station: str) -> list[Leg]:
        """Give the living legs of a telephone."""
        return [leg for leg in self.living() if leg.station == station]

    def offers(self) -> list[Offer]:
        """Give all for whom telephones ring now."""
        return [leg.offer for leg in self.living() if leg.offer is not None and leg.offer.waiting is leg]

    # --- the acts ----------------------------------------------------------------------------------------------------

    def _call(self, act: Act) -> None:
        outside = act.who.startswith("+")
        _must(outside or not any(leg.active or leg.stage is Stage.RINGING for leg in self.at(act.who)))
        _must(not (outside and act.to.startswith("+")))
        _must(
            act.to != QUEUE or not any(offer.to == QUEUE for offer in self.offers())
        )  # it may let the second one wait
        call = Call()
        self.calls.append(call)
        shown = Party(act.who, act.name, act.withheld is not None) if outside else as_party(act.who)
        caller = self._leg(act.leg, act.who, call, shown, as_party(act.to), Stage.WAITING)
        self._ring(Offer(caller, act.to, act.at, None), act.leg + "-")

    def _answer(self, act: Act) -> None:
        leg = self._in(act, Stage.RINGING)
        offer = self._in_time(leg)
        _must(leg.outside or not any(other.active for other in self.at(leg.station)))
        for other in offer.ringing:
            if other is not leg and other.stage is Stage.RINGING:
                _over(other, End.ELSEWHERE, leg)
        for one, two in ((leg, offer.waiting), (offer.waiting, leg)):
            one.stage, one.peer, one.offer = Stage.TALKING, two, None
            one.taken_by = one.taken_by or leg
        if offer.giver is not None:
            _meet(offer.waiting, leg)

    def _refuse(self, act: Act) -> None:
        leg = self._in(act, Stage.RINGING)
        offer = self._in_time(leg)
        is_last = not any(other.stage is Stage.RINGING for other in offer.ringing if other is not leg)
        _must(not is_last or (offer.to != QUEUE and not (offer.to in MEMBERS and offer.waiting.station in OWNERS)))
        _over(leg, REFUSALS[act.to], leg)
        if is_last:
            self._fail(offer, leg)

    def _forward(self, act: Act) -> None:
        leg = self._in(act, Stage.RINGING)
        offer = self._in_time(leg)
        _must(not offer.patient and offer.waiting.taken_by is None and act.to != leg.station)
        _must(act.at <= offer.since + FORWARD_WITHIN)  # the PBX's patience does not begin anew
        _over(leg, End.FORWARDED, leg)
        self._ring(Offer(offer.waiting, act.to, offer.since, None), leg.name + "/")

    def _give_up(self, act: Act) -> None:
        leg = self._in(act, Stage.WAITING)
        self._in_time(leg)
        self._leave_ringing(leg)

    def _ring_out(self, act: Act) -> None:
        leg = self._in(act, Stage.RINGING)
        offer = _offer(leg)
        _must(not offer.patient and abs(act.at - offer.since - RING_SECONDS) < 0.01)
        _over(leg, End.UNANSWERED, offer.waiting)
        self._fail(offer, leg)

    def _hold(self, act: Act) -> None:
        leg = self._in(act, Stage.TALKING)
        _must(leg.offer is None and not leg.outside)
        leg.stage = Stage.HOLDING

    def _take_back(self, act: Act) -> None:
        leg = self._in(act, Stage.HOLDING)
        _must(not any(other.active for other in self.at(leg.station)))
        leg.stage = Stage.TALKING

    def _transfer(self, act: Act) -> None:
        leg = self._in(act, Stage.TALKING, Stage.HOLDING)
        _must(leg.offer is None and not leg.outside)
        peer = _peer(leg)
        _must(peer.stage is Stage.TALKING and act.to != leg.station)
        _over(leg, End.PASSED_ON, leg)
        leg.passed_to, peer.peer = act.to, None
        self._ring(Offer(peer, act.to, act.at, leg), leg.name + ">")

    def _join(self, act: Act) -> None:
        leg, other = self._in(act, Stage.HOLDING), self.legs.get(act.to)
        if other is None or other.station != leg.station or not other.calls or other.stage is not Stage.TALKING:
            raise Impossible
        _must(other.offer is None and other.call is not leg.call and other.number > leg.number)
        mine, theirs = _peer(leg), _peer(other)
        _must(theirs.station == other.other.number and mine.station != theirs.station)
        _must(mine.stage is Stage.TALKING and theirs.stage is Stage.TALKING)
        for each in (leg, other):
            _over(each, End.PASSED_ON, leg)
        leg.passed_to = theirs.station
        mine.peer, theirs.peer = theirs, mine
        _meet(mine, theirs)
        _meet(theirs, mine)
        _merge(leg.call, other.call)

    def _press(self, act: Act) -> None:
        leg = self._in(act, Stage.TALKING)  # a key changes nothing
        _must(leg.offer is None)

    def _hang_up(self, act: Act) -> None:
        leg = self._in(act, Stage.TALKING, Stage.HOLDING)
        if leg.offer is not None:
            self._in_time(leg)
            self._leave_ringing(leg)
        else:
            for each in (leg, _peer(leg)):
                _over(each, End.HUNG_UP, leg)

    # --- what comes of them ------------------------------------------------------------------------------------------

    def _ring(self, offer: Offer, prefix: str) -> None:
        waiting = offer.waiting
        stations = MEMBERS.get(offer.to, (offer.to,))
        there = {leg.station for leg in waiting.call.legs if leg.stage is not Stage.OVER}
        _must(not there.intersection(stations))
        waiting.offer = offer
        for station in stations:
            leg = self._leg(prefix + station, station, waiting.call, as_party(station), waiting.shown, Stage.RINGING)
            leg.offer, leg.rings_for = offer, waiting
            offer.ringing.append(leg)

    def _fail(self, offer: Offer, last: Leg) -> None:
        """Nobody took it: a party that was passed to a telephone comes back once, any other is sent away."""
        waiting, giver = offer.waiting, offer.giver
        if giver is None or offer.patient:
            _over(waiting, last.end or End.UNANSWERED, last)
            return
        self._ring(Offer(waiting, giver.station, self._now, None), last.name + "<")
        last.ended_by = self.legs[f"{last.name}<{giver.station}"]

    def _leave_ringing(self, waiting: Leg) -> None:
        for leg in _offer(waiting).ringing:
            if leg.stage is Stage.RINGING:
                _over(leg, End.GIVEN_UP, waiting)
        _over(waiting, End.GIVEN_UP, waiting)

    def _leg(self, name: str, station: str, call: Call, shown: Party, other: Party, stage: Stage) -> Leg:
        _must(name not in self.legs)
        leg = Leg(name, station, stage is Stage.WAITING, len(self.legs), call, shown, other, stage)
        self.legs[name] = leg
        call.legs.append(leg)
        return leg

    def _in(self, act: Act, *stages: Stage) -> Leg:
        leg = self.legs.get(act.leg)
        if leg is None or leg.stage not in stages:
            raise Impossible
        return leg

    def _in_time(self, leg: Leg) -> Offer:
        offer = _offer(leg)
        _must(self._now <= offer.until)
        return offer


def _must(possible: bool) -> None:
    if not possible:
        raise Impossible


def _offer(leg: Leg) -> Offer:
    if leg.offer is None:
        raise Impossible
    return leg.offer


def _peer(leg: Leg) -> Leg:
    if leg.peer is None:
        raise Impossible
    return leg.peer


def _over(leg: Leg, end: End, by: Leg) -> None:
    leg.stage, leg.end, leg.ended_by = Stage.OVER, end, by


def _meet(leg: Leg, other: Leg) -> None:
    """Join a party to whom it was passed: who talked with a colleague, and now with somebody outside, sees that one."""
    if other.outside and not leg.other.number.startswith("+"):
        leg.other = other.shown


def _merge(one: Call, other: Call) -> None:
    older, younger = sorted((one, other), key=lambda call: call.legs[0].number)
    for leg in younger.legs:
        leg.call = older
    older.legs += younger.legs
    younger.legs = []


_ACTS = {
    Do.CALL: Exchange._call,
    Do.ANSWER: Exchange._answer,
    Do.REFUSE: Exchange._refuse,
    Do.FORWARD: Exchange._forward,
    Do.GIVE_UP: Exchange._give_up,
    Do.RING_OUT: Exchange._ring_out,
    Do.HOLD: Exchange._hold,
    Do.TAKE_BACK: Exchange._take_back,
    Do.TRANSFER: Exchange._transfer,
    Do.JOIN: Exchange._join,
    Do.PRESS: Exchange._press,
    Do.HANG_UP: Exchange._hang_up,
}
