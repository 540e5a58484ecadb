"""Keys that were pressed for a window which has just closed by itself: they do nothing in the one behind it.

A booking key is pressed twice, or somebody is still typing when a call ends and its form books: what comes late lands
wherever the keyboard goes next, and would act on a call that nobody looks at.
"""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

QUIET = 400
"""Milliseconds without a key after which the next one is meant for what is seen: the time of a double press."""

_Key = Qt.Key
HARMLESS = frozenset(
    {_Key.Key_Up, _Key.Key_Down, _Key.Key_PageUp, _Key.Key_PageDown, _Key.Key_Home, _Key.Key_End}
    | {_Key.Key_Left, _Key.Key_Right, _Key.Key_Tab, _Key.Key_Backtab}
    | {_Key.Key_Shift, _Key.Key_Control, _Key.Key_Alt, _Key.Key_Meta, _Key.Key_AltGr}
)
"""Keys that only go somewhere: they are taken at once."""


class StrayKeys(QObject):
    """Drops keys until no more of them come, from when it is told that a window with the keyboard closes.

    A window that is opened after that was asked for: its keys are its own.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._behind: frozenset[QWidget] = frozenset()
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.timeout.connect(self._stop)

    @property
    def is_dropping(self) -> bool:
        """Whether keys are dropped."""
        return self._quiet.isActive()

    def begin(self) -> None:
        """Drop keys from now on."""
        app = QApplication.instance()
        if app is not None and not self.is_dropping:
            app.installEventFilter(self)
        self._behind = frozenset(window for window in QApplication.topLevelWidgets() if window.isVisible())
        self._quiet.start(QUIET)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Have no shortcut looked for, and no widget told, while keys come; each that comes is waited for anew."""
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget) or event.key() in HARMLESS:
            return False
        if event.type() == QEvent.Type.KeyRelease or watched.window() not in self._behind:
            return False
        self._quiet.start(QUIET)
        event.accept()
        return True

    def _stop(self) -> None:
        self._behind = frozenset()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
