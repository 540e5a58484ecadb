"""The legs of a call as a small table: who rang where, when, and how that ended."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyle, QTreeWidget, QTreeWidgetItem, QWidget

from calljournal.contracts.rows import JournalRow
from calljournal.desktop.journal import wording
from calljournal.desktop.look import formats
from calljournal.desktop.look.labels import hint
from calljournal.journal.entry import EntryLeg
from calljournal.languages import tr
from calljournal.words import say

HEADERS = (
    say("Telephone"),
    say("Number"),
    say("Began"),
    say("Answered"),
    say("Ended"),
    say("How it ended"),
)


class Legs(QTreeWidget):
    """Shows the legs of one call; it asks for so much room that no word of theirs is cut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Legs of the call"))
        self.setHeaderLabels([tr(words) for words in HEADERS])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.header().setStretchLastSection(False)  # where there is too little room it can be scrolled to
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def show_legs(self, row: JournalRow | None) -> None:
        """Show those of a call, or none."""
        self.clear()
        for leg in row.entry.legs if row else ():
            words = _leg(leg)
            QTreeWidgetItem(self, words).setToolTip(len(words) - 1, hint(words[-1]))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for the room of every column, and of the bar at the side."""
        header = self.header()
        columns = (max(self.sizeHintForColumn(at), header.sectionSizeHint(at)) for at in range(header.count()))
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return QSize(sum(columns) + bar, super().sizeHint().height())


def _leg(leg: EntryLeg) -> list[str]:
    times = [
        formats.clock_time(moment, seconds=True) if moment else "" for moment in (leg.started, leg.answered, leg.ended)
    ]
    end = tr(wording.LEG_ENDS[leg.end]) if leg.end else tr("lasts") if leg.ended is None else ""
    return [leg.endpoint, leg.number or "", *times, end]
