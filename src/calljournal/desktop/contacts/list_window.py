"""The list of contacts: found as one types, opened by Enter."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from calljournal.contracts.crm import Contact
from calljournal.contracts.journal_commands import ListTyped, Typed
from calljournal.contracts.service import FindContacts
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.list_model import COMPANY, NAME, NUMBER, ContactsModel, standard_number
from calljournal.desktop.contacts.number_menu import add_number_actions
from calljournal.desktop.contacts.unsaved import FORM, OF_CALL
from calljournal.desktop.contacts.window import BookWindow, OfferNotice
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import faint_label
from calljournal.desktop.look.tables import dress_table
from calljournal.errors import CallJournalError
from calljournal.languages import tr, tr_n

SHOWN = 200
"""Contacts in the list: whoever looks for one among more types another letter."""

PASSED_ON = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
"""Keys that move in the list while one types above it."""

WIDTH, HEIGHT = 140, 38


class ContactList(BookWindow):
    """Finds contacts by name, company or number.

    One question is under way at a time; when its answer comes and other words stand there by then, they are asked for.

    Signals:
        contact_wanted(contact: str): one is to be opened, by its id
        new_wanted(): a new one is to be made
        typed_wanted(about: str): what was typed of a new contact and not saved is wanted back
    """

    contact_wanted = Signal(str)
    new_wanted = Signal()
    typed_wanted = Signal(str)

    def __init__(self, bridge: Bridge, icons: Icons, doors: Doors, parent: QWidget | None = None) -> None:
        super().__init__(icons, WIDTH, HEIGHT, parent)
        self.setWindowTitle(tr("Contacts"))
        self._bridge, self._doors = bridge, doors
        self._asked: str | None = None
        self._then_open = False
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Name, company or number"))
        self.search.setAccessibleName(tr("Find contacts by name, company or number"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.refresh)
        self.search.returnPressed.connect(self._on_enter)
        self.search.installEventFilter(self)
        self.model = ContactsModel(icons, self)
        self.table = QTableView(self)
        self.foot = faint_label()
        self.new = QPushButton(tr("&New contact"), self)
        self.new.setToolTip(tr("Ctrl+N"))
        self.new.clicked.connect(self.new_wanted)
        self.notice = OfferNotice(icons, self)
        self._dress()
        self._lay_out()
        for key, do in (
            ("Ctrl+N", self.new_wanted.emit),
            ("Ctrl+F", self._find),
            ("Escape", self._escape),
        ):
            self.add_key(key, do)

    def _dress(self) -> None:
        table = self.table
        table.setModel(self.model)
        dress_table(table, tr("Contacts"))
        table.setAlternatingRowColors(True)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._offer_menu)
        table.activated.connect(self._open)
        table.horizontalHeader().setStretchLastSection(True)
        letter = self.fontMetrics().averageCharWidth()
        for column, letters in ((NAME, 34), (COMPANY, 34), (NUMBER, 26)):
            table.setColumnWidth(column, letter * letters)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.new)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 12)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self.notice)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.foot)

    # --- finding -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look up what stands in the line above; what is under way is waited for."""
        if self._asked is None:
            self._asked = text = self.search.text()
            if not self.model.rowCount():
                self.foot.setText(tr("Looking up…"))
            self._bridge.ask(
                FindContacts(text, SHOWN + 1), partial(self._on_found, text), partial(self._on_error, text)
            )

    def _on_found(self, text: str, contacts: Sequence[Contact]) -> None:
        current = self.model.contact(self.table.currentIndex())
        self.model.show_contacts(contacts[:SHOWN])
        self.foot.setText(_foot(len(contacts), text))
        row = self.model.row_of(current.id) if current else None
        if contacts:
            self.table.setCurrentIndex(self.model.index(row or 0, NAME))
        self._go_on(text)

    def _on_error(self, text: str, error: CallJournalError) -> None:
        self.model.show_contacts(())
        self.foot.setText(tr(error.words))
        self._go_on(text)

    def _go_on(self, text: str) -> None:
        self._asked = None
        if text != self.search.text():
            self.refresh()
        elif self._then_open:
            self._then_open = False
            self.open_current()

    # --- what was typed and not saved --------------------------------------------------------------------------------

    def look_for_typed(self) -> None:
        """Offer what was typed of a new contact and not saved."""
        self._bridge.ask(ListTyped(), self._on_typed, self._on_no_typed)

    def _on_typed(self, kept: Sequence[Typed]) -> None:
        new = [one for one in kept if one.form == FORM and (not one.about or one.about.startswith(OF_CALL))]
        self.notice.clear()
        if new:
            name = new[0].fields.get("name") or tr("without a name yet")
            words = tr("A new contact was begun and not saved: {name}", name=name)
            self.notice.offer(words, tr("&Go on with it"), partial(self.typed_wanted.emit, new[0].about))

    def _on_no_typed(self, error: CallJournalError) -> None:
        self.notice.clear()

    # --- opening -----------------------------------------------------------------------------------------------------

    def _on_enter(self) -> None:
        """Open the first of what stands in the line: where it is still looked up, as soon as it is known."""
        if self._asked is None:
            self.open_current()
        else:
            self._then_open = True

    def open_current(self) -> None:
        """Open the selected contact."""
        self._open(self.table.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        contact = self.model.contact(index)
        if contact is not None:
            self.contact_wanted.emit(contact.id)

    def _offer_menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        contact = self.model.contact(index if index.isValid() else self.table.currentIndex())
        if contact is None:
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(tr("&Open")).triggered.connect(partial(self._emit_contact, contact.id))
        number = standard_number(contact)
        if number is not None:
            menu.addSeparator()
            add_number_actions(menu, number.typed, self._bridge, self._doors)
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _emit_contact(self, contact: str, _checked: bool = False) -> None:
        self.contact_wanted.emit(contact)

    # --- keys --------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list with the arrows while the keyboard is in the line above."""
        pressed = watched is self.search and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in PASSED_ON:
            self.table.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _escape(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self.close()

    def come_to_front(self) -> None:
        """Be seen above all other windows, with the keyboard in the line for what is looked for."""
        super().come_to_front()
        self._find()


def _foot(count: int, text: str) -> str:
    """Say how many were found."""
    if count > SHOWN:
        return tr("More than {count} found: type more to see fewer", count=SHOWN)
    if count:
        return tr_n("{count} contact", "{count} contacts", count)
    return tr("No contact has “{text}” in its name, company or number", text=text) if text else tr("No contacts yet")
