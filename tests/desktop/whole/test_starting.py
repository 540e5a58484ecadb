"""One window for each user; what a second start is for; where the window opens; and how the program ends."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, QSize
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from calljournal.desktop.system.instance import address_of
from calljournal.desktop.system.lock import WindowLock
from calljournal.desktop.system.placing import Place, Screen
from calljournal.desktop.system.window_place import write_place
from tests.desktop.whole.children import ROOT
from tests.desktop.whole.started import JOURNAL, Started, until, xdotool

QUIET = "# nobody calls\n"
TALKS = """
at 0    call A from "+41440001234" rings 101
at 0.2  A answered by 101
at 600  A ended by caller
"""
SCREEN = QSize(1600, 1000)
"""The screen of the tests' X server."""


# --- one window ------------------------------------------------------------------------------------------------------


def test_a_second_start_raises_the_first(started: Started, qtbot: QtBot) -> None:
    started.plays(QUIET)
    first = started.open()
    address = started.places.address_file.read_bytes()
    _cover(qtbot)
    second = started.start()
    assert second.wait(30) == 0
    started.wait_active(first, JOURNAL)
    assert started.windows(second, JOURNAL) == []
    assert started.places.address_file.read_bytes() == address
    assert first.poll() is None


def test_a_link_is_asked_about_in_the_first(started: Started) -> None:
    """Nothing is dialled before the answer; then it is dialled once."""
    started.plays(QUIET)
    first = started.open()
    second = started.start("tel:+41440001234")
    assert second.wait(30) == 0
    question = started.wait_window(first, "Dial")
    assert started.rows() == []
    xdotool("windowactivate", "--sync", question)
    xdotool("key", "alt+d")
    assert started.wait_row(direction="outgoing")["number"] == "+41440001234"
    assert len(started.rows()) == 1


def test_another_user_is_not_served(started: Started) -> None:
    """Not even where the files let them in, and they take care not to look who is there."""
    if os.getuid() != 0:
        pytest.skip("only root can be two users: run the tests as root")
    started.plays(QUIET)
    first = started.open()
    socket = _socket(started)
    with _open_to_all(socket):
        intruder = subprocess.run(
            [sys.executable, "-c", INTRUDER, str(socket)], cwd=ROOT, capture_output=True, text=True, timeout=60
        )
    assert intruder.stdout == "reached\nb''\n", intruder.stderr
    assert started.start("desktop", "open", "dial-box").wait(30) == 0  # one of this user is served, and comes later
    window = started.wait_window(first, "Dial")
    assert started.windows(first, "Dial") == [window]
    assert started.rows() == []


INTRUDER = """
import os, sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtNetwork import QLocalSocket
from calljournal.desktop.system import instance, request
app = QCoreApplication([])
line = request.write_line(request.Request("dial", "tel:+41440001234"))
os.setgroups([]); os.setgid(65534); os.setuid(65534)
instance.is_mine = lambda *_, **__: True
door = QLocalSocket()
door.connectToServer(sys.argv[1])
print("reached" if door.waitForConnected(5000) else door.errorString())
print(instance.send(sys.argv[1], line))
"""


@contextmanager
def _open_to_all(socket: Path) -> Iterator[None]:
    """Let every user of this computer reach a socket, for a while: a start of ours does not use such a folder."""
    modes = {path: path.stat().st_mode for path in (socket, *socket.parents[:3])}
    for path, mode in modes.items():
        path.chmod(mode | 0o007)
    yield
    for path, mode in modes.items():
        path.chmod(mode)


def _socket(started: Started) -> Path:
    """Give where the first start listens."""
    before = os.environ["XDG_RUNTIME_DIR"]
    os.environ["XDG_RUNTIME_DIR"] = started.environment["XDG_RUNTIME_DIR"]
    try:
        return Path(address_of(WindowLock(started.places.config)))
    finally:
        os.environ["XDG_RUNTIME_DIR"] = before


def _cover(qtbot: QtBot) -> QWidget:
    """Put another window before all others, and the keyboard into it."""
    other = QPlainTextEdit()
    qtbot.addWidget(other)
    other.resize(SCREEN)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    return other


# --- where it opens --------------------------------------------------------------------------------------------------


def test_it_opens_on_the_screen_that_there_is(started: Started) -> None:
    """It was last seen on a second screen, which has gone."""
    memory = QSettings(str(started.places.config / "window.ini"), QSettings.Format.IniFormat)
    gone = Screen("second", QRect(1600, 0, 3840, 2160))
    write_place(memory, Place(QRect(4000, 1400, 1000, 640), QRect(4002, 1420, 996, 618), gone))
    memory.sync()
    started.plays(QUIET)
    window = started.wait_window(started.open(), JOURNAL)
    place = placed(window)
    assert QRect(QPoint(0, 0), SCREEN).contains(place)
    assert place.size() == QSize(996, 618)
    assert place.right() > SCREEN.width() - 20  # the corner nearest to where it was
    assert place.bottom() > SCREEN.height() - 20


def placed(window: str) -> QRect:
    """Give where a window is on the screen, without its frame (xdotool counts a frame twice)."""
    told = subprocess.run(["xwininfo", "-id", window], capture_output=True, text=True, check=True).stdout
    found = dict(line.strip().split(":", 1) for line in told.splitlines() if ":" in line)
    facts = ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
    return QRect(*(int(found[fact]) for fact in facts))


# --- how it ends -----------------------------------------------------------------------------------------------------


def test_without_a_tray_closing_the_window_ends_the_program(started: Started) -> None:
    started.plays(QUIET)
    process = started.open()
    started.wait_active(process, JOURNAL)
    xdotool("key", "alt+F4")
    assert process.wait(30) == 0
    assert not started.places.address_file.exists()


def test_the_key_for_the_end_asks_only_while_a_call_lasts(started: Started) -> None:
    started.plays(TALKS)
    process = started.open()
    started.wait_row(state="talking")
    started.wait_active(process, JOURNAL)
    xdotool("key", "ctrl+q")
    started.command("hold")  # goes on being served
    started.wait_row(state="held")
    assert process.poll() is None
    xdotool("key", "Escape", "ctrl+q")
    started.command("hold", "--off")  # it is asked anew: the first time was answered with no
    started.wait_row(state="talking")
    assert process.poll() is None
    xdotool("key", "ctrl+q")
    assert process.wait(30) == 0
    assert not started.places.address_file.exists()


def test_without_a_call_it_ends_at_once(started: Started) -> None:
    started.plays(QUIET)
    process = started.open()
    started.wait_active(process, JOURNAL)
    xdotool("key", "ctrl+q")
    assert process.wait(30) == 0
    assert not started.places.address_file.exists()
    until(lambda: not _socket(started).exists(), "nobody listens any more")
