"""Which days are shown: one, a week, or any; and those before and after."""

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from PySide6.QtCore import QDate, QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QDateEdit, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from calljournal.desktop.look import formats
from calljournal.languages import tr


class Reach(StrEnum):
    """How much is shown at once."""

    DAY = "day"
    WEEK = "week"
    ANY = "any"


def week_of(day: date) -> tuple[date, date]:
    """Give the first and the last day of the week of a day, as weeks are where the user is."""
    begins = QLocale().firstDayOfWeek().value  # Monday is 1, Sunday 7
    first = day - timedelta(days=(day.isoweekday() - begins) % 7)
    return first, first + timedelta(days=6)


def picked_day(edit: QDateEdit) -> date:
    """Give the day that stands in a field."""
    day = edit.date()
    return date(day.year(), day.month(), day.day())


class SpanBar(QWidget):
    """Chooses the days.

    Signals:
        changed(): others are chosen
    """

    changed = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.reach = Reach.DAY
        self.since = self.until = today()
        self.reaches = {
            Reach.DAY: self._choice(tr("Day")),
            Reach.WEEK: self._choice(tr("Week")),
            Reach.ANY: self._choice(tr("Any days")),
        }
        self._group = QButtonGroup(self)
        for button in self.reaches.values():
            self._group.addButton(button)
        self.before = self._arrow(Qt.ArrowType.LeftArrow, tr("Before"), "Alt+Left")
        self.after = self._arrow(Qt.ArrowType.RightArrow, tr("After"), "Alt+Right")
        self.today = QPushButton(tr("&Today"), self)
        self.first, self.last = self._date(tr("From")), self._date(tr("To"))
        self.dash = QLabel("–", self)
        self._lay_out()
        self._connect()
        self._show()

    def _choice(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setCheckable(True)
        button.setAutoDefault(False)
        return button

    def _arrow(self, arrow: Qt.ArrowType, name: str, key: str) -> QToolButton:
        button = QToolButton(self)
        button.setArrowType(arrow)
        button.setAccessibleName(name)
        button.setShortcut(QKeySequence(key))
        button.setToolTip(formats.hint_with_key(name, button.shortcut()))
        return button

    def _date(self, name: str) -> QDateEdit:
        edit = QDateEdit(self)
        edit.setCalendarPopup(True)
        edit.setAccessibleName(name)
        edit.setDisplayFormat(QLocale().dateFormat(QLocale.FormatType.ShortFormat))
        return edit

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for button in self.reaches.values():
            layout.addWidget(button)
        layout.addSpacing(8)
        for part in (self.before, self.first, self.dash, self.last, self.after, self.today):
            layout.addWidget(part)

    def _connect(self) -> None:
        for reach, button in self.reaches.items():
            button.clicked.connect(lambda _=False, wanted=reach: self.show_reach(wanted))
        self.before.clicked.connect(lambda _=False: self.go(-1))
        self.after.clicked.connect(lambda _=False: self.go(1))
        self.today.clicked.connect(lambda _=False: self.show_reach(self.reach, self._today()))
        self.first.dateChanged.connect(lambda _: self._on_date(self.first))
        self.last.dateChanged.connect(lambda _: self._on_date(self.last))

    # --- which days --------------------------------------------------------------------------------------------------

    def show_reach(self, reach: Reach, day: date | None = None) -> None:
        """Show the day, the week or the days around one; those that are shown lead to the next choice."""
        day = day or self.since
        if reach is Reach.WEEK:
            self._set(reach, *week_of(day))
        elif reach is Reach.DAY:
            self._set(reach, day, day)
        else:
            self._set(reach, min(day, self.since), max(day, self.until))

    def show_days(self, since: date, until: date) -> None:
        """Show any days."""
        self._set(Reach.ANY, min(since, until), max(since, until))

    def go(self, steps: int) -> None:
        """Show as many days before or after."""
        shift = ((self.until - self.since) + timedelta(days=1)) * steps
        self._set(self.reach, self.since + shift, self.until + shift)

    def _on_date(self, edit: QDateEdit) -> None:
        """Take what was typed or picked: of a day and a week the first date says which."""
        picked = picked_day(edit)
        if self.reach is not Reach.ANY:
            self.show_reach(self.reach, picked)
        elif edit is self.first:
            self._set(Reach.ANY, picked, max(picked, self.until))
        else:
            self._set(Reach.ANY, min(picked, self.since), picked)

    def _set(self, reach: Reach, since: date, until: date) -> None:
        before = (self.reach, self.since, self.until)
        self.reach, self.since, self.until = reach, since, until
        self._show()
        if (reach, since, until) != before:
            self.changed.emit()

    def _show(self) -> None:
        self.reaches[self.reach].setChecked(True)
        for edit, day in ((self.first, self.since), (self.last, self.until)):
            with QSignalBlocker(edit):
                edit.setDate(QDate(day.year, day.month, day.day))
        for part in (self.dash, self.last):
            part.setVisible(self.reach is not Reach.DAY)
        self.last.setEnabled(self.reach is Reach.ANY)
