"""Registry, pipes, the process at the other end, keys: with a genuine Windows Python, under Wine."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.wine.install import ROOT, ensure_installed, unpack, windows_path
from tests.wine.test_program import run

pytestmark = [pytest.mark.windows, pytest.mark.timeout(300)]
DRIVER = Path(__file__).with_name("drive_windows.py")


def test_what_speaks_to_windows_itself(tmp_path: Path) -> None:
    """The second start is known as this user's in this session, and heard; nothing stays behind in the registry."""
    program, home = tmp_path / "program", tmp_path / "home"
    program.mkdir()
    home.mkdir()
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", str(tmp_path), str(ROOT)], check=True, timeout=120)
    unpack(tmp_path.glob("calljournal-*.whl"), program)
    done = run(ensure_installed(), home, str(DRIVER), windows_path(program), windows_path(home))
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
    assert said == {
        "states": [[False, False], [True, True], [False, False]],
        "left": [],
        "first": [True, True],
        "second": ["False", "True"],
        "asked": ["tel:+41440001234"],
        "keys": [True, [1]],
        "quiet": False,
    }
