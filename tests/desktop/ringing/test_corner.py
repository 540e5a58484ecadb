"""Where on the screen the notice stands."""

from PySide6.QtCore import QPoint, QRect, QSize

from calljournal.desktop.ringing import corner

ROOM = QRect(100, 50, 1000, 800)  # a second screen with a bar above
SIZE = QSize(300, 200)


def test_at_the_lower_right_above_the_task_bar() -> None:
    assert corner.in_corner(ROOM, SIZE, 10) == QPoint(790, 640)


def test_what_went_down_is_lifted() -> None:
    assert corner.kept(ROOM, SIZE, QPoint(790, 640), 40) == QPoint(790, 600)
    assert corner.kept(ROOM, SIZE, QPoint(790, 600), -40) == QPoint(790, 640)


def test_never_outside_the_screen() -> None:
    assert corner.within(ROOM, SIZE, QPoint(2000, 2000)) == QPoint(800, 650)
    assert corner.within(ROOM, SIZE, QPoint(-5, -5)) == QPoint(100, 50)
    assert corner.within(ROOM, QSize(300, 900), QPoint(790, 0)) == QPoint(790, 50)  # too high: its head can be seen
