"""Holds the rows of the journal against the truth, and shows both side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from calljournal.journal import Entry
from tests.model.truth import Row

NEAR = 0.25
"""Seconds by which a time or a length may differ from the telephones' own logs."""


def as_row(entry: Entry) -> Row:
    """Take what is compared out of an entry."""
    return Row(
        owner=entry.owner,
        direction=entry.direction.value,
        scope=entry.scope.value,
        number=entry.number,
        name=entry.name,
        presentation=entry.presentation.value,
        outcome=entry.outcome.value if entry.outcome else None,
        answered_by=entry.answered_by,
        transferred_to=entry.transferred_to,
        legs=len(entry.legs),
        anomalies=entry.anomalies,
        started=entry.started,
        answered=entry.answered,
        ended=entry.ended,
        talk=entry.talk_seconds,
        held=entry.held_seconds,
    )


@dataclass(frozen=True)
class Difference:
    """A row that should be, and the one that is; either may be missing. `fields` names what differs."""

    expected: Row | None
    actual: Row | None
    fields: tuple[str, ...]


Kind = frozenset[tuple[str, ...]]
"""In what way a plan fails: the fields that differ, row by row."""


def compare(expected: Sequence[Row], actual: Sequence[Row]) -> list[Difference]:
    """Give the rows that differ: each row is held against that of the same owner that began when it did."""
    found = []
    left = list(actual)
    for row in expected:
        same = [other for other in left if other.owner == row.owner]
        nearest = min(
            same, key=lambda other: (abs(_apart(other.started, row.started)), _wrong(row, other)), default=None
        )
        if nearest is not None and abs(_apart(nearest.started, row.started)) < 2 * NEAR:
            left.remove(nearest)
        else:
            nearest = None
        wrong = _wrong(row, nearest) if nearest else ("missing",)
        if wrong:
            found.append(Difference(row, nearest, wrong))
    return found + [Difference(None, row, ("too many",)) for row in left]


def kind_of(differences: Sequence[Difference]) -> Kind:
    """Say in what way they differ."""
    return frozenset(difference.fields for difference in differences)


def side_by_side(differences: Sequence[Difference]) -> str:
    """Show what should be beside what is, for people."""
    lines = []
    for difference in differences:
        lines.append(f"  {'':14} {'should be':34} is")
        for name in (field.name for field in fields(Row)):
            should, is_ = (_shown(row, name) for row in (difference.expected, difference.actual))
            mark = "*" if name in difference.fields else " "
            lines.append(f" {mark}{name:14} {should:34} {is_}")
    return "\n".join(lines)


def _wrong(expected: Row, actual: Row) -> tuple[str, ...]:
    names = (field.name for field in fields(Row))
    return tuple(name for name in names if not _same(getattr(expected, name), getattr(actual, name)))


def _same(one: object, other: object) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        return abs(_apart(one, other)) <= NEAR
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= NEAR
    return one == other


def _apart(one: datetime, other: datetime) -> float:
    return (one - other).total_seconds()


def _shown(row: Row | None, name: str) -> str:
    if row is None:
        return "no row" if name == "owner" else ""
    value = getattr(row, name)
    if isinstance(value, datetime):
        return value.strftime("%H:%M:%S.%f")[:-3]
    return f"{value:.2f}" if isinstance(value, float) else str(value)
