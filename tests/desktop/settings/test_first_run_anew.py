"""The first run goes on where it was when all windows are made anew, as a country or a language has other words."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QSettings
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from calljournal.cli.session import open_service
from calljournal.contracts.settings_commands import ChangeSettings
from calljournal.desktop.changes import Changes
from calljournal.desktop.frame import Frame
from calljournal.desktop.look.language import use_language
from calljournal.desktop.program import Program
from calljournal.desktop.settings.first_run import FirstRun
from calljournal.desktop.system.lock import WindowLock
from calljournal.desktop.system.request import Request
from calljournal.desktop.system.window_place import WindowPlace
from calljournal.languages import speak
from calljournal.settings import Places, load, save

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def program(
    qapp: QApplication, places: Places, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    """Give the program as it is started for the first time, in German, with the first run before it."""
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    save(places.settings_file, ("user", "language"), "de")
    before, lock, frame = QLocale(), WindowLock(home), Frame()
    assert lock.take()
    memory = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)
    one = Program(qapp, frame, WindowPlace(frame, memory), lock, lambda: open_service(places))
    with qtbot.waitSignal(one.bridge.ready, timeout=20_000):
        one.begin(Request("journal"))
    qtbot.waitUntil(lambda: "settings" in one.windows.__dict__, timeout=10_000)
    qtbot.waitUntil(lambda: "firm.country" in first_of(one).country.form.rows, timeout=10_000)
    yield one
    assert one.end()
    lock.release()
    one.deleteLater()
    frame.deleteLater()
    use_language(qapp, "en")
    QLocale.setDefault(before)
    speak("en")


def first_of(program: Program) -> FirstRun:
    """Give the window that is there now."""
    first = program.windows.settings.first
    assert first is not None
    return first


@pytest.mark.parametrize("country", ["DE", "AT"])
def test_another_spelling_goes_on_with_the_second_step(
    qtbot: QtBot, program: Program, places: Places, country: str
) -> None:
    """From ss to ß: the windows are made anew, the first run with them, and nobody has said that it is done."""
    program.windows.settings.open("this-computer")  # from where it can be opened again
    before = first_of(program)
    before.country.form.rows["firm.country"].editor.set_value(country)
    before.country.form.rows["firm.area"].editor.set_value("30")
    before.next_button.click()
    qtbot.waitUntil(lambda: first_of(program) is not before, timeout=10_000)
    qtbot.waitUntil(lambda: first_of(program).step is first_of(program).contacts, timeout=10_000)
    assert first_of(program).isVisible()
    assert program.windows.settings.page_shown == "this-computer"
    qtbot.waitUntil(first_of(program).isActiveWindow)
    settings = load(places.settings_file)
    assert (settings.firm.country, settings.firm.area) == (country, "30")
    assert not settings.user.welcomed
    first_of(program).next_button.click()
    qtbot.waitUntil(lambda: "simulator" in first_of(program).line.buttons, timeout=10_000)


def test_what_is_typed_for_a_line_is_not_lost(qtbot: QtBot, program: Program) -> None:
    """Somebody changes the language in the settings meanwhile."""
    before = first_of(program)
    before._turn_to(2)
    qtbot.waitUntil(lambda: "asterisk" in before.line.buttons, timeout=10_000)
    before.line.buttons["asterisk"].click()
    assert before.line.form is not None
    before.line.form.form.rows["host"].editor.set_value("pbx.example")
    program.bridge.ask(ChangeSettings({"user.language": "en"}), lambda said: None, lambda error: None)
    qtbot.waitUntil(lambda: first_of(program) is not before, timeout=10_000)
    qtbot.waitUntil(lambda: first_of(program).line.form is not None, timeout=10_000)
    form = first_of(program).line.form
    assert form is not None
    assert form.form.rows["host"].editor.value() == "pbx.example"
    assert first_of(program).windowTitle() == "Set up Call Journal"


def test_a_country_that_is_being_saved_is_not_lost(qtbot: QtBot, program: Program, places: Places) -> None:
    """The change is told before the answer comes: the new window saves what was typed, and goes on."""
    before = first_of(program)
    before.country.form.rows["firm.area"].editor.set_value("31")
    before.next_button.click()
    program._on_changed(Changes((), (), preferences=replace(program._preferences, language="en")))
    again = first_of(program)
    assert again is not before
    assert again.step is again.country
    qtbot.waitUntil(lambda: first_of(program).step is first_of(program).contacts, timeout=10_000)
    assert load(places.settings_file).firm.area == "31"
