from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from calljournal.calls import Direction, LegState, Presentation
from calljournal.contracts.line import LineState
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import LineInfo
from calljournal.journal import Outcome
from calljournal.matching import PENDING, Candidate, ContactKind, Match, MatchKind
from calljournal.terminal import plain, texts
from calljournal.terminal.plain import gap_line, gaps_of, row_line, rows_table
from calljournal.worklog import Kind
from tests.terminal.samples import LIKELY, LIVE, NOBODY, ONE, SEVERAL, booking, row

EXTENSION, ALIKE = replace(LIKELY, extension="34"), replace(LIKELY, reason="ending")
FIRM = Match(MatchKind.ONE, "exact", (Candidate("c", ContactKind.COMPANY, "Donau GmbH", "Donau GmbH"),))


def test_a_row_as_a_line() -> None:
    assert row_line(row(booked=(booking(),)), UTC) == (
        "01234567  2026-03-09 08:50:00  in  101  044/000 12 34  Anna Keller, Müller Treuhand AG  answered  1:45  time"
    )


def test_rows_as_a_table() -> None:
    missed = row(
        "fedcba9876543210", match=NOBODY, outcome=Outcome.MISSED, answered=None, name=None, direction=Direction.OUTGOING
    )
    heading, first, second = rows_table([row(), missed], UTC).split("\n")
    assert heading.split() == ["Id", "Time", "Own", "Number", "Person", "Outcome", "Talk", "Booked"]
    assert first.index("answered") == second.index("missed") == heading.index("Outcome")
    assert second.startswith("fedcba98  2026-03-09 08:50:00  out  101  044 000 12 34")
    assert not any(line.endswith(" ") for line in (heading, first, second))
    assert rows_table([]).split() == heading.split()


@pytest.mark.parametrize(
    ("facts", "match", "number", "person"),
    [
        ({}, ONE, "044/000 12 34", "Anna Keller, Müller Treuhand AG"),
        ({}, LIKELY, "044 000 12 34", "Anna Keller, Müller Treuhand AG ? (same switchboard)"),
        ({}, EXTENSION, "044 000 12 34", "Anna Keller, Müller Treuhand AG ? (same switchboard, extension 34)"),
        ({}, ALIKE, "044 000 12 34", "Anna Keller, Müller Treuhand AG ? (the number looks alike)"),
        ({}, FIRM, "044 000 12 34", "Donau GmbH"),
        ({}, SEVERAL, "044 000 12 34", "2 matches"),
        ({}, NOBODY, "044 000 12 34", "A. Keller"),
        ({}, PENDING, "044 000 12 34", "A. Keller"),
        ({"name": None}, NOBODY, "044 000 12 34", ""),
        ({"name": "evil\x1b[2J\nname"}, NOBODY, "044 000 12 34", "evil [2J name"),
        ({"number": None, "display": None, "presentation": Presentation.WITHHELD}, NOBODY, "withheld", "A. Keller"),
        ({"number": None, "display": None, "presentation": Presentation.UNAVAILABLE}, NOBODY, "no number", "A. Keller"),
        ({"number": None, "display": None, "presentation": Presentation.PENDING}, NOBODY, "...", "A. Keller"),
    ],
)
def test_who(facts: dict[str, Any], match: Match, number: str, person: str) -> None:
    one = row(match=match, **facts)
    assert (plain.number(one), plain.person(one)) == (number, person)


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (row(**LIVE), "talking"),
        (row(outcome=Outcome.ELSEWHERE, answered_by="102"), "answered by 102"),
        (row(outcome=Outcome.ELSEWHERE), "answered by a colleague"),
        (row(outcome=Outcome.TRANSFERRED, transferred_to="+493023125111"), "passed to +493023125111"),
        (row(outcome=Outcome.NO_ANSWER), "no answer"),
        (row(outcome=Outcome.MISSED, voicemail=True), "missed, left a message"),
    ],
)
def test_what_became_of_it(one: JournalRow, words: str) -> None:
    assert plain.state(one) == words


def test_every_state_and_outcome_has_its_word() -> None:
    assert set(texts.STATES) == set(LegState)
    assert set(texts.OUTCOMES) == set(Outcome)
    assert set(texts.BOOKED) == {kind.value for kind in Kind}


def test_booked() -> None:
    both = row(booked=(booking(), booking(Kind.ACTIVITY, None)))
    assert plain.booked(both) == "time, activity (waiting)"
    assert plain.booked(replace(row(), ignored=True)) == "ignored"
    assert plain.booked(replace(row(booked=(booking(Kind.ACTIVITY),)), ignored=True)) == "activity"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (59.9, "0:59"), (187, "3:07"), (3787, "1:03:07"), (-3, "0:00")]
)
def test_lengths(seconds: float, text: str) -> None:
    assert plain.length(seconds) == text


EIGHT = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
AWAY = LineInfo(
    name="asterisk:main",
    title="Asterisk",
    auto_load=True,
    capabilities=frozenset(),
    state=LineState.DISCONNECTED,
    message="",
    gaps=((EIGHT, EIGHT + 28 * MINUTE), (EIGHT + 60 * MINUTE, None)),
)


def test_when_a_line_was_not_connected() -> None:
    over, open_gap = [gap_line(line, gap, UTC) for line, gap in gaps_of([AWAY], None, None)]
    assert over.startswith("asterisk:main: not connected 2026-03-09 08:00:00 to 2026-03-09 08:28:00")
    assert open_gap.startswith("asterisk:main: not connected since 2026-03-09 09:00:00")


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [(None, 0, 0), (27, None, 2), (28, None, 1), (10, 20, 1), (30, 50, 0), (None, 61, 2), (600, None, 1)],
)
def test_gaps_of_a_time(since: float | None, until: float | None, shown: int) -> None:
    moments = [None if minute is None else EIGHT + minute * MINUTE for minute in (since, until)]
    assert len(gaps_of([AWAY], *moments)) == shown
