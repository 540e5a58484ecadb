"""What a cell gives Qt's views for each role: what is painted, what the pointer says over it, what a reader says."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from calljournal.contracts.rows import JournalRow
from calljournal.desktop.journal import cells
from calljournal.desktop.journal.cells import Column
from calljournal.desktop.journal.hints import hint
from calljournal.desktop.journal.painting import CELL_ROLE, Cell
from calljournal.desktop.look.icons import Icons
from calljournal.languages import tr

Role = Qt.ItemDataRole
RIGHT = (Column.TIME, Column.DURATION)
"""The columns whose words end beneath one another."""

CHANGING = (Column.TIME, Column.BOOKED)
"""The columns that may say something else though the call is the same: tomorrow; when it is known how much waits."""

MOST = 5000
"""Cells that are kept: those of some screens."""

UNREAD = Cell(cells.UNREAD, right=True)
EMPTY = Cell()


class Faces:
    """Says how a row looks; `now` is asked for the timers of live calls."""

    def __init__(self, icons: Icons, now: Callable[[], datetime]) -> None:
        self._icons, self._now = icons, now
        self._kept: dict[tuple[str, Column], tuple[JournalRow, Cell]] = {}

    def of(self, row: JournalRow, column: Column, role: int, waiting: float | None) -> Any:
        """Give what a cell says in a role; `waiting` minutes are left of a call that is booked in part, if known."""
        if role == CELL_ROLE:
            return self._kept_cell(row, column, waiting)
        if role == Role.DisplayRole:
            return self._text(row, column, waiting)
        if role == Role.ToolTipRole:
            return hint(row, column)
        if role == Role.AccessibleTextRole:
            return cells.accessible(row, column, self._now())
        return None

    def forget(self) -> None:
        """Make every cell anew, as in other colours."""
        self._kept.clear()

    def _kept_cell(self, row: JournalRow, column: Column, waiting: float | None) -> Cell:
        """Give what is painted; it is made once, where it depends on the call alone."""
        if row.entry.live or column in CHANGING:
            return self._cell(row, column, waiting)
        key = (row.entry.id, column)
        kept = self._kept.get(key)
        if kept is not None and kept[0] is row:
            return kept[1]
        if len(self._kept) >= MOST:
            self._kept.clear()
        cell = self._cell(row, column, waiting)
        self._kept[key] = (row, cell)
        return cell

    def _cell(self, row: JournalRow, column: Column, waiting: float | None) -> Cell:
        """Give what is painted: a link is blue and underlined, what nobody vouches for is faint."""
        if column is Column.STATE:
            return Cell(icon=self._icons.of_call(row.entry))
        text = self._text(row, column, waiting)
        if cells.is_link(row, column):
            return Cell(text, colour=self._icons.link_colour, underlined=True)
        return Cell(text, right=column in RIGHT, colour=self._faint(row, column))

    def _faint(self, row: JournalRow, column: Column) -> QColor | None:
        return self._icons.faint_colour if cells.is_unsaid(row, column) else None

    def _text(self, row: JournalRow, column: Column, waiting: float | None) -> str:
        if column is Column.BOOKED:
            return cells.booked(row, waiting)
        return cells.TEXTS[column](row, self._now())


def unread(column: Column, role: int) -> Any:
    """Give what a cell says whose row is being read."""
    if role == CELL_ROLE:
        return UNREAD if column is Column.TIME else EMPTY
    if role == Role.DisplayRole:
        return cells.UNREAD if column is Column.TIME else ""
    return tr("being read…") if role == Role.AccessibleTextRole else None
