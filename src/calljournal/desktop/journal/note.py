"""The note on a call, written beside it: saved by itself, and never lost because another call was selected."""

from functools import partial

from PySide6.QtCore import QKeyCombination, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from calljournal.contracts.journal_commands import NoteCall
from calljournal.contracts.rows import JournalRow
from calljournal.desktop.bridge import Bridge
from calljournal.errors import CallJournalError
from calljournal.languages import tr

PAUSE = 1000
"""Milliseconds after the last key in which nothing is saved yet: a word is being typed."""


class NoteEditor(QPlainTextEdit):
    """Edits the note of one call. What could not be saved stays here, and comes back with its call.

    On a private call nothing is noted, since that might say who it was; a note that is there already can be emptied.

    Signals:
        emptiable(on: bool): there is a note that can only be emptied, or there is none such any more
        refused(error: CallJournalError): a note could not be saved
        left(): Escape or Ctrl+Enter: back to the list
    """

    emptiable = Signal(bool)
    refused = Signal(object)
    left = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._entry: str | None = None
        self._saved = ""
        self._unsaved: dict[str, str] = {}
        self.setAccessibleName(tr("Note on the call"))
        self.setTabChangesFocus(True)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.save)
        self.textChanged.connect(self._on_typed)
        self.set_row(None)

    def set_row(self, row: JournalRow | None) -> None:
        """Show the note of a call; what is being typed on another one is saved first, on the same one it stays."""
        entry = row.entry.id if row else None
        note = (row.note or "") if row else ""
        if entry == self._entry and self.toPlainText() != self._saved:
            return
        if entry != self._entry:
            self.save()
            self._entry = entry
        self._saved = note
        shown = self._unsaved.get(entry, note) if entry else ""
        if shown != self.toPlainText():
            self.blockSignals(True)
            self.setPlainText(shown)
            self.blockSignals(False)
        private = row is not None and row.private
        self.setReadOnly(row is None or private)
        self.emptiable.emit(private and bool(shown))
        self.setPlaceholderText(tr("A private call has no note") if private else tr("Note on the call"))

    def empty(self) -> None:
        """Take the note away, of a private call as well."""
        if self._entry is not None:
            self._pause.stop()
            self._unsaved.pop(self._entry, None)
            self._saved = ""
            self.blockSignals(True)
            self.clear()
            self.blockSignals(False)
            self.emptiable.emit(False)
            self._bridge.ask(NoteCall(self._entry, ""), self._on_emptied, self._on_error)

    def save(self) -> None:
        """Save what was typed, if it is different."""
        self._pause.stop()
        text = self.toPlainText().strip()
        if self._entry is None or self.isReadOnly() or text == self._saved.strip():
            return
        entry, self._saved = self._entry, self.toPlainText()
        self._unsaved[entry] = self.toPlainText()
        self._bridge.ask(NoteCall(entry, text), partial(self._on_saved, entry, text), self._on_error)

    def _on_typed(self) -> None:
        if not self.isReadOnly():
            self._pause.start()

    def _on_saved(self, entry: str, text: str, row: JournalRow) -> None:
        if self._unsaved.get(entry, "").strip() == text:
            del self._unsaved[entry]

    def _on_emptied(self, row: JournalRow) -> None:
        self.left.emit()

    def _on_error(self, error: CallJournalError) -> None:
        self.refused.emit(error)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.save()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Cancel) or event.keyCombination() in _DONE:
            self.save()
            self.left.emit()
        else:
            super().keyPressEvent(event)


_DONE = tuple(
    QKeyCombination(Qt.KeyboardModifier.ControlModifier, key) for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
)
