"""The row above the list: the session or the history, a search as one types, and what else narrows the list."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import QDate, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDateEdit,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from calljournal.desktop.journal.sought import Sought
from calljournal.desktop.journal.toggle import Toggle
from calljournal.desktop.look import formats
from calljournal.desktop.look.icons import Icons
from calljournal.languages import tr

SEARCH_KEY, HISTORY_KEY = "Ctrl+F", "Ctrl+H"

PAUSE = 150
"""Milliseconds after the last key in which nothing is asked yet: a word is being typed."""


_Key = QKeySequence.StandardKey
LEAVING = (_Key.Cancel, _Key.MoveToNextLine, _Key.InsertParagraphSeparator)


class SearchLine(QLineEdit):
    """Where is typed what is looked for; Escape empties it, and leaves it when it is empty; Down goes to the list.

    Signals:
        left(): the keyboard goes to the list
    """

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(_Key.Cancel) and self.text():
            self.clear()
            self.textEdited.emit("")
        elif any(map(event.matches, LEAVING)):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Filters(QWidget):
    """Says what is looked for.

    Signals:
        changed(sought: Sought): something else
        left(): the keyboard goes to the list
    """

    changed = Signal(object)
    left = Signal()

    def __init__(self, icons: Icons, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons, self._now = icons, now
        self._sought = Sought()
        self._contact = ("", "")
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._read)
        self.session, self.history = Toggle(tr("Session"), self), Toggle(tr("History"), self)
        self.search = SearchLine(self)
        self.missed, self.unbooked = Toggle(tr("Missed"), self), Toggle(tr("Not booked"), self)
        self.more = QToolButton(self)
        self.person = QLineEdit(self)
        self.first, self.last = DayField(tr("From"), now, self), DayField(tr("To"), now, self)
        self.clear_button = QPushButton(tr("Show all again"), self)
        self.second_row = QWidget(self)
        self._build()
        self._connect()
        self.dress()
        self.show_sought(self._sought)

    # --- how it is put together --------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.session.setToolTip(formats.hint_with_key(tr("The calls since the program was started"), HISTORY_KEY))
        self.history.setToolTip(formats.hint_with_key(tr("All calls that are kept"), HISTORY_KEY))
        self.missed.setToolTip(tr("Only calls that nobody answered"))
        self.unbooked.setToolTip(tr("Only calls that wait to be booked"))
        self.search.setPlaceholderText(formats.hint_with_key(tr("Search number, name or note"), SEARCH_KEY))
        self.search.setAccessibleName(tr("Search number, name or note"))
        self.search.setClearButtonEnabled(True)
        self._glass = QAction(self)
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.person.setPlaceholderText(tr("Name of a person"))
        self.person.setAccessibleName(tr("Name of a person"))
        self.more.setCheckable(True)
        self.more.setAutoRaise(True)
        self.more.setToolTip(tr("Filter by person and days"))
        self.more.setAccessibleName(tr("Filter by person and days"))
        switch = QHBoxLayout()
        switch.setSpacing(0)
        switch.addWidget(self.session)
        switch.addWidget(self.history)
        self._group = QButtonGroup(self)
        self._group.addButton(self.session)
        self._group.addButton(self.history)
        first_row = self._row = QHBoxLayout()
        first_row.addLayout(switch)
        first_row.addWidget(self.search, 1)
        for widget in (self.missed, self.unbooked, self.clear_button, self.more):
            first_row.addWidget(widget)
        second = QHBoxLayout(self.second_row)
        second.setContentsMargins(0, 0, 0, 0)
        second.addWidget(QLabel(tr("Person"), self.second_row))
        second.addWidget(self.person, 1)
        second.addWidget(self.first)
        second.addWidget(self.last)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 2, 12, 6)
        layout.addLayout(first_row)
        layout.addWidget(self.second_row)
        self.second_row.hide()

    def _connect(self) -> None:
        for field in (self.search, self.person):
            field.textEdited.connect(self._on_typed)
        self.search.left.connect(self._on_search_left)
        self.person.returnPressed.connect(self._read)
        for button in (self.session, self.history, self.missed, self.unbooked):
            button.clicked.connect(lambda _=False: self._read())
        for day in (self.first, self.last):
            day.changed.connect(self._read)
        self.more.toggled.connect(self._on_more)
        self.clear_button.clicked.connect(lambda _=False: self.clear())

    def add_action(self, action: QAction) -> None:
        """Put one more button at the end of the row."""
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._row.addWidget(button)

    def dress(self) -> None:
        """Take the icons in their present colours."""
        self._glass.setIcon(self._icons.action("search"))
        self.more.setIcon(self._icons.action("filter"))

    # --- what is looked for ------------------------------------------------------------------------------------------

    @property
    def sought(self) -> Sought:
        """What is looked for."""
        return self._sought

    def show_sought(self, sought: Sought) -> None:
        """Show what is looked for, without telling anybody."""
        self._sought = sought
        self._contact = (sought.contact, sought.contact_name)
        (self.session if sought.session else self.history).setChecked(True)
        self.search.setText(sought.text)
        self.missed.setChecked(sought.missed)
        self.unbooked.setChecked(sought.unbooked)
        self.person.setText(sought.contact_name or sought.person)
        self.first.set_day(sought.first)
        self.last.set_day(sought.last)
        beyond = bool(sought.person or sought.contact or sought.first or sought.last)
        self.more.setChecked(beyond or self.more.isChecked())
        self.clear_button.setVisible(sought.narrowed)

    def look_for(self, sought: Sought) -> None:
        """Look for something else."""
        self._pause.stop()
        if sought != self._sought:
            self.show_sought(sought)
            self.changed.emit(sought)

    def clear(self) -> None:
        """Look for nothing any more; the session or the history stays."""
        self.look_for(Sought(session=self._sought.session))
        self.more.setChecked(False)
        self.left.emit()

    def allow_history(self, allowed: bool) -> None:
        """Say whether there is a history to show: a firm may keep nothing beyond the session."""
        self.session.setVisible(allowed)
        self.history.setVisible(allowed)

    def switch_view(self) -> None:
        """Show the history instead of the session, or the other way round, where there is one."""
        if self.history.isHidden():
            return
        self.look_for(replace(self._sought, session=not self._sought.session))

    def _read(self) -> None:
        """Take what stands in the fields."""
        self._pause.stop()
        person = self.person.text().strip()
        contact, name = self._contact if person == self._contact[1] else ("", "")
        sought = Sought(
            session=self.session.isChecked(),
            text=self.search.text().strip(),
            missed=self.missed.isChecked(),
            unbooked=self.unbooked.isChecked(),
            person="" if contact else person,
            contact=contact,
            contact_name=name,
            first=self.first.day,
            last=self.last.day,
        )
        if sought != self._sought:
            self._sought = sought
            self.clear_button.setVisible(sought.narrowed)
            self.changed.emit(sought)

    def _on_typed(self, text: str) -> None:
        self._pause.start()

    def _on_search_left(self) -> None:
        self._read()
        self.left.emit()

    def _on_more(self, on: bool) -> None:
        self.second_row.setVisible(on)
        if not on:
            self.look_for(replace(self._sought, person="", contact="", contact_name="", first=None, last=None))


class DayField(QWidget):
    """A day that may be given or not.

    Signals:
        changed(): it was
    """

    changed = Signal()

    def __init__(self, label: str, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.given = QCheckBox(label, self)
        self.field = QDateEdit(self)
        self.field.setCalendarPopup(True)
        self.field.setAccessibleName(label)
        self.field.setDate(_to_qt(now().astimezone().date()))
        self.field.setEnabled(False)
        self.field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.given)
        layout.addWidget(self.field)
        self.given.toggled.connect(self.field.setEnabled)
        self.given.toggled.connect(self._tell)
        self.field.dateChanged.connect(self._tell)

    @property
    def day(self) -> date | None:
        """The day, if it is given."""
        day = self.field.date()
        return date(day.year(), day.month(), day.day()) if self.given.isChecked() else None

    def set_day(self, day: date | None) -> None:
        """Show a day, without telling anybody."""
        self.blockSignals(True)
        if day is not None:
            self.field.setDate(_to_qt(day))
        self.given.setChecked(day is not None)
        self.blockSignals(False)

    def _tell(self, _value: object = None) -> None:
        self.changed.emit()


def _to_qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
