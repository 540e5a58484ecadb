"""Two keys that work in every program: book the latest call, dial the number in the clipboard.

X11 and Windows let a program have such keys; Wayland and macOS do not let us: there the settings say so, and that the
system's own keyboard settings can start `calljournal desktop open book-latest` and `... dial-clipboard` instead.
"""

import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from calljournal.desktop.system.keys import Key, read_key
from calljournal.languages import tr

BOOK, DIAL = 1, 2


class Grabber(Protocol):
    """Has keys of the system for as long as they are wanted; tells of each press by the callable it was made with."""

    def grab(self, number: int, key: Key) -> bool:
        """Take a key; False where another program has it."""
        ...

    def release(self) -> None:
        """Give all keys back."""
        ...


class Shortcuts(QObject):
    """The keys, as the settings say, and in words whether they work.

    Signals:
        book_wanted(): open the time form of the latest call
        dial_wanted(): dial the number in the clipboard
    """

    book_wanted = Signal()
    dial_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grabber: Grabber | None = None
        self._keys: tuple[str, str] = ("", "")
        self._remarks: list[str] = []

    def use(self, book: str, dial: str) -> None:
        """Have these keys and no others; "" is none."""
        if (book, dial) == self._keys:
            return
        self.release()
        self._keys, self._remarks = (book, dial), []
        if not (book or dial):
            return
        reason = forbidden()
        if reason:
            self._remarks = [reason]
            return
        self._grabber = self._grabber or _grabber(self._on_pressed, self)
        for number, text in ((BOOK, book), (DIAL, dial)):
            if text:
                self._grab(number, text)

    def remarks(self) -> list[str]:
        """Say in words which keys do not work, and why; nothing where all do."""
        return self._remarks

    def release(self) -> None:
        """Give the keys back."""
        if self._grabber is not None:
            self._grabber.release()
        self._keys = ("", "")

    def _grab(self, number: int, text: str) -> None:
        key = read_key(text)
        if key is None:
            self._remarks.append(
                tr("{key} cannot work in every program: choose a key together with Ctrl or Alt.", key=text)
            )
        elif self._grabber is None or not self._grabber.grab(number, key):
            self._remarks.append(tr("{key} is taken by another program: choose another one.", key=text))

    def _on_pressed(self, number: int) -> None:
        (self.book_wanted if number == BOOK else self.dial_wanted).emit()


def forbidden() -> str:
    """Say why no program may have keys of its own here; "" where it may."""
    platform = QGuiApplication.platformName()
    if platform in ("xcb", "windows"):
        return ""
    if platform.startswith("wayland"):
        return tr(
            "This desktop (Wayland) lets no program have keys that work everywhere. Its own keyboard settings can "
            "start “calljournal desktop open book-latest” and “calljournal desktop open dial-clipboard”."
        )
    return tr("This system lets no program have keys that work everywhere.")


def _grabber(on_pressed: Callable[[int], None], parent: QObject) -> Grabber | None:
    """Give what has keys on this system; None where its library is missing."""
    try:
        if sys.platform == "win32":
            from calljournal.desktop.system.shortcuts_windows import WindowsKeys

            return WindowsKeys(on_pressed, parent)
        from calljournal.desktop.system.shortcuts_x11 import XKeys

        return XKeys(on_pressed, parent)
    except OSError:
        return None
