"""The icon beside the clock: how the lines are in words and shape, a way to every window, and doing without it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from calljournal.contracts.line import LineState
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.system import tray as tray_module
from calljournal.desktop.system.tray import Tray
from tests.desktop.samples import ASTERISK, SIMULATOR


@pytest.fixture
def tray(qapp: QApplication) -> Iterator[Tray]:
    made = Tray(Icons(), Doors())
    yield made
    made.hide()
    made.menu.deleteLater()


def pixels(icon: QIcon) -> object:
    return icon.pixmap(32, 32).toImage()


def test_it_says_how_the_lines_are(tray: Tray) -> None:
    assert tray.icon.toolTip() == "Call Journal: no line is set up"
    tray.set_lines([ASTERISK])
    assert tray.icon.toolTip() == "Call Journal: the line is connected"
    tray.set_lines([ASTERISK, SIMULATOR])
    assert tray.icon.toolTip() == "Call Journal: all 2 lines are connected"
    tray.show_lines([replace(ASTERISK, state=LineState.DISCONNECTED)])
    assert tray.icon.toolTip() == "Call Journal: 1 of 2 lines connected"


def test_trouble_is_told_by_shape(tray: Tray) -> None:
    """And is gone with the trouble."""
    tray.set_lines([ASTERISK])
    well = pixels(tray.icon.icon())
    tray.show_lines([replace(ASTERISK, state=LineState.REFUSED)])
    assert pixels(tray.icon.icon()) != well
    tray.show_lines([ASTERISK])
    assert pixels(tray.icon.icon()) == well


@pytest.mark.parametrize(
    ("text", "door", "arguments"),
    [
        ("&Journal", "journal_wanted", []),
        ("&Dial…", "dial_box_wanted", [""]),
        ("&Contacts", "contacts_wanted", []),
        ("My &time", "my_time_wanted", []),
        ("&Add a call…", "add_call_wanted", []),
        ("&Settings", "settings_wanted", [""]),
        ("&Quit", "quit_wanted", []),
    ],
)
def test_its_menu_opens_every_window(
    qapp: QApplication, qtbot: QtBot, text: str, door: str, arguments: list[object]
) -> None:
    doors = Doors()
    tray = Tray(Icons(), doors)
    (action,) = [action for action in tray.menu.actions() if action.text() == text]
    with qtbot.waitSignal(getattr(doors, door)) as wanted:
        action.trigger()
    assert wanted.args == arguments
    tray.hide()


def test_each_entry_of_the_menu_has_a_key_of_its_own(tray: Tray) -> None:
    keys = [action.text().partition("&")[2][:1].lower() for action in tray.menu.actions() if action.text()]
    assert all(keys)
    assert len(set(keys)) == len(keys)


def test_a_click_opens_the_journal(qapp: QApplication, qtbot: QtBot) -> None:
    doors = Doors()
    tray = Tray(Icons(), doors)
    with qtbot.waitSignal(doors.journal_wanted):
        tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    with qtbot.assertNotEmitted(doors.journal_wanted):
        tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)
    tray.hide()


def test_a_tray_that_comes_later_is_used(tray: Tray, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """At login it often comes after us."""
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    tray._looking.setInterval(20)
    tray.look()
    assert not tray.is_there
    tray.notify("nobody", "sees this")
    with qtbot.waitSignal(tray.came):
        monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    assert tray.is_there
    assert not tray._looking.isActive()


def test_it_blinks_until_told_otherwise(tray: Tray, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    tray._blinking.setInterval(20)
    still = pixels(tray.icon.icon())
    tray.blink(True)
    qtbot.waitUntil(lambda: pixels(tray.icon.icon()) != still)
    qtbot.waitUntil(lambda: pixels(tray.icon.icon()) == still)
    qtbot.waitUntil(lambda: pixels(tray.icon.icon()) != still)
    tray.blink(False)
    assert pixels(tray.icon.icon()) == still
    assert tray_module.BLINK >= 300  # slower than what may set off a seizure
