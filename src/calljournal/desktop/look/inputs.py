"""The plain inputs of forms about work: a few lines of text, and lists whose first choice is none."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from calljournal.languages import tr


class TextField(QPlainTextEdit):
    """A few lines of free text; Tab leaves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(tr("What it was about"))
        self.setAccessibleName(tr("Text"))

    def sizeHint(self) -> QSize:
        """Ask for four lines."""
        return QSize(300, self.fontMetrics().lineSpacing() * 4 + 16)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.fontMetrics().lineSpacing() * 2 + 16)


class ChoiceList(QComboBox):
    """A list whose first choice is none; the data of each other is its id."""

    def __init__(self, nothing: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addItem(nothing, None)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(24)
        self.setAccessibleName(name)

    @property
    def chosen(self) -> str | None:
        """The id of what is chosen; None for none."""
        chosen = self.currentData()
        return str(chosen) if chosen else None

    def offer(self, items: Sequence[tuple[str, str]]) -> None:
        """Replace all choices (id, text) but the first; what is chosen stays so where it is among them."""
        chosen = self.chosen
        while self.count() > 1:
            self.removeItem(self.count() - 1)
        for thing, text in items:
            self.addItem(text, thing)
        self.setCurrentIndex(max(0, self.findData(chosen)))

    def choose(self, thing: str | None) -> None:
        """Choose by id; none where it is not offered."""
        self.setCurrentIndex(max(0, self.findData(thing)))
