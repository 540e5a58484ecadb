"""Processes that look at the windows: each with an X server, a home and a data folder of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.desktop.whole.screen import x_server

ROOT = Path(__file__).parents[3]


@contextmanager
def looking(scale: int, words: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """Start a process that looks at the windows at a scale (2: 200 %); `words` are for `look`, after the home."""
    with ExitStack() as stack:
        home = stack.enter_context(TemporaryDirectory(prefix="cj-look-"))
        display = stack.enter_context(x_server())
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.desktop.whole.look", home, *words],
            cwd=ROOT,
            env=environment(Path(home), display) | {"QT_SCALE_FACTOR": str(scale)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield child
        finally:
            child.kill()
            child.wait(10)


def environment(home: Path, display: str) -> dict[str, str]:
    """Give the environment of a user who is nobody else: English, in Zurich, without a keyring, on a display."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "XDG_", "CALLJOURNAL_"))}
    own.pop("WAYLAND_DISPLAY", None)
    return own | {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "CALLJOURNAL_HOME": str(home),
        "CALLJOURNAL_MACHINE_SETTINGS": "",
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "TZ": "Europe/Zurich",
        "LANGUAGE": "en",
        "LC_ALL": "C.UTF-8",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
