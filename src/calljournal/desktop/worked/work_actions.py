"""What can be done with the selected entries: change, move, cancel, show their call; asked and answered in one line."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from calljournal.contracts.work import Correction, Work, WorkState
from calljournal.contracts.work_commands import CancelWork, ChangeWork
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.look import formats
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.worked import wording
from calljournal.desktop.worked.amending import Amending, Outcome, Wish
from calljournal.desktop.worked.edit_form import EditForm
from calljournal.desktop.worked.move_bar import MoveBar
from calljournal.errors import CallJournalError
from calljournal.languages import tr, tr_n

MOVE_KEY = "Ctrl+Shift+M"
"""Without Shift it would put the window away on macOS."""


class WorkActions(QObject):
    """The actions, for menu, buttons and keys.

    Signals:
        changed(works: tuple[str, ...]): the book has something else now; these ids stand for what was selected
    """

    changed = Signal(object)

    def __init__(
        self, bridge: Bridge, icons: Icons, doors: Doors, notice: Notice, move_bar: MoveBar, window: QWidget
    ) -> None:
        super().__init__(window)
        self._bridge, self._icons, self._doors = bridge, icons, doors
        self._notice, self._bar = notice, move_bar
        self._works: tuple[Work, ...] = ()
        self._wishes: tuple[Wish, ...] = ()
        self._forms: dict[str, EditForm] = {}
        self._amending = Amending(bridge, self)
        self._amending.finished.connect(self._on_finished)
        self.change = self._action(tr("C&hange…"), "F2", self.edit)
        self.move = self._action(tr("&Move…"), MOVE_KEY, self.begin_move)
        self.cancel = self._action(tr("&Cancel entry…"), "Del", self.ask_cancel)
        self.show_call = self._action(tr("Show its ca&ll"), "Ctrl+J", self._show_call)
        notice.pressed.connect(self._do)
        move_bar.move_wanted.connect(self._move)
        self.set_works(())

    def _action(self, text: str, key: str, do: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        action.setAutoRepeat(False)  # a key that is held down for too long has not said yes
        action.setToolTip(formats.hint_with_key(text.replace("&", "").rstrip("…"), action.shortcut()))
        action.triggered.connect(lambda _=False: do())
        return action

    @property
    def all(self) -> tuple[QAction, ...]:
        """All of them, in order."""
        return self.change, self.move, self.cancel, self.show_call

    def set_works(self, works: Sequence[Work]) -> None:
        """Take up what is selected: only what is possible is offered."""
        selected, asked = {work.id for work in works}, {wish.work.id for wish in self._wishes}
        if not asked <= selected or (self._bar.isVisible() and selected != {work.id for work in self._works}):
            self.dismiss()
        self._works = tuple(works)
        standing = self._standing()
        self.change.setEnabled(len(standing) == len(works) == 1)
        self.move.setEnabled(bool(standing))
        self.cancel.setEnabled(bool(standing))
        self.show_call.setEnabled(len(works) == 1)

    def _standing(self) -> tuple[Work, ...]:
        return tuple(work for work in self._works if work.state is not WorkState.CANCELLED)

    @property
    def is_asking(self) -> bool:
        """Whether something was asked and is not answered."""
        return bool(self._wishes) or self._bar.isVisible()

    def dismiss(self) -> None:
        """Take back what was asked and not answered."""
        if self._wishes:
            self._wishes = ()
            self._notice.clear()
        if self._bar.isVisible():
            self._bar.stop()

    # --- change one --------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Open the form of the selected entry, or bring it to the front."""
        if not self.change.isEnabled():
            return
        (work,) = self._works
        form = self._forms.get(work.id)
        if form is None:
            form = self._forms[work.id] = EditForm(work, self._bridge, self._icons)
            form.changed.connect(self._on_finished)
            form.gone.connect(lambda: self._on_gone(work.id))
        form.show()
        form.raise_()
        form.activateWindow()

    def forms(self) -> tuple[EditForm, ...]:
        """Give the forms that are open."""
        return tuple(self._forms.values())

    def _on_gone(self, work: str) -> None:
        form = self._forms.pop(work, None)
        if form is not None:
            form.deleteLater()

    def _show_call(self) -> None:
        if len(self._works) == 1:
            self._doors.entry_wanted.emit(self._works[0].entry)

    # --- change several ----------------------------------------------------------------------------------------------

    def begin_move(self) -> None:
        """Ask where the selected entries are to go."""
        self._bar.begin(len(self._standing()))

    def _move(self, project: str, phase: str) -> None:
        correction = Correction(project=project, phase=phase or None)
        works = self._standing()
        self._bar.stop()
        self._run([Wish(work, ChangeWork(work.id, correction)) for work in works])

    def ask_cancel(self) -> None:
        """Ask whether the selected entries are to be cancelled; asked once more, that is a yes."""
        works = self._standing()
        wishes = tuple(Wish(work, CancelWork(work.id)) for work in works)
        if wishes and [wish.asked for wish in self._wishes] == [wish.asked for wish in wishes]:
            self._do()
            return
        self._wishes = wishes
        minutes = formats.minutes(sum(work.minutes for work in works))
        question = tr_n(
            "Cancel {count} entry, {minutes} billed? Its call may then be booked anew.",
            "Cancel {count} entries, {minutes} billed? Their calls may then be booked anew.",
            len(works),
            minutes=minutes,
        )
        self._ask(question, tr("&Yes, cancel"))

    def _ask(self, question: str, yes: str) -> None:
        self._notice.say(question, error=True, button=yes)
        self._notice.button.setFocus()

    def _do(self) -> None:
        self._run(self._wishes)

    def _run(self, wishes: Sequence[Wish]) -> None:
        self._wishes = ()
        if wishes and not self._amending.is_busy:
            self._notice.say(tr("Saving…"))
            self._amending.run(wishes)

    def _on_finished(self, outcome: Outcome) -> None:
        """Say what was done; for what could not be, offer correction entries where they are the way."""
        said = [self._what_was_done(outcome)] if outcome.done else []
        said += dict.fromkeys(tr(remark) for _, amended in outcome.done for remark in amended.remarks)
        said += dict.fromkeys(self._why_not(outcome, wish, error) for wish, error in outcome.refused)
        self._wishes = outcome.correctable
        button = (
            tr_n("Make a &correction entry", "Make {count} &correction entries", len(self._wishes))
            if self._wishes
            else None
        )
        self._notice.say("\n".join(said), error=bool(outcome.refused), button=button)
        if self._wishes:
            self._notice.button.setFocus()
        if outcome.done:
            stand = (*(amended.work.id for _, amended in outcome.done), *(wish.work.id for wish, _ in outcome.refused))
            self.changed.emit(stand)

    def _why_not(self, outcome: Outcome, wish: Wish, error: CallJournalError) -> str:
        """Say why something was not done; of one among several also which it is."""
        if len(outcome.done) + len(outcome.refused) == 1:
            return tr(error.words)
        return tr("{work}: {why}", work=wording.named(wish.work), why=tr(error.words))

    def _what_was_done(self, outcome: Outcome) -> str:
        if len(outcome.done) == 1:
            return wording.amended(*outcome.done[0])
        return tr_n("{count} entry is done.", "{count} entries are done.", len(outcome.done))
