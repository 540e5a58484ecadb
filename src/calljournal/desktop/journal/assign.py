"""A line above the list in which is looked for whom a call was with, also one that withheld the number."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from calljournal.contracts.rows import JournalRow
from calljournal.desktop.booking.choosers import ContactBox
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal.whose import Whose
from calljournal.desktop.look import formats, naming
from calljournal.desktop.look.search_box import Choice
from calljournal.languages import tr


class Assign(QFrame):
    """Asks who it was; choosing a contact says so at once.

    Signals:
        left(): done, or not wanted any more
    """

    left = Signal()

    def __init__(self, bridge: Bridge, whose: Whose, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whose = whose
        self._row: JournalRow | None = None
        self.question = QLabel(self)
        self.contact = ContactBox(bridge, self)
        self.contact.setPlaceholderText(tr("Name, company or number"))
        self.contact.chosen.connect(self._on_chosen)
        self.new = QPushButton(tr("&New contact…"), self)
        self.new.clicked.connect(self._on_new)
        self.close_button = QPushButton(tr("Cancel"), self)
        self.close_button.clicked.connect(self.leave)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 6)
        layout.addWidget(self.question)
        layout.addWidget(self.contact, 1)
        layout.addWidget(self.new)
        layout.addWidget(self.close_button)
        self.hide()

    def ask(self, row: JournalRow) -> None:
        """Ask about a call."""
        self._row = row
        time, number = formats.day_and_time(row.entry.started), naming.number(row)
        self.question.setText(tr("Who was it on {time} ({number})?", time=time, number=number))
        self.contact.choose(None)
        self.show()
        self.contact.setFocus()

    def leave(self) -> None:
        """Ask no more."""
        self._row = None
        self.hide()
        self.left.emit()

    def _on_chosen(self, choice: Choice | None) -> None:
        if choice is not None and self._row is not None:
            self._whose.choose(self._row, choice.thing)
            self.leave()

    def _on_new(self) -> None:
        if self._row is not None:
            self._whose.add_contact(self._row)
            self.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.leave()
        else:
            super().keyPressEvent(event)
