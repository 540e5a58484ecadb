from dataclasses import replace
from typing import Any

import pytest

from calljournal.calls import Call, CallTracker, LegEnd, LegReport, LegState, Party, Presentation
from calljournal.calls.leg import UNSEEN_END, WITHHELD_UNASKED
from tests.calls.making import ANNA, PENDING, WITHHELD, moment, report, snapshot, tracker


def only(calls: tuple[Call, ...]) -> Call:
    (call,) = calls
    return call


def leg(calls: tuple[Call, ...], name: str = "L1") -> LegReport:
    return next(leg.report for call in calls for leg in call.legs if leg.report.leg == name)


def anomalies(tracking: CallTracker, calls: tuple[Call, ...]) -> tuple[str, ...]:
    return tuple(anomaly for call in calls for leg in call.legs for anomaly in leg.anomalies)


# --- reports ---------------------------------------------------------------------------------------------------------


def test_legs_of_one_conversation_are_one_call() -> None:
    tracking = tracker()
    first = only(tracking.apply(report(0)))
    both = only(tracking.apply(report(0, leg="L2", endpoint="102")))
    other = only(tracking.apply(report(0, leg="L3", conversation="C2")))
    assert (first.id, both.id, other.id) == ("K1", "K1", "K2")
    assert [leg.report.leg for leg in both.legs] == ["L1", "L2"]
    assert both.live
    assert {call.id for call in tracking.live_calls()} == {"K1", "K2"}


@pytest.mark.parametrize(
    "again",
    [
        report(3, "talking", answered=3),
        report(9, "talking", answered=3),
        report(9, "talking", answered=3, generation=2),
        report(1, "ringing"),
    ],
    ids=["the same", "the same later", "the same after a new connection", "overtaken"],
)
def test_what_says_nothing_new_changes_nothing(again: LegReport) -> None:
    tracking = tracker()
    tracking.apply(report(0))
    tracking.apply(report(3, "talking", answered=3))
    assert tracking.apply(again) == ()
    assert leg(tracking.live_calls()).state is LegState.TALKING


def test_an_overtaken_report_is_known_by_what_was_said_last_even_if_that_was_nothing_new() -> None:
    tracking = tracker()
    tracking.apply(report(3, "talking", answered=3))
    tracking.apply(report(20, "talking", answered=3))
    assert tracking.apply(report(10, "held", answered=3, holds=((10, None),))) == ()


def test_a_connection_that_has_gone_is_not_believed() -> None:
    tracking = tracker()
    tracking.apply(report(0))
    tracking.snapshot(snapshot(5, "L1", generation=2))
    assert tracking.apply(report(6, "ended", end="cancelled")) == ()
    assert leg(tracking.apply(report(7, "talking", answered=7, generation=2))).state is LegState.TALKING


@pytest.mark.parametrize(
    ("before", "after", "anomaly"),
    [
        (report(1, "talking", answered=1), report(2, "ringing", answered=1), "ringing after talking"),
        (report(1, "held", answered=1), report(2, "dialling"), "dialling after held"),
    ],
)
def test_a_transition_that_is_not_in_the_table_is_believed_and_noted(
    before: LegReport, after: LegReport, anomaly: str
) -> None:
    tracking = tracker()
    tracking.apply(before)
    calls = tracking.apply(after)
    assert leg(calls).state is after.state
    assert leg(calls).answered == moment(1), "what was known is not forgotten"
    assert anomalies(tracking, calls) == (anomaly,)


def test_nothing_wakes_a_leg_that_has_ended() -> None:
    tracking = tracker()
    tracking.apply(report(5, "ended", end="cancelled"))
    calls = tracking.apply(report(6, "talking", answered=6))
    assert leg(calls).state is LegState.ENDED
    assert anomalies(tracking, calls) == ("talking after the end of the leg: ignored",)
    assert tracking.apply(report(7, "talking", answered=6)) == (), "said once"


def test_a_late_correction_of_the_end_is_taken() -> None:
    tracking = tracker()
    tracking.apply(report(5, "ended", end="cancelled"))
    assert leg(tracking.apply(report(6, "ended", ended=5, end="answered-elsewhere", answered_by="102"))).answered_by


# --- presentation ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("presentation", "name"),
    [(Presentation.WITHHELD, None), (Presentation.PENDING, None), (Presentation.UNAVAILABLE, "Anna Keller")],
)
def test_a_number_that_is_not_allowed_does_not_come_in(presentation: Presentation, name: str | None) -> None:
    call = only(tracker().apply(report(0, party=replace(ANNA, presentation=presentation))))
    assert call.legs[0].report.party == Party(None, name, presentation, external=True)
    assert "000 12 34" not in repr(call)


