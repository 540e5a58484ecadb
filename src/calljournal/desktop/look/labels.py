"""Labels and hints for what comes from outside: text that can be copied, and is never taken for markup."""

from collections.abc import Iterable
from html import escape
from textwrap import wrap

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QLabel, QWidget


def plain_label(text: str = "") -> QLabel:
    """Give a label."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class WrappingLabel(QLabel):
    """A plain label of several lines, never lower than its words need: a layout alone cuts off the last of them.

    It has room for so many `lines` also while it says nothing.
    """

    def __init__(self, text: str = "", lines: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = lines * self.fontMetrics().lineSpacing()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setWordWrap(True)
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        needed = self.heightForWidth(self.width()) if self.text() else 0
        return QSize(super().minimumSizeHint().width(), max(self._least, needed))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


def faint_label(text: str = "") -> QLabel:
    """Give a label for what is said by the way; it wraps."""
    label = WrappingLabel(text)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


WIDEST = 76
"""Characters in a line of a hint: Qt breaks no line of a plain one, however long it is."""


def label_of(field: QWidget, text: str) -> QLabel:
    """Label a field in a row of several: its key leads there, since the row itself takes no keyboard."""
    label = QLabel(text)
    label.setBuddy(field)
    return label


def hint_lines(lines: Iterable[str]) -> list[str]:
    """Give lines so that each can be read at a glance: long ones are broken between words."""
    return [part for line in lines for row in line.splitlines() or [""] for part in wrap(row, WIDEST) or [""]]


def hint(text: str) -> str:
    """Give a text as what the pointer says over something: lines of a readable length, and never taken for markup."""
    lines = hint_lines([text]) if text else []
    plain = "\n".join(lines)
    if not GuiQt.mightBeRichText(plain):
        return plain
    return f"<p style='white-space:pre'>{'<br>'.join(map(escape, lines))}</p>"
