"""Keys that work everywhere: pressed in another window on a real X server, and in words where they do not work."""

import subprocess
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from calljournal.desktop.system.keys import Key, read_key
from calljournal.desktop.system.shortcuts import Shortcuts, forbidden


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Ctrl+Alt+B", Key(0x62, 4 | 8, 0x42, 2 | 1)),
        ("Ctrl+Shift+7", Key(0x37, 4 | 1, 0x37, 2 | 4)),
        ("Meta+F12", Key(0xFFC9, 64, 0x7B, 8)),
        ("Alt+Space", Key(0x20, 8, 0x20, 1)),
    ],
)
def test_a_key_in_the_numbers_of_the_systems(text: str, key: Key) -> None:
    assert read_key(text) == key


@pytest.mark.parametrize("text", ["", "B", "Shift+B", "Ctrl+K, Ctrl+B", "nonsense", "Ctrl+Alt", "Ctrl+Alt+Ä"])
def test_what_is_no_key_for_everywhere(text: str) -> None:
    """A letter alone would be taken from every other program."""
    assert read_key(text) is None


@pytest.fixture
def shortcuts(qapp: QApplication) -> Iterator[Shortcuts]:
    made = Shortcuts()
    yield made
    made.release()
    shiboken6.delete(made)  # here, and not where Python's collector happens to run


@pytest.fixture
def elsewhere(qtbot: QtBot) -> QLineEdit:
    """Give a field with the keyboard, as of another program: the keys must not reach it."""
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.hasFocus)
    return field


def press(key: str) -> None:
    subprocess.run(["xdotool", "key", "--clearmodifiers", key], check=True, timeout=20)


def test_a_key_works_in_every_window(shortcuts: Shortcuts, elsewhere: QLineEdit, qtbot: QtBot) -> None:
    shortcuts.use("Ctrl+Alt+B", "Ctrl+Alt+D")
    assert shortcuts.remarks() == []
    with qtbot.waitSignal(shortcuts.book_wanted):
        press("ctrl+alt+b")
    with qtbot.waitSignal(shortcuts.dial_wanted):
        press("ctrl+alt+d")
    assert elsewhere.text() == ""


def test_other_settings_are_other_keys(shortcuts: Shortcuts, elsewhere: QLineEdit, qtbot: QtBot) -> None:
    shortcuts.use("Ctrl+Alt+B", "")
    shortcuts.use("Ctrl+Alt+J", "")
    with qtbot.waitSignal(shortcuts.book_wanted):
        press("ctrl+alt+j")
    with qtbot.assertNotEmitted(shortcuts.book_wanted, wait=200):
        press("ctrl+alt+b")
    shortcuts.use("", "")
    with qtbot.assertNotEmitted(shortcuts.book_wanted, wait=200):
        press("ctrl+alt+j")


def test_a_key_that_another_program_has_is_said(shortcuts: Shortcuts) -> None:
    other = Shortcuts()
    other.use("Ctrl+Alt+B", "")
    shortcuts.use("Ctrl+Alt+B", "B")
    taken, alone = shortcuts.remarks()
    assert "Ctrl+Alt+B is taken by another program" in taken
    assert alone.startswith("B cannot work in every program")
    other.release()
    shiboken6.delete(other)
    shortcuts.use("", "")
    shortcuts.use("Ctrl+Alt+B", "")
    assert shortcuts.remarks() == []


@pytest.mark.parametrize("platform", ["wayland-egl", "cocoa", "offscreen"])
def test_where_the_system_forbids_it_that_is_said(
    shortcuts: Shortcuts, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: platform)
    assert forbidden()
    shortcuts.use("Ctrl+Alt+B", "Ctrl+Alt+D")
    assert shortcuts.remarks() == [forbidden()]
