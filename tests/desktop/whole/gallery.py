"""Every window of the program, and every page of it, by a name: how it is opened as its user does.

The pictures of the documentation and the test for clipped text go through the same list.
"""

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from calljournal.contracts.settings_commands import ChangeSettings
from calljournal.desktop.booking.form import BookingForm
from calljournal.desktop.contacts.contact_window import ContactWindow
from calljournal.desktop.contacts.forget_window import ForgetWindow
from calljournal.desktop.contacts.give_out_window import GiveOutWindow
from calljournal.desktop.contacts.list_window import ContactList
from calljournal.desktop.contacts.person_requests import requests_of
from calljournal.desktop.contacts.projects_window import ProjectsWindow
from calljournal.desktop.dialling.box import DialBox
from calljournal.desktop.dialling.question import Question
from calljournal.desktop.ringing.window import RingingWindow
from calljournal.desktop.worked.edit_form import EditForm
from calljournal.desktop.worked.export_form import ExportForm
from calljournal.desktop.worked.my_time import MyTime
from calljournal.desktop.worked.span import Reach
from tests.desktop.whole import gallery_settings  # noqa: F401  (it puts its windows on the list)
from tests.desktop.whole.day import ANNA, FAVRE, HART, HOFER, MONDAY, SEIFERT, THOMA
from tests.desktop.whole.register import WINDOWS, the, type_into, window
from tests.desktop.whole.stage import GOING_ON, TYPED, Stage

# --- the journal -----------------------------------------------------------------------------------------------------


@window("journal")
def journal(stage: Stage) -> QWidget:
    stage.select(stage.row(ANNA, live=True))
    stage.settle()
    return stage.frame


@window("journal-history")
def journal_history(stage: Stage) -> QWidget:
    stage.journal.calls.set_view("history")
    stage.settle()
    stage.select(stage.row(HART))
    stage.settle()
    return stage.frame


@window("journal-filter")
def journal_filter(stage: Stage) -> QWidget:
    filters = stage.journal.calls.filters
    filters.history.click()
    filters.more.setChecked(True)
    type_into(stage, filters.search, "e")
    filters.unbooked.click()
    stage.settle()
    return stage.frame


@window("journal-nothing-found")
def journal_nothing_found(stage: Stage) -> QWidget:
    filters = stage.journal.calls.filters
    type_into(stage, filters.search, "nobody of this name")
    filters.missed.click()
    stage.settle()
    return stage.frame


@window("journal-details")
def journal_details(stage: Stage) -> QWidget:
    stage.select(stage.row(HART))
    stage.journal.calls.show_details.setChecked(True)
    stage.settle()
    return stage.frame


@window("journal-details-of-a-transfer")
def journal_transfer(stage: Stage) -> QWidget:
    stage.select(stage.row(SEIFERT))
    stage.journal.calls.show_details.setChecked(True)
    stage.settle()
    return stage.frame


@window("journal-error")
def journal_error(stage: Stage) -> QWidget:
    stage.journal.show_error("Simulated line: the script let the connection drop; it returns by itself")
    stage.settle()
    return stage.frame


@window("journal-asks-before-deleting")
def journal_delete(stage: Stage) -> QWidget:
    stage.select(stage.row(THOMA))
    stage.journal.calls.decisions.delete.trigger()
    stage.settle()
    return stage.frame


@window("journal-at-the-end")
def journal_question(stage: Stage) -> QWidget:
    stage.program._live.add(GOING_ON)
    stage.doors.quit_wanted.emit()
    stage.until(stage.program.question.isVisible, "it is asked whether to end")
    stage.program.leaving._asked = False
    return stage.frame


@window("work-off")
def work_off(stage: Stage) -> QWidget:
    stage.doors.unbooked_wanted.emit()
    stage.until(lambda: stage.journal.worklist.suggestion.text(), "a project is suggested")
    stage.settle(TYPED)  # one call after the other
    return stage.frame


@window("add-call")
def add_call(stage: Stage) -> QWidget:
    stage.doors.add_call_wanted.emit()
    stage.settle()
    return stage.frame


