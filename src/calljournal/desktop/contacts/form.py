"""The fields of a contact that is changed, or new: what they say is a `Contact`, and texts that outlive a crash."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from calljournal.contracts.book_commands import ReadMeans
from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.contracts.service import FindContacts
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts import wording
from calljournal.desktop.contacts.means_rows import MeansRows
from calljournal.desktop.look.icons import Icons
from calljournal.errors import CallJournalError
from calljournal.languages import tr
from calljournal.matching import ContactKind

PAUSE = 200
"""Milliseconds of silence after which numbers are read, and companies are looked up."""

COMPANIES = 20
EMPTY = Contact("", ContactKind.PERSON, "", means=(Means(MeansKind.PHONE, ""),))
Fields = Mapping[str, str]


def new_of_call(number: str, name: str) -> Contact:
    """Give what a call tells of somebody new."""
    return replace(EMPTY, name=name, means=(Means(MeansKind.PHONE, number),) if number else EMPTY.means)


class ContactForm(QWidget):
    """Name, kind, company, postal address, numbers.

    Signals:
        edited(): the user changed something
    """

    edited = Signal()

    def __init__(self, bridge: Bridge, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._contact = EMPTY
        self.name = QLineEdit(self)
        self.kind = QComboBox(self)
        self.company = CompanyField(bridge, self)
        self.address = _AddressField(self)
        self.means = MeansRows(icons, self)
        self.active = QCheckBox(tr("Still &active: is found first"), self)
        for kind in (ContactKind.PERSON, ContactKind.COMPANY):
            self.kind.addItem(tr(wording.KIND_OF_CONTACT[kind]), kind.value)
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._pause.timeout.connect(self._read)
        self._lay_out()
        self._watch()

    def _lay_out(self) -> None:
        form = self._form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(9)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("&Name"), self.name)
        form.addRow(tr("&Kind"), self.kind)
        form.addRow(tr("Co&mpany"), self.company)
        form.addRow(tr("&Postal address"), self.address)
        form.addRow(tr("Numbers"), self.means)
        form.addRow("", self.active)

    def _watch(self) -> None:
        self.name.textEdited.connect(self.edited)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.company.textEdited.connect(self.edited)
        self.address.textChanged.connect(self._on_address)
        self.means.edited.connect(self._on_edited)
        self.active.toggled.connect(self.edited)

    # --- what the fields say -----------------------------------------------------------------------------------------

    def show_contact(self, contact: Contact) -> None:
        """Put a contact into the fields."""
        self._contact = contact
        for field in (self.kind, self.address, self.active):
            field.blockSignals(True)
        is_company = contact.kind is ContactKind.COMPANY
        self.name.setText(contact.name)
        self.kind.setCurrentIndex(self.kind.findData("company" if is_company else "person"))
        self.company.setText(contact.company or "")
        self.address.setPlainText("\n".join(contact.address))
        self.means.show_means(contact.means)
        self.active.setChecked(contact.active)
        for field in (self.kind, self.address, self.active):
            field.blockSignals(False)
        self._form.setRowVisible(self.company, not is_company)
        self._form.setRowVisible(self.active, bool(contact.id))
        self._read()

    def contact(self) -> Contact:
        """Give what the fields say; what they do not hold stays as it is."""
        company = self.company.text().strip() or None
        kind = ContactKind(self.kind.currentData())
        if kind is ContactKind.PERSON and company:
            kind = ContactKind.CONTACT
        return replace(
            self._contact,
            kind=kind,
            name=self.name.text().strip(),
            company=None if kind is ContactKind.COMPANY else company,
            address=tuple(line.strip() for line in self.address.toPlainText().splitlines() if line.strip()),
            means=self.means.means(),
            active=self.active.isChecked(),
        )

    def add_number(self, means: Means) -> None:
        """Add a number to those that are there."""
        self.means.add_number(means)
        self._on_edited()

    # --- how numbers are read ----------------------------------------------------------------------------------------

    def _on_kind(self) -> None:
        self._form.setRowVisible(self.company, self.kind.currentData() != "company")
        self.edited.emit()

    def _on_address(self) -> None:
        self._on_edited()  # where somebody lives says how a number is meant

    def _on_edited(self) -> None:
        self._pause.start()
        self.edited.emit()

    def _read(self) -> None:
        contact = self.contact()
        if contact.means:
            self._bridge.ask(ReadMeans(contact.means, contact.address), self.means.show_readings, self._on_unread)

    def _on_unread(self, error: CallJournalError) -> None:
        """Say nothing beside the numbers: saving says what is wrong."""
        self.means.show_readings(())


class CompanyField(QLineEdit):
    """A line for the company; those of the book are proposed as one types."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)
        self.setPlaceholderText(tr("None"))
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._pause.timeout.connect(self._look_up)
        self.textEdited.connect(lambda _: self._pause.start())

    def _look_up(self) -> None:
        text = self.text().strip()
        if text:
            self._bridge.ask(FindContacts(text, COMPANIES), partial(self._on_found, text), self._on_error)

    def _on_found(self, text: str, contacts: Sequence[Contact]) -> None:
        if text == self.text().strip():
            names = {one.name for one in contacts if one.kind is ContactKind.COMPANY}
            names |= {one.company for one in contacts if one.company}
            self._names.setStringList(sorted(names))
            if self.hasFocus() and self.completer().completionCount():
                self.completer().complete()

    def _on_error(self, error: CallJournalError) -> None:
        self._names.setStringList([])


class _AddressField(QPlainTextEdit):
    """A few lines; Tab leaves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(tr("Street, town, country: line by line"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(300, self.fontMetrics().lineSpacing() * 4 + 16)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.fontMetrics().lineSpacing() * 2 + 16)


# --- texts that outlive a crash --------------------------------------------------------------------------------------


def texts_of(contact: Contact) -> dict[str, str]:
    """Write what a form says as texts by name."""
    means = [[one.kind.value, one.typed, one.label, one.standard] for one in contact.means]
    return {
        "kind": contact.kind.value,
        "name": contact.name,
        "company": contact.company or "",
        "address": "\n".join(contact.address),
        "means": json.dumps(means, ensure_ascii=False),
        "active": "yes" if contact.active else "",
    }


def contact_of(fields: Fields, base: Contact) -> Contact:
    """Read what was typed over a contact; what cannot be read of it is left as it is there."""
    try:
        means = tuple(
            Means(MeansKind(kind), str(typed), str(label), bool(standard))
            for kind, typed, label, standard in json.loads(fields.get("means", "[]"))
        )
        kind = ContactKind(fields.get("kind", base.kind.value))
    except (ValueError, TypeError):  # another version of the program wrote it
        means, kind = base.means, base.kind
    return replace(
        base,
        kind=kind,
        name=fields.get("name", base.name),
        company=fields.get("company") or None,
        address=tuple(fields.get("address", "").splitlines()),
        means=means,
        active=bool(fields.get("active", "yes")),
    )
