"""The first run leads from nothing to the first recognised call, on a real engine with the simulated line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from calljournal.cli.session import open_service
from calljournal.demo import sample
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.settings.first_run import FirstRun
from calljournal.desktop.settings.line_form import LineForm
from calljournal.desktop.settings.windows import SettingsWindows
from calljournal.settings import Places, load
from tests.desktop.whole.clipped import problems

pytestmark = pytest.mark.timeout(120)
CONTACTS = sample.contacts_csv()


@pytest.fixture
def bridge(places: Places) -> Iterator[Bridge]:
    """Give a bridge to an engine that knows nothing yet."""
    crossing = Bridge(lambda: open_service(places))
    crossing.start()
    yield crossing
    assert crossing.stop()


@pytest.fixture
def windows(bridge: Bridge) -> SettingsWindows:
    """Give the windows of the settings, with the first run open."""
    both = SettingsWindows(bridge, Icons(), Doors())
    bridge.changed.connect(both.take_changes)
    both.first_run()
    return both


@pytest.fixture
def first(windows: SettingsWindows) -> Iterator[FirstRun]:
    """Give the first run as it opens; whoever has not closed it has it closed."""
    assert windows.first is not None
    yield windows.first
    if windows.first is not None:
        windows.first.close()


def say_where(qtbot: QtBot, first: FirstRun) -> None:
    """Fill in the first step."""
    qtbot.waitUntil(lambda: "firm.country" in first.country.form.rows, timeout=10_000)
    first.country.form.rows["firm.country"].editor.set_value("CH")
    first.country.form.rows["firm.area"].editor.set_value("44")
    first.next_button.click()
    qtbot.waitUntil(lambda: first.step is first.contacts)


def take_in(qtbot: QtBot, first: FirstRun, file: Path) -> None:
    """Take contacts in, in the second step."""
    first.contacts.take_in(str(file))
    qtbot.waitUntil(lambda: "added" in first.contacts.notice.text, timeout=10_000)
    first.next_button.click()
    qtbot.waitUntil(lambda: "simulator" in first.line.buttons)


def open_form(first: FirstRun, name: str) -> LineForm:
    """Choose a telephone system, or a line that is set up."""
    first.line.buttons[name].click()
    form = first.line.form
    assert form is not None
    return form


def test_from_nothing_to_the_first_recognised_call(
    qtbot: QtBot, windows: SettingsWindows, first: FirstRun, places: Places, tmp_path: Path
) -> None:
    say_where(qtbot, first)
    assert load(places.settings_file).firm.area == "44"

    file = tmp_path / "people.csv"
    file.write_bytes(CONTACTS)
    take_in(qtbot, first, file)
    form = open_form(first, "simulator")
    form.form.rows["own"].editor.set_value(sample.OWN)
    form.form.rows["scenario"].editor.set_value(str(sample.scenario_path()))
    first.next_button.click()  # it installs what is typed
    qtbot.waitUntil(lambda: first.step is first.first_call, timeout=10_000)

    qtbot.waitUntil(lambda: "Anna Keller" in first.first_call.seen.text(), timeout=20_000)
    first.next_button.click()
    qtbot.waitUntil(lambda: windows.first is None)
    qtbot.waitUntil(lambda: load(places.settings_file).user.welcomed)


def test_one_of_the_own_contacts_calls_on_the_simulated_line(qtbot: QtBot, first: FirstRun, tmp_path: Path) -> None:
    say_where(qtbot, first)
    file = tmp_path / "people.csv"
    file.write_text("Name,Phone\nRegula Zaugg,044 000 77 88\n", encoding="utf-8")
    take_in(qtbot, first, file)
    open_form(first, "simulator").form.rows["caller"].editor.set_value("044 000 77 88")
    first.next_button.click()
    qtbot.waitUntil(lambda: first.step is first.first_call, timeout=10_000)
    qtbot.waitUntil(lambda: "recognised as Regula Zaugg" in first.first_call.seen.text(), timeout=20_000)


def test_a_wrong_country_is_refused_in_words_and_stays_typed(qtbot: QtBot, first: FirstRun) -> None:
    qtbot.waitUntil(lambda: "firm.country" in first.country.form.rows, timeout=10_000)
    first.country.form.rows["firm.country"].editor.set_value("Elbonia")
    first.next_button.click()
    qtbot.waitUntil(lambda: bool(first.country.notice.text))
    assert first.step is first.country
    assert first.country.form.rows["firm.country"].editor.value() == "Elbonia"
    assert first.country.notice.text == "Country must be two letters such as CH, not 'Elbonia'"


def test_a_file_that_is_none_is_refused_in_words(qtbot: QtBot, first: FirstRun, tmp_path: Path) -> None:
    first.contacts.take_in(str(tmp_path / "nothing.csv"))
    qtbot.waitUntil(lambda: "cannot be read" in first.contacts.notice.text)
    assert first.contacts.choose_button.isEnabled()


def test_without_a_line_nobody_waits_for_a_call(qtbot: QtBot, first: FirstRun) -> None:
    qtbot.waitUntil(lambda: "firm.country" in first.country.form.rows, timeout=10_000)
    for step in (first.contacts, first.line, first.first_call):
        first.next_button.click()
        qtbot.waitUntil(lambda step=step: first.step is step, timeout=10_000)  # type: ignore[misc]
    qtbot.waitUntil(lambda: "No line is set up" in first.first_call.seen.text())


def test_a_line_that_cannot_be_installed_keeps_the_step(qtbot: QtBot, first: FirstRun) -> None:
    """What is typed stays, and says what is wrong with it; the way back closes the form alone."""
    first._turn_to(2)
    qtbot.waitUntil(lambda: "asterisk" in first.line.buttons, timeout=10_000)
    form = open_form(first, "asterisk")
    form.form.rows["own"].editor.set_value("101")  # the account is missing
    first.next_button.click()
    qtbot.waitUntil(lambda: bool(form.notice.text) and form.keep_button.isEnabled(), timeout=10_000)
    assert first.step is first.line
    assert first.line.form is form
    first.back_button.click()
    assert first.step is first.line
    assert first.line.form is None


# --- the third step --------------------------------------------------------------------------------------------------


@pytest.fixture
def third(qtbot: QtBot, first: FirstRun) -> FirstRun:
    """Give the first run at its third step, on the screen."""
    with qtbot.waitActive(first):
        first.activateWindow()
    first._turn_to(2)
    qtbot.waitUntil(lambda: "simulator" in first.line.buttons, timeout=10_000)
    return first


def test_what_is_refused_is_scrolled_to_and_nothing_is_cut(qtbot: QtBot, third: FirstRun) -> None:
    """Below a form that is higher than the window."""
    form = open_form(third, "simulator")
    form.form.rows["own"].editor.set_value("101,101")
    qtbot.wait(50)  # it has been painted
    third.next_button.click()
    qtbot.waitUntil(lambda: "named twice" in form.notice.text, timeout=10_000)
    qtbot.waitUntil(lambda: form.notice.visibleRegion().boundingRect().height() >= form.notice.height() > 0)
    assert form.notice.text.startswith("Own telephones: ")
    assert problems(third) == []


def test_who_goes_back_to_a_line_changes_it(qtbot: QtBot, third: FirstRun, places: Places) -> None:
    """A second one of the same name cannot be; the line that was just installed is offered instead."""
    form = open_form(third, "simulator")
    form.form.rows["own"].editor.set_value("102")
    third.next_button.click()
    qtbot.waitUntil(lambda: third.step is third.first_call, timeout=10_000)
    third.back_button.click()
    qtbot.waitUntil(lambda: "simulator:main" in third.line.buttons, timeout=10_000)
    assert "simulator" not in third.line.buttons
    assert third.line.buttons["simulator:main"].text() == "Change simulator:main…"
    form = open_form(third, "simulator:main")
    assert form.form.rows["own"].editor.value() == "102"
    form.form.rows["own"].editor.set_value("101")
    third.next_button.click()
    qtbot.waitUntil(lambda: third.step is third.first_call, timeout=10_000)
    lines = load(places.settings_file).lines
    assert {name: line.values["own"] for name, line in lines.items()} == {"simulator:main": "101"}


def test_escape_leaves_the_form_first(qtbot: QtBot, third: FirstRun, places: Places) -> None:
    form = open_form(third, "asterisk")
    QTest.keyClicks(form.form.rows["host"].editor.input, "pbx.example")
    QTest.keyClick(form.form.rows["host"].editor.input, Qt.Key.Key_Escape)
    assert third.isVisible()
    assert third.line.form is None
    qtbot.waitUntil(third.line.buttons["asterisk"].isVisible)
    with qtbot.waitSignal(third.gone):
        QTest.keyClick(third, Qt.Key.Key_Escape)
    assert not third.isVisible()
    qtbot.waitUntil(lambda: load(places.settings_file).user.welcomed, timeout=10_000)


def test_the_button_of_the_window_closes_it_though_a_form_is_open(qtbot: QtBot, third: FirstRun) -> None:
    open_form(third, "asterisk")
    with qtbot.waitSignal(third.gone):
        third.close()
    assert not third.isVisible()
