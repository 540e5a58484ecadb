"""The tables of what it adds up to: per project, and per day."""

from collections.abc import Sequence

from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QTableView, QTabWidget, QWidget

from calljournal.contracts.work import Work
from calljournal.contracts.work_commands import Total
from calljournal.desktop.look.tables import TO_THE_RIGHT, dress_table
from calljournal.desktop.worked import sums
from calljournal.desktop.worked.sums import Sum
from calljournal.languages import tr


class SumsTable(QTableView):
    """One table of sums; its last line is everything."""

    def __init__(self, titles: Sequence[str], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = len(titles)
        self._sums = QStandardItemModel(0, len(titles), self)
        self._sums.setHorizontalHeaderLabels(list(titles))
        for column in range(1, self._columns):
            self._sums.horizontalHeaderItem(column).setTextAlignment(TO_THE_RIGHT)
        self.setModel(self._sums)
        dress_table(self, name)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def show_sums(self, lines: Sequence[Sum], whole: Sum) -> None:
        """Show these lines, and below them what they are together."""
        self._sums.setRowCount(0)
        for line in (*lines, whole):
            row = [QStandardItem(text) for text in sums.cells(line)[: self._columns]]
            for item in row[1:]:
                item.setTextAlignment(TO_THE_RIGHT)
            row[0].setToolTip(line.name)
            if line is whole:
                bold = QFont(self.font())
                bold.setBold(True)
                for item in row:
                    item.setFont(bold)
            self._sums.appendRow(row)
        for column in range(1, self._columns):
            self.resizeColumnToContents(column)  # at once: Qt's own way leaves it until the next, and shows dots


class Sums(QTabWidget):
    """The sums per project and per day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        per_project = (tr("Client, project"), tr("Billed"), tr("Measured"))
        per_day = (tr("Day"), tr("Billed"), tr("Measured"), tr("Spoken"), tr("Not booked"))
        self.projects = SumsTable(per_project, tr("Sums per project"), self)
        self.days = SumsTable(per_day, tr("Sums per day"), self)
        self.addTab(self.projects, tr("&Projects"))
        self.addTab(self.days, tr("&Days"))

    def show_sums(self, works: Sequence[Work], totals: Sequence[Total]) -> None:
        """Show what these add up to."""
        whole = sums.in_all(works)
        self.projects.show_sums(sums.per_project(works), whole)
        days = sums.per_day(works, totals)
        spoken = sum(one.spoken or 0.0 for one in days) if totals else None
        waiting = sum(one.waiting or 0.0 for one in days) if totals else None
        self.days.show_sums(days, Sum(whole.name, whole.billed, whole.measured, spoken, waiting))
