"""Projects or service types as a table: what they are called, and whether time may be booked on them."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush

from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import hint
from calljournal.languages import tr
from calljournal.words import say

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
STATES = {True: say("open"), False: say("closed")}


class Thing(Protocol):
    """What has an id, and is open or closed."""

    @property
    def id(self) -> str: ...
    @property
    def open(self) -> bool: ...


AThing = TypeVar("AThing", bound=Thing)
Column = tuple[str, Callable[[AThing], str]]
"""The title of a column, and what it says of a thing."""


class ThingsModel(QAbstractTableModel, Generic[AThing]):
    """The things of one answer; the last column says whether each is open. No signals beside those of every model."""

    def __init__(self, icons: Icons, columns: Sequence[Column[AThing]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._columns: list[Column[AThing]] = [*columns, (say("State"), _state)]
        self.things: tuple[AThing, ...] = ()

    def show_things(self, things: Sequence[AThing]) -> None:
        """Show these in place of those that are there."""
        self.beginResetModel()
        self.things = tuple(things)
        self.endResetModel()

    def thing(self, index: Index) -> AThing | None:
        """Give what a row is about."""
        return self.things[index.row()] if index.isValid() and index.row() < len(self.things) else None

    def row_of(self, thing_id: str) -> int | None:
        """Give the row of a thing."""
        return next((row for row, one in enumerate(self.things) if one.id == thing_id), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self.things)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return tr(self._columns[section][0])
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        thing = self.thing(index)
        if thing is None:
            return None
        if role == Role.DisplayRole:
            return self._columns[index.column()][1](thing)
        if role == Role.ToolTipRole:
            return hint(self._columns[index.column()][1](thing))
        if role == Role.ForegroundRole and not thing.open:
            return QBrush(self._icons.faint_colour)
        return None


def _state(thing: Thing) -> str:
    return tr(STATES[thing.open])
