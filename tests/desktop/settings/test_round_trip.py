"""Every setting of every page is set through its widget, and holds after the engine was started anew."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from calljournal.contracts.manifest import FieldKind, Value
from calljournal.contracts.settings_commands import GetSettings, Setting, SettingsPage
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.settings.page import PageView
from calljournal.desktop.settings.window import SettingsWindow
from tests.desktop.settings.conftest import Open

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


@pytest.mark.timeout(120)
def test_every_setting_makes_the_round(qtbot: QtBot, open_settings: Open) -> None:
    window, bridge = open_settings()
    before = settings_of(qtbot, bridge)
    wanted = {key: another(setting) for key, setting in before.items() if not setting.locked}
    changed = [key for key, value in wanted.items() if value != before[key].value]
    assert len(changed) >= 25
    for key in changed:
        set_through_the_window(qtbot, window, before[key], wanted[key])
    window.close()
    assert bridge.stop()
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
