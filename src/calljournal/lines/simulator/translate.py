"""What the steps of a scenario mean for the telephones that are watched: a small telephone exchange. Pure.

In: `Step`, and the moment. Out: `LegReport`, the whole state of each leg that changed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from calljournal.calls import Direction, LegEnd, LegReport, LegState, Owners, Party, Presentation, Snapshot
from calljournal.contracts.line import LineConfig, LineMessage, Piece
from calljournal.lines.simulator.legs import Legs
from calljournal.lines.simulator.protocol import Step, Verb, decode, parse, trouble


class Impossible(Exception):
    """A step that cannot happen as things are."""


@dataclass(slots=True)
class _Call:
    """A conversation: who called, who was called, which telephones ring, and the leg of each telephone of ours."""

    name: str
    conversation: str
    caller: Party
    callee: Party | None
    caller_phone: str | None = None
    callee_phone: str | None = None
    ringing: list[str] = field(default_factory=list)
    legs: dict[str, str] = field(default_factory=dict)
    over: bool = False

    def opposite(self, phone: str) -> tuple[Party, str | None]:
        """Give who `phone` is talking to, and that one's telephone if it is one of the house."""
        if phone == self.caller_phone:
            return self.callee or Party(None, None, Presentation.UNAVAILABLE), self.callee_phone
        return self.caller, self.caller_phone


