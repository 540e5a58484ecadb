"""No window opens larger than its screen."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from calljournal.desktop.look.sizes import FRAME, open_at


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
