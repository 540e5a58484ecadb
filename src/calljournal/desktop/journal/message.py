"""The line for messages of the journal: good news goes by itself, errors and questions stay. Nothing ever pops up."""

from collections.abc import Callable

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QToolButton, QWidget

from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.notice import Notice
from calljournal.languages import tr

INFO_STAYS = 8000
"""Milliseconds that good news stays; an error stays until it is dismissed, or the next thing is said."""

OFFER_STAYS = 20_000
"""Milliseconds that something stays which can be taken back: long enough to see that it was the wrong row."""


class MessageLine(Notice):
    """The line for messages of the whole window, with a button where something can be done.

    A question is answered by its button, or by doing again what led to it.
    """

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(icons, parent)
        self._do: Callable[[], object] | None = None
        self._asked: object = None
        self.dismiss = QToolButton(self)
        self.dismiss.setAutoRaise(True)
        self.dismiss.setIconSize(QSize(12, 12))
        self.dismiss.setToolTip(tr("Dismiss the message"))
        self.dismiss.setAccessibleName(tr("Dismiss the message"))
        self.dismiss.clicked.connect(self.clear)
        self.dismiss.hide()
        self.row.addWidget(self.dismiss)
        self.row.setContentsMargins(12, 4, 12, 2)
        self.pressed.connect(self._on_pressed)
        self.dress()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.clear)

    def dress(self) -> None:
        """Take the icons in their present colours."""
        self.dismiss.setIcon(self._icons.action("dismiss"))

    def say(self, text: str, *, error: bool = False, button: str | None = None) -> None:
        """Show a message; an error with a cross to dismiss it."""
        self._do, self._asked = None, None
        super().say(text, error=error, button=button)
        self.show()
        self.dismiss.setVisible(error)
        if error:
            self._timer.stop()
        else:
            self._timer.start(INFO_STAYS)

    def offer(self, text: str, button: str, do: Callable[[], object], *, stays: bool = False) -> None:
        """Say what was done, with a button that takes it back, or goes on from there; `stays` until it is dismissed."""
        self.say(text, button=button)
        self._do = do
        if stays:
            self._timer.stop()
            self.dismiss.show()
        else:
            self._timer.start(OFFER_STAYS)

    def ask(self, about: object, text: str, button: str, do: Callable[[], object]) -> None:
        """Ask before something is done that cannot be taken back.

        The keyboard stays where it is: the same key pressed again says yes, Escape no.
        """
        if self.confirm(about):
            return
        self.say(text, button=button)
        self._do, self._asked = do, about
        self._timer.stop()
        self.dismiss.show()

    def confirm(self, about: object) -> bool:
        """Say yes to what is being asked, if it is just that."""
        asked = self._asked is not None and self._asked == about
        if asked:
            self._on_pressed()
        return asked

    @property
    def asks(self) -> bool:
        """Whether a question is open."""
        return self._asked is not None

    @property
    def stays(self) -> bool:
        """Whether what is shown stays until somebody has seen to it: an error, a question."""
        return not self.dismiss.isHidden() and not self.isHidden()

    def clear(self) -> None:
        """Show nothing; what was asked is not done."""
        super().clear()
        self._do, self._asked = None, None
        self.hide()

    def _on_pressed(self) -> None:
        do = self._do
        self.clear()
        if do is not None:
            do()
