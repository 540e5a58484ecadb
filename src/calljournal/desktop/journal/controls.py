"""What can be done with a call while it lasts: answer, hold, hang up, where its line can; a timer is stopped."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from calljournal.contracts.command import Command
from calljournal.contracts.line import Capability
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import AnswerCall, EndCall, HoldCall, LineInfo
from calljournal.contracts.work_commands import StopTimer
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.journal.short import ask_whether_short
from calljournal.errors import CallJournalError
from calljournal.journal import RowState
from calljournal.languages import tr

KEYS = {"answer": "F6", "hold": "F7", "hang_up": "F8"}


class Controls(QObject):
    """The actions on a call that lasts: the selected one, or the only one that there is."""

    def __init__(self, bridge: Bridge, doors: Doors, window: QWidget) -> None:
        super().__init__(window)
        self._bridge, self._doors, self._window = bridge, doors, window
        self._can: dict[str, frozenset[Capability]] = {}
        self._row: JournalRow | None = None
        self.answer = self._action("answer", tr("Answe&r"), self._answer)
        self.hold = self._action("hold", tr("&Hold"), self._hold)
        self.hang_up = self._action("hang_up", tr("Han&g up"), self._hang_up)

    def _action(self, name: str, text: str, do: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(KEYS[name]))
        action.triggered.connect(lambda _=False: do())
        self._window.addAction(action)
        return action

    def set_lines(self, lines: Iterable[LineInfo]) -> None:
        """Take up what the lines can."""
        self._can = {line.name: line.capabilities for line in lines}

    def set_line(self, line: LineInfo) -> None:
        """Take up what one line can."""
        self._can[line.name] = line.capabilities

    def set_row(self, row: JournalRow | None) -> None:
        """Take up which call is selected."""
        self._row = row if row is not None and row.entry.live else None
        held = self._row is not None and self._row.entry.state is RowState.HELD
        self.hold.setText(tr("Ta&ke back from hold") if held else tr("&Hold"))

    def add_to(self, menu: QMenu, row: JournalRow) -> None:
        """Add what can be done with a call that lasts."""
        entry = row.entry
        if not entry.live:
            return
        can = self._can.get(entry.line, frozenset())
        if entry.manual:
            menu.addAction(tr("Stop t&he timer")).triggered.connect(lambda: self.stop_timer(entry.id))
        if entry.state is RowState.RINGING and entry.direction == "incoming" and Capability.ANSWER in can:
            menu.addAction(self.answer)
        if entry.state in (RowState.TALKING, RowState.HELD) and Capability.HOLD in can:
            menu.addAction(self.hold)
        if Capability.HANG_UP in can:
            menu.addAction(self.hang_up)
        if menu.actions():
            menu.addSeparator()

    def stop_timer(self, entry: str) -> None:
        """End a call that is timed by hand."""
        self._bridge.ask(StopTimer(entry), self._on_stopped, self._on_error)

    def _on_stopped(self, row: JournalRow) -> None:
        ask_whether_short(self._bridge, row, self._say_stopped, self._on_error)

    def _say_stopped(self, least: str) -> None:
        if least:
            said = tr("The timer is stopped; a call shorter than {length} does not wait to be booked", length=least)
        else:
            said = tr("The timer is stopped; the call waits to be booked")
        self._doors.said.emit(said)

    def _answer(self) -> None:
        rings = self._row is not None and self._row.entry.state is RowState.RINGING
        self._ask(AnswerCall(self._row.entry.id if self._row and rings else None), tr("Answered"))

    def _hold(self) -> None:
        held = self._row is not None and self._row.entry.state is RowState.HELD
        self._ask(
            HoldCall(self._row.entry.id if self._row else None, on=not held),
            tr("Taken back from hold") if held else tr("On hold"),
        )

    def _hang_up(self) -> None:
        if self._row is not None and self._row.entry.manual:
            self.stop_timer(self._row.entry.id)
        else:
            self._ask(EndCall(self._row.entry.id if self._row else None), tr("Hung up"))

    def _ask(self, command: Command[Any], done: str) -> None:
        self._bridge.ask(command, partial(self._on_done, done), self._on_error)

    def _on_done(self, said: str, _answer: object) -> None:
        self._doors.said.emit(said)

    def _on_error(self, error: CallJournalError) -> None:
        self._doors.erred.emit(tr(error.words))
