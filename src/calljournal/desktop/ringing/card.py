"""One call in the notice: who it is, how far it is, and the buttons for what its line can do."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from calljournal.calls import Direction
from calljournal.contracts.line import Capability
from calljournal.desktop.look.icons import CALL_SIZE, SMALL, Icons
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.ringing.caller import Shown
from calljournal.desktop.ringing.labels import OneLine
from calljournal.journal import Entry, RowState
from calljournal.languages import tr

NAME_LARGER = 1.25
PROMINENT = (True, True, False, False, False)
"""Which of the `Shown.details` are as dark as the name: company and number."""

SHOWS_WITHIN = 1000
"""Milliseconds in which what was done to a call is seen to have happened."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be done with a call as it is now."""

    answer: bool = False
    reject: bool = False
    hang_up: bool = False
    hold: bool = False
    take_back: bool = False
    book: bool = False

    @classmethod
    def of(cls, entry: Entry, can: frozenset[Capability]) -> "Offer":
        """Say what may be done with a call on a line that can do this."""
        rings = entry.state is RowState.RINGING and entry.direction is Direction.INCOMING
        runs = entry.state in (RowState.TALKING, RowState.HELD)
        ends = Capability.HANG_UP in can
        holds = Capability.HOLD in can
        return cls(
            answer=rings and Capability.ANSWER in can,
            reject=rings and ends,
            hang_up=ends and not rings,
            hold=holds and entry.state is RowState.TALKING,
            take_back=holds and entry.state is RowState.HELD,
            book=runs,
        )


