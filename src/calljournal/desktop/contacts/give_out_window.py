"""The window in which all that is kept of a person is given out into a file; the engine writes it."""

from dataclasses import replace
from pathlib import PurePath

from PySide6.QtCore import QDir, QStandardPaths
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from calljournal.contracts.book_commands import PersonWritten, WritePerson
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.request_window import RequestWindow, wrapped
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.errors import CallJournalError, NeedsConfirming
from calljournal.languages import tr, tr_n

WIDTH, HEIGHT = 84, 14
LONGEST = 60
"""Signs of a name in the name of a file."""


class GiveOutWindow(RequestWindow):
    """Asks into which file, and has it written. A file that is there is replaced only after a question."""

    def __init__(self, bridge: Bridge, icons: Icons, doors: Doors, who: str, name: str) -> None:
        heading = tr("Export everything about {person}", person=name)
        super().__init__(bridge, icons, doors, who, WIDTH, HEIGHT, heading)
        self._asked: WritePerson | None = None
        about = wrapped(
            tr(
                "Calls with their notes, what was booked, and the contact itself go into one file (JSON). "
                "It is not encrypted: keep it as safe as your files."
            )
        )
        self.file = QLineEdit(_proposed(name), self)
        self.file.setAccessibleName(tr("File"))
        self.choose = QPushButton(tr("C&hoose…"), self)
        self.choose.clicked.connect(self._choose)
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.file, self.choose):
            row.addWidget(part)
        layout = self.lay_out(about, line)
        layout.addStretch(1)
        buttons = QDialogButtonBox(self)
        self.write = QPushButton(tr("&Export"), self)
        self.write.setDefault(True)
        self.write.clicked.connect(self.give_out)
        close = QPushButton(tr("&Close"), self)
        close.clicked.connect(self.close)
        buttons.addButton(self.write, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        layout.addWidget(buttons)
        self.file.returnPressed.connect(self.give_out)
        self.file.textEdited.connect(self.notice.clear)
        self.write.setFocus()

    def give_out(self) -> None:
        """Have it written."""
        file = self.file.text().strip()
        if not PurePath(file).is_absolute():
            self.notice.say(tr("Choose the file: its whole path is needed."), error=True)
            self.file.setFocus()
        elif self.write.isEnabled():
            self._ask(WritePerson(self.who, file))

    def _ask(self, wanted: WritePerson) -> None:
        self._asked = wanted
        self._enable(False)
        self.begin(tr("Writing {file}…", file=QDir.toNativeSeparators(wanted.file)))
        self._bridge.ask(wanted, self._on_written, self._on_error)

    def _enable(self, enabled: bool) -> None:
        for part in (self.write, self.file, self.choose):
            part.setEnabled(enabled)

    def _on_written(self, written: PersonWritten) -> None:
        self._enable(True)
        calls = tr_n("{count} call", "{count} calls", written.calls)
        booked = tr_n("{count} booking", "{count} bookings", written.booked)
        file = QDir.toNativeSeparators(written.file)
        self.end_well(tr("{file} was written: {calls}, {booked}.", file=file, calls=calls, booked=booked))

    def _on_error(self, error: CallJournalError) -> None:
        self._enable(True)
        self.end_badly(error)
        if isinstance(error, NeedsConfirming) and self._asked is not None:
            again = replace(self._asked, replace=True)
            self.notice.offer(tr(error.words), tr("&Replace it"), lambda: self._ask(again), error=True)

    def _choose(self) -> None:
        """Open a dialog that is not modal; whether a file is replaced is asked when it is written."""
        dialog = QFileDialog(self, tr("Export into"), self.file.text())
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setModal(False)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def _on_chosen(self, file: str) -> None:
        self.file.setText(QDir.toNativeSeparators(file))
        self.notice.clear()


def _proposed(name: str) -> str:
    """Propose a file among the documents, called like the person, with signs that every disk takes."""
    called = "".join(sign if sign.isalnum() or sign in " -+" else " " for sign in name)
    called = " ".join(called.split())[:LONGEST].strip() or "export"
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return QDir.toNativeSeparators(f"{folder}/{called}.json")