@pytest.mark.parametrize("party", [ANNA, WITHHELD])
def test_pending_until_the_telephone_system_has_said(party: Party) -> None:
    tracking = tracker()
    assert only(tracking.apply(report(0, party=PENDING))).legs[0].pending
    assert leg(tracking.apply(report(1, party=party))).party == party
    assert tracking.give_up_asking("line", "L1") == ()
    assert tracking.apply(report(2, party=PENDING)) == (), "what is settled is not asked again"


def test_no_answer_in_time_is_withheld_and_noted() -> None:
    tracking = tracker()
    tracking.apply(report(0, party=PENDING))
    calls = tracking.give_up_asking("line", "L1")
    assert leg(calls).party == WITHHELD
    assert anomalies(tracking, calls) == (WITHHELD_UNASKED,)
    assert tracking.give_up_asking("line", "L1") == ()
    assert tracking.give_up_asking("line", "nobody") == ()


@pytest.mark.parametrize("gone", ["ended", "lost", "known only when it was over"])
def test_a_pending_leg_that_is_gone_is_withheld_and_noted(gone: str) -> None:
    tracking = tracker()
    if gone == "known only when it was over":
        calls = tracking.apply(report(2, "ended", end="cancelled", party=PENDING))
    else:
        tracking.apply(report(0, party=PENDING))
        over = report(2, "ended", end="cancelled", party=PENDING)
        calls = tracking.apply(over) if gone == "ended" else tracking.snapshot(snapshot(2, generation=2))
    assert leg(calls).party == WITHHELD
    assert [anomaly for anomaly in anomalies(tracking, calls) if anomaly != UNSEEN_END] == [WITHHELD_UNASKED]


# --- connections -----------------------------------------------------------------------------------------------------


def test_what_a_snapshot_does_not_name_is_lost_when_it_was_last_seen() -> None:
    tracking = tracker()
    tracking.snapshot(snapshot(0))
    tracking.apply(report(5, "held", answered=1, holds=((5, None),)))
    tracking.apply(report(6, leg="L2", conversation="C2"))
    tracking.sighted("line", moment(60))
    call = only(tracking.snapshot(snapshot(100, "L2", generation=2)))
    lost = call.legs[0].report
    assert (lost.state, lost.end, lost.ended) == (LegState.ENDED, LegEnd.LOST, moment(60))
    assert lost.holds[0].end == moment(60)
    assert call.legs[0].anomalies == (UNSEEN_END,)
    assert not call.live


def test_a_leg_of_which_nothing_was_said_for_many_connections_is_lost_when_the_last_of_them_was_seen() -> None:
    tracking = tracker()
    tracking.apply(report(1, "talking", answered=1))
    for generation, at in ((2, 100), (3, 200), (4, 300)):
        assert tracking.snapshot(snapshot(at, "L1", generation=generation)) == ()
        tracking.sighted("line", moment(at + 50))
    assert leg(tracking.snapshot(snapshot(400, generation=5))).ended == moment(350)


def test_a_lost_leg_never_ends_before_its_last_report_nor_after_the_snapshot() -> None:
    tracking = tracker()
    tracking.apply(report(10))
    assert leg(tracking.snapshot(snapshot(9, generation=2))).ended == moment(10)
    tracking.apply(report(20, leg="L2", generation=2))
    tracking.sighted("line", moment(99))
    assert leg(tracking.snapshot(snapshot(50, generation=3)), "L2").ended == moment(50)


def test_other_lines_are_left_alone() -> None:
    tracking = tracker()
    tracking.apply(replace(report(0), line="other"))
    assert tracking.snapshot(snapshot(5, generation=2)) == ()


def test_a_lost_leg_that_is_there_after_all_lives_on() -> None:
    tracking = tracker()
    tracking.apply(report(1, "talking", answered=1))
    tracking.snapshot(snapshot(5, generation=2))
    call = only(tracking.apply(report(6, "talking", answered=1, generation=2)))
    assert call.id == "K1"
    assert call.live
    assert call.legs[0].anomalies == ()


def test_a_snapshot_of_a_connection_that_has_gone_is_not_believed() -> None:
    """It neither ends what the later connection sees, nor lets that one's successor look older than it is."""
    tracking = tracker()
    tracking.apply(report(5, "talking", answered=1, generation=3))
    assert tracking.snapshot(snapshot(6, generation=2)) == ()
    assert tracking.apply(report(7, "ended", answered=1, generation=2)) == ()
    assert only(tracking.live_calls()).legs[0].report.generation == 3


