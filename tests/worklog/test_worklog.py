from dataclasses import replace
from typing import Any, Literal

import pytest

from calljournal.calls import Owners
from calljournal.errors import AlreadyBooked, BadSettings, NeedsConfirming, Refused
from calljournal.journal import Entry, Journal, LineProfile
from calljournal.matching import PENDING, Candidate, ContactKind, Match, MatchKind
from calljournal.numbers import DialRules
from calljournal.worklog import (
    Booking,
    Draft,
    Kind,
    RoundingRule,
    Wishes,
    check_not_booked,
    contact_to_book,
    make_draft,
    measured_minutes,
)
from tests.calls.making import WITHHELD, moment, report, tracker

ANNA = Candidate("p1", ContactKind.CONTACT, "Anna Keller", "Müller Treuhand AG")
BEAT = Candidate("p2", ContactKind.PERSON, "Beat Frei")


def entry(**kept: Any) -> Entry:
    (call,) = tracker().apply(report(**{"at": 310, "state": "ended", "answered": 10, "holds": ((100, 160),), **kept}))
    (row,) = Journal({"line": LineProfile(Owners.parse("101"), DialRules())}, lambda: "R1").record(call)
    return row


def draft(row: Entry, kind: Kind = Kind.TIME, wishes: Wishes = Wishes(), **more: Any) -> Draft:  # noqa: B008, RUF100
    settings = {"contact": ANNA, "user": "anna", "now": moment(999), "rounding": RoundingRule(), **more}
    return make_draft("D1", row, settings.pop("contact"), settings.pop("user"), kind, wishes, **settings)


# --- drafts ----------------------------------------------------------------------------------------------------------


def test_a_time_entry_is_the_owners_own_talk() -> None:
    made = draft(entry(), service_type="phone")
    assert (made.id, made.entry, made.user, made.kind) == ("D1", "R1", "anna", Kind.TIME)
    assert (made.start, made.end) == (moment(10), moment(310))
    assert (made.minutes, made.measured_minutes) == (5.0, 5.0)
    assert (made.contact, made.contact_name, made.service_type) == ("p1", "Anna Keller", "phone")
    assert (made.title, made.text, made.created) == ("Call from Anna Keller", "", moment(999))


def test_time_on_hold_can_be_left_out() -> None:
    assert draft(entry(), count_held=False).measured_minutes == 4.0


def test_rounded_and_measured_are_both_kept() -> None:
    made = draft(entry(), rounding=RoundingRule(15))
    assert (made.minutes, made.measured_minutes) == (15.0, 5.0)


@pytest.mark.parametrize("minutes", [0.0, 7.5])
def test_what_the_user_says_wins(minutes: float) -> None:
    wishes = Wishes("p1", "project", "phase", "travel", "Title", "Text", minutes)
    made = draft(entry(), wishes=wishes, service_type="phone", rounding=RoundingRule(15))
    assert (made.project, made.phase, made.service_type, made.title, made.text, made.minutes) == (
        "project", "phase", "travel", "Title", "Text", minutes,
    )  # fmt: skip
    assert made.measured_minutes == 5.0


@pytest.mark.parametrize("minutes", [-1.0, float("nan"), float("inf")])
def test_minutes_that_are_none_are_refused(minutes: float) -> None:
    with pytest.raises(Refused, match="minutes"):
        draft(entry(), wishes=Wishes(minutes=minutes))


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ({"answered": None, "end": "cancelled"}, "nobody talked"),
        ({"state": "talking"}, "still lasts"),
    ],
)
def test_there_has_to_be_time_to_bill(kept: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        draft(entry(**kept))
    assert draft(entry(**kept), Kind.ACTIVITY).kind is Kind.ACTIVITY


def test_an_activity_of_a_missed_call_is_when_it_rang() -> None:
    made = draft(entry(answered=None, end="cancelled", holds=()), Kind.ACTIVITY, service_type="phone")
    assert (made.start, made.end, made.minutes, made.service_type) == (moment(0), moment(310), 0.0, None)


def test_an_activity_of_a_call_that_lasts_ends_now() -> None:
    assert draft(entry(state="talking"), Kind.ACTIVITY).end == moment(999)


@pytest.mark.parametrize(
    ("kept", "contact", "title"),
    [
        ({}, ANNA, "Call from Anna Keller"),
        ({"direction": "outgoing"}, ANNA, "Call to Anna Keller"),
        ({}, None, "Call from Anna Keller"),  # the name that the telephone system sent
        ({"party": WITHHELD}, None, "Call from an unknown number"),
    ],
)
def test_titles(kept: dict[str, Any], contact: Candidate | None, title: str) -> None:
    assert draft(entry(**kept), contact=contact).title == title


def test_the_number_is_the_title_where_there_is_no_name() -> None:
    assert draft(replace(entry(), name=None), contact=None).title == "Call from 044 000 12 34"


# --- rounding --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "how", "minimum", "seconds", "minutes"),
    [
        (0, "up", 0, 0, 0.0),
        (0, "up", 0, 90, 1.5),
        (0, "up", 0, 100, 1.67),
        (0, "up", 5, 90, 5.0),
        (0, "up", 5, 0, 0.0),
        (6, "up", 0, 1, 6.0),
        (6, "up", 0, 360, 6.0),
        (6, "up", 0, 360.0004, 6.0),
        (6, "up", 0, 360.001, 12.0),
        (15, "up", 0, 901, 30.0),
        (5, "nearest", 0, 149, 0.0),
        (5, "nearest", 0, 150, 5.0),
        (5, "nearest", 0, 449, 5.0),
        (5, "nearest", 0, 450, 10.0),
        (5, "nearest", 5, 10, 5.0),
        (5, "up", 12, 600, 12.0),
    ],
)
def test_rounding(unit: int, how: Literal["up", "nearest"], minimum: int, seconds: float, minutes: float) -> None:
    assert RoundingRule(unit, how, minimum).minutes(seconds) == minutes


