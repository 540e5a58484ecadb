"""What a person may ask for of whoever keeps data about it: to be given all of it, or to be forgotten.

In: the wish, from a contact's window or from the menu of a number. Out: a small window that does it.
"""

from PySide6.QtCore import QObject, Signal

from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.forget_window import ForgetWindow
from calljournal.desktop.contacts.give_out_window import GiveOutWindow
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons

Window = GiveOutWindow | ForgetWindow


class PersonRequests(QObject):
    """Opens a window for each request; `who` is a contact's id or a number, `name` what it is called.

    Signals:
        forgetting(): a person is about to be forgotten: what is typed anywhere is to be kept now
        forgotten(who: str, name: str): a person was forgotten: windows that show it show something else by now
    """

    forgetting = Signal()
    forgotten = Signal(str, str)

    def __init__(self, bridge: Bridge, doors: Doors) -> None:
        super().__init__(doors)
        self._bridge, self._doors = bridge, doors
        self._icons = Icons()
        self._windows: dict[tuple[type, str], Window] = {}

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows that are open, or have something under way."""
        return tuple(self._windows.values())

    def give_out(self, who: str, name: str) -> None:
        """Ask into which file all that is kept of a person is to go."""
        window = self._windows.get((GiveOutWindow, who))
        if window is None:
            window = self._keep(GiveOutWindow(self._bridge, self._icons, self._doors, who, name))
        window.come_to_front()

    def forget(self, who: str, name: str) -> None:
        """Show what would be forgotten of a person, and ask."""
        window = self._windows.get((ForgetWindow, who))
        if window is None:
            window = self._keep(new := ForgetWindow(self._bridge, self._icons, self._doors, who, name))
            new.forgetting.connect(self.forgetting)
            new.forgotten.connect(self.forgotten)
            new.give_out_wanted.connect(self.give_out)
        window.come_to_front()

    def close_all(self) -> None:
        """Close the windows; what is under way goes on, and what became of it is said in the journal."""
        for window in self.windows:
            window.close()

    def _keep(self, window: Window) -> Window:
        self._windows[type(window), window.who] = window
        window.done_with.connect(self._on_done_with)
        return window

    def _on_done_with(self, window: Window) -> None:
        if self._windows.pop((type(window), window.who), None) is not None:
            window.deleteLater()


def requests_of(bridge: Bridge, doors: Doors) -> PersonRequests:
    """Give the one who opens these windows, beside the doors that every window of the program knows."""
    return doors.findChild(PersonRequests) or PersonRequests(bridge, doors)
