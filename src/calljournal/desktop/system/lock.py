"""Who shows the window of this user: the process that holds a lock, which the system lets go however the holder ends.

One for each user and, on a terminal server, each Windows session: a `tel:` link that is clicked in one session never
dials on the telephone of another.
"""

import os
import sys
from pathlib import Path

from calljournal.desktop.system.shell_folder import mark_of, private_folder


class WindowLock:
    """The lock. `name` is what lock and socket are called."""

    def __init__(self, config: Path) -> None:
        self.folder = private_folder(config)
        self.name = mark_of(config) + session_mark()
        self._file: int | None = None

    def take(self) -> bool:
        """Take the lock; False where another process has it. Where there can be no lock, every start is the first."""
        if self._file is not None:
            return True
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        try:
            file = os.open(self.folder / f"{self.name}.lock", flags, 0o600)
        except OSError:
            return True  # the disk is full, or not ours: the engine says so in words
        if _lock(file):
            self._file = file
            return True
        os.close(file)
        return False

    def release(self) -> None:
        """Let another process show the window."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def session_mark() -> str:
    """Give the mark of the Windows session; elsewhere a user has one desktop."""
    if sys.platform != "win32":
        return ""
    from calljournal.desktop.system.peers import session_of

    return f"-{session_of(os.getpid())}"


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
