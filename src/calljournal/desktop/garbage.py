"""Python's collector of garbage, kept in Qt's thread: elsewhere it would take windows apart while Qt looks at them.

Python collects in whichever thread has just made an object, here often the engine's. Objects of Qt that refer to each
other must not end there: Qt would be told to let go of timers and sockets by the wrong thread, and may crash.
"""

import gc
import linecache

from PySide6.QtCore import QObject, QTimer

LOOK = 1000
"""Milliseconds between two looks whether there is enough to collect."""


class Garbage(QObject):
    """Collects what Python would have collected by itself, a little later, in the thread that it was made in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect as far as Python's own thresholds say, the oldest generation first: it contains the younger ones."""
        linecache.clearcache()  # PySide looks into the source of every module: some 10 MB that nobody reads again
        counts, most = gc.get_count(), gc.get_threshold()
        for generation in reversed(range(len(counts))):
            if counts[generation] > most[generation]:
                gc.collect(generation)
                return

    def release(self) -> None:
        """Let Python collect by itself again."""
        self._timer.stop()
        gc.enable()
