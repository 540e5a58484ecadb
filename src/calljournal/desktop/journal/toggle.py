"""A button that stays pressed, and is told from the others by bold words, not by its shade alone."""

from PySide6.QtWidgets import QToolButton, QWidget


class Toggle(QToolButton):
    """Shows words, bold while it is pressed; it is as wide in both cases."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self._embolden(True)
        self.setMinimumWidth(self.sizeHint().width())
        self._embolden(False)
        self.toggled.connect(self._embolden)

    def _embolden(self, on: bool) -> None:
        font = self.font()
        font.setBold(on)
        self.setFont(font)
