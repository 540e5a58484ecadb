"""What both lists of calls have in common: how cells are painted, words beneath one another, a selected row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette
from PySide6.QtWidgets import (
    QProxyStyle,
    QStyle,
    QStyledItemDelegate,
    QStyleOption,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from calljournal.desktop.look.icons import CALL_SIZE
from calljournal.desktop.look.tables import AIR
from calljournal.languages import tr

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
"""Gives the `Cell` to be painted."""

_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_LEFT = _MIDDLE | Qt.TextFlag.TextSingleLine
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine

MOST_SIGNS = 26
"""Average characters that a column is wide at most: what is longer can be read in its hint, and a person needs room."""


class HeaderStyle(QProxyStyle):
    """Begins the words of the header where those of the cells begin."""

    def drawControl(  # noqa: N802  (Qt's name)
        self, element: QStyle.ControlElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        if element == QStyle.ControlElement.CE_HeaderLabel:
            option.rect = option.rect.adjusted(CellDelegate.MARGIN + 1, 0, -CellDelegate.MARGIN - 1, 0)
        super().drawControl(element, option, painter, widget)


@dataclass(frozen=True, slots=True)
class Cell:
    """What is painted in a cell; `colour` is for words that have not the usual one."""

    text: str = ""
    icon: QIcon | None = None
    right: bool = False
    colour: QColor | None = None
    underlined: bool = False


class CellDelegate(QStyledItemDelegate):
    """Paints cells with some room at their sides, and without a frame around the one that has the focus.

    It asks the model once for each cell (`CELL_ROLE`), where Qt's own asks for seven roles one by one: a screen of
    cells is painted in some milliseconds, so that a call is seen at once and the list scrolls without a hitch.
    """

    MARGIN = 6

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the background of the whole cell where it has one, and what it says within the margins."""
        state = option.state & ~QStyle.StateFlag.State_HasFocus
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            option.state = state
            self._view.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, self._view)
        cell = index.data(CELL_ROLE)
        if cell.icon is not None:
            self._paint_icon(painter, option.rect, cell.icon, selected)
        elif cell.text:
            self._paint_text(painter, option, cell, selected)

    def _paint_icon(self, painter: QPainter, rect: QRect, icon: QIcon, selected: bool) -> None:
        inner = rect.adjusted(self.MARGIN, 0, -self.MARGIN, 0)
        icon.paint(painter, inner, _MIDDLE, QIcon.Mode.Selected if selected else QIcon.Mode.Normal)

    def _paint_text(self, painter: QPainter, option: QStyleOptionViewItem, cell: Cell, selected: bool) -> None:
        palette, font = option.palette, option.font
        active = option.state & QStyle.StateFlag.State_Active
        group = QPalette.ColorGroup.Active if active else QPalette.ColorGroup.Inactive
        if selected:
            painter.setPen(palette.color(group, QPalette.ColorRole.HighlightedText))
        else:
            painter.setPen(cell.colour or palette.color(group, QPalette.ColorRole.Text))
        if cell.underlined:
            font.setUnderline(True)
        painter.setFont(font)
        inner = option.rect.adjusted(self.MARGIN + 3, 0, -self.MARGIN - 3, 0)
        text = option.fontMetrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _RIGHT if cell.right else _LEFT, text)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Ask for the room that is painted."""
        return super().sizeHint(option, index) + QSize(2 * self.MARGIN, 0)


def dress_headers(table: QTableView) -> None:
    """Give a dressed table rows that are high enough for icons, and a header that begins where the cells do."""
    rows, columns = table.verticalHeader(), table.horizontalHeader()
    rows.setDefaultSectionSize(max(CALL_SIZE.height(), table.fontMetrics().height()) + AIR)
    style = HeaderStyle()
    style.setParent(columns)
    columns.setStyle(style)
    columns.setFixedHeight(table.fontMetrics().height() + AIR)


def set_widths(table: QTableView, widest: Mapping[Any, str], headers: Sequence[str]) -> None:
    """Make columns wide enough for what they say at most, and for their headers."""
    for column, text in widest.items():
        table.setColumnWidth(column, column_width(table, text, tr(headers[column])))


def column_width(table: QTableView, text: str, header: str, signs: int = MOST_SIGNS) -> int:
    """Give the width of a column that holds a text and a header; at most that of so many average characters."""
    metrics = table.fontMetrics()
    advance = max(map(metrics.horizontalAdvance, (text, header)))
    return min(advance, metrics.averageCharWidth() * signs) + 2 * CellDelegate.MARGIN + 10
