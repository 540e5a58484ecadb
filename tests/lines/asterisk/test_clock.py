"""Asterisk's time stamps on our clock."""

from datetime import UTC, datetime, timedelta

import pytest

from calljournal.lines.asterisk.clock import PbxClock

NOW = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def stamp(at: datetime) -> str:
    """A time stamp as Asterisk writes it."""
    return f"{at.timestamp():.6f}"


def following(theirs: datetime = NOW) -> PbxClock:
    """A clock that has seen one event, at `theirs` on Asterisk's clock and NOW on ours."""
    clock = PbxClock(follows=True)
    clock.time(stamp(theirs), NOW)
    return clock


def test_without_stamps_the_time_of_receipt_counts() -> None:
    """As it does where the stamp is nonsense."""
    clock = PbxClock(follows=True)
    for nonsense in (None, "", "yesterday", "1e99", "nan"):
        assert clock.time(nonsense, NOW) == NOW


@pytest.mark.parametrize("wrong", [-5 * 3600, -1, 0, 3600, 400 * 86400])
def test_the_first_stamp_sets_the_difference(wrong: float) -> None:
    """What follows keeps the distances of Asterisk's own clock, however wrong that is and however slow the network."""
    theirs = NOW + timedelta(seconds=wrong)
    clock = following(theirs)
    assert clock.time(stamp(theirs + SECOND), NOW + 5 * SECOND) == NOW + SECOND
    assert clock.jump is None


def test_a_ping_corrects_it_by_the_middle_of_its_way() -> None:
    """Half of the way there, half of it back."""
    clock = PbxClock(follows=True)
    clock.estimate(stamp(NOW), NOW + 9 * SECOND, NOW + 11 * SECOND)
    assert clock.time(stamp(NOW), NOW + 11 * SECOND) == NOW + 10 * SECOND


def test_an_answer_that_was_long_under_way_changes_nothing() -> None:
    """The network stood still for five seconds: what was known is better, and nobody set a clock."""
    clock = following()
    clock.estimate(stamp(NOW + 5 * SECOND), NOW, NOW + 5 * SECOND)
    assert clock.time(stamp(NOW + 6 * SECOND), NOW + 6 * SECOND) == NOW + 6 * SECOND
    assert clock.jump is None


@pytest.mark.parametrize(("jump", "noted"), [(1.9, False), (2.1, True), (-2.1, True)])
def test_a_jump_that_a_ping_finds(jump: float, noted: bool) -> None:
    """Above two seconds it is an anomaly; from then on the new difference holds."""
    clock = following()
    set_to = NOW + timedelta(seconds=jump)
    clock.estimate(stamp(set_to), NOW, NOW)
    assert (clock.jump is not None) == noted
    assert clock.time(stamp(set_to + SECOND), NOW + SECOND) == NOW + SECOND


@pytest.mark.parametrize("jump", [3, 3600, -3, -3600])
def test_a_jump_that_an_event_shows(jump: float) -> None:
    """A stamp in our future, or before one that came already: the event has the time of its receipt at once."""
    clock = following()
    set_to = NOW + timedelta(seconds=jump)
    assert clock.time(stamp(set_to), NOW + SECOND / 2) == NOW + SECOND / 2
    assert clock.jump == f"the clock of Asterisk moved by {abs(jump - 0.5):.1f} s against ours"
    assert clock.time(stamp(set_to + SECOND), NOW + 2 * SECOND) == NOW + 1.5 * SECOND


def test_a_jump_is_nobodys_business_where_events_have_no_stamps() -> None:
    """The answer to a `Ping` has one always."""
    clock = PbxClock(follows=True)
    for hours in (0, 1):
        clock.estimate(stamp(NOW + timedelta(hours=hours)), NOW, NOW)
        assert clock.time(None, NOW) == NOW
    assert clock.jump is None


def test_a_new_connection_estimates_anew() -> None:
    """It may be to another machine, so a difference is no jump."""
    clock = following()
    clock.forget()
    assert clock.time(stamp(NOW + timedelta(hours=1)), NOW) == NOW
    assert clock.jump is None


def test_without_a_time_of_receipt_the_stamp_alone_counts() -> None:
    """So it is with what came before a sleep and is read after it."""
    clock = following(NOW - timedelta(hours=1))
    assert clock.time(stamp(NOW - timedelta(hours=1) + 7 * SECOND), None) == NOW + 7 * SECOND
    assert clock.time(None, None) is None


def test_a_replay_takes_the_stamps_as_they_are() -> None:
    """No difference, ever; without stamp and time of receipt there is none."""
    clock = PbxClock(follows=False)
    assert clock.time(stamp(NOW), NOW + 100 * SECOND) == NOW
    clock.estimate(stamp(NOW), NOW + SECOND, NOW + SECOND)
    assert clock.time(stamp(NOW), NOW + 100 * SECOND) == NOW
    assert clock.time(stamp(NOW - SECOND * 60), NOW + 100 * SECOND) == NOW - SECOND * 60
    assert clock.jump is None
    assert clock.time(None, None) is None
