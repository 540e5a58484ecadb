"""The icon beside the clock: whether the lines are connected, and a way to every window.

Where the desktop has no place for such icons, or none yet, there is none: everything it offers is in the journal too.
"""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from calljournal.contracts.line import LineState
from calljournal.contracts.service import LineInfo
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import PROGRAM_SIZE, SCALES, SMALL, Icons
from calljournal.languages import tr, tr_n

LOOK_AGAIN = 5000
"""Milliseconds between two looks whether the desktop has got a place for icons: at login it often comes after us."""

BLINK = 500
"""Milliseconds that the icon is there, and is not, while it blinks."""

SIZES = (16, 22, 24, 32, 48, 64)
TROUBLE = (LineState.DISCONNECTED, LineState.REFUSED)


class Tray(QObject):
    """The icon and its menu.

    Signals:
        came(): there is a place for the icon now
    """

    came = Signal()

    def __init__(self, icons: Icons, doors: Doors, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._lines: dict[str, LineInfo] = {}
        self.icon = QSystemTrayIcon(self)
        self._doors = doors
        self.speak()
        self.icon.activated.connect(self._on_activated)
        self.icon.messageClicked.connect(doors.journal_wanted)
        self._blinking = QTimer(self, interval=BLINK)
        self._blinking.timeout.connect(self._on_blink)
        self._looking = QTimer(self, interval=LOOK_AGAIN)
        self._looking.timeout.connect(self.look)
        self._dark = False
        self.dress()

    @property
    def is_there(self) -> bool:
        """Whether the icon can be seen: only then may the window hide."""
        return self.icon.isVisible() and QSystemTrayIcon.isSystemTrayAvailable()

    def speak(self) -> None:
        """Make the menu, in the language of the moment."""
        self.menu = _menu(self._doors)
        self.icon.setContextMenu(self.menu)

    def look(self) -> None:
        """Put the icon where the desktop has a place for it; else look again later."""
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._looking.stop()
            self.icon.show()
            self.came.emit()
        else:
            self._looking.start()

    def dress(self) -> None:
        """Take the icon in its present colours, and say how the lines are."""
        troubled = [line for line in self._lines.values() if line.state in TROUBLE]
        self.icon.setIcon(_with_badge(self._icons, troubled[0].state) if troubled else self._icons.program())
        self.icon.setToolTip(_in_words(self._lines.values()))

    def set_lines(self, lines: Iterable[LineInfo]) -> None:
        """Show these lines and no others."""
        self._lines = {line.name: line for line in lines}
        self.dress()

    def show_lines(self, lines: Iterable[LineInfo]) -> None:
        """Show how some lines are."""
        changed = {line.name: line for line in lines}
        if changed:
            self._lines |= changed
            self.dress()

    def notify(self, title: str, text: str) -> None:
        """Have the system show a message; nothing where it shows none."""
        if self.is_there and QSystemTrayIcon.supportsMessages():
            self.icon.showMessage(title, text, self._icons.program())

    def blink(self, on: bool) -> None:
        """Let the icon blink, or be still again."""
        if on:
            self._blinking.start()
        else:
            self._blinking.stop()
            self._dark = False
            self.dress()

    def hide(self) -> None:
        """Take the icon away: the program ends."""
        self._looking.stop()
        self._blinking.stop()
        self.icon.hide()

    def _on_blink(self) -> None:
        self._dark = not self._dark
        if self._dark:
            self.icon.setIcon(_blank())
        else:
            self.dress()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        kinds = QSystemTrayIcon.ActivationReason
        if reason in (kinds.Trigger, kinds.DoubleClick):
            self._doors.journal_wanted.emit()


def _menu(doors: Doors) -> QMenu:
    """Make the menu: each window, and the end."""
    menu = QMenu()
    offered = (
        (tr("&Journal"), doors.journal_wanted.emit),
        (tr("&Dial…"), lambda: doors.dial_box_wanted.emit("")),
        (tr("&Contacts"), doors.contacts_wanted.emit),
        (tr("My &time"), doors.my_time_wanted.emit),
        (tr("&Add a call…"), doors.add_call_wanted.emit),
        (tr("&Settings"), lambda: doors.settings_wanted.emit("")),
    )
    for text, open_it in offered:
        action = QAction(text, menu)
        action.triggered.connect(lambda _checked=False, open_it=open_it: open_it())
        menu.addAction(action)
    menu.setDefaultAction(menu.actions()[0])
    menu.addSeparator()
    leave = QAction(tr("&Quit"), menu)
    leave.triggered.connect(lambda: doors.quit_wanted.emit())
    menu.addAction(leave)
    return menu


def _in_words(lines: Iterable[LineInfo]) -> str:
    """Say how the lines are, for the pointer and for screen readers."""
    known = tuple(lines)
    connected = sum(line.state is LineState.CONNECTED for line in known)
    if not known:
        return tr("Call Journal: no line is set up")
    if connected == len(known):
        return tr_n("Call Journal: the line is connected", "Call Journal: all {count} lines are connected", connected)
    return tr("Call Journal: {connected} of {count} lines connected", connected=connected, count=len(known))


def _with_badge(icons: Icons, state: LineState) -> QIcon:
    """Give the program's icon with a lamp in its corner: trouble is told by a shape, not by a colour alone."""
    badged = QIcon()
    big = icons.program().pixmap(PROGRAM_SIZE, SCALES[-1])
    for size in SIZES:
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(picture.rect(), big)
        half = size // 2
        painter.drawPixmap(QRect(half, half, half, half), icons.lamp(state).pixmap(SMALL, SCALES[-1]))
        painter.end()
        badged.addPixmap(picture)
    return badged


def _blank() -> QIcon:
    """Give a picture of nothing: an icon that blinks keeps its place."""
    nothing = QPixmap(QSize(SIZES[-1], SIZES[-1]))
    nothing.fill(Qt.GlobalColor.transparent)
    return QIcon(nothing)
