"""The foot of the window: a line for messages, in words, and a lamp for each line. Nothing of it ever pops up."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from calljournal.contracts.line import LineState
from calljournal.contracts.service import LineInfo
from calljournal.desktop.look import formats
from calljournal.desktop.look.icons import SMALL, Icons
from calljournal.desktop.look.notice import Notice
from calljournal.languages import tr
from calljournal.words import say

LAMPS = {
    "closed": say("not opened"),
    "connecting": say("connecting…"),
    "connected": say("connected"),
    "disconnected": say("not connected"),
    "refused": say("not let in"),
}

INFO_STAYS = 8000
"""Milliseconds that good news stays; an error stays until it is dismissed, or the next thing is said."""


class MessageLine(Notice):
    """The line for messages of the whole window: errors stay, good news goes by itself."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(icons, parent)
        self.dismiss = QToolButton(self)
        self.dismiss.setAutoRaise(True)
        self.dismiss.setIconSize(QSize(12, 12))
        self.dismiss.setToolTip(tr("Dismiss the message"))
        self.dismiss.setAccessibleName(tr("Dismiss the message"))
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
        state = tr(LAMPS[line.state])
        self._picture.setPixmap(self._icons.lamp(line.state).pixmap(SMALL, self.devicePixelRatio()))
        connected = line.state is LineState.CONNECTED
        text = line.name if connected else tr("{name}: {state}", name=line.name, state=state)
        self._name.setText(text)
        self.setAccessibleName(tr("{name}: {state}", name=line.name, state=state))
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
        self._none = QLabel(tr("No line is set up"), self)
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
    said = [f"{line.title} – {tr(LAMPS[line.state])}"]
    if line.message:
        said.append(line.message)
    for form, moment in (
        (tr("Last event {time}"), line.last_event),
        (tr("Last sign of life {time}"), line.last_heartbeat),
    ):
        if moment is not None:
            said.append(form.format(time=formats.clock_time(moment, seconds=True)))
    for start, end in line.gaps:
        form = tr("Not connected from {start} to {end}") if end else tr("Not connected since {start}")
        said.append(form.format(start=formats.clock_time(start), end=formats.clock_time(end) if end else ""))
    return said
