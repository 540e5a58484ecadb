"""The toolbar of the journal: the four actions, two of them with an arrow; dialling, adding a call, all the rest."""

from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from calljournal.desktop.booking.project_menu import ProjectMenu
from calljournal.desktop.doors import Doors
from calljournal.desktop.journal.actions import KEYS, JournalActions
from calljournal.desktop.look import formats
from calljournal.desktop.look.icons import ACTION_SIZE, Icons
from calljournal.languages import tr

MENU_KEYS = {
    "dial": "Ctrl+L",
    "add": "Ctrl+N",
    "contacts": "Ctrl+Shift+C",
    "projects": "Ctrl+Shift+P",
    "my_time": "Ctrl+M",
    "settings": "Ctrl+,",
    "quit": "Ctrl+Q",
    "menu": "F10",
}


class Ways(QObject):
    """The actions that lead to other windows, and out."""

    def __init__(self, doors: Doors, icons: Icons, window: QWidget) -> None:
        super().__init__(window)
        self._icons, self._window = icons, window
        self.dial = self._action("dial", tr("&Dial…"), tr("Dial a number, or somebody by name"))
        self.add = self._action("add", tr("Add a ca&ll…"), tr("Add a call on another telephone, or time one"))
        self.contacts = self._action("contacts", tr("&Contacts"))
        self.projects = self._action("projects", tr("&Projects and service types"))
        self.my_time = self._action("my_time", tr("&My time"))
        self.settings = self._action("settings", tr("&Settings"))
        self.quit = self._action("quit", tr("&Quit"))
        self.dial.triggered.connect(lambda _=False: doors.dial_box_wanted.emit(""))
        self.contacts.triggered.connect(lambda _=False: doors.contacts_wanted.emit())
        self.projects.triggered.connect(lambda _=False: doors.projects_wanted.emit())
        self.my_time.triggered.connect(lambda _=False: doors.my_time_wanted.emit())
        self.settings.triggered.connect(lambda _=False: doors.settings_wanted.emit(""))
        self.quit.triggered.connect(lambda _=False: doors.quit_wanted.emit())
        self.dress()

    def _action(self, name: str, text: str, hint: str = "") -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(MENU_KEYS[name]))
        action.setToolTip(formats.hint_with_key(hint or text.replace("&", ""), MENU_KEYS[name]))
        self._window.addAction(action)
        return action

    def dress(self) -> None:
        """Take the icons in their present colours."""
        self.dial.setIcon(self._icons.action("dial"))
        self.add.setIcon(self._icons.action("add"))


class Bar(QToolBar):
    """The toolbar. Its last button opens the menu with what else there is."""

    def __init__(self, actions: JournalActions, ways: Ways, icons: Icons, window: QWidget) -> None:
        super().__init__(window)
        self._icons = icons
        self.setMovable(False)
        self.setIconSize(ACTION_SIZE)
        self.setContentsMargins(6, 4, 6, 4)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.addWidget(_button(actions.contact))
        self.addWidget(_button(actions.call))
        self.addSeparator()
        self.activity_button = _button(actions.activity, actions.activity_menu)
        self.time_button = _button(actions.time, actions.time_menu)
        self.addWidget(self.activity_button)
        self.addWidget(self.time_button)
        for name, button in (("activity_menu", self.activity_button), ("time_menu", self.time_button)):
            QShortcut(QKeySequence(KEYS[name]), window, partial(_drop_menu, button))
        self.addSeparator()
        self.addWidget(_button(ways.dial))
        self.addWidget(_button(ways.add))
        space = QWidget(self)
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        self.menu = QMenu(window)
        self.menu.addActions([ways.contacts, ways.projects, ways.my_time])
        self.menu.addSeparator()
        self.menu.addActions([ways.settings, ways.quit])
        self.menu_button = QToolButton(self)
        self.menu_button.setText(tr("M&enu"))
        self.menu_button.setAccessibleName(tr("Menu"))
        self.menu_button.setToolTip(
            formats.hint_with_key(tr("Contacts, projects, my time, settings"), MENU_KEYS["menu"])
        )
        self.menu_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.menu_button.setAutoRaise(True)
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu_button.setMenu(self.menu)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.addWidget(self.menu_button)
        QShortcut(QKeySequence(MENU_KEYS["menu"]), window, partial(_drop_menu, self.menu_button))
        self.dress()

    def dress(self) -> None:
        """Take the icons in their present colours."""
        self.menu_button.setIcon(self._icons.action("more"))


def _button(action: QAction, menu: ProjectMenu | None = None) -> QToolButton:
    """Make a button with icon and text, and with an arrow where there is a menu."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if menu is not None:
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
    return button


def _drop_menu(button: QToolButton) -> None:
    """Open the menu of a button beneath it, as its arrow does, if there is something to offer."""
    menu = button.menu()
    if menu.isEnabled():
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
