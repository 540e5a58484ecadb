"""Keys that work everywhere, on Windows: registered for Qt's thread, whose messages a filter sees first."""

import ctypes
import sys
from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject

from calljournal.desktop.system.keys import Key

if sys.platform == "win32":
    from ctypes import wintypes

    HOTKEY = 0x0312
    NO_REPEAT = 0x4000

    class WindowsKeys(QObject):
        """The keys of Windows; `on_pressed` is given the number under which the key was registered."""

        def __init__(self, on_pressed: Callable[[int], None], parent: QObject | None = None) -> None:
            super().__init__(parent)
            self.on_pressed = on_pressed
            self._numbers: list[int] = []
            self._user = ctypes.WinDLL("user32")
            self._filter = _Filter(self)
            app = QCoreApplication.instance()
            if app is not None:
                app.installNativeEventFilter(self._filter)

        def grab(self, number: int, key: Key) -> bool:
            """Take a key; False where another program has it."""
            done = bool(self._user.RegisterHotKey(None, number, key.modifiers | NO_REPEAT, key.virtual))
            if done:
                self._numbers.append(number)
            return done

        def release(self) -> None:
            """Give all keys back."""
            for number in self._numbers:
                self._user.UnregisterHotKey(None, number)
            self._numbers.clear()

    class _Filter(QAbstractNativeEventFilter):
        def __init__(self, keys: WindowsKeys) -> None:
            super().__init__()
            self._keys = keys

        def nativeEventFilter(  # noqa: N802  (Qt's name)
            self, kind: QByteArray | bytes | bytearray | memoryview, message: int
        ) -> object:
            """Take the messages about our keys; all others go on to Qt."""
            said = wintypes.MSG.from_address(int(message))
            if said.message != HOTKEY:
                return False, 0
            self._keys.on_pressed(int(said.wParam))
            return True, 0
