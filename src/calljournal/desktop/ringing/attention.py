"""How a ring is made known beside the small window: a message of the system, a blinking icon, a marked task bar."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QWidget

from calljournal.calls import Direction
from calljournal.contracts.rows import JournalRow
from calljournal.desktop.ringing.caller import Shown
from calljournal.journal import RowState
from calljournal.matching import MatchKind

NAME_COMES = 700
"""Milliseconds that a message of the system waits for a name: it cannot be bettered once it is out."""


def rings(row: JournalRow) -> bool:
    """Whether a call rings here."""
    return row.entry.state is RowState.RINGING and row.entry.direction is Direction.INCOMING


def mark_windows() -> None:
    """Have the task bar mark the windows that are open."""
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            QApplication.alert(window)


class Attention(QObject):
    """Makes rings known. `notify(title, text)` shows a message of the system, `blink(on)` lets the icon of the tray
    blink, `mark()` marks the journal in the task bar; `texts(row)` says what may be seen of a call at that moment.
    """

    def __init__(
        self,
        notify: Callable[[str, str], object],
        blink: Callable[[bool], object],
        mark: Callable[[], object],
        texts: Callable[[JournalRow], Shown],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._notify, self._blink, self._mark, self._texts = notify, blink, mark, texts
        self._rows: dict[str, JournalRow] = {}
        self._unnamed: set[str] = set()
        self._announced: dict[str, str] = {}
        self._blinks = False

    def begin(self, rows: Iterable[JournalRow], how: str) -> None:
        """Make new calls known in the way that the user wants ("notify", "blink")."""
        for row in filter(rings, rows):
            if how == "blink":
                self._mark()
            elif how == "notify":
                self._unnamed.add(row.entry.id)
                QTimer.singleShot(NAME_COMES, self, partial(self.tell, row.entry.id))

    def follow(self, rows: Iterable[JournalRow], how: str) -> None:
        """Take up how all calls are now: a name that came in time is told, and nothing blinks without a reason."""
        self._rows = {row.entry.id: row for row in rows}
        self._announced = {entry: text for entry, text in self._announced.items() if entry in self._rows}
        for entry in tuple(self._unnamed):
            row = self._rows.get(entry)
            if row is None or row.match.kind is not MatchKind.PENDING:
                self.tell(entry)
        blinks = how == "blink" and any(map(rings, self._rows.values()))
        if blinks != self._blinks:
            self._blinks = blinks
            self._blink(blinks)

    def tell(self, entry: str) -> None:
        """Have the system tell of a call that still rings, once."""
        row = self._rows.get(entry)
        if entry in self._unnamed and row is not None and rings(row):
            head, *rest = self._texts(row).lines
            self._notify(head, "\n".join(rest))
        self._unnamed.discard(entry)

    def announce(self, window: QWidget, entry: str, text: str) -> None:
        """Have a screen reader say a call, once, and again where more is known."""
        if QAccessible.isActive() and self._announced.get(entry) != text:
            self._announced[entry] = text
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(window, text))
