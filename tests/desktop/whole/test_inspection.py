"""What looks for clipped text sees it, and does not complain about what is as it should be."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.desktop.whole.clipped import problems, smallest

LONG = "Donaudampfschifffahrtsgesellschaft"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Give an empty window."""
    one = QWidget()
    qtbot.addWidget(one)
    one.resize(600, 400)
    return one


def shown(window: QWidget, part: QWidget, width: int, height: int) -> list[str]:
    """Put a part of a size into the window, and look."""
    part.setParent(window)
    part.setGeometry(5, 5, width, height)
    window.show()
    return problems(window)


def combo() -> QComboBox:
    """Give a list to choose from."""
    box = QComboBox()
    box.addItems([LONG, "short"])
    return box


def wrapped() -> QLabel:
    """Give a label of several lines."""
    label = QLabel(f"{LONG} and {LONG} and {LONG}")
    label.setWordWrap(True)
    return label


def items() -> QListWidget:
    """Give a list."""
    one = QListWidget()
    one.addItem(LONG)
    one.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return one


def placeholder() -> QLineEdit:
    """Give an empty field."""
    line = QLineEdit()
    line.setPlaceholderText(LONG)
    return line


def tabs() -> QTabWidget:
    """Give pages."""
    one = QTabWidget()
    for _ in range(6):
        one.addTab(QWidget(), LONG)
    return one


def sums(heading: str = "Sum", text: str = "1234567.89") -> QTableView:
    """Give a table with a number."""
    view = QTableView()
    model = QStandardItemModel(1, 1, view)
    cell = QStandardItem(text)
    cell.setTextAlignment(Qt.AlignmentFlag.AlignRight)
    model.setItem(0, 0, cell)
    model.setHorizontalHeaderLabels([heading])
    view.setModel(model)
    view.setColumnWidth(0, 60)
    return view


def wide_scroll() -> QScrollArea:
    """Give something that has to be scrolled sideways."""
    scroll = QScrollArea()
    inside = QWidget()
    inside.setMinimumWidth(900)
    scroll.setWidget(inside)
    scroll.setWidgetResizable(True)
    return scroll


@pytest.mark.parametrize(
    ("make", "width", "height", "said"),
    [
        (lambda: QLabel(LONG), 60, 40, "too narrow"),
        (lambda: QLabel(LONG), 400, 6, "too low"),
        (wrapped, 300, 12, "too low"),
        (wrapped, 60, 390, "too narrow for its longest word"),
        (lambda: QPushButton(LONG), 60, 40, "too narrow"),
        (lambda: QCheckBox(LONG), 60, 40, "too narrow"),
        (combo, 90, 40, "too narrow"),
        (items, 90, 90, "too narrow for its items"),
        (placeholder, 90, 40, "has no room for the words"),
        (tabs, 300, 90, "more tabs than room"),
        (sums, 300, 90, "the cell “1234567.89”"),
        (lambda: sums(heading=LONG, text="1"), 300, 90, "the title"),
        (wide_scroll, 300, 90, "scrolled sideways"),
        (lambda: QPushButton(LONG), 700, 40, "reaches out of"),
    ],
)
def test_it_sees_what_is_cut_off(
    window: QWidget, make: Callable[[], QWidget], width: int, height: int, said: str
) -> None:
    assert any(said in problem for problem in shown(window, make(), width, height))


@pytest.mark.parametrize("make", [lambda: QLabel(LONG), wrapped, lambda: QPushButton(LONG), combo, items, placeholder])
def test_it_is_content_with_room(window: QWidget, make: Callable[[], QWidget]) -> None:
    assert shown(window, make(), 450, 120) == []


@pytest.mark.parametrize(("text", "fits"), [("&Tage", False), ("Ta&ge", True)])
def test_it_sees_a_letter_that_its_key_pushes_aside(window: QWidget, text: str, fits: bool) -> None:
    line = QLineEdit(window)
    line.move(300, 300)
    label = QLabel(text)
    label.setBuddy(line)
    size = label.sizeHint()
    assert (shown(window, label, size.width(), size.height()) == []) is fits


def test_it_sees_a_key_that_leads_nowhere(window: QWidget) -> None:
    row = QWidget(window)
    row.setFocusProxy(QLineEdit(row))
    label = QLabel("&Minutes")
    label.setBuddy(row)
    assert any("takes no keyboard" in problem for problem in shown(window, label, 200, 40))


def test_it_is_content_with_a_label_that_shortens_itself(window: QWidget) -> None:
    label = QLabel(LONG)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    assert shown(window, label, 60, 40) == []


def test_it_sees_what_lies_upon_one_another(window: QWidget) -> None:
    other = QPushButton("Other", window)
    other.setGeometry(50, 10, 90, 40)
    assert any("lie upon one another" in problem for problem in shown(window, QPushButton("One"), 90, 40))


def test_parts_in_a_layout_have_room_at_the_smallest(window: QWidget) -> None:
    line = QHBoxLayout()
    for text in ("One", LONG, "Three"):
        line.addWidget(QPushButton(text))
    layout = QVBoxLayout(window)
    layout.addLayout(line)
    layout.addWidget(QLabel(LONG))
    window.show()
    size = smallest(window)
    assert size.width() < 600
    assert problems(window, at_least=True) == []
