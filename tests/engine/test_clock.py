"""UTC that runs evenly, over sleeps and corrections of the computer's clock."""

from datetime import UTC, datetime, timedelta

import pytest

from calljournal.engine.clock import ASLEEP, AnchoredClock

EIGHT = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)


class Computer:
    """The two clocks of a computer, and the one that is tested."""

    def __init__(self) -> None:
        self.wall = EIGHT.timestamp()
        self.monotonic = 1000.0
        self.clock = AnchoredClock(lambda: self.wall, lambda: self.monotonic)

    def passes(self, seconds: float, *, looks: bool = True) -> None:
        """Time passes, awake; somebody looks at the clock every second."""
        for _ in range(round(seconds)):
            self.wall += 1
            self.monotonic += 1
            if looks:
                self.clock.now()

    def after(self) -> float:
        """Seconds after eight, by the clock that is tested."""
        return (self.clock.now() - EIGHT).total_seconds()


@pytest.fixture
def computer() -> Computer:
    """A computer at eight in the morning."""
    return Computer()


def test_an_ordinary_day(computer: Computer) -> None:
    """Nothing is noticed, and the time is right."""
    computer.passes(3600)
    assert computer.after() == 3600
    assert computer.clock.anchored == 0


@pytest.mark.parametrize("monotonic", [0.0, 1700.0])
def test_a_sleep_is_noticed_whatever_the_monotonic_clock_does(computer: Computer, monotonic: float) -> None:
    """It stands still on Linux, and runs on under Windows; afterwards the time is right in either case."""
    computer.passes(60)
    computer.wall += 1700
    computer.monotonic += monotonic
    assert computer.after() == 1760
    assert computer.clock.anchored == 1
    computer.passes(60)
    assert computer.after() == 1820
    assert computer.clock.anchored == 1


@pytest.mark.parametrize("step", [3600.0, -3600.0, 2.5, -2.5])
def test_a_clock_that_is_set_is_noticed(computer: Computer, step: float) -> None:
    """Forward or back: from then on the computer's clock holds."""
    computer.passes(60)
    computer.wall += step
    assert computer.after() == 60 + step
    assert computer.clock.anchored == 1


def test_a_busy_moment_is_no_sleep(computer: Computer) -> None:
    """Nobody looked for some seconds."""
    computer.passes(ASLEEP, looks=False)
    assert computer.after() == ASLEEP
    assert computer.clock.anchored == 0


def test_a_step_that_nobody_would_see_leaves_the_time_even(computer: Computer) -> None:
    """A second is corrected: differences stay true, and nothing is made anew."""
    before = computer.clock.now()
    computer.wall += 1.5
    computer.passes(10)
    assert computer.clock.now() - before == timedelta(seconds=10)
    assert computer.clock.anchored == 0


def test_drift_is_made_good_without_a_word(computer: Computer) -> None:
    """Two clocks that differ by a thousandth are two seconds apart after half an hour, and no computer has slept."""
    for _ in range(3000):
        computer.wall += 1.001
        computer.monotonic += 1
        assert abs(computer.clock.now().timestamp() - computer.wall) <= 2.001
    assert computer.clock.anchored == 0
