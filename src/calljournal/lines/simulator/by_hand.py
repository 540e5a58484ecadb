"""What people do by command, as steps that come in beside those of the script. Pure."""

from dataclasses import replace

from calljournal.calls import LegReport, LegState, Owners, Party
from calljournal.contracts.line import (
    Answer,
    BlindTransfer,
    CancelTransfer,
    CompleteTransfer,
    Consult,
    Dial,
    HangUp,
    Hold,
    LineCommand,
    Redirect,
)
from calljournal.lines.simulator.outside import called, takes
from calljournal.lines.simulator.protocol import Step, Verb
from calljournal.lines.simulator.translate import Exchange
from calljournal.numbers import DialRules
from calljournal.words import say

TALKS = (LegState.TALKING, LegState.HELD)
RINGS = (LegState.RINGING,)


class CannotBe(Exception):
    """The text says why a command cannot be carried out as things are."""


class ByHand:
    """Turns commands into steps; keeps who consults whom."""

    def __init__(self, exchange: Exchange, owners: Owners, rules: DialRules) -> None:
        self._exchange = exchange
        self._owners = owners
        self._rules = rules
        self._calls = 0
        self._consultations: dict[str, str] = {}

    def steps(self, command: LineCommand, at: float) -> tuple[Step, ...]:
        """Give the steps of a command that is given `at` seconds after the beginning; raises CannotBe."""
        match command:
            case Dial():
                return self._dial(command, at)
            case HangUp(_, leg):
                report = self._leg(leg)
                return (self._step(leg, Verb.REJECTED if report.state in RINGS else Verb.ENDED, at),)
            case Answer(_, leg):
                self._leg(leg, *RINGS)
                return (self._step(leg, Verb.ANSWERED, at),)
            case Hold(_, leg, on):
                self._leg(leg, LegState.TALKING if on else LegState.HELD)
                return (self._step(leg, Verb.HELD if on else Verb.RESUMED, at),)
            case Redirect(_, leg, number):
                if self._leg(leg, *RINGS, *TALKS).state in TALKS:
                    self._free(leg)
                return self._sent(leg, Verb.REDIRECTED, number, at)
            case BlindTransfer(_, leg, number):
                self._free(leg)
                return self._sent(leg, Verb.TRANSFERRED, number, at)
            case Consult():
                return self._consult(command, at)
            case CompleteTransfer():
                return self._complete(command, at)
            case CancelTransfer():
                return self._cancel(command, at)

    def _dial(self, command: Dial, at: float) -> tuple[Step, ...]:
        if command.endpoint not in self._owners:
            raise CannotBe(
                say(
                    "{endpoint!r} is no telephone of this line; there are: {owners}",
                    endpoint=command.endpoint,
                    owners=str(self._owners) or say("none"),
                )
            )
        return self._calling(self._owners.extension(command.endpoint), command.number, at)

    def _calling(self, phone: str, number: str, at: float) -> tuple[Step, ...]:
        party = self._party(number, phone)
        self._calls += 1
        call = f"by-hand-{self._calls}"
        return Step(0, at, Verb.DIALS, call, phone, party), takes(party, call, at)

    def _party(self, number: str, phone: str) -> Party:
        party = called(number, phone, self._rules)
        if isinstance(party, str):
            raise CannotBe(party)
        return party

    def _sent(self, leg: str, verb: Verb, number: str, at: float) -> tuple[Step, ...]:
        """The call goes on to a number, and whoever is there behaves as one who is dialled."""
        step = self._step(leg, verb, at)
        party = self._party(number, step.phone or "")
        return replace(step, party=party), takes(party, step.call, at)

    def _consult(self, command: Consult, at: float) -> tuple[Step, ...]:
        report = self._free(command.leg)
        step = self._step(command.leg, Verb.HELD, at)
        calling = self._calling(step.phone or "", command.number, at)
        self._consultations[command.leg] = calling[0].call
        return (step, *calling) if report.state is LegState.TALKING else calling

    def _complete(self, command: CompleteTransfer, at: float) -> tuple[Step, ...]:
        consultation = self._consulted(command.leg)
        step = self._step(command.leg, Verb.JOINED, at)
        asking = self._exchange.leg(consultation, step.phone or "")
        joined = replace(step, other=consultation)
        if asking is None or asking.answered is not None:
            return (joined,)
        return joined, takes(asking.party, step.call, at)  # it rings on, for the one who waits

    def _cancel(self, command: CancelTransfer, at: float) -> tuple[Step, ...]:
        consultation = self._consulted(command.leg)
        ended = replace(self._step(command.leg, Verb.ENDED, at), call=consultation)
        held = self._leg(command.leg).state is LegState.HELD
        return (ended, self._step(command.leg, Verb.RESUMED, at)) if held else (ended,)

    # --- whom it concerns --------------------------------------------------------------------------------------------

    def _leg(self, leg: str, *states: LegState) -> LegReport:
        report = self._exchange.legs.get(leg)
        if report is None:
            raise CannotBe(say("that call has ended already"))
        if states and report.state not in states:
            raise CannotBe(say("that cannot be done now: the call is {state}", state=report.state.value))
        return report

    def _free(self, leg: str) -> LegReport:
        """Give a leg that talks and does not consult anybody."""
        report = self._leg(leg, *TALKS)
        if self._consultation(leg) is not None:
            raise CannotBe(say("an attended transfer is going on in this call; complete it or cancel it"))
        return report

    def _consulted(self, leg: str) -> str:
        self._leg(leg)
        call = self._consultation(leg)
        if call is None:
            raise CannotBe(say("no attended transfer was begun here in this call"))
        return call

    def _consultation(self, leg: str) -> str | None:
        call = self._consultations.get(leg)
        return call if call is not None and self._exchange.is_live(call) else None

    def _step(self, leg: str, verb: Verb, at: float) -> Step:
        call, phone = self._exchange.place(leg)
        return Step(0, at, verb, call, phone)
