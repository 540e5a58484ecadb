"""What ended long ago is forgotten, now and then: not anew with each call of a PBX on which many calls go on."""

import pytest

from calljournal.calls import CallTracker
from tests.calls.making import report, tracker

KEEP = 10
LIVE = 50
SHORT = 200


def test_many_live_calls_do_not_make_each_call_dear(monkeypatch: pytest.MonkeyPatch) -> None:
    """More calls than are kept go on: what has ended is looked through once in as many calls as are kept."""
    looked = 0
    forget = CallTracker._forget_oldest

    def counted(self: CallTracker) -> None:
        nonlocal looked
        looked += 1
        forget(self)

    monkeypatch.setattr(CallTracker, "_forget_oldest", counted)
    tracking = tracker(KEEP)
    for number in range(LIVE):
        tracking.apply(report(0, leg=f"live-{number}", conversation=f"live-{number}"))
    before = looked
    for number in range(SHORT):
        tracking.apply(report(1, leg=f"short-{number}", conversation=f"short-{number}"))
        tracking.apply(report(2, "ended", leg=f"short-{number}", conversation=f"short-{number}"))
    assert 0 < looked - before <= SHORT / KEEP + 1
    assert len(tracking.live_calls()) == LIVE
    assert len(tracking._calls) <= LIVE + 2 * KEEP
