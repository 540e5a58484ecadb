"""What was spoken today, and how much of it waits to be booked: asked for after changes, and at midnight."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from calljournal.contracts.work_commands import GetTotals, Total
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look import formats
from calljournal.errors import CallJournalError
from calljournal.languages import tr

EVERY = 1000
"""Milliseconds between two questions: a busy minute has many changes, and the footer shows minutes."""

LOOK = 15_000
"""Milliseconds between two looks at the calendar; a timer for midnight would be late after the computer has slept."""


class Today(QObject):
    """Seconds of talk of the present day: `spoken`, and what of that is `waiting`.

    Signals:
        changed(): other numbers, or another day
    """

    changed = Signal()

    def __init__(self, bridge: Bridge, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._now = bridge, now
        self.day: date | None = None
        self.spoken = 0.0
        self.waiting = 0.0
        self._again = False
        self._rest = QTimer(self, singleShot=True, interval=EVERY)
        self._rest.timeout.connect(self._on_rested)
        self._calendar = QTimer(self, interval=LOOK)
        self._calendar.timeout.connect(self.look)
        self._calendar.start()

    @property
    def known(self) -> bool:
        """Whether the engine has answered once."""
        return self.day is not None

    @property
    def words(self) -> str:
        """The day in one sentence."""
        if not self.known:
            return ""
        return tr(
            "today {spoken} on the phone, {waiting} not booked",
            spoken=formats.length(self.spoken),
            waiting=formats.length(self.waiting),
        )

    def ask(self) -> None:
        """Ask anew; soon, if that has just been done."""
        if self._rest.isActive():
            self._again = True
            return
        self._again = False
        self._rest.start()
        day = self._today()
        self._bridge.ask(GetTotals(day, day), partial(self._on_totals, day), self._on_error)

    def look(self) -> None:
        """Ask anew if another day has begun."""
        if self.known and self._today() != self.day:
            self.ask()

    def _today(self) -> date:
        return self._now().astimezone().date()

    def _on_rested(self) -> None:
        if self._again:
            self.ask()

    def _on_totals(self, day: date, totals: Sequence[Total]) -> None:
        self.day = day
        self.spoken = sum(total.spoken for total in totals)
        self.waiting = sum(total.waiting for total in totals)
        self.changed.emit()

    def _on_error(self, error: CallJournalError) -> None:
        """Leave what is shown: whatever is wrong is said where the rows are asked for."""
