"""The page of this computer: telephone links, start at login, what its window system forbids, and the way out."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import faint_label
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.settings.fields import heading
from calljournal.desktop.settings.removal import Removal
from calljournal.desktop.settings.scrolling import reveal
from calljournal.desktop.system import window_place
from calljournal.desktop.system.installation import Installation, words_about_links
from calljournal.desktop.system.this_computer import ThisComputer
from calljournal.languages import tr

Remarks = Callable[[], Iterable[str]]


class ThisComputerPage(QWidget):
    """Switches what the computer knows of the program; `remarks` say which keys for all programs do not work."""

    name = "this-computer"

    def __init__(
        self, bridge: Bridge, icons: Icons, doors: Doors, remarks: Remarks, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._remarks = remarks
        self.computer = ThisComputer(self)
        self.notice = Notice(icons, self)
        self.links = QCheckBox(tr("Telephone links (tel: and callto:) in other programs open Call Journal"), self)
        self.login = QCheckBox(tr("Start Call Journal when I log in"), self)
        self.first_run = QPushButton(tr("Set up step by step…"), self)
        self.remarks = faint_label()
        self.removal = Removal(bridge, icons, doors, self)
        self._lay_out()
        self.links.clicked.connect(lambda on: self.computer.change(links=on))
        self.login.clicked.connect(lambda on: self.computer.change(login=on))
        self.first_run.clicked.connect(lambda: doors.settings_wanted.emit("first-run"))
        self.computer.known.connect(self._on_known)
        self.computer.failed.connect(self._on_failed)
        self._set_enabled(False)
        self.removal.removed.connect(self.computer.look)
        self.computer.look()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(heading(tr("This computer")))
        for part in (self.links, self.login, self.notice, self.remarks, self.first_run):
            layout.addWidget(part, 0, _place(part))
        layout.addSpacing(self.fontMetrics().height())
        layout.addWidget(heading(tr("Remove the program")))
        layout.addWidget(self.removal)
        layout.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        """Say anew what the window system forbids: a key may be taken by another program meanwhile."""
        super().showEvent(event)
        said = [tr("This window system places windows by itself: of the journal the size is kept.")]
        said = [*(said if window_place.forbidden() else ()), *self._remarks()]
        self.remarks.setText("\n\n".join(said))
        self.remarks.setVisible(bool(said))

    def _on_known(self, installation: Installation) -> None:
        said = words_about_links()
        if said and installation.links and not self.links.isChecked():
            self.notice.say(tr(said))
        self.links.setChecked(installation.links)
        self.login.setChecked(installation.login)
        self._set_enabled(True)

    def _on_failed(self, text: str) -> None:
        self.notice.say(text, error=True)
        reveal(self.notice)
        self._set_enabled(True)

    def _set_enabled(self, on: bool) -> None:
        for part in (self.links, self.login):
            part.setEnabled(on)


def _place(part: QWidget) -> Qt.AlignmentFlag:
    """Keep a button as wide as its words; all else may fill the line."""
    return Qt.AlignmentFlag.AlignLeft if isinstance(part, QPushButton) else Qt.AlignmentFlag(0)
