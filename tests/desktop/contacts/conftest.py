"""The windows of the address book on a played book."""

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.contact_window import ContactWindow
from calljournal.desktop.contacts.list_window import ContactList
from calljournal.desktop.contacts.projects_window import ProjectsWindow
from calljournal.desktop.contacts.windows import ContactWindows
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from tests.desktop.contacts.played import PlayedBook
from tests.desktop.fake_service import FakeService


def type_at_end(line: QLineEdit, text: str) -> None:
    """Type behind what stands in a line."""
    line.end(False)
    QTest.keyClicks(line, text)


class Opened:
    """The windows, the book and the engine behind them, and what tests do with them."""

    def __init__(self, windows: ContactWindows, doors: Doors, book: PlayedBook, qtbot: QtBot) -> None:
        self.windows, self.doors, self.book, self.qtbot = windows, doors, book, qtbot
        self.fake = book.fake
        self.said: list[str] = []
        doors.said.connect(self.said.append)
        doors.contact_wanted.connect(windows.show_contact)

    def wait(self, condition: Callable[[], object]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(lambda: bool(condition()))

    def hold(self, kind: type) -> Event:
        """Have a type of command answered only when the event is set, or after some seconds."""
        answer, released = self.fake.answers[kind], Event()

        def held(fake: FakeService, command: Any) -> object:
            released.wait(5)
            return answer(fake, command)

        self.fake.answers[kind] = held
        return released

    def contact(self, contact: str) -> ContactWindow:
        """Open a contact, and wait until it and all lists beside it are shown."""
        self.windows.show_contact(contact)
        window = self.window(contact)
        about = window.view.about
        self.wait(lambda: window.view.isVisible() and window.windowTitle() != "Contact")
        sections = (about.projects, about.calls, about.works)
        self.wait(lambda: "Looking up…" not in [section.word for section in sections])
        return window

    def window(self, about: str) -> ContactWindow:
        """Give the open window of a contact."""
        return next(one for one in self.windows.contacts if one.about == about)

    def edit(self, contact: str) -> ContactWindow:
        """Open the form of a contact."""
        window = self.contact(contact)
        window.edit()
        return window

    def list(self) -> ContactList:
        """Open the list, and wait until it is filled."""
        self.windows.show_list()
        found = self.windows.list
        assert found is not None
        self.wait(lambda: found.foot.text() not in ("", "Looking up…"))
        return found

    def projects(self, project: str = "") -> ProjectsWindow:
        """Open the window of projects, and wait until both pages are filled."""
        self.windows.show_projects(project)
        found = self.windows.projects
        assert found is not None
        self.wait(lambda: found.projects.list.model.rowCount() and found.service_types.list.model.rowCount())
        return found

    def close(self) -> None:
        """Close everything, as the end of the program does; what Qt made is let go here, in its own thread."""
        self.windows.close_all()
        for window in (self.windows.list, self.windows.projects):
            if window is not None:
                window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def book(fake: FakeService) -> PlayedBook:
    """Give the played book."""
    return PlayedBook(fake)


@pytest.fixture
def opened(qtbot: QtBot, bridge: Bridge, book: PlayedBook) -> Iterator[Opened]:
    """Give the windows, with the engine running."""
    with qtbot.waitSignal(bridge.ready):
        bridge.start()
    doors = Doors()
    opened = Opened(ContactWindows(bridge, Icons(), doors), doors, book, qtbot)
    yield opened
    opened.close()
