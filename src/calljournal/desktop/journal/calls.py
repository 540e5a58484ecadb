"""The list of calls with what narrows it, what is seen of the selected one, and everything that can be done with it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from calljournal.contracts.rows import JournalRow
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.journal.actions import JournalActions
from calljournal.desktop.journal.assign import Assign
from calljournal.desktop.journal.controls import Controls
from calljournal.desktop.journal.decisions import Decisions
from calljournal.desktop.journal.details import Details
from calljournal.desktop.journal.filters import HISTORY_KEY, SEARCH_KEY, Filters
from calljournal.desktop.journal.listing import Listing
from calljournal.desktop.journal.menu import Doing, RowMenu, add_works
from calljournal.desktop.journal.message import MessageLine
from calljournal.desktop.journal.model import JournalModel
from calljournal.desktop.journal.no_line import NoLine
from calljournal.desktop.journal.sought import Sought
from calljournal.desktop.journal.table import JournalTable
from calljournal.desktop.journal.whose import Whose
from calljournal.desktop.look import formats
from calljournal.desktop.look.icons import Icons
from calljournal.errors import CallJournalError
from calljournal.languages import tr

KEYS = {"details": "Ctrl+I", "note": "N", "search": SEARCH_KEY, "history": HISTORY_KEY}


@dataclass(frozen=True, slots=True)
class Means:
    """What the list works with, and shares with the rest of the window."""

    bridge: Bridge
    doors: Doors
    icons: Icons
    now: Callable[[], datetime]
    message: MessageLine
    actions: JournalActions
    controls: Controls
    whose: Whose


class Calls(QWidget):
    """Shows the calls.

    Signals:
        listed(): rows have been listed
        current_changed(row: JournalRow | None): another call is selected, or it changed, or none is
    """

    listed = Signal()
    current_changed = Signal(object)

    def __init__(self, means: Means, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._means = means
        self._wanted = ""
        self._lined = True
        self.model = JournalModel(means.icons, means.now, self)
        self.table = JournalTable(self.model, self)
        self.no_line = NoLine(self.table.viewport())
        self.listing = Listing(means.bridge, self.model, self.table.place, means.now, self)
        self.filters = Filters(means.icons, means.now, self)
        self.assign = Assign(means.bridge, means.whose, self)
        self.details = Details(means.bridge, means.now, self)
        self.decisions = Decisions(means.bridge, means.message, self.table, self.selected_rows)
        self.show_details = self._action("details", tr("Detail&s"))
        self.note = self._action("note", tr("&Note…"))
        doing = Doing(means.actions, means.controls, means.whose, self.decisions, self.note, self.show_details)
        self.menu = RowMenu(means.bridge, means.doors, doing, self)
        self._build()
        self._connect()
        self._dress_details()
        self.setFocusProxy(self.table)

    # --- how it is put together --------------------------------------------------------------------------------------

    def _action(self, name: str, text: str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(KEYS[name]))
        return action

    def _build(self) -> None:
        self.show_details.setCheckable(True)
        self.filters.add_action(self.show_details)
        self.show_details.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.note.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.addAction(self.show_details)
        self.table.addAction(self.note)
        self._splitter = QSplitter(Qt.Orientation.Vertical, self)
        self._splitter.addWidget(self.table)
        self._splitter.addWidget(self.details)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setChildrenCollapsible(False)
        self.details.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.assign)
        layout.addWidget(self._splitter, 1)

    def _connect(self) -> None:
        table = self.table
        self.listing.listed.connect(self._on_listed)
        self.listing.erred.connect(self._on_error)
        self.filters.changed.connect(self._on_sought)
        self.no_line.set_up_wanted.connect(lambda: self._means.doors.settings_wanted.emit("interfaces"))
        for happened in (self.model.rowsInserted, self.model.rowsRemoved):
            happened.connect(lambda *_: self._say_why_empty())
        for part in (self.filters, self.assign, self.details):
            part.left.connect(table.setFocus)
        table.current_changed.connect(self._on_current)
        table.person_clicked.connect(self._on_person_clicked)
        table.row_activated.connect(self._on_person_clicked)
        table.booking_clicked.connect(self._on_booking_clicked)
        table.menu_wanted.connect(self._on_menu_wanted)
        table.details_wanted.connect(self.show_details.setChecked)
        self.show_details.toggled.connect(self._on_details)
        self.note.triggered.connect(lambda _=False: self.write_note())
        self.details.note.refused.connect(self._on_error)
        self.menu.all_wanted.connect(self.show_all_with)
        self._means.whose.search_wanted.connect(self.assign.ask)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(KEYS["search"]), self, self.search, context=context)
        QShortcut(QKeySequence(KEYS["history"]), self, self.filters.switch_view, context=context)

    def dress(self) -> None:
        """Take the icons in their present colours."""
        self.filters.dress()
        self._dress_details()
        self.model.dress()

    # --- what is shown -----------------------------------------------------------------------------------------------

    def list_anew(self) -> None:
        """Ask for all that is shown."""
        self.listing.look_for(self.filters.sought)

    def take(self, rows: Iterable[JournalRow], deleted: Sequence[str]) -> None:
        """Take up changes; the selection follows a call into the one that it was merged into."""
        selected = self.table.current_row()
        self.model.remove(deleted)
        rows = tuple(rows)
        self.model.apply(rows)
        for row in rows:
            if selected is not None and row.entry.id == selected.entry.id and row.entry.merged_into is not None:
                self.table.select(row.entry.merged_into)
        self._on_current(self.table.current_row())

    def search(self) -> None:
        """Go to where one types what is looked for."""
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def show_all_with(self, contact: str, name: str) -> None:
        """List all calls with a contact, of all times."""
        self.filters.look_for(Sought(session=False, contact=contact, contact_name=name))

    def show_row(self, row: JournalRow) -> None:
        """Go to a call; one that is not listed is looked for on its day."""
        if not self.table.select(row.entry.id):
            day = row.entry.started.astimezone().date()
            self._wanted = row.entry.id
            self.filters.look_for(Sought(session=False, first=day, last=day))

    def _on_sought(self, sought: Sought) -> None:
        self.table.leave_place()
        self.listing.look_for(sought)

    def _on_listed(self) -> None:
        self._say_why_empty()
        if self._wanted and self.table.select(self._wanted):
            self._wanted = ""
        self.listed.emit()

    def set_lined(self, lined: bool) -> None:
        """Take up whether there is a line on which a call can come."""
        self._lined = lined
        self._say_why_empty()

    def _say_why_empty(self) -> None:
        shown = self.listing.shown
        if shown is not None:
            lacks_line = not self._lined and not shown.narrowed
            self.table.empty_words = "" if lacks_line else words_for_none(shown)
            self.no_line.setVisible(lacks_line and self.model.rowCount() == 0)
            self.table.viewport().update()

    def _on_error(self, error: CallJournalError) -> None:
        self._means.message.say(tr(error.words), error=True)

    # --- which call it is about --------------------------------------------------------------------------------------

    def selected_rows(self) -> tuple[JournalRow, ...]:
        """Give the selected calls; that with the keyboard where none is."""
        rows = self.table.selected_rows()
        current = self.table.current_row()
        return rows or ((current,) if current is not None else ())

    def _on_current(self, row: JournalRow | None) -> None:
        self.current_changed.emit(row)
        self.decisions.set_rows(self.selected_rows())
        if self.show_details.isChecked():
            self.details.set_row(row)

    def _on_person_clicked(self, row: JournalRow, at: QPoint | None = None) -> None:
        self._means.actions.set_row(row)
        self._means.actions.open_contact(at)

    def _on_booking_clicked(self, row: JournalRow, at: QPoint) -> None:
        """Open what a call became; where it became several things, ask which."""
        menu = QMenu(self)
        add_works(menu, row, self._means.doors.work_wanted.emit)
        if len(menu.actions()) == 1:
            menu.actions()[0].trigger()
            menu.deleteLater()
        else:
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(at)

    def _on_menu_wanted(self, row: JournalRow, at: QPoint) -> None:
        rows = self.selected_rows()
        menu = self.menu.make(rows if row in rows else (row,), self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    # --- opened ------------------------------------------------------------------------------------------------------

    def _dress_details(self) -> None:
        icons = self._means.icons
        self.show_details.setIcon(icons.action("open" if self.show_details.isChecked() else "closed"))
        hint = tr("Hide the details") if self.show_details.isChecked() else tr("Show legs, facts and note of the call")
        self.show_details.setToolTip(formats.hint_with_key(hint, KEYS["details"]))

    def _on_details(self, on: bool) -> None:
        self._dress_details()
        self.details.set_row(self.table.current_row() if on else None)
        self.details.setVisible(on)
        self.table.show_current()
        if not on:
            self.table.setFocus()

    def write_note(self) -> None:
        """Open the selected call, if one is, with the keyboard in its note."""
        if self.table.current_row() is not None:
            self.show_details.setChecked(True)
            self.details.note.setFocus()

    def set_view(self, view: str) -> None:
        """Show the session, or the history."""
        self.filters.look_for(replace(self.filters.sought, session=view != "history"))


def words_for_none(sought: Sought) -> str:
    """Say why the list is empty, and what to do about it."""
    history = formats.key(KEYS["history"])
    if sought.narrowed and sought.session:
        return tr("Nothing was found in this session.\n{key} looks through the history as well.", key=history)
    if sought.narrowed:
        return tr("Nothing was found.")
    if sought.session:
        return tr(
            "No calls yet in this session.\nThe next call, in or out, appears here while it rings.\n"
            "{key} shows earlier calls.",
            key=history,
        )
    return tr("No calls yet.\nThe next call, in or out, appears here while it rings.")
