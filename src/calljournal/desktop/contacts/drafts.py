"""What is typed into the forms of one page and not saved, by what each is about: kept while it is typed, and found
again, also after a crash.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from calljournal.contracts.journal_commands import ListTyped, Typed
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.typed import TypedKeeper
from calljournal.errors import CallJournalError


class Drafts(QObject):
    """Holds what was typed into forms called `form`; "" names what is typed of a new thing.

    Signals:
        found(typed: Typed): the latest of what was typed before and not saved, as far as it was not known
        failed(error: CallJournalError): what is typed cannot be kept, or not be looked for
    """

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, form: str, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._form = bridge, form
        self._fields: dict[str, dict[str, str]] = {}
        self._keepers: dict[str, TypedKeeper] = {}

    def load(self) -> None:
        """Look for what was typed before; what is known already stays."""
        self._bridge.ask(ListTyped(), self._on_listed, self._on_failed)

    def of(self, about: str) -> Mapping[str, str]:
        """Give what was typed about a thing and is not saved; empty where there is nothing."""
        return self._fields.get(about, {})

    def keep(self, about: str, fields: Mapping[str, str]) -> None:
        """Have kept what is typed about a thing; without `fields` it is done with, and forgotten."""
        if dict(fields) == self._fields.get(about, {}):
            return
        self._fields[about] = dict(fields)
        keeper = self._keeper(about)
        keeper.note(fields)
        if not fields:
            keeper.flush()

    def flush(self) -> None:
        """Have everything kept now."""
        for keeper in self._keepers.values():
            keeper.flush()

    def read_anew(self) -> None:
        """Hold nothing of what was typed but what is kept: nothing is written over it."""
        for keeper in self._keepers.values():
            keeper.hold()
            keeper.deleteLater()
        self._fields, self._keepers = {}, {}
        self.load()

    def _keeper(self, about: str) -> TypedKeeper:
        if about not in self._keepers:
            self._keepers[about] = keeper = TypedKeeper(self._bridge, self._form, about, self)
            keeper.failed.connect(self._on_failed)
        return self._keepers[about]

    def _on_listed(self, kept: Sequence[Typed]) -> None:
        new = [one for one in kept if one.form == self._form and one.about not in self._fields]
        for one in new:
            self._fields[one.about] = dict(one.fields)
            self._keeper(one.about).begin_with(one.fields)
        if new:
            self.found.emit(new[-1])

    def _on_failed(self, error: CallJournalError) -> None:
        self.failed.emit(error)
