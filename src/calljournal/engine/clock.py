"""UTC that runs evenly: the monotonic clock, anchored to the computer's own clock.

A computer that slept, or whose clock was set, is noticed in one of two ways, for systems do not agree on what a
monotonic clock does meanwhile: where it stands still (Linux, macOS), the two clocks have moved apart; where it runs on
(Windows), nobody has asked for the time for long. Then a new anchor is taken, so that times are right again, and
counted, so that whoever holds a connection makes it anew. Differences of times between two anchors stay true.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime

APART = 2.0
"""Seconds by which the clocks may move apart before it means a sleep or a correction, not mere drift."""

ASLEEP = 15.0
"""Seconds without a look at the clock that mean a sleep: a running line looks every second, and its own heartbeat
covers what is shorter."""


class AnchoredClock:
    """Gives the moment as aware UTC; `wall` (seconds since 1970) and `monotonic` (seconds) are handed in by tests.

    `anchored` counts the sleeps and corrections that were noticed.
    """

    def __init__(self, wall: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self.anchored = 0
        self._at = self._seen_wall = wall()
        self._since = self._seen_monotonic = monotonic()

    def now(self) -> datetime:
        """Give the moment."""
        wall, monotonic = self._wall(), self._monotonic()
        apart = (wall - self._seen_wall) - (monotonic - self._seen_monotonic)
        jumped = abs(apart) > APART or monotonic - self._seen_monotonic > ASLEEP
        self.anchored += jumped
        self._seen_wall, self._seen_monotonic = wall, monotonic
        moment = self._at + (monotonic - self._since)
        if jumped or abs(moment - wall) > APART:  # the latter little by little: no two clocks run alike for days
            self._at, self._since = wall, monotonic
            moment = wall
        return datetime.fromtimestamp(moment, UTC)
