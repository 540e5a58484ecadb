"""Opens the settings and the first run, one window of each."""

from PySide6.QtWidgets import QWidget

from calljournal.desktop.bridge import Bridge
from calljournal.desktop.changes import Changes
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.settings.first_run import FirstRun, Reached
from calljournal.desktop.settings.this_computer import Remarks
from calljournal.desktop.settings.window import SettingsWindow


class SettingsWindows:
    """Keeps the windows that are open, so that a second wish brings the first one to the front."""

    def __init__(
        self, bridge: Bridge, icons: Icons, doors: Doors, parent: QWidget | None = None, remarks: Remarks = tuple
    ) -> None:
        self._bridge = bridge
        self._icons = icons
        self._doors = doors
        self._parent = parent
        self._remarks = remarks
        self.window: SettingsWindow | None = None
        self.first: FirstRun | None = None

    def open(self, page: str = "") -> None:
        """Open the settings, at a page or where they were; "first-run" leads through the first run again."""
        if page == "first-run":
            self.first_run()
            return
        if self.window is None:
            self.window = SettingsWindow(self._bridge, self._icons, self._doors, self._remarks, self._parent)
        else:
            self.window.look_up()
        if page:
            self.window.turn_to(page)
        _bring_forward(self.window)

    @property
    def page_shown(self) -> str:
        """The page that is on the screen; "" if none is."""
        return self.window.page_shown if self.window is not None and self.window.isVisible() else ""

    def first_run(self, reached: Reached | None = None) -> None:
        """Lead from nothing to the first call, or from what was reached before."""
        if self.first is None:
            self.first = FirstRun(self._bridge, self._icons, self._doors, self._parent, reached or Reached())
            self.first.gone.connect(self._forget_first_run)
        _bring_forward(self.first)

    def break_off_first_run(self) -> Reached | None:
        """Take the first run off the screen unfinished, and say how far it is; None where none is there."""
        if self.first is None:
            return None
        reached = self.first.reached
        self.first.hide()
        self._forget_first_run()
        return reached

    def _forget_first_run(self) -> None:
        if self.first is not None:
            self.first.deleteLater()
            self.first = None

    def take_changes(self, changes: Changes) -> None:
        """Show how the lines are now, and the first call to whoever waits for it."""
        if self.window is not None:
            self.window.show_lines(changes.lines)
        if self.first is not None:
            self.first.rows_changed(changes.rows)


def _bring_forward(window: QWidget) -> None:
    window.show()
    window.raise_()
    window.activateWindow()
