"""The first step of the first run guesses the country only as long as nobody has said where the firm is."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from calljournal.cli.session import open_service
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.settings.country_step import CountryStep
from calljournal.settings import Places, load

AMERICAN = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
OF_THE_WORLD = QLocale(QLocale.Language.English, QLocale.Country.World)
Opening = Callable[[QLocale], CountryStep]


@pytest.fixture
def opened(qtbot: QtBot, places: Places) -> Iterator[Opening]:
    """Give what opens the step on a computer of some country."""
    crossing = Bridge(lambda: open_service(places))

    def open_(system: QLocale) -> CountryStep:
        crossing.start()
        step = CountryStep(crossing, Icons(), system)
        qtbot.addWidget(step)
        step.enter()
        qtbot.waitUntil(lambda: "firm.country" in step.form.rows, timeout=20_000)
        return step

    yield open_
    assert crossing.stop()


@pytest.mark.parametrize("layer", ["user", "machine"])
def test_a_country_that_is_set_stays(
    qtbot: QtBot, places: Places, opened: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layer: str
) -> None:
    """Also where it is the same as the default, and the computer speaks another English."""
    machine = tmp_path / "machine.toml"
    monkeypatch.setenv("CALLJOURNAL_MACHINE_SETTINGS", str(machine))
    said = '[firm]\ncountry = "CH"\n'
    machine.write_text(said if layer == "machine" else "", encoding="utf-8")
    places.settings_file.parent.mkdir(parents=True)
    places.settings_file.write_text(said if layer == "user" else "", encoding="utf-8")
    step = opened(AMERICAN)
    assert step.form.rows["firm.country"].editor.value() == "CH"
    with qtbot.waitSignal(step.left, timeout=10_000):
        step.leave()
    assert load(places.settings_file).firm.country == "CH"


def test_what_nobody_has_set_is_guessed(opened: Opening) -> None:
    step = opened(AMERICAN)
    assert step.form.rows["firm.country"].editor.value() == "US"


def test_a_place_without_numbers_is_no_guess(opened: Opening) -> None:
    step = opened(OF_THE_WORLD)
    assert step.form.rows["firm.country"].editor.value() == "CH"
