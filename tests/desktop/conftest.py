"""A window manager, English words and Swiss time; an engine that is played, and a window on it."""

import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from calljournal.contracts.service import ListRows
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal.window import JournalWindow
from tests.desktop import samples
from tests.desktop.fake_service import FakeService
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
    """A window on a played engine, and what tests do with it."""

    def __init__(self, window: JournalWindow, fake: FakeService, clock: FakeClock, qtbot: QtBot) -> None:
        self.window = window
        self.fake = fake
        self.clock = clock
        self.qtbot = qtbot

    def open(self, bridge: Bridge) -> None:
        """Show the window, start the engine, and wait for the rows."""
        self.window.show()
        self.qtbot.waitExposed(self.window)
        bridge.start()
        self.qtbot.waitUntil(lambda: bool(self.window.lamps.lamps))
        self.qtbot.waitUntil(lambda: self.window.model.rowCount() == len(self.fake.list_rows(ALL)))

    def cell(self, row: int, column: int) -> str:
        """Give what a cell says."""
        return str(self.window.model.index(row, column).data() or "")

    def wait_cell(self, row: int, column: int, text: str) -> None:
        """Wait until a cell says it."""
        self.qtbot.waitUntil(lambda: self.cell(row, column) == text)

    def wait_said(self, part: str) -> None:
        """Wait until the message line says it."""
        self.qtbot.waitUntil(lambda: part in self.window.message.text)


ALL = ListRows()


@pytest.fixture
def opened(qtbot: QtBot, bridge: Bridge, fake: FakeService, clock: FakeClock) -> Iterator[Opened]:
    """Give a window that has not been opened yet, so that a test can fill the engine first."""
    window = JournalWindow(bridge, now=clock)
    qtbot.addWidget(window)
    yield Opened(window, fake, clock, qtbot)
    window.close()