def test_a_lost_leg_whose_end_is_told_later_has_that_end() -> None:
    tracking = tracker()
    tracking.apply(report(1, "talking", answered=1))
    tracking.snapshot(snapshot(9, generation=2))
    ended = leg(tracking.apply(report(9, "ended", answered=1, ended=7, generation=2)))
    assert (ended.end, ended.ended) == (LegEnd.ANSWERED, moment(7))


def test_after_a_new_connection_what_was_known_is_kept() -> None:
    """The line has to guess who called and when it began; what it saw itself was better."""
    tracking = tracker()
    tracking.apply(report(5, "talking", answered=3, holds=((4, 5),)))
    tracking.snapshot(snapshot(50, "L1", generation=2))
    guess = {"direction": "outgoing", "party": Party("unsure"), "started": 50.0, "generation": 2}
    known = leg(tracking.apply(report(51, "held", answered=50, holds=((51, None),), **guess)))  # type: ignore[arg-type]
    assert (known.started, known.answered, known.direction, known.party) == (moment(0), moment(3), "incoming", ANNA)
    assert [span.start for span in known.holds] == [moment(4), moment(51)]
    later = report(60, "ended", answered=50, holds=((51, 60),), **guess)  # type: ignore[arg-type]
    known = leg(tracking.apply(later))
    assert (known.direction, known.party) == ("incoming", ANNA), "the same guess again is no news"
    assert [span.start for span in known.holds] == [moment(4), moment(51)]


def test_a_hold_that_nobody_saw_end_has_ended_when_somebody_talks() -> None:
    tracking = tracker()
    tracking.apply(report(5, "held", answered=3, holds=((4, None),)))
    tracking.snapshot(snapshot(50, "L1", generation=2))
    known = leg(tracking.apply(report(50, "talking", answered=3, generation=2)))
    assert [(span.start, span.end) for span in known.holds] == [(moment(4), moment(50))]


def test_what_was_withheld_stays_so_after_a_new_connection() -> None:
    """The telephone system may say it once only: what a late line sees is then the number itself."""
    tracking = tracker()
    tracking.apply(report(5, "talking", answered=3, party=WITHHELD))
    tracking.snapshot(snapshot(50, "L1", generation=2))
    tracking.apply(report(50, "talking", answered=3, generation=2))
    call = only(tracking.apply(report(60, "ended", answered=3, generation=2)))
    assert call.legs[0].report.party == WITHHELD
    assert "000 12 34" not in repr(call)


def test_what_changes_after_the_first_report_of_a_connection_is_believed() -> None:
    tracking = tracker()
    tracking.apply(report(5, "talking", answered=3))
    tracking.snapshot(snapshot(50, "L1", generation=2))
    assert tracking.apply(report(50, "talking", answered=3, generation=2)) == ()
    passed_on = Party("102", None, Presentation.ALLOWED, external=False)
    assert leg(tracking.apply(report(60, "talking", answered=3, generation=2, party=passed_on))).party == passed_on


@pytest.mark.parametrize(
    ("generation", "started", "call"), [(1, 0, "K1"), (1, 100, "K2"), (2, 0, "K2"), (2, 100, "K2")]
)
def test_an_id_that_is_used_again_is_a_new_leg(generation: int, started: float, call: str) -> None:
    """Within a connection what has ended does not come back, unless it began after that end: then it is another."""
    tracking = tracker()
    tracking.apply(report(5, "ended", end="cancelled"))
    changed = only(tracking.apply(report(100, started=started, generation=generation)))
    assert changed.id == call
    assert changed.live == (call == "K2")
    assert len(changed.legs) == 1


@pytest.mark.parametrize(("generation", "call"), [(1, "K1"), (2, "K2")])
def test_a_conversation_goes_on_within_a_connection_only(generation: int, call: str) -> None:
    tracking = tracker()
    tracking.apply(report(5, "ended"))
    assert only(tracking.apply(report(9, leg="L2", generation=generation))).id == call


# --- merging ---------------------------------------------------------------------------------------------------------


def consulted(tracking: CallTracker) -> None:
    """Let L1 talk in C1, and L2 and L3 in the consultation C2."""
    tracking.apply(report(1, "held", answered=1, holds=((1, None),)))
    tracking.apply(report(2, "dialling", leg="L2", conversation="C2", direction="outgoing", started=2))
    tracking.apply(report(2, leg="L3", conversation="C2", endpoint="102", started=2))


