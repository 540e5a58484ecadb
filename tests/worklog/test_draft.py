import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from calljournal.calls.leg import UNSEEN_END
from calljournal.errors import NeedsConfirming, Refused
from calljournal.journal import Entry
from calljournal.matching import Candidate
from calljournal.words import in_english
from calljournal.worklog import (
    Draft,
    Kind,
    Part,
    RoundingRule,
    Wishes,
    at_least_words,
    by_days,
    divided,
    make_draft,
    spoken,
)
from tests.calls.making import WITHHELD, moment
from tests.worklog.rows import ANNA, entry, talk

ZURICH = ZoneInfo("Europe/Zurich")


def draft(*rows: Entry, kind: Kind = Kind.TIME, wishes: Wishes = Wishes(), **more: Any) -> Draft:  # noqa: B008, RUF100
    settings = {"contact": ANNA, "user": "anna", "now": moment(999), "rounding": RoundingRule(), "zone": UTC, **more}
    what = spoken(rows, now=settings["now"], count_held=settings.pop("count_held", True))
    return make_draft("D1", rows, what, settings.pop("contact"), settings.pop("user"), kind, wishes, **settings)


def test_a_time_entry_is_the_owners_own_talk() -> None:
    made = draft(entry(), service_type="phone")
    assert (made.id, made.entry, made.user, made.kind) == ("D1", "R1", "anna", Kind.TIME)
    assert (made.start, made.end) == (moment(10), moment(310))
    assert (made.minutes, made.measured_minutes) == (5.0, 5.0)
    assert (made.contact, made.contact_name, made.service_type) == ("p1", "Anna Keller", "phone")
    assert (made.title, made.text, made.created) == ("Call from Anna Keller", "", moment(999))
    assert (made.day, made.parts, made.by_hand) == (date(2026, 3, 9), (Part("R1", 300.0),), False)


def test_time_on_hold_can_be_left_out() -> None:
    made = draft(entry(), count_held=False)
    assert (made.measured_minutes, made.parts) == (4.0, (Part("R1", 240.0, held=False),))


def test_rounded_and_measured_are_both_kept() -> None:
    made = draft(entry(), rounding=RoundingRule(15))
    assert (made.minutes, made.measured_minutes) == (15.0, 5.0)


def test_what_the_day_has_already_goes_off() -> None:
    rule = RoundingRule(6, per="day")
    assert draft(entry(), rounding=rule, before=[(60, 6)]).minutes == 0.0
    assert draft(entry(), rounding=rule, before=[(61, 6)]).minutes == 6.0


@pytest.mark.parametrize("minutes", [0.0, 7.5])
def test_what_the_user_says_wins(minutes: float) -> None:
    wishes = Wishes("p1", "project", "phase", "travel", "Title", "Text", minutes, "beat", date(2026, 3, 1))
    made = draft(entry(), wishes=wishes, service_type="phone", rounding=RoundingRule(15), recorded_by="anna")
    assert (made.project, made.phase, made.service_type, made.title, made.text, made.minutes) == (
        "project", "phase", "travel", "Title", "Text", minutes,
    )  # fmt: skip
    assert (made.measured_minutes, made.by_hand) == (5.0, True)
    assert (made.user, made.recorded_by, made.day) == ("beat", "anna", date(2026, 3, 1))


@pytest.mark.parametrize("minutes", [-1.0, float("nan"), float("inf"), 1440.01])
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
    with pytest.raises(Refused, match=words):
        draft(entry(), replace(entry(**kept), id="R2"))
    assert draft(entry(**kept), kind=Kind.ACTIVITY).kind is Kind.ACTIVITY


def test_an_activity_of_a_missed_call_is_when_it_rang() -> None:
    made = draft(entry(answered=None, end="cancelled", holds=()), kind=Kind.ACTIVITY, service_type="phone")
    assert (made.start, made.end, made.minutes, made.service_type) == (moment(0), moment(310), 0.0, None)


def test_an_activity_of_a_call_that_lasts_ends_now() -> None:
    assert draft(entry(state="talking"), kind=Kind.ACTIVITY).end == moment(999)


# --- several calls as one --------------------------------------------------------------------------------------------


def test_several_calls_are_rounded_once() -> None:
    calls = [talk(moment(at), 170, row=row) for row, at in (("R1", 0), ("R2", 1000), ("R3", 2000))]
    made = draft(*calls, rounding=RoundingRule(6))
    assert (made.entry, made.start, made.end) == ("R1", moment(0), moment(2170))
    assert (made.minutes, made.measured_minutes) == (12.0, 8.5)
    assert made.parts == (Part("R1", 170.0), Part("R2", 170.0), Part("R3", 170.0))
    assert made.title == "3 calls with Anna Keller"


def test_the_first_call_may_end_last() -> None:
    made = draft(talk(moment(100), 60, row="R2"), talk(moment(0), 600, row="R1"))
    assert (made.entry, made.start, made.end, made.measured_minutes) == ("R1", moment(0), moment(600), 11.0)


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
    nameless = replace(entry(), name=None)
    assert draft(nameless, contact=None).title == "Call from 044 000 12 34"
    assert draft(nameless, replace(nameless, id="R2"), contact=None).title == "2 calls with 044 000 12 34"


def test_calls_with_several_people_name_them_all() -> None:
    both = draft(entry(), replace(entry(), id="R2"), contact=ANNA, people=("Anna Keller", "Lukas Hofer"))
    assert both.title == "2 calls with Anna Keller, Lukas Hofer"


