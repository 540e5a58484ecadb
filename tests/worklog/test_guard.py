from dataclasses import replace

import pytest

from calljournal.errors import AlreadyBooked, NeedsConfirming
from calljournal.matching import PENDING, Candidate, Match, MatchKind
from calljournal.worklog import Booking, Kind, check_not_booked, contact_to_book
from tests.calls.making import moment
from tests.worklog.rows import ANNA, BEAT


def booking(user: str = "anna", kind: Kind = Kind.TIME, booked: str | None = "t1") -> Booking:
    return Booking("D1", "R1", user, kind, "local", booked, moment(999))


CANCELLED = replace(booking(), cancelled=moment(1999))


@pytest.mark.parametrize(
    ("before", "again", "refused"),
    [
        ([], False, None),
        ([booking()], False, "t1"),
        ([booking(booked=None)], False, "waiting to be booked"),
        ([booking()], True, None),
        ([CANCELLED], False, None),
        ([CANCELLED, booking(booked="t2")], False, "t2"),
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
        (PENDING, None, True, None),
        (PENDING, ANNA, False, ANNA),
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
        (PENDING, False, "not known yet who it was"),
    ],
)
def test_what_is_not_certain_is_asked(match: Match, confirmed: bool, words: str) -> None:
    with pytest.raises(NeedsConfirming, match=words):
        contact_to_book(match, None, confirmed=confirmed)
