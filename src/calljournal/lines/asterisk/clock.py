"""Asterisk's time stamps on our clock.

`timestampevents = yes` in manager.conf puts a `Timestamp` header (Unix time with microseconds) on every event; the
answer to `Ping` has one always. The difference of the two clocks is estimated by the first stamp that is seen and at
each answer to a `Ping`, which lies between its sending and its coming back.
"""

from datetime import UTC, datetime, timedelta

TOLERANCE = timedelta(seconds=2)
"""How far the difference may move between two estimates: more than a network's delay, less than anybody overlooks."""

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""What stands for every time in a recording that has none."""


class PbxClock:
    """Gives each event its time. `follows` is False in a replay, where the stamps are taken as they are."""

    def __init__(self, *, follows: bool, tolerance: timedelta = TOLERANCE) -> None:
        self._follows = follows
        self._tolerance = tolerance
        self._offset: timedelta | None = None if follows else timedelta(0)

    def time(self, stamp: str | None, received: datetime | None) -> datetime | None:
        """Give the time of an event: by its stamp, else when it was received, else None."""
        moment = _moment(stamp)
        if moment is None:
            return received
        if self._offset is None:
            self._offset = received - moment if received is not None else timedelta(0)
        return moment + self._offset

    def estimate(self, stamp: str | None, sent: datetime, received: datetime) -> str | None:
        """Set the offset by the answer to a `Ping`; give an anomaly where it jumped."""
        moment = _moment(stamp)
        if moment is None or not self._follows:
            return None
        offset = sent + (received - sent) / 2 - moment
        before, self._offset = self._offset, offset
        if before is None or abs(offset - before) <= self._tolerance:
            return None
        return f"the clock of Asterisk moved by {abs(offset - before).total_seconds():.1f} s against ours"

    def forget(self) -> None:
        """Estimate anew: there is a new connection, maybe to another machine."""
        if self._follows:
            self._offset = None


def _moment(stamp: str | None) -> datetime | None:
    if not stamp:
        return None
    try:
        return datetime.fromtimestamp(float(stamp), UTC)
    except (ValueError, OverflowError, OSError):
        return None
