"""The contacts that were found, as a table: name, company, number."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush

from calljournal.contracts.crm import Contact, Means
from calljournal.desktop.contacts import wording
from calljournal.desktop.look.icons import Icons
from calljournal.languages import tr
from calljournal.words import say

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
HEADERS = (say("Name"), say("Company"), say("Number"), say("Address"))
NAME, COMPANY, NUMBER, ADDRESS = range(len(HEADERS))


class ContactsModel(QAbstractTableModel):
    """The contacts of one answer. No signals beside those of every model."""

    def __init__(self, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._contacts: tuple[Contact, ...] = ()

    def show_contacts(self, contacts: Sequence[Contact]) -> None:
        """Show these in place of those that are there."""
        self.beginResetModel()
        self._contacts = tuple(contacts)
        self.endResetModel()

    def contact(self, index: Index) -> Contact | None:
        """Give the contact of a row."""
        return self._contacts[index.row()] if index.isValid() and index.row() < len(self._contacts) else None

    def row_of(self, contact_id: str) -> int | None:
        """Give the row of a contact."""
        return next((row for row, one in enumerate(self._contacts) if one.id == contact_id), None)

    # --- what views ask for ------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._contacts)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return tr(HEADERS[section])
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        contact = self.contact(index)
        if contact is None:
            return None
        if role == Role.DisplayRole:
            return _text(contact, index.column())
        if role == Role.ToolTipRole:
            return _hint(contact)
        if role == Role.ForegroundRole and not contact.active:
            return QBrush(self._icons.faint_colour)
        return None


def standard_number(contact: Contact) -> Means | None:
    """Give the number that is called first: the standard telephone, else the standard mobile, else any."""
    numbers = [one for one in contact.means if one.kind in wording.CALLABLE]
    return next((one for one in numbers if one.standard), numbers[0] if numbers else None)


def _text(contact: Contact, column: int) -> str:
    if column == NAME:
        return contact.name if contact.active else tr("{name} (no longer active)", name=contact.name)
    if column == COMPANY:
        return contact.company or ""
    if column == NUMBER:
        number = standard_number(contact)
        return number.typed if number is not None else ""
    return ", ".join(contact.address)


def _hint(contact: Contact) -> str:
    numbers = [f"{wording.label_of(one)}: {one.typed}" for one in contact.means]
    return "\n".join([wording.name_and_company(contact), *contact.address, *numbers])
