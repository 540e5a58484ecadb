"""The window of one contact: what the book and the journal know of it, and in the same place the form to change it.

What is typed and not saved outlives the window and a crash; it is offered again when the contact is opened.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from calljournal.contracts.crm import Contact
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import ChooseContact, GetContact
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts import wording
from calljournal.desktop.contacts.editing import Editing
from calljournal.desktop.contacts.form import EMPTY, texts_of
from calljournal.desktop.contacts.pages import FormPage, ViewPage
from calljournal.desktop.contacts.person_requests import requests_of
from calljournal.desktop.contacts.saving import Saving
from calljournal.desktop.contacts.window import BookWindow, OfferNotice
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import faint_label
from calljournal.errors import CallJournalError, NotFound
from calljournal.languages import tr

WIDTH, HEIGHT = 172, 38
"""Letters and lines that the window has room for at first."""


class ContactWindow(BookWindow):
    """Shows or edits one contact; `about` is its id, or names what is typed of a new one.

    Signals:
        saved(contact: Contact): the book has it, as it is now
        removed(): a new contact was taken back
        existing_wanted(contact: str): the number of the call belongs to somebody who is in the book already
        project_wanted(project: str): a project was chosen, by its id
        gone(about: str): the window was closed
    """

    saved = Signal(object)
    removed = Signal()
    existing_wanted = Signal(str)
    project_wanted = Signal(str)
    gone = Signal(str)

    def __init__(self, bridge: Bridge, icons: Icons, doors: Doors, about: str, parent: QWidget | None = None) -> None:
        super().__init__(icons, WIDTH, HEIGHT, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.about = about
        self._bridge, self._doors = bridge, doors
        self._contact: Contact | None = None
        self._number = ""
        self.waiting = faint_label(tr("Looking up the contact…"))
        self.view = ViewPage(bridge, icons, doors, self)
        self.page = FormPage(bridge, icons, self)
        self.notice = OfferNotice(icons, self)
        self.saving = Saving(bridge, self)
        self.editing = Editing(bridge, self.page, self.notice, about, self)
        self._stack = QStackedWidget(self)
        self._build()
        self._connect()
        self.setWindowTitle(tr("Contact"))

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        for page in (self.waiting, self.view, self.page):
            self._stack.addWidget(page)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.notice)
        for keys, do in (
            (("F2", "Ctrl+E"), self.edit),
            (("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"), self.save),
            (("Escape",), self._escape),
        ):
            for key in keys:
                self.add_key(key, do)

    def _connect(self) -> None:
        self.view.edit_wanted.connect(self.edit)
        self.view.close_wanted.connect(self.close)
        self.view.about.project_wanted.connect(self.project_wanted)
        self.view.said.connect(self.notice.say)
        self.view.give_out_wanted.connect(self._give_out)
        self.view.forget_wanted.connect(self._forget)
        self.page.save_wanted.connect(self.save)
        self.page.cancel_wanted.connect(self.cancel)
        self.page.existing_wanted.connect(self.existing_wanted)
        self.editing.opened.connect(self._on_opened)
        self.editing.left.connect(self._on_left)
        self.editing.named.connect(self._name_window)
        self.editing.failed.connect(self._on_error)
        self.saving.saved.connect(self._on_saved)
        self.saving.undoable.connect(self._offer_undo)
        self.saving.undone.connect(self._on_undone)
        self.saving.changed_meanwhile.connect(self._on_changed_meanwhile)
        self.saving.failed.connect(self._on_not_saved)

    # --- a contact of the book ---------------------------------------------------------------------------------------

    def show_contact(self, number: str = "", entry: str = "") -> None:
        """Look up the contact and show it; with a `number` open the form with it, for the call of an `entry`."""
        self._number = number or self._number
        self.editing.entry = entry or self.editing.entry
        self._bridge.ask(GetContact(self.about), self._on_contact, self._on_no_contact)

    def _on_contact(self, contact: Contact) -> None:
        if self.editing.is_open:
            self._add_number()  # it is being edited: what was typed stays
            return
        self._show(contact)
        if self._number:
            self.edit()
            self._add_number()
        else:
            self.editing.unsaved.look()

    def _on_no_contact(self, error: CallJournalError) -> None:
        words = tr("This contact is no longer in the book.") if isinstance(error, NotFound) else tr(error.words)
        self.waiting.clear()
        self.notice.say(words, error=True)

    def _show(self, contact: Contact) -> None:
        self._contact = contact
        self._name_window(contact.name)
        self.view.show_contact(contact)
        self.editing.show(contact)
        self.view.edit.setFocus()

    def _add_number(self) -> None:
        if self._number:
            self.editing.add_number(self._number)
            self._number = ""

    def refresh(self) -> None:
        """Show what is in the book now, unless somebody is writing: saving tells what was changed meanwhile."""
        if self._contact is not None and not self.editing.is_open:
            self._bridge.ask(GetContact(self.about), self._on_contact, self._on_no_contact)

    def on_forgotten(self, person: str) -> None:
        """Show nothing of a person who was forgotten; in a form that is open, say that it may still be there."""
        if self.editing.is_open:
            words = tr(
                "{person} was forgotten: take out what is typed here of this person before you save.", person=person
            )
            self.notice.say(words)
        self.refresh()

    def _give_out(self) -> None:
        if self._contact is not None:
            requests_of(self._bridge, self._doors).give_out(self.about, self._contact.name)

    def _forget(self) -> None:
        if self._contact is not None:
            requests_of(self._bridge, self._doors).forget(self.about, self._contact.name)

    # --- a new one ---------------------------------------------------------------------------------------------------

    def begin_new(self, contact: Contact = EMPTY, entry: str = "") -> None:
        """Open the form for a new contact; where it is of a call, that call is assigned to it afterwards."""
        self.editing.begin_new(contact, entry)

    # --- the form ----------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Open the form with what the book has."""
        self.editing.edit()

    def cancel(self) -> None:
        """Leave the form; what was typed can be had again. Of a new contact it is offered the next time."""
        self._leave_form(forget=True)

    def _leave_form(self, *, forget: bool) -> None:
        if self._contact is None:
            self.close()
        else:
            self.editing.leave(forget=forget)

    def abandon(self) -> None:
        """Close what is not wanted any more: what was typed in it is forgotten."""
        self.editing.abandon()
        self.close()

    @property
    def number_typed(self) -> str:
        """The first number that stands in the form."""
        return next((one.typed for one in self.page.form.contact().means), "")

    def _on_opened(self) -> None:
        self._stack.setCurrentWidget(self.page)

    def _on_left(self) -> None:
        self._stack.setCurrentWidget(self.view)

    def _name_window(self, typed: str) -> None:
        """Name who it is about, for whoever looks for the window among others."""
        if self._contact is not None:
            self.setWindowTitle(self._contact.name)
        else:
            self.setWindowTitle(tr("New contact: {name}", name=typed) if typed else tr("New contact"))

    # --- saved -------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Have it saved, unless that is on its way already."""
        if not self.editing.is_open or not self.page.save.isEnabled():
            return
        self.page.set_busy(True)
        self.notice.say(tr("Saving…"))
        self.saving.save(self.page.form.contact(), self._contact)

    def _on_saved(self, before: Contact | None, after: Contact) -> None:
        self.editing.unsaved.forget()
        self._be_about(after.id)
        self._show(after)
        said = tr("{name} was added.", name=after.name) if before is None else wording.saved(before, after)
        self.notice.say(said)
        self.saved.emit(after)
        if self.editing.entry:
            entry, self.editing.entry = self.editing.entry, ""
            self._bridge.ask(ChooseContact(entry, after.id), self._on_assigned, self._on_error)

    def _be_about(self, contact: str) -> None:
        """Be the window of a contact that was new until now."""
        if contact != self.about:
            self.about = contact
            self.editing.unsaved.be_about(contact)
            self.page.existing.hide()

    def _on_assigned(self, row: JournalRow) -> None:
        self._doors.said.emit(tr("The call is {name}'s now", name=self._contact.name if self._contact else ""))

    def _on_not_saved(self, error: CallJournalError) -> None:
        self.page.set_busy(False)
        self.notice.say(tr(error.words), error=True)
        if self.editing.is_open:
            self.page.form.name.setFocus()

    def _on_changed_meanwhile(self, now: Contact) -> None:
        """Show what is there now; what was typed is kept, and can be had again over it."""
        texts = texts_of(self.page.form.contact())
        self.page.set_busy(False)
        self._show(now)
        words = tr("Somebody else changed this contact while you were typing. This is what is there now.")
        self.notice.offer(words, tr("&Go on with your changes"), lambda: self.editing.go_on(texts), error=True)

    # --- taken back --------------------------------------------------------------------------------------------------

    def _offer_undo(self) -> None:
        self.notice.offer(self.notice.text, tr("&Undo"), self.saving.undo)

    def _on_undone(self, before: Contact | None) -> None:
        if before is None:
            self._doors.said.emit(tr("The new contact was taken back"))
            self._contact = None
            self.removed.emit()
            self.close()
            return
        self.notice.say(tr("The change was taken back."))
        self._show(before)
        self.saved.emit(before)

    # --- messages, and the end ---------------------------------------------------------------------------------------

    def _on_error(self, error: CallJournalError) -> None:
        self.notice.say(tr(error.words), error=True)

    def _escape(self) -> None:
        if self.editing.is_open:
            self._leave_form(forget=False)
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed; it is offered again when the contact is opened the next time."""
        self.editing.unsaved.flush()
        if self.editing.typed is not None:
            name = self.page.form.contact().name or tr("the new contact")
            self._doors.said.emit(tr("What you typed about {name} is kept, and is offered to you again", name=name))
        super().closeEvent(event)
        self.gone.emit(self.about)
