"""A window manager, English words and Swiss time; an engine that is played, and a window on it."""

import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from calljournal.contracts.command import Command
from calljournal.desktop.booking.forms import BookingForms
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.journal.window import JournalWindow
from calljournal.desktop.look.icons import Icons
from tests.desktop import samples
from tests.desktop.booking.played import Book
from tests.desktop.fake_service import FakeService
from tests.desktop.journal.played import PlayedRows
from tests.zones import computer_in


@pytest.fixture(scope="session", autouse=True)
def window_manager() -> Iterator[None]:
    """Run openbox: without a window manager no window ever gets the keyboard."""
    manager = subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.3)
    yield
    manager.terminate()
    manager.wait(5)


@pytest.fixture(autouse=True)
def swiss_english() -> Iterator[None]:
    """Let every test run in Zürich, in English."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.Switzerland))
    with computer_in("Europe/Zurich"):
        yield
    QLocale.setDefault(before)


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = samples.NOW

    def __call__(self) -> datetime:
        """Give the moment."""
        return self.moment

    def move(self, seconds: float) -> None:
        """Go on."""
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> FakeClock:
    """Give a clock that a test moves."""
    return FakeClock()


@pytest.fixture
def fake() -> FakeService:
    """Give an engine with people, projects and a line, and no calls."""
    service = FakeService()
    service.contacts = dict(samples.CONTACTS)
    service.projects = samples.PROJECTS
    service.service_types = samples.SERVICE_TYPES
    service.lines = {samples.ASTERISK.name: samples.ASTERISK}
    return service


@pytest.fixture
def bridge(qapp: QApplication, fake: FakeService) -> Iterator[Bridge]:
    """Give a bridge to the played engine; a test (or the window) starts it."""
    crossing = Bridge(fake.open)
    yield crossing
    assert crossing.stop()


class Opened:
    """A journal on a played engine, and what tests do with it.

    `rows` is what the engine says about rows, `book` about bookings; `doors` what the journal asks of other windows.
    """

    def __init__(self, bridge: Bridge, fake: FakeService, clock: FakeClock, qtbot: QtBot) -> None:
        self.fake, self.clock, self.qtbot = fake, clock, qtbot
        self.rows, self.book = PlayedRows(), Book()
        self.book.teach(fake)
        self.rows.teach(fake)
        self.doors = Doors()
        self.window = JournalWindow(bridge, self.doors, Icons(), clock, lambda: self.forms)
        self.window.resize(1100, 620)
        self.forms = BookingForms(bridge, self.window.icons, self.doors, clock, self.window)
        bridge.changed.connect(self.window.take_changes)
        bridge.changed.connect(lambda changes: self.forms.rows_changed(changes.rows))

    def open(self, bridge: Bridge) -> None:
        """Show the window, start the engine, and wait for the rows."""
        self.window.show()
        self.qtbot.waitExposed(self.window)
        bridge.start()
        self.qtbot.waitUntil(lambda: bool(self.window.lamps.lamps) and self.window.calls.listing.shown is not None)

    def activate(self) -> None:
        """Give the window the keyboard."""
        with self.qtbot.waitActive(self.window):
            self.window.activateWindow()
        self.window.table.setFocus()

    def ids(self) -> list[str]:
        """Give which calls are listed, from the top; "…" for one that is being read."""
        found = [self.window.model.row_at(at) for at in range(self.window.model.rowCount())]
        return [row.entry.id if row else "…" for row in found]

    def wait_ids(self, *entries: str) -> None:
        """Wait until just these calls are listed."""
        self.qtbot.waitUntil(lambda: self.ids() == list(entries))

    def cell(self, row: int, column: int) -> str:
        """Give what a cell says."""
        return str(self.window.model.index(row, column).data() or "")

    def wait_cell(self, row: int, column: int, text: str) -> None:
        """Wait until a cell says it."""
        self.qtbot.waitUntil(lambda: self.cell(row, column) == text)

    def wait_said(self, part: str) -> None:
        """Wait until the message line says it."""
        self.qtbot.waitUntil(lambda: part in self.window.message.text)

    def asked(self, kind: type[Command[Any]]) -> list[Any]:
        """Give the commands of a kind that the engine was asked."""
        return self.fake.asked_for(kind)

    def press_button(self) -> None:
        """Press the button of the message line."""
        assert not self.window.message.button.isHidden(), "the message has no button"
        self.window.message.button.click()


@pytest.fixture
def opened(qtbot: QtBot, bridge: Bridge, fake: FakeService, clock: FakeClock) -> Iterator[Opened]:
    """Give a window that has not been opened yet, so that a test can fill the engine first."""
    one = Opened(bridge, fake, clock, qtbot)
    qtbot.addWidget(one.window)
    yield one
    for form in one.forms.forms():
        form.close()
    one.window.close()
