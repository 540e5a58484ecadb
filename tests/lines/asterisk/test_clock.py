"""Asterisk's time stamps on our clock."""

from datetime import UTC, datetime, timedelta

import pytest

from calljournal.lines.asterisk.clock import PbxClock

NOW = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def stamp(at: datetime) -> str:
    """A time stamp as Asterisk writes it."""
    return f"{at.timestamp():.6f}"


def test_without_stamps_the_time_of_receipt_counts() -> None:
    """As it does where the stamp is nonsense."""
    clock = PbxClock(follows=True)
    for nonsense in (None, "", "yesterday", "1e99", "nan"):
        assert clock.time(nonsense, NOW) == NOW


def test_the_first_stamp_sets_the_difference() -> None:
    """What follows keeps the distances of Asterisk's own clock, whatever the network's delay."""
    clock = PbxClock(follows=True)
    theirs = NOW - timedelta(hours=1)
    assert clock.time(stamp(theirs), NOW) == NOW
    assert clock.time(stamp(theirs + SECOND), NOW + 5 * SECOND) == NOW + SECOND


def test_a_ping_corrects_it_by_the_middle_of_its_way() -> None:
    """Half of the way there, half of it back."""
    clock = PbxClock(follows=True)
    assert clock.estimate(stamp(NOW), NOW + 9 * SECOND, NOW + 11 * SECOND) is None
    assert clock.time(stamp(NOW), NOW) == NOW + 10 * SECOND


@pytest.mark.parametrize(("jump", "noted"), [(1.9, False), (2.1, True), (-2.1, True)])
def test_a_jump_of_more_than_two_seconds_is_an_anomaly(jump: float, noted: bool) -> None:
    """Somebody set a clock; from then on the new difference holds."""
    clock = PbxClock(follows=True)
    clock.estimate(stamp(NOW), NOW, NOW)
    moved = NOW + timedelta(seconds=jump)
    assert (clock.estimate(stamp(NOW), moved, moved) is not None) == noted
    assert clock.time(stamp(NOW), NOW) == moved
    clock.forget()
    assert clock.time(stamp(NOW), NOW) == NOW


def test_a_replay_takes_the_stamps_as_they_are() -> None:
    """No difference, ever; without stamp and time of receipt there is none."""
    clock = PbxClock(follows=False)
    assert clock.time(stamp(NOW), NOW + 100 * SECOND) == NOW
    assert clock.estimate(stamp(NOW), NOW + SECOND, NOW + SECOND) is None
    assert clock.time(None, None) is None
