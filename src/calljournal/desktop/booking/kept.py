"""What was typed into booking forms and is not booked: asked of the engine, which has kept it over crash and night.

In: the answer of the engine, and what the forms keep from then on. Out: `Typed`, by call and kind.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from calljournal.contracts.journal_commands import KeepTyped, ListTyped, Typed
from calljournal.desktop.bridge import Bridge
from calljournal.errors import CallJournalError
from calljournal.worklog import Kind

AGAIN = 2000
"""Milliseconds after which is asked once more, where the engine could not say it."""

KINDS = {kind.value: kind for kind in Kind}

Key = tuple[str, Kind]
"""The entry of a call, and what is recorded from it."""


class KeptTyped(QObject):
    """Knows what is kept, as soon as the engine has said it once; nothing may be written over it before.

    Signals:
        listed(): from now on it is known
        failed(error: CallJournalError): it is not known yet, and asked for again
    """

    listed = Signal()
    failed = Signal(object)

    def __init__(self, bridge: Bridge, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._now = bridge, now
        self._typed: dict[Key, Typed] = {}
        self._gone: set[Key] = set()
        self.is_known = False
        self._again = QTimer(self, interval=AGAIN, singleShot=True)
        self._again.timeout.connect(self.ask)
        bridge.ready.connect(self.ask)

    def ask(self) -> None:
        """Ask what is kept, unless that is known: from then on, only what is typed here changes it."""
        if not self.is_known:
            self._bridge.ask(ListTyped(), self._on_listed, self._on_not_listed)

    def _on_listed(self, typed: Sequence[Typed]) -> None:
        if self.is_known:
            return
        self._typed = {(one.about, KINDS[one.form]): one for one in typed if one.form in KINDS}
        self.is_known = True
        self._again.stop()
        for key in self._gone:
            self.forget(key)
        self._gone.clear()
        self.listed.emit()

    def _on_not_listed(self, error: CallJournalError) -> None:
        if not self.is_known:
            self._again.start()
            self.failed.emit(error)

    def get(self, key: Key) -> Typed | None:
        """Give what is kept of a call and kind."""
        return self._typed.get(key)

    def note(self, key: Key, fields: Mapping[str, str]) -> None:
        """Take up that this is kept from now on; without fields, nothing is."""
        self._typed.pop(key, None)
        if fields:
            self._typed[key] = Typed(key[1].value, key[0], fields, self._now())

    def forget(self, key: Key) -> None:
        """Have the engine forget it, now or as soon as it is known: there is no such call any more."""
        if not self.is_known:
            self._gone.add(key)
        elif self._typed.pop(key, None) is not None:
            self._bridge.ask(KeepTyped(key[1].value, key[0]), _on_forgotten, _on_not_forgotten)


def _on_forgotten(answer: None) -> None:
    """Nobody waits for that."""


def _on_not_forgotten(error: CallJournalError) -> None:
    """Nobody waits for that: without its call nothing opens it."""
