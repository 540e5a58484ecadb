"""What opens My time, and one entry in it."""

from datetime import date

from PySide6.QtCore import QObject

from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.worked.my_time import MyTime, local_today
from calljournal.desktop.worked.span import Reach


class WorkWindows(QObject):
    """Makes the window once, and opens it."""

    def __init__(self, bridge: Bridge, icons: Icons, doors: Doors, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._icons, self._doors = bridge, icons, doors
        self._today = local_today
        self._window: MyTime | None = None

    def show_my_time(self) -> None:
        """Open My time, or bring it to the front; today, when it is opened."""
        window = self._made()
        if not window.isVisible():
            window.span.show_reach(Reach.DAY, self._now())
        self._come_to_front(window)

    def show_work(self, work: str) -> None:
        """Open My time with one entry."""
        window = self._made()
        window.show_work(work)
        self._come_to_front(window)

    @property
    def window(self) -> MyTime | None:
        """The window, once it was made."""
        return self._window

    def _now(self) -> date:
        return self._today()

    def _made(self) -> MyTime:
        if self._window is None:
            self._window = MyTime(self._bridge, self._icons, self._doors, self._now)
        return self._window

    def _come_to_front(self, window: MyTime) -> None:
        window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
