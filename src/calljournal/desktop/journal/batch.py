"""Several commands of one kind, one for each selected call, and what came of them together."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from calljournal.contracts.command import Command
from calljournal.desktop.bridge import Bridge
from calljournal.errors import CallJournalError


class Batch(QObject):
    """Asks for all of them, and tells when all have been answered: how many were done, and the first error.

    It lives as long as its parent, or until then.
    """

    def __init__(
        self,
        bridge: Bridge,
        commands: Iterable[Command[Any]],
        on_done: Callable[[int, CallJournalError | None], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        waiting = list(commands)
        self._left, self._done = len(waiting), 0
        self._error: CallJournalError | None = None
        self._on_done = on_done
        for command in waiting:
            bridge.ask(command, partial(self._on_answer, None), self._on_answer)

    def _on_answer(self, error: CallJournalError | None, answer: object = None) -> None:
        self._left -= 1
        if error is None:
            self._done += 1
        self._error = self._error or error
        if not self._left:
            self._on_done(self._done, self._error)
            self.deleteLater()
