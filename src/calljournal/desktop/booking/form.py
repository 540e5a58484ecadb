"""The form for an activity or a time entry: prefilled from the call, booked with one key.

It only asks; whether something may be booked is the engine's to decide. It may be opened while the call runs: what is
typed then is booked when the call has ended.
"""

from collections.abc import Sequence
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from calljournal.contracts.crm import Project, ServiceType
from calljournal.contracts.journal_commands import Typed
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import BookCall, GetServiceTypes
from calljournal.contracts.work_commands import SplitCall, Suggestion, SuggestProjects, Waiting
from calljournal.desktop.booking.buttons import FormButtons
from calljournal.desktop.booking.fields import BookingFields
from calljournal.desktop.booking.objections import Objections
from calljournal.desktop.booking.preview import Preview
from calljournal.desktop.booking.split_page import SplitPage
from calljournal.desktop.booking.wording import FORM_TITLES
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look import formats
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.look.sizes import grow_when_placed, stands
from calljournal.desktop.look.typed import TypedKeeper
from calljournal.errors import CallJournalError, Refused
from calljournal.languages import tr, tr_n
from calljournal.worklog import Booking, Kind

WIDE, WIDER = 72, 104
"""Signs in a line of the form, and of its page of parts."""


class Stage(Enum):
    """How far the form is on its way into the book."""

    TYPING = auto()
    LOOKING = auto()
    """It is to be booked as soon as everything is found that is still being looked for."""
    ARMED = auto()
    """It is to be booked when the call has ended."""
    BOOKING = auto()
    LOST = auto()
    """The call has been deleted: nothing can be booked any more."""


