"""The steps of the first run: what they have in common; the contacts, and the first call.

`country_step` and `line_step` are the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from calljournal.calls import Direction
from calljournal.contracts.book_commands import ImportAddresses, Imported
from calljournal.contracts.manifest import Value
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import LineInfo, WatchLines
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import WrappingLabel, faint_label
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.settings.fields import heading
from calljournal.desktop.settings.scrolling import reveal
from calljournal.errors import CallJournalError
from calljournal.languages import tr, tr_n


@dataclass(frozen=True, slots=True)
class Begun:
    """What a step has begun: what is typed in it, and `of` what; `leaves`: the user has asked for the next one."""

    typed: Mapping[str, Value] = field(default_factory=dict)
    of: str = ""
    leaves: bool = False


class Step(QWidget):
    """One step of the first run.

    Signals:
        left(): it has done what it has to do when it is left, and the next may come
    """

    left = Signal()

    def __init__(self, title: str, words: str, bridge: Bridge, icons: Icons) -> None:
        super().__init__()
        self._bridge = bridge
        self._icons = icons
        self.notice = Notice(icons, self)
        self.body = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(12)
        layout.addWidget(heading(title))
        layout.addWidget(faint_label(words))
        layout.addLayout(self.body)
        layout.addWidget(self.notice)
        layout.addStretch(1)

    def enter(self) -> None:
        """It is shown."""

    def leave(self) -> None:
        """The user wants the next one."""
        self.left.emit()

    def go_back(self) -> bool:
        """Go back within the step; False where there is nothing to go back to."""
        return False

    def take_keyboard(self) -> None:
        """Let the first thing that can be typed in or pressed have the keyboard."""

    def begun(self) -> Begun:
        """Give what is begun, so that the same step in another window can go on with it."""
        return Begun()

    def go_on(self, begun: Begun) -> None:
        """Go on, when it is shown, with what was begun in another window."""

    def on_error(self, error: CallJournalError) -> None:
        """Say what went wrong; the user may go on all the same."""
        self.refuse(tr(error.words))

    def refuse(self, why: str) -> None:
        """Say, where it is seen, what is wrong."""
        self.notice.say(why, error=True)
        reveal(self.notice)


class ContactsStep(Step):
    """Who calls: an address file is taken in."""

    def __init__(self, bridge: Bridge, icons: Icons) -> None:
        super().__init__(
            tr("Who calls you?"),
            tr(
                "With your contacts the journal knows who is calling. Take in a file that another program wrote: "
                "vCards (*.vcf) or a list (*.csv) of Outlook, Google, Vertec or any other. A second import brings "
                "them up to date."
            ),
            bridge,
            icons,
        )
        self.choose_button = QPushButton(tr("Choose a &file…"), self)
        self.choose_button.clicked.connect(self._choose)
        self.body.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignLeft)

    def take_keyboard(self) -> None:
        self.choose_button.setFocus()

    def _choose(self) -> None:
        title, kinds = tr("Address file"), tr("Address files (*.vcf *.csv *.txt);;All files (*)")
        dialog = QFileDialog(self, title, "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.take_in)
        dialog.open()

    def take_in(self, file: str) -> None:
        """Take a file in."""
        self.choose_button.setEnabled(False)
        self.notice.say(tr("Reading the file…"))
        self._bridge.ask(ImportAddresses(file), self._on_imported, self.on_error)

    def _on_imported(self, done: Imported) -> None:
        self.choose_button.setEnabled(True)
        said = tr_n("{count} contact added.", "{count} contacts added.", done.added.added)
        if done.added.unreadable:
            said += " " + tr_n(
                "{count} number could not be read: the settings, “Telephone numbers”, say which.",
                "{count} numbers could not be read: the settings, “Telephone numbers”, say which.",
                len(done.added.unreadable),
            )
        self.notice.say(said)

    def on_error(self, error: CallJournalError) -> None:
        self.choose_button.setEnabled(True)
        super().on_error(error)


class FirstCallStep(Step):
    """The proof: the first call is waited for, and shown with whoever was recognised."""

    def __init__(self, bridge: Bridge, icons: Icons) -> None:
        super().__init__(
            tr("Call yourself"),
            tr("Call your telephone, from a mobile say, or call somebody: the call appears here, and in the journal."),
            bridge,
            icons,
        )
        self.seen = WrappingLabel(tr("Waiting for a call…"))
        self.body.addWidget(self.seen)
        self._waiting = False

    def enter(self) -> None:
        self._waiting = True
        self._bridge.ask(WatchLines(), self._on_lines, self.on_error)

    def _on_lines(self, lines: tuple[LineInfo, ...]) -> None:
        if lines:
            self.seen.setText(tr("Waiting for a call…"))
        else:
            self.seen.setText(tr("No line is set up, so no call can be seen: go back and install one, or do it later."))

    def rows_changed(self, rows: tuple[JournalRow, ...]) -> None:
        """Show a call that is seen now."""
        live = next((row for row in rows if row.entry.live), None)
        if live is None or not self._waiting:
            return
        number = live.display or tr("withheld")
        incoming = live.entry.direction is Direction.INCOMING
        who = ", ".join(contact.name for contact in live.match.contacts)
        self.seen.setText(_words(number, who, incoming=incoming))


def _words(number: str, who: str, *, incoming: bool) -> str:
    if incoming and who:
        return tr("It works: {number} calls, recognised as {who}.", number=number, who=who)
    if incoming:
        return tr("It works: {number} calls; nobody in your contacts has that number.", number=number)
    if who:
        return tr("It works: you call {number}, recognised as {who}.", number=number, who=who)
    return tr("It works: you call {number}; nobody in your contacts has that number.", number=number)
