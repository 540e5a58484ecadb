"""The bare window: there at once, of the outline that the journal had; nothing jumps, nothing typed is lost."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QStandardItemModel
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from calljournal.desktop.frame import Frame, Outline, keep_outline, read_outline

OUTLINE = Outline(40, 30, ["", "When", "Who"], [60, 150, 220])


class Journal(QWidget):
    """What is put in: a bar, a list with columns, a foot, and a field that is sought in."""

    def __init__(self) -> None:
        super().__init__()
        self.bar, self.foot, self.field = QLabel("bar"), QLabel("foot"), QLineEdit()
        self.bar.setFixedHeight(40)
        self.foot.setFixedHeight(30)
        self.table = QTableView()
        self.table.setFrameShape(QTableView.Shape.NoFrame)
        model = QStandardItemModel(0, 3, self.table)
        model.setHorizontalHeaderLabels(list(OUTLINE.titles))
        self.table.setModel(model)
        for column, width in enumerate(OUTLINE.widths):
            self.table.setColumnWidth(column, width)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.bar, self.table, self.foot):
            layout.addWidget(part)
        self.field.setParent(self.bar)
        self.setFocusProxy(self.field)
        self.found = 0
        QShortcut(QKeySequence("Ctrl+F"), self, self.seek)

    def seek(self) -> None:
        self.found += 1


def shown(qtbot: QtBot, outline: Outline = OUTLINE) -> Frame:
    frame = Frame(outline)
    qtbot.addWidget(frame)
    frame.resize(800, 500)
    with qtbot.waitSignal(frame.painted):
        frame.show()
    return frame


def header_of(frame: Frame) -> tuple[int, int, list[int]]:
    """Give where the head of the list is, and how wide its columns are."""
    (table,) = frame.findChildren(QTableView)
    header = table.horizontalHeader()
    widths = [header.sectionSize(column) for column in range(header.count())]
    return header.mapTo(frame, header.rect().topLeft()).y(), table.height(), widths


def test_the_journal_takes_exactly_the_place_of_the_bare_one(qtbot: QtBot) -> None:
    frame = shown(qtbot)
    before, size = header_of(frame), frame.size()
    journal = Journal()
    frame.furnish(journal)
    qtbot.waitUntil(lambda: len(frame.findChildren(QTableView)) == 1)
    qtbot.waitUntil(lambda: header_of(frame) == before)
    assert frame.size() == size
    assert before[0] == 40
    assert before[2] == [60, 150, 220]


def test_the_outline_is_that_of_the_journal_and_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    frame = shown(qtbot)
    assert frame.outline() is None  # of itself there is nothing to keep
    frame.furnish(Journal())
    qtbot.waitUntil(lambda: frame.outline() == OUTLINE)
    memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    keep_outline(memory, OUTLINE)
    memory.sync()
    again = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    assert read_outline(again) == OUTLINE
    frame.hide()
    assert frame.outline() is None


@pytest.mark.parametrize(
    "spoilt",
    [
        {"above": "x"},
        {"above": -5, "below": "-3"},
        {"above": 100_000},
        {"above": 99_999_999_999},
        {"widths": ["1", "many"]},
        {"widths": ["99999999999", "2"]},
        {"widths": "7"},
        {"titles": 3},
    ],
)
def test_nonsense_in_the_file_is_no_outline(qtbot: QtBot, tmp_path: Path, spoilt: dict[str, object]) -> None:
    memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    keep_outline(memory, OUTLINE)
    for name, value in spoilt.items():
        memory.setValue(f"outline/{name}", value)
    outline = read_outline(memory)
    assert outline.above >= 0
    assert outline.below >= 0
    assert shown(qtbot, outline).height() < 2000


def test_what_is_typed_before_the_journal_is_there_is_not_lost(qtbot: QtBot) -> None:
    frame = shown(qtbot)
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    keyboard = QApplication.focusWidget() or frame
    qtbot.keyClick(keyboard, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(keyboard, "keller")
    journal = Journal()
    frame.furnish(journal)
    assert journal.found == 1
    assert journal.field.text() == "keller"
    qtbot.waitUntil(journal.field.hasFocus)


def test_closing_is_somebody_else_s_decision(qtbot: QtBot) -> None:
    frame = shown(qtbot)
    with qtbot.waitSignal(frame.close_wanted):
        frame.close()
    assert frame.isVisible()


def test_the_system_may_end_the_session(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window that stays would keep the computer from being shut down."""
    frame = shown(qtbot)
    monkeypatch.setattr(QApplication, "isSavingSession", lambda app: True)
    with qtbot.assertNotEmitted(frame.close_wanted):
        assert frame.close()


def test_it_appears_without_taking_the_keyboard(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.hasFocus)
    frame = Frame(OUTLINE)
    qtbot.addWidget(frame)
    frame.appear()
    qtbot.waitExposed(frame)
    qtbot.wait(200)
    assert field.hasFocus()
    assert field.isActiveWindow()
    frame.come_to_front()
    qtbot.waitUntil(frame.isActiveWindow)
    frame.showMinimized()
    qtbot.waitUntil(frame.isMinimized)
    frame.come_to_front()
    qtbot.waitUntil(lambda: frame.isActiveWindow() and not frame.isMinimized())


def test_a_frame_can_be_furnished_anew(qtbot: QtBot) -> None:
    """As in another language."""
    frame = shown(qtbot)
    frame.furnish(Journal())
    second = Journal()
    frame.furnish(second)
    qtbot.waitUntil(lambda: frame.findChildren(Journal) == [second])
    assert second.isVisible()
