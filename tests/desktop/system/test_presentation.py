"""Whether the system wants quiet, asked of a real session bus with a notification service of our own on it."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from calljournal.desktop.system.presentation import Presentation

SERVICE = """
    import sys
    from PySide6.QtCore import ClassInfo, Property, QCoreApplication, QObject, QTimer
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    @ClassInfo({"D-Bus Interface": "org.freedesktop.Notifications"})
    class Notifications(QObject):
        inhibited = False
        Inhibited = Property(bool, lambda self: self.inhibited)

    app = QCoreApplication([])
    service = Notifications()
    bus = QDBusConnection.sessionBus()
    assert bus.registerObject("/org/freedesktop/Notifications", service, QDBusConnection.ExportAllProperties)
    assert bus.registerService("org.freedesktop.Notifications")
    print("there", flush=True)

    def change():
        service.inhibited = not service.inhibited
        said = QDBusMessage.createSignal(
            "/org/freedesktop/Notifications", "org.freedesktop.DBus.Properties", "PropertiesChanged")
        said.setArguments(["org.freedesktop.Notifications", {}, ["Inhibited"]])
        bus.send(said)

    timer = QTimer(interval=700)
    timer.timeout.connect(change)
    timer.start()
    app.exec()
"""

ASK = """
    from PySide6.QtCore import QCoreApplication, QTimer
    from calljournal.desktop.system.presentation import Presentation

    app = QCoreApplication([])
    presentation = Presentation()
    said = []

    def look():
        quiet = presentation.quiet()
        if quiet is not None and (not said or said[-1] != quiet):
            said.append(quiet)
        if len(said) == 3:
            app.quit()

    assert presentation.quiet() is None
    presentation.watch()
    timer = QTimer(interval=50)
    timer.timeout.connect(look)
    timer.start()
    QTimer.singleShot(15000, app.quit)
    app.exec()
    presentation.release()
    print(said)
"""


def test_kde_says_when_notifications_are_inhibited(tmp_path: Path) -> None:
    """And says it again when that changes."""
    for name, code in (("service.py", SERVICE), ("ask.py", ASK)):
        (tmp_path / name).write_text(textwrap.dedent(code))
    script = f"{sys.executable} {tmp_path}/service.py & read -t 0.1; {sys.executable} {tmp_path}/ask.py; kill $!"
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    environment.pop("XDG_CURRENT_DESKTOP", None)
    said = subprocess.run(
        ["dbus-run-session", "--", "bash", "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
    )
    answers = said.stdout.splitlines()[-1]
    assert answers in ("[True, False, True]", "[False, True, False]"), said.stderr


def test_gnome_s_switch_is_read_and_followed(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Played by a program of the same name: `get` says how it is, `monitor` what it becomes."""
    played = tmp_path / "gsettings"
    change = tmp_path / "change"
    played.write_text(
        f'#!/bin/sh\nif [ "$1" = get ]; then echo true; else\n'
        f'while [ ! -e {change} ]; do sleep 0.05; done; echo "show-banners: false"; exec sleep 60; fi\n'
    )
    played.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "ubuntu:GNOME")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    presentation = Presentation()
    presentation.watch()
    qtbot.waitUntil(lambda: presentation.quiet() is False)
    change.touch()
    qtbot.waitUntil(lambda: presentation.quiet() is True)
    presentation.release()


def test_a_desktop_that_tells_nothing_is_unknown(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "XDG_CURRENT_DESKTOP"):
        monkeypatch.delenv(variable, raising=False)
    presentation = Presentation()
    presentation.watch()
    assert presentation.quiet() is None
    presentation.release()