class Exchange:
    """Knows every call and leg of a run. `run` makes their ids differ from those of any other run."""

    def __init__(self, line: str, owners: Owners, run: str) -> None:
        self.legs = Legs(line, owners, run)
        self._run = run
        self._calls: dict[str, _Call] = {}
        self._by_hand = False
        self._do: dict[Verb, Callable[[_Call, Step], None]] = {
            Verb.IS: self._is,
            Verb.ANSWERED: self._answered,
            Verb.HELD: self._held,
            Verb.RESUMED: self._resumed,
            Verb.BUSY: lambda call, step: self._refused(call, step.phone, LegEnd.BUSY),
            Verb.REJECTED: lambda call, step: self._refused(call, step.phone, LegEnd.REJECTED),
            Verb.UNREACHABLE: lambda call, step: self._refused(call, step.phone, LegEnd.UNREACHABLE),
            Verb.UNANSWERED: lambda call, _step: self._not_put_through(call, LegEnd.NO_ANSWER),
            Verb.FAILED: lambda call, _step: self._not_put_through(call, LegEnd.FAILED),
            Verb.FORWARDED: self._forwarded,
            Verb.REDIRECTED: self._redirected,
            Verb.TRANSFERRED: self._transferred,
            Verb.JOINED: self._joined,
            Verb.ENDED: self._ended,
        }

    def apply(self, step: Step, at: datetime) -> tuple[LegReport, ...]:
        """Let a step happen and give the legs that it changed.

        Raises BadData for a step that cannot be. Once somebody has meddled by hand the script is no longer right,
        and what does not fit any more is left out.
        """
        self.legs.begin_moment(at)
        try:
            if step.verb in (Verb.RINGS, Verb.DIALS):
                self._begins(step)
            elif step.verb in self._do:
                call = self._calls[step.call]
                if call.over:
                    raise Impossible(f"call {call.name} is over")
                self._do[step.verb](call, step)
        except Impossible as error:
            if not self._by_hand:
                raise trouble(step.line, str(error)) from error
        return self.legs.changed()

    def meddle(self) -> None:
        """Somebody changes by hand what the script says of: from now on it need not fit."""
        self._by_hand = True

    def place(self, leg_id: str) -> tuple[str, str]:
        """Give the call and the telephone of a leg that exists."""
        call = next(call for call in self._calls.values() if leg_id in call.legs.values() and not call.over)
        return call.name, next(phone for phone, known in call.legs.items() if known == leg_id)

    def leg(self, call: str, phone: str) -> LegReport | None:
        """Give the leg that a telephone has in a call, if it exists."""
        return self.legs.get(self._calls[call].legs.get(phone))

    def is_live(self, call: str) -> bool:
        """Whether a call exists and is not over."""
        return call in self._calls and not self._calls[call].over

    # --- how a call begins -------------------------------------------------------------------------------------------

    def _begins(self, step: Step) -> None:
        party = _party(step)
        phones = list(step.phones)
        if step.verb is Verb.RINGS:
            caller, callee = party, None
            caller_phone = party.number if party.external is False else None
        else:
            caller_phone, callee = _phone(step), party
            caller = _inside(caller_phone)
            phones = [party.number or ""] if party.external is False else []
        if caller_phone in phones:
            raise Impossible(f"{caller_phone} cannot call itself")
        if callee is None and len(phones) == 1:
            callee = _inside(phones[0])
        call = _Call(step.call, f"{self._run}-{step.call}", caller, callee, caller_phone)
        self._calls[step.call] = call
        if caller_phone is not None:
            shown = callee or _inside(phones[0])
            self._new_leg(call, caller_phone, Direction.OUTGOING, LegState.DIALLING, shown)
        for phone in phones:
            self._ring(call, phone)

    def _ring(self, call: _Call, phone: str) -> None:
        call.ringing.append(phone)
        self._new_leg(call, phone, Direction.INCOMING, LegState.RINGING, call.caller)

    def _new_leg(self, call: _Call, phone: str, direction: Direction, state: LegState, party: Party) -> None:
        leg_id = self.legs.new(phone, call.conversation, direction, state, party)
        if leg_id is not None:
            call.legs[phone] = leg_id

    # --- what happens in it ------------------------------------------------------------------------------------------

    def _is(self, call: _Call, step: Step) -> None:
        if call.caller.presentation is not Presentation.PENDING:
            raise Impossible(f"who calls in {call.name} is known already; it does not begin with: from pending")
        call.caller = _party(step)
        for leg_id in call.legs.values():
            self.legs.show(leg_id, call.caller)

    def _answered(self, call: _Call, step: Step) -> None:
        phone = step.phone
        if phone is not None:
            if self.legs.get(call.legs.get(phone)) is None:
                self._new_leg(call, phone, Direction.INCOMING, LegState.RINGING, call.caller)  # picked up elsewhere
            for other in call.ringing:
                if other != phone:
                    self.legs.end(call.legs.get(other), LegEnd.ELSEWHERE, answered_by=self.legs.endpoint(phone))
            call.callee, call.callee_phone = _inside(phone), phone
            self.legs.join(call.legs.get(phone), call.caller)
        elif call.ringing or call.callee is None or call.callee.external is False:
            raise Impossible(f"say which telephone answers {call.name}, such as: answered by 101")
        call.ringing = []
        if call.caller_phone is not None and call.callee is not None:
            self.legs.join(call.legs.get(call.caller_phone), call.callee)

    def _held(self, call: _Call, step: Step) -> None:
        leg = self._talking_leg(call, _phone(step), LegState.TALKING)
        if leg is not None:
            self.legs.hold(leg)

    def _resumed(self, call: _Call, step: Step) -> None:
        leg = self._talking_leg(call, _phone(step), LegState.HELD)
        if leg is not None:
            self.legs.resume(leg)

    def _refused(self, call: _Call, phone: str | None, end: LegEnd) -> None:
        """One telephone does not take the call; when it was the last that rang, nobody does."""
        if phone is not None:
            self._stop_ringing(call, phone, end)
            if call.ringing:
                return
            end = LegEnd.FAILED if end is LegEnd.UNREACHABLE else end
        self._not_put_through(call, end)

    def _stop_ringing(self, call: _Call, phone: str, end: LegEnd) -> None:
        if phone not in call.ringing:
            raise Impossible(f"{phone} does not ring in call {call.name}; there ring: {', '.join(call.ringing) or '-'}")
        call.ringing.remove(phone)
        self.legs.end(call.legs.get(phone), end)

    def _not_put_through(self, call: _Call, end: LegEnd) -> None:
        """Nobody takes the call; who had talked in it before it was passed on has talked all the same."""
        if call.callee_phone is not None:
            raise Impossible(f"call {call.name} has been answered by {call.callee_phone}")
        for leg_id in call.legs.values():
            leg = self.legs.get(leg_id)
            self.legs.end(leg_id, LegEnd.ANSWERED if leg and leg.answered else end)
        call.ringing, call.over = [], True

    def _forwarded(self, call: _Call, step: Step) -> None:
        self._stop_ringing(call, _phone(step), LegEnd.FORWARDED)
        self._goes_to(call, _party(step))

    def _redirected(self, call: _Call, step: Step) -> None:
        """The one side is sent on by the other: from a talk, or before it, and then nothing rings any more."""
        phone = _phone(step)
        if phone not in call.ringing:
            self._transferred(call, step)
            return
        for other in call.ringing:
            self.legs.end(call.legs.get(other), LegEnd.FORWARDED if other == phone else LegEnd.CANCELLED)
        call.ringing = []
        self._goes_to(call, _party(step))

    def _transferred(self, call: _Call, step: Step) -> None:
        """A blind transfer: the one side leaves, the other waits while the new telephone rings."""
        leaves, target = _phone(step), _party(step)
        self._talking_leg(call, leaves, LegState.TALKING, LegState.HELD)
        call.caller, call.caller_phone = call.opposite(leaves)
        call.callee_phone = None
        self.legs.end(call.legs.get(leaves), LegEnd.ANSWERED, transferred_to=target.number)
        self._goes_to(call, target)
        if call.caller_phone is not None:
            self.legs.show(call.legs.get(call.caller_phone), target)

    def _goes_to(self, call: _Call, target: Party) -> None:
        call.callee = target
        if target.external is False and target.number is not None:
            self._ring(call, target.number)

    def _joined(self, call: _Call, step: Step) -> None:
        """An attended transfer: who was consulted in the other call takes over from the one who asked."""
        leaves, other = _phone(step), self._calls[step.other or ""]
        if other is call or other.over or leaves not in (other.caller_phone, other.callee_phone):
            raise Impossible(f"{leaves} is in no other call {other.name} to which this one could be joined")
        self._talking_leg(call, leaves, LegState.TALKING, LegState.HELD)
        (here, here_phone), (there, there_phone) = call.opposite(leaves), other.opposite(leaves)
        consulted = self.legs.get(other.legs.pop(leaves, None))
        self.legs.end(call.legs.get(leaves), LegEnd.ANSWERED, transferred_to=there.number)
        if consulted is not None:
            self.legs.move(consulted.leg, call.conversation)
            self.legs.end(consulted.leg, LegEnd.ANSWERED if consulted.answered else LegEnd.CANCELLED)
        for leg_id in other.legs.values():
            self.legs.move(leg_id, call.conversation)
            self.legs.show(leg_id, here)
        call.legs.update(other.legs)
        call.caller, call.caller_phone, call.callee, call.callee_phone = here, here_phone, there, there_phone
        call.ringing, other.over = other.ringing, True
        if here_phone is not None:
            self.legs.show(call.legs.get(here_phone), there)

    def _ended(self, call: _Call, step: Step) -> None:
        declined = step.phone not in (None, "caller", call.caller_phone)
        for leg_id in call.legs.values():
            leg = self.legs.get(leg_id)
            if leg is not None and leg.answered is not None:
                self.legs.end(leg_id, LegEnd.ANSWERED)
            else:
                dialling = leg is not None and leg.state is LegState.DIALLING
                self.legs.end(leg_id, LegEnd.REJECTED if dialling and declined else LegEnd.CANCELLED)
        call.ringing, call.over = [], True

    def _talking_leg(self, call: _Call, phone: str, *states: LegState) -> LegReport | None:
        """Give the leg of a telephone that must be in one of these states; None for one that is not watched."""
        if phone not in (call.caller_phone, call.callee_phone):
            raise Impossible(f"{phone} does not talk in call {call.name}")
        leg = self.legs.get(call.legs.get(phone))
        if self.legs.watches(phone) and (leg is None or leg.state not in states):
            raise Impossible(f"{phone} is {leg.state if leg else 'not'} in call {call.name}, not {' or '.join(states)}")
        return leg


