"""The window on the screen: first bare, so that it is there at once; then with the journal in it.

Of the journal it knows nothing but what its outline was when it was last closed, so that nothing jumps when the real
one is put in. Only Qt and the translator are imported: all the rest of the program waits until this has been painted.
So does the namespace `QtCore.Qt`, whose many enumerations PySide makes when it is first mentioned: a tenth of a start.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6 import QtCore
from PySide6.QtCore import QSettings, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QShortcut,
    QShowEvent,
    QStandardItemModel,
)
from PySide6.QtWidgets import QApplication, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from calljournal.languages import tr

LONGEST = 10_000
"""Points that a part of the outline may have at most: nobody has such a screen."""


class Outline(NamedTuple):
    """What can be seen of the journal from afar: how much there is above and below the list, and its columns."""

    above: int = 0
    below: int = 0
    titles: Sequence[str] = ()
    widths: Sequence[int] = ()


class Frame(QWidget):
    """The top-level window of the journal: bare at first, then `furnish`ed. Its place is somebody else's.

    Signals:
        painted(): for the first time something of it can be seen on the screen
        seen(): it was hidden, and is shown
        close_wanted(): somebody wants to close it; it stays as it is until `hide` or the end of the program
    """

    painted = Signal()
    seen = Signal()
    close_wanted = Signal()

    def __init__(self, outline: Outline = Outline()) -> None:  # noqa: B008  (it cannot be changed)
        super().__init__()
        self.setWindowTitle(tr("Telephony journal"))
        self.setAccessibleName(tr("Telephony journal"))
        self._typed: list[QKeyEvent] = []
        self._was_painted = False
        self._content = _bare(outline, self)
        self._furnished = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._content, 1)

    def furnish(self, content: QWidget) -> None:
        """Put the journal in, in place of what is there, and give it the keys that were typed meanwhile."""
        before, self._content = self._content, content
        content.setWindowFlags(QtCore.Qt.WindowType.Widget)  # it may be a window by birth
        self._layout.replaceWidget(before, content)
        before.hide()
        before.deleteLater()
        content.show()
        self.setWindowTitle(content.windowTitle())  # perhaps in another language than before
        self.setAccessibleName(content.windowTitle())
        self.setFocusProxy(content)
        content.setFocus()
        self._furnished = True
        for event in self._typed:
            _type_again(event, content)
        self._typed.clear()

    def put_above(self, widget: QWidget) -> None:
        """Put something above the journal, as a question before the end."""
        self._layout.insertWidget(0, widget)

    def outline(self) -> Outline | None:
        """Give the outline of what is in it; None while it is bare, or hidden."""
        headers = self._content.findChildren(QHeaderView) if self._furnished else ()
        for header in headers:
            if header.isVisible() and header.orientation() is QtCore.Qt.Orientation.Horizontal:
                return _outline(header, self._content)
        return None

    def appear(self) -> None:
        """Be seen, without taking the keyboard from whatever the user is doing."""
        if self.isVisible():
            return
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_ShowWithoutActivating, True)
        self.show()
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_ShowWithoutActivating, False)

    def come_to_front(self) -> None:
        """Be seen above all other windows, and have the keyboard: somebody has asked for it."""
        self.setWindowState(self.windowState() & ~QtCore.Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.seen.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)  # when its parts have been painted as well

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._furnished:
            super().keyPressEvent(event)
        else:
            self._typed.append(event.clone())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave it to others what closing means, but never keep the system from ending the session."""
        app = QApplication.instance()
        if isinstance(app, QApplication) and app.isSavingSession():
            super().closeEvent(event)
        else:
            event.ignore()
            self.close_wanted.emit()


# --- the bare window -------------------------------------------------------------------------------------------------


class _EmptyList(QTableView):
    """A list that leaves keys to the window."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


def _bare(outline: Outline, parent: QWidget) -> QWidget:
    """Make what is seen before the journal is there: an empty list, and that it is being opened."""
    content = QWidget(parent)
    table = _EmptyList(content)
    table.setFrameShape(QTableView.Shape.NoFrame)
    model = QStandardItemModel(0, len(outline.titles), table)
    model.setHorizontalHeaderLabels(list(outline.titles))
    table.setModel(model)
    for column, width in enumerate(outline.widths[: len(outline.titles)]):
        table.setColumnWidth(column, width)
    foot = QLabel(tr("Opening the journal…"), content)
    foot.setIndent(12)
    foot.setFixedHeight(outline.below or foot.sizeHint().height() + 18)
    layout = QVBoxLayout(content)
    layout.setContentsMargins(0, outline.above, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(table, 1)
    layout.addWidget(foot)
    return content


def _outline(header: QHeaderView, content: QWidget) -> Outline:
    columns = [column for column in range(header.count()) if not header.isSectionHidden(column)]
    view = header.parentWidget() or header
    top = header.mapTo(content, header.rect().topLeft()).y()
    bottom = view.mapTo(content, view.rect().bottomLeft()).y() + 1
    return Outline(
        top,
        content.height() - bottom,
        [str(header.model().headerData(column, QtCore.Qt.Orientation.Horizontal) or "") for column in columns],
        [header.sectionSize(column) for column in columns],
    )


def read_outline(memory: QSettings) -> Outline:
    """Give the outline that was kept; that of an empty window where there is none, or nonsense."""
    try:
        above, below = (int(str(memory.value(f"outline/{name}", 0))) for name in ("above", "below"))
        widths = [int(width) for width in _listed(memory.value("outline/widths"))]
    except ValueError:
        return Outline()
    if not all(0 <= length <= LONGEST for length in (above, below, *widths)):
        return Outline()
    return Outline(above, below, _listed(memory.value("outline/titles")), widths)


def keep_outline(memory: QSettings, outline: Outline) -> None:
    """Keep an outline for the next start."""
    for name, value in outline._asdict().items():
        memory.setValue(f"outline/{name}", value)


def _listed(value: object) -> list[str]:
    """Give a list of texts; Qt gives a list of one as that one."""
    return [str(one) for one in value] if isinstance(value, list) else [] if value is None else [str(value)]


# --- what was typed before the journal was there ---------------------------------------------------------------------


def _type_again(event: QKeyEvent, content: QWidget) -> None:
    """Give the journal a key that was pressed before it was there: to its shortcut, else to where the keyboard is."""
    pressed = QKeySequence(event.keyCombination())
    for action in content.findChildren(QAction):
        if action.isEnabled() and pressed in action.shortcuts():
            action.trigger()
            return
    for shortcut in content.findChildren(QShortcut):
        if shortcut.isEnabled() and shortcut.key() == pressed:
            shortcut.activated.emit()
            return
    target = content
    while (proxy := target.focusProxy()) is not None:
        target = proxy
    QApplication.sendEvent(target, event)
