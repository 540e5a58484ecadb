"""The window that asks before a person is forgotten: what is deleted, what stays and why. It is never modal."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from calljournal.contracts.book_commands import Forgettable, PreviewForget
from calljournal.contracts.work_commands import ForgetPerson
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.request_window import RequestWindow, wrapped
from calljournal.desktop.contacts.window import Scrolled
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.errors import CallJournalError
from calljournal.languages import tr, tr_n

WIDTH, HEIGHT = 84, 26


class ForgetWindow(RequestWindow):
    """Shows what forgetting does, does it once, and says what was done. The keyboard is on the answer that loses none.

    Signals:
        forgetting(): it is about to be done: whoever holds something that is typed has it kept now
        forgotten(who: str, name: str): it was done
        give_out_wanted(who: str, name: str): everything is to be exported before
    """

    forgetting = Signal()
    forgotten = Signal(str, str)
    give_out_wanted = Signal(str, str)

    def __init__(self, bridge: Bridge, icons: Icons, doors: Doors, who: str, name: str) -> None:
        super().__init__(bridge, icons, doors, who, WIDTH, HEIGHT, tr("Forget {person}?", person=name))
        self._name = name
        self.waiting = wrapped(tr("Looking up what is kept…"))
        self.goes, self.stays = _Part(tr("This is deleted, and cannot be had again:")), _Part(tr("This stays:"))
        self.forget = QPushButton(tr("&Forget"), self)
        self.give_out = QPushButton(tr("&Export first…"), self)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.forget.setEnabled(False)
        self.forget.clicked.connect(self._forget)
        self.give_out.clicked.connect(self._give_out)
        self.cancel.clicked.connect(self.close)
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.waiting, self.goes, self.stays):
            column.addWidget(part)
        column.addStretch(1)
        layout = self.lay_out(Scrolled(inner))
        layout.setStretch(1, 1)
        layout.addLayout(self._buttons())
        for part in (self.goes, self.stays):
            part.hide()
        self.cancel.setFocus()
        bridge.ask(PreviewForget(who), self._on_preview, self._on_no_preview)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.give_out)
        row.addStretch(1)
        for button in (self.forget, self.cancel):
            row.addWidget(button)
        for button in (self.give_out, self.forget, self.cancel):
            button.setAutoDefault(True)
        self.cancel.setDefault(True)
        return row

    # --- asked -------------------------------------------------------------------------------------------------------

    def _on_preview(self, preview: Forgettable) -> None:
        self.waiting.hide()
        goes = [tr(words) for words in preview.goes]
        if preview.numbers:
            numbers = ", ".join(preview.numbers)
            goes.insert(0, tr_n("the number {numbers}", "the numbers {numbers}", len(preview.numbers), numbers=numbers))
        self.goes.fill(goes or [tr("Nothing: nothing is kept.")])
        self.stays.fill([tr(words) for words in preview.stays])
        self.forget.setEnabled(True)

    def _on_no_preview(self, error: CallJournalError) -> None:
        self.waiting.hide()
        self.give_out.setEnabled(False)
        self.end_badly(error)

    def _give_out(self) -> None:
        self.give_out_wanted.emit(self.who, self._name)

    # --- done --------------------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        for button in (self.forget, self.give_out):
            button.setEnabled(False)
        self.cancel.setText(tr("&Close"))
        self.cancel.setFocus()
        self.begin(tr("Forgetting {person}…", person=self._name))
        self.forgetting.emit()
        self._bridge.ask(ForgetPerson(self.who), self._on_forgotten, self._on_not_forgotten)

    def _on_forgotten(self, said: Sequence[str]) -> None:
        heading = tr("{person} was forgotten", person=self._name)
        self.setWindowTitle(heading)
        self.heading.setText(heading)
        for part in (self.goes, self.stays, self.give_out, self.forget):
            part.hide()
        self.waiting.setText("\n\n".join(map(tr, said)))
        self.waiting.show()
        self.end_well(heading)
        self.notice.clear()
        self.forgotten.emit(self.who, self._name)

    def _on_not_forgotten(self, error: CallJournalError) -> None:
        for button in (self.forget, self.give_out):
            button.setEnabled(True)
        self.cancel.setText(tr("Cancel"))
        self.end_badly(error)


class _Part(QWidget):
    """A heading, and lines with a dot before each. No signals."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._title = wrapped(heading)
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addLayout(self._lines)

    def fill(self, lines: Sequence[str]) -> None:
        """Show these lines."""
        for line in lines:
            self._lines.addLayout(_dotted(line))
        self.show()


def _dotted(text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(QLabel("•"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(wrapped(text), 1)
    return row