def _phone(step: Step) -> str:
    if step.phone is None:
        raise Impossible("no telephone is named")
    return step.phone


def _party(step: Step) -> Party:
    if step.party is None:
        raise Impossible("nobody is named for the other side")
    return step.party


def _inside(phone: str) -> Party:
    return Party(phone, None, Presentation.ALLOWED, external=False)


def check(steps: Iterable[Step], owners: Owners) -> None:
    """Play the steps to nobody, to see whether they can be; raises BadData with the line of the first that cannot."""
    exchange = Exchange("", owners, "")
    beginning = datetime(2000, 1, 1, tzinfo=UTC)
    for step in steps:
        exchange.apply(step, beginning + timedelta(seconds=step.at))


def replay(config: LineConfig, pieces: Iterable[Piece]) -> Iterator[LineMessage]:
    """Play a scenario that comes as the bytes of its file, at once, and tell what the line would have told."""
    moments: list[datetime] = []
    data = bytearray()
    for piece in pieces:
        data += piece.data
        if piece.at is not None:
            moments.append(piece.at)
    scenario = parse(decode(bytes(data)))
    starts = scenario.starts or (moments[0] if moments else config.clock.now())
    exchange = Exchange(config.name, config.owners, "replay")
    generation, connected = 1, True
    yield Snapshot(config.name, generation, frozenset(), starts)
    for step in scenario.steps:
        at = starts + timedelta(seconds=step.at)
        reports = exchange.apply(step, at)
        if step.verb is Verb.DROPS:
            connected = False
        elif step.verb is Verb.RETURNS and not connected:
            generation, connected = generation + 1, True
            yield Snapshot(config.name, generation, frozenset(exchange.legs.live), at)
            reports = tuple(exchange.legs.report(leg_id, at) for leg_id in exchange.legs.live)
        if connected:
            for report in reports:
                yield replace(report, generation=generation)
