"""The rows that the journal must have: who and what by the plan, when by the telephones' own message logs.

It is written from the words of the design alone, and knows nothing of how a PBX tells what happens.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tests.model.exchange import Call, End, Leg
from tests.model.plans import OWNERS
from tests.model.player import Log, NotPlayed, Played

Span = tuple[datetime, datetime]

OUTGOING: dict[End | None, str] = {
    End.GIVEN_UP: "cancelled",
    End.UNANSWERED: "no-answer",
    End.DECLINED: "rejected",
    End.BUSY: "busy",
    End.UNAVAILABLE: "no-answer",
    End.UNKNOWN: "failed",
}
"""What became of a call that the owner made and nobody answered."""


@dataclass(frozen=True)
class Row:
    """One row of the journal, as far as a telephone call can decide it; times in UTC, lengths in seconds."""

    owner: str
    direction: str
    scope: str
    number: str | None
    name: str | None
    presentation: str
    outcome: str | None
    answered_by: str | None
    transferred_to: str | None
    legs: int
    anomalies: tuple[str, ...]
    started: datetime
    answered: datetime | None
    ended: datetime | None
    talk: float
    held: float


def truth(played: Played) -> list[Row]:
    """Give the rows of all owners, the oldest first. Raises NotPlayed where the logs do not show what was ordered."""
    clock = _Clock(played.logs)
    found = [
        _row(owner, sorted(own, key=clock.started), _Takers(call, clock), clock)
        for call in played.exchange.calls
        for owner in OWNERS
        if (own := [leg for leg in call.legs if leg.station == owner])
    ]
    return sorted(found, key=lambda row: row.started)


def _row(owner: str, legs: list[Leg], takers: _Takers, clock: _Clock) -> Row:
    first = legs[0]
    other = first.other
    talked = [leg for leg in legs if leg.taken_by]
    passed_on = _passed_on(legs, clock)
    answered = min((clock.answered(leg) for leg in talked), default=None)
    waited = [] if talked or first.calls else legs
    in_vain = [leg for leg in waited if leg.end in (End.ELSEWHERE, End.UNANSWERED)]
    talk, held = clock.talk_and_held(talked)
    return Row(
        owner=owner,
        direction="outgoing" if first.calls else "incoming",
        scope="external" if other.number.startswith("+") else "internal",
        number=None if other.withheld else other.number,
        name=None if other.withheld else other.name,
        presentation="withheld" if other.withheld else "allowed",
        outcome=_outcome(legs, talked=bool(talked), taken=takers.of(in_vain) is not None, passed_on=passed_on),
        answered_by=takers.of(waited),
        transferred_to=passed_on,
        legs=len(legs),
        anomalies=(),
        started=clock.started(first),
        answered=answered,
        ended=max(clock.ended(leg) for leg in legs),
        talk=talk,
        held=held,
    )


def _passed_on(legs: list[Leg], clock: _Clock) -> str | None:
    """To whom the owner passed the call, unless it came back and the owner talked again."""
    passed = [leg for leg in legs if leg.passed_to]
    if not passed:
        return None
    last = max(passed, key=clock.ended)
    came_back = any(leg.taken_by and clock.answered(leg) > clock.ended(last) for leg in legs)
    return None if came_back else last.passed_to


def _outcome(legs: list[Leg], *, talked: bool, taken: bool, passed_on: str | None) -> str:
    """Judge by the words of the design; `taken` says that somebody took what rang here in vain."""
    if talked:
        return "transferred" if passed_on else "answered"
    ends = {leg.end for leg in legs}
    if legs[0].calls:
        return OUTGOING[legs[-1].end]
    if taken:
        return "answered-elsewhere"
    if End.DECLINED in ends:
        return "rejected"
    if End.FORWARDED in ends:
        return "forwarded"
    return "busy" if ends == {End.BUSY} else "missed"


class _Takers:
    """Who took a call: of the telephones that rang for the same party, the first to answer after one began to ring."""

    def __init__(self, call: Call, clock: _Clock) -> None:
        self._talked = sorted((leg for leg in call.legs if leg.rings_for and leg.taken_by), key=clock.answered)
        self._clock = clock

    def of(self, legs: list[Leg]) -> str | None:
        """Give who answered instead of these telephones."""
        for leg in legs:
            began = self._clock.started(leg)
            for other in self._talked:
                if other.rings_for is leg.rings_for and self._clock.answered(other) > began:
                    return other.station
        return None


class _Clock:
    """When things happened to a leg, by the messages of its telephone, or of another where its own says nothing."""

    def __init__(self, logs: dict[str, Log]) -> None:
        self._logs = logs

    def started(self, leg: Leg) -> datetime:
        """The dial command or the first ring; a telephone that gives no sign of life rings when it is called."""
        return self._first(leg, "INVITE" if leg.calls else "180") or self._must(leg, "INVITE")

    def answered(self, leg: Leg) -> datetime:
        """When it was first joined to a person: the answer of the telephone that was called."""
        person = leg if leg.taken_by is None or not leg.calls else leg.taken_by
        return self._must(person, "200")

    def ended(self, leg: Leg) -> datetime:
        """When it was hung up, given up, refused or passed on."""
        keys = {"REFER"} if leg.passed_to else {"BYE", "CANCEL"}
        for message in self._logs[leg.name]:
            refused = message.key.isdecimal() and int(message.key) >= 300
            if message.key in keys or (refused and message.key != "491"):
                return message.at
        return self._ended_by_another(leg)

    def _ended_by_another(self, leg: Leg) -> datetime:
        other = leg.ended_by
        if other is None or other is leg:
            raise NotPlayed(f"{leg.name} does not end")
        if leg.end is End.ELSEWHERE:
            return self.answered(other)
        if leg.end is End.UNANSWERED and leg.offer is not None and other is not leg.offer.waiting:
            return self._must(other, "INVITE")  # the PBX gave up and called the next one
        return self.ended(other)

    def talk_and_held(self, legs: Iterable[Leg]) -> tuple[float, float]:
        """Seconds in which any call was at the ear, and in which all were on hold."""
        whole, talking = [], []
        for leg in legs:
            span = (self.answered(leg), self.ended(leg))
            whole.append(span)
            talking += self._off_hold(leg, span)
        talk = _length(talking)
        return talk, _length(whole) - talk

    def _off_hold(self, leg: Leg, span: Span) -> list[Span]:
        spans, since = [], span[0]
        held = False
        for message in self._logs[leg.name]:
            if message.key != "INVITE" or not message.is_sent or message.at < span[0]:
                continue
            holds = "a=sendonly" in message.text
            if holds and not held:
                spans.append((since, message.at))
            if not holds and held:
                since = message.at
            held = holds
        return spans if held else [*spans, (since, span[1])]

    def _first(self, leg: Leg, key: str) -> datetime | None:
        return next((message.at for message in self._logs[leg.name] if message.key == key), None)

    def _must(self, leg: Leg, key: str) -> datetime:
        at = self._first(leg, key)
        if at is None:
            raise NotPlayed(f"{leg.name}: no {key} in its log")
        return at


def _length(spans: list[Span]) -> float:
    """Seconds that are covered by any of them."""
    seconds, reached = 0.0, None
    for start, end in sorted(spans):
        begin = start if reached is None else max(start, reached)
        seconds += max(0.0, (end - begin).total_seconds())
        reached = end if reached is None else max(reached, end)
    return seconds
