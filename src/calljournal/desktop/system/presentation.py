"""Whether the system wants quiet: somebody presents, or has asked not to be disturbed. Then a caller is not named.

What is honest on each system, and no more: Windows tells it on demand (full screen, presentation, quiet time; not its
newer focus assist, for which there is no documented interface). KDE tells by D-Bus that notifications are inhibited,
GNOME keeps a switch for its banners. macOS and other desktops tell nobody.
"""

import ctypes
import os
import shutil
import sys

from PySide6.QtCore import SLOT, QObject, QProcess, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusVariant

WINDOWS_QUIET = frozenset({2, 3, 4, 6})
"""What SHQueryUserNotificationState says where it means quiet: busy, full screen, presenting, quiet time."""

NOTIFICATIONS = "org.freedesktop.Notifications"
NOTIFICATIONS_PATH = "/org/freedesktop/Notifications"
PROPERTIES = "org.freedesktop.DBus.Properties"
BANNERS = ("org.gnome.desktop.notifications", "show-banners")


class Presentation(QObject):
    """Knows at any moment whether the system wants quiet, without ever waiting for it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inhibited: bool | None = None
        self._banners: bool | None = None
        self._watched: list[QProcess] = []
        self._asked: QDBusPendingCallWatcher | None = None

    def quiet(self) -> bool | None:
        """Whether the system wants quiet now; None where it does not tell."""
        if sys.platform == "win32":
            return _windows_quiet()
        if self._inhibited is None and self._banners is None:
            return None
        return self._inhibited is True or self._banners is False

    def watch(self) -> None:
        """Begin to listen to what the desktop tells."""
        if sys.platform in ("win32", "darwin"):
            return
        if os.environ.get("DBUS_SESSION_BUS_ADDRESS") or os.environ.get("XDG_RUNTIME_DIR"):
            self._watch_kde()
        if "GNOME" in os.environ.get("XDG_CURRENT_DESKTOP", "").upper() and shutil.which("gsettings"):
            self._watch_gnome()

    def release(self) -> None:
        """Listen no more."""
        for process in self._watched:
            process.readyReadStandardOutput.disconnect()
            process.kill()
            process.waitForFinished(1000)
        self._watched.clear()

    # --- KDE: a property of the service that shows notifications -----------------------------------------------------

    def _watch_kde(self) -> None:
        bus = QDBusConnection.sessionBus()
        if bus.isConnected():
            slot = SLOT("on_inhibitions(QDBusMessage)")
            where = (NOTIFICATIONS, NOTIFICATIONS_PATH, PROPERTIES, "PropertiesChanged")
            bus.connect(*where, self, slot)  # type: ignore[call-overload]  # the stubs want bytes, PySide text
            self._ask_kde()

    @Slot(QDBusMessage)
    def on_inhibitions(self, _message: QDBusMessage) -> None:
        """Ask anew: something about the notifications has changed."""
        self._ask_kde()

    def _ask_kde(self) -> None:
        question = QDBusMessage.createMethodCall(NOTIFICATIONS, NOTIFICATIONS_PATH, PROPERTIES, "Get")
        question.setAutoStartService(False)
        question.setArguments([NOTIFICATIONS, "Inhibited"])
        self._asked = QDBusPendingCallWatcher(QDBusConnection.sessionBus().asyncCall(question), self)
        self._asked.finished.connect(self._on_inhibited)

    def _on_inhibited(self, answer: QDBusPendingCallWatcher) -> None:
        said = answer.reply().arguments()
        value = said[0].variant() if said and isinstance(said[0], QDBusVariant) else None
        self._inhibited = value if isinstance(value, bool) and not answer.isError() else None
        answer.deleteLater()

    # --- GNOME: a switch among its settings --------------------------------------------------------------------------

    def _watch_gnome(self) -> None:
        for what in ("get", "monitor"):
            process = QProcess(self)
            process.readyReadStandardOutput.connect(lambda process=process: self._on_banners(process))
            process.start("gsettings", [what, *BANNERS])
            self._watched.append(process)

    def _on_banners(self, process: QProcess) -> None:
        """Take the last word of what it says: "true", or after a change "show-banners: false"."""
        words = bytes(process.readAllStandardOutput().data()).split()
        if words and words[-1] in (b"true", b"false"):
            self._banners = words[-1] == b"true"


if sys.platform == "win32":

    def _windows_quiet() -> bool | None:
        state = ctypes.c_int()
        failed = ctypes.WinDLL("shell32").SHQueryUserNotificationState(ctypes.byref(state))
        return None if failed else state.value in WINDOWS_QUIET
