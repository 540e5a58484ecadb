"""Which calls the notice shows: those that ring here, and those that the user placed here, until they are over.

In: rows as they change. Out: the calls that are followed, the earliest first. No window, no clock of its own.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from calljournal.calls import Direction
from calljournal.contracts.rows import JournalRow
from calljournal.journal import RowState

APPEARS_WITHIN = timedelta(seconds=60)
"""So long after it was asked for a call may appear: one's own telephone may have to be picked up first."""

ALIKE = 7
"""Digits at the end by which a number as dialled is known again: prefixes before them differ."""


class FollowedCalls:
    """Keeps the calls that are to be shown, by the ids of their rows."""

    def __init__(self) -> None:
        self._rows: dict[str, JournalRow] = {}
        self._taken: dict[str, datetime] = {}
        self._dismissed: set[str] = set()
        self._expected: list[tuple[str, datetime]] = []

    @property
    def rows(self) -> tuple[JournalRow, ...]:
        """The calls that are shown, the earliest first."""
        return tuple(self._rows.values())

    def get(self, entry: str) -> JournalRow | None:
        """Give the row of a call that is shown."""
        return self._rows.get(entry)

    def taken_before(self, moment: datetime) -> tuple[str, ...]:
        """Name the calls that are shown and of which we learned by then that they were taken."""
        return tuple(entry for entry in self._rows if entry in self._taken and self._taken[entry] <= moment)

    def expect(self, digits: str, at: datetime) -> None:
        """Expect a call that the user has just placed here."""
        self._expected.append((_digits(digits), at))

    def take(self, rows: Iterable[JournalRow], at: datetime) -> tuple[JournalRow, ...]:
        """Take up what changed; give the calls that are new here."""
        begun = []
        for row in rows:
            entry = row.entry
            if not entry.live or entry.manual:
                self._forget(entry.id)
            elif entry.id in self._rows:
                self._rows[entry.id] = row
            elif entry.id not in self._dismissed and self._begins(row, at):
                self._rows[entry.id] = row
                begun.append(row)
            if entry.id in self._rows and entry.answered is not None:
                self._taken.setdefault(entry.id, at)
        return tuple(begun)

    def take_all(self, rows: Iterable[JournalRow], at: datetime) -> tuple[JournalRow, ...]:
        """Take up all rows anew, where changes were missed: a call that is not among them is over."""
        rows = tuple(rows)
        self.remove(self._rows.keys() - {row.entry.id for row in rows})
        return self.take(rows, at)

    def remove(self, entries: Iterable[str]) -> None:
        """Take up that rows are gone."""
        for entry in tuple(entries):
            self._forget(entry)

    def dismiss(self, entry: str) -> None:
        """Show a call no more, however long it lasts."""
        self._taken.pop(entry, None)
        if self._rows.pop(entry, None) is not None:
            self._dismissed.add(entry)

    def clear(self) -> None:
        """Begin anew."""
        self._rows.clear()
        self._taken.clear()
        self._dismissed.clear()
        self._expected.clear()

    def _forget(self, entry: str) -> None:
        self._rows.pop(entry, None)
        self._taken.pop(entry, None)
        self._dismissed.discard(entry)

    def _begins(self, row: JournalRow, at: datetime) -> bool:
        if row.entry.direction is Direction.INCOMING:
            return row.entry.state is RowState.RINGING
        return row.entry.state in (RowState.DIALLING, RowState.RINGING) and self._was_expected(row, at)

    def _was_expected(self, row: JournalRow, at: datetime) -> bool:
        self._expected = [one for one in self._expected if at - one[1] <= APPEARS_WITHIN]
        number = _digits(row.entry.number or "")
        for one in self._expected:
            if number and number[-ALIKE:] == one[0][-ALIKE:]:
                self._expected.remove(one)
                return True
        return False


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
