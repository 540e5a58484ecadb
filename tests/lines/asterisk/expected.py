"""What a recording has to become, row by row, measured against the recording's own times."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from calljournal.journal import Entry
from tests.lines.asterisk.recorded import moment

NEAR = 0.05  # seconds between what the recording says and what a row says


@dataclass(frozen=True)
class Row:
    """A row as it must be. `times`: the events of the recording at which it started, was answered, and ended."""

    owner: str
    direction: str
    outcome: str | None
    number: str | None
    times: tuple[str, str | None, str | None]
    scope: str = "external"
    presentation: str = "allowed"
    state: str = "ended"
    name: str | None = None
    held: tuple[str, str] | None = None
    answered_by: str | None = None
    transferred_to: str | None = None
    legs: tuple[str, ...] = ("answered",)
    anomalies: int = 0


def assert_rows(name: str, actual: list[Entry], expected: list[Row]) -> None:
    """Each row whole: who, which way, whom, when, and what became of it; and no other row."""
    for row, wanted in zip(actual, expected, strict=True):
        assert (row.owner, row.direction, row.scope) == (wanted.owner, wanted.direction, wanted.scope)
        assert (row.number, row.presentation, row.name) == (wanted.number, wanted.presentation, wanted.name)
        assert (row.state, row.outcome) == (wanted.state, wanted.outcome)
        assert (row.answered_by, row.transferred_to) == (wanted.answered_by, wanted.transferred_to)
        assert tuple(str(leg.end) for leg in row.legs) == wanted.legs
        assert len(row.anomalies) == wanted.anomalies, row.anomalies
        started, answered, ended = wanted.times
        _assert_near(row.started, name, started)
        _assert_near(row.answered, name, answered)
        _assert_near(row.ended, name, ended)
        _assert_talk(row, name, wanted)


def _assert_near(actual: datetime | None, name: str, event: str | None) -> None:
    """The moment of that event; nothing is expected of an empty one."""
    if event is None:
        assert actual is None
    elif event:
        assert actual is not None
        assert abs((actual - moment(name, event)).total_seconds()) < NEAR, event


def _assert_talk(row: Entry, name: str, wanted: Row) -> None:
    """Talk and hold last as long as the recording's own times say."""
    held = 0.0
    if wanted.held is not None:
        start, end = wanted.held
        held = (moment(name, end) - moment(name, start)).total_seconds()
    assert row.held_seconds == pytest.approx(held, abs=NEAR)
    if wanted.times[1] is None:
        assert row.talk_seconds == 0
    elif wanted.times[2] is not None:
        whole = (moment(name, wanted.times[2]) - moment(name, wanted.times[1])).total_seconds()
        assert row.talk_seconds == pytest.approx(whole - held, abs=NEAR)
