"""The steps of the first run: the country, the contacts, the line, and the first call."""

from functools import partial

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from calljournal.calls import Direction
from calljournal.contracts.book_commands import ImportAddresses, Imported
from calljournal.contracts.manifest import Value
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import LineInfo, WatchLines
from calljournal.contracts.settings_commands import (
    ChangeSettings,
    GetInterfaces,
    GetSettings,
    Interface,
    Interfaces,
    SettingsPage,
    SetUp,
)
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import WrappingLabel, faint_label
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.settings.fields import FieldForm, heading
from calljournal.desktop.settings.line_form import LineForm
from calljournal.errors import CallJournalError
from calljournal.languages import tr, tr_n

ASKED = ("firm.country", "firm.area", "firm.outside", "user.name")
"""What has to be known before numbers can be read, and time booked."""


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

    def on_error(self, error: CallJournalError) -> None:
        """Say what went wrong; the user may go on all the same."""
        self.notice.say(tr(error.words), error=True)


class CountryStep(Step):
    """Where the firm is: by that numbers are read."""

    def __init__(self, bridge: Bridge, icons: Icons, system: QLocale) -> None:
        super().__init__(
            tr("Where are you?"),
            tr("Country and area code say how telephone numbers are read, as they are written where you are."),
            bridge,
            icons,
        )
        self._here = QLocale.territoryToCode(system.territory())
        self.form = FieldForm(self)
        self.body.addWidget(self.form)

    def enter(self) -> None:
        if not self.form.rows:
            self._bridge.ask(GetSettings(), self._on_settings, self.on_error)

    def _on_settings(self, pages: tuple[SettingsPage, ...]) -> None:
        known = {setting.key: setting for page in pages for setting in page.settings}
        for key in (key for key in ASKED if key in known and key not in self.form.rows):
            setting = known[key]
            guessed: Value = self._here if key == "firm.country" and self._here and not setting.locked else ""
            self.form.add(key, setting.field, guessed or setting.value, tr(setting.locked))
        self.take_keyboard()

    def take_keyboard(self) -> None:
        for row in self.form.rows.values():
            row.editor.input.setFocus()
            break

    def leave(self) -> None:
        free = [name for name, row in self.form.rows.items() if row.editor.isEnabled()]
        values: dict[str, Value | None] = dict(self.form.values(free))
        self._bridge.ask(ChangeSettings(values), self._on_saved, self.on_error)

    def _on_saved(self, remarks: tuple[str, ...]) -> None:
        self.notice.clear()
        self.left.emit()


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


class LineStep(Step):
    """Which telephone: a line is installed, tried before.

    Signals:
        done(): a line has been installed
    """

    done = Signal()

    def __init__(self, bridge: Bridge, icons: Icons) -> None:
        super().__init__(
            tr("Which telephone?"),
            tr("The journal watches a telephone system through a line. The simulated one makes calls up, to try it."),
            bridge,
            icons,
        )
        self.buttons: dict[str, QPushButton] = {}
        self.form: LineForm | None = None
        self._offers = QVBoxLayout()
        self.body.addLayout(self._offers)

    def enter(self) -> None:
        self._bridge.ask(GetInterfaces(), self._on_interfaces, self.on_error)

    def _on_interfaces(self, interfaces: Interfaces) -> None:
        for known in interfaces.set_up:
            if known.kind == "line":
                self.notice.say(tr("The line {name} is set up.", name=known.name))
        for interface in interfaces.available:
            if interface.kind == "line" and not interface.cannot and interface.system not in self.buttons:
                button = QPushButton(tr(interface.title))
                button.clicked.connect(partial(self._open, interface))
                self._offers.addWidget(button)
                self.buttons[interface.system] = button

    def _open(self, interface: Interface) -> None:
        self._close()
        self.form = LineForm(interface, self._bridge, self._icons)
        self.form.done.connect(self._on_done)
        for button in (self.form.back_button, self.form.keep_button):
            button.hide()  # the buttons below do that
        self._show_offers(False)
        self.body.addWidget(self.form)
        self.form.take_keyboard()

    def take_keyboard(self) -> None:
        if self.form is not None:
            self.form.take_keyboard()
        elif self.buttons:
            next(iter(self.buttons.values())).setFocus()

    def leave(self) -> None:
        """Install the line of the form that is open; without one go on."""
        if self.form is None:
            self.left.emit()
        else:
            self.form.keep()

    def go_back(self) -> bool:
        if self.form is None:
            return False
        self._close()
        return True

    def _close(self) -> None:
        if self.form is not None:
            self.form.deleteLater()
            self.form = None
        self._show_offers(True)

    def _show_offers(self, on: bool) -> None:
        for button in self.buttons.values():
            button.setVisible(on)

    def _on_done(self, line: SetUp) -> None:
        self._close()
        if line.remark:
            self.notice.say(tr(line.remark), error=True)
        else:
            self.done.emit()


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
