"""The settings on a real engine in a folder of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from calljournal.cli.session import open_service
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.settings.window import SettingsWindow
from calljournal.settings import Places

Open = Callable[[], tuple[SettingsWindow, Bridge]]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Give an empty folder."""
    return Places.under(tmp_path / "home")


@pytest.fixture
def open_settings(qtbot: QtBot, places: Places) -> Iterator[Open]:
    """Give what opens the settings on an engine that is started for them; all are ended afterwards."""
    bridges: list[Bridge] = []
    windows: list[SettingsWindow] = []

    def open_() -> tuple[SettingsWindow, Bridge]:
        bridge = Bridge(lambda: open_service(places))
        bridges.append(bridge)
        bridge.start()
        window = SettingsWindow(bridge, Icons(), Doors())
        qtbot.addWidget(window)
        windows.append(window)
        window.show()
        qtbot.waitUntil(lambda: "telephony-firm" in window.pages, timeout=20_000)
        return window, bridge

    yield open_
    stopped = [bridge.stop() for bridge in bridges]
    assert all(stopped)
