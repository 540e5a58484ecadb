"""The form in the window of a contact: begun, typed into, left; and what was typed and not saved, offered again."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.contracts.journal_commands import Typed
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.form import EMPTY, texts_of
from calljournal.desktop.contacts.pages import FormPage
from calljournal.desktop.contacts.unsaved import Unsaved
from calljournal.desktop.contacts.window import OfferNotice
from calljournal.desktop.look import formats
from calljournal.errors import CallJournalError
from calljournal.languages import tr


class Editing(QObject):
    """Knows which contact is in the form (None for a new one), and for which call (`entry`) that is.

    Signals:
        opened(): the form is to be seen
        left(): it is not, any more
        named(name: str): what a new contact is called by now
        failed(error: CallJournalError): what is typed cannot be kept
    """

    opened = Signal()
    left = Signal()
    named = Signal(str)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, page: FormPage, notice: OfferNotice, about: str, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._notice = page, notice
        self._contact: Contact | None = None
        self._new = EMPTY
        self.entry = ""
        self.is_open = False
        self.unsaved = Unsaved(bridge, page.form, about, self)
        page.form.edited.connect(self._keep)
        self.unsaved.found.connect(self._on_typed)
        self.unsaved.failed.connect(self._on_failed)

    @property
    def typed(self) -> dict[str, str] | None:
        """What was typed and is not saved; None where nothing is different."""
        return self.unsaved.typed if self.is_open else None

    # --- begun, and left ---------------------------------------------------------------------------------------------

    def begin_new(self, contact: Contact, entry: str) -> None:
        """Open the form for a new contact; what was typed before for the same comes again by itself."""
        self.entry, self._new = entry, contact
        self._page.existing.setVisible(bool(entry))
        self._begin(contact)
        self.unsaved.look()

    def show(self, contact: Contact | None) -> None:
        """Know what the book has; the form is closed."""
        self._contact = contact
        self.is_open = False
        self.left.emit()

    def edit(self) -> None:
        """Open the form with what the book has."""
        if self._contact is not None and not self.is_open:
            self._notice.clear()
            self._begin(self._contact)

    def _begin(self, contact: Contact) -> None:
        self.unsaved.begin(contact)
        self._page.set_busy(False)
        self.is_open = True
        self.opened.emit()
        self.named.emit(contact.name)
        self._page.form.name.setFocus()

    def add_number(self, number: str) -> None:
        """Add a number to those that stand in the form."""
        self._page.form.add_number(Means(MeansKind.PHONE, number))
        self._notice.say(tr("{number} was added here: save it to keep it.", number=number))

    def leave(self, *, forget: bool) -> None:
        """Close the form; what was typed can be had again, and unless it is to `forget`, also the next time."""
        typed, entry, self.entry = self.typed, self.entry, ""
        if forget:
            self.unsaved.forget()
        else:
            self.unsaved.flush()
        self.show(self._contact)
        self._notice.clear()
        if typed is not None:
            words, button = tr("Your changes were not saved."), tr("&Go on with them")
            self._notice.offer(words, button, lambda: self.go_on(typed, entry))

    def abandon(self) -> None:
        """Forget what was typed: nobody wants it any more."""
        self.unsaved.forget()
        self.unsaved.begin_here()

    # --- typed, and offered again ------------------------------------------------------------------------------------

    def go_on(self, fields: Mapping[str, str], entry: str = "") -> None:
        """Open the form with what was typed before, over what the book has now."""
        self.entry = entry or self.entry
        self.edit()
        self._restore(fields)

    def _keep(self) -> None:
        if self.is_open:
            self.unsaved.keep()
            self._name()

    def _name(self) -> None:
        self.named.emit(self._page.form.name.text().strip())

    def _on_typed(self, found: Typed) -> None:
        """Offer what was typed before; in the form of a new contact it is there again at once."""
        if self.typed is not None:
            return
        if self._contact is not None and found.fields == texts_of(self._contact):
            self.unsaved.forget()  # it was saved when the program ended
            return
        when = formats.day_and_time(found.at)
        if self.is_open:
            self._restore(found.fields)
            words = tr("What you had typed on {when} is here again.", when=when)
            self._notice.offer(words, tr("&Begin anew"), self._anew)
        else:
            words = tr("What you typed on {when} was not saved.", when=when)
            self._notice.offer(words, tr("&Go on with it"), lambda: self.go_on(found.fields))

    def _restore(self, fields: Mapping[str, str]) -> None:
        self.unsaved.lay_over(fields, self._contact or EMPTY)
        self._name()

    def _anew(self) -> None:
        self.unsaved.forget()
        self._begin(self._new)

    def _on_failed(self, error: CallJournalError) -> None:
        self.failed.emit(error)
