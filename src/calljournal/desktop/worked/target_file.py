"""The file that an export goes into: its name and its folder apart, so that of a long path nothing is out of sight.

In: a name after what goes out. Out: a path. Which name is free the engine says: it looks at the disk.
"""

from collections.abc import Callable
from functools import partial
from pathlib import PurePath

from PySide6.QtCore import QDir, QSize, QStandardPaths, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from calljournal.contracts.export_commands import ProposeFile
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.labels import hint
from calljournal.errors import CallJournalError
from calljournal.languages import tr

WIDE = 44
"""Signs of a name that are seen."""


class TargetFile(QWidget):
    """A line with the name, below it the folder; both proposed until the user names the file.

    Signals:
        named(): the user named the file
    """

    named = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._folder = self._proposed = ""
        self.is_named_by_hand = False
        self.line = QLineEdit(self)
        self.line.setAccessibleName(tr("Name of the file"))
        self.line.setMinimumWidth(self.fontMetrics().averageCharWidth() * WIDE)
        self.choose_button = QPushButton(tr("C&hoose…"), self)
        self.choose_button.setAutoDefault(False)
        self.folder = FolderLabel(self)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(3)
        layout.addWidget(self.line, 0, 0)
        layout.addWidget(self.choose_button, 0, 1)
        layout.addWidget(self.folder, 1, 0, 1, 2)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._on_edited)
        self.choose_button.clicked.connect(lambda _=False: let_choose(self, self.text(), self.choose))

    # --- what it says ------------------------------------------------------------------------------------------------

    def text(self) -> str:
        """Give the whole path, "" where no file is named; a whole path that is typed as the name is one, too."""
        name = self.line.text().strip()
        return str(PurePath(self._folder) / name) if name else ""

    def setText(self, file: str) -> None:  # noqa: N802  (as of a line)
        """Show a file."""
        path = PurePath(file)
        self._folder = "" if path.parent == PurePath() else str(path.parent)
        self.line.setText(path.name)
        self.line.setCursorPosition(0)
        self.folder.show_folder(self._folder)

    def set_suffix(self, suffix: str) -> None:
        """Let the name that the user chose end otherwise."""
        if name := self.line.text().strip():
            self.line.setText(str(PurePath(name).with_suffix(suffix)))

    # --- proposed ----------------------------------------------------------------------------------------------------

    def propose(self, name: str) -> None:
        """Show a file of this name; when the engine has looked, one that nothing is in."""
        self._proposed = name
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folders = tuple(filter(None, (documents, QDir.homePath())))
        self.setText(str(PurePath(folders[0]) / name))
        self._bridge.ask(ProposeFile(name, folders), partial(self._on_proposed, name), self._on_unknown)

    def _on_proposed(self, name: str, file: str) -> None:
        if name == self._proposed and not self.is_named_by_hand:
            self.setText(file)

    def _on_unknown(self, error: CallJournalError) -> None:
        """What was shown stays; where it cannot be written the export says why."""

    # --- named by the user -------------------------------------------------------------------------------------------

    def _on_edited(self, text: str) -> None:
        self.is_named_by_hand = bool(text.strip())
        self.named.emit()

    def choose(self, file: str) -> None:
        """Take the file that the user chose."""
        self.setText(file)
        self.is_named_by_hand = True
        self.named.emit()


class FolderLabel(QLabel):
    """Names a folder, shortened in its middle where it is longer than the line. No signals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_folder(self, folder: str) -> None:
        """Say in which folder the file is."""
        self._whole = tr("in the folder {folder}", folder=QDir.toNativeSeparators(folder)) if folder else ""
        self.setAccessibleName(self._whole)
        self.setToolTip(hint(self._whole))
        self._shorten()

    def _shorten(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, self.width()))

    def sizeHint(self) -> QSize:
        """As high as a line also while it says nothing."""
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()


def let_choose(parent: QWidget, before: str, take: Callable[[str], None]) -> None:
    """Open a dialog that is not modal; whether a file is replaced is asked when it is written."""
    dialog = QFileDialog(parent, tr("Export into"), before)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setModal(False)
    dialog.fileSelected.connect(take)
    dialog.finished.connect(dialog.deleteLater)
    dialog.show()
