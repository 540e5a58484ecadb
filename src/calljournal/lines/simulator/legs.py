"""The legs of the telephones that are watched, each as the report that would be told of it now. Pure."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from calljournal.calls import Direction, LegEnd, LegReport, LegState, Owners, Party, Span

TICK = timedelta(milliseconds=1)
"""Two reports of one leg are at least so far apart: its later one can always be told from its earlier one."""


class Legs:
    """Makes, changes and ends legs; `at` is the moment that it is, `changed` the legs that were touched since then.

    A telephone is named by its extension, as in the script; one that is not watched has no leg, and whatever is
    asked of it does nothing.
    """

    def __init__(self, line: str, owners: Owners, run: str) -> None:
        self._line = line
        self._owners = owners
        self._run = run
        self._endpoints = {endpoint.extension: endpoint.name for owner in owners for endpoint in owner.endpoints}
        self._legs: dict[str, LegReport] = {}
        self._changed: dict[str, None] = {}
        self.at = datetime(2000, 1, 1, tzinfo=UTC)

    def endpoint(self, phone: str) -> str:
        """Give the name on the wire of a telephone; one that is not watched is known by what it is called."""
        return self._endpoints.get(phone, phone)

    def watches(self, phone: str) -> bool:
        """Whether the telephone (by extension or endpoint) is one of those that are watched."""
        return self.endpoint(phone) in self._owners

    @property
    def live(self) -> tuple[str, ...]:
        """The ids of all legs that exist."""
        return tuple(leg_id for leg_id, leg in self._legs.items() if leg.state is not LegState.ENDED)

    def begin_moment(self, at: datetime) -> None:
        """Let it be that moment, in which nothing has changed yet."""
        self.at = at
        self._changed = {}

    def changed(self) -> tuple[LegReport, ...]:
        """Give the legs that changed in this moment."""
        return tuple(self.report(leg_id, self.at) for leg_id in self._changed)

    def report(self, leg_id: str, at: datetime) -> LegReport:
        """Give the whole state of a leg as it is at that moment."""
        leg = self._legs[leg_id]
        self._legs[leg_id] = leg = replace(leg, at=max(at, leg.at + TICK))
        return leg

    def get(self, leg_id: str | None) -> LegReport | None:
        """Give a leg that exists; None for one that has ended or never was."""
        leg = self._legs.get(leg_id or "")
        return None if leg is None or leg.state is LegState.ENDED else leg

    def new(self, phone: str, conversation: str, direction: Direction, state: LegState, party: Party) -> str | None:
        """Make the leg of a telephone and give its id; None where the telephone is not watched."""
        if not self.watches(phone):
            return None
        leg_id = f"{self._run}-{len(self._legs) + 1}"
        self._legs[leg_id] = LegReport(
            line=self._line,
            generation=0,
            leg=leg_id,
            conversation=conversation,
            endpoint=self.endpoint(phone),
            direction=direction,
            party=party,
            state=state,
            started=self.at,
            at=self.at - TICK,
        )
        self._changed[leg_id] = None
        return leg_id

    def join(self, leg_id: str | None, party: Party) -> None:
        """Let a leg talk to a party: for the first time, or in place of the one before."""
        leg = self.get(leg_id)
        if leg is not None:
            state = leg.state if leg.state is LegState.HELD else LegState.TALKING
            self._put(replace(leg, state=state, answered=leg.answered or self.at, party=party))

    def show(self, leg_id: str | None, party: Party) -> None:
        """Change who is on the other side of a leg, and nothing else."""
        leg = self.get(leg_id)
        if leg is not None:
            self._put(replace(leg, party=party))

    def hold(self, leg: LegReport) -> None:
        """Put a talking leg on hold."""
        self._put(replace(leg, state=LegState.HELD, holds=(*leg.holds, Span(self.at))))

    def resume(self, leg: LegReport) -> None:
        """Take a leg off hold."""
        self._put(replace(leg, state=LegState.TALKING, holds=self._closed(leg)))

    def move(self, leg_id: str | None, conversation: str) -> None:
        """Make a leg part of another conversation."""
        leg = self.get(leg_id)
        if leg is not None:
            self._put(replace(leg, conversation=conversation))

    def end(
        self, leg_id: str | None, end: LegEnd, *, answered_by: str | None = None, transferred_to: str | None = None
    ) -> None:
        """End a leg, if it has not ended before."""
        leg = self.get(leg_id)
        if leg is not None:
            self._put(
                replace(
                    leg,
                    state=LegState.ENDED,
                    end=end,
                    ended=self.at,
                    holds=self._closed(leg),
                    answered_by=answered_by,
                    transferred_to=transferred_to,
                )
            )

    def _closed(self, leg: LegReport) -> tuple[Span, ...]:
        return tuple(Span(hold.start, hold.end or self.at) for hold in leg.holds)

    def _put(self, leg: LegReport) -> None:
        self._legs[leg.leg] = leg
        self._changed[leg.leg] = None
