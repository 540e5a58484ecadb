"""Booking forms on a played engine."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from calljournal.contracts.rows import JournalRow
from calljournal.desktop.booking.form import BookingForm
from calljournal.desktop.booking.forms import BookingForms
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.worklog import Kind
from tests.desktop.booking.played import Book
from tests.desktop.conftest import FakeClock
from tests.desktop.fake_service import FakeService


class Desk:
    """The forms, and what tests do with them; `said` and `erred` are what they told the user."""

    def __init__(self, bridge: Bridge, fake: FakeService, book: Book, clock: FakeClock, qtbot: QtBot) -> None:
        self.bridge, self.fake, self.book, self.qtbot = bridge, fake, book, qtbot
        self.doors = Doors()
        self.said: list[str] = []
        self.erred: list[str] = []
        self.doors.said.connect(self.said.append)
        self.doors.erred.connect(self.erred.append)
        self._parent = QObject()
        self._clock = clock
        self.forms = self.anew()
        bridge.changed.connect(lambda changes: self.forms.rows_changed(changes.rows))
        bridge.changed.connect(lambda changes: self.forms.rows_deleted(changes.deleted))

    def anew(self) -> BookingForms:
        """Make the forms as a new start of the window would."""
        self.forms = BookingForms(self.bridge, Icons(), self.doors, self._clock, self._parent)
        return self.forms

    def start(self) -> None:
        """Open the engine."""
        with self.qtbot.waitSignal(self.bridge.ready):
            self.bridge.start()

    def open(self, row: JournalRow, kind: Kind = Kind.TIME) -> BookingForm:
        """Open the form of a call, and wait until all is known that it asked for."""
        self.fake.add(row)
        form = self.forms.open(row, kind)
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is form and QApplication.focusWidget() is not None)
        self.settle(form)
        return form

    def settle(self, form: BookingForm) -> None:
        """Wait until the form has its answers."""
        self.qtbot.waitUntil(lambda: not form._unanswered and form.preview.is_settled)

    def wait_gone(self) -> None:
        """Wait until no form is open."""
        self.qtbot.waitUntil(lambda: not self.forms.forms())

    def close(self) -> None:
        """Close what is open."""
        for form in self.forms.forms():
            form.close()


@pytest.fixture
def book(fake: FakeService) -> Book:
    """Give the book that the played engine knows."""
    book = Book()
    book.teach(fake)
    return book


@pytest.fixture
def desk(qtbot: QtBot, bridge: Bridge, fake: FakeService, book: Book, clock: FakeClock) -> Iterator[Desk]:
    """Give the forms on an engine that is open."""
    desk = Desk(bridge, fake, book, clock, qtbot)
    desk.start()
    yield desk
    desk.close()
