import math
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calljournal.errors import BadSettings
from calljournal.worklog import RoundingRule, measured_minutes, respread

TABLE = Path(__file__).with_name("rounding.tsv").read_text(encoding="utf-8").splitlines()
EXAMPLES = [line.split("\t") for line in TABLE if not line.startswith("#")]

RULES = st.builds(
    RoundingRule,
    unit=st.integers(1, 60),
    how=st.sampled_from(["up", "nearest", "tolerance"]),
    minimum=st.integers(0, 60),
    tolerance=st.integers(0, 59),
    per=st.sampled_from(["call", "day"]),
)
DAYS = RULES.map(lambda rule: replace(rule, per="day"))
SECONDS = st.integers(0, 4 * 3600 * 1000).map(lambda milliseconds: milliseconds / 1000)


def seconds(text: str) -> float:
    minutes, _, rest = text.partition(":")
    return int(minutes) * 60 + float(rest)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: " ".join(example[:2]))
def test_worked_examples(example: list[str]) -> None:
    rule, calls, billed = RoundingRule.read(example[0]), example[1].split(), example[2].split()
    assert respread(rule, (), [seconds(call) for call in calls]) == tuple(float(minutes) for minutes in billed)


def test_the_table_is_there() -> None:
    assert len(EXAMPLES) >= 40


@given(RULES, SECONDS)
def test_minutes_are_whole_units_or_the_least(rule: RoundingRule, length: float) -> None:
    minutes = rule.minutes(length)
    assert minutes % rule.unit == 0 or minutes == rule.minimum
    assert abs(minutes - length / 60) < rule.unit or minutes == max(rule.unit, rule.minimum)
    assert (minutes == 0) == (length == 0) or rule.how == "nearest"


@given(RULES, SECONDS, SECONDS)
def test_who_talks_longer_pays_no_less(rule: RoundingRule, one: float, other: float) -> None:
    assert rule.minutes(min(one, other)) <= rule.minutes(max(one, other))


# --- by client and day -----------------------------------------------------------------------------------------------


@given(DAYS, st.lists(SECONDS, max_size=8))
def test_a_day_is_billed_as_one(rule: RoundingRule, calls: list[float]) -> None:
    billed = respread(rule, (), calls)
    assert min(billed, default=0) >= 0
    for so_far, measured in zip(accumulate(billed), accumulate(calls), strict=True):
        assert so_far == rule.minutes(measured)  # after each call, not only at the end of the day


@given(DAYS, st.lists(st.tuples(SECONDS, st.integers(0, 300)), max_size=4), st.lists(SECONDS, max_size=8))
def test_what_is_fixed_is_taken_as_it_is(
    rule: RoundingRule, fixed: list[tuple[float, float]], calls: list[float]
) -> None:
    billed = respread(rule, fixed, calls)
    assert len(billed) == len(calls)
    assert min(billed, default=0) >= 0
    spoken, paid = sum(measured for measured, _ in fixed), sum(minutes for _, minutes in fixed)
    if sum(calls):
        assert paid + sum(billed) == max(paid, rule.minutes(spoken + sum(calls)))


def test_too_much_was_billed_already() -> None:
    assert respread(RoundingRule(6, per="day"), [(60, 30)], [360, 1500]) == (0, 6)


def test_by_call_the_others_play_no_part() -> None:
    assert RoundingRule(6).next_minutes([(60, 30)], 61) == 6


# --- as people write it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("10", RoundingRule(10)),
        ("0", RoundingRule()),
        ("6 up", RoundingRule(6)),
        ("  6 MIN  Up ", RoundingRule(6)),
        ("6min", RoundingRule(6)),
        ("6 auf", RoundingRule(6)),
        ("15 nearest minimum 15", RoundingRule(15, "nearest", 15)),
        ("15 nearest, at least 15 minutes", RoundingRule(15, "nearest", 15)),
        ("15 Minuten kaufmännisch, mindestens 30", RoundingRule(15, "nearest", 30)),
        ("6 tolerance 10s", RoundingRule(6, "tolerance", tolerance=10)),
        ("6 tolerance", RoundingRule(6, "tolerance", tolerance=30)),
        ("6 Toleranz 20 Sekunden", RoundingRule(6, "tolerance", tolerance=20)),
        ("6 up per day", RoundingRule(6, per="day")),
        ("6 up per client and day", RoundingRule(6, per="day")),
        ("6 per call", RoundingRule(6)),
        ("6 auf je Tag", RoundingRule(6, per="day")),
        ("6 auf je Mandant und Tag", RoundingRule(6, per="day")),
        ("6 tolerance 10s minimum 12 per day", RoundingRule(6, "tolerance", 12, 10, "day")),
        ("6 down", None),
        ("-6 up", None),
        ("6 up 10s", None),
        ("6 up minimum", None),
        ("six up", None),
        ("6.5", None),
        ("99999 up", None),
        ("none", None),
        ("", None),
    ],
)
def test_reading(text: str, rule: RoundingRule | None) -> None:
    if rule is None:
        with pytest.raises(BadSettings, match=r"cannot be read: write .*6 up"):
            RoundingRule.read(text)
    else:
        assert RoundingRule.read(text) == rule


@given(RULES)
def test_what_is_written_is_read_again(rule: RoundingRule) -> None:
    again = RoundingRule.read(str(rule))
    assert str(again) == str(rule)
    assert again == (rule if rule.how == "tolerance" else replace(rule, tolerance=again.tolerance))


def test_writing() -> None:
    assert str(RoundingRule(6, "tolerance", 12, 10, "day")) == "6 tolerance 10s minimum 12 per day"
    assert str(RoundingRule()) == "0 up"


@pytest.mark.parametrize(("unit", "minimum", "tolerance"), [(-1, 0, 0), (0, -5, 0), (6, 0, -30)])
def test_negative_rules_are_refused(unit: int, minimum: int, tolerance: int) -> None:
    with pytest.raises(BadSettings, match="cannot be negative"):
        RoundingRule(unit, "up", minimum, tolerance)


@pytest.mark.parametrize(("unit", "minimum"), [(1441, 0), (6, 10**20)])
def test_a_unit_is_a_day_at_most(unit: int, minimum: int) -> None:
    with pytest.raises(BadSettings, match="1440 minutes"):
        RoundingRule(unit, "up", minimum)


@pytest.mark.parametrize(("how", "refused"), [("tolerance", True), ("up", False)])
def test_a_tolerance_is_less_than_a_unit(how: Literal["tolerance", "up"], refused: bool) -> None:
    if refused:
        with pytest.raises(BadSettings, match="60 s is a whole unit of 1 min or more"):
            RoundingRule(1, how, tolerance=60)
    else:
        assert RoundingRule(1, how, tolerance=60).minutes(61) == 2


@pytest.mark.parametrize(("length", "minutes"), [(0, 0.0), (1, 0.02), (52.5, 0.88), (3600, 60.0)])
def test_measured(length: float, minutes: float) -> None:
    assert math.isclose(measured_minutes(length), minutes)
