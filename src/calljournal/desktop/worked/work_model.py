"""Booked work as data for a view."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor, QFont

from calljournal.contracts.work import Work, WorkState
from calljournal.desktop.look import formats
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.tables import TO_THE_RIGHT
from calljournal.desktop.worked import wording
from calljournal.desktop.worked.wording import Column
from calljournal.languages import tr
from calljournal.worklog import Kind

Index = QModelIndex | QPersistentModelIndex
WORK_ROLE = Qt.ItemDataRole.UserRole + 1


class WorkModel(QAbstractTableModel):
    """Time entries and activities, one a row."""

    def __init__(self, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.works: tuple[Work, ...] = ()

    def show(self, works: Sequence[Work]) -> None:
        """Show these, and no others."""
        if tuple(works) != self.works:
            self.beginResetModel()
            self.works = tuple(works)
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own way)
        return 0 if parent.isValid() else len(self.works)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give the titles of the columns."""
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (Column.MEASURED, Column.BILLED):
            return TO_THE_RIGHT
        return tr(wording.HEADERS[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give what a cell says, and how."""
        if not index.isValid():
            return None
        work, column = self.works[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(work, column)
        if role == WORK_ROLE:
            return work
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (work.title, work.text))) if column is Column.TEXT else _text(work, column)
        return self._look(work, column, role)

    def _look(self, work: Work, column: Column, role: int) -> Any:
        if role == Qt.ItemDataRole.DecorationRole and column is Column.STATE:
            return self._icons.work(work.state)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (Column.MEASURED, Column.BILLED):
            return TO_THE_RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and not _counts(work):
            return QColor(self._icons.faint_colour)
        if role == Qt.ItemDataRole.FontRole and work.state is WorkState.CANCELLED:
            font = QFont()
            font.setStrikeOut(True)
            return font
        return None


class Sorted(QSortFilterProxyModel):
    """The same, in the order of the column that the user chose."""

    def __init__(self, model: WorkModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._works = model
        self.setSourceModel(model)

    def lessThan(self, left: Index, right: Index) -> bool:
        """Compare what cells stand for, not what they say."""
        mine, other = (_sort_key(self._works.works[one.row()], Column(one.column())) for one in (left, right))
        return mine < other


def _text(work: Work, column: Column) -> str:
    time = work.kind is Kind.TIME
    match column:
        case Column.DAY:
            return wording.day(work.day)
        case Column.SPAN:
            return wording.from_to(work)
        case Column.CLIENT:
            return wording.client(work)
        case Column.PROJECT:
            return wording.project(work)
        case Column.SERVICE:
            return wording.service_type(work) if time else tr("activity")
        case Column.MEASURED:
            return wording.measured(work) if time else ""
        case Column.BILLED:
            return formats.minutes(work.minutes) if time else ""
        case Column.TEXT:
            return (work.text or work.title).replace("\n", " ")
        case Column.STATE:
            return wording.state(work)


def _sort_key(work: Work, column: Column) -> tuple[Any, ...]:
    at: tuple[date, Any, str] = (work.day, work.start, work.id)
    match column:
        case Column.DAY:
            return at
        case Column.SPAN:
            return (work.start.time(), *at)
        case Column.MEASURED:
            return (work.measured_seconds, *at)
        case Column.BILLED:
            return (work.minutes, *at)
        case _:
            return (_text(work, column).casefold(), *at)


def _counts(work: Work) -> bool:
    return not (work.state is WorkState.CANCELLED or work.taken_back or work.reversal)
