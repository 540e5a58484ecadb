"""Start and end of the program, in a process of its own."""

import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from calljournal.__main__ import show_window
from calljournal.desktop.system import installation

pytestmark = pytest.mark.desktop
ROOT = Path(__file__).parents[2]

PROGRAM = """
    from calljournal.desktop.app import run
    from calljournal.desktop.system.request import Request
    from tests.desktop.fake_service import FakeService
    from tests.desktop.journal.played import PlayedRows

    fake = FakeService()
    PlayedRows().teach(fake)
    request = None
    {setup}
    code = run(fake.open, ["calljournal"], request)
    print("closed" if fake.closed else "still open", flush=True)
    raise SystemExit(code)
"""

RING = """
import threading, time
from tests.desktop.samples import make_row
from calljournal.journal import RowState

def ring():
    while fake._loop is None or not fake._listeners:
        time.sleep(0.05)
    print("listening", flush=True)
    sys.stdin.readline()
    fake.tell_rows(make_row("a", state=RowState.RINGING))

import sys
threading.Thread(target=ring, daemon=True).start()
request = Request("background")
"""

NO_TRAY = """
from PySide6.QtWidgets import QSystemTrayIcon
QSystemTrayIcon.isSystemTrayAvailable = lambda: False  # Wine's tests, for one, bring a tray along
"""

TELL = """
from calljournal.contracts.service import PreviewCall

def preview(fake, command):
    print("asked about", command.number, flush=True)
    raise SystemError

fake.answers[PreviewCall] = preview
"""


