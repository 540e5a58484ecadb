from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calljournal.calls.leg import UNSEEN_END
from calljournal.errors import Refused
from calljournal.journal import Entry
from calljournal.worklog import Part, Spoken, by_days, split, spoken
from calljournal.worklog.rest import rest
from tests.calls.making import moment
from tests.worklog.rows import talk
from tests.zones import computer_in

ZURICH = ZoneInfo("Europe/Zurich")
ZONES = [UTC, ZURICH, *map(ZoneInfo, ["America/Havana", "Asia/Beirut", "Asia/Amman", "Pacific/Apia", "Asia/Kolkata"])]
"""Some of them change their clocks at midnight; one has left out a whole day."""


def of(*rows: Entry, count_held: bool = True) -> Spoken:
    return spoken(rows, now=moment(99_999), count_held=count_held)


@st.composite
def wholes(draw: st.DrawFn) -> Spoken:
    """Make some calls, one after the other, with time on hold that counts or does not."""
    at = draw(st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
    rows = []
    for number in range(draw(st.integers(1, 4))):
        length = draw(st.integers(1, 30 * 3600 * 1000))
        held = draw(st.integers(0, length))
        rows.append(talk(at, length / 1000, held=held / 1000, row=f"R{number}"))
        at += timedelta(milliseconds=length + draw(st.integers(0, 40_000_000)))
    return of(*rows, count_held=draw(st.booleans()))


def check_order(pieces: tuple[Spoken, ...], whole: Spoken) -> None:
    """Hold that pieces follow each other, and together take of each row exactly what the whole does."""
    stretches = [stretch for piece in pieces for stretch in piece.stretches]
    assert (stretches[0].start, stretches[-1].end) == (whole.start, whole.end)
    assert all(one.end <= other.start for one, other in pairwise(stretches))
    assert all(each.start <= each.end and each.seconds >= 0 for each in stretches)
    for part in whole.parts:
        taken = [each for piece in pieces for each in piece.parts if each.entry == part.entry]
        assert sum(round(each.seconds * 1000) for each in taken) == round(part.seconds * 1000)
        assert {each.held for each in taken} == {part.held}
    for piece in pieces:
        assert len({part.entry for part in piece.parts}) == len(piece.parts)
        assert piece.at_least == whole.at_least


# --- a share each ----------------------------------------------------------------------------------------------------


def test_a_call_is_cut_one_share_after_the_other() -> None:
    first, second, third = split(of(talk(moment(0), 600)), [2, None, 3])
    assert (first.start, first.end, first.parts) == (moment(0), moment(120), (Part("R1", 120.0),))
    assert (second.start, second.end, second.seconds) == (moment(120), moment(420), 300.0)
    assert (third.start, third.end, third.seconds) == (moment(420), moment(600), 180.0)


def test_a_share_may_end_where_a_call_ends_or_within_one() -> None:
    whole = of(talk(moment(0), 120), talk(moment(1000), 120, row="R2"), talk(moment(2000), 120, row="R3"))
    assert [piece.parts for piece in split(whole, [2, 3, 1])] == [
        (Part("R1", 120.0),),
        (Part("R2", 120.0), Part("R3", 60.0)),
        (Part("R3", 60.0),),
    ]


def test_time_on_hold_that_does_not_count_is_spread_evenly() -> None:
    first, second = split(of(talk(moment(0), 600, held=300), count_held=False), [2, 3])
    assert (first.end, first.seconds, second.seconds) == (moment(240), 120.0, 180.0)


def test_minutes_as_they_are_shown_are_minutes_enough() -> None:
    pieces = split(of(talk(moment(0), 100.4)), [0.84, 0.84])  # shown as 1.67
    assert [piece.seconds for piece in pieces] == [50.4, 50.0]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        ([5, 6], "shares are 11 minutes together, and the call is 10: let them add up"),
        ([5, 4], "shares are 9 minutes together"),
        ([4, 7, None], "shares are 11 minutes together"),
        ([4, 6, None], "shares are 10 minutes together"),
        ([9.998, None], "leave out the minutes of one"),  # a share of nothing, as it is shown
        ([None, 5, None], "only one share can take what is left"),
        ([10, 0], "a share cannot be 0 minutes: say more"),
        ([-5, 15], "a share cannot be -5 minutes"),
        ([float("nan"), None], "a share cannot be nan minutes"),
        ([float("inf"), None], "a share cannot be inf minutes"),
        ([], "shares are 0 minutes together"),
    ],
)
def test_shares_have_to_be_the_whole(minutes: list[float | None], words: str) -> None:
    with pytest.raises(Refused, match=words):
        split(of(talk(moment(0), 600)), minutes)


