from datetime import UTC, datetime, timedelta

import pytest

from calljournal.calls import LegEnd, LegReport, LegState, Owners, Party, Presentation
from calljournal.contracts.line import LineConfig, Piece
from calljournal.errors import BadData
from calljournal.lines.simulator.line import BUILT_IN
from calljournal.lines.simulator.manifest import MANIFEST
from calljournal.lines.simulator.protocol import Step, Verb, parse
from calljournal.lines.simulator.translate import Exchange, check
from calljournal.numbers import DialRules
from tests.contract.line_suite import FakeClock, facts, heard, rows_of
from tests.contract.simulator import NAME, SimulatorHarness

START = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
OWNERS = Owners.parse("desk-101:101,102")


def play(text: str, owners: Owners = OWNERS) -> list[LegReport]:
    exchange = Exchange("line", owners, "run")
    reports: list[LegReport] = []
    for step in parse(text).steps:
        reports += exchange.apply(step, START + timedelta(seconds=step.at))
    return reports


def ends(reports: list[LegReport]) -> dict[str, tuple[LegEnd | None, str | None]]:
    return {report.endpoint: (report.end, report.answered_by) for report in reports}


def test_a_ring_group() -> None:
    reports = play('at 0 call A from "+41 44 000 12 34" rings 101, 102, 105\n+3 A answered by 102\n+5 A ended')
    assert ends(reports) == {"desk-101": (LegEnd.ELSEWHERE, "102"), "102": (LegEnd.ANSWERED, None)}
    assert {report.conversation for report in reports} == {"run-A"}


def test_all_decline_one_after_the_other() -> None:
    reports = play("at 0 call A from 105 rings 101, 102\n+1 A busy at 101\n+1 A rejected by 102")
    assert ends(reports) == {"desk-101": (LegEnd.BUSY, None), "102": (LegEnd.REJECTED, None)}


def test_a_call_within_the_house_has_two_legs() -> None:
    ringing: dict[str, LegReport] = {}
    talking: dict[str, LegReport] = {}
    for report in play("at 0 call A from 101 to 102\n+1 A answered by 102"):
        (talking if report.state is LegState.TALKING else ringing)[report.endpoint] = report
    assert ringing["desk-101"].state is LegState.DIALLING
    assert ringing["102"].party == Party("101", None, Presentation.ALLOWED, external=False)
    assert talking["desk-101"].party.number == "102"


def test_after_a_blind_transfer_both_sides_see_each_other() -> None:
    reports = play(
        "at 0 call A from 102 to 105\n+1 A answered by 105\n+1 A transferred by 105 to 101\n+1 A answered by 101"
    )
    last = {report.endpoint: report for report in reports}
    assert last["102"].party.number == "101"
    assert last["desk-101"].party.number == "102"
    assert last["desk-101"].direction == "incoming"


def test_a_consultation_is_a_conversation_of_its_own_until_it_is_joined() -> None:
    reports = play(
        'at 0 call A from "+41 44 000 12 34" rings 101\n+1 A answered by 101\n+1 A held by 101\n'
        "+1 call B from 101 to 102\n+1 B answered by 102\n+1 A joined to B by 101\n+1 A ended by 102"
    )
    of_102 = [report for report in reports if report.endpoint == "102"]
    assert [report.conversation for report in of_102] == ["run-B", "run-B", "run-A", "run-A"]
    assert of_102[-1].party.number == "+41 44 000 12 34"
    last = {report.leg: report for report in reports}
    assert [report.transferred_to for report in last.values()] == ["102", None, None]
    assert {report.conversation for report in last.values()} == {"run-A"}


def test_a_consultation_that_still_rings_can_be_joined() -> None:
    reports = play(
        'at 0 call A from "+41 44 000 12 34" rings 101\n+1 A answered by 101\n+1 call B from 101 to 102\n'
        "+1 A joined to B by 101\n+5 A answered by 102\n+1 A ended"
    )
    last = {report.leg: report for report in reports}
    assert [report.end for report in last.values()] == [LegEnd.ANSWERED, LegEnd.CANCELLED, LegEnd.ANSWERED]


def test_telephones_that_are_not_watched_have_no_reports() -> None:
    assert play('at 0 call A from "+41 44 000 12 34" rings 105\n+1 A answered by 105\n+1 A held by 105') == []


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ("+1 A held by 101", "line 2: 101 does not talk in call A"),
        ("+1 A answered", "line 2: say which telephone answers A"),
        ("+1 A rejected by 102", "line 2: 102 does not ring in call A; there ring: 101"),
        ("+1 A ended\n+1 A answered by 101", "line 3: call A is over"),
        ("+1 A answered by 101\n+1 A unanswered", "line 3: call A has been answered by 101"),
        ("+1 A answered by 101\n+1 A resumed by 101", "line 3: 101 is talking in call A, not held"),
        ("+1 A answered by 101\n+1 A is withheld", "line 3: who calls in A is known already"),
        ("+1 A answered by 101\n+1 A joined to A by 101", "line 3: 101 is in no other call A"),
        ("+1 call B from 101 to 101", "line 2: 101 cannot call itself"),
    ],
)
def test_what_cannot_be_is_said_with_its_line(steps: str, words: str) -> None:
    with pytest.raises(BadData) as error:
        check(parse(f'at 0 call A from "+41 44 000 12 34" rings 101\n{steps}').steps, OWNERS)
    assert words in str(error.value)


def test_who_hangs_up_by_hand_leaves_the_script() -> None:
    exchange = Exchange("line", OWNERS, "run")
    first, *rest = parse("at 0 call A from 105 rings 101, 102\n+1 A answered by 101\n+1 A held by 101").steps
    legs = [report.leg for report in exchange.apply(first, START)]
    exchange.meddle()
    for leg in legs:
        call, phone = exchange.place(leg)
        (declined,) = exchange.apply(Step(0, 0.0, Verb.REJECTED, call, phone), START + timedelta(seconds=0.5))
        assert (declined.leg, declined.end) == (leg, LegEnd.REJECTED)
    assert not exchange.is_live("A")
    assert [exchange.apply(step, START + timedelta(seconds=step.at)) for step in rest] == [(), ()]


def config() -> LineConfig:
    return LineConfig(NAME, SimulatorHarness().owners, DialRules("CH", "44", "0"), {}, FakeClock())


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_a_replay_gives_what_the_line_tells(size: int) -> None:
    data = (BUILT_IN / "tour.scenario").read_bytes()
    pieces = [Piece(data[start : start + size], None) for start in range(0, len(data), size)]
    assert MANIFEST.replay is not None
    replayed = rows_of(list(MANIFEST.replay(config(), pieces)), SimulatorHarness())
    line = SimulatorHarness()
    assert [facts(row) for row in replayed] == [facts(row) for row in rows_of(heard(line, "tour"), line)]


def test_a_replay_of_a_gap_begins_a_new_generation() -> None:
    text = b"at 0 call A from 105 rings 101\n+1 line drops\n+1 A ended\n+1 line returns"
    assert MANIFEST.replay is not None
    (row,) = rows_of(list(MANIFEST.replay(config(), [Piece(text, START)])), SimulatorHarness())
    assert row.outcome == "lost"
    assert row.ended == START
