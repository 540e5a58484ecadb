"""What would be dialled, said while it is typed."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from calljournal.contracts.service import PreviewCall
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.dialling import wording
from calljournal.desktop.look.labels import WrappingLabel
from calljournal.errors import CallJournalError
from calljournal.languages import tr
from calljournal.numbers import Dialling


class Preview(WrappingLabel):
    """Says what would be dialled for a number, or why nothing would. It keeps its height while it says nothing."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(lines=2, parent=parent)
        self._bridge = bridge
        self._asked: tuple[str, str | None] = ("", None)
        self._answer: Dialling | None = None
        self.setAlignment(Qt.AlignmentFlag.AlignTop)

    def ask(self, number: str, line: str | None) -> None:
        """Say what would be dialled for a number on a line; nothing for "" ."""
        if not number:
            self.forget()
        elif (number, line) != self._asked:
            self._asked = (number, line)
            self._show(None, "")
            on_error = partial(self._on_error, self._asked)
            self._bridge.ask(PreviewCall(number, line), partial(self._on_answer, self._asked), on_error)

    def forget(self) -> None:
        """Say nothing."""
        self._asked = ("", None)
        self._show(None, "")

    def seen(self, number: str, line: str | None) -> Dialling | None:
        """Give what a person can see here for a number on a line."""
        return self._answer if self._asked == (number, line) else None

    def _on_answer(self, asked: tuple[str, str | None], to: Dialling) -> None:
        if asked == self._asked:
            self._show(to, "\n".join((wording.dials(to), tr(to.differs) if to.differs else "")))

    def _on_error(self, asked: tuple[str, str | None], error: CallJournalError) -> None:
        if asked == self._asked:
            self._show(None, tr(error.words))

    def _show(self, to: Dialling | None, text: str) -> None:
        self._answer = to
        self.setText(text.strip())
