"""From a person's wish to a call, in steps: what would be dialled, a question where there is one, the call.

In: `Wish`. Out: commands to the engine, a URI for the computer's telephone program, and words for people.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from calljournal.contracts.service import PlaceCall, Placed, PreviewCall
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.dialling import wording
from calljournal.desktop.dialling.question import Asked, Question, about_difference, about_emergency
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.errors import CallJournalError, NeedsConfirming
from calljournal.languages import tr
from calljournal.numbers import Dialling


def _nothing() -> None:
    """Do nothing: nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A call that somebody wants. `seen` is what they were shown of what will be dialled; `confirmed` what they said.

    `erred(text)` is told what went wrong, if anything; `asks()` that the user is asked first, `placed()` that it is on
    its way, `dropped()` that it is not wanted any more.
    """

    number: str
    line: str | None = None
    from_outside: bool = False
    confirmed: bool = False
    seen: Dialling | None = None
    erred: Callable[[str], object] | None = None
    asks: Callable[[], object] = _nothing
    placed: Callable[[], object] = _nothing
    dropped: Callable[[], object] = _nothing


class Placing(QObject):
    """Places calls, one question at a time: a new question takes the place of the one that nobody has answered.

    `open_url` hands a URI to the system; it says whether there is a program for it.

    Signals:
        placed(digits: str): a line was asked to dial them
        free(): a question was answered, and no other is open
    """

    placed = Signal(str)
    free = Signal()

    def __init__(
        self,
        bridge: Bridge,
        icons: Icons,
        doors: Doors,
        open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._icons, self._doors, self._open_url = bridge, icons, doors, open_url
        self.question: Question | None = None

    def place(self, wish: Wish) -> None:
        """Place a call: look first at what would be dialled."""
        self._bridge.ask(PreviewCall(wish.number, wish.line), partial(self._on_preview, wish), partial(self._err, wish))

    def _on_preview(self, wish: Wish, to: Dialling) -> None:
        if to.emergency and not wish.confirmed:
            self._ask_about_emergency(wish, to)
        elif to.differs and to != wish.seen:
            wish.asks()
            self.ask(about_difference(to), partial(self._on_answer, replace(wish, seen=to), to))
        else:
            self._dial(wish, to)

    def _ask_about_emergency(self, wish: Wish, to: Dialling) -> None:
        wish.asks()
        sure = replace(wish, confirmed=True)
        self.ask(about_emergency(to, by_itself=wish.from_outside), partial(self._on_answer, sure, to))

    def _on_answer(self, wish: Wish, to: Dialling, yes: bool) -> None:
        if yes:
            self._dial(wish, to)
        else:
            wish.dropped()

    def _dial(self, wish: Wish, to: Dialling) -> None:
        command = PlaceCall(wish.number, wish.line, confirmed=wish.confirmed, from_outside=wish.from_outside)
        self._bridge.ask(command, partial(self._on_placed, wish, to), partial(self._on_refused, wish, to))

    def _on_placed(self, wish: Wish, to: Dialling, placed: Placed) -> None:
        if placed.uri is None:
            self._doors.said.emit(wording.dialling(replace_digits(to, placed.digits)))
            self.placed.emit(placed.digits)
            wish.placed()
        elif self._hand_over(placed.uri):
            self._doors.said.emit(tr("{number} was handed to the telephone program", number=to.shown))
            wish.placed()
        else:
            self._say_error(
                wish,
                tr(
                    "No program on this computer dials {link}: set one up for telephone links, or let a line dial "
                    "(settings, telephony of the firm)",
                    link=wording.harmless(placed.uri),
                ),
            )

    def _hand_over(self, uri: str) -> bool:
        return uri.startswith("tel:") and self._open_url(QUrl(uri, QUrl.ParsingMode.StrictMode))

    def _on_refused(self, wish: Wish, to: Dialling, error: CallJournalError) -> None:
        if isinstance(error, NeedsConfirming) and not wish.confirmed:
            self._ask_about_emergency(wish, to)
        else:
            self._err(wish, error)

    def _err(self, wish: Wish, error: CallJournalError) -> None:
        self._say_error(wish, tr(error.words))

    def _say_error(self, wish: Wish, text: str) -> None:
        (wish.erred or self._doors.erred.emit)(text)

    # --- the question ------------------------------------------------------------------------------------------------

    def ask(self, asked: Asked, on_answer: Callable[[bool], object]) -> None:
        """Ask; what was asked before and not answered is answered by no."""
        before, question = self.question, Question(asked, self._icons)
        self.question = question
        if before is not None:
            before.close()
        question.answered.connect(partial(self._on_question_answered, question, on_answer))
        question.open()

    def _on_question_answered(self, question: Question, on_answer: Callable[[bool], object], yes: bool) -> None:
        """Tell the answer; where another question takes the place of this one, it is there already."""
        if self.question is question:
            self.question = None
        on_answer(yes)
        if self.question is None:
            self.free.emit()

    def call_attention(self) -> None:
        """Point to the question that is open."""
        if self.question is not None:
            self.question.call_attention()

    def close(self) -> None:
        """Ask nothing any more."""
        if self.question is not None:
            self.question.close()


def replace_digits(to: Dialling, digits: str) -> Dialling:
    """Give what was dialled in the end: the engine has the last word about the digits."""
    return Dialling(digits, to.shown)
