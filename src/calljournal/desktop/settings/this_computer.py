"""The page of this computer: telephone links, start at login, and what its window system does not let us do."""

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import faint_label
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.settings.fields import heading
from calljournal.desktop.system import window_place
from calljournal.desktop.system.installation import Installation, words_about_links
from calljournal.desktop.system.this_computer import ThisComputer
from calljournal.languages import tr

Remarks = Callable[[], Iterable[str]]


class ThisComputerPage(QWidget):
    """Switches what the computer knows of the program; `remarks` say which keys for all programs do not work."""

    name = "this-computer"

    def __init__(self, icons: Icons, doors: Doors, remarks: Remarks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.computer = ThisComputer(self)
        self.notice = Notice(icons, self)
        self.links = QCheckBox(tr("Telephone links (tel: and callto:) in other programs open Call Journal"), self)
        self.login = QCheckBox(tr("Start Call Journal when I log in"), self)
        self.first_run = QPushButton(tr("Set up step by step…"), self)
        self._lay_out(list(remarks()))
        self.links.clicked.connect(lambda on: self.computer.change(links=on))
        self.login.clicked.connect(lambda on: self.computer.change(login=on))
        self.first_run.clicked.connect(lambda: doors.settings_wanted.emit("first-run"))
        self.computer.known.connect(self._on_known)
        self.computer.failed.connect(self._on_failed)
        self._set_enabled(False)
        self.computer.look()

    def _lay_out(self, remarks: list[str]) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(heading(tr("This computer")))
        for part in (self.links, self.login, self.notice):
            layout.addWidget(part)
        if window_place.forbidden():
            remarks = [tr("This window system places windows by itself: of the journal the size is kept."), *remarks]
        for remark in remarks:
            layout.addWidget(faint_label(remark))
        layout.addWidget(
            faint_label(
                tr(
                    "To remove the program: `calljournal desktop remove` takes back the links, the start at login and "
                    "the stored passwords, and asks about the data; then remove the package."
                )
            )
        )
        layout.addWidget(self.first_run)
        layout.addStretch(1)

    def _on_known(self, installation: Installation) -> None:
        said = words_about_links()
        if said and installation.links and not self.links.isChecked():
            self.notice.say(tr(said))
        self.links.setChecked(installation.links)
        self.login.setChecked(installation.login)
        self._set_enabled(True)

    def _on_failed(self, text: str) -> None:
        self.notice.say(text, error=True)
        self._set_enabled(True)

    def _set_enabled(self, on: bool) -> None:
        for part in (self.links, self.login):
            part.setEnabled(on)
