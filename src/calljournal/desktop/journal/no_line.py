"""What the empty list says while no line is set up: nothing can ring here yet, and where that is changed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from calljournal.desktop.look.labels import faint_label
from calljournal.languages import tr


class NoLine(QWidget):
    """The words, in the middle of a list, with a button beneath.

    Signals:
        set_up_wanted(): the button
    """

    set_up_wanted = Signal()

    def __init__(self, within: QWidget) -> None:
        super().__init__(within)
        words = faint_label(tr("No line is set up yet, so no call can appear here."))
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton(tr("Set up a line…"), self)
        self.button.clicked.connect(self.set_up_wanted)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(words)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        middle = QVBoxLayout(within)
        middle.addStretch(1)
        middle.addWidget(self)
        middle.addStretch(1)
        self.hide()
