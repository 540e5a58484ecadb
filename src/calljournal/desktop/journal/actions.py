"""What can be done with a call: open its contact, call its number, record an activity or a time entry, say who it was.

In: the selected row. Out: commands to the engine, and what came of them, in words.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from calljournal.contracts.crm import Contact, Project
from calljournal.contracts.line import Capability
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import BookCall, ChooseContact, ForgetChoice, GetContact, LineInfo, PlaceCall, Placed
from calljournal.desktop.booking.form import BookingForm
from calljournal.desktop.booking.project_menu import ProjectMenu
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.card import ContactCard
from calljournal.desktop.journal import cells
from calljournal.desktop.look.icons import Icons
from calljournal.errors import AlreadyBooked, CallJournalError, NeedsConfirming
from calljournal.languages import tr
from calljournal.matching import Candidate, MatchKind
from calljournal.words import say
from calljournal.worklog import Booking, Kind

BOOKED_NOW = {"activity": say("Activity booked: {who}"), "time": say("Time entry booked: {who}")}
BOOKED_LATER = {
    "activity": say("Activity kept: it is booked as soon as the book can be reached"),
    "time": say("Time entry kept: it is booked as soon as the book can be reached"),
}

KEYS = {
    "contact": "Ctrl+O",
    "call": "Ctrl+D",
    "activity": "Ctrl+Shift+A",
    "activity_menu": "Ctrl+Alt+A",
    "time": "Ctrl+T",
    "time_menu": "Ctrl+Shift+T",
    "time_at_once": "Ctrl+Return",
}


class JournalActions(QObject):
    """The actions on the selected call, and the small windows that they open.

    Signals:
        said(text: str): something was done
        erred(text: str): something was not
    """

    said = Signal(str)
    erred = Signal(str)

    def __init__(self, bridge: Bridge, icons: Icons, now: Callable[[], datetime], window: QWidget) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._icons = icons
        self._now = now
        self._window = window
        self._row: JournalRow | None = None
        self._dialling_lines: set[str] = set()
        self._forms: dict[tuple[str, Kind], BookingForm] = {}
        self._cards: dict[str, ContactCard] = {}
        self.contact = self._action(
            "contact", tr("&Contact"), tr("Open the contact of the selected call"), self.open_contact
        )
        self.call = self._action("call", tr("Ca&ll"), tr("Call the number of the selected call"), self.place_call)
        self.activity = self._action(
            "activity",
            tr("&Activity"),
            tr("Record an activity for the selected call; the arrow lets you choose a project first"),
            partial(self._record, Kind.ACTIVITY),
        )
        self.time = self._action(
            "time",
            tr("&Time entry"),
            tr("Record the time of the selected call; the arrow lets you choose a project first"),
            partial(self._record, Kind.TIME),
        )
        self.activity_menu = self._menu(Kind.ACTIVITY, tr("Activity &on a project"))
        self.time_menu = self._menu(Kind.TIME, tr("Time entry on a &project"))
        self.time_menu.book_at_once.setShortcut(QKeySequence(KEYS["time_at_once"]))
        window.addAction(self.time_menu.book_at_once)
        self.dress()
        self.set_row(None)

    def _action(self, name: str, text: str, hint: str, do: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(KEYS[name]))
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(tr("{hint} ({key})", hint=hint, key=key))
        action.triggered.connect(lambda _=False: do())
        self._window.addAction(action)
        return action

    def _menu(self, kind: Kind, title: str) -> ProjectMenu:
        menu = ProjectMenu(self._bridge, title, self._window)
        menu.chosen.connect(partial(self._record, kind))
        menu.at_once.connect(partial(self.book_at_once, kind))
        return menu

    # --- what the actions are about ----------------------------------------------------------------------------------

    def set_row(self, row: JournalRow | None) -> None:
        """Take up the selected row, or what became of it: only what is possible is offered."""
        self._row = row
        contact = row.match.contact if row else None
        self.contact.setEnabled(row is not None and cells.is_link(row))
        self.call.setEnabled(row is not None and cells.has_number(row) and bool(self._dialling_lines))
        for action in (self.activity, self.time, self.time_menu.book_at_once, self.activity_menu.book_at_once):
            action.setEnabled(row is not None)
        for menu in (self.activity_menu, self.time_menu):
            menu.set_contact(contact.id if contact else None)
            menu.setEnabled(row is not None)

    def dress(self) -> None:
        """Take the icons in their present colours."""
        for name in ("contact", "call", "activity", "time"):
            getattr(self, name).setIcon(self._icons.action(name))

    def set_lines(self, lines: Iterable[LineInfo]) -> None:
        """Take up which lines there are: dialling is offered where one of them can."""
        self._dialling_lines = set()
        for line in lines:
            self.set_line(line)

    def set_line(self, line: LineInfo) -> None:
        """Take up what one line can."""
        if Capability.DIAL in line.capabilities:
            self._dialling_lines.add(line.name)
        else:
            self._dialling_lines.discard(line.name)
        self.set_row(self._row)

    def rows_changed(self, rows: Iterable[JournalRow]) -> None:
        """Tell the open forms what became known of their calls."""
        for row in rows:
            for kind in Kind:
                form = self._forms.get((row.entry.id, kind))
                if form is not None and row.entry.merged_into is None:
                    form.set_row(row)

    def context_menu(self, row: JournalRow, parent: QWidget) -> QMenu:
        """Make the menu of a row: the four actions, the two arrows, and the choice between several contacts or people.

        A choice that was made before can be taken back.
        """
        menu = QMenu(parent)
        menu.addActions([self.contact, self.call])
        if row.match.kind is MatchKind.SEVERAL or row.match.people:
            menu.addMenu(self.choice_menu(row, menu))
        if row.match.reason == "chosen":
            who = cells.name_of(row.match.contacts[0]).replace("&", "&&")
            menu.addAction(tr("&Forget that it was “{who}”", who=who)).triggered.connect(
                lambda: self.forget_choice(row)
            )
        menu.addSeparator()
        menu.addAction(self.activity)
        menu.addMenu(self.activity_menu)
        menu.addSeparator()
        menu.addAction(self.time)
        menu.addMenu(self.time_menu)
        return menu

    def choice_menu(self, row: JournalRow, parent: QWidget) -> QMenu:
        """Make the menu that asks which of several contacts it was, or who at the company."""
        menu = QMenu(tr("&Who was it?"), parent)
        for candidate in (*row.match.contacts, *row.match.people):
            who = cells.name_of(candidate)
            action = menu.addAction(who.replace("&", "&&"))
            action.setToolTip("\n".join(candidate.address))
            action.triggered.connect(lambda _=False, picked=candidate: self.choose(row, picked))
        menu.setToolTipsVisible(True)
        menu.addSeparator()
        for candidate in row.match.contacts:
            show = menu.addAction(tr("&Open “{who}”", who=candidate.name.replace("&", "&&")))
            show.triggered.connect(lambda _=False, picked=candidate: self.open_card(picked.id))
        return menu

    # --- the contact -------------------------------------------------------------------------------------------------

    def open_contact(self, at: QPoint | None = None) -> None:
        """Open the contact of the row; where it may have been one of several, ask which (at this place)."""
        row = self._row
        if row is None or not cells.is_link(row):
            return
        if row.match.contact is not None:
            self.open_card(row.match.contact.id)
            return
        menu = self.choice_menu(row, self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at or self._window.mapToGlobal(self._window.rect().center()))

    def open_card(self, contact: str) -> None:
        """Look a contact up and show it."""
        self._bridge.ask(GetContact(contact), self._on_contact, self._on_error)

    def _on_contact(self, contact: Contact) -> None:
        old = self._cards.pop(contact.id, None)
        if old is not None:
            old.close()
        card = ContactCard(contact, self._icons, self._window)
        card.call_wanted.connect(self._dial)
        card.finished.connect(partial(self._forget_card, contact.id, card))
        self._cards[contact.id] = card
        card.show()

    def _forget_card(self, contact: str, card: ContactCard, result: int = 0) -> None:
        if self._cards.get(contact) is card:
            del self._cards[contact]
        card.deleteLater()

    def choose(self, row: JournalRow, candidate: Candidate) -> None:
        """Say which contact it was."""
        self._bridge.ask(ChooseContact(row.entry.id, candidate.id), partial(self._on_chosen, candidate), self._on_error)

    def forget_choice(self, row: JournalRow) -> None:
        """Take back which contact it was said to be."""
        self._bridge.ask(
            ForgetChoice(row.entry.id),
            lambda _: self.said.emit(tr("Forgotten: from now on the address book says who has this number")),
            self._on_error,
        )

    def _on_chosen(self, candidate: Candidate, row: JournalRow) -> None:
        self.said.emit(tr("{who}: remembered for this number", who=cells.name_of(candidate)))

    # --- the call ----------------------------------------------------------------------------------------------------

    def place_call(self) -> None:
        """Call the number of the row."""
        if self._row is not None and self._row.entry.number is not None:
            self._dial(self._row.entry.number)

    def _dial(self, number: str) -> None:
        self._bridge.ask(PlaceCall(number), self._on_dialled, self._on_error)

    def _on_dialled(self, placed: Placed) -> None:
        self.said.emit(tr("Dialling {number}", number=placed.digits))

    # --- the booking -------------------------------------------------------------------------------------------------

    def _record(self, kind: Kind, project: Project | None = None) -> None:
        """Open the form for the row, or bring the one that is open to the front."""
        if self._row is None:
            return
        form = self._form(self._row, kind)
        if project is not None:
            form.choose_project(project)

    def _form(self, row: JournalRow, kind: Kind) -> BookingForm:
        key = (row.entry.id, kind)
        form = self._forms.get(key)
        if form is None:
            form = BookingForm(row, kind, self._bridge, self._icons, self._now, self._window)
            form.booked.connect(self._on_booked)
            form.gone.connect(partial(self._forget_form, key))
            self._forms[key] = form
        form.show()
        form.raise_()
        form.activateWindow()
        return form

    def _forget_form(self, key: tuple[str, Kind]) -> None:
        form = self._forms.pop(key, None)
        if form is not None:  # a dialog that is closed already can be told to close once more
            form.deleteLater()

    def book_at_once(self, kind: Kind) -> None:
        """Book the row with everything left to its default; the form opens only if there is something to ask."""
        if self._row is not None:
            self._bridge.ask(
                BookCall(self._row.entry.id, kind),
                partial(self._on_booked, self._row),
                partial(self._on_not_booked, self._row, kind),
            )

    def _on_booked(self, row: JournalRow, booking: Booking) -> None:
        if booking.id is None:
            self.said.emit(tr(BOOKED_LATER[booking.kind]))
        else:
            self.said.emit(tr(BOOKED_NOW[booking.kind]).format(who=cells.person(row) or cells.number(row)))

    def _on_not_booked(self, row: JournalRow, kind: Kind, error: CallJournalError) -> None:
        if isinstance(error, AlreadyBooked | NeedsConfirming):
            self._form(row, kind).refuse(error)
        else:
            self._on_error(error)

    def _on_error(self, error: CallJournalError) -> None:
        self.erred.emit(tr(error.words))
