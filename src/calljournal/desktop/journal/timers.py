"""The timers that run, in the footer: who is being talked to on another telephone, for how long; a click stops one."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from calljournal.contracts.rows import JournalRow
from calljournal.desktop.journal import cells
from calljournal.desktop.look import formats, naming
from calljournal.languages import tr

TICK = 1000
"""Milliseconds between two looks at the clock."""


class RunningTimers(QWidget):
    """Shows each timer that runs.

    Signals:
        stop_wanted(entry: str): the button of one
    """

    stop_wanted = Signal(str)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.rows: dict[str, JournalRow] = {}
        self._shown: dict[str, tuple[QLabel, QPushButton]] = {}
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._clock = QTimer(self, interval=TICK)
        self._clock.timeout.connect(self.refresh)
        self.hide()

    def set_rows(self, rows: Iterable[JournalRow]) -> None:
        """Show these timers and no others."""
        for entry in tuple(self.rows):
            self._forget(entry)
        self.take(rows)

    def take(self, rows: Iterable[JournalRow]) -> None:
        """Take up rows that changed: a timer begins, gets a name, or has ended."""
        for row in rows:
            if row.entry.manual and row.entry.live:
                self.rows[row.entry.id] = row
            else:
                self._forget(row.entry.id)
        self.refresh()

    def remove(self, entries: Iterable[str]) -> None:
        """Drop timers that are gone."""
        for entry in entries:
            self._forget(entry)
        self.refresh()

    def refresh(self) -> None:
        """Show how long each has run."""
        for entry, row in self.rows.items():
            label, button = self._shown.get(entry) or self._make(entry)
            span = formats.time_span(cells.connected_seconds(row.entry, self._now()))
            who = naming.person(row) or (naming.number(row) if cells.has_number(row) else "")
            label.setText(tr("{who} {span}", who=who, span=span) if who else tr("Timer {span}", span=span))
            button.setAccessibleName(tr("Stop the timer: {who}", who=who) if who else tr("Stop the timer"))
        self.setVisible(bool(self.rows))
        if bool(self.rows) != self._clock.isActive():
            self._clock.start() if self.rows else self._clock.stop()

    def _make(self, entry: str) -> tuple[QLabel, QPushButton]:
        label, button = QLabel(self), QPushButton(tr("Stop"), self)
        button.setToolTip(tr("Stop the timer: the call has ended"))
        button.clicked.connect(partial(self._on_clicked, entry))
        self._layout.addWidget(label)
        self._layout.addWidget(button)
        self._shown[entry] = (label, button)
        return label, button

    def _on_clicked(self, entry: str, checked: bool = False) -> None:
        self.stop_wanted.emit(entry)

    def _forget(self, entry: str) -> None:
        self.rows.pop(entry, None)
        for widget in self._shown.pop(entry, ()):
            widget.deleteLater()
