"""A contact on its way into the book, and back out of it: saved with what was seen before, and taken back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from calljournal.contracts.book_commands import AddContact, ChangeContact
from calljournal.contracts.crm import Contact, Edit, EditKind
from calljournal.contracts.service import GetContact, ListEdits, UndoEdit
from calljournal.desktop.bridge import Bridge
from calljournal.errors import CallJournalError, Refused


class Saving(QObject):
    """Saves one contact at a time.

    Signals:
        saved(before: Contact | None, after: Contact): the book has it; `before` is None for a new one
        undoable(): what was saved last can be taken back
        undone(before: Contact | None): it was taken back
        changed_meanwhile(now: Contact): it was not saved, for somebody else changed it
        failed(error: CallJournalError): it was not saved, or not taken back
    """

    saved = Signal(object, object)
    undoable = Signal()
    undone = Signal(object)
    changed_meanwhile = Signal(object)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._before: Contact | None = None
        self._edit: str | None = None

    def save(self, contact: Contact, was: Contact | None) -> None:
        """Have a contact saved: changed from what it was, or added."""
        self._before, self._edit = was, None
        if was is None:
            self._bridge.ask(AddContact(contact), self._on_saved, self._fail)
        else:
            self._bridge.ask(ChangeContact(contact, was), self._on_saved, partial(self._on_refused, was))

    def _on_saved(self, contact: Contact) -> None:
        self.saved.emit(self._before, contact)
        if contact != self._before:
            self._bridge.ask(ListEdits(1), partial(self._on_edits, contact), self._on_no_edits)

    def _on_edits(self, contact: Contact, edits: Sequence[Edit]) -> None:
        """Offer to take it back, unless somebody else has changed another contact since."""
        latest = edits[0] if edits else None
        if latest and latest.kind is EditKind.BY_HAND and latest.title == contact.name and not latest.undone:
            self._edit = latest.id
            self.undoable.emit()

    def _on_no_edits(self, error: CallJournalError) -> None:
        """A book that remembers no changes has nothing to offer."""

    def _on_refused(self, was: Contact, error: CallJournalError) -> None:
        """See whether it was refused because it is not what it was any more."""
        if isinstance(error, Refused):
            on_now = partial(self._on_now, was, error)
            self._bridge.ask(GetContact(was.id), on_now, partial(self._on_gone, error))
        else:
            self._fail(error)

    def _on_now(self, was: Contact, error: CallJournalError, now: Contact) -> None:
        if now != was:
            self.changed_meanwhile.emit(now)
        else:
            self.failed.emit(error)

    def _on_gone(self, first: CallJournalError, error: CallJournalError) -> None:
        self.failed.emit(error)

    def undo(self) -> None:
        """Take back what was saved last, where nothing has come after it."""
        if self._edit is not None:
            edit, self._edit = self._edit, None
            self._bridge.ask(UndoEdit((EditKind.BY_HAND,), edit), self._on_undone, self._fail)

    def _fail(self, error: CallJournalError) -> None:
        self.failed.emit(error)

    def _on_undone(self, edit: Edit) -> None:
        self.undone.emit(self._before)
