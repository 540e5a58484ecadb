"""My time: what was booked in some days, what it adds up to, and what can be done with it.

In: `Work` and `Total`, asked for anew whenever a call changes. Out: commands to the engine.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from calljournal.contracts.work import User, Work, WorkState
from calljournal.contracts.work_commands import GetWork, ListUsers, Total
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.changes import Changes
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.closing import add_close_key
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import plain_label
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.look.sizes import open_at
from calljournal.desktop.worked import sums
from calljournal.desktop.worked.details import Details
from calljournal.desktop.worked.export_form import ExportForm
from calljournal.desktop.worked.listing import Listing
from calljournal.desktop.worked.move_bar import MoveBar
from calljournal.desktop.worked.span import Reach, SpanBar
from calljournal.desktop.worked.sums_table import Sums
from calljournal.desktop.worked.work_actions import WorkActions
from calljournal.desktop.worked.work_table import WorkTable
from calljournal.errors import CallJournalError
from calljournal.languages import tr

SIZE = QSize(1180, 720)
MINE, EVERYBODY = "", None


def local_today() -> date:
    """Give the day that it is where the user is."""
    return datetime.now().astimezone().date()


class MyTime(QWidget):
    """The window."""

    def __init__(self, bridge: Bridge, icons: Icons, doors: Doors, today: Callable[[], date] = local_today) -> None:
        super().__init__()
        self._bridge, self._icons, self._doors = bridge, icons, doors
        self._totals: tuple[Total, ...] = ()
        self._wanted = ""
        self._export: ExportForm | None = None
        self.setWindowTitle(tr("My time"))
        self.setWindowIcon(icons.program())
        open_at(self, SIZE)
        self.span = SpanBar(today, self)
        self.whose = QComboBox(self)
        self.cancelled = QCheckBox(tr("Cancelled &ones, too"), self)
        self.export_button = QPushButton(tr("&Export…"), self)
        self.summary = plain_label()
        self.waiting_button = QPushButton(tr("Show what is not &booked"), self)
        self.table = WorkTable(icons, self)
        self.sums = Sums(self)
        self.details = Details(bridge, self)
        self.move_bar = MoveBar(bridge, self)
        self.notice = Notice(icons, self)
        self.notice.row.setContentsMargins(12, 4, 12, 8)
        self.listing = Listing(bridge, self)
        self.actions_ = WorkActions(bridge, icons, doors, self.notice, self.move_bar, self)
        self._lay_out()
        self._connect()
        self.table.setFocus()

    # --- how it is put together --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.whose.setAccessibleName(tr("Whose work"))
        self.whose.addItem(tr("Mine"), MINE)
        self.whose.addItem(tr("Everybody's"), EVERYBODY)
        below = QSplitter(Qt.Orientation.Horizontal, self)
        below.addWidget(self.details)
        below.addWidget(self.sums)
        below.setChildrenCollapsible(False)
        below.setSizes([SIZE.width() * 13 // 20, SIZE.width() * 7 // 20])
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.addWidget(self.table)
        parts.addWidget(below)
        parts.setChildrenCollapsible(False)
        parts.setStretchFactor(0, 1)
        parts.setSizes([SIZE.height() * 2 // 3, SIZE.height() // 3])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(_line(self.span, None, self.whose, self.cancelled, self.export_button))
        layout.addLayout(_line(self.summary, self.waiting_button, None, *self._buttons()))
        layout.addWidget(parts, 1)
        layout.addWidget(self.move_bar)
        layout.addWidget(self.notice)

    def _buttons(self) -> list[QToolButton]:
        """Make the buttons of the actions; the list's menu has them, too."""
        buttons = []
        for action in self.actions_.all:
            self.addAction(action)
            self.table.addAction(action)
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            buttons.append(button)
        return buttons

    def _connect(self) -> None:
        self.span.changed.connect(self.reload)
        self.whose.activated.connect(lambda _: self.reload())
        self.cancelled.toggled.connect(lambda _: self.reload())
        self.export_button.clicked.connect(lambda _=False: self.export())
        self.waiting_button.clicked.connect(lambda _=False: self._doors.unbooked_wanted.emit())
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(lambda _: self.actions_.edit())
        self.details.call_wanted.connect(self._doors.entry_wanted)
        self.listing.listed.connect(self._on_listed)
        self.listing.totalled.connect(self._on_totalled)
        self.listing.failed.connect(self._on_error)
        self.actions_.changed.connect(self._on_changed)
        self._bridge.changed.connect(self._on_journal_changed)
        self._bridge.ready.connect(self._on_ready)
        for key, do in (("F5", self.reload), ("Ctrl+E", self.export), ("Escape", self._on_escape)):
            QShortcut(QKeySequence(key), self).activated.connect(do)
        add_close_key(self)

    # --- what is shown -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask for the days that are chosen."""
        self.listing.show(
            self.span.since, self.span.until, self.whose.currentData(), cancelled=self.cancelled.isChecked()
        )

    def show_work(self, work: str) -> None:
        """Show one entry, with what it came from."""
        self._bridge.ask(GetWork(work), self._on_wanted, self._on_error)

    def _on_wanted(self, work: Work) -> None:
        self._wanted = work.id
        self.table.select_when_shown(work.id)
        if work.state is WorkState.CANCELLED:
            self.cancelled.setChecked(True)
        if not self.span.since <= work.day <= self.span.until:
            self.span.show_reach(Reach.DAY, work.day)
        self.reload()

    def _on_listed(self, works: Sequence[Work]) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted and self.listing.is_mine and all(work.id != wanted for work in works):
            self.whose.setCurrentIndex(1)  # it is somebody else's
            self.reload()
            return
        self.table.show_works(works)
        self._show_sums()

    def _on_totalled(self, totals: Sequence[Total]) -> None:
        self._totals = tuple(totals)
        self._show_sums()

    def _show_sums(self) -> None:
        works = self.table.works.works
        self.summary.setText(sums.words(works, self._totals))
        self.sums.show_sums(works, self._totals)
        self.waiting_button.setVisible(any(total.waiting for total in self._totals))

    def _on_selected(self, works: Sequence[Work]) -> None:
        self.actions_.set_works(works)
        self.details.show_work(works[0] if len(works) == 1 else None)

    def _on_changed(self, works: Sequence[str]) -> None:
        self.table.select_when_shown(*works)
        self.listing.ask()

    def _on_ready(self) -> None:
        if self.isVisible():
            self.reload()

    def _on_journal_changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.listing.take_changes(changes)

    def _on_users(self, users: Sequence[User]) -> None:
        """Offer the others whose work the book has."""
        for user in users:
            if user.id not in (self.listing.own, "") and self.whose.findData(user.id) < 0:
                self.whose.addItem(user.name, user.id)

    def _on_error(self, error: CallJournalError) -> None:
        self.notice.say(tr(error.words), error=True)

    # --- what can be done --------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Open the form in which work goes out into a file, with the days that are shown."""
        if self._export is None:
            self._export = ExportForm(self._bridge, self._icons, lambda: self.listing.own)
            self._export.given_out.connect(self.listing.ask)
        self._export.begin(self.span.since, self.span.until, mine=self.listing.is_mine)
        self._export.show()
        self._export.raise_()
        self._export.activateWindow()

    def _on_escape(self) -> None:
        """Take back what was asked; where nothing was, close. What is typed in a form is kept."""
        if self.actions_.is_asking:
            self.actions_.dismiss()
            self.table.setFocus()
        else:
            self.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.reload()
            self._bridge.ask(ListUsers(), self._on_users, self._on_error)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        for form in (*self.actions_.forms(), self._export):
            if form is not None:
                form.close()


def _line(*parts: QWidget | None) -> QHBoxLayout:
    """Set parts beside each other; None is room between them."""
    line = QHBoxLayout()
    line.setContentsMargins(12, 8, 12, 4)
    line.setSpacing(8)
    for part in parts:
        if part is None:
            line.addStretch(1)
        else:
            part.setSizePolicy(part.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Fixed)
            line.addWidget(part)
    return line
