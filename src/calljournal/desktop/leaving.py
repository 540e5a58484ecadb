"""Closing the journal and ending the program: nothing is asked unless something would be lost, and nothing is modal.

With an icon in the tray the window hides and the program goes on; without one, closing ends it. What would be lost is
asked about in a line above the journal; pressing on, or asking to end a second time, ends it.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from calljournal.contracts.service import QUESTIONS, WatchLines
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.notice import Notice
from calljournal.languages import tr

FINISH = 700
"""Milliseconds that what is being written may take before the user is asked about it."""

LOOK = 50
"""Milliseconds between two looks whether it has been."""

LOSES_NOTHING = QUESTIONS | {WatchLines}
"""Commands that may be left without an answer."""


class Question(Notice):
    """The line in which is asked whether to end, with a button for yes and one for no.

    Signals:
        pressed(): end
        refused(): stay
    """

    refused = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(icons, parent)
        self.row.setContentsMargins(12, 6, 12, 6)
        self.stay = _Answer(self)
        self.stay.clicked.connect(self.refused)
        self.row.addWidget(self.stay)
        QWidget.setTabOrder(self.stay, self.button)
        self.setAutoFillBackground(True)
        escape = QShortcut(QKeySequence("Escape"), self)  # wherever the keyboard is, while the line is seen
        escape.activated.connect(self.refused)
        self.hide()

    def ask(self, text: str, yes: str) -> None:
        """Ask; the keyboard is on the answer that loses nothing, and is seen there."""
        self.stay.setText(tr("Stay"))  # now: the line is made before the language is known
        self.say(text, error=True, button=yes)
        self.show()
        self.stay.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, as the space bar does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.button.hasFocus():
            self.button.click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stay.click()
        else:
            super().keyPressEvent(event)


class _Answer(QPushButton):
    """A button with a frame around it when it has the keyboard: Qt draws one only after Tab was pressed."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


class Leaving(QObject):
    """Decides what closing and quitting do.

    `lost()` says in words what would be lost if the program ended now; `reminder()` what the user wants to be reminded
    of at the end, "" if nothing.

    Signals:
        hide_wanted(): the window goes, the program stays
        ask_wanted(): the window must be seen, since something is asked in it
        end(): the program ends now
    """

    hide_wanted = Signal()
    ask_wanted = Signal()
    end = Signal()

    def __init__(
        self,
        bridge: Bridge,
        question: Question,
        lost: Callable[[], Iterable[str]],
        reminder: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self.question, self._lost, self._reminder = bridge, question, lost, reminder
        self._asked = False
        self._waited = QElapsedTimer()
        self._look = QTimer(self, interval=LOOK)
        self._look.timeout.connect(self._on_look)
        question.pressed.connect(self.end)
        question.refused.connect(self.stay)

    def close(self, *, has_tray: bool) -> None:
        """Close the window: hide it where there is another way to it, else end the program."""
        if has_tray:
            self.hide_wanted.emit()
        else:
            self.quit()

    def quit(self) -> None:
        """End the program; first finish what is being written, and ask where something would be lost."""
        if self._asked and self.question.isVisible():
            self.end.emit()
        elif not self._look.isActive():
            self._waited.start()
            self._look.start()
            self._on_look()

    def stay(self) -> None:
        """Do not end; ask anew the next time."""
        self._asked = False
        self.question.hide()

    def _on_look(self) -> None:
        writes = [command for command in self._bridge.under_way if type(command) not in LOSES_NOTHING]
        if writes and not self._waited.hasExpired(FINISH):
            return
        self._look.stop()
        lost = [*self._lost(), *([tr("Something is still being written.")] if writes else ())]
        if lost:
            self._ask(" ".join(lost), tr("End anyway"))
        elif words := self._reminder():
            self._ask(words, tr("End now"))
        else:
            self.end.emit()

    def _ask(self, words: str, yes: str) -> None:
        self._asked = True
        self.ask_wanted.emit()
        self.question.ask(words, yes)
