"""One leg as far as it is known, and how a further report of it is believed. Pure."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from operator import attrgetter

from calljournal.calls.report import LegEnd, LegReport, LegState, Party, Presentation, Span
from calljournal.calls.states import may_follow
from calljournal.words import say

WITHHELD_UNASKED = say("the telephone system did not say whether the number is withheld: treated as withheld")

GUESSED = say("the call was running already when we came: its direction is a guess")
JOINED_BEFORE = say("the call was connected already when we came: when it was answered is not known")

UNSEEN_END = say("the end of the call was not seen: there was no connection to the telephone system")

_FACTS = attrgetter(*(each.name for each in fields(LegReport) if each.name not in ("at", "generation", "anomalies")))
"""What a report says of its leg, but for the anomalies, which are kept apart."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A leg as far as it is known: the last report that was believed, completed by what earlier ones knew.

    A line that connects anew has to guess who called whom in the legs that it finds there. `guess` is what it first
    said of the other party then (None for a leg seen by one connection): until it says something else, what was
    known before is kept.
    """

    report: LegReport
    anomalies: tuple[str, ...] = ()
    guess: Party | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What tells this leg from all others: the line and the leg's id there."""
        return self.report.line, self.report.leg

    @property
    def live(self) -> bool:
        """Whether the leg still exists."""
        return self.report.state is not LegState.ENDED

    @property
    def pending(self) -> bool:
        """Whether the telephone system still has to say if the number is withheld."""
        return self.report.party.presentation is Presentation.PENDING


def take_in(before: Leg, report: LegReport) -> Leg:
    """Complete a new report by what is known already; give `before` itself where the report is not to be believed."""
    old = before.report
    anomalies = before.anomalies
    same_connection = report.generation == old.generation
    if same_connection and report.at < old.at:
        return before  # it was overtaken on its way: each report is whole, so the later one knows better
    revived = not before.live and report.state is not LegState.ENDED
    if revived and same_connection and old.end is not LegEnd.LOST:
        return _noted(before, f"{report.state} after the end of the leg: ignored")
    if not revived and not may_follow(old.state, report.state):
        anomalies = _with(anomalies, f"{report.state} after {old.state}")
    whole = report
    started = min(old.started, report.started)
    answered = min(filter(None, (old.answered, report.answered)), default=None)
    if (started, answered) != (report.started, report.answered):
        whole = replace(report, started=started, answered=answered)
    guess = before.guess if same_connection else report.party
    if guess is not None:
        withheld = old.party.presentation is Presentation.WITHHELD  # it stays so, and what a late line sees is not kept
        guess = old.party if withheld else guess
        still_guessed = old.party.number is not None and report.party == guess
        party = old.party if withheld or still_guessed else report.party
        whole = replace(whole, direction=old.direction, party=party, holds=_joined(old.holds, report))
    if report.party.presentation is Presentation.PENDING and not before.pending:
        whole = replace(whole, party=old.party)  # what is settled is not asked again
    elif report.party.presentation is not Presentation.PENDING:
        anomalies = tuple(anomaly for anomaly in anomalies if anomaly != WITHHELD_UNASKED)  # it said so after all
    if old.end is LegEnd.LOST:
        anomalies = tuple(anomaly for anomaly in anomalies if anomaly != UNSEEN_END)  # it goes on, or its end is told
    if report.joined_before and old.answered is None:
        anomalies = _with(anomalies, JOINED_BEFORE)
    for anomaly in report.anomalies:
        anomalies = _with(anomalies, anomaly)
    return settled(Leg(whole, anomalies, guess))


def first_seen(report: LegReport) -> Leg:
    """Begin with what the first report of a leg says."""
    late = ((report.guessed, GUESSED), (report.joined_before, JOINED_BEFORE))
    return settled(Leg(report, (*report.anomalies, *(words for is_so, words in late if is_so))))


def says_the_same(before: Leg, after: Leg) -> bool:
    """Whether a leg did not change, but for when and through which connection it was last told of."""
    return after.anomalies == before.anomalies and _FACTS(after.report) == _FACTS(before.report)


def masked(report: LegReport) -> LegReport:
    """Drop at the door what a line ought not to have told: only an allowed number may go on."""
    party = report.party
    if party.presentation is Presentation.ALLOWED or (party.number is None and party.name is None):
        return report
    name = party.name if party.presentation is Presentation.UNAVAILABLE else None
    return replace(report, party=replace(party, number=None, name=name))


def settled(leg: Leg) -> Leg:
    """A leg that is gone will not be asked any more."""
    return withheld_unasked(leg) if leg.pending and not leg.live else leg


def withheld_unasked(leg: Leg) -> Leg:
    """Treat a number as withheld, for the telephone system never said whether it is."""
    party = replace(leg.report.party, number=None, name=None, presentation=Presentation.WITHHELD)
    return Leg(replace(leg.report, party=party), _with(leg.anomalies, WITHHELD_UNASKED), leg.guess)


def _noted(leg: Leg, anomaly: str) -> Leg:
    anomalies = _with(leg.anomalies, anomaly)
    return leg if anomalies == leg.anomalies else replace(leg, anomalies=anomalies)


def _with(anomalies: tuple[str, ...], anomaly: str) -> tuple[str, ...]:
    return anomalies if anomaly in anomalies else (*anomalies, anomaly)


def _joined(before: tuple[Span, ...], report: LegReport) -> tuple[Span, ...]:
    """Put the holds of two connections together; one that nobody saw end has ended when the leg is not on hold."""
    spans = {span.start: span for span in (*before, *report.holds)}
    until = None if report.state is LegState.HELD else report.ended or report.at
    return tuple(Span(start, spans[start].end or until) for start in sorted(spans))


def lost(leg: Leg, seen: datetime | None, at: datetime) -> Leg:
    """End a leg of which we lost sight: when its line was last seen, but between its last report and `at`."""
    report = leg.report
    ended = max(report.at, min(seen or report.at, at))
    gone = replace(
        report,
        state=LegState.ENDED,
        end=LegEnd.LOST,
        ended=ended,
        at=ended,
        holds=tuple(Span(hold.start, hold.end or ended) for hold in report.holds),
    )
    return settled(replace(leg, report=gone, anomalies=_with(leg.anomalies, UNSEEN_END)))
