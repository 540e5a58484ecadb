"""Opens the engine again that has gone, and takes back what was said about that as soon as it is reached.

In: `failed` and `ready`, from the bridge. Out: `Bridge.reopen`, after a while; windows without stale errors.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.notice import Notice
from calljournal.languages import tr
from calljournal.words import say

REOPEN: tuple[float, ...] = (1, 2, 5, 10, 30)
"""Seconds before the tries to open the engine again that has gone, as when it was another process; then the last."""

WITHOUT_ENGINE = (say("the journal's engine has ended"), say("the journal has not been opened yet"))
"""What the bridge answers meanwhile."""


class Reopening(QObject):
    """Tries until the engine is there. `windows` gives the windows whose messages may be about it."""

    def __init__(self, bridge: Bridge, windows: Callable[[], Iterable[QWidget]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._windows = bridge, windows
        self._tries = 0
        self._said: set[str] = set()
        bridge.failed.connect(self._on_failed)
        bridge.ready.connect(self._on_ready)

    def _on_failed(self, text: str) -> None:
        """Open the engine again after a while: it was another process that has ended, or the disk was full."""
        self._said.add(text)
        wait = REOPEN[min(self._tries, len(REOPEN) - 1)]
        self._tries += 1
        QTimer.singleShot(round(wait * 1000), self._bridge, self._bridge.reopen)

    def _on_ready(self) -> None:
        """Take back every message that says it is gone: it is not any more."""
        self._tries = 0
        if not self._said:
            return
        stale = {text for text in (*self._said, *map(tr, WITHOUT_ENGINE)) if text}
        self._said.clear()
        for window in self._windows():
            for notice in window.findChildren(Notice):
                if any(text in notice.text for text in stale):
                    notice.clear()
