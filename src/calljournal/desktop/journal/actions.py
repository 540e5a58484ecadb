"""The four actions on the selected call: open its contact, call its number, record an activity or a time entry.

In: the selected row. Out: wishes to other windows (`Doors`, `Forms`).
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from calljournal.contracts.crm import Project
from calljournal.contracts.rows import JournalRow
from calljournal.desktop.booking.project_menu import ProjectMenu
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.journal import cells
from calljournal.desktop.journal.ports import Forms
from calljournal.desktop.journal.whose import Whose
from calljournal.desktop.look import formats
from calljournal.desktop.look.icons import Icons
from calljournal.languages import tr
from calljournal.worklog import Kind

KEYS = {
    "contact": "Ctrl+O",
    "call": "Ctrl+D",
    "activity": "Ctrl+Shift+A",
    "activity_menu": "Ctrl+Alt+A",
    "time": "Ctrl+T",
    "time_menu": "Ctrl+Shift+T",
    "time_at_once": "Ctrl+Return",
}


class JournalActions(QObject):
    """The actions, as buttons and menus show them. `forms` gives the forms when they are first wanted.

    Without forms of its own it asks whoever is behind the doors to open one; a chosen project is lost on that way.
    """

    def __init__(
        self,
        bridge: Bridge,
        doors: Doors,
        icons: Icons,
        whose: Whose,
        forms: Callable[[], Forms] | None,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._doors, self._icons, self._whose, self._forms, self._window = doors, icons, whose, forms, window
        self._row: JournalRow | None = None
        self._left_out = 0
        self.contact = self._action(
            "contact",
            tr("&Contact"),
            tr("Open the contact of the selected call, or add one for its number"),
            self.open_contact,
        )
        self.call = self._action("call", tr("Ca&ll"), tr("Call the number of the selected call"), self.place_call)
        self.activity = self._action(
            "activity",
            tr("Acti&vity"),
            tr("Record an activity for the selected call; the arrow lets you choose a project first"),
            partial(self.record, Kind.ACTIVITY),
        )
        self.time = self._action(
            "time",
            tr("&Time entry"),
            tr("Record the time of the selected call; the arrow lets you choose a project first"),
            partial(self.record, Kind.TIME),
        )
        self.activity_menu = self._menu(bridge, Kind.ACTIVITY, tr("Activity on a pro&ject"))
        self.time_menu = self._menu(bridge, Kind.TIME, tr("Time entr&y on a project"))
        self.time_menu.book_at_once.setShortcut(QKeySequence(KEYS["time_at_once"]))
        self.time_menu.book_at_once.setAutoRepeat(False)  # held down it was meant once
        window.addAction(self.time_menu.book_at_once)
        self.dress()
        self.set_row(None)

    def _action(self, name: str, text: str, hint: str, do: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(KEYS[name]))
        action.setToolTip(formats.hint_with_key(hint, KEYS[name]))
        action.triggered.connect(lambda _=False: do())
        self._window.addAction(action)
        return action

    def _menu(self, bridge: Bridge, kind: Kind, title: str) -> ProjectMenu:
        menu = ProjectMenu(bridge, title, self._window)
        menu.chosen.connect(partial(self.record, kind))
        menu.at_once.connect(partial(self.book_at_once, kind))
        return menu

    # --- what the actions are about ----------------------------------------------------------------------------------

    def set_row(self, row: JournalRow | None, left_out: int = 0) -> None:
        """Take up the selected row, or what became of it: only what is possible is offered.

        So many other calls as are `left_out` are selected besides; the actions are not about them.
        """
        self._row, self._left_out = row, left_out
        contact = row.match.contact if row else None
        self.contact.setEnabled(row is not None and (cells.is_link(row) or cells.has_number(row)))
        self.call.setEnabled(row is not None and cells.has_number(row))
        for action in (self.activity, self.time, self.time_menu.book_at_once, self.activity_menu.book_at_once):
            action.setEnabled(row is not None and not row.private)
        for menu in (self.activity_menu, self.time_menu):
            menu.set_call(row.entry.id if row else None, contact.id if contact else None)
            menu.setEnabled(row is not None and not row.private)

    def dress(self) -> None:
        """Take the icons in their present colours."""
        for name in ("contact", "call", "activity", "time"):
            getattr(self, name).setIcon(self._icons.action(name))

    # --- what they do ------------------------------------------------------------------------------------------------

    def open_contact(self, at: QPoint | None = None) -> None:
        """Open the contact of the row; where it may have been one of several, ask which (at this place).

        Where nobody has the number, a new contact can be made of the call.
        """
        row = self._row
        if row is None or not (cells.is_link(row) or cells.has_number(row)):
            return
        if not cells.is_link(row):
            self._whose.add_contact(row)
            return
        if row.match.contact is not None:
            self._doors.contact_wanted.emit(row.match.contact.id)
            return
        menu = self._whose.choice_menu(row, self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at or self._window.mapToGlobal(self._window.rect().center()))

    def place_call(self) -> None:
        """Call the number of the row."""
        if self._row is not None and self._row.entry.number is not None:
            self._doors.call_wanted.emit(self._row.entry.number)

    def record(self, kind: Kind, project: Project | None = None) -> None:
        """Open the form for the row."""
        if self._row is None:
            return
        if self._forms is None:
            self._doors.booking_wanted.emit(self._row.entry.id, kind.value)
        else:
            self._forms().open(self._row, kind, project, left_out=self._left_out)

    def split(self) -> None:
        """Open the form for the time of the row, to book parts of it on several projects."""
        if self._row is None:
            return
        if self._forms is None:
            self._doors.booking_wanted.emit(self._row.entry.id, Kind.TIME.value)
        else:
            self._forms().open_split(self._row)

    def book_at_once(self, kind: Kind) -> None:
        """Book the row with everything left to its default; the form opens only if there is something to ask."""
        if self._row is None:
            return
        if self._forms is None:
            self._doors.booking_wanted.emit(self._row.entry.id, kind.value)
        elif self._left_out:
            self.record(kind)  # which says so
        else:
            self._forms().book_at_once(self._row, kind)
