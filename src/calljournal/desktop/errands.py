"""What a start of the program, or a key that works everywhere, is for: it is carried out in the window that is there.

In: `Request`, from this start or that of another process of this user. Out: wishes to windows.
"""

import os
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from calljournal.contracts.journal_commands import ListRows
from calljournal.contracts.rows import JournalRow
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.system import request as requests
from calljournal.desktop.system.request import Request
from calljournal.desktop.windows import Windows
from calljournal.errors import CallJournalError
from calljournal.languages import tr
from calljournal.worklog import Kind

LOOKED_THROUGH = 100
"""Calls among which the latest is that somebody talked in."""


class Errands(QObject):
    """Carries out requests; `windows` gives the windows of the moment.

    Signals:
        background_wanted(): be there without a window
        keyboard_wanted(): a person has asked for the program: a call that rings can have the keyboard
    """

    background_wanted = Signal()
    keyboard_wanted = Signal()

    def __init__(self, bridge: Bridge, doors: Doors, windows: Callable[[], Windows], parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._doors, self._windows = bridge, doors, windows

    def carry_out(self, request: Request) -> None:
        """Do what a start was for."""
        if request.token:
            os.environ["XDG_ACTIVATION_TOKEN"] = request.token  # Qt shows it to a compositor that asks
        doors = self._doors
        wishes: dict[str, Callable[[], object]] = {
            requests.JOURNAL: self._show_journal,
            requests.BACKGROUND: self.background_wanted.emit,
            requests.DIAL: lambda: self._windows().dialler.dial_from_outside(request.uri),
            requests.BOOK_LATEST: self.book_latest,
            requests.DIAL_CLIPBOARD: self.dial_clipboard,
            "dial-box": lambda: doors.dial_box_wanted.emit(""),
            "contacts": doors.contacts_wanted.emit,
            "projects": doors.projects_wanted.emit,
            "my-time": doors.my_time_wanted.emit,
            "unbooked": doors.unbooked_wanted.emit,
            "add-call": doors.add_call_wanted.emit,
            "settings": lambda: doors.settings_wanted.emit(""),
        }
        wishes[request.wish]()

    def _show_journal(self) -> None:
        """Bring the program to the front, as by a key that the desktop has for that; before all, what rings."""
        self._doors.journal_wanted.emit()
        self.keyboard_wanted.emit()

    def dial_clipboard(self) -> None:
        """Dial the number in the clipboard."""
        self._windows().dialler.dial_clipboard()

    def book_latest(self) -> None:
        """Open the time form of the latest call in which somebody talked."""
        self._bridge.ask(ListRows(limit=LOOKED_THROUGH), self._on_rows, self._on_error)

    def _on_rows(self, rows: Iterable[JournalRow]) -> None:
        for row in rows:
            if row.entry.answered is not None and not row.private:
                self._windows().forms.open(row, Kind.TIME)
                return
        self._doors.erred.emit(tr("There is no call to book yet."))
        self._doors.journal_wanted.emit()

    def _on_error(self, error: CallJournalError) -> None:
        self._doors.erred.emit(tr(error.words))
