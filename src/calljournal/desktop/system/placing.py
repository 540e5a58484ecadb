"""Where the journal opens: in the corner of the screen that is nearest to where it was last (S14). Pure geometry.

All areas are in Qt's logical points, so that a screen which scales is a small screen. In: where the window was, the
screens that there are. Out: where it goes, its title bar and borders included.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize

SIZE = QSize(1000, 560)
"""Of the window when it has never been open."""


class Screen(NamedTuple):
    """A screen: what the system calls it, and what of it windows may cover."""

    name: str
    available: QRect


class Place(NamedTuple):
    """Where a window was, with the borders that the system draws around it and without, and on which screen."""

    outer: QRect
    inner: QRect
    screen: Screen


def opened_anew(last: Place, screens: Sequence[Screen]) -> QRect:
    """Give the area, borders included, in which a window opens that was at `last`; there is at least one screen."""
    screen = nearest_screen(last, screens)
    size = last.outer.size().boundedTo(screen.available.size())
    return QRect(nearest_corner(last, screen, size), size)


def nearest_screen(last: Place, screens: Sequence[Screen]) -> Screen:
    """Give the screen that the window was on; where that has gone, the one that it covered most, or was nearest to."""
    same = [screen for screen in screens if screen.name == last.screen.name]
    return min(same or screens, key=lambda screen: (-_common(screen.available, last.outer), _gap(screen, last.outer)))


def nearest_corner(last: Place, screen: Screen, size: QSize) -> QPoint:
    """Give the upper left point of a window of this size in the corner that was nearest to it.

    On its own screen that is told by what the screen was then: its resolution may be another now.
    """
    then = last.screen.available if screen.name == last.screen.name else screen.available
    now, was = screen.available, last.outer
    at_right = then.x() + then.width() - was.x() - was.width() < was.x() - then.x()
    at_bottom = then.y() + then.height() - was.y() - was.height() < was.y() - then.y()
    return QPoint(
        now.x() + (now.width() - size.width() if at_right else 0),
        now.y() + (now.height() - size.height() if at_bottom else 0),
    )


def _common(one: QRect, other: QRect) -> int:
    """Give how much two areas have in common."""
    both = one.intersected(other)
    return both.width() * both.height() if both.isValid() else 0


def _gap(screen: Screen, outer: QRect) -> int:
    """Give how far the middle of a window is from a screen."""
    middle, area = outer.center(), screen.available
    across = max(area.left() - middle.x(), 0, middle.x() - area.right())
    down = max(area.top() - middle.y(), 0, middle.y() - area.bottom())
    return across + down
