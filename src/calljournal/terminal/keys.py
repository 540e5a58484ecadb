"""Keys from the terminal, one at a time and without Enter: termios where there is one, msvcrt on Windows."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

NAMES = {
    b"\x1b[A": "up",
    b"\x1bOA": "up",
    b"\xe0H": "up",
    b"\x1b[B": "down",
    b"\x1bOB": "down",
    b"\xe0P": "down",
    b"k": "up",
    b"j": "down",
    b"\x04": "q",
}
_ONE = re.compile(rb"\x1b[\[O][0-9;]*[A-Za-z~]|\xe0.|[\x00-\x7f]|.", re.DOTALL)

POLL_SECONDS = 0.05
"""Windows cannot tell an event loop of a key: it is asked so often."""

WAITING = 100
"""Keys that may wait; who leans on the keyboard loses the rest."""


def decode(data: bytes) -> list[str]:
    """Turn what the terminal sent into the names of keys: "up", "down", or the letter (small)."""
    return [NAMES.get(key, key.decode("latin-1").lower()) for key in _ONE.findall(data)]


@asynccontextmanager
async def keys() -> AsyncIterator["asyncio.Queue[str]"]:
    """Read keys for as long as the context lasts; the end of the input is the key `q`."""
    pressed: asyncio.Queue[str] = asyncio.Queue(WAITING)

    def take(data: bytes) -> None:
        for key in decode(data) if data else ["q"]:
            if not pressed.full():
                pressed.put_nowait(key)

    if sys.platform == "win32":
        task = asyncio.create_task(_poll(take))
        try:
            yield pressed
        finally:
            task.cancel()
    else:
        loop, terminal = asyncio.get_running_loop(), sys.stdin.fileno()

        def readable() -> None:
            data = os.read(terminal, 64)
            if not data:
                loop.remove_reader(terminal)
            take(data)

        with _one_by_one(terminal):
            loop.add_reader(terminal, readable)
            try:
                yield pressed
            finally:
                loop.remove_reader(terminal)


if sys.platform == "win32":
    import msvcrt
    from collections.abc import Callable

    async def _poll(take: Callable[[bytes], None]) -> None:
        while True:
            while msvcrt.kbhit():
                first = msvcrt.getch()
                take(first + msvcrt.getch() if first in (b"\x00", b"\xe0") else first)
            await asyncio.sleep(POLL_SECONDS)

else:
    import termios
    import tty

    @contextmanager
    def _one_by_one(terminal: int) -> Iterator[None]:
        """Have the terminal pass on each key at once and show none; afterwards it is as it was."""
        before = termios.tcgetattr(terminal)
        tty.setcbreak(terminal, termios.TCSADRAIN)  # the usual TCSAFLUSH would throw away what was typed ahead
        try:
            yield
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
