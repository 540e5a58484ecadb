"""The form of a line, drawn from its adapter's fields: typed, tried, and then installed or changed."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from calljournal.contracts.manifest import AUTO_LOAD, COMMON_LINE_FIELDS, Field, FieldKind, Value
from calljournal.contracts.settings_commands import ChangeLine, InstallLine, Interface, SetUp, TryLine
from calljournal.contracts.setup import Explored
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.settings.fields import FieldForm, heading
from calljournal.desktop.settings.findings import Findings
from calljournal.desktop.settings.scrolling import reveal
from calljournal.errors import CallJournalError
from calljournal.languages import tr
from calljournal.words import say

NAME = Field("name", say("Name"), default="main", help=say("what you call this line, such as office"))
OWN = "own"
RARE = frozenset(field.name for field in COMMON_LINE_FIELDS) - {OWN}
"""What is seldom set for one line alone: else the firm's settings hold."""


class LineForm(QWidget):
    """Asks for what a telephone system needs, for a new line or for one that is set up.

    Signals:
        done(line: SetUp): it is installed, or changed
        left(): the user wants to go back without it
    """

    done = Signal(object)
    left = Signal()

    def __init__(
        self,
        interface: Interface,
        bridge: Bridge,
        icons: Icons,
        known: SetUp | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._interface = interface
        self._bridge = bridge
        self._known = known
        self.form = FieldForm(self)
        self.rare = FieldForm(self)
        self.rare.hide()
        self.more = QPushButton(tr("&More…"), self)
        self.more.setToolTip(tr("Numbers and dialling of this line, where they are not the firm's"))
        self.more.setCheckable(True)
        self.more.toggled.connect(self.rare.setVisible)
        self.notice = Notice(icons, self)
        self.findings = Findings(self)
        self.try_button = QPushButton(tr("&Try"), self)
        self.keep_button = QPushButton(tr("&Install") if known is None else tr("&Save"), self)
        self.back_button = QPushButton(tr("&Back"), self)
        self._fill()
        self._lay_out()

    def _fill(self) -> None:
        known = self._known
        if known is None:
            self.form.add(NAME.name, NAME)
        for field in sorted(self._interface.fields, key=lambda field: field.name != OWN):
            value = None if known is None else known.values.get(field.name)
            (self.rare if field.name in RARE else self.form).add(field.name, field, value, self._locked(field.name))
        self.more.setVisible(bool(self.rare.rows))
        if AUTO_LOAD.name not in self.form.rows:
            auto_load = True if known is None else known.auto_load
            self.form.add(AUTO_LOAD.name, AUTO_LOAD, auto_load, self._locked(AUTO_LOAD.name))

    def _locked(self, field: str) -> str:
        """Say who has fixed a field of the line, "" where nobody has."""
        return "" if self._known is None else tr(self._known.locked_fields.get(field, ""))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        title = self._interface.title if self._known is None else self._known.name
        layout.addWidget(heading(tr(title)))
        layout.addWidget(self.form)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.rare)
        layout.addWidget(self.notice)
        layout.addWidget(self.findings)
        buttons = QHBoxLayout()
        buttons.addWidget(self.back_button)
        buttons.addStretch(1)
        buttons.addWidget(self.try_button)
        buttons.addWidget(self.keep_button)
        layout.addLayout(buttons)
        self.try_button.setVisible(self._interface.tried)
        self.try_button.clicked.connect(self.try_it)
        self.keep_button.clicked.connect(self.keep)
        self.back_button.clicked.connect(self.left)

    # --- what is typed -----------------------------------------------------------------------------------------------

    def values(self) -> dict[str, Value]:
        """Give the values of the adapter's fields; what was left empty, or at its default, is not said."""
        defaults = {field.name: field.default for field in self._interface.fields}
        typed = self.typed()
        return {name: typed[name] for name, default in defaults.items() if typed[name] not in ("", default, None)}

    def typed(self) -> dict[str, Value]:
        """Give all that is typed and chosen, so that another form of the same line can go on with it."""
        return self.form.values() | self.rare.values()

    def type_in(self, typed: Mapping[str, Value]) -> None:
        """Go on with what was typed in another form."""
        for form in (self.form, self.rare):
            form.type_in(typed)

    @property
    def auto_load(self) -> bool:
        """Whether the line is to be watched from the start."""
        return bool(self.form.rows[AUTO_LOAD.name].editor.value())

    # --- tried, and kept ---------------------------------------------------------------------------------------------

    def try_it(self) -> None:
        """Try what is typed; nothing is kept."""
        self._wait(tr("Trying…"))
        name = self._known.name if self._known else ""
        self._bridge.ask(TryLine(self._interface.system, self.values(), name), self._on_tried, self._on_error)

    def _on_tried(self, found: Explored) -> None:
        self._go_on()
        self.findings.show_findings(found.findings)
        if found.works:
            self.notice.say(tr("It works with these settings."))
        else:
            self.notice.say(tr("Something is missing; see below."), error=True)
        for part in (self.findings, self.notice):
            reveal(part)

    def keep(self) -> None:
        """Install the line, or save what was changed."""
        self._wait(tr("Saving…"))
        command: InstallLine | ChangeLine
        if self._known is None:
            name = str(self.form.rows[NAME.name].editor.value()) or str(NAME.default)
            command = InstallLine(self._interface.system, name, self.values(), self.auto_load)
        else:
            command = ChangeLine(self._known.name, self._with_secrets(self.values()), self.auto_load)
        self._bridge.ask(command, self._on_kept, self._on_error)

    def _with_secrets(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Say of a secret that was not typed anew that the one that is kept stays."""
        secrets = [field.name for field in self._interface.fields if field.kind is FieldKind.SECRET]
        return {**dict.fromkeys(secrets, ""), **values}

    def _on_kept(self, line: SetUp) -> None:
        self._go_on()
        self.done.emit(line)

    def _on_error(self, error: CallJournalError) -> None:
        self._go_on()
        self.notice.say(self._explain(tr(error.words)), error=True)
        reveal(self.notice)

    def _explain(self, error: str) -> str:
        """Name the fields as they are named here, wherever they stand."""
        return self.rare.explain(self.form.explain(error))

    def _wait(self, text: str) -> None:
        self.notice.say(text)
        self._set_busy(True)

    def _go_on(self) -> None:
        self.notice.clear()
        self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        for part in (self.form, self.rare, self.try_button, self.keep_button):
            part.setEnabled(not busy)

    def take_keyboard(self) -> None:
        """Let the first field have the keyboard."""
        next(iter(self.form.rows.values())).editor.input.setFocus()
