"""The key that closes a window, as on every system; a window binds Escape itself, which first takes a question back."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def add_close_key(window: QWidget) -> None:
    """Close a window by Ctrl+W, Ctrl+F4 or Cmd+W, whichever the system has for it."""
    shortcut = QShortcut(window)
    shortcut.setKeys(QKeySequence.StandardKey.Close)
    shortcut.activated.connect(window.close)
