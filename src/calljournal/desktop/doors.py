"""What one window asks of another without knowing it: each emits here, and `program` opens what is wanted."""

from PySide6.QtCore import QObject, Signal


class Doors(QObject):
    """The wishes of windows to one another.

    Signals:
        contact_wanted(contact: str): show a contact, by its id
        contact_from_call_wanted(entry: str, number: str, name: str): make a new contact of what a call tells
        call_wanted(number: str): dial a number as a person wrote it, with whatever has to be asked before
        dial_box_wanted(text: str): open the dial box with this in it
        booking_wanted(entry: str, kind: str): open the form for a call: "time" or "activity"
        work_wanted(work: str): show a time entry or an activity, by its id
        my_time_wanted(): open "My time"
        contacts_wanted(): open the list of contacts
        projects_wanted(): open the list of projects and service types
        settings_wanted(page: str): open the settings, at a page or ("") where they were
        entry_wanted(entry: str): show a call in the journal, by its id
        journal_wanted(): bring the journal to the front
        unbooked_wanted(): show the calls that wait to be booked
        add_call_wanted(): open the panel for a call on another telephone
        quit_wanted(): end the program, after asking where something would be lost
        said(text: str): something was done; for the message line
        erred(text: str): something was not
    """

    contact_wanted = Signal(str)
    contact_from_call_wanted = Signal(str, str, str)
    call_wanted = Signal(str)
    dial_box_wanted = Signal(str)
    booking_wanted = Signal(str, str)
    work_wanted = Signal(str)
    my_time_wanted = Signal()
    contacts_wanted = Signal()
    projects_wanted = Signal()
    settings_wanted = Signal(str)
    entry_wanted = Signal(str)
    journal_wanted = Signal()
    unbooked_wanted = Signal()
    add_call_wanted = Signal()
    quit_wanted = Signal()
    said = Signal(str)
    erred = Signal(str)
