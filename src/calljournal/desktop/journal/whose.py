"""Who it was: chosen among several contacts, found by search, taken back, or made a new contact."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from calljournal.contracts.crm import Contact
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import ChooseContact, ForgetChoice
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.look import naming
from calljournal.desktop.look.labels import hint
from calljournal.errors import CallJournalError
from calljournal.languages import tr
from calljournal.matching import Candidate, MatchKind


class Whose(QObject):
    """Says who a call was with.

    Signals:
        search_wanted(row: JournalRow): look for the contact among all
    """

    search_wanted = Signal(object)

    def __init__(self, bridge: Bridge, doors: Doors, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._doors = bridge, doors

    def add_to(self, menu: QMenu, row: JournalRow) -> None:
        """Add what can be said of who it was."""
        if row.match.kind is MatchKind.SEVERAL or row.match.people:
            menu.addMenu(self.choice_menu(row, menu))
        elif not row.private:
            menu.addAction(
                tr("It was s&omebody else…") if row.match.contacts else tr("Wh&o was it…")
            ).triggered.connect(lambda: self.search_wanted.emit(row))
        if row.match.reason == "chosen":
            who = _shown(row.match.contacts[0])
            menu.addAction(tr("&Forget that it was “{who}”", who=who)).triggered.connect(lambda: self.forget(row))
        if row.entry.number is not None and not row.match.certain:
            menu.addAction(tr("&Add to contacts…")).triggered.connect(lambda: self.add_contact(row))

    def choice_menu(self, row: JournalRow, parent: QWidget) -> QMenu:
        """Make the menu that asks which of several contacts it was, or who at the company."""
        menu = QMenu(tr("Wh&o was it?"), parent)
        for candidate in (*row.match.contacts, *row.match.people):
            action = menu.addAction(_shown(candidate))
            action.setToolTip(hint("\n".join(candidate.address)))
            action.triggered.connect(lambda _=False, picked=candidate: self.choose(row, picked))
        menu.setToolTipsVisible(True)
        menu.addAction(tr("&Somebody else…")).triggered.connect(lambda: self.search_wanted.emit(row))
        menu.addSeparator()
        for candidate in row.match.contacts:
            who = candidate.name.replace("&", "&&")
            alone = len(row.match.contacts) == 1  # two entries with one letter would be no letter for either
            show = menu.addAction(tr("&Open “{who}”", who=who) if alone else tr("Open “{who}”", who=who))
            show.triggered.connect(lambda _=False, picked=candidate: self._doors.contact_wanted.emit(picked.id))
        return menu

    def add_contact(self, row: JournalRow) -> None:
        """Make a new contact of what the call tells."""
        number = row.display or row.entry.number or ""
        self._doors.contact_from_call_wanted.emit(row.entry.id, number, row.entry.name or "")

    def choose(self, row: JournalRow, contact: Candidate | Contact) -> None:
        """Say which contact it was; it is remembered for the number, where there is one."""
        who = naming.name_of(contact)
        self._bridge.ask(ChooseContact(row.entry.id, contact.id), partial(self._on_chosen, who), self._on_error)

    def forget(self, row: JournalRow) -> None:
        """Take back which contact it was said to be."""
        self._bridge.ask(ForgetChoice(row.entry.id), self._on_forgotten, self._on_error)

    def _on_chosen(self, who: str, row: JournalRow) -> None:
        remembered = row.entry.number is not None
        self._doors.said.emit(
            tr("{who}: remembered for this number", who=who) if remembered else tr("It was {who}", who=who)
        )

    def _on_forgotten(self, row: JournalRow) -> None:
        if row.entry.number is None:
            self._doors.said.emit(tr("Forgotten: nobody is named for this call any more"))
        else:
            self._doors.said.emit(tr("Forgotten: from now on the address book says who has this number"))

    def _on_error(self, error: CallJournalError) -> None:
        self._doors.erred.emit(tr(error.words))


def _shown(candidate: Candidate) -> str:
    return naming.name_of(candidate).replace("&", "&&")
