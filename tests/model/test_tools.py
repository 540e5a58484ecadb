"""The tools of the model-based test by themselves: it must see what is wrong, and show it small."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.model.compare import Difference, compare, side_by_side
from tests.model.draw import draw
from tests.model.exchange import Exchange, Impossible
from tests.model.plans import Act, Do, Plan, dialled, table
from tests.model.player import Played, repeated
from tests.model.shrink import REPEATS, completed, shrink
from tests.model.studio import Trial
from tests.model.truth import Row, truth
from tests.pbx.sipp import SipMessage

START = datetime(2026, 3, 9, 8, 15, tzinfo=UTC)
CALLER, OTHER = "+41440002111", "+493023125222"


def at(seconds: float) -> datetime:
    """A moment of the test."""
    return START + timedelta(seconds=seconds)


def sip(seconds: float, start: str, *, sent: bool = False, body: str = "", number: int = 1) -> SipMessage:
    """A message as a telephone logs it: `INVITE`, or `200 INVITE`."""
    status, _, method = start.rpartition(" ")
    line = f"SIP/2.0 {status} -" if status else f"{method} sip:test SIP/2.0"
    return SipMessage(at(seconds), sent, line, method, f"{line}\nCSeq: {number} {method}\n\n{body}")


def played(*acts: Act, **logs: list[SipMessage]) -> Played:
    """A plan that was played, with the logs of its legs; `_` in a name stands for `-`."""
    exchange = Exchange()
    for act in acts:
        exchange.take(act)
    return Played(exchange, {name.replace("_", "-"): log for name, log in logs.items()})


HELD = (
    Act(0.0, Do.CALL, "A", "101", CALLER, "Muster AG"),
    Act(0.5, Do.ANSWER, "A-101"),
    Act(1.0, Do.HOLD, "A-101"),
    Act(1.5, Do.TAKE_BACK, "A-101"),
    Act(2.5, Do.HANG_UP, "A"),
)
HELD_ROW = Row(
    owner="101",
    direction="incoming",
    scope="external",
    number=CALLER,
    name="Muster AG",
    presentation="allowed",
    outcome="answered",
    answered_by=None,
    transferred_to=None,
    legs=1,
    anomalies=(),
    started=at(0.1),
    answered=at(0.5),
    ended=at(2.5),
    talk=1.5,
    held=0.5,
)


def held_call() -> Played:
    """An incoming call that was on hold for half a second, as the telephones logged it."""
    rang = [sip(0.1, "INVITE"), sip(0.1, "180 INVITE", sent=True), sip(0.5, "200 INVITE", sent=True)]
    hold = sip(1.0, "INVITE", sent=True, body="a=sendonly", number=2)
    back = sip(1.5, "INVITE", sent=True, body="a=sendrecv", number=3)
    return played(
        *HELD,
        A=[sip(0, "INVITE", sent=True), sip(0.5, "200 INVITE"), sip(2.5, "BYE", sent=True)],
        A_101=[*rang, hold, back, sip(2.5, "BYE")],
    )


def test_truth_of_a_held_call() -> None:
    """Who and what by the plan, when by the logs."""
    assert truth(held_call()) == [HELD_ROW]


def test_truth_of_a_group_with_a_withheld_number() -> None:
    """Two rows: one answered, one answered elsewhere; the number stands in neither."""
    acts = (Act(0, Do.CALL, "A", "600", CALLER, withheld="pai"), Act(1, Do.ANSWER, "A-102"), Act(2, Do.HANG_UP, "A"))
    rang = [sip(0.1, "INVITE"), sip(0.1, "180 INVITE", sent=True)]
    rows = truth(
        played(
            *acts,
            A=[sip(0, "INVITE", sent=True), sip(1, "200 INVITE"), sip(2, "BYE", sent=True)],
            A_101=[*rang, sip(1, "CANCEL"), sip(1, "487 INVITE", sent=True)],
            A_102=[*rang, sip(1, "200 INVITE", sent=True), sip(2, "BYE")],
        )
    )
    assert [(row.owner, row.outcome, row.answered_by, row.number, row.presentation, row.ended) for row in rows] == [
        ("101", "answered-elsewhere", "102", None, "withheld", at(1)),
        ("102", "answered", None, None, "withheld", at(2)),
    ]


OTHERWISE: dict[str, Any] = {
    "owner": "102",
    "direction": "outgoing",
    "scope": "internal",
    "number": OTHER,
    "name": None,
    "presentation": "withheld",
    "outcome": "missed",
    "answered_by": "102",
    "transferred_to": "102",
    "legs": 2,
    "anomalies": ("odd",),
    "started": at(0.4),
    "answered": None,
    "ended": at(2.8),
    "talk": 1.8,
    "held": 0.0,
}


@pytest.mark.parametrize("name", [field.name for field in fields(Row)])
def test_each_field_of_a_row_counts(name: str) -> None:
    """A row that is wrong in one thing is wrong, and the thing is marked."""
    wrong = replace(HELD_ROW, **{name: OTHERWISE[name]})
    differences = compare([HELD_ROW], [wrong])
    assert differences
    if name != "owner":  # a row of somebody else is another row
        assert differences == [Difference(HELD_ROW, wrong, (name,))]
        assert f"*{name}" in side_by_side(differences)


def test_nearly_the_same_time_is_right_and_rows_are_counted() -> None:
    """A fifth of a second is nothing; a row that is missing or too many is wrong."""
    late = replace(HELD_ROW, started=at(0.3), talk=1.7)
    assert compare([HELD_ROW], [late]) == []
    assert compare([HELD_ROW], []) == [Difference(HELD_ROW, None, ("missing",))]
    assert compare([], [late]) == [Difference(None, late, ("too many",))]
    assert len(compare([HELD_ROW], [late, late])) == 1


def test_what_stands_twice_in_a_log() -> None:
    """A repeated request or answer voids a plan; several telephones that ring do not."""
    ring = sip(0.1, "180 INVITE")
    assert repeated([sip(0, "INVITE"), ring, ring, sip(1, "BYE", number=2)]) is None
    assert repeated([sip(0, "INVITE"), ring, sip(0.5, "INVITE")]) == "INVITE"


def test_plans_are_the_same_for_the_same_seed_and_all_possible() -> None:
    """What is drawn can be done, leaves nobody on the telephone, and holds every kind of act."""
    kinds = set()
    for seed in range(150):
        plan = draw(seed)
        assert plan == draw(seed)
        assert completed(plan.acts) == plan.acts
        kinds |= {act.do for act in plan.acts}
    assert kinds == set(Do)


def test_what_nobody_can_do() -> None:
    """A telephone in use does not answer a second call, and nobody talks who has hung up."""
    exchange = Exchange()
    for act in (*HELD[:2], Act(0.7, Do.CALL, "B", "101", OTHER)):
        exchange.take(act)
    for act in (Act(1, Do.ANSWER, "B-101"), Act(1, Do.TAKE_BACK, "A-101"), Act(9, Do.GIVE_UP, "B")):
        with pytest.raises(Impossible):
            exchange.after(act)
    assert [leg.name for leg in exchange.after(Act(1, Do.HANG_UP, "A")).living()] == ["B", "B-101"]


def test_a_failing_plan_is_shrunk() -> None:
    """What fails whenever somebody holds shrinks to a call that is held."""
    tried = []

    def attempt(plan: Plan) -> Trial:
        tried.append(plan)
        fails = any(act.do is Do.HOLD for act in plan.acts)
        return Trial(plan, differences=(Difference(HELD_ROW, None, ("missing",)),) if fails else ())

    plan = next(plan for plan in map(draw, range(100)) if sum(act.do is Do.HOLD for act in plan.acts) > 1)
    small = shrink(attempt(plan), attempt, tries=200).plan
    assert [act.do for act in small.acts] == [Do.CALL, Do.ANSWER, Do.HOLD, Do.HANG_UP]
    assert "holds" in table(small)
    failed = attempt(plan)
    tried.clear()
    shrink(failed, attempt, tries=4)
    assert len(tried) <= 4 + REPEATS


def test_numbers_as_they_are_dialled() -> None:
    """0 for the outside line; then as in the country, or with 00."""
    assert [dialled(number) for number in ("102", CALLER, OTHER)] == ["102", "00440002111", "000493023125222"]
