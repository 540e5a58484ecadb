"""The booking forms that are open, one for each call and kind, and what was typed into others and not booked yet."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject

from calljournal.contracts.crm import Project
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import BookCall, GetRow
from calljournal.contracts.work_commands import Suggestion, SuggestProjects
from calljournal.desktop.booking.form import BookingForm
from calljournal.desktop.booking.kept import KeptTyped, Key
from calljournal.desktop.booking.wording import BOOKED_LATER, BOOKED_NOW
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.look import naming
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.stray_keys import StrayKeys
from calljournal.errors import AlreadyBooked, CallJournalError, NeedsConfirming
from calljournal.languages import tr, tr_n
from calljournal.worklog import Booking, Kind, Wishes


class BookingForms(QObject):
    """Opens the forms and follows their calls; books at once where nothing has to be asked."""

    def __init__(
        self,
        bridge: Bridge,
        icons: Icons,
        doors: Doors,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._icons, self._doors, self._now = bridge, icons, doors, now
        self._forms: dict[Key, BookingForm] = {}
        self._closed: set[BookingForm] = set()
        self._at_once: list[tuple[JournalRow, Kind]] = []
        self.stray_keys = StrayKeys(self)
        self.kept = KeptTyped(bridge, now, self)
        self.kept.listed.connect(self._on_kept_known)
        self.kept.failed.connect(self._on_kept_unknown)
        self.kept.ask()

    # --- opening -----------------------------------------------------------------------------------------------------

    def open(
        self,
        row: JournalRow,
        kind: Kind,
        project: Project | None = None,
        *,
        likely: bool = False,
        left_out: int = 0,
    ) -> BookingForm:
        """Open the form for a call, or bring the one that is open to the front; what was typed before is in it.

        A project that the user has picked is chosen; one that is only `likely` gives way to what was typed. Where
        other calls are selected besides, it says that they are left out.
        """
        form = self._form(row, kind)
        if project is not None:
            form.choose_project(project, likely=likely)
        if left_out:
            form.say_left_out(left_out)
        self._closed.discard(form)
        form.show()
        form.raise_()
        form.activateWindow()
        return form

    def open_split(self, row: JournalRow) -> BookingForm:
        """Open the form for the time of a call, at the page on which it is cut into parts."""
        form = self.open(row, Kind.TIME)
        form.split()
        return form

    def open_entry(self, entry: str, kind: Kind) -> None:
        """Open the form for a call of which only the id is known."""
        self._bridge.ask(GetRow(entry), partial(self._on_row, kind), self._on_error)

    def _on_row(self, kind: Kind, row: JournalRow) -> None:
        self.open(row, kind)

    def _form(self, row: JournalRow, kind: Kind) -> BookingForm:
        key = (row.entry.id, kind)
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = BookingForm(row, kind, self._bridge, self._icons)
            form.booked.connect(partial(self._on_form_booked, form))
            form.gone.connect(partial(self._on_gone, form))
            form.abandoned.connect(self._on_abandoned)
            form.keeper.kept.connect(partial(self._on_kept, form))
            if not self.kept.is_known:
                form.wait_for_kept()
            elif typed := self.kept.get(key):
                form.restore(typed)
        return form

    def _on_form_booked(self, form: BookingForm, row: JournalRow, bookings: tuple[Booking, ...]) -> None:
        if form.isActiveWindow():  # the keyboard goes to another window, perhaps in the middle of a word
            self.stray_keys.begin()
        self._on_booked(row, bookings)

    def _on_gone(self, form: BookingForm) -> None:
        """Let a form go; one that could not keep yet what was typed stays until it can, out of sight."""
        if form.keeper.is_held and form.typed():
            self._closed.add(form)
            return
        for key, known in tuple(self._forms.items()):
            if known is form:
                del self._forms[key]
                form.deleteLater()

    def _on_abandoned(self) -> None:
        self._doors.said.emit(tr("The form was closed: the call is not booked when it ends. What you typed is kept."))

    def forms(self) -> tuple[BookingForm, ...]:
        """Give the forms that are open."""
        return tuple(form for form in self._forms.values() if form not in self._closed)

    # --- what becomes of the calls -----------------------------------------------------------------------------------

    def rows_changed(self, rows: Iterable[JournalRow]) -> None:
        """Tell the open forms what became known of their calls."""
        for row in rows:
            for kind in Kind:
                form = self._forms.get((row.entry.id, kind))
                if form is None:
                    continue
                if row.entry.merged_into is None:
                    form.set_row(row)
                else:
                    whole = GetRow(row.entry.merged_into)
                    self._bridge.ask(whole, partial(self._on_merged, row.entry.id, kind), self._on_error)

    def rows_deleted(self, entries: Iterable[str]) -> None:
        """Tell the forms of calls that are gone; what was typed for others of them is forgotten at once."""
        for key in ((entry, kind) for entry in entries for kind in Kind):
            form = self._forms.get(key)
            if form is not None and form not in self._closed:
                form.lose_call()
                continue
            self.kept.forget(key)
            if form is not None:
                self._closed.discard(form)
                form.discard()

    def _on_merged(self, part: str, kind: Kind, whole: JournalRow) -> None:
        """Let a form go on with the call that its own has become part of."""
        form = self._forms.get((part, kind))
        if form is not None and (whole.entry.id, kind) not in self._forms:
            del self._forms[part, kind]
            self._forms[whole.entry.id, kind] = form
            form.set_row(whole)

    # --- booking without the form ------------------------------------------------------------------------------------

    def book_at_once(self, row: JournalRow, kind: Kind) -> None:
        """Book with everything left to its default; the form opens only if there is something to ask, or was typed."""
        if self.kept.is_known:
            self._book_at_once(row, kind)
        else:
            self._at_once.append((row, kind))

    def _book_at_once(self, row: JournalRow, kind: Kind) -> None:
        key = (row.entry.id, kind)
        if key in self._forms or self.kept.get(key) is not None:
            self.open(row, kind)
        elif kind is Kind.TIME and row.entry.live:
            self.open(row, kind).book()
        else:
            entry = row.entry.id
            self._bridge.ask(
                SuggestProjects(entry), partial(self._on_suggested, row, kind), partial(self._on_error_of, row, kind)
            )

    def _on_suggested(self, row: JournalRow, kind: Kind, suggestions: Sequence[Suggestion]) -> None:
        clear = next((one.project.id for one in suggestions if one.clear), None)
        self._bridge.ask(
            BookCall(row.entry.id, kind, Wishes(project=clear)),
            partial(self._on_booked_at_once, row),
            partial(self._on_error_of, row, kind),
        )

    def _on_booked_at_once(self, row: JournalRow, booking: Booking) -> None:
        self._on_booked(row, (booking,))

    def _on_error_of(self, row: JournalRow, kind: Kind, error: CallJournalError) -> None:
        if isinstance(error, AlreadyBooked | NeedsConfirming):
            self.open(row, kind).refuse(error)
        else:
            self._on_error(error)

    def _on_booked(self, row: JournalRow, bookings: tuple[Booking, ...]) -> None:
        """Say what was booked, and what the book remarks of it."""
        first = bookings[0]
        if len(bookings) > 1:
            count = len(bookings)
            said = tr_n("{count} time entry booked: {who}", "{count} time entries booked: {who}", count, who=_who(row))
        elif first.id is None:
            said = tr(BOOKED_LATER[first.kind])
        else:
            said = tr(str(BOOKED_NOW[first.kind]), who=_who(row))
        remarks = [tr(remark) for booking in bookings for remark in booking.remarks]
        self._doors.said.emit("\n".join((said, *dict.fromkeys(remarks))))

    def _on_error(self, error: CallJournalError) -> None:
        self._doors.erred.emit(tr(error.words))

    # --- what was typed and not booked -------------------------------------------------------------------------------

    def _on_kept_known(self) -> None:
        """Take up what an earlier run, or another window, has kept; then do what waited for that."""
        for key, form in tuple(self._forms.items()):
            form.take_kept(self.kept.get(key))
        for form in tuple(self._closed):
            self._closed.discard(form)
            self._on_gone(form)
        waiting, self._at_once = self._at_once, []
        for row, kind in waiting:
            self._book_at_once(row, kind)

    def _on_kept_unknown(self, error: CallJournalError) -> None:
        """Say so where something is typed, and book nothing that may leave out what was typed before."""
        for form in self._forms.values():
            form.keeper.cannot(error)
        if self._at_once:
            self._at_once.clear()
            self._on_error(error)

    def _on_kept(self, form: BookingForm, fields: dict[str, str]) -> None:
        self.kept.note((form.row.entry.id, form.kind), fields)


def _who(row: JournalRow) -> str:
    return naming.person(row) or naming.number(row)
