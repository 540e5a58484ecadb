"""Every setting of every page is set through its widget, and holds after the engine was started anew."""

from pathlib import Path

import pytest
import tomlkit
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from calljournal.contracts.manifest import FieldKind, Value
from calljournal.contracts.settings_commands import GetSettings, Setting, SettingsPage
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.settings.fields import FieldRow
from calljournal.desktop.settings.page import PageView
from calljournal.desktop.settings.window import SettingsWindow
from calljournal.settings import Places
from calljournal.settings.toml import Tree, over, read_tree
from tests.desktop.settings.conftest import Open

NONE = Qt.KeyboardModifier.NoModifier
OTHER: dict[str, Value] = {
    "firm.country": "DE",
    "firm.area": "30",
    "firm.outside": "0",
    "firm.internal": "3",
    "firm.international": "000",
    "user.reminder": "17:30",
    "user.shortcut_book": "Ctrl+Alt+X",
    "user.shortcut_dial": "Ctrl+Alt+Y",
}
"""What is typed where not every text will do."""


def settings_of(qtbot: QtBot, bridge: Bridge) -> dict[str, Setting]:
    """Give what the engine says is set."""
    answers: list[tuple[SettingsPage, ...]] = []
    errors: list[Exception] = []
    bridge.ask(GetSettings(), answers.append, errors.append)
    qtbot.waitUntil(lambda: bool(answers or errors))
    assert not errors
    return {setting.key: setting for page in answers[0] for setting in page.settings}


def another(setting: Setting) -> Value:
    """Give a value that the setting does not have."""
    if setting.key in OTHER:
        return OTHER[setting.key]
    if setting.field.kind is FieldKind.YES_NO:
        return not setting.value
    if setting.field.kind is FieldKind.NUMBER:
        return int(setting.value) + 1
    if setting.field.kind is FieldKind.CHOICE:
        return next((one.value for one in setting.field.choices if one.value != setting.value), setting.value)
    return "Petra"


def set_through_the_window(qtbot: QtBot, window: SettingsWindow, setting: Setting, value: Value) -> None:
    """Type or choose a value, leave the field, and wait until it is saved."""
    page = next(page for page in window.pages.values() if isinstance(page, PageView) and setting.key in page.form.rows)
    row = page.form.rows[setting.key]
    row.editor.set_value(value)
    with qtbot.waitSignal(page.saved, timeout=10_000):
        row.editor.left.emit()
    assert not row.refusal


def in_file(saved: Tree, key: str) -> object:
    """Give what stands in the user's own file; a number as the window has it."""
    found: object = saved
    for part in key.split("."):
        assert isinstance(found, dict)
        found = found.get(part)
    return found


@pytest.mark.timeout(120)
def test_every_setting_makes_the_round(qtbot: QtBot, open_settings: Open, places: Places) -> None:
    window, bridge = open_settings()
    before = settings_of(qtbot, bridge)
    wanted = {key: another(setting) for key, setting in before.items() if not setting.locked}
    changed = [key for key, value in wanted.items() if value != before[key].value]
    assert len(changed) >= 25
    for key in changed:
        set_through_the_window(qtbot, window, before[key], wanted[key])
    window.close()
    assert bridge.stop()
    saved = read_tree(places.settings_file) or {}
    assert {key: in_file(saved, key) for key in changed} == {key: wanted[key] for key in changed}
    again, bridge = open_settings()
    after = settings_of(qtbot, bridge)
    assert {key: after[key].value for key in changed} == {key: wanted[key] for key in changed}
    shown = {
        key: row.editor.value()
        for page in again.pages.values()
        if isinstance(page, PageView)
        for key, row in page.form.rows.items()
    }
    assert {key: shown[key] for key in changed} == {key: wanted[key] for key in changed}


def test_what_is_locked_is_shown_and_cannot_be_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, open_settings: Open
) -> None:
    machine = tmp_path / "machine.toml"
    machine.write_text('locked = ["firm.country"]\n[firm]\ncountry = "AT"\n', encoding="utf-8")
    monkeypatch.setenv("CALLJOURNAL_MACHINE_SETTINGS", str(machine))
    window, _ = open_settings()
    page = window.pages["telephony-firm"]
    assert isinstance(page, PageView)
    country = page.form.rows["firm.country"].editor
    assert country.value() == "AT"
    assert not country.isEnabled()
    assert str(machine) in country.input.accessibleDescription()
    assert page.form.rows["firm.area"].editor.isEnabled()


def test_a_refused_value_stays_typed_and_says_why(qtbot: QtBot, open_settings: Open) -> None:
    window, bridge = open_settings()
    page = window.pages["telephony-firm"]
    assert isinstance(page, PageView)
    row = page.form.rows["firm.country"]
    row.editor.set_value("Elbonia")
    row.editor.left.emit()
    qtbot.waitUntil(lambda: bool(row.refusal))
    assert row.editor.value() == "Elbonia"
    assert settings_of(qtbot, bridge)["firm.country"].value != "Elbonia"
    row.editor.set_value("AT")
    with qtbot.waitSignal(page.saved):
        row.editor.left.emit()
    assert not row.refusal


def tree_of(wanted: dict[str, Value]) -> Tree:
    """Give settings by key as the tables of a file."""
    tree: Tree = {}
    for key, value in wanted.items():
        one: Tree = {key.split(".")[-1]: value}
        for part in reversed(key.split(".")[:-1]):
            one = {part: one}
        tree = over(tree, one)
    return tree


