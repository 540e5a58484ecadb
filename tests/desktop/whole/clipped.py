"""Looks a window through for text that is cut off, widgets that lie upon one another, and what reaches out of it.

Text that is shortened by design (cells of tables, a label that does it itself) is not complained about.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QMenu,
    QScrollArea,
    QSizeGrip,
    QSizePolicy,
    QSplitter,
    QSplitterHandle,
    QStackedWidget,
    QTabBar,
    QTableView,
    QToolBar,
    QToolButton,
    QTreeView,
    QWidget,
)

NO_ROOM, SIDEWAYS = "has no room for the words", "has to be scrolled sideways"

SLACK = 1
"""Points that may be missing: sizes are rounded."""

LOOKED_AT = 50
"""Rows of a table that are looked at."""

MARGINS = 4
"""Points on both sides of the text of a cell."""

MADE_OF_PARTS = (QComboBox, QAbstractSpinBox, QLineEdit, QHeaderView, QAbstractItemView, QMenu)
"""Widgets whose children are Qt's own affair."""


def problems(window: QWidget, *, at_least: bool = False) -> list[str]:
    """Give everything that is wrong with a window that is shown.

    `at_least`: it is as small as it can be; then the words in empty fields may be shortened, as Qt does it, and what
    scrolls may have to be scrolled sideways.
    """
    window.grab()  # so that everything has its place
    return [one for one in _of(window) if not at_least or not any(word in one for word in (NO_ROOM, SIDEWAYS))]


def _of(widget: QWidget) -> Iterator[str]:
    yield from _text(widget)
    children = [
        child
        for child in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if child.isVisible() and not child.isWindow()
    ]
    if isinstance(widget, QScrollArea) and widget.horizontalScrollBar().isVisible():
        yield f"{told(widget)} {SIDEWAYS}"
    if isinstance(widget, MADE_OF_PARTS):
        header = [child for child in children if isinstance(child, QHeaderView)]
        for one in header:
            yield from _of(one)
        return
    yield from _places(widget, children)
    for child in children:
        yield from _of(child)


# --- text ------------------------------------------------------------------------------------------------------------


def _text(widget: QWidget) -> Iterator[str]:
    match widget:
        case QLabel():
            yield from _label(widget)
        case QTabBar():
            yield from _tabs(widget)
        case QHeaderView():
            yield from _sections(widget)
        case QListWidget():
            yield from _items(widget)
        case QTableView() | QTreeView():
            yield from _numbers(widget)
        case QLineEdit():
            yield from _placeholder(widget)
        case QMenu():
            yield from _menu(widget)
        case QAbstractButton() if widget.text():
            yield from _needs(widget, widget.sizeHint(), widget.text())
        case QComboBox() if not widget.isEditable():
            yield from _needs(widget, _of_combo(widget), widget.currentText())
        case QAbstractSpinBox():
            yield from _needs(widget, widget.minimumSizeHint(), widget.text())
        case QGroupBox():
            needed = widget.fontMetrics().horizontalAdvance(widget.title().replace("&", ""))
            yield from _needs(widget, QSize(needed, 0), widget.title())


def _needs(widget: QWidget, needed: QSize, text: str) -> Iterator[str]:
    if widget.width() + SLACK < needed.width():
        yield f"{told(widget)} “{text}” is {needed.width() - widget.width()} points too narrow"
    if widget.height() + SLACK < needed.height():
        yield f"{told(widget)} “{text}” is {needed.height() - widget.height()} points too low"


def _label(label: QLabel) -> Iterator[str]:
    text = label.text()
    if not text or label.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored:
        return  # it shortens its text by itself, and shows the whole as a hint
    if "&" in text and (buddy := label.buddy()) is not None and buddy.focusPolicy() is Qt.FocusPolicy.NoFocus:
        yield f"the key of {told(label)} “{text}” leads to {told(buddy)}, which takes no keyboard"
    metrics = label.fontMetrics()
    if not label.wordWrap():
        yield from _needs(label, label.sizeHint(), text)
        if isinstance(label.buddy(), QWidget) and label.contentsRect().width() < (
            needed := _width_around_key(metrics, text)
        ):
            missing = needed - label.contentsRect().width()
            yield f"{told(label)} “{text}” is {missing} points too narrow: the letters at its key are drawn apart"
        return
    longest = max(map(metrics.horizontalAdvance, text.split()), default=0)
    if label.contentsRect().width() + SLACK < longest:
        missing = longest - label.contentsRect().width()
        yield f"{told(label)} “{text}” is {missing} points too narrow for its longest word"
    if label.height() + SLACK < label.heightForWidth(label.width()):
        yield f"{told(label)} “{text}” is {label.heightForWidth(label.width()) - label.height()} points too low"


def _width_around_key(metrics: QFontMetrics, text: str) -> int:
    """Give how wide a label is whose key is underlined: the letters there do not move together, as in “Ta” or “Te”."""
    before, _, after = text.partition("&")
    return sum(map(metrics.horizontalAdvance, (before, after[:1], after[1:])))


