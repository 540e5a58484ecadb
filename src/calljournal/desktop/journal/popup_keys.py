"""While a menu is open above a list, letters are the menu's: none of them does something with the calls behind it.

Qt gives a key to the shortcuts of the widget that has the keyboard before it gives it to an open menu, and a list keeps
the keyboard beneath a menu.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QWidget


class PopupKeys(QObject):
    """Keeps shortcuts from being asked while a popup is open; told by the list when that has its focus events."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._listens = False

    def follow(self, event: QFocusEvent) -> None:
        """Take up that the list gives its keys to something: to a popup, or another way."""
        app = QApplication.instance()
        if event.reason() == Qt.FocusReason.PopupFocusReason and app is not None and not self._listens:
            self._listens = True
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say of a key that it is wanted by who has it, so that no shortcut is looked for."""
        if event.type() != QEvent.Type.ShortcutOverride:
            return False
        if QApplication.activePopupWidget() is None:
            self._stop()
            return False
        event.accept()
        return True

    def _stop(self) -> None:
        self._listens = False
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
