"""One short list beside a contact: a heading, the lines, and in words what it waits for or why it is empty."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QVBoxLayout, QWidget

from calljournal.desktop.look.labels import faint_label, hint
from calljournal.errors import CallJournalError
from calljournal.languages import tr

MOST_LINES = 6
"""Lines that are seen without scrolling."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a section: the id of what it stands for, its text, and what else is to be said of it."""

    id: str
    text: str
    hint: str = ""


class Section(QWidget):
    """A heading and a list; Enter or a double click opens a line.

    Signals:
        opened(thing: str): a line was chosen, by its id
        menu_wanted(thing: str, at: QPoint): the context menu of a line; `at` is on the screen
    """

    opened = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = QLabel(title, self)
        font = self._heading.font()
        font.setBold(True)
        self._heading.setFont(font)
        self._word = faint_label()
        self.list = _Lines(self)
        self.list.setAccessibleName(title)
        self._heading.setBuddy(self.list)
        self._model = QStandardItemModel(self)
        self.list.setModel(self._model)
        self.list.activated.connect(self._on_activated)
        self.list.customContextMenuRequested.connect(self._on_menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self._heading, self._word, self.list):
            layout.addWidget(part)
        self.wait()

    @property
    def word(self) -> str:
        """What is said instead of lines, "" where there are lines."""
        return "" if self._word.isHidden() else self._word.text()

    @property
    def lines(self) -> tuple[str, ...]:
        """The texts of the lines."""
        return tuple(self._model.item(row).text() for row in range(self._model.rowCount()))

    def wait(self) -> None:
        """Say that it is being looked up."""
        self._say(tr("Looking up…"))

    def fill(self, lines: Sequence[Line], nothing: str) -> None:
        """Show lines; where there is none, say so with `nothing`."""
        self._model.clear()
        for line in lines:
            item = QStandardItem(line.text)
            item.setData(line.id, Qt.ItemDataRole.UserRole)
            item.setToolTip(hint("\n".join(filter(None, (line.text, line.hint)))))
            item.setData(line.hint, Qt.ItemDataRole.AccessibleDescriptionRole)
            item.setEditable(False)
            self._model.appendRow(item)
        self._word.setText(nothing)
        self._word.setVisible(not lines)
        self.list.setVisible(bool(lines))
        self.list.fit()

    def fail(self, error: CallJournalError) -> None:
        """Say why it cannot be shown."""
        self._say(tr(error.words))

    def _say(self, text: str) -> None:
        self._model.clear()
        self._word.setText(text)
        self._word.show()
        self.list.hide()

    def _on_activated(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(Qt.ItemDataRole.UserRole))

    def _on_menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        index = index if index.isValid() else self.list.currentIndex()
        if index.isValid():
            self.menu_wanted.emit(index.data(Qt.ItemDataRole.UserRole), self.list.viewport().mapToGlobal(at))


class _Lines(QListView):
    """A list as high as its lines, up to a few of them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setUniformItemSizes(True)

    def fit(self) -> None:
        """Take the height of the lines."""
        self.updateGeometry()
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        model: QAbstractItemModel | None = self.model()  # none until there is one, whatever the stubs say
        count = 0 if model is None else min(model.rowCount(), MOST_LINES)
        row = self.sizeHintForRow(0) if count else 0
        return QSize(super().sizeHint().width(), row * count + 2 * self.frameWidth() + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter on every platform."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
