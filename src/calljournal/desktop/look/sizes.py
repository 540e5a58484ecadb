"""How large a window opens: as large as it would like to be, and never larger than its screen."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FRAME = QSize(16, 48)
"""Points that the frame and the title bar of a window may take, whatever the desktop."""


def open_at(window: QWidget, size: QSize) -> None:
    """Give a window its first size, or as much of it as its screen has room for."""
    window.resize(size.boundedTo(window.screen().availableSize() - FRAME))