@window("assign-person")
def assign(stage: Stage) -> QWidget:
    stage.journal.calls.assign.ask(stage.row("+41790008821", talked=False))
    stage.settle()
    return stage.frame


# --- menus -----------------------------------------------------------------------------------------------------------


def popped_up(stage: Stage, menu: QMenu) -> QMenu:
    """Open a menu where it has room, and wait for what it offers."""
    menu.popup(QPoint(20, 20))
    stage.until(menu.isVisible, "the menu is open")
    stage.settle()
    return menu


@window("menu")
def main_menu(stage: Stage) -> QWidget:
    return popped_up(stage, stage.journal.bar.menu)


def row_menu(stage: Stage, number: str, *, talked: bool = True, live: bool = False) -> QWidget:
    """Open the menu of a call."""
    row = stage.row(number, talked=talked, live=live)
    stage.select(row)
    return popped_up(stage, stage.journal.calls.menu.make((row,), stage.journal))


WINDOWS["menu-of-a-call"] = partial(row_menu, number=HART)
WINDOWS["menu-of-a-booked-call"] = partial(row_menu, number=HOFER)
WINDOWS["menu-of-a-live-call"] = partial(row_menu, number=ANNA, live=True)
WINDOWS["menu-of-an-unknown-caller"] = partial(row_menu, number="+41790008821", talked=False)


@window("menu-of-projects")
def project_menu(stage: Stage) -> QWidget:
    stage.select(stage.row(HART))
    return popped_up(stage, stage.journal.actions_.time_menu)


@window("menu-of-the-tray")
def tray_menu(stage: Stage) -> QWidget:
    return popped_up(stage, stage.program.tray.menu)


# --- booking ---------------------------------------------------------------------------------------------------------


def form(stage: Stage, number: str, kind: str, *, live: bool = False) -> BookingForm:
    """Open the form for a call."""
    stage.doors.booking_wanted.emit(stage.row(number, live=live).entry.id, kind)
    return the(stage, BookingForm)


WINDOWS["time-entry"] = partial(form, number=HART, kind="time")
WINDOWS["time-entry-while-talking"] = partial(form, number=ANNA, kind="time", live=True)
WINDOWS["activity"] = partial(form, number=HART, kind="activity")


@window("time-entry-armed")
def armed(stage: Stage) -> QWidget:
    one = form(stage, ANNA, "time", live=True)
    one.book()
    stage.until(lambda: one.is_armed, "the form waits for the end of the call")
    stage.settle()
    return one


@window("time-entry-refused")
def refused(stage: Stage) -> QWidget:
    one = form(stage, HOFER, "time")
    one.book()
    stage.until(lambda: one.notice.text, "the form says why not")
    stage.settle()
    return one


@window("split")
def split(stage: Stage) -> QWidget:
    one = form(stage, THOMA, "time")
    one.split()
    stage.settle()
    return one


# --- what was booked -------------------------------------------------------------------------------------------------


@window("my-time")
def my_time(stage: Stage) -> MyTime:
    stage.doors.my_time_wanted.emit()
    one = the(stage, MyTime)
    one.span.show_reach(Reach.WEEK, MONDAY.date())
    stage.settle()
    one.span.show_reach(Reach.DAY, MONDAY.date())
    stage.settle()
    one.table.select(one.table.works.works[0].id)
    stage.settle()
    return one


@window("my-time-week")
def my_time_week(stage: Stage) -> MyTime:
    stage.doors.my_time_wanted.emit()
    one = the(stage, MyTime)
    one.span.show_reach(Reach.WEEK, MONDAY.date())
    stage.settle()
    return one


@window("my-time-move")
def my_time_move(stage: Stage) -> QWidget:
    one = my_time(stage)
    one.actions_.move.trigger()
    stage.settle()
    return one


@window("my-time-cancel")
def my_time_cancel(stage: Stage) -> QWidget:
    one = my_time(stage)
    one.actions_.cancel.trigger()
    stage.settle()
    return one


@window("my-time-change")
def my_time_change(stage: Stage) -> QWidget:
    my_time(stage).actions_.change.trigger()
    return the(stage, EditForm)


