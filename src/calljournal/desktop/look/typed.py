"""Keeps what is typed into a form while it is typed, so that it outlives a crash of the window and of the computer."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from calljournal.contracts.journal_commands import KeepTyped
from calljournal.desktop.bridge import Bridge
from calljournal.errors import CallJournalError

EVERY = 1000
"""Milliseconds between two times that it is kept."""


class TypedKeeper(QObject):
    """Sends what is typed to be kept, at most once a second; what is done with is forgotten.

    While it is held it sends nothing: what was kept before is not known yet, and must not be overwritten.

    Signals:
        kept(fields: dict): what is kept from now on, {} for nothing
        failed(error: CallJournalError): it could not be kept
        recovered(): it is kept again, after it could not be
    """

    kept = Signal(dict)
    failed = Signal(object)
    recovered = Signal()

    def __init__(self, bridge: Bridge, form: str, about: str, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._form, self._about = bridge, form, about
        self._kept: dict[str, str] = {}
        self._failing = self._held = False
        self._latest: dict[str, str] = {}
        self._wait = QTimer(self, interval=EVERY, singleShot=True)
        self._wait.timeout.connect(self.flush)

    @property
    def is_held(self) -> bool:
        """Whether nothing is sent at the moment."""
        return self._held

    def hold(self) -> None:
        """Send nothing until `release`."""
        self._held = True

    def release(self) -> None:
        """Send again; what has been typed meanwhile is sent now."""
        self._held = False
        self.flush()

    def begin_with(self, fields: Mapping[str, str]) -> None:
        """Say what is kept already, from before."""
        self._kept = self._latest = dict(fields)

    def note(self, fields: Mapping[str, str]) -> None:
        """Have this kept: at once, or when a second has passed since the last time."""
        self._latest = dict(fields)
        if self._latest != self._kept and not self._wait.isActive():
            self.flush()

    def flush(self) -> None:
        """Have the latest kept now."""
        if self._held or self._latest == self._kept:
            return
        self._kept = self._latest
        self._bridge.ask(KeepTyped(self._form, self._about, dict(self._kept)), self._on_kept, self._on_failed)
        self._wait.start()
        self.kept.emit(dict(self._kept))

    def forget(self) -> None:
        """Forget it: it is booked, or not wanted."""
        self._held = False
        self._latest = {}
        self.flush()

    def move_to(self, about: str) -> None:
        """Keep it under another name from now on."""
        latest = self._latest
        if not self._held:
            self.forget()
        self._about = about
        self._latest = latest
        self.flush()

    def _on_kept(self, answer: None) -> None:
        if self._failing:
            self._failing = False
            self.recovered.emit()

    def cannot(self, error: CallJournalError) -> None:
        """Say why what is typed cannot be kept, if something is."""
        if self._latest != self._kept:
            self._on_failed(error)

    def _on_failed(self, error: CallJournalError) -> None:
        self._failing = True
        self.failed.emit(error)
