"""Start and end of the desktop program, in order: the lock, Qt, the bare window; the first paint; all the rest.

In: `open_service()`, from whoever starts the program, and what this start is to do. Out: an exit code.
Whatever is imported here stands between the user's click and the first paint: Qt, and a few small modules.
"""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from calljournal.desktop.frame import Frame, read_outline
from calljournal.desktop.system.lock import WindowLock
from calljournal.desktop.system.request import BACKGROUND, Request
from calljournal.desktop.system.shell_folder import config_folder
from calljournal.desktop.system.window_place import WindowPlace
from calljournal.languages import speak, tr

if TYPE_CHECKING:
    from calljournal.desktop.bridge import OpenService
    from calljournal.desktop.program import Program

LISTEN_FOR_SIGNALS = 200
"""Milliseconds: how often Python gets to look whether somebody pressed Ctrl-C in the terminal."""

UNSEEN = 1000
"""Milliseconds after which the rest is built although nothing has been painted: the window may be minimised."""


def run(
    open_service: "OpenService",
    argv: Sequence[str] | None = None,
    request: Request | None = None,
    config: Path | None = None,
) -> int:
    """Show the journal until the user ends the program, or have the window that is there already do what is wanted.

    Gives the exit code: 1 if the engine did not end in time, or the other window does not answer.
    """
    app = make_application(argv)
    config, request = config or config_folder(), request or Request()
    lock = WindowLock(config)
    if not lock.take():
        from calljournal.desktop.system.instance import hand_over_or_say

        taken = hand_over_or_say(lock, request)
        if taken is not None:
            return 0 if taken else 1
    memory = open_memory(config)
    speak(str(memory.value("language", "")), str(memory.value("vocabulary", "consulting")))
    frame = Frame(read_outline(memory))
    place = WindowPlace(frame, memory)
    built: list[Program] = []

    def build() -> None:
        waiting.stop()
        if built:  # in the background it was not painted before the first call
            return
        from calljournal.desktop.program import Program  # and with it everything that the first paint did not wait for

        built.append(Program(app, frame, place, lock, open_service))
        built[0].ended.connect(app.exit)  # not `quit`, which asks every window whether it may be closed
        built[0].begin(request)

    waiting = QTimer(singleShot=True, interval=0 if request.wish == BACKGROUND else UNSEEN)
    waiting.timeout.connect(build)
    frame.painted.connect(build)
    waiting.start()
    if request.wish != BACKGROUND:
        place.open()
        frame.show()
    with quit_on_signals(lambda: app.exit()):
        app.exec()
    waiting.stop()
    return 0 if all(program.end() for program in built) else 1


def open_memory(config: Path) -> QSettings:
    """Open the small file in which the window keeps where it was and what it looked like."""
    with suppress(OSError):  # the engine will say in words that the folder cannot be made
        config.mkdir(mode=0o700, parents=True, exist_ok=True)
    return QSettings(str(config / "window.ini"), QSettings.Format.IniFormat)


def make_application(argv: Sequence[str] | None = None) -> QApplication:
    """Make Qt's application, or take the one that there is."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(list(sys.argv if argv is None else argv))
    app.setApplicationName("calljournal")
    app.setApplicationDisplayName(tr("Call Journal"))
    app.setDesktopFileName("calljournal")
    app.setQuitOnLastWindowClosed(False)
    return app


@contextmanager
def quit_on_signals(leave: Callable[[], None]) -> Iterator[None]:
    """End the program in order on Ctrl-C and on SIGTERM: Qt's loop lets no Python run unless a timer wakes it."""

    def on_signal(number: int, frame: FrameType | None) -> None:
        leave()

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    timer = QTimer(interval=LISTEN_FOR_SIGNALS)
    timer.timeout.connect(lambda: None)
    timer.start()
    try:
        yield
    finally:
        timer.stop()
        for number, handler in before.items():
            signal.signal(number, handler)
