"""The list of booked work: several entries can be selected; Enter changes, and the keys do what the menu offers."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from calljournal.contracts.work import Work
from calljournal.desktop.look import formats
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.tables import dress_table, row_to_go_to, select_only
from calljournal.desktop.worked.wording import Column
from calljournal.desktop.worked.work_model import WORK_ROLE, Sorted, WorkModel
from calljournal.languages import tr

WIDEST = {
    Column.DAY: "Mon 30.12.2026",
    Column.SPAN: "00:00 – 00:00",
    Column.CLIENT: "Architectes du Lac SA",
    Column.PROJECT: "4711 Annual accounts 20",
    Column.SERVICE: "Telephone advice",
    Column.MEASURED: "Measured",
    Column.STATE: "exported, taken back",
}


class WorkTable(QTableView):
    """Shows the work.

    Signals:
        selected(works: tuple[Work, ...]): others are selected
        opened(work: Work): one is to be changed
    """

    selected = Signal(object)
    opened = Signal(object)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: tuple[str, ...] = ()
        self._showing = False
        self.works = WorkModel(icons, self)
        self._sorted = Sorted(self.works, self)
        self.setModel(self._sorted)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        dress_table(self, tr("Booked work"), several=True)
        self.setAlternatingRowColors(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setSortingEnabled(True)
        self.sortByColumn(Column.DAY, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setSectionResizeMode(Column.TEXT, QHeaderView.ResizeMode.Stretch)
        for column, widest in {**WIDEST, Column.BILLED: formats.minutes(88.75)}.items():
            self.setColumnWidth(column, self.fontMetrics().horizontalAdvance(widest) + 22)
        self.doubleClicked.connect(lambda index: self._open(index.data(WORK_ROLE)))

    # --- what it shows -----------------------------------------------------------------------------------------------

    def show_works(self, works: Sequence[Work]) -> None:
        """Show these; what is selected stays so, where it is still among them."""
        kept = self._kept or tuple(work.id for work in self.selection())
        self._showing = True
        self.works.show(works)
        self._showing = False
        self._kept = ()
        if not self.select(*kept) and self._sorted.rowCount():
            self.setCurrentIndex(self._sorted.index(self._sorted.rowCount() - 1, Column.CLIENT))
        self.selected.emit(self.selection())

    def select(self, *works: str) -> bool:
        """Select entries by their ids; False where none of them is there."""
        rows = [row for row in range(self._sorted.rowCount()) if self._at(row).id in works]
        if not rows:
            return False
        chosen = QItemSelection()
        for row in rows:
            chosen.select(self._sorted.index(row, 0), self._sorted.index(row, len(Column) - 1))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self._sorted.index(rows[-1], Column.CLIENT), flags.NoUpdate)
        self.selectionModel().select(chosen, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(self._sorted.index(rows[0], Column.CLIENT))
        return True

    def select_when_shown(self, *works: str) -> None:
        """Select entries by their ids when others are shown next."""
        self._kept = works

    def selection(self) -> tuple[Work, ...]:
        """Give the selected entries, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self._at(row) for row in rows)

    def _at(self, row: int) -> Work:
        work = self._sorted.index(row, 0).data(WORK_ROLE)
        assert isinstance(work, Work)  # noqa: S101  (for the type: the model has nothing else)
        return work

    def _on_selection(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        if not self._showing:
            self.selected.emit(self.selection())

    # --- keys and paint ----------------------------------------------------------------------------------------------

    def _open(self, work: object) -> None:
        if isinstance(work, Work):
            self.opened.emit(work)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        edge = row_to_go_to(event, self._sorted.rowCount())
        if edge is not None:
            select_only(self, edge, Column.CLIENT)
            self.scrollTo(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not event.modifiers():
            self._open(self.currentIndex().data(WORK_ROLE))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._sorted.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            words = tr("Nothing is booked in these days.")
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, words)
            painter.end()
