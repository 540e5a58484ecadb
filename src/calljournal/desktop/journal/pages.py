"""The long tail of the journal: of the rows of one listing only the pages are kept that were looked at lately.

In: pages, as they are read. Out: rows by their place, as far as they have been read. Nothing here knows Qt.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from calljournal.contracts.rows import JournalRow

PAGE = 100
"""Rows of a page: several screens, read in some hundredths of a second."""

KEPT = 24
"""Pages that are kept: enough to scroll to and fro, and some megabytes at most."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a listing found: `count` rows that began before `until`, some `pages` of them, and the `fresh` ones since.

    `narrowed` says that it looked for some rows only: whether a row that changes belongs here, the engine alone knows.
    `session` says that it looked for those of the session only: what changes of an older row is not shown.
    """

    until: datetime
    count: int
    pages: Mapping[int, Sequence[JournalRow]] = field(default_factory=dict)
    fresh: Sequence[JournalRow] = ()
    narrowed: bool = False
    session: bool = False


class Pages:
    """`count` rows in the order of one listing, read page by page.

    `held` are pages that are never let go: those of selected rows.
    """

    def __init__(self, count: int = 0) -> None:
        self.count = count
        self.held: frozenset[int] = frozenset()
        self._pages: OrderedDict[int, list[JournalRow]] = OrderedDict()
        self._places: dict[str, int] = {}

    def row(self, place: int) -> JournalRow | None:
        """Give the row at a place, if its page has been read."""
        number = place // PAGE
        page = self._pages.get(number)
        if page is None:
            return None
        self._pages.move_to_end(number)
        at = place - number * PAGE
        return page[at] if at < len(page) else None

    def has(self, number: int) -> bool:
        """Whether a page has been read, and is kept."""
        return number in self._pages

    def place(self, entry: str) -> int | None:
        """Give the place of an entry, if its page has been read."""
        return self._places.get(entry)

    def put(self, number: int, rows: Sequence[JournalRow]) -> None:
        """Keep a page, and let go what was not looked at for longest."""
        self._drop(number)
        rows = rows[: max(0, self.count - number * PAGE)]
        self._pages[number] = list(rows)
        for at, row in enumerate(rows):
            self._places[row.entry.id] = number * PAGE + at
        loose = [one for one in self._pages if one not in self.held and one != number]
        for one in loose[: max(0, len(self._pages) - KEPT)]:
            self._drop(one)

    def replace(self, row: JournalRow) -> int | None:
        """Put a row in the place of what was known of the same entry, and give that place."""
        place = self._places.get(row.entry.id)
        if place is not None:
            self._pages[place // PAGE][place % PAGE] = row
        return place

    @property
    def rows(self) -> Iterable[JournalRow]:
        """All rows that have been read and are kept."""
        for page in self._pages.values():
            yield from page

    def _drop(self, number: int) -> None:
        for row in self._pages.pop(number, ()):
            self._places.pop(row.entry.id, None)


def pages_of(first: int, last: int) -> range:
    """Give the pages that hold the places from `first` to `last`."""
    return range(max(first, 0) // PAGE, max(last, 0) // PAGE + 1)
