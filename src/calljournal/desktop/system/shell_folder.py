"""Where the window keeps its few small files: with the settings, and (socket and lock) in a folder of this user alone.

Nothing of `settings` is imported, which would take longer than the whole first paint.
"""

import os
import stat
import sys
import tempfile
import zlib
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QStandardPaths

LONGEST_SOCKET = 100
"""Bytes that the path of a local socket may have everywhere: 104 on macOS, 108 on Linux, with the end of it."""


def config_folder() -> Path:
    """Give the folder of the settings, as `settings.Places.usual` does; it need not be there yet."""
    home = os.environ.get("CALLJOURNAL_HOME")
    if home:
        return Path(home).expanduser().absolute()
    kind = QStandardPaths.StandardLocation
    usual = kind.GenericDataLocation if sys.platform == "darwin" else kind.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(usual)) / "calljournal"


def mark_of(config: Path) -> str:
    """Give a short name for a folder of settings: a demo beside the real journal is a program of its own."""
    return f"calljournal-{zlib.crc32(os.path.realpath(config).encode()):08x}"


def private_folder(config: Path) -> Path:
    """Give a folder that only this user can enter and whose name is short: for the lock and the socket.

    It is the one that the system makes for each user; else one in the folder for temporary files, unless somebody else
    has put one of that name there; else the one of the settings, be it there or not.
    """
    if sys.platform != "win32":
        runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or os.devnull)
        own = Path(tempfile.gettempdir(), f"calljournal-{os.getuid()}")
        if is_private(runtime) and len(bytes(runtime / f"{mark_of(config)}.socket")) < LONGEST_SOCKET:
            return runtime
        with suppress(OSError):  # it is there already, or cannot be made: looked at in any case
            own.mkdir(mode=0o700)
        if is_private(own):
            return own
    with suppress(OSError):
        config.mkdir(mode=0o700, parents=True, exist_ok=True)
    return config


def is_private(folder: Path) -> bool:
    """Whether a folder is a real one, this user's, and closed to everybody else."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    if sys.platform == "win32":
        return stat.S_ISDIR(found.st_mode)  # the folders of a profile are the user's own
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
