"""Columns that are as wide as what stands in them needs, so that the person gets the rest of the window."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTableView

from calljournal.desktop.journal.painting import MOST_SIGNS, column_width
from calljournal.languages import tr

MAIN_SIGNS = 36
"""Average characters of the main column for which the others give way: a name, and most of a firm's."""

MOST_IN_SIGHT = 200
"""Rows that are looked at: more than the largest screen shows."""


class FittedColumns(QObject):
    """Fits some columns of a table to the rows that are in sight, between their header and their `widest` text.

    They become wider as soon as a text needs it, and narrower only with another listing, so that nothing jumps while
    somebody reads. What a person has drawn wider or narrower stays so. Where there is too little room, they give way
    until the `main` column, which has the rest, has what it needs and is the widest of all.
    """

    def __init__(self, table: QTableView, widest: Mapping[Any, str], headers: Sequence[str], main: int) -> None:
        super().__init__(table)
        self._table, self._widest, self._headers, self._main = table, widest, headers, main
        self._set: dict[int, int] = {}
        self._wanted: dict[int, int] = {}
        self._anew = True
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.fit)
        model = table.model()
        model.modelReset.connect(self._on_reset)
        for happened in (model.rowsInserted, model.dataChanged, table.verticalScrollBar().valueChanged):
            happened.connect(self._on_change)
        table.horizontalHeader().sectionResized.connect(self._on_change)

    def _on_reset(self) -> None:
        self._anew = True
        self._soon.start()

    def _on_change(self, *_: object) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def fit(self) -> None:
        """Give each column what it needs now, as far as there is room."""
        first, last = self._in_sight()
        ours = []
        for column, widest in self._widest.items():
            width = self._table.columnWidth(column)
            if self._table.isColumnHidden(column) or width != self._set.setdefault(column, width):
                continue
            ours.append(column)
            needed = min(
                self._needed(column, first, last), column_width(self._table, widest, tr(self._headers[column]))
            )
            self._wanted[column] = needed if self._anew else max(self._wanted.get(column, width), needed)
        needed = self._needed(self._main, first, last, MAIN_SIGNS)
        self._wanted[self._main] = needed if self._anew else max(self._wanted.get(self._main, 0), needed)
        for column, width in self._given(ours).items():
            self._set[column] = width
            self._table.setColumnWidth(column, width)
        self._anew = False

    def _given(self, ours: Sequence[int]) -> dict[int, int]:
        """Give our columns what they want, or so much less, the widest first, that the main one has what it needs."""
        least = {column: column_width(self._table, "", tr(self._headers[column])) for column in ours}
        others = [column for column in range(self._table.model().columnCount()) if column not in (*ours, self._main)]
        fixed = [self._table.columnWidth(column) for column in others]
        room = self._table.viewport().width() - sum(fixed)
        given: dict[int, int] = {}
        for most in range(max((self._wanted[column] for column in ours), default=0), 0, -1):
            given = {column: max(min(self._wanted[column], most), least[column]) for column in ours}
            if room - sum(given.values()) >= max(most, self._wanted[self._main], *fixed) or given == least:
                break
        return given

    def _in_sight(self) -> tuple[int, int]:
        first, last = self._table.rowAt(0), self._table.rowAt(self._table.viewport().height() - 1)
        count = self._table.model().rowCount()
        return max(first, 0), min(count - 1 if last < 0 else last, max(first, 0) + MOST_IN_SIGHT)

    def _needed(self, column: int, first: int, last: int, signs: int = MOST_SIGNS) -> int:
        """Give the width that the header and the texts of these rows need."""
        model, metrics = self._table.model(), self._table.fontMetrics()
        texts = {str(model.index(row, column).data() or "") for row in range(first, last + 1)}
        longest = max(texts, key=metrics.horizontalAdvance, default="")
        return column_width(self._table, longest, tr(self._headers[column]), signs)
