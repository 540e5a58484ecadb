"""The calls that wait, as a view: several may be selected, and single keys do something with them."""

from datetime import UTC, datetime

from PySide6.QtCore import QAbstractTableModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from calljournal.desktop.journal.painting import CellDelegate, dress_headers, set_widths
from calljournal.desktop.journal.popup_keys import PopupKeys
from calljournal.desktop.journal.waiting_model import HEADERS, Column
from calljournal.desktop.look import formats
from calljournal.desktop.look.icons import CALL_SIZE
from calljournal.desktop.look.tables import dress_table, row_to_go_to, select_only
from calljournal.languages import tr


class WaitingTable(QTableView):
    """Shows a `WaitingModel`.

    Signals:
        activated_row(): Enter or a double click
        left(): Escape
    """

    activated_row = Signal()
    left = Signal()

    def __init__(self, model: QAbstractTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._popup_keys = PopupKeys(self)
        dress_table(self, tr("Calls that wait to be booked"), several=True)
        self.setItemDelegate(CellDelegate(self))
        self.setAlternatingRowColors(True)
        self.setIconSize(CALL_SIZE)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.doubleClicked.connect(lambda _index: self.activated_row.emit())
        self._dress()

    def _dress(self) -> None:
        dress_headers(self)
        self.horizontalHeader().setSectionResizeMode(Column.PERSON, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(Column.STATE, CALL_SIZE.width() + 2 * CellDelegate.MARGIN + 4)
        set_widths(self, _widest(), HEADERS)

    def select_row(self, at: int) -> None:
        """Select a row, or the last where there are not so many."""
        count = self.model().rowCount()
        if count:
            select_only(self, min(at, count - 1), Column.PERSON)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        edge = row_to_go_to(event, self.model().rowCount())
        if edge is not None:
            self.select_row(edge)
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():  # held down it was meant for one call, not for all that follow
                self.activated_row.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._popup_keys.follow(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802  (Qt's name)
        """Do not jump to what begins with a letter: letters do something here."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.model().rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            words = tr("Nothing waits to be booked.")
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, words)
            painter.end()


def _widest() -> dict[Column, str]:
    """Give what each column must be wide enough for, in the present language; the person gets the rest."""
    moment = datetime(2000, 12, 28, 20, 48, tzinfo=UTC)
    return {
        Column.TIME: tr("{day} {time}", day=formats.day(moment), time=formats.clock_time(moment)),
        Column.NUMBER: "000 0000 000 00 00",
        Column.MINUTES: tr("at least {minutes}", minutes=formats.minutes(88)),
        Column.PROJECT: 30 * "n",
    }
