"""The list of calls as a view: one row is selected, a person is a link, and the newest call stays on top."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QProxyStyle,
    QStyle,
    QStyledItemDelegate,
    QStyleOption,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from calljournal.contracts.rows import JournalRow
from calljournal.desktop.journal import cells
from calljournal.desktop.journal.cells import Column
from calljournal.desktop.journal.model import ROW_ROLE, JournalModel
from calljournal.desktop.look.icons import CALL_SIZE
from calljournal.languages import tr

TICK = 1000
"""Milliseconds between two paintings of the live timers."""

WIDEST = {
    Column.TIME: "30.12.2000 00:00 AM",
    Column.NUMBER: "000 0000 000 00 00",
    Column.DURATION: "Duration",
    Column.OUTCOME: "answered by a colleague",
    Column.BOOKED: "Time entry, Activity",
}
"""What each column must be wide enough for at the start; the person gets the rest."""


class JournalTable(QTableView):
    """Shows a `JournalModel`.

    Signals:
        current_changed(row: JournalRow | None): another row was selected, or none
        person_clicked(row: JournalRow, at: QPoint): a link in the person column; `at` is on the screen
        menu_wanted(row: JournalRow, at: QPoint): the context menu, by pointer or key
        row_activated(row: JournalRow): Enter or a double click
        painted(): something can be seen on the screen
    """

    current_changed = Signal(object)
    person_clicked = Signal(object, QPoint)
    menu_wanted = Signal(object, QPoint)
    row_activated = Signal(object)
    painted = Signal()

    def __init__(self, model: JournalModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._journal = model
        self._kept: str | None = None
        self.setModel(model)
        self.setAccessibleName(tr("Telephony journal"))
        self._dress()
        model.modelAboutToBeReset.connect(self._keep_selection)
        model.modelReset.connect(self._restore_selection)
        model.rowsInserted.connect(self._select_first)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.current_changed.emit(self.current_row()))
        self.doubleClicked.connect(self._on_double_click)
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self.refresh_timers)
        self._timer.start()

    def _dress(self) -> None:
        """Give the table its looks: whole rows, no grid, room to breathe, sensible widths."""
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setIconSize(CALL_SIZE)
        self.setFrameShape(QTableView.Shape.NoFrame)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(max(CALL_SIZE.height(), self.fontMetrics().height()) + 10)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        self._header_style = HeaderStyle()
        columns.setStyle(self._header_style)
        columns.setFixedHeight(self.fontMetrics().height() + 10)
        columns.setSectionResizeMode(Column.PERSON, QHeaderView.ResizeMode.Stretch)
        columns.setMinimumSectionSize(40)
        self.setColumnWidth(Column.STATE, CALL_SIZE.width() + 2 * CellDelegate.MARGIN + 4)
        for column, widest in WIDEST.items():
            self.setColumnWidth(column, self.fontMetrics().horizontalAdvance(widest) + 2 * CellDelegate.MARGIN + 14)

    # --- rows --------------------------------------------------------------------------------------------------------

    def current_row(self) -> JournalRow | None:
        """Give the selected row."""
        return self.row_at(self.currentIndex())

    def row_at(self, index: QModelIndex) -> JournalRow | None:
        """Give the row of a cell."""
        row = index.data(ROW_ROLE)
        return row if isinstance(row, JournalRow) else None

    def select(self, entry: str) -> bool:
        """Select the row of an entry, if it is there."""
        at = self._journal.row_number(entry)
        if at is not None:
            self.setCurrentIndex(self._journal.index(at, Column.NUMBER))
        return at is not None

    def refresh_timers(self) -> None:
        """Have the live timers painted anew that can be seen."""
        if self._journal.has_live and self.isVisible():
            first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
            self._journal.refresh_timers(max(first, 0), self._journal.rowCount() - 1 if last < 0 else last)

    def _keep_selection(self) -> None:
        row = self.current_row()
        self._kept = row.entry.id if row else None

    def _restore_selection(self) -> None:
        if self._kept is None or not self.select(self._kept):
            self._select_first()
        self.current_changed.emit(self.current_row())

    def _select_first(self) -> None:
        """Select the newest call, unless something is selected."""
        if not self.currentIndex().isValid() and self._journal.rowCount():
            self.setCurrentIndex(self._journal.index(0, Column.NUMBER))

    # --- pointer and keys --------------------------------------------------------------------------------------------

    def link_at(self, position: QPoint) -> JournalRow | None:
        """Give the row whose person is written as a link at this place of the viewport."""
        index = self.indexAt(position)
        row = self.row_at(index)
        if row is None or index.column() != Column.PERSON or not cells.is_link(row):
            return None
        width = self.fontMetrics().horizontalAdvance(index.data()) + CellDelegate.MARGIN
        return row if position.x() <= self.visualRect(index).left() + width else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over_link = self.link_at(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over_link else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row = self.link_at(event.position().toPoint())
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self.person_clicked.emit(row, event.globalPosition().toPoint())

    def _on_double_click(self, index: QModelIndex) -> None:
        row = self.row_at(index)
        if row is not None and index.column() != Column.PERSON:  # there a single click has done it
            self.row_activated.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if row is not None and plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.row_activated.emit(row)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from_pointer = event.reason() == event.Reason.Mouse
        index = self.indexAt(event.pos()) if from_pointer else self.currentIndex()
        row = self.row_at(index)
        if row is not None:
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu_wanted.emit(row, event.globalPos() if from_pointer else below)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._journal.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(
                self.viewport().rect(),
                Qt.AlignmentFlag.AlignCenter,
                tr("No calls yet.\nThe next call, in or out, appears here while it rings."),
            )
            painter.end()
        self.painted.emit()


class HeaderStyle(QProxyStyle):
    """Begins the words of the header where those of the cells begin."""

    def drawControl(  # noqa: N802  (Qt's name)
        self, element: QStyle.ControlElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        if element == QStyle.ControlElement.CE_HeaderLabel:
            option.rect = option.rect.adjusted(CellDelegate.MARGIN + 1, 0, -CellDelegate.MARGIN - 1, 0)
        super().drawControl(element, option, painter, widget)


class CellDelegate(QStyledItemDelegate):
    """Paints a cell with some room at its sides, and without a frame around the one that has the focus."""

    MARGIN = 6

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the background over the whole cell, and what it says within the margins."""
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        whole.state &= ~QStyle.StateFlag.State_HasFocus
        style = self._view.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, whole, painter, self._view)
        inner = QStyleOptionViewItem(option)
        inner.state = whole.state
        inner.rect = whole.rect.adjusted(self.MARGIN, 0, -self.MARGIN, 0)
        super().paint(painter, inner, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Ask for the room that is painted."""
        return super().sizeHint(option, index) + QSize(2 * self.MARGIN, 0)
