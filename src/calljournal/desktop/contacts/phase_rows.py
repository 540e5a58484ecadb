"""The phases of a project while they are edited: a row for each, in their order."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from calljournal.contracts.crm import Phase
from calljournal.desktop.look.layouts import clear
from calljournal.languages import tr


class PhaseRow:
    """The fields of one phase."""

    def __init__(self, phase: Phase, parent: QWidget) -> None:
        self._phase = phase
        self.name = QLineEdit(phase.name, parent)
        self.name.setCursorPosition(0)
        self.name.setAccessibleName(tr("Phase"))
        self.name.setPlaceholderText(tr("Phase"))
        self.number = QLineEdit(phase.number, parent)
        self.number.setAccessibleName(tr("Number of the phase"))
        self.number.setPlaceholderText(tr("No."))
        self.number.setMaximumWidth(parent.fontMetrics().averageCharWidth() * 16)
        self.name.setMinimumWidth(parent.fontMetrics().averageCharWidth() * 20)
        self.open = QCheckBox(tr("open"), parent)
        self.open.setChecked(phase.open)
        self.open.setToolTip(tr("Time may be booked on it"))

    def phase(self) -> Phase:
        """Give what the fields say."""
        return replace(
            self._phase, name=self.name.text().strip(), number=self.number.text().strip(), open=self.open.isChecked()
        )


class PhaseRows(QWidget):
    """All phases of a project; one can be added. One that time was booked on is not taken out: it is closed.

    Signals:
        edited(): the user changed something
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[PhaseRow] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self.add = QPushButton(tr("Add a p&hase"), self)
        self.add.clicked.connect(self._on_add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._grid)
        layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_phases(self, phases: Sequence[Phase]) -> None:
        """Put phases into the rows, in place of what is there."""
        clear(self._grid)
        self.rows = []
        for phase in phases:
            self._add_row(phase)

    def phases(self) -> tuple[Phase, ...]:
        """Give what the rows say; new ones without a name are left out."""
        return tuple(phase for phase in (row.phase() for row in self.rows) if phase.id or phase.name)

    def _on_add(self) -> None:
        self._add_row(Phase("", "")).name.setFocus()

    def _add_row(self, phase: Phase) -> PhaseRow:
        row = PhaseRow(phase, self)
        line = len(self.rows)
        self.rows.append(row)
        before: QWidget | None = None
        for column, part in enumerate((row.name, row.number, row.open)):
            self._grid.addWidget(part, line, column)
            if before is not None:
                self.setTabOrder(before, part)
            before = part
        self.setTabOrder(row.open, self.add)
        row.name.textEdited.connect(self.edited)
        row.number.textEdited.connect(self.edited)
        row.open.toggled.connect(self.edited)
        return row
