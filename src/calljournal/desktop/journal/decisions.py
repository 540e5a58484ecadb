"""What becomes of calls that are not booked: ignored, private, merged with others, deleted; and their numbers copied.

In: the selected rows. Out: commands. What cannot be taken back is asked about in the message line, and done by its
button or the same key once more; what can, has a button that takes it back.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QWidget

from calljournal.contracts.command import Command
from calljournal.contracts.journal_commands import DeleteCalls, KeepNumberPrivate
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work_commands import IgnoreCall, MakePrivate, MergeCalls, Waiting
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal import cells
from calljournal.desktop.journal.batch import Batch
from calljournal.desktop.journal.message import MessageLine
from calljournal.errors import CallJournalError, NeedsConfirming
from calljournal.languages import tr, tr_n

KEYS = {"ignore": "I", "private": "P", "merge": "M", "delete": "Del", "copy": "Ctrl+C"}

Rows = Sequence[JournalRow]


class Decisions(QObject):
    """The actions, for one view of calls: their keys count while that view has the keyboard.

    `selected` gives the rows that they are about; `alike` those that a row may be meant to be merged with where it
    alone is selected.

    Signals:
        decided(entries: tuple[str, ...]): it was asked for that these wait no more
        refused(): something was not done
    """

    decided = Signal(object)
    refused = Signal()

    def __init__(
        self,
        bridge: Bridge,
        message: MessageLine,
        view: QWidget,
        selected: Callable[[], Rows],
        alike: Callable[[JournalRow], Rows] = lambda _row: (),
    ) -> None:
        super().__init__(view)
        self._bridge, self._message, self._view = bridge, message, view
        self._selected, self._alike = selected, alike
        self.ignore = self._action("ignore", tr("&Ignore"), self.ignore_rows)
        self.private = self._action("private", tr("Make &private…"), self.make_private)
        self.merge = self._action("merge", tr("&Merge into one entry"), self.merge_rows)
        self.delete = self._action("delete", tr("&Delete…"), self.delete_rows)
        self.copy = self._action("copy", tr("&Copy number"), self.copy_numbers)

    def _action(self, name: str, text: str, do: Callable[[Rows], None]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(KEYS[name]))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setAutoRepeat(False)  # a key that is held down for too long has not said yes
        action.triggered.connect(lambda _=False: do(self._selected()))
        self._view.addAction(action)
        return action

    def set_rows(self, rows: Rows) -> None:
        """Take up what is selected: only what is possible is offered."""
        over = bool(rows) and not any(row.entry.live for row in rows)
        all_ignored = bool(rows) and all(row.ignored for row in rows)
        self.ignore.setEnabled(over)
        self.ignore.setText(tr("Do not &ignore any more") if all_ignored else tr("&Ignore"))
        self.private.setEnabled(any(not row.private for row in rows))
        self.merge.setEnabled(over)
        self.merge.setText(tr("Take &merged calls apart") if _are_merged(rows) else tr("&Merge into one entry"))
        self.delete.setEnabled(over)
        self.copy.setEnabled(any(map(cells.has_number, rows)))

    # --- ignored -----------------------------------------------------------------------------------------------------

    def ignore_rows(self, rows: Rows) -> None:
        """Say that nothing is to be booked; of what is ignored already, that it is."""
        if rows:
            self._ignore(_ids(rows), on=not all(row.ignored for row in rows))

    def _ignore(self, entries: Sequence[str], on: bool) -> None:
        commands = [IgnoreCall(entry, on) for entry in entries]
        if on:
            self.decided.emit(entries)
        self._batch(commands, partial(self._on_ignored, entries, on))

    def _on_ignored(self, entries: Sequence[str], on: bool, done: int) -> None:
        if on:
            said = tr_n("The call is ignored: it waits no more", "{count} calls are ignored: they wait no more", done)
            self._message.offer(said, tr("&Undo"), partial(self._ignore, entries, on=False))
        else:
            self._message.say(tr_n("The call is not ignored any more", "{count} calls are not ignored any more", done))

    # --- private -----------------------------------------------------------------------------------------------------

    def make_private(self, rows: Rows) -> None:
        """Ask whether these calls are to be private, and make them so."""
        rows = [row for row in rows if not row.private]
        if rows:
            self._message.ask(
                ("private", _ids(rows)),
                tr_n(
                    "Private? Number and name of the call are deleted for good; time and length stay. "
                    "P again says yes.",
                    "Private? Numbers and names of {count} calls are deleted for good; times and lengths stay. "
                    "P again says yes.",
                    len(rows),
                ),
                tr("Make &private"),
                partial(self._make_private, _ids(rows)),
            )

    def _make_private(self, entries: Sequence[str]) -> None:
        self.decided.emit(entries)
        self._batch([MakePrivate(entry) for entry in entries], self._on_private)

    def _on_private(self, done: int) -> None:
        self._message.say(tr_n("The call is private", "{count} calls are private", done))

    def make_number_private(self, row: JournalRow) -> None:
        """Ask whether all calls with the number of a row are to be private, past and to come."""
        number = row.entry.number
        if number is not None:
            self._message.ask(
                ("number", number),
                tr(
                    "All calls with {number} private, past and to come? Number and name are deleted for good.",
                    number=row.display or number,
                ),
                tr("Make all &private"),
                partial(self._make_number_private, row.entry.id, number, row.display or number),
            )

    def _make_number_private(self, entry: str, number: str, shown: str) -> None:
        self._bridge.ask(KeepNumberPrivate(entry=entry), partial(self._on_number_private, number, shown), self.refuse)

    def _on_number_private(self, number: str, shown: str, entries: Sequence[str]) -> None:
        said = tr_n(
            "{count} call is private now, and so is every call with {number} from now on",
            "{count} calls are private now, and so is every call with {number} from now on",
            len(entries),
            number=shown,
        )
        self._message.offer(said, tr("No &longer"), partial(self._show_number_again, number))

    def _show_number_again(self, number: str) -> None:
        self._bridge.ask(KeepNumberPrivate(number=number, on=False), self._on_number_shown, self.refuse)

    def _on_number_shown(self, _entries: Sequence[str]) -> None:
        self._message.say(tr("Calls with this number are shown again from now on; those that were private stay so"))

    # --- merged ------------------------------------------------------------------------------------------------------

    def merge_rows(self, rows: Rows) -> None:
        """Have several calls booked as one entry; those that are merged already are taken apart."""
        if _are_merged(rows):
            self._take_apart(_ids(rows) if len(rows) == 1 else _ids(rows)[1:])
            return
        entries = _ids(rows) if len(rows) > 1 else _ids([*rows, *(row for one in rows for row in self._alike(one))])
        if len(entries) > 1 and not self._message.confirm(("merge", entries)):
            self.merge_entries(entries)
        elif len(entries) == 1:
            self._message.say(tr("Select several calls (Shift+Down), then merge them with M"))

    def merge_entries(self, entries: tuple[str, ...], confirmed: bool = False) -> None:
        """Have calls booked as one entry; where they are not with one client, ask first."""
        self._bridge.ask(
            MergeCalls(entries, confirmed), partial(self._on_merged, entries), partial(self._on_not_merged, entries)
        )

    def _on_merged(self, entries: tuple[str, ...], waiting: Waiting) -> None:
        said = tr("{count} calls are booked as one entry, rounded once", count=len(waiting.rows))
        self._message.offer(said, tr("Take &apart"), partial(self._take_apart, entries[1:]))

    def _on_not_merged(self, entries: tuple[str, ...], error: CallJournalError) -> None:
        if isinstance(error, NeedsConfirming):
            self._message.ask(
                ("merge", entries), tr(error.words), tr("&Merge anyway"), partial(self.merge_entries, entries, True)
            )
        else:
            self.refuse(error)

    def _take_apart(self, entries: Sequence[str]) -> None:
        self._batch([MergeCalls((entry,)) for entry in entries], self._on_apart)

    def _on_apart(self, _done: int) -> None:
        self._message.say(tr("Taken apart: each call is booked by itself again"))

    # --- deleted, copied ---------------------------------------------------------------------------------------------

    def delete_rows(self, rows: Rows) -> None:
        """Ask whether these calls are to be deleted, and delete them."""
        if rows:
            self._message.ask(
                ("delete", _ids(rows)),
                tr_n(
                    "Delete the call for good? What was booked from it stays in the book.",
                    "Delete {count} calls for good? What was booked from them stays in the book.",
                    len(rows),
                ),
                tr("&Delete"),
                partial(self._delete, _ids(rows)),
            )

    def _delete(self, entries: tuple[str, ...]) -> None:
        self._bridge.ask(DeleteCalls(entries), self._on_deleted, self.refuse)

    def _on_deleted(self, count: int) -> None:
        self._message.say(tr_n("The call is deleted", "{count} calls are deleted", count))

    def copy_numbers(self, rows: Rows) -> None:
        """Put the numbers of the calls on the clipboard, one a line."""
        numbers = list(dict.fromkeys(row.display or row.entry.number or "" for row in rows if cells.has_number(row)))
        if numbers:
            QGuiApplication.clipboard().setText("\n".join(numbers))
            self._message.say(tr_n("Copied: {number}", "{count} numbers were copied", len(numbers), number=numbers[0]))

    # --- what came of it ---------------------------------------------------------------------------------------------

    def refuse(self, error: CallJournalError) -> None:
        """Say why something was not done."""
        self._message.say(tr(error.words), error=True)
        self.refused.emit()

    def _batch(self, commands: Iterable[Command[Any]], on_done: Callable[[int], object]) -> None:
        Batch(self._bridge, commands, partial(self._on_batch, on_done), self)

    def _on_batch(self, on_done: Callable[[int], object], done: int, error: CallJournalError | None) -> None:
        if done:
            on_done(done)
        if error is not None:
            self.refuse(error)


def _ids(rows: Rows) -> tuple[str, ...]:
    return tuple(row.entry.id for row in rows)


def _are_merged(rows: Rows) -> bool:
    """Whether these are of one merged entry, and nothing else."""
    return bool(rows) and len(rows[0].together) > 1 and set(_ids(rows)) <= set(rows[0].together)
