"""Start and end of the program, in a process of its own."""

import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.desktop
ROOT = Path(__file__).parents[2]

PROGRAM = """
    from calljournal.desktop.app import run
    from tests.desktop.fake_service import FakeService

    fake = FakeService()
    {setup}
    code = run(fake.open, ["calljournal"])
    print("closed" if fake.closed else "still open", flush=True)
    raise SystemExit(code)
"""


Start = Callable[[str], subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Give a function that starts the program on a played engine; whatever still runs after the test is ended."""
    programs = []

    def start_program(setup: str) -> subprocess.Popen[str]:
        program = subprocess.Popen(
            [sys.executable, "-X", "dev", "-c", textwrap.dedent(PROGRAM.format(setup=setup))],
            cwd=ROOT,
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
    program = start("pass")
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


def test_no_heavy_import_for_the_window() -> None:
    """What the window does not need itself is not loaded by it: the first paint does not wait for it."""
    heavy = ("sqlite3", "click", "rich", "phonenumbers", "asyncio", "calljournal.engine")
    check = f"import sys, calljournal.desktop.app; print([name for name in {heavy!r} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
