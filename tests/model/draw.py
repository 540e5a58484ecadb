"""Draws plans: a walk through what people can do, the same for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import replace

from tests.model.exchange import RING_SECONDS, Exchange, Impossible, Leg, Offer, Stage
from tests.model.plans import GROUP, QUEUE, STATIONS, Act, Do, Plan
from tests.pbx.phones import Withheld

NAMES = (None, None, "Muster AG", "Müller: Söhne & Cie", "Žofie Łęcka", "김서연")
WITHHELD: tuple[Withheld | None, ...] = (None, "from", "pai")
GAP = (0.2, 0.8)
"""Seconds between two acts of one call or of one telephone: enough that their order is beyond doubt."""
LONGEST = 14
"""Acts after which people only end what goes on."""
URGENT, URGENT_MANY = 0.8, 3.0
"""Seconds of ringing after which something must become of it."""
LEFT_ALONE = 0.06
"""The part of the telephones that ring until the PBX gives up: it costs three seconds."""
RANGES = ("+41440002{}", "+41790003{}", "+493023125{}")
"""Fictional numbers: of the own country by landline and mobile, and of another."""

Choice = tuple[float, Act]


def draw(seed: int) -> Plan:
    """Give the plan of a seed."""
    return _Walk(seed).plan()


class _Walk:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._seed = seed
        self._exchange = Exchange()
        self._acts: list[Act] = []
        self._now = 0.0
        self._touched: dict[str, float] = {}
        """Telephone -> the time of the last act of any of its calls."""
        self._left_alone: dict[str, float] = {}
        """Ringing leg -> when the PBX gives up."""
        self._to_come = self._random.choices((1, 2, 3), (4, 4, 2))[0]
        self._offline = frozenset({self._random.choice(STATIONS)} if self._random.random() < 0.12 else ())

    def plan(self) -> Plan:
        """Walk until every call is over."""
        while self._to_come or any(True for _ in self._exchange.living()):
            self._step()
        return Plan(self._seed, tuple(self._acts), self._offline)

    # --- one step ----------------------------------------------------------------------------------------------------

    def _step(self) -> None:
        for gap in (GAP, (GAP[0], GAP[0])):  # in a hurry where the usual leisure would be too slow
            choices = list(self._choices())
            while choices:
                choice = self._random.choices(choices, [weight for weight, _ in choices])[0]
                choices.remove(choice)
                act = self._timed(choice[1], gap)
                if self._try(self._overdue(act.at) or act):
                    return
        waiting = self._overdue(float("inf"))
        if waiting is None or not self._try(waiting):
            raise AssertionError(f"plan {self._seed}: nothing can be done any more after {self._acts}")

    def _timed(self, act: Act, gap: tuple[float, float]) -> Act:
        """Give an act a time at which the last one of the same people is done with."""
        leg = self._exchange.legs.get(act.leg)
        people = [act.who, act.to] if leg is None else [each.station for each in leg.call.legs]
        earliest = max(self._touched.get(person, 0.0) for person in people) + self._random.uniform(*gap)
        at = max(earliest, self._now + self._random.choice((0.0, 0.1)))
        return replace(act, at=round(at, 2))

    def _overdue(self, at: float) -> Act | None:
        """Give the telephone of which the PBX tires before `at`, if any."""
        due = [(until, leg) for leg, until in self._left_alone.items() if until <= at]
        return Act(min(due)[0], Do.RING_OUT, min(due)[1]) if due else None

    def _try(self, act: Act) -> bool:
        try:
            after = self._exchange.after(act)
        except Impossible:
            return False
        rung = [leg for name, leg in after.legs.items() if name not in self._exchange.legs]
        if any(act.at > offer.until - GAP[0] for offer in after.offers() if not self._is_left_alone(offer)):
            return False  # somebody else's telephone would ring for too long
        self._exchange = after
        self._acts.append(act)
        self._now = act.at
        self._left_alone.pop(act.leg, None)
        for each in after.legs[act.leg].call.legs:
            self._touched[each.station] = act.at
        if act.do is Do.CALL:
            self._to_come = max(0, self._to_come - 1)
        for leg in rung:
            offer = leg.offer
            if not leg.calls and offer is not None and not offer.patient and self._random.random() < self._ignored(leg):
                self._left_alone[leg.name] = round(offer.since + RING_SECONDS, 2)
        return True

    def _ignored(self, leg: Leg) -> float:
        """Give how likely it is that nobody lifts this telephone and the caller waits to the end."""
        if len(self._acts) >= LONGEST:
            return 0.0
        return 0.4 if leg.station in self._offline else LEFT_ALONE

    # --- what could be done ------------------------------------------------------------------------------------------

    def _choices(self) -> Iterator[Choice]:
        offers = [offer for offer in self._exchange.offers() if not self._is_left_alone(offer)]
        urgent = [o for o in offers if self._now >= o.since + (URGENT_MANY if o.patient else URGENT)]
        for offer in [min(urgent, key=lambda o: o.until)] if urgent else offers:
            yield from self._of_offer(offer)
        if urgent:
            return
        for leg in self._exchange.living():
            if leg.offer is None:
                yield from self._of_talk(leg)
        if self._to_come:
            yield from self._new_calls()

    def _is_left_alone(self, offer: Offer) -> bool:
        return any(leg.name in self._left_alone for leg in offer.ringing if leg.stage is Stage.RINGING)

    def _of_offer(self, offer: Offer) -> Iterator[Choice]:
        waiting = offer.waiting
        leaves = Do.GIVE_UP if waiting.stage is Stage.WAITING else Do.HANG_UP
        yield 1.0, Act(0, leaves, waiting.name)
        for leg in offer.ringing:
            if leg.stage is not Stage.RINGING or leg.station in self._offline:
                continue
            for other in self._exchange.at(leg.station):
                if other.stage is Stage.TALKING and not leg.outside:
                    yield 6.0, Act(0, Do.HOLD, other.name)
            yield 7.0, Act(0, Do.ANSWER, leg.name)
            for status in ("603", "486", "480", "404") if leg.outside else ("603", "486"):
                yield 0.5, Act(0, Do.REFUSE, leg.name, status)
            if not leg.outside and self._may_grow:
                yield 0.8, Act(0, Do.FORWARD, leg.name, self._random.choice(STATIONS))

    def _of_talk(self, leg: Leg) -> Iterator[Choice]:
        yield 0.8, Act(0, Do.HANG_UP, leg.name)
        if leg.outside or not self._may_grow:
            return
        inside = self._random.choice(STATIONS)
        yield 0.7, Act(0, Do.TRANSFER, leg.name, self._random.choice((inside, inside, inside, GROUP, self._number())))
        if leg.stage is Stage.TALKING:
            yield 1.5, Act(0, Do.HOLD, leg.name)
            yield 0.2, Act(0, Do.PRESS, leg.name, self._random.choice("123456789"))
            return
        yield 1.2, Act(0, Do.TAKE_BACK, leg.name)
        for other in self._exchange.at(leg.station):
            if other.stage is Stage.TALKING:
                yield 8.0, Act(0, Do.JOIN, leg.name, other.name)
        yield 4.0, self._call(leg.station, self._random.choice((inside, inside, self._number())))

    def _new_calls(self) -> Iterator[Choice]:
        to = self._random.choice((*STATIONS, *STATIONS[:2], GROUP, QUEUE))
        shown = self._random.choice(NAMES)
        withheld = self._random.choices(WITHHELD, (8, 1, 1))[0]
        weight = 2.0 if self._acts else 20.0
        yield weight, self._call(self._number(), to, None if withheld else shown, withheld)
        who = self._random.choice([station for station in STATIONS if station not in self._offline])
        yield weight / 2, self._call(who, self._random.choice((*STATIONS, GROUP)))
        yield weight / 2, self._call(who, self._number())

    def _call(self, who: str, to: str, name: str | None = None, withheld: Withheld | None = None) -> Act:
        letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[sum(act.do is Do.CALL for act in self._acts)]
        return Act(0, Do.CALL, letter, to, who, name, withheld)

    @property
    def _may_grow(self) -> bool:
        return len(self._acts) < LONGEST

    def _number(self) -> str:
        """Give a number outside that nobody else in this plan has."""
        while (number := self._random.choice(RANGES).format(self._random.randrange(100, 1000))) in self._touched:
            pass
        return number
