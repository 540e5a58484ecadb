"""A contact as it stands in the book: name, company, postal address, and its numbers, each of which can be called."""

from functools import partial
from html import escape

from PySide6.QtCore import QEvent, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts import wording
from calljournal.desktop.contacts.number_menu import add_number_actions
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import SMALL, Icons
from calljournal.desktop.look.labels import WrappingLabel, plain_label
from calljournal.desktop.look.layouts import clear
from calljournal.languages import tr

LARGER = 1.4
"""How much larger than other text the name is."""


NARROWEST = 36
"""Letters: a name of usual length stands in one line."""


class ContactFacts(QWidget):
    """Shows a contact; its texts can be copied.

    Signals:
        company_wanted(name: str): the company of a person was clicked
    """

    company_wanted = Signal(str)

    def __init__(self, bridge: Bridge, icons: Icons, doors: Doors, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._icons, self._doors = bridge, icons, doors
        self._company = ""
        self.name = WrappingLabel()
        font = self.name.font()
        font.setPointSizeF(font.pointSizeF() * LARGER)
        font.setBold(True)
        self.name.setFont(font)
        self.company = QLabel(self)
        self.company.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.company.linkActivated.connect(lambda _: self.company_wanted.emit(self._company))
        self.address = plain_label()
        for label in (self.company, self.address):
            label.setWordWrap(True)
        self.calls: list[QToolButton] = []
        self._means = QGridLayout()
        self._means.setHorizontalSpacing(14)
        self._means.setVerticalSpacing(6)
        self._means.setColumnStretch(3, 1)
        self._lay_out()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        heading = QVBoxLayout()
        heading.setSpacing(2)
        heading.addStrut(self.fontMetrics().averageCharWidth() * NARROWEST)
        heading.addWidget(self.name)
        heading.addWidget(self.company)
        layout.addLayout(heading)
        layout.addWidget(self.address)
        layout.addLayout(self._means)
        layout.addStretch(1)

    def show_contact(self, contact: Contact) -> None:
        """Show a contact as the book has it."""
        self.name.setText(contact.name)
        self._company = contact.company or ""
        self._show_company(contact)
        self.address.setText("\n".join(contact.address) or tr("No postal address"))
        clear(self._means)
        self.calls = []
        for line, means in enumerate(contact.means):
            self._add_means(line, means)
        if not contact.means:
            self._means.addWidget(_faint(tr("No numbers")), 0, 0)

    def _show_company(self, contact: Contact) -> None:
        """Say what it is, or at which company: that one is a link."""
        about = tr(wording.KIND_OF_CONTACT[contact.kind])
        if contact.company and contact.company != contact.name:
            about = _link("company", contact.company, self._icons)
        else:
            about = escape(about)
        self.company.setTextFormat(Qt.TextFormat.RichText)
        self.company.setText(about if contact.active else tr("{about} (no longer active)", about=about))
        self.company.setAccessibleName(contact.company or tr(wording.KIND_OF_CONTACT[contact.kind]))

    # --- numbers -----------------------------------------------------------------------------------------------------

    def _add_means(self, line: int, means: Means) -> None:
        """Lay out one number: what it is, as it is typed, as it is read, and a button to call it."""
        self._means.addWidget(_faint(wording.label_of(means)), line, 0)
        columns = 1 if means.kind in wording.NUMBERS else 3  # a long address makes no column of numbers wide
        self._means.addWidget(self._typed(means), line, 1, 1, columns)
        if means.kind in wording.CALLABLE:
            self._means.addWidget(self._call_button(means), line, 2)
        if wording.is_unread(means):
            self._means.addWidget(self._unread(), line, 3)
        elif means.normalised and means.normalised != means.typed:
            self._means.addWidget(_faint(means.normalised), line, 3)

    def _typed(self, means: Means) -> QLabel:
        address = _address_of(means)
        if address is not None:
            label = QLabel(_link(address, means.typed, self._icons))
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
            label.linkActivated.connect(_open)
            return label
        label = plain_label(means.typed)
        if means.kind in wording.NUMBERS:
            label.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            label.customContextMenuRequested.connect(partial(self._offer_menu, label, means.typed))
        return label

    def _call_button(self, means: Means) -> QToolButton:
        call = QToolButton(self)
        call.setIcon(self._icons.action("call"))
        call.setIconSize(SMALL)
        call.setAutoRaise(True)
        call.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        call.setToolTip(tr("Call {number}", number=means.typed))
        call.setAccessibleName(tr("Call {number}", number=means.typed))
        call.clicked.connect(partial(self._call, means.typed))
        call.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        call.customContextMenuRequested.connect(partial(self._offer_menu, call, means.typed))
        self.calls.append(call)
        return call

    def changeEvent(self, event: QEvent) -> None:
        """Take the icons in the colours of another palette, as when the desktop turns dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "calls"):
            self._icons.use(self.palette())
            for call in self.calls:
                call.setIcon(self._icons.action("call"))

    def _unread(self) -> QLabel:
        label = plain_label(tr("cannot be read"))
        label.setToolTip(tr("Nobody is recognised by this number: it cannot be read as a telephone number"))
        return label

    def _call(self, number: str, _checked: bool = False) -> None:
        self._doors.call_wanted.emit(number)

    def _offer_menu(self, beside: QWidget, number: str, at: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        add_number_actions(menu, number, self._bridge, self._doors)
        menu.popup(beside.mapToGlobal(at))


def _address_of(means: Means) -> str | None:
    """Give what opens an e-mail or a web page; None for what the system is not to be handed."""
    text = means.typed.strip()
    if means.kind is MeansKind.EMAIL and "@" in text and ":" not in text:
        return f"mailto:{text}"
    if means.kind is MeansKind.WEB and "." in text:
        return text if text.lower().startswith(("http://", "https://")) else f"https://{text}"
    return None


def _link(target: str, text: str, icons: Icons) -> str:
    return f'<a href="{escape(target)}" style="color: {icons.link_colour.name()}">{escape(text)}</a>'


def _open(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))


def _faint(text: str) -> QLabel:
    label = plain_label(text)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