def fixed_rows(window: SettingsWindow) -> dict[str, FieldRow]:
    """Give all fields of all pages."""
    pages = [page for page in window.pages.values() if isinstance(page, PageView)]
    return {key: row for page in pages for key, row in page.form.rows.items()}


@pytest.mark.timeout(120)
def test_every_field_that_this_computer_fixes_says_so(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, open_settings: Open
) -> None:
    """Whatever kind of field it is: shown as it holds, not to be changed, and with the file that fixes it."""
    window, bridge = open_settings()
    wanted = {key: another(one) for key, one in settings_of(qtbot, bridge).items()}
    kinds = {one.field.kind for one in settings_of(qtbot, bridge).values()}
    assert kinds == set(FieldKind) - {FieldKind.SECRET}
    window.close()
    assert bridge.stop()
    machine = tmp_path / "machine.toml"
    machine.write_text(tomlkit.dumps({"locked": list(wanted), **tree_of(wanted)}), encoding="utf-8")
    monkeypatch.setenv("CALLJOURNAL_MACHINE_SETTINGS", str(machine))
    window, _ = open_settings()
    for key, row in fixed_rows(window).items():
        assert row.editor.value() == wanted[key], key
        assert not row.editor.isEnabled(), key
        assert str(machine) in row.editor.input.accessibleDescription(), key
        assert any(str(machine) in label.text() for label in row.findChildren(QLabel)), key


@pytest.mark.parametrize(
    ("key", "variable", "text", "value"),
    [
        ("firm.area", "CALLJOURNAL_SET_FIRM_AREA", "44", "44"),
        ("firm.drop_area", "CALLJOURNAL_SET_FIRM_DROP_AREA", "true", True),
        ("firm.dial", "CALLJOURNAL_SET_FIRM_DIAL", "uri", "uri"),
        ("firm.retention.booked", "CALLJOURNAL_SET_FIRM_RETENTION_BOOKED", "400", 400),
    ],
)
def test_what_the_environment_fixes_says_so(
    monkeypatch: pytest.MonkeyPatch, open_settings: Open, key: str, variable: str, text: str, value: Value
) -> None:
    monkeypatch.setenv(variable, text)
    window, _ = open_settings()
    rows = fixed_rows(window)
    assert rows[key].editor.value() == value
    assert not rows[key].editor.isEnabled()
    assert variable in rows[key].editor.input.accessibleDescription()
    assert rows["firm.country"].editor.isEnabled()


# --- chosen only when chosen -----------------------------------------------------------------------------------------


def combo_of(window: SettingsWindow, key: str) -> QComboBox:
    """Give the list of a choice, on the page that is shown, with the keyboard."""
    window.turn_to("language")
    combo = fixed_rows(window)[key].editor.input
    assert isinstance(combo, QComboBox)
    combo.setFocus()
    return combo


def test_arrow_keys_pass_by_and_enter_chooses(qtbot: QtBot, open_settings: Open) -> None:
    window, bridge = open_settings()
    qtbot.waitActive(window)
    combo = combo_of(window, "firm.vocabulary")
    before = combo.currentData()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentData() != before
    assert settings_of(qtbot, bridge)["firm.vocabulary"].value == before
    page = window.pages["language"]
    assert isinstance(page, PageView)
    with qtbot.waitSignal(page.saved, timeout=10_000):
        QTest.keyClick(combo, Qt.Key.Key_Return)
    assert settings_of(qtbot, bridge)["firm.vocabulary"].value == combo.currentData()


@pytest.mark.parametrize("how", ["tab", "close", "list"])
def test_leaving_the_list_chooses(qtbot: QtBot, open_settings: Open, how: str) -> None:
    window, bridge = open_settings()
    with qtbot.waitActive(window):
        window.activateWindow()
    combo = combo_of(window, "firm.vocabulary")
    QTest.keyClick(combo, Qt.Key.Key_Down)
    page = window.pages["language"]
    assert isinstance(page, PageView)
    with qtbot.waitSignal(page.saved, timeout=10_000):
        if how == "tab":
            QTest.keyClick(combo, Qt.Key.Key_Tab)
        elif how == "close":
            window.close()
        else:
            combo.showPopup()
            QTest.keyClick(combo.view(), Qt.Key.Key_Down)
            QTest.keyClick(combo.view(), Qt.Key.Key_Return)
    assert settings_of(qtbot, bridge)["firm.vocabulary"].value == combo.currentData()


@pytest.mark.parametrize("keys", [(Qt.Key.Key_Escape, NONE), (Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)])
def test_what_is_typed_is_saved_when_a_key_closes_the_window(
    qtbot: QtBot, open_settings: Open, keys: tuple[Qt.Key, Qt.KeyboardModifier]
) -> None:
    window, bridge = open_settings()
    with qtbot.waitActive(window):
        window.activateWindow()
    page = window.pages["telephony-firm"]
    assert isinstance(page, PageView)
    window.turn_to(page.name)
    line = page.form.rows["firm.area"].editor.input
    line.setFocus()
    QTest.keyClicks(line, "31")
    with qtbot.waitSignal(page.saved, timeout=10_000):
        QTest.keyClick(line, *keys)
    assert not window.isVisible()
    assert settings_of(qtbot, bridge)["firm.area"].value == "31"
