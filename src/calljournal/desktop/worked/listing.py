"""Asks for the work of some days and for what was spoken in them, and asks anew when the journal changes."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from calljournal.contracts.work import User, Work, WorkQuery
from calljournal.contracts.work_commands import GetOwnUser, GetTotals, ListWork, Total
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.changes import Changes
from calljournal.errors import CallJournalError

SETTLE = 300
"""Milliseconds after a change of the journal before the book is asked anew: bookings come several at once."""


class Listing(QObject):
    """What is to be listed, and the latest answer.

    `user` is whose work it is, None for everybody's; `own` is who the user is, "" until the book has said.

    Signals:
        listed(works: tuple[Work, ...]): the work of the days
        totalled(totals: tuple[Total, ...]): what was spoken in them; () for work of others
        failed(error: CallJournalError): it could not be listed
    """

    listed = Signal(object)
    totalled = Signal(object)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._asked = 0
        self._days: tuple[date, date] | None = None
        self._others: str | None = ""
        self._cancelled = False
        self.own = ""
        self._settle = QTimer(self, interval=SETTLE, singleShot=True)
        self._settle.timeout.connect(self.ask)

    @property
    def is_mine(self) -> bool:
        """Whether it is the user's own work."""
        return self._others == ""

    def show(self, since: date, until: date, user: str | None, *, cancelled: bool) -> None:
        """List the work of these days: of a user, of everybody (None), or the user's own ("")."""
        self._days, self._others, self._cancelled = (since, until), user, cancelled
        self.ask()

    def ask(self) -> None:
        """Ask anew."""
        self._settle.stop()
        if self._days is None:
            return
        self._asked += 1
        if self._others == "":  # whose work is one's own may change with the settings
            self._bridge.ask(GetOwnUser(), partial(self._on_own, self._asked), partial(self._on_error, self._asked))
        else:
            self._list(self._asked, self._others)

    def ask_soon(self) -> None:
        """Ask anew when no more changes come."""
        if self._days is not None and not self._settle.isActive():
            self._settle.start()

    def take_changes(self, changes: Changes) -> None:
        """Ask anew where something may have been booked."""
        if changes.rows or changes.deleted or changes.missed:
            self.ask_soon()

    def _on_own(self, asked: int, own: User) -> None:
        self.own = own.id or own.name
        self._list(asked, self.own)

    def _list(self, asked: int, user: str | None) -> None:
        if asked != self._asked or self._days is None:
            return  # other days are wanted meanwhile
        since, until = self._days
        query = WorkQuery(since=since, until=until, user=user, cancelled=self._cancelled)
        self._bridge.ask(ListWork(query), partial(self._on_listed, asked), partial(self._on_error, asked))
        if self.is_mine:
            totals = GetTotals(since, until)
            self._bridge.ask(totals, partial(self._on_totals, asked), partial(self._on_error, asked))
        else:
            self.totalled.emit(())

    def _on_listed(self, asked: int, works: Sequence[Work]) -> None:
        if asked == self._asked:
            self.listed.emit(tuple(works))

    def _on_totals(self, asked: int, totals: Sequence[Total]) -> None:
        if asked == self._asked:
            self.totalled.emit(tuple(totals))

    def _on_error(self, asked: int, error: CallJournalError) -> None:
        if asked == self._asked:
            self.failed.emit(error)
