"""No window opens larger than its screen, and none grows before it stands on it."""

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from calljournal.desktop.look.sizes import FRAME, grow_when_placed, open_at, stands


def test_a_window_opens_as_large_as_it_likes(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    open_at(window, QSize(300, 200))
    assert window.size() == QSize(300, 200)


def test_a_window_and_its_frame_have_room_on_the_screen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    open_at(window, QSize(9000, 200))
    assert window.size() == QSize(window.screen().availableSize().width() - FRAME.width(), 200)


def test_what_comes_before_a_window_stands_gets_its_room_when_it_does(qtbot: QtBot) -> None:
    """Resized in between, it would be left in the corner of the screen, with its title out of sight."""
    window = QDialog()
    qtbot.addWidget(window)
    line = QLabel("a line", window)
    QVBoxLayout(window).addWidget(line)
    window.resize(300, 60)
    grow_when_placed(window)
    window.show()
    line.setMinimumHeight(400)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    assert not stands(window)
    assert window.height() == 60
    qtbot.waitUntil(lambda: window.height() >= 400)
    assert stands(window)
    qtbot.waitUntil(lambda: window.frameGeometry().top() < window.geometry().top())
    assert window.frameGeometry().top() >= window.screen().availableGeometry().top()
