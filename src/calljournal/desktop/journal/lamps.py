"""A lamp for each line, with its last event; and what was missed while a line was not connected, in words."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from calljournal.contracts.line import LineState
from calljournal.contracts.service import LineInfo
from calljournal.desktop.look import formats
from calljournal.desktop.look.icons import SMALL, Icons
from calljournal.desktop.look.labels import WrappingLabel, hint
from calljournal.desktop.look.lamps import LAMPS
from calljournal.languages import tr

MOST_GAPS = 3
"""Notes of one line at once; the hint of its lamp has them all."""

SHORTEST_GAP = 5.0
"""Seconds: what was shorter has hardly cost a call, and is only said in the hint of the lamp."""


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
        said = _said_of(line)
        self.setAccessibleDescription("\n".join(said))
        self.setToolTip(hint("\n".join(said)))


class Lamps(QWidget):
    """The lamps of all lines, side by side.

    Signals:
        set_up_wanted(): there is none, and that was clicked
    """

    set_up_wanted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.lamps: dict[str, Lamp] = {}
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(16)
        self.none_button = QPushButton(tr("No line is set up"), self)
        self.none_button.setFlat(True)
        self.none_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.none_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.none_button.setToolTip(tr("Set up a line in the settings"))
        self.none_button.clicked.connect(self.set_up_wanted)
        self.none_button.hide()
        self._layout.addWidget(self.none_button)

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
        self.none_button.setVisible(not wanted)

    def show_line(self, line: LineInfo) -> None:
        """Show how one line is."""
        self.none_button.hide()
        if line.name not in self.lamps:
            self.lamps[line.name] = Lamp(self._icons, self)
            self._layout.addWidget(self.lamps[line.name])
        self.lamps[line.name].show_line(line)


class GapNotes(QWidget):
    """Says beneath the list from when to when a line was not connected, while that lasts and until it is dismissed."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._lines: dict[str, LineInfo] = {}
        self._dismissed: set[tuple[str, datetime]] = set()
        self._picture = QLabel(self)
        self._words = WrappingLabel(parent=self)
        self.dismiss_button = QToolButton(self)
        self.dismiss_button.setAutoRaise(True)
        self.dismiss_button.setToolTip(tr("Dismiss the note"))
        self.dismiss_button.setAccessibleName(tr("Dismiss the note"))
        self.dismiss_button.clicked.connect(self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(8)
        layout.addWidget(self._picture)
        layout.addWidget(self._words, 1)
        layout.addWidget(self.dismiss_button)
        self.dress()
        self.hide()

    @property
    def words(self) -> str:
        """What is said."""
        return "" if self.isHidden() else self._words.text()

    def dress(self) -> None:
        """Take the icons in their present colours."""
        self._picture.setPixmap(self._icons.message("error").pixmap(SMALL, self.devicePixelRatio()))
        self.dismiss_button.setIcon(self._icons.action("dismiss"))

    def set_lines(self, lines: Iterable[LineInfo]) -> None:
        """Take up how all lines are."""
        self._lines = {line.name: line for line in lines}
        self._show()

    def show_line(self, line: LineInfo) -> None:
        """Take up how one line is."""
        self._lines[line.name] = line
        self._show()

    def dismiss(self) -> None:
        """Take the notes of what is over away; one that lasts comes again when it is over."""
        for line in self._lines.values():
            self._dismissed |= {(line.name, start) for start, end in line.gaps if end is not None}
        self._show(lasting=False)

    def _show(self, lasting: bool = True) -> None:
        words = "\n".join(self._notes(lasting))
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self.setVisible(bool(words))

    def _notes(self, lasting: bool) -> Iterator[str]:
        for line in self._lines.values():
            for start, end in line.gaps[-MOST_GAPS:]:
                if end is None and lasting:
                    yield tr(
                        "{name} has not been connected since {start}. Calls are missing here until it is again.",
                        name=line.name,
                        start=formats.clock_time(start),
                    )
                elif end is not None and (line.name, start) not in self._dismissed and _counts(start, end):
                    first, last = formats.clock_times(start, end)
                    yield tr(
                        "{name} was not connected from {start} to {end}. Calls of that time may be missing.",
                        name=line.name,
                        start=first,
                        end=last,
                    )


def _counts(start: datetime, end: datetime) -> bool:
    return (end - start).total_seconds() >= SHORTEST_GAP


def _said_of(line: LineInfo) -> list[str]:
    """Give the lines of a lamp's hint."""
    said = [tr("{title} – {state}", title=line.title, state=tr(LAMPS[line.state]))]
    if line.message:
        said.append(tr(line.message))
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