def _tabs(bar: QTabBar) -> Iterator[str]:
    for tab in range(bar.count()):
        if bar.isTabVisible(tab):
            needed = bar.fontMetrics().horizontalAdvance(bar.tabText(tab).replace("&", ""))
            if bar.tabRect(tab).width() < needed:
                yield f"the tab “{bar.tabText(tab)}” is too narrow"
    if bar.tabRect(bar.count() - 1).right() > bar.width() + SLACK:
        yield f"{told(bar)} has more tabs than room"


def _sections(header: QHeaderView) -> Iterator[str]:
    if header.orientation() is not Qt.Orientation.Horizontal:
        return
    for section in range(header.count()):
        title = str(header.model().headerData(section, Qt.Orientation.Horizontal) or "")
        if title and not header.isSectionHidden(section):
            missing = header.fontMetrics().horizontalAdvance(title) - header.sectionSize(section)
            if missing > 0:
                yield f"the title “{title}” of a column is {missing} points too narrow"


def _items(items: QListWidget) -> Iterator[str]:
    if items.flow() is QListView.Flow.TopToBottom and not items.wordWrap():
        missing = items.sizeHintForColumn(0) - items.viewport().width()
        if missing > SLACK:
            yield f"{told(items)} is {missing} points too narrow for its items"


def _numbers(view: QTableView | QTreeView) -> Iterator[str]:
    """Names may be shortened in a cell; a number, a time or a sum that is cut off says something else."""
    model = view.model()
    for row in range(min(model.rowCount(), LOOKED_AT) if model is not None else 0):
        for column in range(model.columnCount()):
            at = model.index(row, column)
            text, place = str(at.data() or ""), view.visualRect(at)
            right = int(at.data(Qt.ItemDataRole.TextAlignmentRole) or 0) & Qt.AlignmentFlag.AlignRight.value
            if right and not place.isEmpty() and text:
                font = at.data(Qt.ItemDataRole.FontRole)
                metrics = QFontMetrics(font) if isinstance(font, QFont) else view.fontMetrics()
                missing = metrics.horizontalAdvance(text) + MARGINS - place.width()
                if missing > 0:
                    yield f"the cell “{text}” of {told(view)} is {missing} points too narrow"


def _placeholder(line: QLineEdit) -> Iterator[str]:
    text = line.placeholderText()
    buttons = sum(
        button.width() for button in line.findChildren(QToolButton) if button.isVisible() and button.width() > 1
    )
    room = line.width() - 2 * line.style().pixelMetric(line.style().PixelMetric.PM_DefaultFrameWidth) - 6 - buttons
    if text and not line.text() and line.fontMetrics().horizontalAdvance(text) > room + SLACK:
        yield f"{told(line)} {NO_ROOM} “{text}”"
    yield from _needs(line, QSize(0, line.minimumSizeHint().height()), text or line.text())


def _menu(menu: QMenu) -> Iterator[str]:
    yield from _needs(menu, menu.sizeHint(), " | ".join(action.text() for action in menu.actions()))


def _of_combo(box: QComboBox) -> QSize:
    """Give the room that the text needs which is chosen now."""
    option = box.sizeHint()
    widest = max((box.fontMetrics().horizontalAdvance(box.itemText(at)) for at in range(box.count())), default=0)
    now = box.fontMetrics().horizontalAdvance(box.currentText())
    return QSize(option.width() - widest + now, box.minimumSizeHint().height())


# --- places ----------------------------------------------------------------------------------------------------------


def _places(parent: QWidget, children: Sequence[QWidget]) -> Iterator[str]:
    room = parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
    above = parent.parentWidget()
    scrolls = isinstance(above, QAbstractScrollArea) and parent is above.viewport()
    for child in children:
        if not scrolls and not room.contains(child.geometry()) and not _is_of_qt(child):
            yield f"{told(child)} reaches out of {told(parent)}: {_rect(child.geometry())} in {_rect(parent.rect())}"
    if isinstance(parent, QStackedWidget | QSplitter | QToolBar | QAbstractScrollArea):
        return
    for one, other in combinations(children, 2):
        shared = one.geometry().intersected(other.geometry())
        if min(shared.width(), shared.height()) > SLACK and not _is_of_qt(one) and not _is_of_qt(other):
            yield f"{told(one)} and {told(other)} lie upon one another: {_rect(shared)}"


def _is_of_qt(widget: QWidget) -> bool:
    return isinstance(widget, QSizeGrip | QSplitterHandle) or widget.objectName().startswith("qt_")


def _rect(rect: QRect) -> str:
    return f"{rect.width()}x{rect.height()}+{rect.x()}+{rect.y()}"


def told(widget: QWidget) -> str:
    """Name a widget for a person who looks for it."""
    name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton | QLabel) else "")
    return f"{type(widget).__name__} ({name[:40]})" if name else type(widget).__name__


# --- the size that a window may have at least ------------------------------------------------------------------------


def smallest(window: QWidget) -> QSize:
    """Make a window as small as it can be, and give its size."""
    window.resize(window.minimumSizeHint().expandedTo(window.minimumSize()))
    window.resize(1, 1)
    for _ in range(3):
        QApplication.processEvents()
    return window.size()
