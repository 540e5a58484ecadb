"""The window really goes there, and where it is is written down."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from calljournal.desktop.system import window_place
from calljournal.desktop.system.placing import SIZE, Place, Screen
from calljournal.desktop.system.window_place import WindowPlace, read_place, write_place


@pytest.fixture
def memory(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def shown(window: QWidget, memory: QSettings, qtbot: QtBot) -> WindowPlace:
    place = WindowPlace(window, memory)
    place.open()
    window.show()
    qtbot.waitUntil(lambda: window.frameGeometry() != window.geometry())  # the window manager has drawn its title bar
    return place


def available() -> QRect:
    return QGuiApplication.primaryScreen().availableGeometry()


def test_the_first_time_it_has_a_sensible_size(window: QWidget, memory: QSettings, qtbot: QtBot) -> None:
    shown(window, memory, qtbot)
    assert window.size() == SIZE


def test_it_comes_back_in_the_nearest_corner_with_its_size(window: QWidget, memory: QSettings, qtbot: QtBot) -> None:
    """As a window manager really places it, title bar and all."""
    place = shown(window, memory, qtbot)
    window.resize(700, 400)
    window.move(available().right() - 750, 30)
    qtbot.waitUntil(lambda: window.size() == QSize(700, 400) and window.frameGeometry().top() == 30)
    place.keep()
    again = QWidget()
    qtbot.addWidget(again)
    shown(again, memory, qtbot)
    borders = place.window.frameGeometry().size() - place.window.size()
    corner = QRect(QPoint(), QSize(700, 400) + borders)
    corner.moveTopRight(available().topRight())
    qtbot.waitUntil(lambda: again.frameGeometry() == corner)
    assert again.size() == QSize(700, 400)


def test_a_move_is_written_by_itself(
    window: QWidget, memory: QSettings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it has come to rest; so a program that is killed has it, too."""
    monkeypatch.setattr(window_place, "SETTLED", 50)
    shown(window, memory, qtbot)
    window.move(QPoint(120, 90))
    file = Path(memory.fileName())
    qtbot.waitUntil(lambda: file.exists() and "120 90" in file.read_text())


def test_a_window_that_fills_the_screen_does_so_again(window: QWidget, memory: QSettings, qtbot: QtBot) -> None:
    place = shown(window, memory, qtbot)
    window.move(40, 50)
    qtbot.waitUntil(lambda: window.frameGeometry().topLeft() == QPoint(40, 50))
    place.keep()
    window.showMaximized()
    qtbot.waitUntil(window.isMaximized)
    qtbot.waitUntil(lambda: window.width() > SIZE.width())
    place.keep()
    again = QWidget()
    qtbot.addWidget(again)
    shown(again, memory, qtbot)
    qtbot.waitUntil(lambda: again.isMaximized() and again.width() > SIZE.width())
    last = read_place(memory)
    assert last is not None
    assert last.inner.size() == SIZE  # what it has again when it no longer fills the screen


def test_nothing_is_written_of_a_window_that_is_not_seen(window: QWidget, memory: QSettings, qtbot: QtBot) -> None:
    place = shown(window, memory, qtbot)
    place.keep()
    kept = read_place(memory)
    window.hide()
    window.move(500, 300)
    place.keep()
    assert read_place(memory) == kept


@pytest.mark.parametrize("what", ["gone", "resized"])
def test_a_window_whose_screen_goes_comes_back(
    window: QWidget, memory: QSettings, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Unplugged, or with fewer points, while the program runs; one that can still be seen is left where it is."""

    def happens() -> None:
        screen = qapp.primaryScreen()
        if what == "gone":
            qapp.screenRemoved.emit(screen)
        else:
            screen.availableGeometryChanged.emit(screen.availableGeometry())

    monkeypatch.setattr(window_place, "SETTLED", 50)
    shown(window, memory, qtbot)
    window.move(QPoint(120, 90))
    qtbot.waitUntil(lambda: window.frameGeometry().topLeft() == QPoint(120, 90))
    happens()
    qtbot.wait(200)
    assert window.frameGeometry().topLeft() == QPoint(120, 90)
    window.move(QPoint(1450, 90))  # openbox lets no window go wholly out of sight; others do
    qtbot.waitUntil(lambda: window.frameGeometry().left() == 1450)
    monkeypatch.setattr(window_place, "HOLD", 200)
    happens()
    qtbot.waitUntil(lambda: available().contains(window.frameGeometry()))
    assert window.frameGeometry().topRight() == available().topRight()


@pytest.mark.parametrize(
    "spoilt",
    [
        {"outer": "nonsense"},
        {"outer": QRect(0, 0, 0, 0)},
        {"inner": QRect(5000, 0, 100, 100)},
        {"screen/available": "@Rect(1 2"},
        {"screen/available": QRect()},
    ],
)
def test_nonsense_in_the_file_is_no_place(memory: QSettings, spoilt: dict[str, object]) -> None:
    outer = QRect(10, 10, 300, 200)
    write_place(memory, Place(outer, outer.adjusted(1, 9, -1, -1), Screen("one", QRect(0, 0, 1600, 1000))))
    assert read_place(memory) is not None
    for name, value in spoilt.items():
        memory.setValue(name, value)
    assert read_place(memory) is None


def test_where_placing_is_forbidden_the_size_stays(
    window: QWidget, memory: QSettings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Wayland no program says where its windows go."""
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "wayland-egl")
    assert window_place.forbidden()
    outer = QRect(10, 10, 300, 200)
    write_place(memory, Place(outer, outer, Screen("one", QRect(0, 0, 1600, 1000))))
    before = window.pos()
    WindowPlace(window, memory).open()
    assert window.size() == QSize(300, 200)
    assert window.pos() == before
