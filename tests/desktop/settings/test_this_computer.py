"""The page of this computer: what the window system forbids is said once, and the program can be removed."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from calljournal.contracts.settings_commands import ForgetSecrets
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.settings.this_computer import ThisComputerPage
from calljournal.desktop.system import installation
from calljournal.desktop.system.installation import Installation
from calljournal.desktop.system.shortcuts import Shortcuts
from calljournal.errors import StoreFailed, Unreachable
from tests.desktop.fake_service import FakeService

PLACED = "This window system places windows by itself"
KEYS = "lets no program have keys"


class Computer:
    """What is installed here, played: no test touches the desktop that it runs in."""

    def __init__(self) -> None:
        self.known = Installation(links=True, login=True)
        self.error: StoreFailed | None = None

    def look(self) -> Installation:
        """Say how it is."""
        return self.known

    def remove(self) -> None:
        """Take all of it back."""
        if self.error is not None:
            raise self.error
        self.known = Installation(links=False, login=False)


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> Computer:
    """Give a computer on which everything is switched on."""
    one = Computer()
    monkeypatch.setattr(installation, "look", one.look)
    monkeypatch.setattr(installation, "remove", one.remove)
    return one


@pytest.fixture
def shortcuts() -> Shortcuts:
    """Give the keys for all programs."""
    return Shortcuts()


@pytest.fixture
def page(
    qtbot: QtBot, bridge: Bridge, fake: FakeService, computer: Computer, shortcuts: Shortcuts
) -> Iterator[ThisComputerPage]:
    """Give the page, not shown yet."""
    fake.answers[ForgetSecrets] = lambda fake, command: 2
    with qtbot.waitSignal(bridge.ready):
        bridge.start()
    one = ThisComputerPage(bridge, Icons(), Doors(), shortcuts.remarks)
    qtbot.addWidget(one)
    qtbot.waitUntil(one.links.isChecked)
    yield one
    one.close()


def said(page: ThisComputerPage) -> str:
    """Give all that the page says in labels."""
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_under_wayland_the_page_says_once_what_is_forbidden(
    monkeypatch: pytest.MonkeyPatch, page: ThisComputerPage, shortcuts: Shortcuts
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "wayland-egl")
    shortcuts.use("Ctrl+Alt+B", "Ctrl+Alt+D")
    page.show()
    assert said(page).count(PLACED) == 1
    assert said(page).count(KEYS) == 1
    assert "calljournal desktop open book-latest" in said(page)
    page.hide()
    page.show()
    assert said(page).count(KEYS) == 1


def test_where_nothing_is_forbidden_nothing_is_said_and_what_changes_is(
    page: ThisComputerPage, shortcuts: Shortcuts, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.show()
    assert not page.remarks.isVisible()
    page.hide()
    monkeypatch.setattr(shortcuts, "_remarks", ["Ctrl+Alt+B is taken by another program: choose another one."])
    page.show()
    assert "is taken by another program" in said(page)


def test_removing_asks_in_the_page_and_leaves_the_data(
    qtbot: QtBot, page: ThisComputerPage, fake: FakeService, computer: Computer
) -> None:
    page.show()
    page.removal.button.click()
    assert "Journal and settings stay" in page.removal.notice.text
    assert QApplication.activeModalWidget() is None
    assert computer.known.links
    assert not fake.asked_for(ForgetSecrets), "it asks first"
    page.removal.notice.button.click()
    qtbot.waitUntil(lambda: "2 passwords are forgotten" in page.removal.notice.text)
    assert computer.known == Installation(links=False, login=False)
    qtbot.waitUntil(lambda: not page.links.isChecked() and not page.login.isChecked())
    with qtbot.waitSignal(page.removal._doors.quit_wanted):
        page.removal.notice.button.click()
    assert len(fake.asked_for(ForgetSecrets)) == 1


def test_what_cannot_be_removed_is_said(
    qtbot: QtBot, page: ThisComputerPage, fake: FakeService, computer: Computer
) -> None:
    """And can be tried again; passwords are forgotten only after the links are taken back."""
    page.show()
    computer.error = StoreFailed("the settings of this desktop cannot be changed: No space left on device")
    page.removal.button.click()
    page.removal.notice.button.click()
    qtbot.waitUntil(lambda: "No space left" in page.removal.notice.text)
    assert page.removal.button.isEnabled()
    assert not fake.asked_for(ForgetSecrets)
    computer.error = None
    fake.errors[ForgetSecrets] = Unreachable("the keyring does not answer")
    page.removal.button.click()
    page.removal.notice.button.click()
    qtbot.waitUntil(lambda: page.removal.notice.text == "the keyring does not answer")
    assert page.removal.button.isEnabled()
