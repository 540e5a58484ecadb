"""One quiet line, at the time that the user has set: there are calls of today that have not been booked."""

from collections.abc import Callable
from datetime import date, datetime, time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QToolButton, QWidget

from calljournal.desktop.journal.today import Today
from calljournal.desktop.look import formats
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.notice import Notice
from calljournal.languages import tr

LOOK = 10_000
"""Milliseconds between two looks at the clock."""


class Reminder(Notice):
    """Shows the line once a day, and only if something waits; it goes when that is booked, or when dismissed.

    Signals:
        pressed(): show the calls that wait
    """

    def __init__(self, icons: Icons, today: Today, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(icons, parent)
        self._today, self._now = today, now
        self._at: time | None = None
        self._reminded: date | None = None
        self.row.setContentsMargins(12, 4, 12, 4)
        self.dismiss = QToolButton(self)
        self.dismiss.setAutoRaise(True)
        self.dismiss.setToolTip(tr("Not today"))
        self.dismiss.setAccessibleName(tr("Not today"))
        self.dismiss.clicked.connect(self.hide)
        self.row.addWidget(self.dismiss)
        self.pressed.connect(self.hide)
        self.dress()
        self.hide()
        self._clock = QTimer(self, interval=LOOK)
        self._clock.timeout.connect(self.look)
        self._clock.start()
        today.changed.connect(self._on_today)

    def dress(self) -> None:
        """Take the icons in their present colours."""
        self.dismiss.setIcon(self._icons.action("dismiss"))

    def set_time(self, at: str) -> None:
        """Remind at this local time ("17:30"), or ("") never; a time that has passed counts from tomorrow on."""
        before, self._at = self._at, _read(at)
        if self._at is None:
            self.hide()
        elif self._at != before:
            local = self._now().astimezone()
            self._reminded = local.date() if local.time() >= self._at else None  # one that was put off comes today

    def look(self) -> None:
        """Remind if it is time."""
        local = self._now().astimezone()
        if self._at is None or self._reminded == local.date() or local.time() < self._at or not self._today.known:
            return
        self._reminded = local.date()
        if self._today.waiting:
            self._say()
            self.show()

    @property
    def text_at_end(self) -> str:
        """What is to be said when the program ends; "" where nothing waits."""
        if not self._today.known or not self._today.waiting:
            return ""
        return tr("{length} of today are not booked yet.", length=formats.length(self._today.waiting))

    def _say(self) -> None:
        self.say(self.text_at_end, button=tr("&Show them"))

    def _on_today(self) -> None:
        if self.isHidden():
            return
        if self._today.waiting:
            self._say()
        else:
            self.hide()


def _read(at: str) -> time | None:
    try:
        return time.fromisoformat(at) if at else None
    except ValueError:
        return None
