"""Changes to several pieces of work, one after the other: what was done, and what was refused and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from calljournal.contracts.work import Amended, Work, WorkState
from calljournal.contracts.work_commands import CancelWork, ChangeWork
from calljournal.desktop.bridge import Bridge
from calljournal.errors import CallJournalError, Refused

Asked = ChangeWork | CancelWork

BY_ENTRY = (WorkState.EXPORTED, WorkState.BILLED, WorkState.LOCKED)
"""What may not be touched any more, and can be corrected by another entry."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done to a piece of work."""

    work: Work
    asked: Asked


@dataclass
class Outcome:
    """What became of wishes: what was done, and what was not, with the reason."""

    done: list[tuple[Work, Amended]] = field(default_factory=list)
    refused: list[tuple[Wish, CallJournalError]] = field(default_factory=list)

    @property
    def correctable(self) -> tuple[Wish, ...]:
        """What was refused and may be done by correction entries instead."""
        return tuple(
            replace(wish, asked=replace(wish.asked, by_entry=True))
            for wish, error in self.refused
            if isinstance(error, Refused) and wish.work.state in BY_ENTRY and not wish.asked.by_entry
        )


class Amending(QObject):
    """Carries out one list of wishes at a time.

    Signals:
        finished(outcome: Outcome): all have been asked for
    """

    finished = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._left: list[Wish] = []
        self._outcome = Outcome()

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return bool(self._left)

    def run(self, wishes: Sequence[Wish]) -> None:
        """Begin; not while others are being carried out."""
        if wishes and not self._left:
            self._left, self._outcome = list(wishes), Outcome()
            self._next()

    def _next(self) -> None:
        asked = self._left[0].asked
        if isinstance(asked, ChangeWork):
            self._bridge.ask(asked, self._on_done, self._on_refused)
        else:
            self._bridge.ask(asked, self._on_done, self._on_refused)

    def _on_done(self, amended: Amended) -> None:
        self._outcome.done.append((self._left.pop(0).work, amended))
        self._go_on()

    def _on_refused(self, error: CallJournalError) -> None:
        self._outcome.refused.append((self._left.pop(0), error))
        self._go_on()

    def _go_on(self) -> None:
        if self._left:
            self._next()
        else:
            self.finished.emit(self._outcome)
