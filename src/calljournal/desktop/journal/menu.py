"""The context menu of calls: everything that can be done with the selected ones."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from calljournal.contracts.rows import JournalRow
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.contacts.number_menu import add_number_actions
from calljournal.desktop.doors import Doors
from calljournal.desktop.journal import cells, wording
from calljournal.desktop.journal.actions import JournalActions
from calljournal.desktop.journal.controls import Controls
from calljournal.desktop.journal.decisions import Decisions
from calljournal.desktop.journal.whose import Whose
from calljournal.languages import tr


@dataclass(frozen=True, slots=True)
class Doing:
    """What the menu offers, by subject."""

    actions: JournalActions
    controls: Controls
    whose: Whose
    decisions: Decisions
    note: QAction
    details: QAction


class RowMenu(QObject):
    """Makes the menu.

    Signals:
        all_wanted(contact: str, name: str): list all calls with a contact
    """

    all_wanted = Signal(str, str)

    def __init__(self, bridge: Bridge, doors: Doors, doing: Doing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._doors, self._doing = bridge, doors, doing

    def make(self, rows: tuple[JournalRow, ...], parent: QWidget) -> QMenu:
        """Make the menu for the selected calls, one or several."""
        menu = QMenu(parent)
        menu.setToolTipsVisible(True)
        if len(rows) == 1:
            self._add_one(menu, rows[0])
        decisions = self._doing.decisions
        if len(rows) > 1:
            menu.addAction(decisions.copy)
        menu.addActions([decisions.ignore, decisions.merge])
        menu.addSeparator()
        menu.addAction(decisions.private)
        if len(rows) == 1 and rows[0].entry.number is not None:
            menu.addAction(tr("All calls of this n&umber private…")).triggered.connect(
                lambda: decisions.make_number_private(rows[0])
            )
        menu.addAction(decisions.delete)
        return menu

    def _add_one(self, menu: QMenu, row: JournalRow) -> None:
        doing = self._doing
        doing.controls.add_to(menu, row)
        menu.addActions([doing.actions.contact, doing.actions.call])
        self._add_number(menu, row)
        doing.whose.add_to(menu, row)
        contact = row.match.contact
        if contact is not None:
            who = contact.name.replace("&", "&&")
            menu.addAction(tr("All calls &with “{who}”", who=who)).triggered.connect(
                lambda: self.all_wanted.emit(contact.id, contact.name)
            )
        menu.addSeparator()
        if not row.private:
            self._add_booking(menu, row)
        menu.addSeparator()
        menu.addActions([doing.details, doing.note])
        menu.addSeparator()

    def _add_number(self, menu: QMenu, row: JournalRow) -> None:
        """Add what can be done with the number: copied, called, shown in its normalised form."""
        if row.entry.number is not None:
            shown = row.display or row.entry.number
            numbers = menu.addMenu(tr("Num&ber {number}", number=shown))
            numbers.setToolTipsVisible(True)
            add_number_actions(numbers, row.entry.number, self._bridge, self._doors)

    def _add_booking(self, menu: QMenu, row: JournalRow) -> None:
        actions = self._doing.actions
        menu.addAction(actions.activity)
        menu.addAction(
            actions.activity_menu.menuAction()
        )  # `addMenu` would make it, and what is in it, end with this one
        menu.addAction(actions.time)
        menu.addAction(actions.time_menu.menuAction())
        if _can_be_split(row):
            split = menu.addAction(tr("Split b&etween projects…"))
            split.setToolTip(tr("Book parts of the call on several projects"))
            split.triggered.connect(lambda: actions.split())
        add_works(menu, row, self._doors.work_wanted.emit)


def add_works(menu: QMenu, row: JournalRow, open_work: Callable[[str], object]) -> None:
    """Add what a call became and can be opened."""
    for place, booking in enumerate(cells.works(row), 1):
        work = booking.id or ""
        what = tr("{what} {id}", what=tr(wording.BOOKED[booking.kind]), id=work)
        menu.addAction(tr("&{place} Open “{work}”", place=place, work=what)).triggered.connect(
            lambda _=False, one=work: open_work(one)
        )


def _can_be_split(row: JournalRow) -> bool:
    """Whether the time of a call may be booked in parts: it is over, waits, and is not booked as one with others."""
    over = not row.entry.live and row.entry.answered is not None
    return over and row.settled is None and len(row.together) < 2
