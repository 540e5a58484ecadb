"""What else is known of a contact: its people, its open projects, the recent calls, what was booked.

In: a contact. Out: what the user wants to see of it. Everything is looked up when the window is there already.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from calljournal.contracts.book_commands import GetPeople
from calljournal.contracts.crm import Contact, Project
from calljournal.contracts.journal_commands import ListRows
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import FindProjects
from calljournal.contracts.work import Work, WorkQuery
from calljournal.contracts.work_commands import ListWork, Suggestion, SuggestProjects
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts import wording
from calljournal.desktop.contacts.number_menu import add_number_actions
from calljournal.desktop.contacts.sections import Line, Section
from calljournal.desktop.doors import Doors
from calljournal.desktop.look import formats
from calljournal.desktop.look.naming import DIRECTIONS, OUTCOMES
from calljournal.errors import CallJournalError
from calljournal.languages import tr
from calljournal.matching import Candidate, ContactKind
from calljournal.worklog import Kind

CALLS = 20
"""The latest calls that are shown."""

LOOK_BACK = timedelta(days=365)
"""How far back is shown what was booked."""

WORKS = 50


class AboutContact(QWidget):
    """The lists beside a contact.

    Signals:
        project_wanted(project: str): a project was chosen, by its id
    """

    project_wanted = Signal(str)

    def __init__(self, bridge: Bridge, doors: Doors, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._doors = bridge, doors
        self._contact: Contact | None = None
        self._rows: dict[str, JournalRow] = {}
        self.people = Section(tr("People"), self)
        self.projects = Section(tr("Open projects"), self)
        self.calls = Section(tr("Recent calls"), self)
        self.works = Section(tr("Booked in the last twelve months"), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        for section in (self.people, self.projects, self.calls, self.works):
            layout.addWidget(section)
        layout.addStretch(1)
        self.people.opened.connect(doors.contact_wanted)
        self.projects.opened.connect(self.project_wanted)
        self.calls.opened.connect(self._open_call)
        self.calls.menu_wanted.connect(self._offer_call_menu)
        self.works.opened.connect(doors.work_wanted)

    def show_contact(self, contact: Contact) -> None:
        """Look up what is known of a contact."""
        self._contact = contact
        for section in (self.people, self.projects, self.calls, self.works):
            section.wait()
        is_company = contact.kind is ContactKind.COMPANY
        self.people.setVisible(is_company)
        if is_company:
            self._ask_people(contact)
        self._bridge.ask(
            ListRows(contact=contact.id, limit=CALLS),
            partial(self._on_rows, contact),
            partial(self._on_no_rows, contact),
        )
        since = (datetime.now(UTC) - LOOK_BACK).astimezone().date()
        query = WorkQuery(client=contact.id, since=since) if is_company else WorkQuery(contact=contact.id, since=since)
        self._bridge.ask(
            ListWork(query), partial(self._on_works, contact), partial(self._on_error, contact, self.works)
        )

    def _ask_people(self, contact: Contact) -> None:
        self._bridge.ask(
            GetPeople(contact.id), partial(self._on_people, contact), partial(self._on_error, contact, self.people)
        )

    def _on_people(self, contact: Contact, people: Sequence[Candidate]) -> None:
        if contact is self._contact:
            lines = [Line(one.id, one.name, "" if one.active else tr("no longer active")) for one in people]
            self.people.fill(lines, tr("The book knows nobody at this company"))

    def _on_error(self, contact: Contact, section: Section, error: CallJournalError) -> None:
        if contact is self._contact:
            section.fail(error)

    # --- calls -------------------------------------------------------------------------------------------------------

    def _on_rows(self, contact: Contact, rows: Sequence[JournalRow]) -> None:
        if contact is not self._contact:
            return
        self._rows = {row.entry.id: row for row in rows}
        self.calls.fill([_call_line(row) for row in rows], tr("The journal has no call with this contact"))
        self._ask_projects(contact, rows[0].entry.id if rows else None)

    def _on_no_rows(self, contact: Contact, error: CallJournalError) -> None:
        self._on_error(contact, self.calls, error)
        self._ask_projects(contact, None)

    def _open_call(self, entry: str) -> None:
        """Open what a call became; of one that waits, the form in which it is booked."""
        row = self._rows[entry]
        booked = next((booking.id for booking in row.booked if booking.id), None)
        if booked is not None:
            self._doors.work_wanted.emit(booked)
        else:
            self._doors.booking_wanted.emit(entry, Kind.TIME.value)

    def _offer_call_menu(self, entry: str, at: QPoint) -> None:
        row = self._rows[entry]
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(tr("Record a &time entry")).triggered.connect(
            partial(self._doors.booking_wanted.emit, entry, Kind.TIME.value)
        )
        menu.addAction(tr("Record an &activity")).triggered.connect(
            partial(self._doors.booking_wanted.emit, entry, Kind.ACTIVITY.value)
        )
        if row.entry.number:
            menu.addSeparator()
            add_number_actions(menu, row.entry.number, self._bridge, self._doors)
        menu.popup(at)

    # --- projects ----------------------------------------------------------------------------------------------------

    def _ask_projects(self, contact: Contact, entry: str | None) -> None:
        """Ask for the projects it has to do with: by the latest call with it, of which the engine gives reasons."""
        on_error = partial(self._on_error, contact, self.projects)
        if entry is not None:
            on_suggestions = partial(self._on_suggestions, contact)
            self._bridge.ask(SuggestProjects(entry, contact.id), on_suggestions, on_error)
        else:
            self._bridge.ask(FindProjects(contact=contact.id), partial(self._on_projects, contact), on_error)

    def _on_suggestions(self, contact: Contact, suggestions: Sequence[Suggestion]) -> None:
        lines = [Line(one.project.id, wording.project_line(one.project), tr(one.words)) for one in suggestions]
        self._fill_projects(contact, lines)

    def _on_projects(self, contact: Contact, projects: Sequence[Project]) -> None:
        lines = [Line(one.id, wording.project_line(one)) for one in projects if _has_to_do(one, contact)]
        self._fill_projects(contact, lines)

    def _fill_projects(self, contact: Contact, lines: Sequence[Line]) -> None:
        if contact is self._contact:
            self.projects.fill(lines, tr("There is no open project for this contact"))

    # --- what was booked ---------------------------------------------------------------------------------------------

    def _on_works(self, contact: Contact, works: Sequence[Work]) -> None:
        if contact is self._contact:
            lines = [_work_line(work) for work in reversed(works[-WORKS:])]
            self.works.fill(lines, tr("Nothing was booked for this contact"))


def _has_to_do(project: Project, contact: Contact) -> bool:
    """Whether a project is the contact's, its company's, or one in which it takes part."""
    if contact.id in (project.client, *(one.contact for one in project.participants)):
        return True
    return contact.company is not None and project.client_name == contact.company


def _call_line(row: JournalRow) -> Line:
    entry = row.entry
    when = formats.day_and_time(entry.started)
    what = tr(OUTCOMES[entry.outcome]) if entry.outcome is not None else tr("is still going on")
    if entry.answered is not None and not entry.live:
        what = formats.time_span(entry.connected_seconds)
    text = tr("{when}   {direction}, {what}", when=when, direction=tr(DIRECTIONS[entry.direction]), what=what)
    return Line(entry.id, tr("{call}   {note}", call=text, note=row.note) if row.note else text, row.display or "")


def _work_line(work: Work) -> Line:
    when = formats.day(work.start)
    about = work.project_name or work.client_name
    what = formats.minutes(work.minutes) if work.kind is Kind.TIME else tr("Activity")
    text = tr("{when}   {what}   {about}", when=when, what=what, about=about) if about else f"{when}   {what}"
    return Line(work.id, f"{text}   {work.title}", work.text)
