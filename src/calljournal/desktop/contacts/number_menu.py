"""What can be done with a telephone number, wherever one stands: its normalised form, call, copy.

And what the person behind it may ask for: to be given all that is kept of it, or to be forgotten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from calljournal.contracts.service import PreviewCall
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.errors import CallJournalError
from calljournal.languages import tr
from calljournal.numbers import Dialling

if TYPE_CHECKING:
    from calljournal.desktop.contacts.person_requests import PersonRequests


def add_number_actions(menu: QMenu, number: str, bridge: Bridge, doors: Doors) -> None:
    """Add to a menu what can be done with a number as somebody wrote it; the engine is asked how it reads it."""
    NumberActions(menu, number, bridge, doors)


class NumberActions(QObject):
    """The lines of one number in a menu; they go when the menu goes. No signals.

    The normalised form comes when the engine has answered: until then, its line says that it is looked up.
    """

    def __init__(self, menu: QMenu, number: str, bridge: Bridge, doors: Doors) -> None:
        super().__init__(menu)
        self._number = number
        self._bridge = bridge
        self._normalised = ""
        self._doors = doors
        self.form = self._add(menu, tr("Reading {number}…", number=_shown(number)))
        self.form.setEnabled(False)
        self.call = self._add(menu, tr("&Call {number}", number=_shown(number)))
        self.call.triggered.connect(self._call)
        self.copy = self._add(menu, tr("C&opy number"))
        self.copy.triggered.connect(self._copy)
        self.copy_normalised = self._add(menu, tr("Copy &normalised number"))
        self.copy_normalised.triggered.connect(self._copy_normalised)
        self.copy_normalised.setEnabled(False)
        self._add_requests(menu)
        bridge.ask(PreviewCall(number), self._on_read, self._on_error)

    def _add(self, menu: QMenu, text: str) -> QAction:
        action = QAction(text, self)
        menu.addAction(action)
        return action

    def _add_requests(self, menu: QMenu) -> None:
        """Offer, a step away, what is rarely wanted and cannot be taken back."""
        below = menu.addMenu(tr("&Data protection"))
        self.give_out = self._add(below, tr("&Export everything about this number…"))
        self.give_out.triggered.connect(self._give_out)
        self.forget = self._add(below, tr("&Forget this number…"))
        self.forget.triggered.connect(self._forget)

    def _give_out(self) -> None:
        _requests(self._bridge, self._doors).give_out(self._number, self._number)

    def _forget(self) -> None:
        _requests(self._bridge, self._doors).forget(self._number, self._number)

    def _on_read(self, dialling: Dialling) -> None:
        self._normalised = dialling.e164 or ""
        shown = _shown(self._normalised or dialling.shown)
        if self._normalised:
            self.form.setText(tr("Normalised: {number}", number=shown))
        else:  # a number of the house, a short code: it has no other form
            self.form.setText(tr("Read as: {number}", number=shown))
        self.copy_normalised.setEnabled(bool(self._normalised))

    def _on_error(self, error: CallJournalError) -> None:
        """Say why it cannot be dialled; calling says it again, with what can be done about it."""
        self.form.setText(_shown(tr(error.words)))

    def _call(self) -> None:
        self._doors.call_wanted.emit(self._number)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._number)

    def _copy_normalised(self) -> None:
        QGuiApplication.clipboard().setText(self._normalised)


def _requests(bridge: Bridge, doors: Doors) -> PersonRequests:
    """Import the windows when somebody wants one: a menu is needed by the journal, and has to be there at once."""
    from calljournal.desktop.contacts.person_requests import requests_of

    return requests_of(bridge, doors)


def _shown(text: str) -> str:
    """Give a text as a menu shows it: what comes from outside underlines no letter."""
    return text.replace("&", "&&")