class CallCard(QFrame):
    """Shows one call: large while it rings, small once somebody talks.

    Its lines keep their places while they are empty, and its buttons stand at its lower edge, so that nothing moves
    beneath the pointer when a name comes late.

    Signals:
        answer_wanted(), hang_up_wanted(), book_wanted(), contact_wanted(), dismissed(): the buttons, and the name
        hold_wanted(on: bool): put it on hold, or take it back
    """

    answer_wanted = Signal()
    hang_up_wanted = Signal()
    hold_wanted = Signal(bool)
    book_wanted = Signal()
    contact_wanted = Signal()
    dismissed = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._entry: Entry | None = None
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._picture = QLabel(self)
        self.head, self.stage = OneLine(self), QLabel(self)
        self.who = OneLine(self)
        self.details = tuple(OneLine(self) for _ in PROMINENT)
        for name in (self.head, self.who):
            name.clicked.connect(self.contact_wanted)
        self.error = Notice(icons, self)
        self.answer = self._button(tr("&Answer"), "answer", self.answer_wanted.emit)
        self.book = self._button(tr("&Time entry…"), "time", self.book_wanted.emit)
        self.hold = self._button(tr("H&old"), "hold", lambda: self.hold_wanted.emit(True))
        self.take_back = self._button(tr("&Take back"), "call", lambda: self.hold_wanted.emit(False))
        self.reject = self._button(tr("&Reject"), "hang_up", self.hang_up_wanted.emit)
        self.hang_up = self._button(tr("&Hang up"), "hang_up", self.hang_up_wanted.emit)
        self.pin = self._tool(tr("Keep this in view while the call lasts"), "pin")
        self.pin.setCheckable(True)
        self.close_button = self._tool(tr("Do not show this call any more"), "dismiss")
        self.close_button.clicked.connect(self.dismissed)
        self._lay_out()
        self._dress()

    # --- how it is put together --------------------------------------------------------------------------------------

    def _button(self, text: str, icon: str, do: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("picture", icon)
        button.clicked.connect(lambda _=False: do())
        return button

    def _tool(self, hint: str, icon: str) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(hint)
        button.setAccessibleName(hint)
        button.setProperty("picture", icon)
        return button

    def _lay_out(self) -> None:
        self._set_fonts()
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._picture)
        top.addWidget(self.head, 1)
        top.addWidget(self.stage)
        top.addWidget(self.pin)
        top.addWidget(self.close_button)
        self._buttons = QHBoxLayout()
        for button in (self.answer, self.book, self.hold, self.take_back):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        for button in (self.reject, self.hang_up):
            self._buttons.addWidget(button)
        layout = self._rows = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 10)
        layout.setSpacing(3)
        layout.addLayout(top)
        layout.addWidget(self.who)
        for line in self.details:
            layout.addWidget(line)
        layout.addWidget(self.error)
        layout.addSpacing(4)
        layout.addLayout(self._buttons)
        self.error.hide()

    def _dress(self) -> None:
        for button in (*self.findChildren(QPushButton), *self.findChildren(QToolButton)):
            if button.property("picture"):
                button.setIcon(self._icons.action(str(button.property("picture"))))
                button.setIconSize(SMALL)
        if self._entry is not None:
            self._picture.setPixmap(self._icons.of_call(self._entry).pixmap(CALL_SIZE, self.devicePixelRatio()))

    # --- what it shows -----------------------------------------------------------------------------------------------

    def show_call(self, entry: Entry, texts: Shown, stage: str, offer: Offer) -> None:
        """Show a call as it is now."""
        before, self._entry = self._entry, entry
        if before is None or before.state is not entry.state:
            self.settle()
        small = offer.book or entry.direction is Direction.OUTGOING
        self._show_name(texts, small=small)
        self._show_details(() if small else texts.details)
        self.stage.setText(stage)
        self.stage.setVisible(small)
        self._show_buttons(offer)
        self.pin.setVisible(offer.book)
        self.setAccessibleName("\n".join((*texts.lines, stage)))
        self._picture.setPixmap(self._icons.of_call(entry).pixmap(CALL_SIZE, self.devicePixelRatio()))

    def _show_name(self, texts: Shown, *, small: bool) -> None:
        """Show who it is: large below the head, or in its place."""
        link = bool(texts.contact)
        self.who.setVisible(not small)
        self.who.write(texts.who, link=link)
        self.head.write(texts.who if small else texts.head if texts.head != texts.who else "", link=link and small)
        self._paint_name(self.who, link=link)
        self._paint_name(self.head, link=link and small)
        self.head.setForegroundRole(QPalette.ColorRole.WindowText if small else QPalette.ColorRole.PlaceholderText)
        bold = QFont(self.font())
        bold.setBold(small)
        self.head.setFont(bold)
        self.head.setMinimumWidth(self.head.width_of_number() if small else 0)

    def _paint_name(self, label: OneLine, *, link: bool) -> None:
        palette = QPalette(self.palette())
        if link:
            palette.setColor(QPalette.ColorRole.WindowText, self._icons.link_colour)
        label.setPalette(palette)

    def _show_details(self, texts: tuple[str | None, ...]) -> None:
        """Show what is known line by line, and keep a line empty for each text that may come yet."""
        wanted = [(text, prominent) for text, prominent in zip(texts, PROMINENT, strict=False) if text is not None]
        wanted.sort(key=lambda one: not one[0])
        for place, label in enumerate(self.details):
            text, prominent = wanted[place] if place < len(wanted) else ("", False)
            label.setVisible(place < len(wanted))
            label.write(text or "")
            role = QPalette.ColorRole.WindowText if prominent else QPalette.ColorRole.PlaceholderText
            label.setForegroundRole(role)

    def refuse(self, text: str) -> None:
        """Say what was not done, and why; the buttons may be tried again."""
        self.error.say(text, error=True)
        self.error.show()
        self._set_busy(False)

    def wait(self) -> None:
        """Take no second click while the first is being carried out."""
        self._say_nothing()
        self._set_busy(True)

    def done(self) -> None:
        """Let the buttons be used again, if what was carried out does not show by then: a double click is one click."""
        QTimer.singleShot(SHOWS_WITHIN, self, partial(self._set_busy, False))

    def fit(self) -> None:
        """Reckon anew how much room it needs."""
        self._rows.invalidate()
        self._rows.activate()

    def focus_first(self) -> None:
        """Give the keyboard to the first button."""
        for button in (self.answer, self.book, self.hold, self.take_back, self.reject, self.hang_up, self.close_button):
            if button.isVisible() and button.isEnabled():
                button.setFocus(Qt.FocusReason.TabFocusReason)
                return

    @property
    def is_wanted(self) -> bool:
        """Whether it is to stay: it is pinned, says what went wrong, or is being looked at."""
        return self.pin.isChecked() or not self.error.isHidden() or self.underMouse()

    def settle(self) -> None:
        """Take the call as new: what was asked of it has been done, or is past, and so is what was said of that."""
        self._say_nothing()
        self._set_busy(False)

    def _say_nothing(self) -> None:
        """Take back what was said to be wrong, also from screen readers: it may name the caller."""
        self.error.say("")
        self.error.clear()
        self.error.hide()

    def _show_buttons(self, offer: Offer) -> None:
        shown = (
            (self.answer, offer.answer),
            (self.book, offer.book),
            (self.hold, offer.hold),
            (self.take_back, offer.take_back),
            (self.reject, offer.reject),
            (self.hang_up, offer.hang_up),
        )
        for button, wanted in shown:
            button.setVisible(wanted)

    def _set_busy(self, busy: bool) -> None:
        for button in (self.answer, self.hold, self.take_back, self.reject, self.hang_up):
            button.setEnabled(not busy)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "close_button"):
            self._dress()
        elif event.type() == QEvent.Type.FontChange and hasattr(self, "who"):
            self._set_fonts()

    def _set_fonts(self) -> None:
        self.who.setFont(_name_font(self.font()))


def _name_font(font: QFont) -> QFont:
    larger = QFont(font)
    larger.setPointSizeF(font.pointSizeF() * NAME_LARGER)
    larger.setBold(True)
    return larger
