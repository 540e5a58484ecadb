"""The list of calls as a view: rows are selected, people and bookings are links, and the newest call stays on top.

Keys that are letters do something with the selected calls (see `keys`), so typing does not jump about in the list.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from PySide6.QtCore import QItemSelectionModel, QItemSelectionRange, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from calljournal.contracts.rows import JournalRow
from calljournal.desktop.journal import cells, wording
from calljournal.desktop.journal.cells import Column
from calljournal.desktop.journal.listing import Place
from calljournal.desktop.journal.model import ROW_ROLE, JournalModel
from calljournal.desktop.journal.painting import CellDelegate, dress_headers, set_widths
from calljournal.desktop.journal.popup_keys import PopupKeys
from calljournal.desktop.journal.widths import FittedColumns
from calljournal.desktop.look import formats, naming
from calljournal.desktop.look.icons import CALL_SIZE
from calljournal.desktop.look.tables import dress_table, row_to_go_to, select_only
from calljournal.languages import tr

TICK = 1000
"""Milliseconds between two paintings of the live timers."""

MOST = 200
"""Rows that may be selected to do something with all of them: more than that was hardly meant."""


FITTED = (Column.TELEPHONE, Column.OUTCOME, Column.BOOKED)
"""Columns that are often empty, or hold one short word: they are as wide as what stands in them."""


class Kept(NamedTuple):
    """What is kept while rows are listed anew: which rows are selected, and which is the first in sight."""

    current: str | None = None
    selected: tuple[str, ...] = ()
    top: str | None = None
    value: int = 0


class JournalTable(QTableView):
    """Shows a `JournalModel`.

    Signals:
        current_changed(row: JournalRow | None): another row was selected, or it changed, or none is
        person_clicked(row: JournalRow, at: QPoint): a link in the person column; `at` is on the screen
        booking_clicked(row: JournalRow, at: QPoint): a link in the column of bookings
        menu_wanted(row: JournalRow, at: QPoint): the context menu, by pointer or key
        row_activated(row: JournalRow): Enter or a double click
        details_wanted(on: bool): the selected row is to be opened, or closed
    """

    current_changed = Signal(object)
    person_clicked = Signal(object, QPoint)
    booking_clicked = Signal(object, QPoint)
    menu_wanted = Signal(object, QPoint)
    row_activated = Signal(object)
    details_wanted = Signal(bool)

    def __init__(self, model: JournalModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._journal = model
        self._kept = Kept()
        self._leaving = False
        self._last: JournalRow | None = None
        self.empty_words = ""
        self.setModel(model)
        self._popup_keys = PopupKeys(self)
        self._dress()
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._restore_place)
        model.rowsInserted.connect(self._on_inserted)
        model.dataChanged.connect(self._on_data_changed)
        model.telephones_changed.connect(self._show_telephones)
        self.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        self.selectionModel().currentRowChanged.connect(lambda *_: self._on_selected())
        self.doubleClicked.connect(self._on_double_click)
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self.refresh_timers)
        self._timer.start()

    def _dress(self) -> None:
        """Give the table its looks: whole rows, no grid, room to breathe, sensible widths."""
        dress_table(self, tr("Telephony journal"), several=True)
        self.setItemDelegate(CellDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setMouseTracking(True)
        self.setIconSize(CALL_SIZE)
        self.setFrameShape(QTableView.Shape.NoFrame)
        dress_headers(self)
        columns = self.horizontalHeader()
        columns.setSectionResizeMode(Column.PERSON, QHeaderView.ResizeMode.Stretch)
        columns.setMinimumSectionSize(40)
        self.setColumnWidth(Column.STATE, CALL_SIZE.width() + 2 * CellDelegate.MARGIN + 4)
        widest = _widest()
        set_widths(self, widest, wording.HEADERS)
        fitted = {column: widest[column] for column in FITTED}
        self._fitted = FittedColumns(self, fitted, wording.HEADERS, Column.PERSON)
        self._show_telephones()

    def _show_telephones(self) -> None:
        """Show the own telephone only where there is more than one to tell apart."""
        self.setColumnHidden(Column.TELEPHONE, len(self._journal.telephones) < 2)

    # --- rows --------------------------------------------------------------------------------------------------------

    def current_row(self) -> JournalRow | None:
        """Give the row that has the keyboard."""
        return self.row_at(self.currentIndex())

    def row_at(self, index: QModelIndex) -> JournalRow | None:
        """Give the row of a cell, if it has been read."""
        row = index.data(ROW_ROLE)
        return row if isinstance(row, JournalRow) else None

    def selected_count(self) -> int:
        """Give how many rows are selected."""
        return sum(one.height() for one in self._ranges())

    def _ranges(self) -> list[QItemSelectionRange]:
        """Give the selected rows as ranges: they may be many."""
        return self.selectionModel().selection().toList()

    def selected_rows(self) -> tuple[JournalRow, ...]:
        """Give the selected rows from top to bottom; at most `MOST`, and without those that are being read."""
        numbers: list[int] = []
        for one in self._ranges():
            numbers += range(one.top(), min(one.bottom() + 1, one.top() + MOST + 1 - len(numbers)))
        rows = (self._journal.row_at(number) for number in sorted(set(numbers))[:MOST])
        return tuple(row for row in rows if row is not None)

    def place(self) -> Place:
        """Give where the view is, for the next listing."""
        first = self.rowAt(0)
        return Place(self._journal.row_at(first) if first > 0 else None, self.current_row() or self._last)

    def select(self, entry: str) -> bool:
        """Select the row of an entry, if it is there."""
        at = self._journal.row_number(entry)
        if at is not None:
            select_only(self, at, Column.NUMBER)
        return at is not None

    def refresh_timers(self) -> None:
        """Have the live timers painted anew that can be seen."""
        if self._journal.has_live and self.isVisible():
            self._journal.refresh_timers(*self._in_sight())

    def _in_sight(self) -> tuple[int, int]:
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        return max(first, 0), self._journal.rowCount() - 1 if last < 0 else last

    # --- the place is kept while rows are listed anew ----------------------------------------------------------------

    def leave_place(self) -> None:
        """Begin at the top, or at the selected row, with the next listing: something else is looked for."""
        self._leaving = True

    def _keep_place(self) -> None:
        top, current = self._journal.row_at(self.rowAt(0)), self.current_row() or self._last
        self._kept = Kept(
            current.entry.id if current else None,
            tuple(row.entry.id for row in self.selected_rows()),
            top.entry.id if top and self.rowAt(0) > 0 else None,
            self.verticalScrollBar().value(),
        )

    def _restore_place(self) -> None:
        kept = self._kept
        if kept.current is None or not self.select(kept.current):
            self._select_first()
        elif len(kept.selected) > 1:
            self._select_also(kept.selected)
        self.executeDelayedItemsLayout()
        if self._leaving:
            self.scrollToTop()
            self.show_current()
        else:
            above = None if kept.top is None else self._journal.row_number(kept.top)
            self.verticalScrollBar().setValue(kept.value if above is None else above)
        self._leaving = False
        self._on_selected()

    def _select_also(self, entries: Sequence[str]) -> None:
        flags = QItemSelectionModel.SelectionFlag
        for entry in entries:
            at = self._journal.row_number(entry)
            if at is not None:
                self.selectionModel().select(self._journal.index(at, 0), flags.Select | flags.Rows)

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        """Let what is looked at stay where it is, unless that is the top."""
        bar = self.verticalScrollBar()
        if bar.value() > 0 and first <= bar.value():
            self.executeDelayedItemsLayout()
            bar.setValue(bar.value() + last - first + 1)
        self._select_first()

    def show_current(self) -> None:
        """Bring the selected row into sight."""
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)

    def _select_first(self) -> None:
        """Select the newest call, unless something is selected."""
        if not self.currentIndex().isValid() and self._journal.rowCount():
            select_only(self, 0, Column.NUMBER)

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() <= self.currentIndex().row() <= last.row() and last.column() == len(Column) - 1:
            self._on_selected()

    def _on_selected(self) -> None:
        """Tell which row it is about; its page stays at hand however far one scrolls."""
        self._journal.hold({self.currentIndex().row(), *(one.top() for one in self._ranges())})
        self._last = self.current_row()
        self.current_changed.emit(self._last)

    # --- pointer and keys --------------------------------------------------------------------------------------------

    def link_at(self, position: QPoint) -> tuple[JournalRow, Column] | None:
        """Give the row and the column of the link at this place of the viewport."""
        index = self.indexAt(position)
        row = self.row_at(index)
        if row is None or not cells.is_link(row, Column(index.column())):
            return None
        width = self.fontMetrics().horizontalAdvance(index.data()) + CellDelegate.MARGIN
        within = position.x() <= self.visualRect(index).left() + width
        return (row, Column(index.column())) if within else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over_link = self.link_at(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over_link else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier  # with Shift or Ctrl rows are being selected
        link = self.link_at(event.position().toPoint())
        if link is not None and plain and event.button() == Qt.MouseButton.LeftButton:
            clicked = self.person_clicked if link[1] is Column.PERSON else self.booking_clicked
            clicked.emit(link[0], event.globalPosition().toPoint())

    def _on_double_click(self, index: QModelIndex) -> None:
        row = self.row_at(index)
        if row is not None and not cells.is_link(row, Column(index.column())):  # there a single click has done it
            self.row_activated.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        edge = row_to_go_to(event, self._journal.rowCount())
        if edge is not None:
            select_only(self, edge, Column.NUMBER)
            self.show_current()
        elif plain and row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.row_activated.emit(row)
        elif plain and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.details_wanted.emit(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._popup_keys.follow(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802  (Qt's name)
        """Do not jump to what begins with a letter: the number column begins with digits only."""

    def selectAll(self) -> None:  # noqa: N802  (Qt's name)
        """Select all, if they are few enough to do something with them."""
        if self._journal.rowCount() <= MOST:
            super().selectAll()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from_pointer = event.reason() == event.Reason.Mouse
        index = self.indexAt(event.pos()) if from_pointer else self.currentIndex()
        row = self.row_at(index)
        if row is not None:
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu_wanted.emit(row, event.globalPos() if from_pointer else below)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._journal.rowCount() == 0 and self.empty_words:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            within = self.viewport().rect().adjusted(20, 20, -20, -20)
            painter.drawText(within, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty_words)
            painter.end()


def _widest() -> dict[Column, str]:
    """Give what each column must be wide enough for, in the present language; the person gets the rest."""
    moment = datetime(2000, 12, 28, 20, 48, tzinfo=UTC)
    time_entry = tr(wording.BOOKED["time"])
    return {
        Column.TIME: tr("{day} {time}", day=formats.day(moment), time=formats.clock_time(moment)),
        Column.NUMBER: "000 0000 000 00 00",
        Column.TELEPHONE: tr("added by hand"),
        Column.DURATION: "0:00:00",
        Column.OUTCOME: tr(naming.OUTCOMES["answered-elsewhere"]),
        Column.BOOKED: tr("{what} ({minutes} left)", what=time_entry, minutes=formats.minutes(88)),
    }
