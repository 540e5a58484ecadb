"""How large a window opens: as large as it would like to be, never larger than its screen; and when it may grow."""

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtWidgets import QLayout, QWidget

FRAME = QSize(16, 48)
"""Points that the frame and the title bar of a window may take, whatever the desktop."""

_NEARER = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Paint)


def open_at(window: QWidget, size: QSize) -> None:
    """Give a window its first size, or as much of it as its screen has room for; it grows when it stands."""
    window.resize(size.boundedTo(window.screen().availableSize() - FRAME))
    grow_when_placed(window)


def grow_when_placed(window: QWidget) -> None:
    """Keep a window's layout from resizing it before the desktop has given it its place."""
    if not any(isinstance(child, _Growing) for child in window.children()):
        _Growing(window)


def stands(window: QWidget) -> bool:
    """Whether the desktop has given a window its place, and Qt knows it: only then may it be resized.

    A window that is being framed is in the corner of the screen for a moment. Whoever resizes it then says where it is
    at the same time, and so leaves it there, with its title out of sight.
    """
    handle = window.windowHandle()
    return handle is not None and handle.isExposed() and handle.geometry() == window.geometry()


class _Growing(QObject):
    """Takes the layout of a window the power over its size whenever it is shown, until it stands."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._waits = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin before the window is shown; look after whatever tells that it is nearer to its place."""
        if event.type() == QEvent.Type.Show and not event.spontaneous():
            self._waits = True
            self._constrain(QLayout.SizeConstraint.SetNoConstraint)
        elif self._waits and event.type() in _NEARER:
            QTimer.singleShot(0, self, self._look)
        return False

    def _look(self) -> None:
        if self._waits and stands(self._window):
            self._waits = False
            self._constrain(QLayout.SizeConstraint.SetDefaultConstraint)

    def _constrain(self, constraint: QLayout.SizeConstraint) -> None:
        layout = self._window.layout()
        if layout is not None:
            layout.setSizeConstraint(constraint)
