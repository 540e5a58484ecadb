"""What a row of the journal has to be, and in what it differs from the one that is there."""

from dataclasses import dataclass, replace
from datetime import datetime

from calljournal.contracts.rows import JournalRow

NEAR = 0.25
"""Seconds by which a time in the journal may differ from the moment in a telephone's own message log."""

ENDS = {"missed": "cancelled", "transferred": "answered"}
"""How the one leg of a row ended, where the outcome does not say it in the same word."""

Leg = tuple[str, str | None, str]
"""Extension, number, end."""


@dataclass(frozen=True)
class Row:
    """One row, seen from its owner. `talk` is all the time from `answered` to `ended` but `held`, unless given."""

    owner: str
    direction: str
    number: str | None
    outcome: str
    started: datetime
    ended: datetime
    answered: datetime | None = None
    held: float = 0.0
    talk: float | None = None
    scope: str = "external"
    presentation: str = "allowed"
    name: str | None = None
    own: str | None = None
    answered_by: str | None = None
    transferred_to: str | None = None
    end: str | None = None
    legs: tuple[Leg, ...] | None = None
    voicemail: bool = False

    def taken_by(self, owner: str) -> "Row":
        """The same, taken by somebody else."""
        return replace(self, outcome="answered-elsewhere", end="answered-elsewhere", answered_by=owner)

    def inside(self, name: str | None = None) -> "Row":
        """The same within the house, with the name of a colleague."""
        return replace(self, scope="internal", name=name)

    @property
    def talk_seconds(self) -> float:
        """For how long the owner talked."""
        if self.talk is not None:
            return self.talk
        return (self.ended - self.answered).total_seconds() - self.held if self.answered else 0.0

    @property
    def key(self) -> tuple[str, datetime]:
        """The order of rows."""
        return self.owner, self.started

    def differs(self, row: JournalRow) -> list[str]:
        """Say in what the journal's row is not this one."""
        entry = row.entry
        own = self.own or self.owner
        legs = self.legs or ((own, self.number, self.end or ENDS.get(self.outcome, self.outcome)),)
        facts = (
            ("owner", self.owner, entry.owner),
            ("own", own, entry.own),
            ("direction", self.direction, str(entry.direction)),
            ("scope", self.scope, str(entry.scope)),
            ("state", "ended", str(entry.state)),
            ("outcome", self.outcome, entry.outcome and str(entry.outcome)),
            ("number", self.number, entry.number),
            ("presentation", self.presentation, str(entry.presentation)),
            ("name", self.name, entry.name),
            ("answered_by", self.answered_by, entry.answered_by),
            ("transferred_to", self.transferred_to, entry.transferred_to),
            ("legs", legs, tuple((leg.endpoint, leg.number, leg.end and str(leg.end)) for leg in entry.legs)),
            ("anomalies", (), entry.anomalies),
            ("voicemail", self.voicemail, entry.voicemail),
        )
        wrong = [f"{name}: {is_now!r}, not {wanted!r}" for name, wanted, is_now in facts if wanted != is_now]
        for name, moment, is_then in (
            ("started", self.started, entry.started),
            ("answered", self.answered, entry.answered),
            ("ended", self.ended, entry.ended),
        ):
            if (moment is None) is not (is_then is None):
                wrong.append(f"{name}: {is_then}, not {moment}")
            elif moment is not None and is_then is not None:
                late = (is_then - moment).total_seconds()
                if abs(late) > NEAR:
                    wrong.append(f"{name}: {late:+.3f} s")
        for name, seconds, is_long in (
            ("talk", self.talk_seconds, entry.talk_seconds),
            ("held", self.held, entry.held_seconds),
        ):
            if abs(is_long - seconds) > NEAR:
                wrong.append(f"{name}: {is_long:.3f} s, not {seconds:.3f} s")
        return wrong


def differences(wanted: list[Row], rows: list[JournalRow]) -> list[str]:
    """Say in what the journal is not as it has to be: each row, and nothing else."""
    wanted = sorted(wanted, key=lambda row: row.key)
    rows = sorted(rows, key=lambda row: (row.entry.owner, row.entry.started))
    found = []
    for row, has in zip(wanted, rows, strict=False):
        found += [f"{row.owner} {row.direction} {row.number}: {words}" for words in row.differs(has)]
    found += [f"missing: {row}" for row in wanted[len(rows) :]]
    for extra in rows[len(wanted) :]:
        entry = extra.entry
        found.append(f"not wanted: {entry.owner} {entry.direction} {entry.number} {entry.outcome} {entry.started}")
    return found
