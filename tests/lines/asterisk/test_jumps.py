"""Asterisk's clock is wrong, is set in mid-call, or tells nothing: lengths stay right, and a jump is noted."""

from datetime import timedelta

import pytest

from calljournal.calls import LegReport, LegState
from calljournal.lines.asterisk.protocol import Message
from tests.lines.asterisk.fed import Line
from tests.lines.asterisk.script import answered_call, trunk

TALK = 6.0
"""Seconds from the moment in which both are joined to the end; events come a second apart."""


def call() -> list[Message]:
    """A call comes in, is answered and ends; its channels go some events later."""
    caller = trunk()
    *talk, one, other = answered_call(caller)
    return [*talk, caller.becomes("Up"), caller.becomes("Up"), one, other]


def lived(wrong: float, jump: float = 0, place: int = 99) -> LegReport:
    """Let the call happen; Asterisk's clock is wrong by some seconds, and is set before the event of that place."""
    line = Line()
    for index, message in enumerate(call()):
        theirs = line.now + timedelta(seconds=1 + wrong + (jump if index >= place else 0))
        line.happens(Message(message.raw + f"\r\nTimestamp: {theirs.timestamp():.6f}".encode()))
    return line.leg("1.1")


def talked(leg: LegReport) -> float:
    """Seconds of talk."""
    assert leg.state is LegState.ENDED
    assert leg.answered is not None
    assert leg.ended is not None
    return (leg.ended - leg.answered).total_seconds()


@pytest.mark.parametrize("wrong", [0, 7200, -18000, 0.5])
def test_a_clock_that_is_wrong(wrong: float) -> None:
    """By hours: the times are those of this computer, and nothing is to be noted."""
    leg = lived(wrong)
    assert talked(leg) == TALK
    assert leg.started == Line().now + timedelta(seconds=3)  # the third event rings
    assert leg.anomalies == ()


@pytest.mark.parametrize("place", range(1, 16))
@pytest.mark.parametrize("jump", [3600, -3600, 30, -30, 3, -4])
def test_a_clock_that_is_set_in_mid_call(jump: float, place: int) -> None:
    """Forward or back, at any event: the length is right to the second, and the call says that it happened."""
    leg = lived(3600, jump, place)
    assert abs(talked(leg) - TALK) <= 0.001
    told_of_it = 1 < place < len(call()) - 1  # from the event after that of our channel to its end
    assert any("the clock of Asterisk moved" in anomaly for anomaly in leg.anomalies) == told_of_it


def test_without_time_stamps() -> None:
    """The moments of receipt count."""
    line = Line()
    line.happens(*call())
    assert talked(line.leg("1.1")) == TALK
    assert line.leg("1.1").anomalies == ()
