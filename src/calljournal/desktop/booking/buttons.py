"""The buttons of the booking form."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from calljournal.desktop.look import formats
from calljournal.languages import tr

Role = QDialogButtonBox.ButtonRole
BOOK_KEYS = ("Ctrl+Return", "Ctrl+Enter")


class FormButtons(QDialogButtonBox):
    """Book, split, discard, close.

    Signals:
        book_wanted(), split_wanted(), discard_wanted(), close_wanted(): the buttons; Ctrl+Enter books, too
    """

    book_wanted = Signal()
    split_wanted = Signal()
    discard_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, form: QWidget) -> None:
        super().__init__(form)
        self.book = self._button(tr("&Book"), Role.AcceptRole, formats.key(BOOK_KEYS[0]), self.book_wanted)
        self.book.setDefault(True)
        self.close_button = self._button(
            tr("&Close"), Role.RejectRole, tr("What you have typed is kept"), self.close_wanted
        )
        self.discard = self._button(
            tr("&Discard"), Role.DestructiveRole, tr("Forget what was typed here, and close"), self.discard_wanted
        )
        self.split = self._button(
            tr("&Split…"), Role.ActionRole, tr("Book this call on several projects"), self.split_wanted
        )
        for key in BOOK_KEYS:
            QShortcut(QKeySequence(key), form).activated.connect(self.book_wanted)

    def _button(self, text: str, role: Role, hint: str, wanted: SignalInstance) -> QPushButton:
        button = self.addButton(text, role)
        button.setAutoDefault(False)
        button.setToolTip(hint)
        button.clicked.connect(wanted)
        return button

    def show_parts(self, on: bool) -> None:
        """Say whether the parts of the call are booked, or all of it as one."""
        self.book.setText(tr("&Book the parts") if on else tr("&Book"))
