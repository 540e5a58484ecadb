"""What waits to be booked, as a table: a call, or several that were merged, in each row, the earliest first."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from calljournal.contracts.rows import JournalRow, surest
from calljournal.contracts.work_commands import Suggestion, Waiting
from calljournal.desktop.journal import cells, hints
from calljournal.desktop.journal.painting import CELL_ROLE, Cell
from calljournal.desktop.look import formats, naming
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import hint
from calljournal.languages import tr
from calljournal.words import say

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class Column(IntEnum):
    """The columns, from left to right."""

    STATE = 0
    TIME = 1
    PERSON = 2
    NUMBER = 3
    MINUTES = 4
    PROJECT = 5


HEADERS = (say("Call"), say("Time"), say("Person"), say("Number"), say("Measured"), say("Project"))
RIGHT = (Column.TIME, Column.MINUTES)
"""The columns whose words end beneath one another."""


class WaitingModel(QAbstractTableModel):
    """The calls that wait.

    Signals:
        project_wanted(entry: str): a call came into sight of which it is not known yet which projects are likely
    """

    project_wanted = Signal(str)

    def __init__(self, icons: Icons, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons, self._now = icons, now
        self._waiting: list[Waiting] = []
        self._suggested: dict[str, tuple[Suggestion, ...]] = {}
        self._asked: set[str] = set()

    # --- rows in -----------------------------------------------------------------------------------------------------

    def show_waiting(self, waiting: Sequence[Waiting]) -> None:
        """Show these and no others; what is known of likely projects is asked anew."""
        self.beginResetModel()
        self._waiting = list(waiting)
        self._asked.clear()
        self.endResetModel()

    def leave_out(self, entries: Iterable[str]) -> None:
        """Take out what waits no more."""
        gone = set(entries)
        for at in reversed(range(len(self._waiting))):
            if any(row.entry.id in gone for row in self._waiting[at].rows):
                self.beginRemoveRows(QModelIndex(), at, at)
                del self._waiting[at]
                self.endRemoveRows()

    def suggest(self, entry: str, suggestions: Sequence[Suggestion]) -> None:
        """Say which projects are likely for a call."""
        self._suggested[entry] = tuple(suggestions)
        for at, waiting in enumerate(self._waiting):
            if first_of(waiting) == entry:
                cell = self.index(at, Column.PROJECT)
                self.dataChanged.emit(cell, cell)

    # --- rows out ----------------------------------------------------------------------------------------------------

    def waiting(self, at: int) -> Waiting | None:
        """Give what stands in a row."""
        return self._waiting[at] if 0 <= at < len(self._waiting) else None

    @property
    def all(self) -> Sequence[Waiting]:
        """All that is shown."""
        return self._waiting

    def suggestions(self, entry: str) -> tuple[Suggestion, ...] | None:
        """Give the projects that are likely for a call; None where that is not known yet."""
        return self._suggested.get(entry)

    def alike(self, row: JournalRow) -> tuple[JournalRow, ...]:
        """Give the next calls of the same day that wait with the same client: what one would merge with this one."""
        client, day = _client(row), row.entry.started.astimezone().date()
        return tuple(
            other
            for waiting in self._waiting
            for other in waiting.rows
            if client and other is not row and _client(other) == client
            if other.entry.started.astimezone().date() == day
        )

    # --- what views ask for ------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._waiting)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Role.DisplayRole:
            return tr(HEADERS[section])
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in RIGHT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        waiting = self.waiting(index.row())
        if waiting is None:
            return None
        column = Column(index.column())
        row = surest(waiting.rows)
        if role == CELL_ROLE:
            return self._cell(waiting, row, column)
        if role == Role.DisplayRole:
            return self._text(waiting, row, column)
        if role == Role.AccessibleTextRole:
            return cells.state(row) if column is Column.STATE else self._text(waiting, row, column)
        return self._hint(waiting, row, column) if role == Role.ToolTipRole else None

    def _cell(self, waiting: Waiting, row: JournalRow, column: Column) -> Cell:
        """Give what is painted; a project that is only likely is faint."""
        if column is Column.STATE:
            return Cell(icon=self._icons.of_call(row.entry))
        guessed = column is Column.PROJECT and not self._clear(waiting)
        colour = self._icons.faint_colour if guessed else None
        return Cell(self._text(waiting, row, column), right=column in RIGHT, colour=colour)

    def _text(self, waiting: Waiting, row: JournalRow, column: Column) -> str:
        match column:
            case Column.STATE:
                return ""
            case Column.TIME:
                return cells.started(waiting.rows[0], self._now())
            case Column.PERSON:
                who = naming.person(row)
                several = len(waiting.rows)
                return tr("{who} ({count} calls)", who=who, count=several) if several > 1 else who
            case Column.NUMBER:
                return naming.number(row)
            case Column.MINUTES:
                minutes = formats.minutes(waiting.draft.measured_minutes)
                return tr("at least {minutes}", minutes=minutes) if waiting.at_least else minutes
            case Column.PROJECT:
                return self._project(waiting)

    def _project(self, waiting: Waiting) -> str:
        entry = first_of(waiting)
        suggested = self._suggested.get(entry)
        if entry not in self._asked:
            self._asked.add(entry)
            self.project_wanted.emit(entry)
        if not suggested:
            return ""
        name = suggested[0].project.name
        return name if suggested[0].clear else tr("{project} ?", project=name)

    def _clear(self, waiting: Waiting) -> bool:
        suggested = self._suggested.get(first_of(waiting))
        return suggested[0].clear if suggested else False

    def _hint(self, waiting: Waiting, row: JournalRow, column: Column) -> str:
        if column is Column.MINUTES:
            return tr("Rounded by the firm's rule: {minutes}", minutes=formats.minutes(waiting.draft.minutes))
        if column is Column.PROJECT:
            likely = self._suggested.get(first_of(waiting), ())
            said = (tr("{project}: {why}", project=one.project.name, why=tr(one.words)) for one in likely)
            return hint("\n".join(said))
        return hints.person_hint(row) if column is Column.PERSON else hints.facts_hint(row)


def first_of(waiting: Waiting) -> str:
    """Give the entry that stands for what waits."""
    return waiting.rows[0].entry.id


def _client(row: JournalRow) -> str:
    return row.match.contact.client if row.match.contact is not None and row.match.certain else ""
