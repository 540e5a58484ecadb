"""The living head of the journal: the rows that came since the listing, in their order, the latest on top.

They are kept the other way round, the latest last, so that a new one moves none of the others. Nothing here knows Qt.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable
from datetime import datetime

from calljournal.contracts.rows import JournalRow

Key = tuple[datetime, str]


def key_of(row: JournalRow) -> Key:
    """Give what rows are ordered by: start, and id where that is the same."""
    return row.entry.started, row.entry.id


class Head:
    """Rows by entry id, and in order."""

    def __init__(self, rows: Iterable[JournalRow] = ()) -> None:
        self._rows = {row.entry.id: row for row in rows}
        self._keys = sorted(map(key_of, self._rows.values()))

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, entry: object) -> bool:
        return entry in self._rows

    def row(self, place: int) -> JournalRow:
        """Give the row at a place, counted from the top."""
        return self._rows[self._keys[len(self._keys) - 1 - place][1]]

    def get(self, entry: str) -> JournalRow:
        """Give the row of an entry that is here."""
        return self._rows[entry]

    def place(self, entry: str) -> int | None:
        """Give where the row of an entry is, counted from the top."""
        row = self._rows.get(entry)
        return None if row is None else len(self._keys) - 1 - bisect_left(self._keys, key_of(row))

    def place_for(self, row: JournalRow) -> int:
        """Give where a row that is not here belongs."""
        return len(self._keys) - bisect_left(self._keys, key_of(row))

    def insert(self, row: JournalRow) -> None:
        """Put a new row where it belongs."""
        insort(self._keys, key_of(row))
        self._rows[row.entry.id] = row

    def replace(self, row: JournalRow) -> None:
        """Put a row in the place of what was known of the same entry; its start is the same."""
        self._rows[row.entry.id] = row

    def remove(self, entry: str) -> None:
        """Take the row of an entry out."""
        row = self._rows.pop(entry)
        del self._keys[bisect_left(self._keys, key_of(row))]

    @property
    def rows(self) -> Iterable[JournalRow]:
        """All rows."""
        return self._rows.values()
