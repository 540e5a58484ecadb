"""The journal: the list of calls, what can be done with them, and a foot that says how things stand.

In: `Changes` and `Preferences`, from the program. Out: commands, through the bridge; wishes to other windows (`Doors`).
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from calljournal.contracts.line import LineState
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import GetLines, GetRow, LineInfo, Notice, WatchLines
from calljournal.contracts.settings_commands import Preferences
from calljournal.contracts.work_commands import ListTimers
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.changes import Changes
from calljournal.desktop.doors import Doors
from calljournal.desktop.journal import cells
from calljournal.desktop.journal.actions import JournalActions
from calljournal.desktop.journal.add_call import AddCallPanel
from calljournal.desktop.journal.bar import Bar, Ways
from calljournal.desktop.journal.calls import Calls, Means
from calljournal.desktop.journal.controls import Controls
from calljournal.desktop.journal.footer import UNBOOKED_KEY, Footer
from calljournal.desktop.journal.lamps import GapNotes
from calljournal.desktop.journal.ports import Forms
from calljournal.desktop.journal.reminder import Reminder
from calljournal.desktop.journal.short import ask_whether_short
from calljournal.desktop.journal.today import Today
from calljournal.desktop.journal.whose import Whose
from calljournal.desktop.journal.worklist import Worklist
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.straight import straight_text
from calljournal.errors import CallJournalError
from calljournal.languages import tr
from calljournal.worklog import Kind

TROUBLE = (LineState.DISCONNECTED, LineState.REFUSED)


def utc_now() -> datetime:
    """Give the moment."""
    return datetime.now(UTC)


class JournalWindow(QWidget):
    """Shows the journal: a window by itself, or the content of another one.

    `forms` gives the booking forms when they are first wanted; without it a form is asked for through the doors.
    """

    def __init__(
        self,
        bridge: Bridge,
        doors: Doors,
        icons: Icons,
        now: Callable[[], datetime] = utc_now,
        forms: Callable[[], Forms] | None = None,
    ) -> None:
        super().__init__()
        self._bridge, self._doors, self._forms = bridge, doors, forms
        self._trouble: dict[str, str] = {}
        self._notice_said = ""
        self._view = Preferences().view
        self.icons = icons
        self.setWindowTitle(tr("Telephony journal"))
        self.today = Today(bridge, now, self)
        self.footer = Footer(icons, self.today, now, self)
        self.message, self.lamps = self.footer.message, self.footer.lamps
        self.gaps = GapNotes(icons, self)
        self.reminder = Reminder(icons, self.today, now, self)
        self.whose = Whose(bridge, doors, self)
        self.actions_ = JournalActions(bridge, doors, icons, self.whose, forms, self)
        self.controls = Controls(bridge, doors, self)
        self.ways = Ways(doors, icons, self)
        self.bar = Bar(self.actions_, self.ways, icons, self)
        self.calls = Calls(
            Means(bridge, doors, icons, now, self.message, self.actions_, self.controls, self.whose), self
        )
        self.model, self.table = self.calls.model, self.calls.table
        self.worklist = Worklist(bridge, doors, icons, self.message, forms, now, self)
        self.add_panel = AddCallPanel(bridge, icons, now, self)
        self._build()
        self._connect()
        self.message.say(tr("Opening the journal…"))
        self.setFocusProxy(self.table)

    # --- how it is put together --------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.calls)
        self.pages.addWidget(self.worklist)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.add_panel)
        layout.addWidget(self.pages, 1)
        layout.addWidget(_rule(self))
        layout.addWidget(self.gaps)
        layout.addWidget(self.reminder)
        layout.addWidget(self.footer)

    def _connect(self) -> None:
        self._bridge.ready.connect(self._on_ready)
        self._bridge.failed.connect(self._on_failed)
        self._doors.said.connect(self.message.say)
        self._doors.erred.connect(self.show_error)
        self.footer.unbooked_wanted.connect(self.show_unbooked)
        self.lamps.set_up_wanted.connect(lambda: self._doors.settings_wanted.emit("interfaces"))
        self.footer.timers.stop_wanted.connect(self.controls.stop_timer)
        self.reminder.pressed.connect(self.show_unbooked)
        self.worklist.left.connect(self._on_worklist_left)
        self.calls.current_changed.connect(self._on_call)
        self.worklist.current_changed.connect(self._on_waiting)
        self.ways.add.triggered.connect(lambda _=False: self.add_call())
        self.add_panel.left.connect(self.give_keyboard)
        self.add_panel.added.connect(self._on_added)
        QShortcut(QKeySequence(UNBOOKED_KEY), self, self.show_unbooked)

    # --- what the engine says ----------------------------------------------------------------------------------------

    def _on_ready(self) -> None:
        self.message.clear()
        self._bridge.ask(WatchLines(), self._on_lines, self._on_error)
        self._ask_for_everything()

    def _ask_for_everything(self) -> None:
        self.calls.list_anew()
        self._bridge.ask(GetLines(), self._on_lines, self._on_error)
        self._bridge.ask(ListTimers(), self.footer.timers.set_rows, self._on_error)
        self.today.ask()

    def take_changes(self, changes: Changes) -> None:
        """Take up what happened to calls and lines."""
        self.calls.take(changes.rows, changes.deleted)
        self.worklist.take_rows(changes.rows, changes.deleted)
        self.footer.timers.take(changes.rows)
        self.footer.timers.remove(changes.deleted)
        if changes.rows or changes.deleted:
            self.today.ask()
        for line in changes.lines:
            self.lamps.show_line(line)
            self.gaps.show_line(line)
            self.controls.set_line(line)
            self._say_trouble(line)
        if changes.lines:
            self.calls.set_lined(True)
        if changes.notice is not None:
            self._take_notice(changes.notice)
        if changes.preferences is not None:
            self.set_preferences(changes.preferences)
        if changes.missed:
            self._ask_for_everything()

    def _take_notice(self, notice: Notice) -> None:
        """Say what nobody asked for; news never take the place of a question, or of what went wrong otherwise."""
        settled = bool(notice.settles) and self._notice_said == self.message.text == straight_text(tr(notice.settles))
        if notice.error:
            self.show_error(tr(notice.text))
            self._notice_said = self.message.text
        elif settled or not (notice.settles or self.message.stays):
            self.message.say(tr(notice.text))

    def set_preferences(self, preferences: Preferences) -> None:
        """Go by these settings: when to remind, and whether the session or the history is shown at first."""
        self.reminder.set_time(preferences.reminder)
        self.calls.filters.allow_history(preferences.keep != "session")
        if preferences.view != self._view:
            self._view = preferences.view
            self.calls.set_view(preferences.view)

    def reminder_text(self) -> str:
        """Give what the user should be reminded of when the program ends; "" if nothing waits."""
        return self.reminder.text_at_end

    def _on_lines(self, lines: Iterable[LineInfo]) -> None:
        lines = tuple(lines)
        self.lamps.set_lines(lines)
        self.gaps.set_lines(lines)
        self.controls.set_lines(lines)
        self.calls.set_lined(bool(lines))
        for line in lines:
            self._say_trouble(line)

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

    def show_unbooked(self) -> None:
        """Show the calls that wait to be booked, in place of the journal: today's, if any of them wait."""
        self.pages.setCurrentWidget(self.worklist)
        self.worklist.open(today=bool(self.today.waiting))

    def show_entry(self, entry: str) -> None:
        """Go to a call, by its id."""
        self._bridge.ask(GetRow(entry), self._on_wanted, self._on_error)

    def _on_wanted(self, row: JournalRow) -> None:
        self.show_calls()
        self.calls.show_row(row)

    def show_calls(self) -> None:
        """Show the journal again."""
        self.pages.setCurrentWidget(self.calls)
        self._be_about(self.table.current_row())
        self.give_keyboard()

    @property
    def _works_off(self) -> bool:
        return self.pages.currentWidget() is self.worklist

    def _on_call(self, row: JournalRow | None) -> None:
        if not self._works_off:
            self._be_about(row)

    def _on_waiting(self, row: JournalRow | None) -> None:
        if self._works_off:
            self._be_about(row)

    def _be_about(self, row: JournalRow | None) -> None:
        """Have the actions be about the call that is selected in the list that is shown."""
        selected = self.worklist.selected_rows() if self._works_off else self.calls.selected_rows()
        self.actions_.set_row(row, cells.left_out(row, selected))
        self.controls.set_row(row)

    def give_keyboard(self) -> None:
        """Give the keyboard to the list that is shown."""
        shown = self.worklist.table if self._works_off else self.table
        self.setFocusProxy(shown)
        shown.setFocus()

    def add_call(self) -> None:
        """Open the panel in which a call on another telephone is added, or timed."""
        self.add_panel.open()

    def _on_added(self, row: JournalRow) -> None:
        self.table.select(row.entry.id)
        if row.entry.live:
            self.message.say(tr("The timer runs; stop it in the foot of the window"))
        else:
            ask_whether_short(self._bridge, row, partial(self._say_added, row), self._on_error)

    def _say_added(self, row: JournalRow, least: str) -> None:
        if least:
            said = tr("The call is added; one shorter than {length} does not wait to be booked", length=least)
        else:
            said = tr("The call is added; it waits to be booked")
        self.message.offer(said, tr("&Book…"), lambda: self._book(row))

    def _book(self, row: JournalRow) -> None:
        if self._forms is None:
            self._doors.booking_wanted.emit(row.entry.id, Kind.TIME.value)
        else:
            self._forms().open(row, Kind.TIME)

    def _on_worklist_left(self) -> None:
        if self.message.asks:
            self.message.clear()
        else:
            self.show_calls()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape says no to a question; else it looks for nothing any more."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.message.asks:
            self.message.clear()
        elif not self._works_off:
            self.calls.filters.clear()

    # --- on the screen -----------------------------------------------------------------------------------------------

    def appear(self) -> None:
        """Be seen, without taking the keyboard from whatever the user is doing."""
        window = self.window()
        if not window.isVisible():
            window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, True)
            window.show()
            window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)

    def come_to_front(self) -> None:
        """Be seen above all other windows, and have the keyboard."""
        window = self.window()
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "pages"):
            self.icons.use(self.palette())
            for part in (self.actions_, self.ways, self.bar, self.calls, self.footer, self.gaps, self.reminder):
                part.dress()


def _rule(parent: QWidget) -> QFrame:
    """Make a thin line between the list and the foot."""
    rule = QFrame(parent)
    rule.setFrameShape(QFrame.Shape.HLine)
    rule.setFrameShadow(QFrame.Shadow.Sunken)
    return rule
