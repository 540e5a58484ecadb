"""What was typed into booking forms and never booked: said once at the start, in a line, with a button that opens it.

In: what the engine has kept, be it over a crash or the night. Out: wishes to open forms (`Doors`).
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from calljournal.contracts.journal_commands import ListTyped, Typed
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.errors import CallJournalError
from calljournal.languages import tr, tr_n
from calljournal.worklog import Kind

AT_ONCE = 4
"""Forms that are opened by one press; whoever has left more is offered the others after these."""

KINDS = frozenset(kind.value for kind in Kind)

Offer = Callable[[str, str, Callable[[], object]], object]


class Recall(QObject):
    """Asks once, as soon as the engine is there. `offer(text, button, do)` shows the line and its button."""

    def __init__(self, bridge: Bridge, doors: Doors, offer: Offer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._doors, self._offer = bridge, doors, offer
        self._kept: list[Typed] = []
        self._has_asked = False
        bridge.ready.connect(self._ask)

    def _ask(self) -> None:
        if not self._has_asked:
            self._has_asked = True
            self._bridge.ask(ListTyped(), self._on_listed, self._on_not_listed)

    def _on_listed(self, typed: Sequence[Typed]) -> None:
        self._kept = [one for one in typed if one.form in KINDS]
        self._say()

    def _on_not_listed(self, error: CallJournalError) -> None:
        """Nothing is lost: each form has what was typed into it when it is opened."""

    def _say(self) -> None:
        if self._kept:
            words = tr_n(
                "What you had typed for a booking is kept; it is not booked yet.",
                "What you had typed for {count} bookings is kept; they are not booked yet.",
                len(self._kept),
            )
            self._offer(words, tr("&Open"), self._open)

    def _open(self) -> None:
        """Open the latest, and offer what is left."""
        opened, self._kept = self._kept[-AT_ONCE:], self._kept[:-AT_ONCE]
        for one in opened:
            self._doors.booking_wanted.emit(one.about, one.form)
        self._say()
