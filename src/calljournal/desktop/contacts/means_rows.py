"""The numbers of a contact while they are edited: a row for each, and how each is read."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from calljournal.contracts.crm import Means, MeansKind
from calljournal.desktop.contacts import wording
from calljournal.desktop.look.icons import SMALL, Icons
from calljournal.desktop.look.labels import faint_label
from calljournal.languages import tr

_ROLES = {True: QPalette.ColorRole.WindowText, False: QPalette.ColorRole.PlaceholderText}
"""In which colour is said how a number is read: what is wrong stands out."""


class MeansRow:
    """The fields of one number: kind, text, label, whether it is the standard one; and what it is read as."""

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        self.kind = QComboBox(parent)
        for kind, name in wording.KIND_OF_MEANS.items():
            self.kind.addItem(tr(name), kind)
        self.kind.setAccessibleName(tr("Kind of number"))
        self.typed = QLineEdit(parent)
        self.typed.setAccessibleName(tr("Number or address"))
        self.typed.setPlaceholderText(tr("Number or address"))
        letter = parent.fontMetrics().averageCharWidth()
        self.typed.setMinimumWidth(letter * 30)
        self.label = QLineEdit(parent)
        self.label.setAccessibleName(tr("Label"))
        self.label.setPlaceholderText(tr("Label"))
        self.label.setMinimumWidth(letter * 14)
        self.standard = QCheckBox(tr("Standard"), parent)
        self.standard.setToolTip(tr("The one of its kind that is called first"))
        self.remove = QToolButton(parent)
        self.remove.setIcon(icons.action("dismiss"))
        self.remove.setIconSize(SMALL)
        self.remove.setAutoRaise(True)
        self.remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.remove.setToolTip(tr("Take this number out"))
        self.remove.setAccessibleName(tr("Take this number out"))
        self.reading = faint_label()
        self.reading.setWordWrap(False)
        self.reading.setMinimumWidth(letter * 20)

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """All its widgets, from left to right."""
        return (self.kind, self.typed, self.label, self.standard, self.remove, self.reading)

    def show_means(self, means: Means) -> None:
        """Put a number into the fields."""
        self.kind.setCurrentIndex(self.kind.findData(means.kind.value))
        self.typed.setText(means.typed)
        self.label.setText(means.label)
        self.standard.setChecked(means.standard)

    def means(self) -> Means:
        """Give what the fields say."""
        kind = MeansKind(self.kind.currentData())
        return Means(kind, self.typed.text().strip(), self.label.text().strip(), self.standard.isChecked())


class MeansRows(QWidget):
    """All numbers of a contact; one can be added, each can be taken out.

    Signals:
        edited(): the user changed something
    """

    edited = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 2)
        self._next_line = 0
        self.rows: list[MeansRow] = []
        self.add = QPushButton(tr("A&dd a number"), self)
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._on_add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._grid)
        layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_means(self, all_means: Sequence[Means]) -> None:
        """Put numbers into the rows, in place of what is there."""
        for row in list(self.rows):
            self._drop(row)
        for means in all_means:
            self._add_row(means)

    def means(self) -> tuple[Means, ...]:
        """Give what the rows say, in their order; empty ones are left out."""
        return tuple(means for means in (row.means() for row in self.rows) if means.typed)

    def add_number(self, means: Means) -> None:
        """Add a number, in the first empty row, else in a new one."""
        empty = next((row for row in self.rows if not row.typed.text().strip()), None)
        if empty is not None:
            empty.show_means(means)
        else:
            self._add_row(means)

    def show_readings(self, read: Sequence[Means]) -> None:
        """Say beside each number how it is read; numbers that have changed since then wait for their own answer."""
        readings = {(one.kind, one.typed): one for one in read}
        for row in self.rows:
            means = row.means()
            one = readings.get((means.kind, means.typed))
            row.reading.setText("" if one is None else _reading(one))
            unread = one is not None and wording.is_unread(one)
            row.reading.setForegroundRole(_ROLES[unread])

    def _on_add(self) -> None:
        row = self._add_row(Means(MeansKind.PHONE, ""))
        row.typed.setFocus()
        self.edited.emit()

    def _add_row(self, means: Means) -> MeansRow:
        row = MeansRow(self._icons, self)
        row.show_means(means)
        self.rows.append(row)
        line, self._next_line = self._next_line, self._next_line + 1
        for column, part in enumerate(row.parts):
            self._grid.addWidget(part, line, column)
        row.kind.currentIndexChanged.connect(self.edited)
        row.typed.textEdited.connect(self.edited)
        row.label.textEdited.connect(self.edited)
        row.standard.toggled.connect(partial(self._on_standard, row))
        row.remove.clicked.connect(partial(self._on_remove, row))
        for before, after in zip(row.parts[:-2], row.parts[1:-1], strict=True):
            self.setTabOrder(before, after)
        self.setTabOrder(row.remove, self.add)
        return row

    def _on_standard(self, row: MeansRow, checked: bool) -> None:
        """Have one standard of each kind."""
        if checked:
            for other in self.rows:
                if other is not row and other.kind.currentData() == row.kind.currentData():
                    other.standard.setChecked(False)
        self.edited.emit()

    def _on_remove(self, row: MeansRow, _checked: bool = False) -> None:
        self._drop(row)
        self.add.setFocus()
        self.edited.emit()

    def _drop(self, row: MeansRow) -> None:
        self.rows.remove(row)
        for part in row.parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()


def _reading(one: Means) -> str:
    """Say how a number is read."""
    if wording.is_unread(one):
        return tr("cannot be read")
    return one.normalised or ""
