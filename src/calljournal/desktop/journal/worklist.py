"""The calls that wait to be booked, worked off with single keys: book, ignore, private, merge; then the next comes.

In: what waits, as the engine lists it. Out: wishes to the forms, and decisions.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, time
from functools import partial

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work_commands import ListUnbooked, Suggestion, SuggestProjects, Waiting
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.journal import cells
from calljournal.desktop.journal.action_button import ActionButton
from calljournal.desktop.journal.decisions import Decisions
from calljournal.desktop.journal.message import MessageLine
from calljournal.desktop.journal.ports import Forms
from calljournal.desktop.journal.short import ShortCalls
from calljournal.desktop.journal.toggle import Toggle
from calljournal.desktop.journal.waiting_model import WaitingModel, first_of
from calljournal.desktop.journal.waiting_table import WaitingTable
from calljournal.desktop.look import formats
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import WrappingLabel
from calljournal.desktop.look.stray_keys import QUIET
from calljournal.errors import CallJournalError
from calljournal.languages import tr, tr_n
from calljournal.worklog import Kind

EVERY = 300
"""Milliseconds between two listings."""

MOST = 1000
"""Calls in the list: whoever has more begins with these."""

TWICE = 1500
"""Milliseconds in which the same call is not booked a second time, though Enter is pressed again: it is on its way."""

DOUBLE = QUIET
"""Milliseconds in which the next call, which has come to stand there, is not booked by Enter pressed twice."""


class Worklist(QWidget):
    """Shows what waits, in place of the journal.

    Signals:
        left(): back to the journal
        current_changed(row: JournalRow | None): another call is selected, or it changed, or none is
    """

    left = Signal()
    current_changed = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        doors: Doors,
        icons: Icons,
        message: MessageLine,
        forms: Callable[[], Forms] | None,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._doors, self._forms, self._now = bridge, doors, forms, now
        self._again = self._asking = False
        self._place, self._kept = 0, ""
        self._sent: tuple[str, QElapsedTimer] = ("", QElapsedTimer())
        self.model = WaitingModel(icons, now, self)
        self.table = WaitingTable(self.model, self)
        self.decisions = Decisions(bridge, message, self.table, self.selected_rows, self.model.alike)
        self.title, self.short = QLabel(self), ShortCalls(bridge, self)
        self.back = QPushButton(tr("Back to the &journal"), self)
        self.today, self.all = Toggle(tr("Today"), self), Toggle(tr("All"), self)
        self.suggestion = WrappingLabel(parent=self)
        self.book_button = QPushButton(tr("Book…"), self)
        self.at_once_button = QPushButton(tr("Book at once"), self)
        self._rest = QTimer(self, singleShot=True, interval=EVERY)
        self._rest.timeout.connect(self._on_rested)
        self._build()
        self._connect()

    # --- how it is put together --------------------------------------------------------------------------------------

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 12, 4)
        self.back.setToolTip(formats.hint_with_key(tr("Back to the journal"), "Esc"))
        self._group = QButtonGroup(self)
        switch = QHBoxLayout()
        switch.setSpacing(0)
        for button in (self.today, self.all):
            self._group.addButton(button)
            switch.addWidget(button)
        self.all.setChecked(True)
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addLayout(switch)
        head.addWidget(self.title, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 12, 6)
        foot.addStretch(1)
        for pressed, key in ((self.book_button, "B"), (self.at_once_button, "Return")):
            pressed.setToolTip(tr("Key: {key}", key=formats.key(key)))
            pressed.setText(formats.hint_with_key(pressed.text(), key))
            foot.addWidget(pressed)
        for action in (self.decisions.ignore, self.decisions.private, self.decisions.merge):
            foot.addWidget(ActionButton(action, self))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.short)
        layout.addWidget(self.table, 1)
        self.suggestion.setContentsMargins(12, 6, 12, 0)
        layout.addWidget(self.suggestion)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda _=False: self.left.emit())
        self.table.left.connect(self.left)
        self.table.activated_row.connect(self.book_at_once)
        self.today.clicked.connect(lambda _=False: self.ask())
        self.all.clicked.connect(lambda _=False: self.ask())
        self.book_button.clicked.connect(lambda _=False: self.book())
        self.at_once_button.clicked.connect(lambda _=False: self.book_at_once())
        opens = QShortcut(QKeySequence("B"), self.table, self.book, context=Qt.ShortcutContext.WidgetShortcut)
        opens.setAutoRepeat(False)
        self.model.project_wanted.connect(self._on_project_wanted)
        self.model.modelAboutToBeReset.connect(self._keep_place)
        self.model.modelReset.connect(self._restore_place)
        self.model.dataChanged.connect(lambda *_: self._show_current())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_current())
        self.decisions.decided.connect(self._leave_out)
        self.decisions.refused.connect(self.ask)

    # --- what waits --------------------------------------------------------------------------------------------------

    def open(self, *, today: bool) -> None:
        """Show what waits, of today or of all days."""
        (self.today if today else self.all).setChecked(True)
        self.ask()
        self.table.setFocus()

    def ask(self) -> None:
        """List what waits; soon, if that has just been done."""
        if self._rest.isActive() or self._asking:
            self._again = True
            return
        self._again, self._asking = False, True
        self._rest.start()
        since = _midnight(self._now()) if self.today.isChecked() else None
        self._bridge.ask(ListUnbooked(since=since, limit=MOST), self._on_waiting, self._on_error)
        self.short.ask(since)

    def take_rows(self, rows: Iterable[JournalRow], deleted: Sequence[str]) -> None:
        """Take up changes: what waits no more goes at once, what is new comes with the next listing."""
        rows = tuple(rows)
        self._leave_out((*deleted, *(row.entry.id for row in rows if row.settled is not None)))
        if (rows or deleted) and self.isVisible():
            self.ask()

    def _on_rested(self) -> None:
        if self._again and not self._asking:
            self.ask()

    def _on_waiting(self, waiting: Sequence[Waiting]) -> None:
        self._asking = False
        self.model.show_waiting(waiting)
        self._on_rested()

    def _on_error(self, error: CallJournalError) -> None:
        self._asking = False
        self._doors.erred.emit(tr(error.words))

    def _on_project_wanted(self, entry: str) -> None:
        self._bridge.ask(SuggestProjects(entry), partial(self.model.suggest, entry), self._on_no_project)

    def _on_no_project(self, error: CallJournalError) -> None:
        """Nothing is lost: the form asks again."""

    # --- which one it is about ---------------------------------------------------------------------------------------

    def current(self) -> Waiting | None:
        """Give what is selected."""
        return self.model.waiting(self.table.currentIndex().row())

    def selected_rows(self) -> tuple[JournalRow, ...]:
        """Give the calls that are selected, merged ones with all of theirs."""
        at = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        chosen = [self.model.waiting(one) for one in at]
        return tuple(row for waiting in chosen if waiting is not None for row in waiting.rows)

    def _keep_place(self) -> None:
        self._place = self.table.currentIndex().row()
        current = self.current()
        self._kept = first_of(current) if current else ""

    def _restore_place(self) -> None:
        """Select what was selected; where that waits no more, what has come to stand in its place."""
        known = [first_of(waiting) for waiting in self.model.all]
        self.table.select_row(known.index(self._kept) if self._kept in known else max(self._place, 0))
        self._show_current()

    def _leave_out(self, entries: Sequence[str]) -> None:
        """Take out what waits no more; where that was selected, select the next one."""
        gone, place = set(entries), self.table.currentIndex().row()
        stays = [gone.isdisjoint(row.entry.id for row in one.rows) for one in self.model.all]
        if all(stays):
            return
        self.model.leave_out(gone)
        if 0 <= place < len(stays) and not stays[place]:
            self.table.select_row(sum(stays[:place]))
        self._show_current()

    def _show_current(self) -> None:
        waiting = self.model.all
        length = formats.length(sum(one.draft.measured_minutes for one in waiting) * 60)
        self.title.setText(
            tr_n(
                "{count} call waits to be booked, {length} measured",
                "{count} calls wait to be booked, {length} measured",
                len(waiting),
                length=length,
            )
            if waiting
            else tr("Nothing waits to be booked")
        )
        current = self.current()
        for button in (self.book_button, self.at_once_button):
            button.setEnabled(current is not None)
        self.decisions.set_rows(self.selected_rows())
        self.suggestion.setText(self._suggested(current))
        self.current_changed.emit(current.rows[0] if current else None)

    def _suggested(self, current: Waiting | None) -> str:
        """Say on which project the selected call would be booked, and why."""
        suggested = self.model.suggestions(first_of(current)) if current else None
        if suggested is None:
            return ""
        if not suggested:
            return tr("No project is likely: B lets you choose one.")
        best = suggested[0]
        if best.clear:
            return tr("Enter books on {project} ({why}).", project=best.project.name, why=tr(best.words))
        return tr("Perhaps on {project} ({why}): B lets you choose.", project=best.project.name, why=tr(best.words))

    # --- booking -----------------------------------------------------------------------------------------------------

    def book(self) -> None:
        """Open the form for the selected call, with the project that is likely."""
        current = self.current()
        if current is None:
            return
        suggested = self.model.suggestions(first_of(current)) or ()
        self._open(current, suggested[0] if suggested else None)

    def book_at_once(self) -> None:
        """Book the selected call where everything is clear, else open the form."""
        current = self.current()
        if current is None or self._is_on_its_way(first_of(current)):
            return
        suggested = self.model.suggestions(first_of(current)) or ()
        clear = bool(suggested) and suggested[0].clear and not current.at_least and not self._left_out(current)
        if clear and self._forms is not None:
            self._sent = (first_of(current), QElapsedTimer())
            self._sent[1].start()
            self._forms().book_at_once(current.rows[0], Kind.TIME)
        else:
            self._open(current, suggested[0] if suggested else None)

    def _is_on_its_way(self, entry: str) -> bool:
        sent, since = self._sent
        return bool(sent) and not since.hasExpired(TWICE if sent == entry else DOUBLE)

    def _left_out(self, current: Waiting) -> int:
        return cells.left_out(current.rows[0], [row for row in self.selected_rows() if row not in current.rows])

    def _open(self, current: Waiting, suggestion: Suggestion | None) -> None:
        row, project = current.rows[0], suggestion.project if suggestion else None
        if self._forms is None:
            self._doors.booking_wanted.emit(row.entry.id, Kind.TIME.value)
        else:
            self._forms().open(row, Kind.TIME, project, likely=True, left_out=self._left_out(current))


def _midnight(now: datetime) -> datetime:
    return datetime.combine(now.astimezone().date(), time()).astimezone().astimezone(UTC)
