"""My time on a played book."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from calljournal.contracts.work import Work
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.worked.edit_form import EditForm
from calljournal.desktop.worked.my_time import MyTime
from calljournal.desktop.worked.windows import WorkWindows
from tests.desktop.fake_service import FakeService
from tests.desktop.worked.played import TODAY, Ledger


class Office:
    """The window, and what tests do with it."""

    def __init__(self, bridge: Bridge, fake: FakeService, ledger: Ledger, qtbot: QtBot) -> None:
        self.fake, self.ledger, self.qtbot = fake, ledger, qtbot
        self.doors = Doors()
        self._parent = QObject()
        self.windows = WorkWindows(bridge, Icons(), self.doors, self._parent)
        self.windows._today = lambda: TODAY

    @property
    def window(self) -> MyTime:
        """My time."""
        assert self.windows.window is not None
        return self.windows.window

    def open(self) -> MyTime:
        """Open My time, and wait for today's work."""
        self.windows.show_my_time()
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is self.window)
        self.wait_listed("t1", "t2", "t3", "a4")
        return self.window

    def ids(self) -> tuple[str, ...]:
        """Give what is listed."""
        return tuple(work.id for work in self.window.table.works.works)

    def wait_listed(self, *ids: str) -> None:
        """Wait until these are listed."""
        self.qtbot.waitUntil(lambda: self.ids() == ids)

    def selected(self) -> tuple[Work, ...]:
        """Give what is selected."""
        return self.window.table.selection()

    def wait_said(self, part: str) -> None:
        """Wait until the message line says it."""
        self.qtbot.waitUntil(lambda: part in self.window.notice.text)

    def form(self) -> EditForm:
        """Give the only form that is open."""
        (form,) = self.window.actions_.forms()
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is form)
        return form


@pytest.fixture
def office(qtbot: QtBot, bridge: Bridge, fake: FakeService) -> Iterator[Office]:
    """Give the windows on an engine that is open."""
    ledger = Ledger()
    ledger.teach(fake)
    office = Office(bridge, fake, ledger, qtbot)
    with qtbot.waitSignal(bridge.ready):
        bridge.start()
    yield office
    if office.windows.window is not None:
        office.windows.window.close()
