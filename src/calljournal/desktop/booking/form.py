"""The form for an activity or a time entry: prefilled from the call, booked with one key.

It only asks; whether something may be booked is the engine's to decide.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from calljournal.contracts.crm import Project, ServiceType
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import BookCall, FindProjects, GetServiceTypes
from calljournal.desktop.booking.fields import BookingFields
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal import cells
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.notice import Notice
from calljournal.errors import AlreadyBooked, CallJournalError, NeedsConfirming
from calljournal.languages import tr
from calljournal.matching import MatchKind
from calljournal.words import say
from calljournal.worklog import Booking, Kind

FORM_TITLES = {"activity": say("Record an activity"), "time": say("Record a time entry")}
ALREADY_BOOKED = {
    "activity": say("An activity was recorded from this call already."),
    "time": say("The time of this call was booked already."),
}


class BookingForm(QDialog):
    """Records an activity or a time entry from one call; not modal.

    What the engine objects to is said within the form, with a button to book nevertheless where that is possible.

    Signals:
        booked(row: JournalRow, booking: Booking): the book has it, or will have it
        gone(): the form was closed
    """

    booked = Signal(object, object)
    gone = Signal()

    def __init__(
        self,
        row: JournalRow,
        kind: Kind,
        bridge: Bridge,
        icons: Icons,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self._row = row
        self._bridge = bridge
        self._again = self._confirmed = False
        self.setWindowTitle(tr(FORM_TITLES[kind]))
        self.fields = BookingFields(kind, now, self)
        self.notice = Notice(icons, self)
        self.notice.pressed.connect(self._book_nevertheless)
        self._nevertheless: Callable[[], None] = self.book
        self._build()
        self.set_row(row)
        self.fields.text.setFocus()
        bridge.ask(FindProjects(contact=self._contact_id()), self._on_projects, self._on_error)
        if kind is Kind.TIME:
            bridge.ask(GetServiceTypes(), self._on_service_types, self._on_error)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addWidget(self.fields, 1)
        layout.addWidget(self.notice)
        buttons = QDialogButtonBox(self)
        self.book_button = buttons.addButton(tr("&Book"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.book_button.setDefault(True)
        self.book_button.setToolTip(tr("Ctrl+Enter"))
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.book)
        buttons.rejected.connect(self.close)
        layout.addWidget(buttons)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self.book)

    # --- what it is about --------------------------------------------------------------------------------------------

    @property
    def row(self) -> JournalRow:
        """The call that is being booked."""
        return self._row

    def set_row(self, row: JournalRow) -> None:
        """Take up what has become known of the call; what the user has typed or chosen stays."""
        self._row = row
        self.fields.show_row(row)

    def choose_project(self, project: Project) -> None:
        """Preselect the project that was picked from the arrow's menu."""
        self.fields.choose_project(project)

    def _contact_id(self) -> str | None:
        contact = self._row.match.contact
        return contact.id if contact else None

    def _on_projects(self, projects: Sequence[Project]) -> None:
        self.fields.offer_projects(projects)

    def _on_service_types(self, service_types: Sequence[ServiceType]) -> None:
        self.fields.offer_service_types(service_types)

    def _on_error(self, error: CallJournalError) -> None:
        self.notice.say(tr(error.words), error=True)

    # --- booking -----------------------------------------------------------------------------------------------------

    def book(self) -> None:
        """Have it booked, unless that is on its way already, or what was typed is no number of minutes."""
        if not self.book_button.isEnabled():
            return
        if self.fields.has_bad_minutes():
            self.notice.say(
                tr("Minutes to bill; left empty, they are the measured ones, rounded by the firm's rule"), error=True
            )
            self.fields.billed.setFocus()
            return
        self._set_busy(True)
        self.notice.say(tr("Booking…"))
        command = BookCall(
            self._row.entry.id, self.kind, self.fields.wishes(), again=self._again, confirmed=self._confirmed
        )
        self._bridge.ask(command, self._on_booked, self.refuse)

    def refuse(self, error: CallJournalError) -> None:
        """Say why it was not booked, and offer what can be done about it."""
        self._set_busy(False)
        if isinstance(error, AlreadyBooked):
            self._offer(tr(ALREADY_BOOKED[self.kind]), tr("Book a&gain"), self._book_again)
        elif isinstance(error, NeedsConfirming) and self._row.match.kind is MatchKind.SEVERAL:
            self.notice.say(tr("It may have been one of several contacts: choose who it was, then book."), error=True)
            self.fields.contacts.setFocus()
        elif isinstance(error, NeedsConfirming):
            who = self._who()
            yes = tr("&Yes, book on {who}", who=who.replace("&", "&&"))  # a single one would underline the next letter
            self._offer(tr("It is only likely that this was {who}.", who=who), yes, self._book_confirmed)
        else:
            self.notice.say(tr(error.words), error=True)

    def _who(self) -> str:
        contact = self._row.match.contact
        return cells.name_of(contact) if contact else tr("somebody unknown")

    def _offer(self, text: str, button: str, nevertheless: Callable[[], None]) -> None:
        self._nevertheless = nevertheless
        self.notice.say(text, error=True, button=button)
        self.notice.button.setFocus()

    def _book_nevertheless(self) -> None:
        self._nevertheless()

    def _book_again(self) -> None:
        self._again = True
        self.book()

    def _book_confirmed(self) -> None:
        self._confirmed = True
        self.book()

    def _on_booked(self, booking: Booking) -> None:
        self.booked.emit(self._row, booking)
        self.close()

    def _set_busy(self, busy: bool) -> None:
        self.book_button.setEnabled(not busy)
        self.fields.setEnabled(not busy)
        self.notice.button.setEnabled(not busy)

    # --- the end -----------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Close by Escape as by the button."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.gone.emit()
