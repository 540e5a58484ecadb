"""A contact in a small window of its own: name, company, postal address, and numbers that can be called."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.desktop.look.icons import SMALL, Icons
from calljournal.languages import tr
from calljournal.words import say

KIND_OF_CONTACT = {"company": say("Company"), "person": say("Person"), "contact": say("Person at a company")}
KIND_OF_MEANS = {
    "phone": say("Telephone"),
    "mobile": say("Mobile"),
    "fax": say("Fax"),
    "email": say("E-mail"),
    "web": say("Web"),
}

CALLABLE = (MeansKind.PHONE, MeansKind.MOBILE)


class ContactCard(QDialog):
    """Shows a contact; not modal, closed by Escape.

    Signals:
        call_wanted(number: str): as it is typed in the book
    """

    call_wanted = Signal(str)

    def __init__(self, contact: Contact, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(contact.name)
        self.setMinimumWidth(380)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addLayout(_heading(contact))
        layout.addWidget(_text("\n".join(contact.address) or tr("No postal address")))
        if contact.means:
            layout.addWidget(_rule())
            layout.addLayout(self._means(contact, icons))
        layout.addStretch(1)
        buttons = QDialogButtonBox(self)
        close = buttons.addButton(tr("&Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.close)
        layout.addWidget(buttons)

    def _means(self, contact: Contact, icons: Icons) -> QGridLayout:
        """Lay out the numbers: what it is, the number as typed, a button to call it."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for line, means in enumerate(contact.means):
            kind = _text(_label(means))
            kind.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            typed = _text(means.typed)
            typed.setToolTip(means.normalised or "")
            grid.addWidget(kind, line, 0)
            grid.addWidget(typed, line, 1)
            if means.kind in CALLABLE:
                call = QToolButton(self)
                call.setIcon(icons.action("call"))
                call.setIconSize(SMALL)
                call.setAutoRaise(True)
                call.setToolTip(tr("Call {number}", number=means.typed))
                call.setAccessibleName(tr("Call {number}", number=means.typed))
                call.clicked.connect(lambda _=False, typed=means.typed: self.call_wanted.emit(typed))
                grid.addWidget(call, line, 2)
        return grid


def _heading(contact: Contact) -> QVBoxLayout:
    """Lay out the name, large, and what it is the name of."""
    layout = QVBoxLayout()
    layout.setSpacing(2)
    name = _text(contact.name)
    font = name.font()
    font.setPointSizeF(font.pointSizeF() * 1.4)
    font.setBold(True)
    name.setFont(font)
    layout.addWidget(name)
    kind = tr(KIND_OF_CONTACT[contact.kind])
    about = contact.company if contact.company and contact.company != contact.name else kind
    layout.addWidget(_text(about if contact.active else tr("{about} (no longer active)", about=about)))
    return layout


def _label(means: Means) -> str:
    kind = tr(KIND_OF_MEANS[means.kind])
    label = tr("{kind}, {label}", kind=kind, label=means.label) if means.label else kind
    return tr("{label} (standard)", label=label) if means.standard else label


def _text(text: str) -> QLabel:
    """Give a text that can be copied; what comes from the book is never markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _rule() -> QFrame:
    rule = QFrame()
    rule.setFrameShape(QFrame.Shape.HLine)
    rule.setFrameShadow(QFrame.Shadow.Sunken)
    return rule
