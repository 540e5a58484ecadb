"""What is wrong with the numbers of the book, as a table: whose number, how it stands there, why, what to write."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from calljournal.contracts.numbering import Level, NumberProblem
from calljournal.languages import tr
from calljournal.words import say

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
PROBLEM_ROLE = Role.UserRole


class Column(IntEnum):
    """The columns, from left to right."""

    WHOSE = 0
    NUMBER = 1
    WHY = 2
    SUGGESTION = 3


TITLES = (say("Whose"), say("Number"), say("What is wrong"), say("Suggestion"))


class ProblemsModel(QAbstractTableModel):
    """Holds the problems in the order in which the book was looked through; hints only where they are wanted."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[NumberProblem] = []
        self._shown: list[NumberProblem] = []
        self._hints = False

    def clear(self) -> None:
        """Begin anew."""
        self.beginResetModel()
        self._all, self._shown = [], []
        self.endResetModel()

    def add(self, problems: Iterable[NumberProblem]) -> None:
        """Add what another page of the book has."""
        self._all += problems
        self._show()

    def drop(self, ref: str) -> None:
        """Take out a number that was dealt with."""
        self._all = [problem for problem in self._all if problem.ref != ref]
        for row in reversed(range(len(self._shown))):
            if self._shown[row].ref == ref:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._shown[row]
                self.endRemoveRows()

    def show_hints(self, on: bool) -> None:
        """Show also what may be left as it is."""
        self._hints = on
        self._show()

    @property
    def questions(self) -> int:
        """How many numbers a person has to decide."""
        return sum(problem.level is Level.QUESTION for problem in self._all)

    @property
    def hints(self) -> int:
        """How many may be left as they are."""
        return len(self._all) - self.questions

    def _show(self) -> None:
        self.beginResetModel()
        self._shown = [problem for problem in self._all if self._hints or problem.level is Level.QUESTION]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        return tr(TITLES[section]) if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        problem = self._shown[index.row()]
        if role == PROBLEM_ROLE:
            return problem
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return _text(problem, Column(index.column()))
        return None


def _text(problem: NumberProblem, column: Column) -> str:
    if column is Column.WHOSE:
        different = problem.company and problem.company != problem.name
        form = tr("{name}, {company}", name=problem.name, company=problem.company or "")
        return form if different else problem.name
    if column is Column.NUMBER:
        return problem.typed
    if column is Column.WHY:
        return tr(problem.words)
    if problem.suggestion is None:
        return ""
    return problem.suggestion or tr("take it out")
