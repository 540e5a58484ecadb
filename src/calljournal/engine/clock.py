"""UTC that runs evenly: the monotonic clock, anchored to the computer's own clock.

A computer that slept, or whose clock was set, is noticed because the two clocks have moved apart; then a new anchor
is taken, so that times are right again. Differences of times within one wakeful stretch stay true.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

APART = timedelta(seconds=2)
"""How far the clocks may drift apart before it means a sleep or a correction, not mere drift."""


class AnchoredClock:
    """Gives the moment as aware UTC; `wall` (seconds since 1970) and `monotonic` (seconds) are handed in by tests."""

    def __init__(self, wall: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._anchor()

    def now(self) -> datetime:
        """Give the moment."""
        moment = self._at + timedelta(seconds=self._monotonic() - self._since)
        if abs(moment - self._computer_time()) > APART:
            self._anchor()
            return self._at
        return moment

    def _anchor(self) -> None:
        self._at = self._computer_time()
        self._since = self._monotonic()

    def _computer_time(self) -> datetime:
        return datetime.fromtimestamp(self._wall(), UTC)
