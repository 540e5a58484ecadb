"""Fields that take no more than is meant for them: the wheel goes on to the page, keys that close to the window."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QComboBox, QKeySequenceEdit, QSpinBox


class CalmSpinBox(QSpinBox):
    """Leaves the wheel to the page unless it has the focus: whoever scrolls by changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class CalmComboBox(QComboBox):
    """Leaves the wheel to the page unless it has the focus; what arrow keys only pass by is not chosen yet.

    Signals:
        chosen(): by a click, by Enter, or by leaving it
    """

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._passing = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(self._on_activated)

    def _on_activated(self) -> None:
        if not self._passing:
            self.chosen.emit()

    def showPopup(self) -> None:  # noqa: N802  (Qt's name)
        self._passing = False  # what is taken from the list is chosen
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._passing = True
        super().keyPressEvent(event)
        self._passing = False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        self._passing = True
        super().wheelEvent(event)
        self._passing = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        elsewhere = event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if elsewhere and not self.view().isVisible():
            self.chosen.emit()


HELD = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)
"""Keys that are held with another."""


class KeysEdit(QKeySequenceEdit):
    """Records one key with those that are held with it; Backspace or Delete empties it, Escape is the window's.

    Signals:
        taken(): another key was recorded, or it was emptied
    """

    taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self._recording = False
        self.setMaximumSequenceLength(1)
        self.setClearButtonEnabled(True)
        self.editingFinished.connect(self._on_finished)
        self.keySequenceChanged.connect(self._on_changed)

    def keys(self) -> str:
        """Give what was recorded, as it is written on every system."""
        return self.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def show_keys(self, keys: str) -> None:
        """Show keys that are written as on every system."""
        self.setKeySequence(QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText))
        self._shown = self.keys()

    def _on_finished(self) -> None:
        if self.keys() != self._shown:
            self._shown = self.keys()
            self.taken.emit()

    def _on_changed(self) -> None:
        """Take it that it was emptied, as by its button; Qt empties it also before each key that it records."""
        if not self.keys() and not self._recording:
            self._on_finished()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and _leaves(event):
            return False  # the window's own shortcut takes it
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _leaves(event):
            event.ignore()
        elif event.key() in HELD:
            event.accept()  # alone it is no key yet, and empties nothing
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and not event.modifiers():
            self.clear()
        else:
            self._recording = True
            super().keyPressEvent(event)
            self._recording = False


def _leaves(event: QEvent) -> bool:
    """Whether a key is one that closes the window, by Escape or as the system does it."""
    if not isinstance(event, QKeyEvent):
        return False
    return (event.key() == Qt.Key.Key_Escape and not event.modifiers()) or event.matches(QKeySequence.StandardKey.Close)