Start = Callable[[str], subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Give a function that starts the program on a played engine; whatever still runs after the test is ended."""
    programs = []

    def start_program(setup: str) -> subprocess.Popen[str]:
        code = textwrap.dedent(PROGRAM).replace("{setup}", textwrap.dedent(setup))
        program = subprocess.Popen(
            [sys.executable, "-X", "dev", "-c", code],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        programs.append(program)
        return program

    yield start_program
    for program in programs:
        program.kill()
        program.communicate()


def wait_for_window(program: subprocess.Popen[str]) -> str:
    """Wait until its window can be seen, and the engine has been started behind it; give the window's id."""
    conditions = ["--all", "--onlyvisible", "--pid", str(program.pid), "--name", "Telephony journal"]
    found = subprocess.run(
        ["xdotool", "search", "--sync", *conditions], check=True, timeout=20, capture_output=True, text=True
    )
    time.sleep(0.5)
    return found.stdout.split()[0]


def end_of(program: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for the end: exit code, and what was printed."""
    out, err = program.communicate(timeout=20)
    return program.returncode, out.strip(), err.strip()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_order(start: Start, number: signal.Signals) -> None:
    """Ctrl-C in the terminal closes the engine and leaves no traceback."""
    program = start("pass")
    wait_for_window(program)
    program.send_signal(number)
    assert end_of(program) == (0, "closed", "")


def test_closing_the_window_ends_it(start: Start) -> None:
    program = start(NO_TRAY)
    subprocess.run(["xdotool", "windowactivate", "--sync", wait_for_window(program)], check=True, timeout=20)
    subprocess.run(["xdotool", "key", "alt+F4"], check=True, timeout=20)
    assert end_of(program) == (0, "closed", "")


def test_an_engine_that_does_not_end_is_not_waited_for(start: Start) -> None:
    program = start("fake.closing_takes = 30")
    wait_for_window(program)
    began = time.monotonic()
    program.send_signal(signal.SIGTERM)
    code, out, err = end_of(program)
    assert (code, out) == (1, "still open")
    assert "did not end within 3 s" in err
    assert time.monotonic() - began < 8


# --- a second start --------------------------------------------------------------------------------------------------


def second_start(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "calljournal", *words], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )


def test_a_second_start_brings_the_first_window_to_the_front(start: Start, qtbot: QtBot) -> None:
    """It opens none of its own, whatever covers the first."""
    program = start("pass")
    window = wait_for_window(program)
    cover = QLineEdit()
    qtbot.addWidget(cover)
    cover.show()
    cover.activateWindow()
    qtbot.waitUntil(cover.isActiveWindow)
    done = second_start()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    qtbot.waitUntil(lambda: active_window() == window)
    program.send_signal(signal.SIGTERM)
    assert end_of(program) == (0, "closed", "")


def test_a_window_that_is_killed_is_in_nobody_s_way(start: Start) -> None:
    first = start("pass")
    wait_for_window(first)
    first.kill()
    first.wait(20)
    second = start("pass")
    wait_for_window(second)
    second.send_signal(signal.SIGTERM)
    assert end_of(second) == (0, "closed", "")


def active_window() -> str:
    found = subprocess.run(["xdotool", "getactivewindow"], capture_output=True, text=True, timeout=20, check=False)
    return found.stdout.strip()


def said_by(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


def test_a_link_is_handed_to_the_window_that_is_there(start: Start) -> None:
    program = start(TELL)
    wait_for_window(program)
    assert second_start("tel:+41440001234").returncode == 0
    assert "+41440001234" in said_by(program)


def test_a_link_that_is_clicked_in_a_browser_is_dialled_here(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By way of the desktop's own list of programs, as a browser hands it over."""
    if shutil.which("xdg-open") is None:
        pytest.skip("xdg-utils is missing: run `make test-setup`")
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CURRENT_DESKTOP", "DESKTOP_SESSION", "BROWSER"):
        monkeypatch.delenv(variable, raising=False)
    installation.change(links=True)
    program = start(TELL)
    wait_for_window(program)
    for link in ("tel:+41440001234", "callto:044%20000%2012%2034"):
        subprocess.run(["xdg-open", link], cwd=tmp_path, timeout=30, check=True)
        assert "44" in said_by(program)


# --- the keyboard ----------------------------------------------------------------------------------------------------

LETTERS = "abcdefghijklmnopqrstuvwxyz" * 3


def test_no_key_is_lost_when_a_call_makes_the_journal_appear(start: Start, qtbot: QtBot) -> None:
    """Somebody writes a letter in another program while the first call of the session rings."""
    program = start(RING)
    assert said_by(program) == "listening"
    letter = QLineEdit()
    qtbot.addWidget(letter)
    letter.show()
    letter.activateWindow()
    qtbot.waitUntil(letter.hasFocus)
    writing = subprocess.Popen(["xdotool", "type", "--delay", "30", LETTERS])
    qtbot.waitUntil(lambda: len(letter.text()) > 5, timeout=20_000)
    assert program.stdin is not None
    program.stdin.write("ring\n")
    program.stdin.flush()
    conditions = ["--all", "--onlyvisible", "--pid", str(program.pid), "--name", "Telephony journal"]
    looking = subprocess.Popen(["xdotool", "search", "--sync", *conditions], stdout=subprocess.DEVNULL)
    qtbot.waitUntil(lambda: looking.poll() is not None, timeout=20_000)
    assert writing.poll() is None, "the journal appeared after the letter was written"
    qtbot.waitUntil(lambda: writing.poll() is not None, timeout=20_000)
    qtbot.waitUntil(lambda: len(letter.text()) == len(LETTERS))
    assert letter.text() == LETTERS
    program.send_signal(signal.SIGTERM)
    assert end_of(program) == (0, "closed", "")


def test_a_start_in_the_background_is_one_program(start: Start) -> None:
    """The journal appears with the first call, and serves a second start then, as any other."""
    program = start(RING)
    assert said_by(program) == "listening"
    assert program.stdin is not None
    program.stdin.write("ring\n")
    program.stdin.flush()
    window = wait_for_window(program)
    done = second_start()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert wait_for_window(program) == window
    program.send_signal(signal.SIGTERM)
    assert end_of(program) == (0, "closed", "")


# --- the tray --------------------------------------------------------------------------------------------------------


def test_with_a_tray_closing_hides_and_a_second_start_shows(start: Start, qtbot: QtBot) -> None:
    if shutil.which("trayer") is None:
        pytest.skip("trayer is missing: run `make test-setup`")
    with subprocess.Popen(["trayer"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as tray:
        try:
            qtbot.waitUntil(QSystemTrayIcon.isSystemTrayAvailable, timeout=20_000)
            program = start("pass")
            window = wait_for_window(program)
            subprocess.run(["xdotool", "windowactivate", "--sync", window], check=True, timeout=20)
            subprocess.run(["xdotool", "key", "alt+F4"], check=True, timeout=20)
            qtbot.waitUntil(lambda: not visible(program), timeout=20_000)
            assert program.poll() is None
            assert second_start().returncode == 0
            qtbot.waitUntil(lambda: visible(program), timeout=20_000)
            program.send_signal(signal.SIGTERM)
            assert end_of(program) == (0, "closed", "")
        finally:
            tray.terminate()


def visible(program: subprocess.Popen[str]) -> bool:
    conditions = ["--all", "--onlyvisible", "--pid", str(program.pid), "--name", "Telephony journal"]
    return (
        subprocess.run(["xdotool", "search", *conditions], capture_output=True, timeout=20, check=False).returncode == 0
    )


# --- the first paint -------------------------------------------------------------------------------------------------

HEAVY = (
    "asyncio", "click", "dataclasses", "filelock", "keyring", "msgspec", "phonenumbers", "platformdirs", "rich",
    "sqlite3", "PySide6.QtNetwork", "PySide6.QtDBus", "calljournal.contracts", "calljournal.engine",
    "calljournal.desktop.program",
)  # fmt: skip


def test_nothing_heavy_is_loaded_before_the_first_paint(home: Path) -> None:
    """By `calljournal` without a word: what the window needs later does not keep it from being seen."""
    check = f"""
import os, sys
from calljournal import __main__ as program
from calljournal.desktop import app

class Frame(app.Frame):
    def paintEvent(self, event):
        import PySide6.QtCore
        dear = ["Qt"] if "Qt" in vars(PySide6.QtCore) else []  # its enumerations are made when it is first mentioned
        print([name for name in {HEAVY!r} if name in sys.modules] + dear, flush=True)
        os._exit(0)

app.Frame = Frame
program.show_window([])
"""
    answer = subprocess.run(
        [sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, timeout=30, check=True
    )
    assert answer.stdout.strip() == "[]"


def test_a_command_loads_no_qt() -> None:
    check = """
import sys
from calljournal.__main__ import show_window
import calljournal.cli
print(show_window(["journal"]), "PySide6" in sys.modules)
"""
    answer = subprocess.run(
        [sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, timeout=30, check=True
    )
    assert answer.stdout.strip() == "None False"


def test_without_a_display_the_terminal_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert show_window([]) is None
