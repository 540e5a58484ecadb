"""Every window but the journal, each imported and made when it is first wanted, and what opens it.

In: the wishes of other windows (`Doors`). Out: the windows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from calljournal.worklog import Kind

if TYPE_CHECKING:
    from calljournal.contracts.rows import JournalRow
    from calljournal.desktop.booking.forms import BookingForms
    from calljournal.desktop.bridge import Bridge
    from calljournal.desktop.changes import Changes
    from calljournal.desktop.contacts.windows import ContactWindows
    from calljournal.desktop.dialling.dialler import Dialler
    from calljournal.desktop.doors import Doors
    from calljournal.desktop.frame import Frame
    from calljournal.desktop.look.icons import Icons
    from calljournal.desktop.settings.first_run import Reached
    from calljournal.desktop.settings.windows import SettingsWindows
    from calljournal.desktop.worked.windows import WorkWindows


class Windows(QObject):
    """Makes each window once, and opens what the doors ask for.

    Signals:
        placed(digits: str): a line was asked to dial them
    """

    placed = Signal(str)

    def __init__(
        self,
        bridge: Bridge,
        icons: Icons,
        doors: Doors,
        now: Callable[[], datetime],
        remarks: Callable[[], Iterable[str]],
        frame: Frame,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._icons, self._doors, self._now, self._frame = bridge, icons, doors, now, frame
        self._remarks = remarks
        doors.contact_wanted.connect(self._show_contact)
        doors.contact_from_call_wanted.connect(self._new_contact)
        doors.contacts_wanted.connect(self._show_contacts)
        doors.projects_wanted.connect(self._show_projects)
        doors.call_wanted.connect(self._dial)
        doors.dial_box_wanted.connect(self._open_dial_box)
        doors.booking_wanted.connect(self._open_form)
        doors.my_time_wanted.connect(self._show_my_time)
        doors.work_wanted.connect(self._show_work)
        doors.settings_wanted.connect(self._open_settings)

    # --- each is made when it is first wanted ------------------------------------------------------------------------

    @cached_property
    def forms(self) -> BookingForms:
        """The forms in which calls are booked."""
        from calljournal.desktop.booking.forms import BookingForms

        return BookingForms(self._bridge, self._icons, self._doors, self._now, self)

    @cached_property
    def contacts(self) -> ContactWindows:
        """People, projects and service types."""
        from calljournal.desktop.contacts.windows import ContactWindows

        return ContactWindows(self._bridge, self._icons, self._doors, self._frame)

    @cached_property
    def dialler(self) -> Dialler:
        """The dial box, and what is asked before a call."""
        from calljournal.desktop.dialling.dialler import Dialler

        dialler = Dialler(self._bridge, self._icons, self._doors, self)
        dialler.placed.connect(self.placed)
        return dialler

    @cached_property
    def worked(self) -> WorkWindows:
        """What has been booked."""
        from calljournal.desktop.worked.windows import WorkWindows

        return WorkWindows(self._bridge, self._icons, self._doors, self._frame)

    @cached_property
    def settings(self) -> SettingsWindows:
        """The settings."""
        from calljournal.desktop.settings.windows import SettingsWindows

        return SettingsWindows(self._bridge, self._icons, self._doors, self._frame, self._remarks)

    def open_forms(self) -> list[tuple[JournalRow, Kind]]:
        """Say which calls are being booked in a form."""
        return [(form.row, form.kind) for form in self.forms.forms()] if "forms" in self.__dict__ else []

    def armed_forms(self) -> int:
        """Count the forms that book when their calls end."""
        return sum(form.is_armed for form in self.forms.forms()) if "forms" in self.__dict__ else 0

    def settings_page(self) -> str:
        """Name the page of the settings that is on the screen; "" if none is."""
        return self.settings.page_shown if "settings" in self.__dict__ else ""

    def break_off_first_run(self) -> Reached | None:
        """Take the first run off the screen unfinished, and say how far it is; None where none is there."""
        return self.settings.break_off_first_run() if "settings" in self.__dict__ else None

    def take_changes(self, changes: Changes) -> None:
        """Have the windows that there are see what changed; one that nobody has opened need not be told."""
        if "forms" in self.__dict__:
            self.forms.rows_changed(changes.rows)
        if changes.deleted:
            self.forms.rows_deleted(changes.deleted)  # what was typed for them goes, too, though no form is open
        if "settings" in self.__dict__:
            self.settings.take_changes(changes)

    # --- what the doors ask for --------------------------------------------------------------------------------------

    def _show_contact(self, contact: str) -> None:
        self.contacts.show_contact(contact)

    def _new_contact(self, entry: str, number: str, name: str) -> None:
        self.contacts.new_from_call(entry, number, name)

    def _show_contacts(self) -> None:
        self.contacts.show_list()

    def _show_projects(self) -> None:
        self.contacts.show_projects()

    def _dial(self, number: str) -> None:
        self.dialler.dial(number)

    def _open_dial_box(self, text: str) -> None:
        self.dialler.open_box(text)

    def _open_form(self, entry: str, kind: str) -> None:
        self.forms.open_entry(entry, Kind(kind))

    def _show_my_time(self) -> None:
        self.worked.show_my_time()

    def _show_work(self, work: str) -> None:
        self.worked.show_work(work)

    def _open_settings(self, page: str) -> None:
        self.settings.open(page)