@window("my-time-export")
def my_time_export(stage: Stage) -> QWidget:
    my_time(stage).export()
    return the(stage, ExportForm)


# --- contacts, projects ----------------------------------------------------------------------------------------------


@window("contacts")
def contacts(stage: Stage) -> QWidget:
    stage.doors.contacts_wanted.emit()
    return the(stage, ContactList)


@window("contact")
def contact(stage: Stage) -> QWidget:
    found = stage.row(ANNA).match.contact
    assert found is not None
    stage.doors.contact_wanted.emit(found.id)
    return the(stage, ContactWindow)


@window("contact-with-long-names")
def long_contact(stage: Stage) -> QWidget:
    stage.doors.contact_wanted.emit(stage.row("+493023125300", talked=False).match.contacts[0].id)
    return the(stage, ContactWindow)


def request(stage: Stage, kind: type[QWidget]) -> QWidget:
    """Ask for what a person may ask for, from the window of a contact."""
    found = stage.row(FAVRE).match.contact
    assert found is not None
    requests = requests_of(stage.program.bridge, stage.doors)
    (requests.forget if kind is ForgetWindow else requests.give_out)(found.id, found.name)
    return the(stage, kind)


WINDOWS["forget-a-person"] = partial(request, kind=ForgetWindow)
WINDOWS["export-a-person"] = partial(request, kind=GiveOutWindow)


@window("contact-form")
def contact_form(stage: Stage) -> QWidget:
    found = stage.row(FAVRE).match.contact
    assert found is not None
    stage.doors.contact_wanted.emit(found.id)
    one = the(stage, ContactWindow)
    one.edit()
    stage.settle()
    return one


@window("contact-of-a-call")
def new_contact(stage: Stage) -> QWidget:
    row = stage.row("+41790008821", talked=False)
    stage.doors.contact_from_call_wanted.emit(row.entry.id, "+41790008821", "")
    return the(stage, ContactWindow)


@window("projects")
def projects(stage: Stage) -> QWidget:
    stage.doors.projects_wanted.emit()
    one = the(stage, ProjectsWindow)
    one.pages.setCurrentWidget(one.projects)
    stage.settle()
    return one


@window("new-project")
def new_project(stage: Stage) -> QWidget:
    stage.doors.projects_wanted.emit()
    one = the(stage, ProjectsWindow)
    one.projects.begin_new()
    stage.settle()
    return one


@window("service-types")
def service_types(stage: Stage) -> QWidget:
    stage.doors.projects_wanted.emit()
    one = the(stage, ProjectsWindow)
    one.pages.setCurrentWidget(one.service_types)
    stage.settle()
    return one


# --- dialling, ringing -----------------------------------------------------------------------------------------------


def dial_box(stage: Stage, text: str) -> QWidget:
    """Open the dial box."""
    stage.doors.dial_box_wanted.emit("")
    box = the(stage, DialBox)
    type_into(stage, box.text, text)
    return box


WINDOWS["dial-box"] = partial(dial_box, text="")
WINDOWS["dial-box-with-a-name"] = partial(dial_box, text="sei")
WINDOWS["dial-box-with-a-number"] = partial(dial_box, text="+49 30 23125 100")
WINDOWS["dial-box-refuses"] = partial(dial_box, text="030 23125 100")


@window("before-an-emergency-call")
def emergency(stage: Stage) -> QWidget:
    stage.doors.call_wanted.emit("112")
    return the(stage, Question)


@window("before-a-call-from-outside")
def outside(stage: Stage) -> QWidget:
    stage.windows.dialler.dial_from_outside("tel:+41440001234")
    return the(stage, Question)


def notice(stage: Stage, discreet: str) -> QWidget:
    """Show the calls that ring and last, as discreet as that."""
    stage.ask(ChangeSettings({"user.discreet": discreet, "user.notice_projects": True}))
    stage.settle()
    stage.program.ringing.appear()
    return the(stage, RingingWindow)


WINDOWS["notice-call"] = partial(notice, discreet="call")
WINDOWS["notice-initials"] = partial(notice, discreet="initials")
WINDOWS["notice"] = partial(notice, discreet="full")
