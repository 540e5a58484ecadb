"""What is typed of a contact and not saved: kept while it is typed, and found again, also after a crash."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from calljournal.contracts.crm import Contact
from calljournal.contracts.journal_commands import ListTyped, Typed
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.form import EMPTY, ContactForm, contact_of, texts_of
from calljournal.desktop.look.typed import TypedKeeper
from calljournal.errors import CallJournalError

FORM = "contact"
"""What the form is called among those whose texts are kept."""

OF_CALL = "call "
"""How what is kept of a new contact is called that is made of a call: the entry follows."""


class Unsaved(QObject):
    """Compares what a form says with what it began with; `about` is the contact's id, or names a new one.

    Signals:
        found(typed: Typed): something was typed before, and not saved
        failed(error: CallJournalError): what is typed cannot be kept, or not be looked for
    """

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, form: ContactForm, about: str, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._form = bridge, form
        self._begun = texts_of(EMPTY)
        self.be_about(about)

    def be_about(self, about: str) -> None:
        """Keep what is typed from now on under this name."""
        self._about = about
        self._keeper = TypedKeeper(self._bridge, FORM, about, self)
        self._keeper.failed.connect(self._fail)

    # --- what stands in the form -------------------------------------------------------------------------------------

    def begin(self, contact: Contact) -> None:
        """Put a contact into the form: nothing is typed yet."""
        self._form.show_contact(contact)
        self.begin_here()

    def begin_here(self) -> None:
        """Take what stands in the form for what it began with."""
        self._begun = texts_of(self._form.contact())

    @property
    def typed(self) -> dict[str, str] | None:
        """What the form says, as texts; None where nothing is different."""
        texts = texts_of(self._form.contact())
        return None if texts == self._begun else texts

    def lay_over(self, fields: Mapping[str, str], contact: Contact) -> None:
        """Put what was typed before over a contact, into the form."""
        self._form.show_contact(contact_of(fields, contact))
        self.keep()

    # --- kept --------------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Have kept what the form says, or nothing where nothing is different."""
        self._keeper.note(self.typed or {})

    def flush(self) -> None:
        """Have it kept now."""
        self._keeper.flush()

    def forget(self) -> None:
        """Forget it: it is saved, or not wanted."""
        self._keeper.forget()

    def look(self) -> None:
        """See whether something was typed before."""
        self._bridge.ask(ListTyped(), self._on_typed, self._fail)

    def _on_typed(self, kept: Sequence[Typed]) -> None:
        typed = next((one for one in kept if (one.form, one.about) == (FORM, self._about)), None)
        if typed is not None:
            self._keeper.begin_with(typed.fields)
            self.found.emit(typed)

    def _fail(self, error: CallJournalError) -> None:
        self.failed.emit(error)
