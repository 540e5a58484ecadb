"""An X server with a screen of our own size: pictures and tests do not depend on the screen of whoever runs them."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

LARGE = (3200, 2000)
"""Points: a window that is scaled to 200 % still has room."""


@contextmanager
def x_server(size: tuple[int, int] = LARGE) -> Iterator[str]:
    """Run Xvfb on a display that it finds free itself, and give its name."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp"],
        pass_fds=[writer],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as answer:
            display = answer.readline().strip()
        if not display:
            raise OSError(f"Xvfb did not start (exit code {server.wait(5)})")
        yield f":{display}"
    finally:
        server.terminate()
        server.wait(10)
