"""What the cells say."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from calljournal.calls import Direction, LegEnd, Presentation
from calljournal.desktop.journal import cells, hints, wording
from calljournal.desktop.journal.cells import Column
from calljournal.desktop.look import formats, naming
from calljournal.journal import Outcome, RowState
from calljournal.matching import PENDING, Candidate, ContactKind, Match, MatchKind
from calljournal.worklog import Kind
from tests.desktop.samples import ANNA, BEAT, MEIER, NOW, booking, make_row, match

pytestmark = pytest.mark.desktop

Facts = dict[str, Any]
WITHHELD: Facts = {"number": None, "display": None, "presentation": Presentation.WITHHELD}
NOT_YET: Facts = {"number": None, "display": None, "presentation": Presentation.PENDING}
MISSING: Facts = {"number": None, "display": None, "presentation": Presentation.UNAVAILABLE}


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({}, "044 000 12 34"),
        ({"match": match()}, "044 000 12 34"),
        ({"display": None, "match": match()}, "+41440001234"),
        (WITHHELD | {"match": Match(MatchKind.NONE, "withheld")}, "withheld"),
        (NOT_YET | {"match": PENDING}, "…"),
        (MISSING | {"match": match()}, "no number"),
        (MISSING | {"match": match(), "private": True}, "private"),
    ],
)
def test_number(facts: dict[str, Any], shown: str) -> None:
    """As typed in the book, else as people read it, else the word for having none."""
    assert naming.number(make_row("a", **facts)) == shown


@pytest.mark.parametrize(
    ("found", "name", "shown"),
    [
        (match(ANNA), None, "Anna Keller, Keller Treuhand AG"),
        (match(BEAT), None, "Beat Frei"),
        (match(MEIER, reason="switchboard"), None, "Meier & Söhne GmbH ?"),
        (match(ANNA, BEAT), None, "Anna Keller or Beat Frei?"),
        (match(ANNA, BEAT, MEIER), None, "one of 3 contacts"),
        (match(), "WORKSHOP", "WORKSHOP"),
        (PENDING, None, ""),
    ],
)
def test_person(found: Match, name: str | None, shown: str) -> None:
    """One contact by name, an uncertain one with a mark, several as a question."""
    assert naming.person(make_row("a", match=found, name=name)) == shown


def test_the_hint_has_the_full_address_and_the_reason() -> None:
    said = hints.person_hint(make_row("a", match=match(ANNA)))
    for part in ("<b>Anna Keller, Keller Treuhand AG</b>", "Seestrasse 12", "8002 Zürich", "in the address book"):
        assert part in said
    several = hints.person_hint(make_row("a", match=match(ANNA, BEAT)))
    assert "Seestrasse 12" in several
    assert "Gartenweg 3" in several
    assert "Several contacts have this number. Click to say who it was." in several
    assert "no longer active" in hints.person_hint(
        make_row("a", match=match(Candidate("x", ContactKind.PERSON, "Old", active=False)))
    )
    assert hints.person_hint(make_row("a", match=match())) == ""


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (match(MEIER, reason="switchboard"), "Only likely: same switchboard."),
        (replace(match(MEIER, reason="switchboard"), extension="678"), "likely: same switchboard, extension 678."),
        (match(MEIER, BEAT, reason="switchboard"), "Several contacts are likely: same switchboard. Click"),
        (match(MEIER, reason="ending"), "Only likely: their number looks alike."),
        (match(MEIER, BEAT, reason="ending"), "Several contacts are likely: their number looks alike. Click"),
        (match(MEIER, reason="chosen"), "You said that it was this contact"),
        (match(MEIER, reason="of a later version"), "Only likely: of a later version."),
    ],
)
def test_the_hint_says_how_likely_it_is(found: Match, said: str) -> None:
    assert said in hints.person_hint(make_row("a", match=found))


def test_what_comes_from_outside_is_text_and_no_markup() -> None:
    evil = Candidate("x", ContactKind.PERSON, "<img src='file:///etc/passwd'>", None, ("<b>&street",))
    said = hints.person_hint(make_row("a", match=match(evil)))
    assert "&lt;img" in said
    assert "&lt;b&gt;&amp;street" in said


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"state": RowState.RINGING}, "ringing"),
        ({"state": RowState.RINGING, "direction": Direction.OUTGOING}, "ringing there"),
        ({"state": RowState.DIALLING, "direction": Direction.OUTGOING}, "dialling"),
        ({"state": RowState.TALKING}, "talking"),
        ({"state": RowState.HELD}, "on hold"),
        ({"outcome": Outcome.ELSEWHERE, "answered_by": "102"}, "answered by 102"),
        ({"outcome": Outcome.ELSEWHERE}, "answered by a colleague"),
        ({"outcome": Outcome.TRANSFERRED, "transferred_to": "103"}, "transferred to 103"),
        ({"outcome": Outcome.MISSED}, "missed"),
    ],
)
def test_outcome(facts: dict[str, Any], shown: str) -> None:
    assert cells.outcome(make_row("a", **facts)) == shown


def test_every_state_and_outcome_has_a_word() -> None:
    states = {(state, direction) for state in RowState for direction in Direction if state is not RowState.ENDED}
    assert set(wording.STATES) == states
    assert set(naming.OUTCOMES) == set(Outcome)


def test_time_of_day_or_day() -> None:
    assert cells.started(make_row("a", 12), NOW) == "15:30"
    assert cells.started(make_row("a", 60 * 20), NOW) == "Yesterday 19:42"
    assert cells.started(make_row("a", 60 * 24 * 30), NOW) == "07.02.2026 15:42"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (7.9, "0:07"), (754, "12:34"), (3825, "1:03:45"), (-5, "0:00")]
)
def test_time_span(seconds: float, shown: str) -> None:
    assert formats.time_span(seconds) == shown


def test_duration_is_empty_where_nobody_talked() -> None:
    assert cells.duration(make_row("a"), NOW) == ""
    assert cells.duration(make_row("a", state=RowState.RINGING), NOW) == ""


def test_booked() -> None:
    time, activity = booking("a", Kind.TIME), booking("a", Kind.ACTIVITY, None)
    row = make_row("a", talk=60, booked=(time, time, activity), settled="booked")
    assert cells.booked(row) == "Time entry, Activity (waiting)"
    assert "Time entry 1 in the book" in hints.booked_hint(row)
    assert "sent as soon as the book" in hints.booked_hint(row)
    assert hints.booked_hint(make_row("a")) == ""
    assert cells.booked(make_row("a", ignored=True)) == "ignored"
    assert cells.booked(make_row("a", private=True, settled="private")) == "private"


def test_a_call_that_is_booked_in_part_says_how_much_waits() -> None:
    row = make_row("a", talk=600, booked=(booking("a", Kind.TIME),))
    assert cells.booked(row) == "Time entry (a part)"
    assert cells.booked(row, 4.5) == "Time entry (4 min 30 s left)"
    assert "the rest waits" in hints.booked_hint(row)
    lasts = make_row("b", state=RowState.TALKING, booked=(booking("b", Kind.TIME),))
    assert cells.booked(lasts) == "Time entry"


def test_a_booking_that_was_cancelled_is_none() -> None:
    gone = replace(booking("a", Kind.TIME), cancelled=NOW)
    assert cells.booked(make_row("a", talk=60, booked=(gone,))) == ""
    assert not cells.is_link(make_row("a", talk=60, booked=(gone,)), Column.BOOKED)


def test_calls_that_were_merged_say_so() -> None:
    row = make_row("a", talk=60, together=("a", "b", "c"))
    assert cells.booked(row) == "merged: 3 calls"
    assert "one of 3 calls" in hints.booked_hint(row)


def test_what_was_booked_is_a_link_once_the_book_has_it() -> None:
    assert cells.is_link(make_row("a", booked=(booking("a", Kind.TIME),)), Column.BOOKED)
    assert not cells.is_link(make_row("a", booked=(booking("a", Kind.TIME, None),)), Column.BOOKED)
    assert not cells.is_link(make_row("a", booked=(booking("a", Kind.TIME),)), Column.NUMBER)


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0 min"), (29, "0 min"), (2280, "38 min"), (3600, "1 h"), (6720, "1 h 52 min")]
)
def test_lengths_in_words(seconds: float, said: str) -> None:
    assert formats.length(seconds) == said


@pytest.mark.parametrize(("minutes", "said"), [(12.0, "12 min"), (7.5, "7 min 30 s"), (0.333, "20 s")])
def test_minutes_in_words(minutes: float, said: str) -> None:
    assert formats.minutes(minutes) == said


def test_every_end_of_a_leg_has_a_word() -> None:
    assert wording.LEG_ENDS.keys() == set(LegEnd)


def test_facts_hint_has_everything_to_the_second() -> None:
    row = make_row("a", 12, talk=60, held_seconds=5.0, anomalies=("out of order",), note="call back")
    said = hints.hint(row, Column.OUTCOME)
    for part in ("Began 15:30:30", "Answered 15:30:36", "Ended 15:31:36", "on hold 0:05", "out of order", "call back"):
        assert part in said
    assert "Left a message" in hints.hint(make_row("a", voicemail=True), Column.OUTCOME)
    assert "Left a message" not in said


def test_a_call_that_no_line_saw_reads_like_any_other() -> None:
    """Also one without a number, of which a person said who it was; and one that is timed now."""
    by_hand: Facts = {"line": "manual", "own": "mobile", "match": match(replace(ANNA, typed=None), reason="chosen")}
    row = make_row("a", 12, talk=60, **by_hand, **MISSING)
    assert (naming.number(row), naming.person(row)) == ("no number", "Anna Keller, Keller Treuhand AG")
    assert "Added by hand" in hints.hint(row, Column.OUTCOME)
    timed = make_row("b", 12, state=RowState.TALKING, **by_hand)
    assert cells.duration(timed, NOW) == "11:54"
    assert cells.outcome(timed) == "timer runs"
    assert cells.telephone(timed) == "added by hand"


def test_the_own_telephone_and_its_line() -> None:
    assert cells.telephone(make_row("a", own="103")) == "103 · main"
    assert cells.telephone(make_row("a", own="103", line="simulator")) == "103 · simulator"


def test_number_hint_is_the_normalised_number() -> None:
    assert hints.hint(make_row("a"), Column.NUMBER) == "Number +41440001234"
    assert hints.hint(make_row("a", **WITHHELD), Column.NUMBER) == ""


def test_a_later_moment_is_not_before_the_answer() -> None:
    """A clock that is a little behind the telephone system's does not count backwards."""
    row = make_row("a", 0, state=RowState.TALKING)
    assert cells.duration(row, NOW - timedelta(seconds=30)) == "0:00"
