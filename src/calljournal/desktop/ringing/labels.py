"""A line of text that is as wide as there is room, and never wider."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

from calljournal.desktop.look.labels import hint

LONGEST_NUMBER = "+000 0000 000 00 00"


class OneLine(QLabel):
    """A plain text in one line; what does not fit is left out and stands in the hint.

    It keeps its height while it is empty, so that nothing below it moves when a text comes late.

    Signals:
        clicked(): where it is a link
    """

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def write(self, text: str, *, link: bool = False) -> None:
        """Show a text, and nothing of what stood there before."""
        self._link = link and bool(text)
        self.setText(text)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._link else Qt.CursorShape.ArrowCursor)
        self._hint()

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()), metrics.lineSpacing())

    def width_of_number(self) -> int:
        """Give the width that its text needs, at most that of a telephone number: of a name one reads the beginning."""
        metrics = self.fontMetrics()
        return min(metrics.horizontalAdvance(self.text()), metrics.horizontalAdvance(LONGEST_NUMBER)) + 1

    def minimumSizeHint(self) -> QSize:
        """Ask for one line, however narrow."""
        return QSize(0, self.fontMetrics().lineSpacing())

    def _hint(self) -> None:
        self.setToolTip(hint(self.text()) if self._fitting() != self.text() else "")

    def _fitting(self) -> str:
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())

    def resizeEvent(self, event: object) -> None:
        self._hint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        style: QStyle = self.style()
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        style.drawItemText(
            painter, self.rect(), int(flags), self.palette(), self.isEnabled(), self._fitting(), self.foregroundRole()
        )
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if (
            self._link
            and event.button() == Qt.MouseButton.LeftButton
            and self.rect().contains(event.position().toPoint())
        ):
            self.clicked.emit()
