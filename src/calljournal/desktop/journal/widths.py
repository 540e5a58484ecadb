"""Columns that are as wide as what stands in them needs, so that the person gets the rest of the window."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTableView

from calljournal.desktop.journal.painting import column_width
from calljournal.languages import tr

MOST_IN_SIGHT = 200
"""Rows that are looked at: more than the largest screen shows."""


class FittedColumns(QObject):
    """Fits some columns of a table to the rows that are in sight, between their header and their `widest` text.

    They become wider as soon as a text needs it, and narrower only with another listing, so that nothing jumps while
    somebody reads. What a person has drawn wider or narrower stays so.
    """

    def __init__(self, table: QTableView, widest: Mapping[Any, str], headers: Sequence[str]) -> None:
        super().__init__(table)
        self._table, self._widest, self._headers = table, widest, headers
        self._set: dict[int, int] = {}
        self._anew = True
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.fit)
        model = table.model()
        model.modelReset.connect(self._on_reset)
        for happened in (model.rowsInserted, model.dataChanged, table.verticalScrollBar().valueChanged):
            happened.connect(self._on_change)

    def _on_reset(self) -> None:
        self._anew = True
        self._soon.start()

    def _on_change(self, *_: object) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def fit(self) -> None:
        """Give each column what it needs now."""
        first, last = self._in_sight()
        for column, widest in self._widest.items():
            width = self._table.columnWidth(column)
            if width == self._set.setdefault(column, width):
                needed = self._needed(column, first, last, column_width(self._table, widest, tr(self._headers[column])))
                self._set[column] = needed if self._anew else max(width, needed)
                self._table.setColumnWidth(column, self._set[column])
        self._anew = False

    def _in_sight(self) -> tuple[int, int]:
        first, last = self._table.rowAt(0), self._table.rowAt(self._table.viewport().height() - 1)
        count = self._table.model().rowCount()
        return max(first, 0), min(count - 1 if last < 0 else last, max(first, 0) + MOST_IN_SIGHT)

    def _needed(self, column: int, first: int, last: int, most: int) -> int:
        """Give the width that the header and the texts of these rows need, at most that of the widest."""
        model, metrics = self._table.model(), self._table.fontMetrics()
        texts = {str(model.index(row, column).data() or "") for row in range(first, last + 1)}
        longest = max(texts, key=metrics.horizontalAdvance, default="")
        return min(column_width(self._table, longest, tr(self._headers[column])), most)
