"""Where on the screen the notice stands: pure geometry."""

from PySide6.QtCore import QPoint, QRect, QSize


def in_corner(room: QRect, size: QSize, margin: int) -> QPoint:
    """Give where a window of this size goes that is to stand at the lower right, above the task bar."""
    return within(
        room, size, QPoint(room.right() + 1 - size.width() - margin, room.bottom() + 1 - size.height() - margin)
    )


def kept(room: QRect, size: QSize, place: QPoint, moved: int) -> QPoint:
    """Give where a window goes of which a part went down by `moved`, so that this part stays where it was."""
    return within(room, size, QPoint(place.x(), place.y() - moved))


def within(room: QRect, size: QSize, place: QPoint) -> QPoint:
    """Give the place next to this one at which a window of this size is within the room; its top left at least is."""
    x = min(place.x(), room.right() + 1 - size.width())
    y = min(place.y(), room.bottom() + 1 - size.height())
    return QPoint(max(x, room.left()), max(y, room.top()))
