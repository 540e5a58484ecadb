"""A list of projects or service types: found as one types, open ones, closed ones or all."""

from collections.abc import Sequence
from typing import Generic

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from calljournal.desktop.contacts.things_model import AThing, Column, ThingsModel
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import faint_label
from calljournal.desktop.look.tables import dress_table
from calljournal.languages import tr, tr_n

PAUSE = 120
"""Milliseconds of silence after which is looked up what was typed."""

OPEN, CLOSED, ALL = "open", "closed", "all"


class ThingsList(QWidget, Generic[AThing]):
    """A line to type in, a choice of states, and the table.

    Signals:
        look_up_wanted(): something else is looked for
        current_changed(thing): another one was selected, or None
    """

    look_up_wanted = Signal()
    current_changed = Signal(object)

    def __init__(
        self, icons: Icons, name: str, columns: Sequence[Column[AThing]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Search"))
        self.search.setAccessibleName(tr("Search in: {list}", list=name))
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.state = QComboBox(self)
        self.state.setAccessibleName(tr("Which are shown"))
        for state, words in ((OPEN, tr("Open")), (CLOSED, tr("Closed")), (ALL, tr("All"))):
            self.state.addItem(words, state)
        self.model: ThingsModel[AThing] = ThingsModel(icons, columns, self)
        self.table = QTableView(self)
        self.foot = faint_label(tr("Looking up…"))
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._pause.timeout.connect(self.look_up_wanted)
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.state.currentIndexChanged.connect(lambda _: self.look_up_wanted.emit())
        self._dress(name, len(columns) + 1)
        self._lay_out()

    def _dress(self, name: str, columns: int) -> None:
        table = self.table
        table.setModel(self.model)
        dress_table(table, name)
        table.setAlternatingRowColors(True)
        header = table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        letter = self.fontMetrics().averageCharWidth()
        for column in range(1, columns):
            table.setColumnWidth(column, letter * (16 if column == 1 else 28))
        header.setSectionResizeMode(columns - 1, QHeaderView.ResizeMode.ResizeToContents)
        table.selectionModel().currentRowChanged.connect(lambda *_: self.current_changed.emit(self.current()))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.foot)

    # --- what is looked for ------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What is looked for."""
        return self.search.text().strip()

    @property
    def shows(self) -> str:
        """Which are shown: OPEN, CLOSED or ALL."""
        return str(self.state.currentData())

    def show_all(self) -> None:
        """Show all, whatever was looked for."""
        for field in (self.search, self.state):
            field.blockSignals(True)
        self.search.clear()
        self.state.setCurrentIndex(self.state.findData(ALL))
        for field in (self.search, self.state):
            field.blockSignals(False)

    # --- what was found ----------------------------------------------------------------------------------------------

    def show_things(self, things: Sequence[AThing]) -> None:
        """Show what was found, of the chosen state; what was selected stays so."""
        before = self.current()
        shown = [one for one in things if self.shows == ALL or one.open == (self.shows == OPEN)]
        self.model.show_things(shown)
        self.foot.setText(tr_n("{count} entry", "{count} entries", len(shown)) if shown else tr("Nothing was found"))
        if before is None or not self.select(before.id):
            self.table.selectionModel().clearCurrentIndex()
            self.current_changed.emit(None)

    def say(self, text: str) -> None:
        """Say something below the list, as why it cannot be shown."""
        self.foot.setText(text)

    def select(self, thing_id: str) -> bool:
        """Select a thing, if it is there."""
        row = self.model.row_of(thing_id)
        if row is not None:
            self.table.setCurrentIndex(self.model.index(row, 0))
            self.table.scrollTo(self.model.index(row, 0))
        return row is not None

    def current(self) -> AThing | None:
        """Give what is selected."""
        return self.model.thing(self.table.currentIndex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list with the arrows while the keyboard is in the line above."""
        pressed = watched is self.search and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.table.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)
