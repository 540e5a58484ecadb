"""How every table of ours looks and behaves: whole rows, no grid, and Tab goes on to what comes after the table."""

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

TO_THE_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
TO_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
"""For words, and for figures."""

AIR = 10
"""Pixels above and below the words of a row, together."""


def dress_table(table: QTableView, name: str, *, several: bool = False) -> None:
    """Give a table the looks of all, and a name for those who do not see it; `several` rows may be selected at once."""
    modes = QAbstractItemView.SelectionMode
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(False)
    rows, columns = table.verticalHeader(), table.horizontalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(table.fontMetrics().height() + AIR)
    columns.setHighlightSections(False)
    columns.setDefaultAlignment(TO_THE_LEFT)


def row_to_go_to(event: QKeyEvent, count: int) -> int | None:
    """Give the row that Home and End go to, with Ctrl or without; None for every other key."""
    if not count or event.modifiers() & ~(Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.KeypadModifier):
        return None
    return {Qt.Key.Key_Home: 0, Qt.Key.Key_End: count - 1}.get(Qt.Key(event.key()))


def select_only(table: QTableView, row: int, column: int) -> None:
    """Select a row and no other, whatever keys are held down at the moment: `setCurrentIndex` would extend by Shift."""
    flags = QItemSelectionModel.SelectionFlag
    table.selectionModel().setCurrentIndex(
        table.model().index(row, column), flags.ClearAndSelect | flags.Rows | flags.Current
    )
