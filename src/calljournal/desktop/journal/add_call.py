"""A call that no line saw, as from a mobile telephone: added afterwards, or timed while it lasts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QDateTimeEdit,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work_commands import AddCall
from calljournal.desktop.booking.choosers import ContactBox
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.notice import Notice
from calljournal.errors import CallJournalError, Refused
from calljournal.languages import tr

LONGEST = 24 * 60
"""Minutes of a call: the engine takes none that is longer."""


class AddCallPanel(QFrame):
    """Asks for the call in two lines above the list; they stay as they are until it is added, or closed.

    Signals:
        added(row: JournalRow): it is in the journal
        left(): the keyboard goes back to the list
    """

    added = Signal(object)
    left = Signal()

    def __init__(
        self, bridge: Bridge, icons: Icons, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._now = bridge, now
        self._refused: AddCall | None = None
        self.who = ContactBox(bridge, self)
        self.who.setPlaceholderText(tr("Number, or name of a contact"))
        self.who.setAccessibleName(tr("Number, or name of a contact"))
        self.incoming = QCheckBox(tr("They called &me"), self)
        self.just_now = QCheckBox(tr("Just &ended"), self)
        self.at = QDateTimeEdit(self)
        self.minutes = QSpinBox(self)
        self.add_button = QPushButton(tr("A&dd"), self)
        self.timer_button = QPushButton(tr("&Start timer"), self)
        self.close_button = QPushButton(tr("Close"), self)
        self.notice = Notice(icons, self)
        self._build()
        self.hide()

    def _build(self) -> None:
        self.just_now.setChecked(True)
        self.just_now.toggled.connect(self._on_just_now)
        self.at.setCalendarPopup(True)
        self.at.setAccessibleName(tr("When it began"))
        self.at.setEnabled(False)
        self.minutes.setRange(1, LONGEST)
        self.minutes.setValue(5)
        self.minutes.setSuffix(tr(" min"))
        self.minutes.setAccessibleName(tr("How many minutes it lasted"))
        self.timer_button.setToolTip(tr("The call begins now; stop the timer in the foot of the window"))
        self.add_button.clicked.connect(self.add)
        self.timer_button.clicked.connect(self.start_timer)
        self.close_button.clicked.connect(self.leave)
        self.notice.pressed.connect(self._add_nevertheless)
        title = QLabel(tr("&Call on another telephone:"), self)
        title.setBuddy(self.who)
        whom, when = QHBoxLayout(), QHBoxLayout()
        whom.addWidget(title)
        whom.addWidget(self.who, 1)
        whom.addWidget(self.incoming)
        for widget in (self.minutes, self.just_now, self.at):
            when.addWidget(widget)
        when.addStretch(1)
        for button in (self.add_button, self.timer_button, self.close_button):
            button.setAutoDefault(False)
            when.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 6)
        layout.addLayout(whom)
        layout.addLayout(when)
        layout.addWidget(self.notice)

    def open(self) -> None:
        """Show it, with the keyboard in it; what was typed is still there."""
        if self.just_now.isChecked():
            self._set_at(self._now())
        self.show()
        self.who.setFocus()

    def leave(self) -> None:
        """Put it away."""
        self.notice.clear()
        self.hide()
        self.left.emit()

    # --- adding ------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Add the call as it stands here."""
        self._ask(replace(self._begun(), minutes=float(self.minutes.value()), at=self._moment()))

    def start_timer(self) -> None:
        """Begin a call that lasts until its timer is stopped."""
        self._ask(self._begun())

    def _begun(self) -> AddCall:
        """Give the call as it begins: with the contact that was chosen, or what was typed, as a number; or nobody."""
        typed, choice = self.who.unresolved, self.who.choice
        contact = choice.id if choice is not None and not typed else None
        return AddCall(number=typed or None, contact=contact, incoming=self.incoming.isChecked())

    def _moment(self) -> datetime | None:
        """Give when it began; None where it has just ended."""
        if self.just_now.isChecked():
            return None
        return datetime.fromtimestamp(self.at.dateTime().toSecsSinceEpoch(), UTC)

    def _ask(self, command: AddCall) -> None:
        self._set_busy(True)
        self._bridge.ask(command, self._on_added, partial(self._on_refused, command))

    def _on_added(self, row: JournalRow) -> None:
        self._set_busy(False)
        self.who.choose(None)
        self.incoming.setChecked(False)
        self.just_now.setChecked(True)
        self.leave()
        self.added.emit(row)

    def _on_refused(self, command: AddCall, error: CallJournalError) -> None:
        """Say why not; what is probably in the journal already may be added nevertheless."""
        self._set_busy(False)
        self._refused = command
        again = isinstance(error, Refused) and "--again" in getattr(
            error.words, "command", ""
        )  # what a typist would add
        self.notice.say(tr(error.words), error=True, button=tr("Add &nevertheless") if again else None)

    def _add_nevertheless(self) -> None:
        if self._refused is not None:
            self._ask(replace(self._refused, again=True))

    def _set_busy(self, busy: bool) -> None:
        for button in (self.add_button, self.timer_button, self.notice.button):
            button.setEnabled(not busy)

    # --- fields ------------------------------------------------------------------------------------------------------

    def _on_just_now(self, on: bool) -> None:
        self.at.setEnabled(not on)
        if not on:
            self.at.setFocus()

    def _set_at(self, moment: datetime) -> None:
        self.at.setDateTime(QDateTime.fromSecsSinceEpoch(int(moment.timestamp()) // 60 * 60))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.leave()
        elif event.matches(QKeySequence.StandardKey.InsertParagraphSeparator):
            button = self.focusWidget()
            button.click() if isinstance(button, QPushButton) else self.add()
        else:
            super().keyPressEvent(event)
