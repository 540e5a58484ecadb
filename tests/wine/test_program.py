"""The program on a genuine Windows Python: it starts, keeps the journal of a simulated call, shows it, and ends clean.

What runs under Wine is the program as it is installed: a wheel built from this tree, unpacked. Wine is not Windows:
what it cannot show are Windows' own tray, registry at work, and drivers.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.wine.install import ROOT, Windows, ensure_installed, unpack, windows_path

pytestmark = [pytest.mark.windows, pytest.mark.timeout(300)]
DRIVER = Path(__file__).with_name("drive.py")


@pytest.fixture(scope="module")
def windows() -> Iterator[Windows]:
    """Give the Windows Python; Wine's server ends with the last of its programs."""
    installed = ensure_installed()
    yield installed
    environment = installed.environment(installed.root, "")
    subprocess.run(["wineserver", "--wait"], env=environment, timeout=60, check=True)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the program as a wheel installs it."""
    wheels, folder = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("program")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", str(wheels), str(ROOT)], check=True, timeout=120)
    unpack(wheels.glob("calljournal-*.whl"), folder)
    return folder


def run(windows: Windows, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python under Wine. Its streams have to be pipes, at both ends."""
    environment = windows.environment(home, os.environ.get("DISPLAY", ""))
    return subprocess.run(
        windows.command(*words),
        env=environment,
        input="",
        capture_output=True,
        encoding="utf-8",
        timeout=200,
        check=False,
    )


def test_the_demo_books_a_call(windows: Windows, program: Path, tmp_path: Path) -> None:
    """Journal, book, settings and the local socket work with Windows' files and locks."""
    start = f"import sys; sys.path.insert(0, {windows_path(program)!r}); import calljournal.__main__ as m; m.main()"
    done = run(windows, tmp_path, "-c", start, "demo", "--once")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "booked: a time entry" in done.stdout
    assert "Anna Keller" in done.stdout


def test_the_window_shows_a_simulated_call_and_ends_clean(windows: Windows, program: Path, tmp_path: Path) -> None:
    """The window names who calls while it rings; the program then ends with its engine."""
    picture = tmp_path / "journal.png"
    done = run(windows, tmp_path, str(DRIVER), windows_path(picture), windows_path(program))
    assert done.returncode == 0, done.stdout + done.stderr
    seen = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
    assert "Anna Keller, Müller Treuhand AG" in seen["cells"]
    assert picture.stat().st_size > 10_000
    assert not list((tmp_path / "data" / "demo" / "data").glob("engine.address")), "the engine did not end in order"