def test_whom_the_user_has_chosen_is_the_only_one() -> None:
    chosen = draft(entry(), replace(entry(), id="R2"), contact=ANNA, people=("Theresa Gruber", "Lukas Hofer"))
    assert chosen.title == "2 calls with Anna Keller"


# --- the end was not seen --------------------------------------------------------------------------------------------

LOST = [{"state": "ended", "end": "lost"}, {"anomalies": (UNSEEN_END,)}]


@pytest.mark.parametrize("kept", LOST, ids=["lost", "anomaly"])
def test_an_end_that_was_not_seen_is_asked_for(kept: dict[str, Any]) -> None:
    row = entry(**kept)
    with pytest.raises(NeedsConfirming, match=r"^at least 5 min, the end of the call was not seen: .*--minutes.*--yes"):
        draft(row)
    assert draft(row, confirmed=True).minutes == 5.0
    assert draft(row, wishes=Wishes(minutes=20)).minutes == 20
    assert draft(row, kind=Kind.ACTIVITY).kind is Kind.ACTIVITY


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(779, "at least 12 min, end unknown"), (60, "at least 1 min, end unknown"), (59.9, "at least 59 s, end unknown")],
)
def test_the_least_in_words(seconds: float, words: str) -> None:
    row = talk(moment(0), seconds, anomalies=(UNSEEN_END,))
    assert at_least_words(spoken([row], now=moment(999), count_held=True)) == words


# --- clocks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answered", "begins", "ends", "day"),
    [
        # the night in which two comes twice: 02:50 the first time
        ("2026-10-25T00:50Z", "2026-10-25T02:50:00+02:00", "2026-10-25T02:15:00+01:00", date(2026, 10, 25)),
        # the night in which there is no two
        ("2026-03-29T00:55Z", "2026-03-29T01:55:00+01:00", "2026-03-29T03:20:00+02:00", date(2026, 3, 29)),
        # into the new year
        ("2026-12-31T22:58Z", "2026-12-31T23:58:00+01:00", "2027-01-01T00:23:00+01:00", date(2026, 12, 31)),
        # still the day before in UTC
        ("2026-03-08T23:30Z", "2026-03-09T00:30:00+01:00", "2026-03-09T00:55:00+01:00", date(2026, 3, 9)),
    ],
)
def test_a_call_has_its_true_minutes_on_its_local_day(answered: str, begins: str, ends: str, day: date) -> None:
    made = draft(talk(datetime.fromisoformat(answered), 25 * 60), zone=ZURICH)
    assert (made.minutes, made.measured_minutes, made.day) == (25.0, 25.0, day)
    assert made.start.astimezone(ZURICH).isoformat() == begins
    assert made.end.astimezone(ZURICH).isoformat() == ends


def test_a_draft_over_midnight_is_divided_as_it_was_measured() -> None:
    row = talk(datetime(2026, 12, 31, 22, 58, tzinfo=UTC), 25 * 60)
    made = draft(row, zone=ZURICH, rounding=RoundingRule(15))
    what = spoken([row], now=moment(999), count_held=True)
    old, new = divided(made, by_days(what, ZURICH), ["D1", "D2"], ZURICH)
    assert (old.id, old.day, old.start, old.minutes, old.measured_minutes) == (
        "D1", date(2026, 12, 31), made.start, 2.4, 2.0,
    )  # fmt: skip
    assert (new.id, new.day, new.end, new.minutes, new.measured_minutes) == (
        "D2", date(2027, 1, 1), made.end, 27.6, 23.0,
    )  # fmt: skip
    assert old.end == new.start == datetime(2026, 12, 31, 23, tzinfo=UTC)
    assert old.parts + new.parts == (Part("R1", 120.0), Part("R1", 1380.0))
    assert replace(new, id="D1", start=old.start, end=old.end, day=old.day, parts=old.parts) == replace(
        old, minutes=new.minutes, measured_minutes=new.measured_minutes
    )


def test_a_draft_of_one_day_is_not_divided() -> None:
    row = talk(moment(0), 60)
    made = draft(row)
    assert divided(made, by_days(spoken([row], now=moment(0), count_held=True), UTC), ["D1"], UTC) == (made,)


@pytest.mark.parametrize("minutes", [0.0, 0.006, 7.125, 1000.0])
def test_nothing_is_lost_in_dividing(minutes: float) -> None:
    row = talk(datetime(2026, 3, 9, 23, 59, 59, tzinfo=UTC), timedelta(days=2, seconds=7).total_seconds())
    made = draft(row, wishes=Wishes(minutes=minutes))
    days = divided(made, by_days(spoken([row], now=moment(0), count_held=True), UTC), ["D1", "D2", "D3", "D4"], UTC)
    assert [each.day for each in days] == [date(2026, 3, day) for day in (9, 10, 11, 12)]
    assert sum(each.minutes for each in days) == pytest.approx(minutes, abs=1e-9)
    assert min(each.minutes for each in days) >= 0


# --- on the disk -----------------------------------------------------------------------------------------------------


def test_a_draft_comes_back_from_the_disk() -> None:
    made = draft(entry(), wishes=Wishes(minutes=3))
    assert msgspec.json.decode(msgspec.json.encode(made, enc_hook=in_english), type=Draft) == made


def test_a_draft_of_an_older_program_is_read() -> None:
    kept = json.loads(msgspec.json.encode(draft(entry()), enc_hook=in_english))
    for new in ("recorded_by", "day", "parts", "by_hand"):
        del kept[new]
    read = msgspec.json.decode(json.dumps(kept), type=Draft)
    assert (read.minutes, read.recorded_by, read.day, read.parts, read.by_hand) == (5.0, "", None, (), False)