@pytest.mark.parametrize("rule", [{"unit": -1}, {"minimum": -5}])
def test_negative_rules_are_refused(rule: dict[str, int]) -> None:
    with pytest.raises(BadSettings, match="cannot be negative"):
        RoundingRule(**rule)  # type: ignore[arg-type]


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0.0), (1, 0.02), (52.5, 0.88), (3600, 60.0)])
def test_measured(seconds: float, minutes: float) -> None:
    assert measured_minutes(seconds) == minutes


# --- guards ----------------------------------------------------------------------------------------------------------


def booking(user: str = "anna", kind: Kind = Kind.TIME, booked: str | None = "t1") -> Booking:
    return Booking("D1", "R1", user, kind, "local", booked, moment(999))


@pytest.mark.parametrize(
    ("before", "again", "refused"),
    [
        ([], False, None),
        ([booking()], False, "t1"),
        ([booking(booked=None)], False, "waiting to be booked"),
        ([booking()], True, None),
        ([booking(user="beat")], False, None),
        ([booking(kind=Kind.ACTIVITY)], False, None),
        ([booking(kind=Kind.ACTIVITY), booking()], False, "t1"),
    ],
)
def test_once(before: list[Booking], again: bool, refused: str | None) -> None:
    if refused is None:
        check_not_booked(before, "anna", Kind.TIME, again=again)
    else:
        with pytest.raises(AlreadyBooked, match=refused):
            check_not_booked(before, "anna", Kind.TIME, again=again)


EXACT, LIKELY = Match(MatchKind.ONE, "exact", (ANNA,)), Match(MatchKind.ONE, "switchboard", (ANNA,))
SEVERAL, NOBODY = Match(MatchKind.SEVERAL, "exact", (ANNA, BEAT)), Match(MatchKind.NONE, "unknown")


@pytest.mark.parametrize(
    ("match", "chosen", "confirmed", "contact"),
    [
        (EXACT, None, False, ANNA),
        (EXACT, BEAT, False, BEAT),
        (LIKELY, None, True, ANNA),
        (LIKELY, BEAT, False, BEAT),
        (SEVERAL, BEAT, False, BEAT),
        (NOBODY, None, False, None),
        (NOBODY, ANNA, False, ANNA),
        (PENDING, None, False, None),
    ],
)
def test_who_it_is_booked_on(
    match: Match, chosen: Candidate | None, confirmed: bool, contact: Candidate | None
) -> None:
    assert contact_to_book(match, chosen, confirmed=confirmed) == contact


@pytest.mark.parametrize(
    ("match", "confirmed", "words"),
    [
        (LIKELY, False, r"Anna Keller is only likely \(same switchboard\)"),
        (replace(LIKELY, extension="678"), False, r"Anna Keller is only likely \(same switchboard, extension 678\)"),
        (replace(LIKELY, reason="ending"), False, r"Anna Keller is only likely \(the number looks alike\)"),
        (SEVERAL, False, r"Anna Keller \(p1\), Beat Frei \(p2\)"),
        (SEVERAL, True, "say which"),
    ],
)
def test_what_is_not_certain_is_asked(match: Match, confirmed: bool, words: str) -> None:
    with pytest.raises(NeedsConfirming, match=words):
        contact_to_book(match, None, confirmed=confirmed)
