"""Asterisk's time stamps on our clock.

`timestampevents = yes` in manager.conf puts a `Timestamp` header (Unix time with microseconds) on every event; the
answer to `Ping` has one always. The difference of the two clocks is estimated by the first stamp that is seen and at
each answer to a `Ping`, which lies between its sending and its coming back.

When somebody sets Asterisk's clock, an event shows it at once if its stamp lies in our future, or before the stamps
that came already; a step back of a few seconds may look like a slow wire until the next answer to a `Ping`.
"""

from datetime import UTC, datetime, timedelta

from calljournal.words import say

TOLERANCE = timedelta(seconds=2)
"""How far the difference may move unnoticed: more than the order of events is mixed, less than anybody overlooks."""

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""What stands for every time in a recording that has none."""


class PbxClock:
    """Gives each event its time. `follows` is False in a replay, where the stamps are taken as they are.

    `jump` says in words that Asterisk's clock was set, for the calls that are going on; who noted it empties it.
    """

    def __init__(self, *, follows: bool, tolerance: timedelta = TOLERANCE) -> None:
        self.jump: str | None = None
        self._follows = follows
        self._tolerance = tolerance
        self._offset: timedelta | None = None if follows else timedelta(0)
        self._latest: datetime | None = None  # of the stamps of events, on Asterisk's clock

    def time(self, stamp: str | None, received: datetime | None) -> datetime | None:
        """Give the time of an event: by its stamp, else when it was received, else None."""
        moment = _moment(stamp)
        if moment is None:
            return received
        if self._offset is None:
            self._offset = received - moment if received is not None else timedelta(0)
        if self._follows and received is not None:
            early = moment + self._offset - received
            late = self._latest - moment if self._latest is not None else timedelta(0)
            if max(early, late) > self._tolerance:
                self._correct(received - moment)
            self._latest = moment
        return moment + self._offset

    def estimate(self, stamp: str | None, sent: datetime, received: datetime) -> None:
        """Correct the difference by the answer to a `Ping`.

        One that this answer allows is kept: an answer that was long under way would only make it worse.
        """
        moment = _moment(stamp)
        if moment is None or not self._follows:
            return
        if self._latest is not None:
            self._latest = moment
        if self._offset is None or not sent - moment <= self._offset <= received - moment:
            self._correct(sent + (received - sent) / 2 - moment)

    def forget(self) -> None:
        """Estimate anew: there is a new connection, maybe to another machine."""
        if self._follows:
            self._offset = self._latest = None

    def _correct(self, offset: timedelta) -> None:
        before, self._offset = self._offset, offset
        if before is not None and self._latest is not None and abs(offset - before) > self._tolerance:
            seconds = abs(offset - before).total_seconds()
            self.jump = say("the clock of Asterisk moved by {seconds:.1f} s against ours", seconds=seconds)


def _moment(stamp: str | None) -> datetime | None:
    if not stamp:
        return None
    try:
        return datetime.fromtimestamp(float(stamp), UTC)
    except (ValueError, OverflowError, OSError):
        return None
