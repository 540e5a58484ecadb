"""The first run leads from nothing to the first recognised call, on a real engine with the simulated line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from calljournal.cli.session import open_service
from calljournal.demo import sample
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.settings.windows import SettingsWindows
from calljournal.settings import Places, load

pytestmark = pytest.mark.timeout(120)
CONTACTS = sample.contacts_csv()


@pytest.fixture
def bridge(places: Places) -> Iterator[Bridge]:
    """Give a bridge to an engine that knows nothing yet."""
    crossing = Bridge(lambda: open_service(places))
    crossing.start()
    yield crossing
    assert crossing.stop()


def test_from_nothing_to_the_first_recognised_call(
    qtbot: QtBot, bridge: Bridge, places: Places, tmp_path: Path
) -> None:
    windows = SettingsWindows(bridge, Icons(), Doors())
    bridge.changed.connect(windows.take_changes)
    windows.first_run()
    first = windows.first
    assert first is not None
    qtbot.addWidget(first)

    qtbot.waitUntil(lambda: "firm.country" in first.country.form.rows, timeout=10_000)
    first.country.form.rows["firm.country"].editor.set_value("CH")
    first.country.form.rows["firm.area"].editor.set_value("44")
    first.next_button.click()
    qtbot.waitUntil(lambda: first.step is first.contacts)
    assert load(places.settings_file).firm.area == "44"

    file = tmp_path / "people.csv"
    file.write_bytes(CONTACTS)
    first.contacts.take_in(str(file))
    qtbot.waitUntil(lambda: "added" in first.contacts.notice.text, timeout=10_000)
    first.next_button.click()

    qtbot.waitUntil(lambda: "simulator" in first.line.buttons)
    first.line.buttons["simulator"].click()
    form = first.line.form
    assert form is not None
    form.form.rows["own"].editor.set_value(sample.OWN)
    form.form.rows["scenario"].editor.set_value(str(sample.scenario_path()))
    first.next_button.click()  # it installs what is typed
    qtbot.waitUntil(lambda: first.step is first.first_call, timeout=10_000)

    qtbot.waitUntil(lambda: "Anna Keller" in first.first_call.seen.text(), timeout=20_000)
    first.next_button.click()
    qtbot.waitUntil(lambda: windows.first is None)
    qtbot.waitUntil(lambda: load(places.settings_file).user.welcomed)


def test_a_wrong_country_is_refused_in_words_and_stays_typed(qtbot: QtBot, bridge: Bridge) -> None:
    windows = SettingsWindows(bridge, Icons(), Doors())
    windows.first_run()
    first = windows.first
    assert first is not None
    qtbot.addWidget(first)
    qtbot.waitUntil(lambda: "firm.country" in first.country.form.rows, timeout=10_000)
    first.country.form.rows["firm.country"].editor.set_value("Elbonia")
    first.next_button.click()
    qtbot.waitUntil(lambda: bool(first.country.notice.text))
    assert first.step is first.country
    assert first.country.form.rows["firm.country"].editor.value() == "Elbonia"


def test_a_file_that_is_none_is_refused_in_words(qtbot: QtBot, bridge: Bridge, tmp_path: Path) -> None:
    windows = SettingsWindows(bridge, Icons(), Doors())
    windows.first_run()
    first = windows.first
    assert first is not None
    qtbot.addWidget(first)
    first.contacts.take_in(str(tmp_path / "nothing.csv"))
    qtbot.waitUntil(lambda: "cannot be read" in first.contacts.notice.text)
    assert first.contacts.choose_button.isEnabled()


def test_without_a_line_nobody_waits_for_a_call(qtbot: QtBot, bridge: Bridge) -> None:
    windows = SettingsWindows(bridge, Icons(), Doors())
    windows.first_run()
    first = windows.first
    assert first is not None
    qtbot.addWidget(first)
    qtbot.waitUntil(lambda: "firm.country" in first.country.form.rows, timeout=10_000)
    for step in (first.contacts, first.line, first.first_call):
        first.next_button.click()
        qtbot.waitUntil(lambda step=step: first.step is step, timeout=10_000)  # type: ignore[misc]
    qtbot.waitUntil(lambda: "No line is set up" in first.first_call.seen.text())


def test_a_line_that_cannot_be_installed_keeps_the_step(qtbot: QtBot, bridge: Bridge) -> None:
    """What is typed stays, and says what is wrong with it; the way back closes the form alone."""
    windows = SettingsWindows(bridge, Icons(), Doors())
    windows.first_run()
    first = windows.first
    assert first is not None
    qtbot.addWidget(first)
    first._turn_to(2)
    qtbot.waitUntil(lambda: "asterisk" in first.line.buttons, timeout=10_000)
    first.line.buttons["asterisk"].click()
    form = first.line.form
    assert form is not None
    form.form.rows["own"].editor.set_value("101")  # the account is missing
    first.next_button.click()
    qtbot.waitUntil(lambda: bool(form.notice.text) and form.keep_button.isEnabled(), timeout=10_000)
    assert first.step is first.line
    assert first.line.form is form
    first.back_button.click()
    assert first.step is first.line
    assert first.line.form is None
