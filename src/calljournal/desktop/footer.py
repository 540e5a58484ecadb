"""The foot of the window: a line for messages, in words, and a lamp for each line. Nothing of it ever pops up."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from calljournal.contracts.line import LineState
from calljournal.contracts.service import LineInfo
from calljournal.desktop import cells, texts
from calljournal.desktop.icons import SMALL, Icons

INFO_STAYS = 8000
"""Milliseconds that good news stays; an error stays until it is dismissed, or the next thing is said."""


class Notice(QFrame):
    """A message in words, with an icon, and a button where something can be done about it.

    Signals:
        pressed(): the button
    """

    pressed = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._icon = QLabel(self)
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(self)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.pressed)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        self.row.addWidget(self._icon)
        self.row.addWidget(self._label, 1)
        self.row.addWidget(self.button)
        self.clear()

    def say(self, text: str, *, error: bool = False, button: str | None = None) -> None:
        """Show a message."""
        self._icon.setPixmap(self._icons.message("error" if error else "info").pixmap(SMALL, self.devicePixelRatio()))
        self._label.setText(text)
        self._label.setAccessibleName(texts.ERROR.format(text=text) if error else text)
        self.button.setText(button or "")
        self.button.setVisible(button is not None)
        for part in (self._icon, self._label):
            part.show()

    def clear(self) -> None:
        """Show nothing."""
        self._label.clear()
        for part in (self._icon, self._label, self.button):
            part.hide()

    @property
    def text(self) -> str:
        """What is shown."""
        return self._label.text()


class MessageLine(Notice):
    """The line for messages of the whole window: errors stay, good news goes by itself."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(icons, parent)
        self.dismiss = QToolButton(self)
        self.dismiss.setAutoRaise(True)
        self.dismiss.setIconSize(QSize(12, 12))
        self.dismiss.setToolTip(texts.DISMISS)
        self.dismiss.setAccessibleName(texts.DISMISS)
        self.dismiss.clicked.connect(self.clear)
        self.dismiss.hide()
        self.row.addWidget(self.dismiss)
        self.dress()
        self._timer = QTimer(self, singleShot=True, interval=INFO_STAYS)
        self._timer.timeout.connect(self.clear)

    def dress(self) -> None:
        """Take the icons in their present colours."""
        self.dismiss.setIcon(self._icons.action("dismiss"))

    def say(self, text: str, *, error: bool = False, button: str | None = None) -> None:
        """Show a message; an error with a cross to dismiss it."""
        super().say(text, error=error, button=button)
        self.dismiss.setVisible(error)
        if error:
            self._timer.stop()
        else:
            self._timer.start()

    def clear(self) -> None:
        """Show nothing."""
        super().clear()
        if hasattr(self, "dismiss"):
            self.dismiss.hide()


class Lamp(QWidget):
    """One line: its lamp, its name, and what is to be said of it under the pointer."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._line: LineInfo | None = None
        self._picture = QLabel(self)
        self._name = QLabel(self)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addWidget(self._picture)
        layout.addWidget(self._name)

    def dress(self) -> None:
        """Take the icons in their present colours."""
        if self._line is not None:
            self.show_line(self._line)

    def show_line(self, line: LineInfo) -> None:
        """Show how a line is."""
        self._line = line
        state = texts.LAMPS[line.state]
        self._picture.setPixmap(self._icons.lamp(line.state).pixmap(SMALL, self.devicePixelRatio()))
        connected = line.state is LineState.CONNECTED
        text = line.name if connected else texts.LAMP.format(name=line.name, state=state)
        self._name.setText(text)
        self.setAccessibleName(texts.LAMP.format(name=line.name, state=state))
        self.setToolTip("\n".join(_said_of(line)))


class Lamps(QWidget):
    """The lamps of all lines, side by side."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.lamps: dict[str, Lamp] = {}
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(16)
        self._none = QLabel(texts.NO_LINES, self)
        self._none.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._none.hide()
        self._layout.addWidget(self._none)

    def dress(self) -> None:
        """Take the icons in their present colours."""
        for lamp in self.lamps.values():
            lamp.dress()

    def set_lines(self, lines: Iterable[LineInfo]) -> None:
        """Show these lines and no others."""
        wanted = {line.name: line for line in lines}
        for name in self.lamps.keys() - wanted.keys():
            self.lamps.pop(name).deleteLater()
        for line in wanted.values():
            self.show_line(line)
        self._none.setVisible(not wanted)

    def show_line(self, line: LineInfo) -> None:
        """Show how one line is."""
        self._none.hide()
        if line.name not in self.lamps:
            self.lamps[line.name] = Lamp(self._icons, self)
            self._layout.addWidget(self.lamps[line.name])
        self.lamps[line.name].show_line(line)


def _said_of(line: LineInfo) -> list[str]:
    """Give the lines of a lamp's hint."""
    said = [f"{line.title} – {texts.LAMPS[line.state]}"]
    if line.message:
        said.append(line.message)
    for form, moment in ((texts.LAMP_EVENT, line.last_event), (texts.LAMP_HEARTBEAT, line.last_heartbeat)):
        if moment is not None:
            said.append(form.format(time=cells.clock_time(moment, seconds=True)))
    for start, end in line.gaps:
        form = texts.LAMP_GAP if end else texts.LAMP_GAP_OPEN
        said.append(form.format(start=cells.clock_time(start), end=cells.clock_time(end) if end else ""))
    return said