@given(wholes(), st.lists(st.integers(1, 1000), min_size=1, max_size=5), st.integers(0, 5))
def test_shares_are_together_the_whole(whole: Spoken, weights: list[int], left_out: int) -> None:
    minutes: list[float | None] = [round(whole.seconds / 60 * weight / sum(weights), 2) for weight in weights]
    if left_out < len(minutes):
        minutes[left_out] = None
    try:
        pieces = split(whole, minutes)
    except Refused:  # too little to be shared so
        assert whole.seconds / 60 * min(weights) / sum(weights) < 0.01 * (len(weights) + 1)
    else:
        assert len(pieces) == len(minutes)
        check_order(pieces, whole)
        for piece, said in zip(pieces, minutes, strict=True):
            assert said is None or abs(piece.seconds / 60 - said) <= 0.01 * len(minutes)


# --- a day each ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answered", "seconds", "days"),
    [
        ("2026-12-31T22:58Z", 1500, [("2026-12-31T23:58:00+01:00", 120), ("2027-01-01T00:00:00+01:00", 1380)]),
        ("2026-10-25T00:50Z", 1500, [("2026-10-25T02:50:00+02:00", 1500)]),  # the clock is changed, the day is not
        ("2026-03-29T00:55Z", 1500, [("2026-03-29T01:55:00+01:00", 1500)]),
        (
            "2026-10-24T21:00Z",  # from 23:00 over a day of 25 hours
            27 * 3600,
            [
                ("2026-10-24T23:00:00+02:00", 3600),
                ("2026-10-25T00:00:00+02:00", 25 * 3600),
                ("2026-10-26T00:00:00+01:00", 3600),
            ],
        ),
        ("2026-03-09T22:50Z", 600, [("2026-03-09T23:50:00+01:00", 600)]),  # it ends at midnight
        ("2026-03-09T23:00Z", 600, [("2026-03-10T00:00:00+01:00", 600)]),  # it begins then
    ],
)
def test_a_call_is_cut_at_local_midnight(answered: str, seconds: float, days: list[tuple[str, float]]) -> None:
    pieces = by_days(of(talk(datetime.fromisoformat(answered), seconds)), ZURICH)
    assert [(piece.start.astimezone(ZURICH).isoformat(), piece.seconds) for piece in pieces] == days


def test_time_on_hold_is_divided_as_the_day_is() -> None:
    whole = of(talk(datetime(2026, 3, 9, 23, 50, tzinfo=UTC), 1200, held=600), count_held=False)
    assert [piece.seconds for piece in by_days(whole, UTC)] == [300.0, 300.0]


def test_calls_of_two_days_are_not_cut() -> None:
    late, early = datetime(2026, 3, 9, 23, 50, tzinfo=UTC), datetime(2026, 3, 10, 0, 10, tzinfo=UTC)
    days = by_days(of(talk(late, 60), talk(early, 120, row="R2")), UTC)
    assert [piece.parts for piece in days] == [(Part("R1", 60.0),), (Part("R2", 120.0),)]
    assert [piece.end for piece in days] == [late + timedelta(seconds=60), early + timedelta(seconds=120)]


@given(wholes(), st.sampled_from(ZONES))
def test_days_are_together_the_whole(whole: Spoken, zone: ZoneInfo) -> None:
    pieces = by_days(whole, zone)
    check_order(pieces, whole)
    for piece in pieces:
        last = (piece.end - timedelta(microseconds=1)).astimezone(zone)
        assert piece.start.astimezone(zone).date() == last.date()
    days = [piece.start.astimezone(zone).date() for piece in pieces]
    assert days == sorted(set(days))


@pytest.fixture
def havana() -> Iterator[ZoneInfo]:
    """Have the computer in Havana, where the clock goes forward at midnight."""
    with computer_in("America/Havana"):
        yield ZoneInfo("America/Havana")


@pytest.mark.parametrize("day", [datetime(2025, 3, 8, 12, tzinfo=UTC), datetime(2025, 6, 1, 12, tzinfo=UTC)])
def test_without_a_zone_it_is_the_computers(havana: ZoneInfo, day: datetime) -> None:
    whole = of(talk(day, 86_400))
    assert by_days(whole, None) == by_days(whole, havana)
    assert len(by_days(whole, None)) == 2


# --- what is left ----------------------------------------------------------------------------------------------------


def test_an_unseen_end_is_told_of_each_piece() -> None:
    whole = of(talk(moment(0), 600), talk(moment(1000), 600, row="R2", anomalies=(UNSEEN_END,)))
    assert whole.at_least
    assert all(piece.at_least for piece in split(whole, [5, None]))


def test_what_is_left_of_a_split_call() -> None:
    whole = of(talk(moment(0), 600))
    first, second, third = split(whole, [2, 3, 5])
    left = rest(whole, {"R1": 420.0}, [(first.start, first.end), (third.start, third.end)])
    assert left == second
    left = rest(whole, {"R1": 480.0}, [(second.start, second.end), (third.start, third.end)])
    assert left == first


def test_nothing_taken_leaves_the_whole() -> None:
    whole = of(talk(moment(0), 600))
    assert rest(whole, {}, []) == whole
    assert rest(whole, {"R1": 600.0}, [(moment(0), moment(600))]) == whole
