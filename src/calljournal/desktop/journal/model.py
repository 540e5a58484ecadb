"""The journal as a table: rows by entry id, the latest on top, kept up to date change by change.

In: `JournalRow`, whole, whenever one changed. Out: what Qt's views ask a model for.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QFont

from calljournal.contracts.rows import JournalRow
from calljournal.desktop.journal import cells, wording
from calljournal.desktop.journal.cells import Column
from calljournal.desktop.look.icons import Icons
from calljournal.languages import tr

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROW_ROLE = Role.UserRole
"""Gives the whole `JournalRow` of any cell of its row."""

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ALIGNED = {Column.TIME: _RIGHT, Column.DURATION: _RIGHT}
Key = tuple[datetime, str]


class JournalModel(QAbstractTableModel):
    """The rows of the journal, the latest first.

    They are kept the other way round, the latest last, so that a new one moves none of the others.
    `now` is asked for the timers of live calls. No signals beside those of every model.
    """

    def __init__(self, icons: Icons, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._now = now
        self._keys: list[Key] = []  # (start, id) of each row, in order
        self._rows: dict[str, JournalRow] = {}
        self._live: set[str] = set()
        self._listing = 0
        self._changed_since: set[str] = set()
        self._underlined = QFont()
        self._underlined.setUnderline(True)

    # --- rows in -----------------------------------------------------------------------------------------------------

    def apply(self, rows: Iterable[JournalRow]) -> None:
        """Insert or update rows; one that was merged into another disappears."""
        for row in rows:
            self._changed_since.add(row.entry.id)
            if row.entry.merged_into is not None:
                self._remove(row.entry.id)
            elif row.entry.id in self._rows:
                self._update(row)
            else:
                self._insert(row)

    def remove(self, entries: Iterable[str]) -> None:
        """Drop rows, by their ids, that are gone."""
        for entry in entries:
            self._changed_since.add(entry)
            self._remove(entry)

    def begin_listing(self) -> int:
        """Note that all rows are being asked for; give the ticket for `finish_listing`."""
        self._listing += 1
        self._changed_since = set()
        return self._listing

    def finish_listing(self, ticket: int, rows: Iterable[JournalRow]) -> None:
        """Replace all rows by those that were asked for, but for what has changed since they were.

        An answer that a later question has overtaken is left aside.
        """
        if ticket != self._listing:
            return
        fresh = {row.entry.id: row for row in rows if row.entry.id not in self._changed_since}
        fresh |= {entry: row for entry, row in self._rows.items() if entry in self._changed_since}
        self.beginResetModel()
        self._rows = {entry: row for entry, row in fresh.items() if row.entry.merged_into is None}
        self._keys = sorted(map(_key, self._rows.values()))
        self._live = {entry for entry, row in self._rows.items() if row.entry.live}
        self.endResetModel()

    def refresh_timers(self, first: int, last: int) -> None:
        """Have the timers of the live calls among these (visible) rows painted anew."""
        for entry in self._live:
            at = self.row_number(entry)
            if at is not None and first <= at <= last:
                cell = self.index(at, Column.DURATION)
                self.dataChanged.emit(cell, cell, [Role.DisplayRole, Role.AccessibleTextRole])

    @property
    def has_live(self) -> bool:
        """Whether a call lasts."""
        return bool(self._live)

    def row_number(self, entry: str) -> int | None:
        """Give where the row of an entry is, counted from the top."""
        row = self._rows.get(entry)
        return None if row is None else len(self._keys) - 1 - bisect_left(self._keys, _key(row))

    def row_of(self, entry: str) -> JournalRow | None:
        """Give the row of an entry."""
        return self._rows.get(entry)

    def _insert(self, row: JournalRow) -> None:
        key = _key(row)
        at = len(self._keys) - bisect_left(self._keys, key)
        self.beginInsertRows(QModelIndex(), at, at)
        insort(self._keys, key)
        self._keep(row)
        self.endInsertRows()

    def _update(self, row: JournalRow) -> None:
        if _key(row) != _key(self._rows[row.entry.id]):  # its beginning was corrected: it may belong elsewhere
            self._remove(row.entry.id)
            self._insert(row)
            return
        self._keep(row)
        at = self.row_number(row.entry.id) or 0
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(Column) - 1))

    def _remove(self, entry: str) -> None:
        at = self.row_number(entry)
        if at is None:
            return
        self.beginRemoveRows(QModelIndex(), at, at)
        del self._keys[len(self._keys) - 1 - at]
        del self._rows[entry]
        self._live.discard(entry)
        self.endRemoveRows()

    def _keep(self, row: JournalRow) -> None:
        self._rows[row.entry.id] = row
        if row.entry.live:
            self._live.add(row.entry.id)
        else:
            self._live.discard(row.entry.id)

    # --- what views ask for ------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Role.DisplayRole:
            return tr(wording.HEADERS[section])
        if role == Role.ToolTipRole:
            return tr(wording.HEADER_HINTS[section])
        if role == Role.TextAlignmentRole:
            return _ALIGNED.get(Column(section), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[self._keys[len(self._keys) - 1 - index.row()][1]]
        column = Column(index.column())
        if role == ROW_ROLE:
            return row
        if role == Role.DisplayRole:
            return cells.TEXTS[column](row, self._now())
        if role == Role.ToolTipRole:
            return cells.hint(row, column)
        if role == Role.AccessibleTextRole:
            return cells.accessible(row, column, self._now())
        return self._look(row, column, role)

    def _look(self, row: JournalRow, column: Column, role: int) -> Any:
        """Give icon, alignment, colour and font of a cell."""
        if role == Role.DecorationRole:
            return self._icons.of_call(row.entry) if column is Column.STATE else None
        if role == Role.TextAlignmentRole:
            return _ALIGNED.get(column)
        if column is Column.PERSON and cells.is_link(row):
            if role == Role.ForegroundRole:
                return QBrush(self._icons.link_colour)
            return self._underlined if role == Role.FontRole else None
        if role == Role.ForegroundRole and cells.is_unsaid(row, column):
            return QBrush(self._icons.faint_colour)
        return None


def _key(row: JournalRow) -> Key:
    return row.entry.started, row.entry.id
