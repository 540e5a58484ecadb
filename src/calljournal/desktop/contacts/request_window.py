"""What the windows for the requests of a person have in common: who it is, one thing under way, where it is said."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.window import BookWindow, OfferNotice
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import WrappingLabel
from calljournal.errors import CallJournalError
from calljournal.languages import tr

LARGER = 1.25
"""How much larger than other text the heading is."""


class RequestWindow(BookWindow):
    """A small window about one person. Closed while something is under way it waits, unseen, for the answer.

    Signals:
        done_with(window: RequestWindow): it is closed, and nothing is under way any more
    """

    done_with = Signal(object)

    def __init__(
        self, bridge: Bridge, icons: Icons, doors: Doors, who: str, letters: int, lines: int, heading: str
    ) -> None:
        super().__init__(icons, letters, lines)
        self.who = who
        self._bridge, self._doors = bridge, doors
        self._busy = False
        self.setWindowTitle(heading)
        self.heading = _heading(heading)
        self.notice = OfferNotice(icons, self)
        self.add_key("Escape", self.close)
        self.installEventFilter(self)

    def lay_out(self, *parts: QWidget) -> QVBoxLayout:
        """Set the heading above these, and the message below; the last line is the caller's."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(self.heading)
        for part in parts:
            layout.addWidget(part)
        layout.addWidget(self.notice)
        return layout

    def begin(self, text: str) -> None:
        """Say what is under way."""
        self._busy = True
        self.notice.say(text)

    def end_well(self, text: str) -> None:
        """Say what was done: here, or in the journal where this window has been closed meanwhile."""
        self._end()
        self.notice.say(text)
        if not self.isVisible():
            self._doors.said.emit(text)
            self.done_with.emit(self)

    def end_badly(self, error: CallJournalError) -> None:
        """Say why it was not done."""
        self._end()
        self.notice.say(tr(error.words), error=True)
        if not self.isVisible():
            self._doors.erred.emit(tr(error.words))
            self.done_with.emit(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow with what is to be read, as far as the screen goes: no line is cut off."""
        layout = self.layout() if watched is self and event.type() == QEvent.Type.LayoutRequest else None
        if layout is not None:
            needed = layout.totalMinimumHeightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), min(needed, self.screen().availableSize().height()))
        return super().eventFilter(watched, event)

    def _end(self) -> None:
        self._busy = False

    def closeEvent(self, event: QCloseEvent) -> None:
        """Go, or wait unseen for what is under way."""
        super().closeEvent(event)
        if not self._busy:
            self.done_with.emit(self)


def wrapped(text: str = "") -> QLabel:
    """Give a text that may be long."""
    return WrappingLabel(text)


def _heading(text: str) -> QLabel:
    label = wrapped(text)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * LARGER)
    font.setBold(True)
    label.setFont(font)
    return label