@pytest.mark.parametrize("first", ["L2", "L3"])
def test_a_consultation_that_becomes_a_transfer_merges_into_the_older_call(first: str) -> None:
    tracking = tracker()
    consulted(tracking)
    assert {call.id for call in tracking.live_calls()} == {"K1", "K2"}
    merged, whole = tracking.apply(report(9, "talking", leg=first, conversation="C1", started=2, answered=3))
    assert (merged.id, merged.legs, merged.merged_into) == ("K2", (), "K1")
    assert whole.id == "K1"
    assert [leg.report.leg for leg in whole.legs] == ["L1", "L2", "L3"]
    assert whole.merged_into is None
    assert [call.id for call in tracking.live_calls()] == ["K1"]
    late = only(tracking.apply(report(10, "ended", leg="L1", conversation="C2")))
    assert late.id == "K1", "the old conversation is the same call now"


def test_the_older_call_survives_whichever_leg_moves() -> None:
    tracking = tracker()
    consulted(tracking)
    merged, whole = tracking.apply(report(9, "talking", conversation="C2", answered=1))
    assert (merged.id, whole.id) == ("K2", "K1")


def test_a_conversation_that_only_gets_another_name_stays_a_call() -> None:
    tracking = tracker()
    tracking.apply(report(0))
    assert only(tracking.apply(report(1, conversation="C9"))).id == "K1"
    assert only(tracking.apply(report(2, leg="L2", conversation="C9"))).id == "K1"


# --- memory ----------------------------------------------------------------------------------------------------------


def restored(**kept: Any) -> CallTracker:
    """Give a tracker that was told what the one before knew when the program ended."""
    before = tracker()
    call = only(before.apply(report(5, "talking", answered=3, **kept)))
    after = CallTracker(lambda: "new")
    after.restore(call, moment(60))
    return after


def test_after_a_restart_a_call_that_is_gone_is_lost_when_it_was_last_seen() -> None:
    call = only(restored().snapshot(snapshot(500)))
    assert (call.id, call.legs[0].report.end, call.legs[0].report.ended) == ("K1", LegEnd.LOST, moment(60))


@pytest.mark.parametrize("generation", [1, 2])
def test_after_a_restart_a_call_that_is_still_there_is_the_same(generation: int) -> None:
    """The line counts its connections anew: the number of the last run means nothing."""
    tracking = restored(generation=7)
    assert tracking.snapshot(snapshot(500, "L1", generation=generation)) == ()
    guess = report(500, "talking", answered=500, started=500, party=Party("unsure"), generation=generation)
    assert tracking.apply(guess) == ()
    over = report(600, "ended", answered=500, started=500, party=Party("unsure"), generation=generation)
    ended = leg(tracking.apply(over))
    assert (ended.answered, ended.party) == (moment(3), ANNA)
    assert only(tracking.apply(report(601, leg="L2", generation=generation))).id == "K1"


def test_calls_that_ended_long_ago_are_forgotten() -> None:
    tracking = tracker(keep_ended=5)
    for number in range(30):
        tracking.apply(report(number, "ended", leg=f"L{number}", conversation=f"C{number}"))
    late = only(tracking.apply(report(99, "ended", ended=0, end="failed", leg="L0", conversation="C0")))
    assert late.id == "K31", "too late: it is another call"
    assert only(tracking.apply(report(99, "ended", ended=29, end="failed", leg="L29", conversation="C29"))).id == "K30"


def test_live_calls_are_never_forgotten() -> None:
    tracking = tracker(keep_ended=2)
    for number in range(30):
        tracking.apply(report(number, leg=f"L{number}", conversation=f"C{number}"))
    assert len(tracking.live_calls()) == 30


def test_what_is_forgotten_is_forgotten_whole() -> None:
    """Names of conversations that were renamed go with their call: the memory of a long run stays bounded."""
    tracking = tracker(keep_ended=5)
    for number in range(100):
        tracking.apply(report(number, leg=f"L{number}", conversation=f"first-{number}"))
        tracking.apply(report(number, leg=f"L{number}", conversation=f"second-{number}"))
        tracking.apply(report(number + 0.5, "ended", leg=f"L{number}", conversation=f"second-{number}"))
    assert len(tracking._calls) <= 11
    assert len(tracking._call_of_conversation) <= 22


@pytest.mark.parametrize("other", [{"endpoint": "102"}, {"started": 20.0}])
def test_an_id_that_a_restarted_system_gives_again_is_another_leg(other: dict[str, Any]) -> None:
    """Asterisk counts anew after a restart: within the same second a new leg has the id of one that was lost."""
    tracking = tracker()
    tracking.apply(report(1, "talking", answered=1))
    (gone,) = tracking.snapshot(snapshot(10, generation=2))
    (new,) = tracking.apply(report(20, generation=2, **other))
    assert (gone.id, new.id) == ("K1", "K2")
    assert [leg.report.end for leg in gone.legs] == [LegEnd.LOST]
    assert new.live
