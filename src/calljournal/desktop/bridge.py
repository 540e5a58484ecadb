"""The only crossing between the window and the engine: changes come in frame by frame, commands go out.

In: `open_service()`, the engine as everybody outside it sees it. Out: `Changes`, and answers, all in Qt's thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from calljournal.errors import CallJournalError, Unreachable
from calljournal.languages import tr
from calljournal.words import say

if TYPE_CHECKING:
    from calljournal.contracts.command import Command
    from calljournal.contracts.service import Service
    from calljournal.desktop.engine_thread import EngineThread

STOP_WITHIN = 3.0
"""Seconds that the engine may take to close: longer, and a person who quits thinks that the program hangs."""

Answer = TypeVar("Answer")
OpenService = Callable[[], AbstractAsyncContextManager["Service"]]
log = logging.getLogger(__name__)


class Bridge(QObject):
    """Runs the engine in a thread of its own, and brings across what it says.

    Every signal and every answer arrives in Qt's thread, by the one queued signal of this class.

    Signals:
        ready(): the service is open; from now on no change is left out
        failed(text: str): the service could not be opened, or has ended; the text is for people
        changed(changes: Changes): at most once a frame
    """

    ready = Signal()
    failed = Signal(str)
    changed = Signal(object)
    _crossing = Signal(object)

    def __init__(self, open_service: OpenService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_service = open_service
        self._engine: EngineThread | None = None
        self._stopped = False
        self._is_open = False
        self._crossing.connect(self._on_crossing, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Open the service, once; `ready` or `failed` follows."""
        if self._engine is not None:
            return
        from calljournal.desktop.engine_thread import EngineThread  # asyncio: the first paint need not wait for it

        self._engine = EngineThread(
            self._open_service,
            self._post,
            on_ready=self._on_ready,
            on_failed=self._on_failed,
            on_changes=self.changed.emit,
        )
        self._engine.start()

    def reopen(self) -> None:
        """Open the service anew after it has ended, as when the engine was another process that has gone."""
        if self._engine is not None and not self._stopped:
            self._engine.stop(STOP_WITHIN)
            self._engine = None
            self.start()

    def announce(self) -> None:
        """Say once more that the service is open, if it is: windows that are made later want to hear it, too."""
        if self._is_open:
            self.ready.emit()

    @property
    def under_way(self) -> tuple[Command[object], ...]:
        """The commands that have been asked and not answered yet."""
        return self._engine.under_way if self._engine is not None else ()

    def stop(self, seconds: float = STOP_WITHIN) -> bool:
        """Close the service and end the thread. False, and a line in the log, if that takes longer than `seconds`."""
        self._stopped = True
        if self._engine is None or self._engine.stop(seconds):
            return True
        log.error(("the engine did not end within %.0f s; the program ends without waiting for it"), seconds)
        return False

    def ask(
        self,
        command: Command[Answer],
        on_answer: Callable[[Answer], object],
        on_error: Callable[[CallJournalError], object],
    ) -> None:
        """Have the engine carry out a command; one of the two callables is called later, in this thread.

        An answer for a widget that has gone by then is let go: pass bound methods, or `partial`s of them.
        """
        if self._engine is None or self._stopped:
            self._post(
                partial(
                    on_error,
                    Unreachable(
                        say("the journal's engine has ended")
                        if self._stopped
                        else say("the journal has not been opened yet")
                    ),
                )
            )
        else:
            self._engine.ask(command, on_answer, on_error)

    def _post(self, call: Callable[[], object]) -> None:
        """Have something called in Qt's thread; may be used from any thread."""
        if shiboken6.isValid(self):
            self._crossing.emit(call)

    def _on_ready(self) -> None:
        self._is_open = True
        self.ready.emit()

    def _on_failed(self, text: str) -> None:
        self._is_open = False
        self.failed.emit(tr(text))

    @Slot(object)
    def _on_crossing(self, call: Callable[[], object]) -> None:
        if not self._stopped and _receiver_lives(call):
            call()


def _receiver_lives(call: object) -> bool:
    """Whether the widget whose method is to be called is still there."""
    while isinstance(call, partial):
        call = call.func
    receiver = getattr(call, "__self__", None)
    return not isinstance(receiver, QObject) or shiboken6.isValid(receiver)
