"""The journal window: the list of calls, what can be done with one, and a foot that says how things stand.

In: `Changes`, from the bridge. Out: commands, through the bridge.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QToolBar, QToolButton, QVBoxLayout, QWidget

from calljournal.contracts.line import LineState
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import GetLines, LineInfo, ListRows, WatchLines
from calljournal.desktop.booking.project_menu import ProjectMenu
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.changes import Changes
from calljournal.desktop.journal.actions import KEYS, JournalActions
from calljournal.desktop.journal.footer import Lamps, MessageLine
from calljournal.desktop.journal.model import JournalModel
from calljournal.desktop.journal.table import JournalTable
from calljournal.desktop.look.icons import ACTION_SIZE, Icons
from calljournal.errors import CallJournalError
from calljournal.languages import tr

SHOWN = 1000
"""Rows that are asked for at the start: weeks of calls, in an instant."""
SIZE = QSize(1000, 560)
TROUBLE = (LineState.DISCONNECTED, LineState.REFUSED)


def utc_now() -> datetime:
    """Give the moment."""
    return datetime.now(UTC)


class JournalWindow(QMainWindow):
    """Shows the journal.

    Signals:
        closed(): somebody has closed the window
    """

    closed = Signal()

    def __init__(self, bridge: Bridge, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__()
        self._bridge = bridge
        self._trouble: dict[str, str] = {}
        self.icons = Icons()
        self.setWindowTitle(tr("Telephony journal"))
        self.setWindowIcon(self.icons.program())
        self.resize(SIZE)
        self.model = JournalModel(self.icons, now, self)
        self.table = JournalTable(self.model, self)
        self.actions_ = JournalActions(bridge, self.icons, now, self)
        self.message = MessageLine(self.icons, self)
        self.lamps = Lamps(self.icons, self)
        self._build()
        self._connect()
        self.message.say(tr("Opening the journal…"))
        self.table.setFocus()

    # --- how it is put together --------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.addToolBar(self._bar())
        foot = QWidget(self)
        foot_layout = QHBoxLayout(foot)
        foot_layout.setContentsMargins(12, 6, 12, 6)
        foot_layout.setSpacing(16)
        foot_layout.addWidget(self.message, 1)
        foot_layout.addWidget(self.lamps, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        foot.setMinimumHeight(self.fontMetrics().height() + 18)
        middle = QWidget(self)
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        layout.addWidget(_rule(middle))
        layout.addWidget(foot)
        self.setCentralWidget(middle)

    def _bar(self) -> QToolBar:
        """Make the action bar: the four actions, two of them with an arrow."""
        bar = QToolBar(self)
        bar.setMovable(False)
        bar.setIconSize(ACTION_SIZE)
        bar.setContentsMargins(6, 4, 6, 4)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        actions = self.actions_
        bar.addWidget(_button(actions.contact))
        bar.addWidget(_button(actions.call))
        bar.addSeparator()
        self.activity_button = _button(actions.activity, actions.activity_menu)
        self.time_button = _button(actions.time, actions.time_menu)
        bar.addWidget(self.activity_button)
        bar.addWidget(self.time_button)
        for name, button in (("activity_menu", self.activity_button), ("time_menu", self.time_button)):
            QShortcut(QKeySequence(KEYS[name]), self, partial(_drop_menu, button))
        return bar

    def _connect(self) -> None:
        self._bridge.ready.connect(self._on_ready)
        self._bridge.failed.connect(self._on_failed)
        self._bridge.changed.connect(self._on_changed)
        self.table.current_changed.connect(self.actions_.set_row)
        self.table.person_clicked.connect(self._on_person_clicked)
        self.table.row_activated.connect(self._on_person_clicked)
        self.table.menu_wanted.connect(self._on_menu_wanted)
        self.actions_.said.connect(self.message.say)
        self.actions_.erred.connect(self.show_error)

    # --- what the engine says ----------------------------------------------------------------------------------------

    def _on_ready(self) -> None:
        self.message.clear()
        self._bridge.ask(WatchLines(), self._on_lines, self._on_error)
        self._ask_for_everything()

    def _ask_for_everything(self) -> None:
        ticket = self.model.begin_listing()
        self._bridge.ask(ListRows(limit=SHOWN), partial(self._on_rows, ticket), self._on_error)
        self._bridge.ask(GetLines(), self._on_lines, self._on_error)

    def _on_rows(self, ticket: int, rows: Iterable[JournalRow]) -> None:
        self.model.finish_listing(ticket, rows)

    def _on_lines(self, lines: Iterable[LineInfo]) -> None:
        lines = tuple(lines)
        self.lamps.set_lines(lines)
        self.actions_.set_lines(lines)
        for line in lines:
            self._say_trouble(line)

    def _on_changed(self, changes: Changes) -> None:
        selected = self.table.current_row()
        self.model.remove(changes.deleted)
        self.model.apply(changes.rows)
        for row in changes.rows:
            if selected is not None and row.entry.id == selected.entry.id and row.entry.merged_into is not None:
                self.table.select(row.entry.merged_into)
        self.actions_.rows_changed(changes.rows)
        self.actions_.set_row(self.table.current_row())
        for line in changes.lines:
            self.lamps.show_line(line)
            self.actions_.set_line(line)
            self._say_trouble(line)
        if changes.notice:
            self.show_error(changes.notice)
        if changes.missed:
            self._ask_for_everything()
        if any(row.entry.live for row in changes.rows):
            self.appear()

    def _on_failed(self, text: str) -> None:
        self.show_error(tr("The journal cannot be opened: {reason}", reason=text))

    def _on_error(self, error: CallJournalError) -> None:
        self.show_error(tr(error.words))

    def show_error(self, text: str) -> None:
        """Say in the message line what went wrong."""
        self.message.say(text, error=True)

    def _say_trouble(self, line: LineInfo) -> None:
        """Say that a line has lost its connection, once; take it back when it is there again."""
        before = self._trouble.pop(line.name, None)
        if line.state in TROUBLE and line.message:
            said = tr("{name}: {message}", name=line.name, message=line.message)
            self._trouble[line.name] = said
            if said != before:
                self.show_error(said)
        elif before is not None and line.state is LineState.CONNECTED and self.message.text == before:
            self.message.clear()

    # --- what the user does ------------------------------------------------------------------------------------------

    def _on_person_clicked(self, row: JournalRow, at: QPoint | None = None) -> None:
        self.actions_.set_row(row)
        self.actions_.open_contact(at)

    def _on_menu_wanted(self, row: JournalRow, at: QPoint) -> None:
        self.actions_.set_row(row)
        menu = self.actions_.context_menu(row, self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def appear(self) -> None:
        """Show the window if it is not shown, without taking the keyboard from whatever the user is doing."""
        if self.isVisible():
            return
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, True)
        self.show()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.icons.use(self.palette())
            self.actions_.dress()
            self.message.dress()
            self.lamps.dress()
            self.table.viewport().update()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()


def _button(action: QAction, menu: ProjectMenu | None = None) -> QToolButton:
    """Make a button with icon and text, and with an arrow where there is a menu."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if menu is not None:
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
    return button


def _drop_menu(button: QToolButton) -> None:
    """Open the menu of a button beneath it, as its arrow does, if there is a call to offer something for."""
    menu = button.menu()
    if menu.isEnabled():
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


def _rule(parent: QWidget) -> QFrame:
    """Make a thin line between the list and the foot."""
    rule = QFrame(parent)
    rule.setFrameShape(QFrame.Shape.HLine)
    rule.setFrameShadow(QFrame.Shadow.Sunken)
    return rule
