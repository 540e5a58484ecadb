"""Keys that work in every program are recorded as they are pressed; they are shown as the system names them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from calljournal.contracts.manifest import Field, FieldKind
from calljournal.desktop.settings.editors import EDITORS, KeysEditor
from calljournal.desktop.settings.page import PageView
from calljournal.settings import Places, load
from tests.desktop.settings.conftest import Open

pytestmark = pytest.mark.desktop
CONTROL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
KEY = "user.shortcut_book"


@pytest.fixture
def editor(qtbot: QtBot) -> KeysEditor:
    """Give an editor with keys in it."""
    one = EDITORS[FieldKind.KEYS](Field("keys", "Keys", FieldKind.KEYS))
    assert isinstance(one, KeysEditor)
    qtbot.addWidget(one)
    one.set_value("Ctrl+Alt+B")
    with qtbot.waitActive(one):
        one.show()
        one.activateWindow()
    one.input.setFocus()
    return one


def test_keys_are_recorded_by_pressing(qtbot: QtBot, editor: KeysEditor) -> None:
    assert editor.value() == "Ctrl+Alt+B"
    with qtbot.waitSignal(editor.left):
        QTest.keyClick(editor.input, Qt.Key.Key_K, CONTROL_ALT)
    assert editor.value() == "Ctrl+Alt+K"
    assert editor._edit.keySequence() == QKeySequence("Ctrl+Alt+K")


@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_Delete])
def test_they_are_emptied_by_a_key_and_by_a_button(qtbot: QtBot, editor: KeysEditor, key: Qt.Key) -> None:
    assert editor._edit.isClearButtonEnabled()
    with qtbot.waitSignal(editor.left):
        QTest.keyClick(editor.input, key)
    assert editor.value() == ""
    editor.set_value("Ctrl+Alt+B")
    with qtbot.waitSignal(editor.left):
        editor._edit.clear()
    assert editor.value() == ""


def test_what_is_only_held_is_no_key(qtbot: QtBot, editor: KeysEditor) -> None:
    """Whoever holds Ctrl and thinks better of it has changed nothing; one key is told once."""
    told: list[object] = []
    editor.left.connect(lambda: told.append(editor.value()))
    QTest.keyPress(editor.input, Qt.Key.Key_Control)
    QTest.keyRelease(editor.input, Qt.Key.Key_Control)
    assert editor.value() == "Ctrl+Alt+B"
    assert editor._edit.keySequence() == QKeySequence("Ctrl+Alt+B")
    QTest.keyClick(editor.input, Qt.Key.Key_K, CONTROL_ALT)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["Ctrl+Alt+K"]


def test_what_is_no_key_stays_as_it_stands_until_one_is_pressed(editor: KeysEditor) -> None:
    """As it was typed into the file by hand: to leave the page changes nothing."""
    editor.set_value("whatever that is")
    assert editor.value() == "whatever that is"


@pytest.mark.parametrize("keys", [(Qt.Key.Key_Escape, NONE), (Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)])
def test_the_keys_that_close_the_window_close_it(
    qtbot: QtBot, open_settings: Open, keys: tuple[Qt.Key, Qt.KeyboardModifier]
) -> None:
    window, _ = open_settings()
    page = window.pages["telephony-user"]
    assert isinstance(page, PageView)
    window.turn_to(page.name)
    with qtbot.waitActive(window):
        window.activateWindow()
    row = page.form.rows[KEY]
    row.editor.input.setFocus()
    QTest.keyClick(row.editor.input, *keys)
    assert not window.isVisible()
    assert row.editor.value() == "Ctrl+Alt+B"


def test_a_key_alone_is_refused_and_a_good_one_is_kept(qtbot: QtBot, open_settings: Open, places: Places) -> None:
    """It would be taken from every other program."""
    window, _ = open_settings()
    page = window.pages["telephony-user"]
    assert isinstance(page, PageView)
    window.turn_to(page.name)
    row = page.form.rows[KEY]
    QTest.keyClick(row.editor.input, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "F9 alone would be taken from all programs" in row.refusal)
    assert load(places.settings_file).user.shortcut_book == "Ctrl+Alt+B"
    QTest.keyClick(row.editor.input, Qt.Key.Key_F9, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: load(places.settings_file).user.shortcut_book == "Alt+F9")
    qtbot.waitUntil(lambda: not row.refusal)
