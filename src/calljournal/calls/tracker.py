"""Follows the legs that a line reports, and puts those of one conversation together into calls.

Pure: it has no clock and no identifiers of its own; both are handed in.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from calljournal.calls.leg import Leg, first_seen, lost, masked, says_the_same, take_in, withheld_unasked
from calljournal.calls.report import LegEnd, LegReport, LegState, Snapshot

KEEP_ENDED = 1000
"""Ended calls that are remembered, so that a late correction still finds its call (some minutes on a busy PBX)."""

EARLIER_RUN = -1
"""The generation of legs that an earlier run of the program saw; the connections of this run count from 0."""


@dataclass(frozen=True, slots=True)
class Call:
    """A whole conversation: its legs in the order in which they appeared.

    A call that turned out to be part of an older one has no legs left and names that one in `merged_into`.
    """

    id: str
    line: str
    legs: tuple[Leg, ...]
    merged_into: str | None = None

    @property
    def live(self) -> bool:
        """Whether any leg of ours still exists."""
        return any(leg.live for leg in self.legs)


class CallTracker:
    """Turns reports of legs into calls; each method returns the calls that it changed, those merged away first."""

    def __init__(self, new_id: Callable[[], str], keep_ended: int = KEEP_ENDED) -> None:
        self._new_id = new_id
        self._keep_ended = keep_ended
        self._most = 2 * keep_ended
        self._calls: dict[str, Call] = {}
        self._call_of_leg: dict[tuple[str, str], str] = {}
        self._call_of_conversation: dict[tuple[str, str], str] = {}
        self._generation: dict[str, int] = {}
        self._last_seen: dict[tuple[str, int], datetime] = {}

    def apply(self, report: LegReport) -> tuple[Call, ...]:
        """Take in a report. One that says nothing new changes nothing."""
        if report.generation < self._generation.get(report.line, report.generation):
            return ()  # a connection that has gone speaks after its successor: what it says has been overtaken
        self._generation[report.line] = report.generation
        self.sighted(report.line, report.at)
        report = masked(report)
        known = self._known_call(report)
        if known is None:
            return (self._begin(report),)
        before = _leg(known, report)
        leg = take_in(before, report)
        changed = known if leg is before else self._put(known, leg)
        merged = self._join_conversation(changed, report)
        if merged:
            return merged
        return () if says_the_same(before, leg) else (changed,)

    def snapshot(self, snapshot: Snapshot) -> tuple[Call, ...]:
        """End as lost every live leg of the line that no longer exists, at the time it was last seen."""
        if snapshot.generation < self._generation.get(snapshot.line, snapshot.generation):
            return ()  # as in `apply`: overtaken
        self._generation[snapshot.line] = snapshot.generation
        seen = self._seen_before(snapshot)
        changed: list[Call] = []
        for call in self._live_calls(snapshot.line):
            legs = tuple(
                lost(leg, seen, snapshot.at) if leg.live and leg.report.leg not in snapshot.legs else leg
                for leg in call.legs
            )
            if legs != call.legs:
                changed.append(self._keep(replace(call, legs=legs)))
        self.sighted(snapshot.line, snapshot.at)
        return tuple(changed)

    def sighted(self, line: str, at: datetime) -> None:
        """Note that the present connection of the line was alive at `at`: until then its legs existed for certain."""
        connection = (line, self._generation.get(line, 0))
        self._last_seen[connection] = max(at, self._last_seen.get(connection, at))

    def _seen_before(self, snapshot: Snapshot) -> datetime | None:
        """Give, and forget, when the line was last seen alive before this connection.

        Every live leg existed until then, even one of which nothing was said for many connections.
        """
        seen = {key: self._last_seen.pop(key) for key in list(self._last_seen) if key[0] == snapshot.line}
        now = seen.pop((snapshot.line, snapshot.generation), None)
        return max(seen.values(), default=now)

    def give_up_asking(self, line: str, leg_id: str) -> tuple[Call, ...]:
        """Treat the number of a leg as withheld, for the telephone system did not say within its time."""
        call = self._calls.get(self._call_of_leg.get((line, leg_id), ""))
        leg = next((leg for leg in call.legs if leg.report.leg == leg_id), None) if call else None
        if call is None or leg is None or not leg.pending:
            return ()
        return (self._put(call, withheld_unasked(leg)),)

    def restore(self, call: Call, last_seen: datetime) -> None:
        """Take up a call that was live when the program last ended, so that the next snapshot can judge it."""
        legs = tuple(replace(leg, report=replace(leg.report, generation=EARLIER_RUN)) for leg in call.legs)
        self._last_seen[call.line, EARLIER_RUN] = last_seen
        for leg in legs:
            self._call_of_leg[leg.key] = call.id
            self._call_of_conversation[leg.report.line, leg.report.conversation] = call.id
        self._keep(replace(call, legs=legs))

    def live_calls(self) -> tuple[Call, ...]:
        """Give all calls with a live leg."""
        return tuple(call for call in self._calls.values() if call.live)

    def _live_calls(self, line: str) -> Iterable[Call]:
        return [call for call in self._calls.values() if call.line == line and call.live]

    def _known_call(self, report: LegReport) -> Call | None:
        """Find the call of a leg; an id that an ended leg had may be a new leg's."""
        call = self._calls.get(self._call_of_leg.get((report.line, report.leg), ""))
        if call is None:
            return None
        return None if _is_used_again(_leg(call, report), report) else call

    def _begin(self, report: LegReport) -> Call:
        conversation = (report.line, report.conversation)
        call = self._calls.get(self._call_of_conversation.get(conversation, ""))
        if call is None or not _may_join(call, report):
            call = Call(self._new_id(), report.line, ())
        leg = first_seen(report)
        self._call_of_leg[leg.key] = call.id
        self._call_of_conversation[conversation] = call.id
        return self._put(call, leg)

    def _join_conversation(self, call: Call, report: LegReport) -> tuple[Call, ...]:
        """Merge two calls when a leg of the one is now part of the other's conversation."""
        conversation = (report.line, report.conversation)
        other_id = self._call_of_conversation.setdefault(conversation, call.id)
        other = self._calls.get(other_id)
        if other is None or other_id == call.id:
            self._call_of_conversation[conversation] = call.id
            return ()
        older, younger = sorted((call, other), key=lambda c: min(leg.report.started for leg in c.legs))
        for leg in younger.legs:
            self._call_of_leg[leg.key] = older.id
        for key, call_id in self._call_of_conversation.items():
            if call_id == younger.id:
                self._call_of_conversation[key] = older.id
        whole = self._keep(replace(older, legs=older.legs + younger.legs))
        del self._calls[younger.id]
        return replace(younger, legs=(), merged_into=older.id), whole

    def _put(self, call: Call, leg: Leg) -> Call:
        legs = tuple(leg if known.key == leg.key else known for known in call.legs)
        if leg.key not in [known.key for known in call.legs]:
            legs = (*call.legs, leg)
        return self._keep(replace(call, legs=legs))

    def _keep(self, call: Call) -> Call:
        """Remember a call, the latest last, and forget the oldest of those that ended long ago."""
        self._calls.pop(call.id, None)
        self._calls[call.id] = call
        if len(self._calls) > self._most:
            self._forget_oldest()
            self._most = len(self._calls) + self._keep_ended  # so that the work is done once in so many calls
        return call

    def _forget_oldest(self) -> None:
        ended = [call.id for call in self._calls.values() if not call.live]
        gone = set(ended[: -self._keep_ended])
        self._calls = {key: call for key, call in self._calls.items() if key not in gone}
        self._call_of_leg = {key: call for key, call in self._call_of_leg.items() if call not in gone}
        self._call_of_conversation = {key: call for key, call in self._call_of_conversation.items() if call not in gone}


def _leg(call: Call, report: LegReport) -> Leg:
    return next(leg for leg in call.legs if leg.report.leg == report.leg)


def _is_used_again(before: Leg, report: LegReport) -> bool:
    """Say whether a leg's id was given to another leg: by an Asterisk that restarts within a second and counts anew,
    or by a program that gives its calls ids of its own, and the same for each.

    Within a connection a leg that has ended does not come back; one that began after its end is another. After a new
    connection one of which we only lost sight comes back as itself, unless it is another telephone's.
    """
    old = before.report
    if before.live or report.state is LegState.ENDED:
        return False
    if old.ended is not None and report.started > old.ended:
        return True
    return report.generation > old.generation and (old.end is not LegEnd.LOST or report.endpoint != old.endpoint)


def _may_join(call: Call, report: LegReport) -> bool:
    """Say whether a new leg belongs to a call of the same conversation id.

    A conversation may be without a leg of ours for a while (parked, passed to a group and back), but not across a
    new connection: then the telephone system has used the id again. So it has where the leg's own id was there before.
    """
    if any(leg.report.leg == report.leg for leg in call.legs):
        return False
    same_connection = all(leg.report.generation == report.generation for leg in call.legs)
    return call.live or same_connection or report.state is LegState.ENDED
