"""The numbers whose calls are private for good: listed, and each can be taken back."""

from functools import partial

from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from calljournal.contracts.journal_commands import KeepNumberPrivate, ListPrivateNumbers, PrivateNumber
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look import formats
from calljournal.desktop.look.labels import faint_label, plain_label
from calljournal.desktop.look.layouts import clear
from calljournal.desktop.settings.fields import heading
from calljournal.errors import CallJournalError
from calljournal.languages import tr


class PrivateNumbers(QWidget):
    """Lists the numbers that were made private for good."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.buttons: dict[str, QPushButton] = {}
        self._said = faint_label()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(heading(tr("Private numbers")))
        layout.addWidget(self._said)
        layout.addLayout(self._grid)
        self.look_up()

    def look_up(self) -> None:
        """Ask which numbers there are."""
        self._bridge.ask(ListPrivateNumbers(), self._on_numbers, self._on_error)

    def _on_numbers(self, numbers: tuple[PrivateNumber, ...]) -> None:
        clear(self._grid)
        self.buttons = {}
        for line, number in enumerate(numbers):
            self._grid.addWidget(plain_label(number.shown), line, 0)
            self._grid.addWidget(faint_label(tr("since {day}", day=formats.day(number.since))), line, 1)
            button = QPushButton(tr("No longer private"))
            button.setAccessibleName(tr("{number} is no longer private", number=number.shown))
            button.clicked.connect(partial(self._take_back, number))
            self._grid.addWidget(button, line, 2)
            self.buttons[number.number] = button
        self._said.setText(
            tr("Of calls with these numbers only time and length are kept.")
            if numbers
            else tr("None. In the journal, “All calls of this number are private” adds one.")
        )

    def _take_back(self, number: PrivateNumber) -> None:
        command = KeepNumberPrivate(number=number.number, on=False)
        self._bridge.ask(command, self._on_taken_back, self._on_error)

    def _on_taken_back(self, rows: tuple[str, ...]) -> None:
        self.look_up()

    def _on_error(self, error: CallJournalError) -> None:
        self._said.setText(tr(error.words))
