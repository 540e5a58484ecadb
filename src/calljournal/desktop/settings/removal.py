"""Takes the program out of this computer, after a question in the page. The data stays: while the engine runs it is in
use, and only `calljournal desktop remove` deletes it, once the program has ended, to whoever says so in words.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from calljournal.contracts.settings_commands import ForgetSecrets
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import faint_label
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.settings.scrolling import reveal
from calljournal.desktop.system.installation import Installation
from calljournal.desktop.system.this_computer import ThisComputer
from calljournal.errors import CallJournalError
from calljournal.languages import tr, tr_n


class Removal(QWidget):
    """A button, the question that it asks, and what became of it.

    Signals:
        removed(): links and start at login are taken back
    """

    removed = Signal()

    def __init__(self, bridge: Bridge, icons: Icons, doors: Doors, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._doors = doors
        self._is_done = False
        self.computer = ThisComputer(self)
        self.notice = Notice(icons, self)
        self.button = QPushButton(tr("Remove from this computer…"), self)
        said = tr(
            "Telephone links, the start at login and the stored passwords are taken back. Journal, book and settings "
            "stay: “calljournal desktop remove --data delete” deletes them once the program has ended."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(faint_label(said))
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.notice)
        self.button.clicked.connect(self._ask)
        self.notice.pressed.connect(self._on_pressed)
        self.computer.known.connect(self._on_removed)
        self.computer.failed.connect(self._on_failed)

    def _ask(self) -> None:
        question = tr("Take back telephone links, start at login and stored passwords? Journal and settings stay.")
        self.notice.say(question, button=tr("Yes, re&move"))
        self.notice.button.setFocus()
        reveal(self)

    def _on_pressed(self) -> None:
        """Do what was asked; once it is done, the button ends the program."""
        if self._is_done:
            self._doors.quit_wanted.emit()
            return
        self.button.setEnabled(False)
        self.notice.say(tr("Removing…"))
        self.computer.remove()

    def _on_removed(self, _: Installation) -> None:
        self.removed.emit()
        self._bridge.ask(ForgetSecrets(), self._on_forgotten, self._on_error)

    def _on_forgotten(self, count: int) -> None:
        self._is_done = True
        said = tr_n(
            "Links and start at login are taken back, and {count} password is forgotten. The data is where it was. "
            "End the program, and then remove it as it was installed.",
            "Links and start at login are taken back, and {count} passwords are forgotten. The data is where it was. "
            "End the program, and then remove it as it was installed.",
            count,
        )
        self.notice.say(said, button=tr("&End Call Journal"))
        reveal(self)

    def _on_failed(self, text: str) -> None:
        self.button.setEnabled(True)
        self.notice.say(text, error=True)
        reveal(self)

    def _on_error(self, error: CallJournalError) -> None:
        self._on_failed(tr(error.words))
