"""The two pages of a contact's window: what is known of it, and the form to change it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSplitter, QVBoxLayout, QWidget

from calljournal.contracts.book_commands import GetWebAddress
from calljournal.contracts.crm import Contact
from calljournal.contracts.service import FindContacts
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts import wording
from calljournal.desktop.contacts.about import AboutContact
from calljournal.desktop.contacts.facts import ContactFacts
from calljournal.desktop.contacts.form import ContactForm
from calljournal.desktop.contacts.window import Scrolled
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import plain_label
from calljournal.desktop.look.search_box import Choice, SearchBox
from calljournal.errors import CallJournalError
from calljournal.languages import tr
from calljournal.matching import ContactKind

FOUND = 50
"""Contacts that are offered for a number."""


class ViewPage(QWidget):
    """What the book and the journal know of a contact.

    Signals:
        edit_wanted(): the button
        close_wanted(): the button
        give_out_wanted(): the menu: all that is kept of it is to be exported
        forget_wanted(): the menu: it is to be forgotten
        said(text: str): something that the user should know
    """

    give_out_wanted = Signal()
    forget_wanted = Signal()
    edit_wanted = Signal()
    close_wanted = Signal()
    said = Signal(str)

    def __init__(self, bridge: Bridge, icons: Icons, doors: Doors, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._doors = bridge, doors
        self._address = ""
        self.facts = ContactFacts(bridge, icons, doors)
        self.about = AboutContact(bridge, doors)
        self.facts.company_wanted.connect(self._find_company)
        self.edit = QPushButton(tr("&Edit"), self)
        self.edit.clicked.connect(self.edit_wanted)
        self.page = QPushButton(tr("Open its &page in the book"), self)
        self.page.clicked.connect(self._open_page)
        self.page.hide()
        self.more = QPushButton(tr("&More"), self)
        menu = QMenu(self.more)
        self.give_out = menu.addAction("")
        self.give_out.triggered.connect(self.give_out_wanted)
        self.forget = menu.addAction("")
        self.forget.triggered.connect(self.forget_wanted)
        self.more.setMenu(menu)
        close = QPushButton(tr("&Close"), self)
        close.clicked.connect(self.close_wanted)
        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.setChildrenCollapsible(False)
        for part in (self.facts, self.about):
            both.addWidget(Scrolled(part))
        both.setStretchFactor(1, 1)
        both.setHandleWidth(both.handleWidth() + 12)
        buttons = QHBoxLayout()
        for button in (self.edit, self.page, self.more):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(both, 1)
        layout.addLayout(buttons)

    def show_contact(self, contact: Contact) -> None:
        """Show a contact; the lists about it, and its page in the book, are looked up."""
        self.facts.show_contact(contact)
        self.about.show_contact(contact)
        is_company = contact.kind is ContactKind.COMPANY
        self.give_out.setText(
            tr("&Export everything about this company…") if is_company else tr("&Export everything about this person…")
        )
        self.forget.setText(tr("&Forget this company…") if is_company else tr("&Forget this person…"))
        self._bridge.ask(GetWebAddress("contact", contact.id), self._on_address, self._on_no_address)

    def _on_address(self, address: str | None) -> None:
        """Offer the page in the book, where it is one that a browser opens."""
        self._address = address if address and address.startswith(("http://", "https://")) else ""
        self.page.setVisible(bool(self._address))

    def _on_no_address(self, error: CallJournalError) -> None:
        self._on_address(None)

    def _open_page(self) -> None:
        QDesktopServices.openUrl(QUrl(self._address))

    # --- the company of a person -------------------------------------------------------------------------------------

    def _find_company(self, name: str) -> None:
        self._bridge.ask(FindContacts(name, FOUND), partial(self._on_companies, name), self._on_no_companies)

    def _on_companies(self, name: str, contacts: Sequence[Contact]) -> None:
        for one in contacts:
            if one.kind is ContactKind.COMPANY and one.name == name:
                self._doors.contact_wanted.emit(one.id)
                return
        self.said.emit(tr("{company} has no entry of its own in the book", company=name))

    def _on_no_companies(self, error: CallJournalError) -> None:
        self.said.emit(tr(error.words))


class FormPage(QWidget):
    """The form; for the number of a call also the search for somebody who is in the book already.

    Signals:
        save_wanted(): the button
        cancel_wanted(): the button
        existing_wanted(contact: str): the number is to be added to that contact
    """

    save_wanted = Signal()
    cancel_wanted = Signal()
    existing_wanted = Signal(str)

    def __init__(self, bridge: Bridge, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = ContactForm(bridge, icons)
        self.existing = QWidget(self)
        self.search = SearchBox(bridge, _look_up, _read, tr("Add the number to somebody in the book"), self.existing)
        self.search.setPlaceholderText(tr("Name or company"))
        self.search.chosen.connect(self._on_chosen)
        self.save = QPushButton(tr("&Save"), self)
        self.save.setDefault(True)
        self.save.setToolTip(tr("Ctrl+Enter"))
        self.save.clicked.connect(self.save_wanted)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.cancel.clicked.connect(self.cancel_wanted)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.existing)
        row.setContentsMargins(0, 0, 0, 6)
        ask = plain_label(tr("Is it somebody in the book?"))
        row.addWidget(ask)
        row.addWidget(self.search, 1)
        self.existing.hide()
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        buttons.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.existing)
        layout.addWidget(Scrolled(self.form), 1)
        layout.addLayout(buttons)

    def set_busy(self, busy: bool) -> None:
        """Let nothing be changed while it is being saved."""
        for part in (self.form, self.existing, self.save):
            part.setEnabled(not busy)

    def _on_chosen(self, choice: Choice | None) -> None:
        if choice is not None:
            self.existing_wanted.emit(choice.id)


def _look_up(text: str) -> FindContacts:
    return FindContacts(text, FOUND)


def _read(contacts: tuple[Contact, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(one.id, wording.name_and_company(one), ", ".join(one.address), one) for one in contacts)
