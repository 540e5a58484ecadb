"""The form in which an entry is changed, or moved to another project. Only what is different is asked for."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout

from calljournal.contracts.crm import ServiceType
from calljournal.contracts.journal_commands import ListTyped, Typed
from calljournal.contracts.service import GetServiceTypes
from calljournal.contracts.work import Correction, Work, WorkState
from calljournal.contracts.work_commands import ChangeWork
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look import formats
from calljournal.desktop.look.closing import add_close_key
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.look.typed import TypedKeeper
from calljournal.desktop.worked import wording
from calljournal.desktop.worked.amending import Amending, Outcome, Wish
from calljournal.desktop.worked.edit_fields import EditFields
from calljournal.errors import CallJournalError
from calljournal.languages import tr
from calljournal.worklog import Kind

FORM = "work"
"""What is typed here is kept under this name."""

WIDE = 72
"""Signs in a line."""

SAVE_KEYS = ("Ctrl+Return", "Ctrl+Enter")


class EditForm(QDialog):
    """Changes one time entry or activity; not modal. What is typed survives a crash.

    Signals:
        changed(outcome: Outcome): the book has it
        gone(): the form was closed
    """

    changed = Signal(object)
    gone = Signal()

    def __init__(self, work: Work, bridge: Bridge, icons: Icons) -> None:
        super().__init__()
        self.work = work
        self._by_entry: tuple[Wish, ...] = ()
        self.setWindowTitle(tr("Change the entry: {work}", work=wording.named(work)))
        self.fields = EditFields(work, bridge, self)
        self.notice = Notice(icons, self)
        self.keeper = TypedKeeper(bridge, FORM, work.id, self)
        self.amending = Amending(bridge, self)
        self._lay_out()
        self._connect()
        (self.fields.minutes if work.kind is Kind.TIME else self.fields.text).setFocus()
        if work.state is not WorkState.OPEN:
            self.notice.say(tr(wording.WHY_FIXED[work.state]))
        bridge.ask(ListTyped(), self._on_typed_before, self._on_unknown)
        if work.kind is Kind.TIME:
            bridge.ask(GetServiceTypes(), self._on_service_types, self._on_unknown)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(self)
        self.save_button = buttons.addButton(tr("&Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.save_button.setDefault(True)
        self.save_button.setToolTip(formats.key(SAVE_KEYS[0]))
        self.discard_button = buttons.addButton(tr("Disca&rd"), QDialogButtonBox.ButtonRole.DestructiveRole)
        self.discard_button.setToolTip(tr("Forget what was typed here, and close"))
        self.close_button = buttons.addButton(tr("&Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.close_button.setToolTip(tr("What you have typed is kept"))
        for button in (self.discard_button, self.close_button):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addWidget(self.fields, 1)
        layout.addWidget(self.notice)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * WIDE)
        self._show_buttons()

    def _connect(self) -> None:
        self.save_button.clicked.connect(lambda _=False: self.save())
        self.discard_button.clicked.connect(lambda _=False: self.discard())
        self.close_button.clicked.connect(lambda _=False: self.close())
        for key in SAVE_KEYS:
            QShortcut(QKeySequence(key), self).activated.connect(self.save)
        add_close_key(self)
        self.fields.changed.connect(self._on_edited)
        self.keeper.failed.connect(self._on_not_kept)
        self.keeper.recovered.connect(self._on_kept_again)
        self.notice.pressed.connect(self._correct)
        self.amending.finished.connect(self._on_finished)

    def _on_service_types(self, service_types: Sequence[ServiceType]) -> None:
        self.fields.offer_service_types(service_types)

    def _on_unknown(self, error: CallJournalError) -> None:
        self.notice.say(tr(error.words), error=True)

    # --- what is typed -----------------------------------------------------------------------------------------------

    def _on_edited(self) -> None:
        self.keeper.note(self.fields.typed())
        self._show_buttons()

    def _on_typed_before(self, typed: Sequence[Typed]) -> None:
        mine = next((one for one in typed if (one.form, one.about) == (FORM, self.work.id)), None)
        if mine is None or self.fields.typed():
            return
        self.fields.restore(mine.fields)
        self.keeper.begin_with(mine.fields)
        day, time = formats.day(mine.at), formats.clock_time(mine.at)
        self.notice.say(tr("What you had typed on {day}, {time} is here again.", day=day, time=time))
        self._show_buttons()

    def _on_kept_again(self) -> None:
        self.notice.say(tr("What you type is kept safe again"))

    def _on_not_kept(self, error: CallJournalError) -> None:
        self.notice.say(tr("What you type is not kept safe at the moment: {why}", why=tr(error.words)), error=True)

    def _show_buttons(self) -> None:
        self.save_button.setEnabled(not self.amending.is_busy)
        self.discard_button.setEnabled(bool(self.fields.typed()))

    # --- saving ------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Have it changed, unless it is being changed, or what was typed cannot be meant so."""
        if self.amending.is_busy:
            return
        if wrong := self.fields.wrong():
            words, field = wrong
            self.notice.say(words, error=True)
            field.setFocus()
        elif (correction := self.fields.correction()) == Correction():
            self.close()
        else:
            self._run((Wish(self.work, ChangeWork(self.work.id, correction)),))

    def _run(self, wishes: Sequence[Wish]) -> None:
        self.notice.say(tr("Saving…"))
        self.amending.run(wishes)
        self._show_buttons()

    def _correct(self) -> None:
        self._run(self._by_entry)

    def _on_finished(self, outcome: Outcome) -> None:
        self._show_buttons()
        if outcome.refused:
            self._refuse(outcome)
            return
        self.keeper.forget()
        self.changed.emit(outcome)
        self._end()

    def _refuse(self, outcome: Outcome) -> None:
        """Say why it was not changed, and offer a correction entry where that is the way."""
        _, error = outcome.refused[0]
        self._by_entry = outcome.correctable
        button = tr("Make a &correction entry") if self._by_entry else None
        self.notice.say(tr(error.words), error=True, button=button)
        if self._by_entry:
            self.notice.button.setFocus()

    def discard(self) -> None:
        """Forget what was typed, and close."""
        self.keeper.forget()
        self._end()

    # --- the end -----------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Close by Escape as by the button."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self._end()

    def _end(self) -> None:
        self.keeper.flush()
        self.hide()
        self.gone.emit()
