"""One line or book that is set up: its lamp, Auto Load, what went wrong last, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from calljournal.contracts.line import LineState
from calljournal.contracts.manifest import AUTO_LOAD
from calljournal.contracts.service import LineInfo
from calljournal.contracts.settings_commands import SetUp
from calljournal.desktop.look.icons import SMALL, Icons
from calljournal.desktop.look.labels import faint_label, plain_label
from calljournal.desktop.look.lamps import LAMPS
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.settings.fields import sentence
from calljournal.desktop.settings.findings import Findings
from calljournal.desktop.settings.scrolling import reveal
from calljournal.languages import tr


class LineCard(QFrame):
    """Shows one thing that is set up.

    Signals:
        auto_load_wanted(on: bool): watch it from the start, or not
        change_wanted(), test_wanted(), removal_wanted(): the buttons; a removal has been confirmed
    """

    auto_load_wanted = Signal(bool)
    change_wanted = Signal()
    test_wanted = Signal()
    removal_wanted = Signal()

    def __init__(self, known: SetUp, title: str, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.known = known
        self._icons = icons
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._lamp = QLabel(self)
        self._state = plain_label(title)
        self.notice = Notice(icons, self)
        self.notice.pressed.connect(self.removal_wanted)
        self.findings = Findings(self)
        self.auto_load = QCheckBox(tr(AUTO_LOAD.label), self)
        self.change_button = QPushButton(tr("&Change…"), self)
        self.test_button = QPushButton(tr("&Test"), self)
        self.remove_button = QPushButton(tr("&Remove…"), self)
        self._lay_out()
        self._connect()
        if known.locked:
            self._lock(tr(known.locked))
        elif AUTO_LOAD.name in known.locked_fields:
            self._lock_auto_load(tr(known.locked_fields[AUTO_LOAD.name]))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        name = plain_label(self.known.name if self.known.kind == "line" else tr("Address and time book"))
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        head.addWidget(self._lamp)
        head.addWidget(name)
        head.addWidget(self._state, 1)
        for button in (self.test_button, self.change_button, self.remove_button):
            button.setAutoDefault(False)
            head.addWidget(button)
        layout = self._layout = QVBoxLayout(self)
        layout.addLayout(head)
        is_line = self.known.kind == "line"
        if is_line:
            self.auto_load.setChecked(self.known.auto_load)
            layout.addWidget(self.auto_load)
            layout.addWidget(faint_label(sentence(tr(AUTO_LOAD.help))))
        for part in (self.auto_load, self.change_button, self.test_button, self.remove_button):
            part.setVisible(is_line)
        if self.known.remark:
            layout.addWidget(faint_label(tr(self.known.remark)))
        layout.addWidget(self.notice)
        layout.addWidget(self.findings)
        self._say_error(self.known.last_error)

    def _connect(self) -> None:
        self.auto_load.clicked.connect(self.auto_load_wanted)
        self.change_button.clicked.connect(self.change_wanted)
        self.test_button.clicked.connect(self.test_wanted)
        self.remove_button.clicked.connect(self._ask_for_removal)

    def _lock(self, who: str) -> None:
        for part in (self.auto_load, self.change_button, self.remove_button):
            part.setEnabled(False)
        self._layout.addWidget(faint_label(tr("Fixed: {who}", who=who)))

    def _lock_auto_load(self, who: str) -> None:
        self.auto_load.setEnabled(False)
        self._layout.addWidget(faint_label(tr("{field}, fixed: {who}", field=self.auto_load.text(), who=who)))

    def _ask_for_removal(self) -> None:
        question = tr("Remove {name} and its password? Its calls stay in the journal.", name=self.known.name)
        self.notice.say(question, button=tr("Re&move"))
        self.notice.button.setFocus()
        reveal(self)

    def show_line(self, line: LineInfo) -> None:
        """Show how the line is now."""
        self._lamp.setPixmap(self._icons.lamp(line.state).pixmap(SMALL, self.devicePixelRatio()))
        self._state.setText(tr("{title}: {state}", title=line.title, state=LAMPS[line.state]))
        if line.state in (LineState.REFUSED, LineState.DISCONNECTED):
            self._say_error(line.message)

    def _say_error(self, text: str) -> None:
        if text:
            self.notice.say(tr("Last error: {text}", text=text), error=True)
