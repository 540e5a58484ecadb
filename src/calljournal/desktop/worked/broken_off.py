"""The exports that were broken off, each with what can be done: write it now, or into another file."""

from collections.abc import Sequence
from functools import partial
from pathlib import PurePath

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from calljournal.contracts.work import Export
from calljournal.desktop.look import formats
from calljournal.desktop.look.labels import WrappingLabel
from calljournal.desktop.look.layouts import clear
from calljournal.desktop.worked.target_file import FolderLabel
from calljournal.languages import tr
from calljournal.words import say

WHAT = {"time": say("Time entries"), "activities": say("Activities"), "calls": say("Calls")}
MOST = 5
"""Exports that are shown: the earliest, which are written first."""

LINES = 3
"""Lines of the grid for each: what it is, in which folder, and the buttons. A path has no room beside buttons."""


class BrokenOff(QWidget):
    """Lists them; hidden while there is none.

    Signals:
        writing_wanted(export: Export): write it into the file where it was to go
        other_file_wanted(export: Export): write it into another
    """

    writing_wanted = Signal(object)
    other_file_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, tuple[QPushButton, QPushButton]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self.hide()

    def show_exports(self, exports: Sequence[Export]) -> None:
        """Show these, the earliest first."""
        clear(self._grid)
        self.buttons = {}
        for line, one in enumerate(sorted(exports, key=lambda one: one.at)[:MOST]):
            file = PurePath(one.file)
            folder = FolderLabel()
            folder.show_folder(str(file.parent))
            above = line * LINES
            self._grid.addWidget(WrappingLabel(named(one, file.name)), above, 0, 1, 3)
            self._grid.addWidget(folder, above + 1, 0, 1, 3)
            again = self._button(tr("Write it &now"), above + 2, 1)
            again.clicked.connect(partial(self._emit_writing, one))
            other = self._button(tr("Into &another file…"), above + 2, 2)
            other.clicked.connect(partial(self._emit_other, one))
            self.buttons[one.id] = (again, other)
            for button in (again, other):
                button.setAccessibleDescription(named(one, one.file))
        self.setVisible(bool(self.buttons))

    def set_busy(self, busy: bool) -> None:
        """Offer nothing while something is being written."""
        self.setEnabled(not busy)

    def _button(self, text: str, line: int, column: int) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        self._grid.addWidget(button, line, column)
        return button

    def _emit_writing(self, export: Export, _: bool = False) -> None:
        self.writing_wanted.emit(export)

    def _emit_other(self, export: Export, _: bool = False) -> None:
        self.other_file_wanted.emit(export)


def named(export: Export, file: str) -> str:
    """Name an export by what it is, when it was begun, and the `file` into which it was to go."""
    return tr(
        "Broken off: {what}, {when}, {file}",
        what=tr(WHAT[export.what]) if export.what in WHAT else export.what,
        when=formats.day_and_time(export.at),
        file=file,
    )
