"""What a call would be booked as, asked of the engine again and again: while the call runs, and as wishes change."""

from PySide6.QtCore import QObject, QTimer, Signal

from calljournal.contracts.work_commands import PreviewBooking, Waiting
from calljournal.desktop.bridge import Bridge
from calljournal.errors import CallJournalError
from calljournal.worklog import Kind, Wishes

TICK = 1000
"""Milliseconds between two questions while the call runs."""


class Preview(QObject):
    """Asks one question at a time, always with the latest wishes.

    Signals:
        shown(waiting: Waiting): what would be booked now
        failed(error: CallJournalError): why nothing can be said of it
    """

    shown = Signal(object)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, entry: str, kind: Kind, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._entry, self._kind = bridge, entry, kind
        self._wishes = Wishes()
        self._asking = self._again = False
        self._tick = QTimer(self, interval=TICK)
        self._tick.timeout.connect(self._ask)

    def ask(self, wishes: Wishes) -> None:
        """Ask with these wishes, or as soon as the question before is answered."""
        self._wishes = wishes
        self._ask()

    def run(self, on: bool) -> None:
        """Ask every second from now on, while the call runs; or no more."""
        if on != self._tick.isActive():
            self._tick.start() if on else self._tick.stop()

    def move_to(self, entry: str) -> None:
        """Ask of another row from now on: the call has become part of it."""
        self._entry = entry
        self._ask()

    @property
    def is_settled(self) -> bool:
        """Whether the latest question has been answered."""
        return not self._asking

    def _ask(self) -> None:
        if self._asking:
            self._again = True
            return
        self._asking = True
        self._bridge.ask(PreviewBooking(self._entry, self._kind, self._wishes), self._on_shown, self._on_failed)

    def _on_shown(self, waiting: Waiting) -> None:
        self._asking = False
        if not self._ask_again():
            self.shown.emit(waiting)

    def _on_failed(self, error: CallJournalError) -> None:
        self._asking = False
        if not self._ask_again():
            self.failed.emit(error)

    def _ask_again(self) -> bool:
        again, self._again = self._again, False
        if again:
            self._ask()
        return again
