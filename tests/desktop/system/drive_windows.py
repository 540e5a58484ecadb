"""Runs under a Windows Python: the parts that speak to Windows itself; prints one line of JSON with what they said.

python drive_windows.py PROGRAM HOME            PROGRAM holds the installed program
python drive_windows.py PROGRAM HOME second     the second start, which the first one starts
"""

import ctypes
import json
import os
import sys
from pathlib import Path
from typing import Any

SECONDS = 60
LINK = "tel:+41440001234"


def second_start(home: Path) -> None:
    """Hand something over to the first."""
    from PySide6.QtCore import QCoreApplication

    from calljournal.desktop.system.instance import hand_over
    from calljournal.desktop.system.lock import WindowLock
    from calljournal.desktop.system.request import Request

    _app = QCoreApplication([])
    lock = WindowLock(home)
    print(lock.take(), hand_over(lock, Request("dial", LINK)))


def installed() -> dict[str, Any]:
    """Say how links and login are: before, set, and taken back; and which keys of ours are left in the registry."""
    from calljournal.desktop.system import installation
    from calljournal.desktop.system.handlers import windows

    states = [
        installation.look(),
        installation.change(links=True, login=True),
        installation.change(links=False, login=False),
    ]
    keys = (windows.OURS, rf"{windows.CLASSES}\{windows.CLASS}", rf"{windows.CLASSES}\tel")
    return {"states": [[state.links, state.login] for state in states], "left": [key for key in keys if is_key(key)]}


def is_key(path: str) -> bool:
    """Whether there is a key in the user's registry."""
    import winreg

    try:
        winreg.OpenKey(winreg.HKEY_CURRENT_USER, path).Close()  # type: ignore[attr-defined, unused-ignore]
    except FileNotFoundError:
        return False
    return True


def first_start(home: Path) -> dict[str, Any]:
    """Be the first; have a second start hand something over, and a key of ours be pressed."""
    from PySide6.QtCore import QCoreApplication, QProcess, QTimer

    from calljournal.desktop.system import presentation
    from calljournal.desktop.system.instance import Instance
    from calljournal.desktop.system.keys import read_key
    from calljournal.desktop.system.lock import WindowLock
    from calljournal.desktop.system.shortcuts_windows import WindowsKeys  # type: ignore[attr-defined, unused-ignore]

    app = QCoreApplication([])
    asked: list[str] = []
    pressed: list[int] = []
    lock = WindowLock(home)
    taken = lock.take()
    instance = Instance(lock)
    instance.asked.connect(lambda request: asked.append(request.uri))
    listening = instance.listen()
    keys = WindowsKeys(pressed.append)
    key = read_key("Ctrl+Alt+B")
    grabbed = key is not None and keys.grab(1, key)
    system = ctypes.windll  # type: ignore[attr-defined, unused-ignore]
    QTimer.singleShot(500, lambda: system.user32.PostThreadMessageW(system.kernel32.GetCurrentThreadId(), 0x0312, 1, 0))
    process = QProcess()
    process.finished.connect(app.quit)
    process.start(sys.executable, [*sys.argv, "second"])
    QTimer.singleShot(SECONDS * 1000, app.quit)
    app.exec()
    keys.release()
    return {
        "first": [taken, listening],
        "second": bytes(process.readAllStandardOutput().data()).decode().split(),
        "asked": asked,
        "keys": [grabbed, pressed],
        "quiet": presentation.Presentation().quiet(),
    }


def main() -> None:
    """Do what the words ask for."""
    program, home, *rest = sys.argv[1:]
    sys.path.insert(0, program)
    os.environ["CALLJOURNAL_HOME"] = home
    if rest:
        second_start(Path(home))
    else:
        print(json.dumps(installed() | first_start(Path(home))))


if __name__ == "__main__":
    main()
