"""Start and end of the desktop program, in order: Qt, bridge, window; the first paint; the engine. And back again.

In: `open_service()`, from whoever starts the program. Out: an exit code.
"""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from calljournal.desktop.bridge import Bridge, OpenService
from calljournal.desktop.journal.window import JournalWindow
from calljournal.languages import tr

LISTEN_FOR_SIGNALS = 200
"""Milliseconds: how often Python gets to look whether somebody pressed Ctrl-C in the terminal."""

UNSEEN = 1000
"""Milliseconds after which the engine is started although nothing has been painted: the window may be minimised."""


def run(open_service: OpenService, argv: Sequence[str] | None = None) -> int:
    """Show the journal until its window is closed, or the program is told to end; 1 if the engine did not end."""
    app = make_application(argv)
    bridge = Bridge(open_service)
    window = JournalWindow(bridge)
    window.closed.connect(app.quit)
    start = QTimer(singleShot=True, interval=UNSEEN)
    start.timeout.connect(bridge.start)
    window.table.painted.connect(lambda: start.setInterval(0), Qt.ConnectionType.SingleShotConnection)
    start.start()
    window.show()
    with quit_on_signals(app.quit):
        app.exec()
    window.hide()
    return 0 if bridge.stop() else 1


def make_application(argv: Sequence[str] | None = None) -> QApplication:
    """Make Qt's application, or take the one that there is."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(list(sys.argv if argv is None else argv))
    app.setApplicationName("calljournal")
    app.setApplicationDisplayName(tr("Call Journal"))
    app.setDesktopFileName("calljournal")
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
