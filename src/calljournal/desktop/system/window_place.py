"""Keeps where a window is, and opens it there: the part of `placing` that knows Qt's windows.

One tiny file is read before the first paint, and written when the window has moved and when it closes: the only disk
that Qt's thread ever waits for, since the window cannot be shown before it is known where.
"""

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QRect, QSettings, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from calljournal.desktop.look.sizes import open_at
from calljournal.desktop.system.placing import SIZE, Place, Screen, opened_anew

SETTLED = 1000
"""Milliseconds without another move after which the place is written."""

HOLD = 40
"""Points that must be seen of a window so that a person can take hold of it."""


def forbidden() -> bool:
    """Whether the window system lets no program say where its windows go: then the size alone is kept (Wayland)."""
    return QGuiApplication.platformName().startswith("wayland")


class WindowPlace(QObject):
    """Opens one window where it was, and keeps where it goes, in a small file."""

    def __init__(self, window: QWidget, memory: QSettings) -> None:
        super().__init__(window)
        self.window = window
        self.memory = memory
        self._settling = QTimer(self, singleShot=True, interval=SETTLED)
        self._settling.timeout.connect(self.keep)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._on_screens_changed)
            app.screenAdded.connect(self._on_screen_added)
            for screen in app.screens():
                self._on_screen_added(screen)

    def open(self) -> None:
        """Give the window its size and place, before it is shown or shown again; then watch it."""
        last = read_place(self.memory)
        if last is None:
            open_at(self.window, SIZE)
        else:
            outer = opened_anew(last, [_screen(screen) for screen in QGuiApplication.screens()])
            self.window.resize(last.inner.size() + outer.size() - last.outer.size())
            if not forbidden():
                self.window.move(outer.topLeft())
        if self.memory.value("maximized", False, bool):  # mentioned only where needed: see `frame`
            self.window.setWindowState(self.window.windowState() | QtCore.Qt.WindowState.WindowMaximized)
        self.window.installEventFilter(self)

    def keep(self) -> None:
        """Write down where the window is, if it is anywhere."""
        self._settling.stop()
        window = self.window
        if not window.isVisible() or window.isMinimized():
            return
        maximized = window.isMaximized() or window.isFullScreen()
        self.memory.setValue("maximized", maximized)
        if not maximized:
            write_place(self.memory, Place(window.frameGeometry(), window.geometry(), _screen(window.screen())))
        self.memory.sync()

    def _on_screen_added(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._on_screens_changed)

    def _on_screens_changed(self) -> None:
        """Look, once the system has moved what it moves by itself, whether the window can still be reached."""
        QTimer.singleShot(SETTLED, self, self.come_back)

    def come_back(self) -> None:
        """Open the window anew where no screen shows enough of it to take hold of."""
        outer = self.window.frameGeometry()
        shown = [screen.availableGeometry().intersected(outer) for screen in QGuiApplication.screens()]
        if self.window.isVisible() and not any(part.width() >= HOLD and part.height() >= HOLD for part in shown):
            self.keep()
            self.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Have the place written once the window has come to rest, and at once before it goes."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._settling.start()
        elif event.type() == QEvent.Type.Close:
            self.keep()
        return False


def read_place(memory: QSettings) -> Place | None:
    """Give what the file tells; None where it tells nothing, or nonsense."""
    outer, inner, available = (memory.value(name) for name in ("outer", "inner", "screen/available"))
    if not (isinstance(outer, QRect) and isinstance(inner, QRect) and isinstance(available, QRect)):
        return None
    if not (outer.contains(inner) and inner.isValid() and available.isValid()):
        return None
    return Place(outer, inner, Screen(str(memory.value("screen/name", "")), available))


def write_place(memory: QSettings, place: Place) -> None:
    """Put a place into the file."""
    memory.setValue("outer", place.outer)
    memory.setValue("inner", place.inner)
    memory.setValue("screen/name", place.screen.name)
    memory.setValue("screen/available", place.screen.available)


def _screen(screen: QScreen) -> Screen:
    return Screen(screen.name(), screen.availableGeometry())
