"""A button for an action that shows the key, too: whoever sees it twice needs it no more."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from calljournal.desktop.look import formats


class ActionButton(QToolButton):
    """Does what its action does, and says how: "Ignore (I)". No signals of its own."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.setDefaultAction(action)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        action.changed.connect(self._speak)
        self._speak()

    def _speak(self) -> None:
        """Say what the action says at the moment; its letter works without Alt, so that none is underlined."""
        said = formats.hint_with_key(self._action.text().replace("&", "").removesuffix("…"), self._action.shortcut())
        self.setText(said)
        self.setAccessibleName(said)
        self.setToolTip(said)
