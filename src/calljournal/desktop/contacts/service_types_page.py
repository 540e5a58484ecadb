"""The page of service types: a list, in which each can be renamed, closed and opened again."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from calljournal.contracts.book_commands import SetServiceType
from calljournal.contracts.crm import ServiceType
from calljournal.contracts.journal_commands import Typed
from calljournal.contracts.service import AddServiceType, GetServiceTypes
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.drafts import Drafts
from calljournal.desktop.contacts.things_list import ThingsList
from calljournal.desktop.contacts.window import OfferNotice
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.names import service_type_name
from calljournal.errors import CallJournalError
from calljournal.languages import tr
from calljournal.words import say

FORM = "service type"
"""What the form is called among those whose texts are kept."""

NAME = "name"
"""Its only text."""

COLUMNS = (
    (say("Service type"), lambda one: service_type_name(one.name)),
    (say("Number"), lambda one: one.number),
)


class ServiceTypesPage(QWidget):
    """Kinds of work: found, added, renamed, closed and opened again. A name that is typed and not saved is kept.

    No signals of its own.
    """

    def __init__(self, bridge: Bridge, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._asked: GetServiceTypes | None = None
        self._wanted = ""
        self._about: str | None = None
        self.drafts = Drafts(bridge, FORM, self)
        self.list: ThingsList[ServiceType] = ThingsList(icons, tr("Service types"), COLUMNS, self)
        self.name = QLineEdit(self)
        self.name.setPlaceholderText(tr("Name of the service type"))
        self.name.setAccessibleName(tr("Name of the service type"))
        self.add = QPushButton(tr("A&dd"), self)
        self.rename = QPushButton(tr("&Rename"), self)
        self.close_or_open = QPushButton(self)
        self.notice = OfferNotice(icons, self)
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        for button in (self.add, self.rename, self.close_or_open):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        layout.addWidget(self.notice)
        self.list.look_up_wanted.connect(self.refresh)
        self.list.current_changed.connect(self._on_current)
        self.name.textEdited.connect(self._on_edited)
        self.name.returnPressed.connect(self._on_enter)
        self.add.clicked.connect(self._add)
        self.rename.clicked.connect(self._rename)
        self.close_or_open.clicked.connect(self._close_or_open)
        self.drafts.found.connect(self._on_typed)
        self.drafts.failed.connect(self._on_refused)
        self._show_buttons()

    # --- the list ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look up all kinds of work."""
        self._asked = command = GetServiceTypes(open_only=False)
        self._bridge.ask(command, partial(self._on_found, command), self._on_error)

    def _on_found(self, command: GetServiceTypes, found: Sequence[ServiceType]) -> None:
        if command is self._asked:
            text = self.list.text.casefold()
            self.list.show_things(
                [one for one in found if text in f"{one.number} {service_type_name(one.name)}".casefold()]
            )
            if self._wanted and self.list.select(self._wanted):
                self._wanted = ""

    def _on_error(self, error: CallJournalError) -> None:
        self.list.say(tr(error.words))

    def _on_current(self, one: ServiceType | None) -> None:
        """Put the name of the selected one into the line; or what was typed there before and not saved."""
        about = one.id if one else ""
        if about == self._about and self.drafts.of(about):
            return  # the list was looked up anew, or looked through
        self._about = about
        self.name.setText(self.drafts.of(about).get(NAME) or _name(one))
        self._show_buttons()

    # --- what is typed and not saved ---------------------------------------------------------------------------------

    def _on_edited(self, text: str) -> None:
        current = self.list.current()
        is_new = bool(text.strip()) and text.strip() != _name(current)
        self._about = current.id if current else ""
        self.drafts.keep(self._about, {NAME: text} if is_new else {})
        self._show_buttons()

    def _on_typed(self, typed: Typed) -> None:
        """Have there what was typed before the program ended, where nothing has been typed since."""
        current = self.list.current()
        about = current.id if current else ""
        if self.drafts.of(about) and self.name.text() in ("", _name(current)):
            self.name.setText(self.drafts.of(about)[NAME])
            self._show_buttons()
        self.notice.say(tr("“{name}” was typed and not saved.", name=typed.fields.get(NAME, "")))

    def _show_buttons(self) -> None:
        """Offer what can be done."""
        current, text = self.list.current(), self.name.text().strip()
        self.add.setEnabled(bool(text) and text != _name(current))
        self.rename.setEnabled(current is not None and bool(text) and text != _name(current))
        self.close_or_open.setEnabled(current is not None)
        self.close_or_open.setText(tr("C&lose") if current is None or current.open else tr("Open &again"))

    # --- what is done ------------------------------------------------------------------------------------------------

    def begin_new(self) -> None:
        """Have the name of a new one typed."""
        self.list.table.selectionModel().clearCurrentIndex()
        self.name.setFocus()
        self._show_buttons()

    def _on_enter(self) -> None:
        if self.rename.isEnabled():
            self._rename()
        elif self.add.isEnabled():
            self._add()

    def _add(self) -> None:
        about = self._about or ""
        self._bridge.ask(AddServiceType(self.name.text()), partial(self._on_added, about), self._on_refused)

    def _rename(self) -> None:
        current = self.list.current()
        if current is not None:
            self._bridge.ask(SetServiceType(current.id, self.name.text()), self._on_renamed, self._on_refused)

    def _close_or_open(self) -> None:
        current = self.list.current()
        if current is not None:
            self._bridge.ask(SetServiceType(current.id, open=not current.open), self._on_changed, self._on_refused)

    def _on_added(self, about: str, one: ServiceType) -> None:
        self.drafts.keep(about, {})
        self._done(one, tr("{service_type} was added.", service_type=_name(one)))

    def _on_renamed(self, one: ServiceType) -> None:
        self.drafts.keep(one.id, {})
        self._on_changed(one)

    def _on_changed(self, one: ServiceType) -> None:
        self._done(one, tr("{service_type} was changed.", service_type=_name(one)))

    def _done(self, one: ServiceType, text: str) -> None:
        self._wanted = one.id
        self.notice.say(text)
        self.refresh()

    def _on_refused(self, error: CallJournalError) -> None:
        self.notice.say(tr(error.words), error=True)


def _name(one: ServiceType | None) -> str:
    """Name a kind of work as it is shown; "" for none."""
    return service_type_name(one.name) if one else ""
