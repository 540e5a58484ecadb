"""A message within a window, in words, with a button where something can be done about it. It never pops up."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from calljournal.desktop.look.icons import SMALL, Icons
from calljournal.desktop.look.labels import WrappingLabel
from calljournal.desktop.straight import straight_text
from calljournal.languages import tr


class Notice(QFrame):
    """A message in words, with an icon, and a button where something can be done about it.

    Signals:
        pressed(): the button
    """

    pressed = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._icon = QLabel(self)
        self._label = WrappingLabel(parent=self)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(self)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.pressed)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        self.row.addWidget(self._icon)
        self.row.addWidget(self._label, 1)
        self.row.addWidget(self.button)
        self.clear()

    def say(self, text: str, *, error: bool = False, button: str | None = None) -> None:
        """Show a message."""
        self._icon.setPixmap(self._icons.message("error" if error else "info").pixmap(SMALL, self.devicePixelRatio()))
        text = straight_text(text)
        self._label.setText(text)
        self._label.setAccessibleName(tr("Error: {text}", text=text) if error else text)
        self.button.setText(button or "")
        self.button.setVisible(button is not None)
        for part in (self._icon, self._label):
            part.show()

    def clear(self) -> None:
        """Show nothing."""
        self._label.clear()
        for part in (self._icon, self._label, self.button):
            part.hide()

    @property
    def text(self) -> str:
        """What is shown."""
        return self._label.text()