class BookingForm(QDialog):
    """Records an activity or a time entry from one call; not modal.

    What the engine objects to is said within the form, with a button to book nevertheless where that is possible.

    Signals:
        booked(row: JournalRow, bookings: tuple[Booking, ...]): the book has it, or will have it
        gone(): the form was closed
        abandoned(): it was closed although it was to be booked when the call ends
    """

    booked = Signal(object, object)
    gone = Signal()
    abandoned = Signal()

    def __init__(
        self, row: JournalRow, kind: Kind, bridge: Bridge, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self._row = row
        self._bridge = bridge
        self._waiting: Waiting | None = None
        self._suggested_for: str | None = None
        self._unanswered: set[str] = set()
        self._stage = Stage.TYPING
        self._needs_room = self._objected = False
        self.setWindowTitle(tr(FORM_TITLES[kind]))
        self.setWindowIcon(icons.program())
        self.fields = BookingFields(kind, bridge, self)
        self.split_page = SplitPage(bridge, self)
        self.pages = QStackedWidget(self)
        self.notice = Notice(icons, self)
        self.buttons = FormButtons(self)
        self.objections = Objections(self.notice, kind)
        self.keeper = TypedKeeper(bridge, kind.value, row.entry.id, self)
        self.preview = Preview(bridge, row.entry.id, kind, self)
        self._build()
        self._connect()
        self.set_row(row)
        self._show_buttons()
        self.fields.text.setFocus()
        self._ask_suggestions()
        if kind is Kind.TIME:
            self._unanswered.add("types")
            bridge.ask(GetServiceTypes(), self._on_service_types, partial(self._on_left_out, "types"))

    # --- how it is put together --------------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        for page in (self.fields, self.split_page):
            self.pages.addWidget(page)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.notice)
        self.buttons.split.setVisible(self.kind is Kind.TIME)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * WIDE)
        grow_when_placed(self)

    def _grow(self) -> None:
        """Make room for what is shown besides, when the lines have found their places."""
        QTimer.singleShot(0, self, self._make_room)

    def _make_room(self) -> None:
        """Take the size that is needed; only where the window stands already.

        One that is still being placed would be put into the corner of the screen by it, with its title out of sight.
        """
        self._needs_room = not stands(self)
        if not self._needs_room:
            self.resize(self.size().expandedTo(self.sizeHint()))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._needs_room:
            self._grow()

    def _connect(self) -> None:
        self.buttons.book_wanted.connect(self.book)
        self.buttons.split_wanted.connect(self.split)
        self.buttons.discard_wanted.connect(self.discard)
        self.buttons.close_wanted.connect(self.close)
        self.fields.changed.connect(self._on_typed)
        self.fields.rated.connect(self._on_rated)
        self.fields.grown.connect(self._grow)
        self.split_page.changed.connect(self._on_typed)
        self.split_page.back.connect(self._unsplit)
        self.preview.shown.connect(self._on_preview)
        self.preview.failed.connect(self._on_no_preview)
        self.keeper.failed.connect(self._on_not_kept)
        self.keeper.recovered.connect(self._on_kept_again)
        self.objections.nevertheless.connect(self.book)
        self.notice.pressed.connect(self._on_notice)
        self._bridge.ready.connect(self._on_rated)  # what could not be asked meanwhile

    # --- what it is about --------------------------------------------------------------------------------------------

    @property
    def row(self) -> JournalRow:
        """The call that is being booked."""
        return self._row

    @property
    def is_armed(self) -> bool:
        """Whether it books when the call has ended."""
        return self._stage is Stage.ARMED

    def set_row(self, row: JournalRow) -> None:
        """Take up what has become known of the call; what the user has typed or chosen stays."""
        before, self._row = self._row, row
        if row.entry.id != before.entry.id:  # the call was part of another one, as a consultation is
            self.keeper.move_to(row.entry.id)
            self.preview.move_to(row.entry.id)
        self.fields.show_row(row)
        live, talked = row.entry.live, row.entry.answered is not None
        self.buttons.split.setEnabled(not live and len(row.together) < 2)
        self.preview.run(live and talked)
        if talked or self.kind is Kind.ACTIVITY:
            self.preview.ask(self.fields.wishes())
        else:
            self.fields.show_nothing(row)
        if before.match.contact != row.match.contact:
            self._ask_suggestions()
        if self.is_armed and not live:
            self._disarm()
            self.book()

    def say_left_out(self, count: int) -> None:
        """Say that other calls, which are selected as well, are not booked here."""
        words = tr_n(
            "This is about one call: the other one that is selected is not booked. "
            "Merge them first to book them as one.",
            "This is about one call: the {count} others that are selected are not booked. "
            "Merge them first to book them as one.",
            count,
        )
        self.notice.say(words)

    def lose_call(self) -> None:
        """Say that the call has been deleted: what was typed can still be copied, and is forgotten with the form."""
        if self._stage is Stage.LOST:
            return
        self._enter(Stage.LOST)
        self.preview.run(False)
        self.keeper.hold()
        words = tr("The call has been deleted, so it cannot be booked. Copy what you still need before you close.")
        self.notice.say(words, error=True)

    def choose_project(self, project: Project, *, likely: bool = False) -> None:
        """Preselect the project that was picked from the arrow's menu, or one that is only `likely`."""
        if likely:
            self.fields.propose_project(project)
        else:
            self.fields.choose_project(project)

    def _ask_suggestions(self) -> None:
        self._unanswered.add("projects")
        contact = self._suggested_for = self.fields.wished_contact
        command = SuggestProjects(self._row.entry.id, contact)
        self._bridge.ask(command, partial(self._on_suggested, contact), partial(self._on_left_out, "projects"))

    def _on_suggested(self, contact: str | None, suggestions: Sequence[Suggestion]) -> None:
        if contact == self._suggested_for:
            self.fields.suggest(suggestions)
            matched = self._row.match.contact
            self.split_page.set_contact(contact or (matched.id if matched else None), tuple(suggestions))
            self._on_answered("projects")

    def _on_service_types(self, service_types: Sequence[ServiceType]) -> None:
        self.fields.offer_service_types(service_types)
        if self._waiting is not None:
            self._show(self._waiting)
        self._on_answered("types")

    def _on_left_out(self, what: str, error: CallJournalError) -> None:
        """Say what could not be found out; the call may be booked without."""
        if self._stage is not Stage.LOST:
            self.notice.say(tr(error.words), error=True)
        self._on_answered(what)

    def _on_answered(self, what: str) -> None:
        self._unanswered.discard(what)
        if self._stage is Stage.LOOKING and not self._unanswered:
            self.book()

    # --- what it would become ----------------------------------------------------------------------------------------

    def _on_rated(self) -> None:
        if self.fields.wished_contact != self._suggested_for:
            self._ask_suggestions()
        if self._row.entry.answered is not None or self.kind is Kind.ACTIVITY:
            self.preview.ask(self.fields.wishes())

    def _on_preview(self, waiting: Waiting) -> None:
        self._waiting = waiting
        self._show(waiting)

    def _show(self, waiting: Waiting) -> None:
        self.fields.show_preview(waiting, live=self._row.entry.live)
        self.split_page.set_measured(waiting.draft.measured_minutes)
        self.objections.at_least = waiting.at_least

    def _on_no_preview(self, error: CallJournalError) -> None:
        if self._may_book:
            self.notice.say(tr(error.words), error=True)

    # --- what is typed -----------------------------------------------------------------------------------------------

    def wait_for_kept(self) -> None:
        """Keep and book nothing until it is known what was typed before (`take_kept`)."""
        self._unanswered.add("kept")
        self.keeper.hold()

    def take_kept(self, typed: Typed | None) -> None:
        """Take up what was typed before, if anything was; it is booked only when it has been seen."""
        if typed is not None:
            if self._stage is Stage.LOOKING:
                self._enter(Stage.TYPING)
            self.restore(typed)
        if self._stage is not Stage.LOST:
            self.keeper.release()
        self._on_answered("kept")

    def restore(self, typed: Typed) -> None:
        """Put in what was typed when the form was open before, and say so; what is typed already stays as well."""
        held, untouched = self.keeper.is_held, not self.typed()
        self.keeper.hold()  # half of it would be kept else, field by field
        self.fields.restore(typed.fields)
        if self.split_page.restore(typed.fields):
            self.pages.setCurrentWidget(self.split_page)
        self.keeper.begin_with(typed.fields)
        if not untouched:
            self.keeper.note(self.typed())
        if not held:
            self.keeper.release()
        day, time = formats.day(typed.at), formats.clock_time(typed.at)
        self.notice.say(tr("What you had typed on {day}, {time} is here again.", day=day, time=time))
        self._show_buttons()

    def typed(self) -> dict[str, str]:
        """Give what the user typed and chose."""
        return self.fields.typed() | self.split_page.typed()

    def _on_typed(self) -> None:
        if self._objected and self._wrong() is None and self.notice.button.isHidden():
            self._object_no_more()
        self.keeper.note(self.typed())
        self._show_buttons()

    def _on_kept_again(self) -> None:
        self.notice.say(tr("What you type is kept safe again"))

    def _on_not_kept(self, error: CallJournalError) -> None:
        if not self.is_armed:
            self.notice.say(tr("What you type is not kept safe at the moment: {why}", why=tr(error.words)), error=True)

    def discard(self) -> None:
        """Forget what was typed, and close."""
        self.keeper.forget()
        self._enter(Stage.TYPING)
        self._end()

    # --- several projects --------------------------------------------------------------------------------------------

    def split(self) -> None:
        """Turn to the page on which the call is cut into parts."""
        self.pages.setCurrentWidget(self.split_page)
        self.resize(max(self.width(), self.fontMetrics().averageCharWidth() * WIDER), self.height())
        self.split_page.begin(self.fields.project.choice, self.fields.text.toPlainText().strip())
        self._show_buttons()

    def _object_no_more(self) -> None:
        """Take back what was said to be wrong: it has been put right."""
        if self._objected:
            self._objected = False
            self.notice.clear()

    def _unsplit(self) -> None:
        self._object_no_more()
        self.pages.setCurrentWidget(self.fields)
        self.fields.text.setFocus()
        self._show_buttons()

    @property
    def is_split(self) -> bool:
        """Whether the parts are shown, and not the whole."""
        return self.pages.currentWidget() is self.split_page

    # --- booking -----------------------------------------------------------------------------------------------------

    def book(self) -> None:
        """Have it booked: now, or when the call has ended; unless what was typed cannot be meant so."""
        if not self._may_book:
            return
        self._enter(Stage.TYPING)
        if wrong := self._wrong():
            words, field = wrong
            self._objected = True
            self.notice.say(words, error=True)
            field.setFocus()
        elif self._unanswered:
            self._enter(Stage.LOOKING)  # a project that is clear may still come
        elif self.kind is Kind.TIME and self._row.entry.live:
            self._arm()
        else:
            self._send()

    def _wrong(self) -> tuple[str, QWidget] | None:
        if self.is_split:
            return self.split_page.wrong()
        fields = self.fields
        if fields.minutes.is_wrong:
            return tr("“{text}” is no number of minutes.", text=fields.minutes.text()), fields.minutes
        if text := fields.contact.unresolved:
            return tr("Choose a contact for “{text}” from the list, or empty the field.", text=text), fields.contact
        if text := fields.project.unresolved:
            return tr("Choose a project for “{text}” from the list, or empty the field.", text=text), fields.project
        return None

    def _send(self) -> None:
        self._enter(Stage.BOOKING)
        self.notice.say(tr("Booking…"))
        entry, said = self._row.entry.id, self.objections
        if self.is_split:
            shares = self.split_page.shares(self.fields.wished_contact, self.fields.service_types.chosen)
            split = SplitCall(entry, shares, again=said.again, confirmed=said.confirmed)
            self._bridge.ask(split, self._on_all_booked, self.refuse)
        else:
            whole = BookCall(entry, self.kind, self.fields.wishes(), again=said.again, confirmed=said.confirmed)
            self._bridge.ask(whole, self._on_booked, self.refuse)

    def _arm(self) -> None:
        self._enter(Stage.ARMED)
        self.notice.say(tr("It is booked when you hang up."), button=tr("Do &not book it then"))

    def _disarm(self) -> None:
        self._enter(Stage.TYPING)
        self.notice.clear()

    def _on_notice(self) -> None:
        if self.is_armed:
            self._disarm()
        else:
            self.objections.press()

    def refuse(self, error: CallJournalError) -> None:
        """Say why it was not booked, and offer what can be done about it."""
        if self._stage is Stage.LOST:
            return
        self._enter(Stage.TYPING)
        self._objected = True
        field = self.objections.say(error, self._row)
        if field == "contact":
            self.pages.setCurrentWidget(self.fields)
            self.fields.contact.setFocus()
        elif isinstance(error, Refused) and self.notice.button.isVisible():
            self.notice.button.setFocus()

    def _on_booked(self, booking: Booking) -> None:
        self._on_all_booked((booking,))

    def _on_all_booked(self, bookings: tuple[Booking, ...]) -> None:
        self.keeper.forget()
        self.booked.emit(self._row, bookings)
        self._end()

    @property
    def _may_book(self) -> bool:
        return self._stage in (Stage.TYPING, Stage.LOOKING)

    def _enter(self, stage: Stage) -> None:
        self._stage = stage
        self.pages.setDisabled(stage is Stage.BOOKING)
        self.notice.button.setDisabled(stage is Stage.BOOKING)
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.buttons.book.setEnabled(self._may_book)
        self.buttons.show_parts(self.is_split)
        self.buttons.split.setVisible(self.kind is Kind.TIME and not self.is_split)
        self.buttons.discard.setEnabled(self._stage is not Stage.BOOKING and bool(self.typed()))

    # --- the end -----------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Close by Escape as by the button."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self._end()

    def _end(self) -> None:
        """Close once, whoever asked for it; what is typed and not booked is kept."""
        self.preview.run(False)
        if self._stage is Stage.LOST:
            self.keeper.forget()
        else:
            self.keeper.flush()
        if self.is_armed:
            self._stage = Stage.TYPING
            self.abandoned.emit()
        self.hide()
        self.gone.emit()
