"""What is known of the selected entry: its facts, whether it may be changed, the calls it came from, its history."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSizePolicy,
    QStyle,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import GetRow
from calljournal.contracts.work import Work, WorkChange, WorkState
from calljournal.contracts.work_commands import WorkHistory
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look import formats, naming
from calljournal.desktop.look.labels import faint_label, hint, plain_label
from calljournal.desktop.look.tables import dress_table
from calljournal.desktop.worked import wording
from calljournal.errors import CallJournalError, NotFound
from calljournal.languages import tr

WHO, WHAT = 16, 30
"""Signs of a name, and of what was done, for which the history has room; the pointer says the whole of a name."""

WIDEST = datetime(2028, 12, 28, 20, 28, tzinfo=UTC)
"""A moment that takes as much room as any."""

MOST_CALLS = 6
"""Calls with a button of their own; more were never merged by anybody."""


class Details(QWidget):
    """Shows one entry.

    Signals:
        call_wanted(entry: str): show the call in the journal
    """

    call_wanted = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._work: Work | None = None
        self._asked = 0
        self.heading = plain_label()
        self.facts = plain_label()
        self.why = faint_label()
        self.calls = QWidget(self)
        self._calls_layout = QHBoxLayout(self.calls)
        self._history_model = QStandardItemModel(0, 3, self)
        self.history = QTableView(self)
        self._lay_out()
        self.show_work(None)

    def _lay_out(self) -> None:
        font = QFont(self.font())
        font.setBold(True)
        self.heading.setFont(font)
        self.facts.setWordWrap(True)
        self.facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._calls_layout.setContentsMargins(0, 0, 0, 0)
        self._history_model.setHorizontalHeaderLabels([tr("When"), tr("Who"), tr("What was done")])
        self.history.setModel(self._history_model)
        dress_table(self.history, tr("History"))
        self.history.setWordWrap(True)
        self.history.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.history.horizontalHeader().setStretchLastSection(True)
        self._make_room()
        left = QVBoxLayout()
        for part in (self.heading, self.facts, self.why, self.calls):
            left.addWidget(part)
        left.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(16)
        layout.addLayout(left, 2)
        layout.addWidget(self.history, 3)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def _make_room(self) -> None:
        """Have the history as wide as what it says: a name may be longer than anybody expects, and is shortened."""
        sign = self.history.fontMetrics().averageCharWidth()
        when = self.history.fontMetrics().horizontalAdvance(formats.day_and_time(WIDEST)) + 2 * sign
        for column, width in ((0, when), (1, WHO * sign)):
            self.history.setColumnWidth(column, width)
        bar = self.history.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        self.history.setMinimumWidth(when + (WHO + WHAT) * sign + bar + 2 * self.history.frameWidth())

    # --- one entry ---------------------------------------------------------------------------------------------------

    def show_work(self, work: Work | None) -> None:
        """Show an entry, and look up what it came from and what was done to it."""
        same = work is not None and self._work is not None and work.id == self._work.id
        self._work = work
        self._asked += 1
        self.heading.setText(wording.heading(work) if work else tr("Select an entry to see what it came from"))
        self.facts.setText("\n".join(wording.facts(work)) if work else "")
        fixed = work is not None and work.state is not WorkState.OPEN
        self.why.setText(tr(wording.WHY_FIXED[work.state]) if work and fixed else "")
        self.why.setVisible(fixed)
        self.history.setVisible(work is not None)
        if not same:
            self._show_calls(())
            self._history_model.setRowCount(0)
        if work is not None:
            asked = self._asked
            self._bridge.ask(WorkHistory(work.id), partial(self._on_history, asked), partial(self._on_unknown, asked))
            self._bridge.ask(GetRow(work.entry), partial(self._on_call, asked), partial(self._on_no_call, asked))

    def _on_history(self, asked: int, changes: Sequence[WorkChange]) -> None:
        if asked != self._asked:
            return  # another entry is shown by now
        self._history_model.setRowCount(0)
        for change in reversed(changes):
            when = formats.day_and_time(change.at)
            line = [QStandardItem(text) for text in (when, change.by, wording.done(change))]
            for item in line:
                item.setTextAlignment(Qt.AlignmentFlag.AlignTop)
            line[1].setToolTip(hint(change.by))
            self._history_model.appendRow(line)

    def _on_unknown(self, asked: int, error: CallJournalError) -> None:
        if asked == self._asked:
            self.why.setText(tr(error.words))
            self.why.show()

    # --- the calls that it came from ---------------------------------------------------------------------------------

    def _on_call(self, asked: int, row: JournalRow) -> None:
        if asked != self._asked:
            return
        others = [entry for entry in row.together if entry != row.entry.id][: MOST_CALLS - 1]
        self._show_calls((row,))
        for entry in others:
            self._bridge.ask(GetRow(entry), partial(self._on_other, asked), self._on_left_out)

    def _on_other(self, asked: int, row: JournalRow) -> None:
        if asked == self._asked:
            self._add_call(row)

    def _on_left_out(self, error: CallJournalError) -> None:
        """One of several calls is gone: the others are shown."""

    def _on_no_call(self, asked: int, error: CallJournalError) -> None:
        if asked == self._asked:
            gone = isinstance(error, NotFound)
            self._show_calls(())
            word = tr("Its call is no longer in the journal.") if gone else tr(error.words)
            self._calls_layout.insertWidget(0, faint_label(word), 1)

    def _show_calls(self, rows: Sequence[JournalRow]) -> None:
        while item := self._calls_layout.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._calls_layout.addStretch(1)
        for row in rows:
            self._add_call(row)

    def _add_call(self, row: JournalRow) -> None:
        """Add the button of a call: when it was, with whom, how long."""
        entry = row.entry
        text = tr(
            "Call {time}, {who}, {length}",
            time=formats.clock_time(entry.answered or entry.started),
            who=naming.person(row) or naming.number(row),
            length=formats.time_span(entry.connected_seconds),
        )
        button = QPushButton(text.replace("&", "&&"), self.calls)
        button.setToolTip(tr("Show this call in the journal"))
        button.setAutoDefault(False)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _=False: self.call_wanted.emit(entry.id))
        self._calls_layout.insertWidget(self._calls_layout.count() - 1, button, 0, Qt.AlignmentFlag.AlignLeft)
