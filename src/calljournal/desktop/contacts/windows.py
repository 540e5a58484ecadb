"""The windows of the address book, each opened once: a contact, the list of contacts, projects and service types."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from calljournal.contracts.crm import Contact
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.contact_window import ContactWindow
from calljournal.desktop.contacts.form import new_of_call
from calljournal.desktop.contacts.list_window import ContactList
from calljournal.desktop.contacts.person_requests import requests_of
from calljournal.desktop.contacts.projects_window import ProjectsWindow
from calljournal.desktop.contacts.unsaved import OF_CALL
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons


class ContactWindows(QObject):
    """Opens the windows of the address book; one that is open already comes to the front."""

    def __init__(self, bridge: Bridge, icons: Icons, doors: Doors, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._icons, self._doors = bridge, icons, doors
        self._contacts: dict[str, ContactWindow] = {}
        self._list: ContactList | None = None
        self._projects: ProjectsWindow | None = None
        self._requests = requests_of(bridge, doors)
        self._requests.forgetting.connect(self._keep_typed)
        self._requests.forgotten.connect(self._on_forgotten)

    @property
    def contacts(self) -> tuple[ContactWindow, ...]:
        """The windows of contacts that are open."""
        return tuple(self._contacts.values())

    @property
    def list(self) -> ContactList | None:
        """The list of contacts, if it was ever opened."""
        return self._list

    @property
    def projects(self) -> ProjectsWindow | None:
        """The window of projects and service types, if it was ever opened."""
        return self._projects

    def show_contact(self, contact: str) -> None:
        """Show a contact, by its id."""
        self._show_contact(contact)

    def new_from_call(self, entry: str, number: str, name: str) -> None:
        """Open the form for a new contact of what a call tells; that call is assigned to it when it is saved."""
        self._begin_new(f"{OF_CALL}{entry}" if entry else "", new_of_call(number, name), number, entry)

    def new_contact(self) -> None:
        """Open the form for a new contact."""
        self._begin_new("", new_of_call("", ""), "", "")

    def show_list(self) -> None:
        """Show the list of contacts."""
        if self._list is None:
            self._list = ContactList(self._bridge, self._icons, self._doors)
            self._list.contact_wanted.connect(self.show_contact)
            self._list.new_wanted.connect(self.new_contact)
            self._list.typed_wanted.connect(self._go_on_typing)
        self._list.refresh()
        self._list.look_for_typed()
        self._list.come_to_front()

    def show_projects(self, project: str = "") -> None:
        """Show projects and service types, with a project selected where its id is given."""
        if self._projects is None:
            self._projects = ProjectsWindow(self._bridge, self._icons)
        self._projects.show_projects(project)
        self._projects.come_to_front()

    def close_all(self) -> None:
        """Close all windows; what is typed in them is kept."""
        for window in (*self.contacts, self._list, self._projects):
            if window is not None:
                window.close()
        self._requests.close_all()

    # --- one contact -------------------------------------------------------------------------------------------------

    def _show_contact(self, contact: str, number: str = "", entry: str = "") -> None:
        window = self._contacts.get(contact) or self._make(contact)
        window.show_contact(number, entry)
        window.come_to_front()

    def _begin_new(self, about: str, contact: Contact, number: str, entry: str) -> None:
        window = self._contacts.get(about)
        if window is None:
            window = self._make(about)
            window.begin_new(contact, entry)
            window.existing_wanted.connect(partial(self._add_to_existing, about, number, entry))
        window.come_to_front()

    def _go_on_typing(self, about: str) -> None:
        """Open the form of a new contact again; what was typed comes by itself."""
        self._begin_new(about, new_of_call("", ""), "", about.removeprefix(OF_CALL) if about else "")

    def _add_to_existing(self, about: str, number: str, entry: str, contact: str) -> None:
        """Add the number of a call to somebody who is in the book, instead of making a new contact of it."""
        window = self._contacts[about]
        number = number or window.number_typed
        window.abandon()
        self._show_contact(contact, number, entry)

    def _make(self, about: str) -> ContactWindow:
        window = self._contacts[about] = ContactWindow(self._bridge, self._icons, self._doors, about)
        window.saved.connect(self._on_saved)
        window.removed.connect(self._on_saved)
        window.project_wanted.connect(self.show_projects)
        window.gone.connect(self._on_gone)
        return window

    def _on_saved(self, contact: Contact | None = None) -> None:
        """Find a contact that was new under its id from now on; have the list show what is in the book now."""
        self._contacts = {window.about: window for window in self._contacts.values()}
        if self._list is not None and self._list.isVisible():
            self._list.refresh()
            self._list.look_for_typed()

    def _on_gone(self, about: str) -> None:
        self._contacts.pop(about, None)

    def _keep_typed(self) -> None:
        """Have kept what is typed: the engine takes whoever is forgotten out of what it keeps."""
        for window in self.contacts:
            window.editing.unsaved.flush()
        if self._projects is not None:
            self._projects.flush()

    def _on_forgotten(self, who: str, name: str) -> None:
        """Show nobody who was forgotten: neither what was in the book, nor what was typed."""
        for window in self.contacts:
            if window.about == who:
                window.abandon()
            else:
                window.on_forgotten(name)
        if self._projects is not None:
            self._projects.read_anew()
        self._on_saved()
