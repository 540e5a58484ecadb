"""The small window that asks before a call is placed: what will be dialled, and two buttons. It is never modal."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from calljournal.desktop.dialling.wording import dials, harmless
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.labels import WrappingLabel
from calljournal.languages import tr
from calljournal.numbers import Dialling

WIDTH = 64
"""Letters of usual width."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question says. `careful`: the answer that does nothing is the one that Enter gives.

    `by_itself`: no person has just asked for it in one of our windows, so that it may not take the keyboard.
    """

    heading: str
    lines: tuple[str, ...]
    yes: str
    careful: bool = False
    by_itself: bool = False


def about_emergency(to: Dialling, *, by_itself: bool = False) -> Asked:
    """Ask before an emergency number is dialled."""
    lines = [tr("Police, fire brigade or ambulance answer there. Call only in an emergency.")]
    if by_itself:
        lines.insert(0, tr("Another program, such as a web page, wants this number to be dialled."))
    return Asked(
        tr("{number} is an emergency number", number=to.shown),
        (*lines, dials(to)),
        tr("&Call {number}", number=to.shown),
        careful=True,
        by_itself=by_itself,
    )


def about_difference(to: Dialling) -> Asked:
    """Ask before something is dialled that is more than another form of what was typed."""
    return Asked(tr("Dial {number}?", number=to.shown), (tr(to.differs or ""), dials(to)), tr("&Dial"))


def about_outside(to: Dialling, who: str, link: str) -> Asked:
    """Ask before something is dialled that another program wants."""
    heading = tr("Call {who}?", who=who) if who else tr("Call {number}?", number=to.shown)
    remarks = (tr(to.differs),) if to.differs else ()
    return Asked(
        heading,
        (
            tr("Another program, such as a web page, wants this number to be dialled."),
            *remarks,
            dials(to),
            tr("The link: {link}", link=harmless(link)),
        ),
        tr("&Dial"),
        careful=True,
        by_itself=True,
    )


class Question(QWidget):
    """Asks once, and is gone after the answer; closing it, or Escape, is a no.

    Signals:
        answered(yes: bool)
    """

    answered = Signal(bool)

    def __init__(self, asked: Asked, icons: Icons) -> None:
        super().__init__(None, Qt.WindowType.Dialog | Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle(tr("Dial"))
        self.setWindowIcon(icons.program())
        self.setAccessibleName(asked.heading)
        self.setAccessibleDescription("\n".join(asked.lines))
        self._by_itself = asked.by_itself
        self._open = True
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(_heading(asked.heading))
        for line in _labels(asked.lines):
            layout.addWidget(line)
        layout.addStretch(1)
        self._add_buttons(asked, layout)
        width = max(self.fontMetrics().averageCharWidth() * WIDTH, layout.totalMinimumSize().width())
        self.setFixedSize(width, layout.totalHeightForWidth(width))

    def _add_buttons(self, asked: Asked, layout: QVBoxLayout) -> None:
        buttons = QDialogButtonBox(self)
        self.yes = QPushButton(asked.yes)
        self.no = QPushButton(tr("Cancel"))
        buttons.addButton(self.yes, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.no, QDialogButtonBox.ButtonRole.RejectRole)
        first = self.no if asked.careful else self.yes
        for button in (self.yes, self.no):
            button.setAutoDefault(True)
        first.setDefault(True)
        first.setFocus()
        self.yes.clicked.connect(self._on_yes)
        self.no.clicked.connect(self._on_no)
        layout.addSpacing(4)
        layout.addWidget(buttons)

    def open(self) -> None:
        """Show it: before the person who has just asked for the call, else without taking the keyboard."""
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, self._by_itself)
        self.show()
        self.raise_()
        if self._by_itself:
            QApplication.alert(self)
        else:
            self.activateWindow()

    def call_attention(self) -> None:
        """Be seen above other windows, without taking the keyboard."""
        self.raise_()
        QApplication.alert(self)

    def _on_yes(self) -> None:
        self._answer(yes=True)

    def _on_no(self) -> None:
        self._answer(yes=False)

    def _answer(self, *, yes: bool) -> None:
        if self._open:
            self._open = False
            self.hide()
            self.deleteLater()
            self.answered.emit(yes)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._answer(yes=False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press_focused()
        else:
            super().keyPressEvent(event)

    def _press_focused(self) -> None:
        (self.yes if self.yes.hasFocus() else self.no).click()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._answer(yes=False)


def _heading(text: str) -> QLabel:
    label = _text(text)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 1.25)
    font.setBold(True)
    label.setFont(font)
    return label


def _labels(lines: Sequence[str]) -> list[QLabel]:
    return [_text(line) for line in lines if line]


def _text(text: str) -> QLabel:
    """Give a text that is never markup, and can be copied."""
    return WrappingLabel(text)
