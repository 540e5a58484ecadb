"""The foot of the journal: how the day stands, a line for messages, timers that run, and a lamp for each line."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from calljournal.desktop.journal.lamps import Lamps
from calljournal.desktop.journal.message import MessageLine
from calljournal.desktop.journal.timers import RunningTimers
from calljournal.desktop.journal.today import Today
from calljournal.desktop.look import formats
from calljournal.desktop.look.icons import Icons
from calljournal.languages import tr

UNBOOKED_KEY = "Ctrl+U"


class Footer(QWidget):
    """Puts them beneath and beside one another. The message takes its room from the end of the list, where it is least
    missed: no row moves beneath the pointer.

    Signals:
        unbooked_wanted(): the sentence about the day was clicked
    """

    unbooked_wanted = Signal()

    def __init__(self, icons: Icons, today: Today, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.totals = QPushButton(self)
        self.totals.setFlat(True)
        self.totals.setCursor(Qt.CursorShape.PointingHandCursor)
        self.totals.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.totals.setToolTip(formats.hint_with_key(tr("Show the calls that are not booked"), UNBOOKED_KEY))
        self.totals.clicked.connect(self.unbooked_wanted)
        self.totals.hide()
        self.message = MessageLine(icons, self)
        self.timers = RunningTimers(now, self)
        self.lamps = Lamps(icons, self)
        status = QHBoxLayout()
        status.setContentsMargins(6, 4, 12, 4)
        status.setSpacing(12)
        status.addWidget(self.totals)
        status.addStretch(1)
        status.addWidget(self.timers)
        status.addWidget(self.lamps, 0, Qt.AlignmentFlag.AlignVCenter)
        status.addStrut(self.totals.sizeHint().height())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.message)
        layout.addLayout(status)
        today.changed.connect(self._on_today)

    def dress(self) -> None:
        """Take the icons in their present colours."""
        self.message.dress()
        self.lamps.dress()

    def _on_today(self) -> None:
        self.totals.setText(self._today.words)
        self.totals.setAccessibleName(self._today.words)
        self.totals.show()
