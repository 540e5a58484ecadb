"""The journal as a table: a living head of rows that came since the listing, and a long tail that is read by pages.

In: what a listing found, and `JournalRow`, whole, whenever one changed. Out: what Qt's views ask a model for, and which
pages are in sight and have to be read. However long the journal is, nothing here goes through all of it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from calljournal.contracts.rows import JournalRow
from calljournal.desktop.journal import cells, wording
from calljournal.desktop.journal.cells import Column
from calljournal.desktop.journal.faces import RIGHT, Faces, unread
from calljournal.desktop.journal.head import Head, key_of
from calljournal.desktop.journal.pages import PAGE, Listed, Pages
from calljournal.desktop.look.icons import Icons
from calljournal.languages import tr

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
COLUMNS = tuple(Column)
ROW_ROLE = Role.UserRole
"""Gives the whole `JournalRow` of any cell of its row; None while it is being read."""


class JournalModel(QAbstractTableModel):
    """The rows of the journal, the latest first. `now` is asked for the timers of live calls.

    Signals:
        page_wanted(number: int): a page of the tail is in sight, and has not been read
        page_came(): a page was read
        stale(): something changed that only a new listing can show
        telephones_changed(): rows of another telephone or line have been seen
        part_seen(row: JournalRow): a call that is booked in part, and it is not known how much of it waits
    """

    page_wanted = Signal(int)
    page_came = Signal()
    stale = Signal()
    telephones_changed = Signal()
    part_seen = Signal(object)

    def __init__(self, icons: Icons, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._faces = Faces(icons, now)
        self._listed = Listed(datetime.min.replace(tzinfo=UTC), 0)
        self._head = Head()
        self._tail = Pages()
        self._later: dict[str, JournalRow] = {}  # rows of the tail that changed since the listing
        self._since_asked: dict[str, JournalRow | None] | None = None  # changed since a listing was asked for
        self._live: set[str] = set()
        self._waiting: dict[str, float] = {}
        self.telephones: set[tuple[str, str]] = set()

    # --- listings ----------------------------------------------------------------------------------------------------

    def begin_listing(self) -> None:
        """Note that rows are being asked for: what changes from now on, the answer may not know."""
        self._since_asked = {}

    def finish_listing(self, listed: Listed) -> None:
        """Show what was found, but for what has changed since it was asked for."""
        changed, self._since_asked = self._since_asked or {}, None
        tail = Pages(listed.count)
        for number, rows in listed.pages.items():
            tail.put(number, rows)
        head = Head(listed.fresh)
        same = self._shows_already(head, tail, listed.pages)
        if same:
            tail.held = self._tail.held
        else:
            self.beginResetModel()
        self._listed, self._head, self._tail, self._later = listed, head, tail, {}
        self._live = set()
        for row in (*head.rows, *tail.rows):
            self._note(row)
        if same:
            self._emit_changed(0, self.rowCount() - 1)
        else:
            self.endResetModel()
        self.apply(row for row in changed.values() if row is not None)
        self.remove(entry for entry, row in changed.items() if row is None)

    def put_page(self, number: int, rows: Sequence[JournalRow]) -> None:
        """Take up a page that was asked for; what has changed since the listing is known better."""
        self._tail.put(number, [self._later.get(row.entry.id, row) for row in rows])
        for row in rows:
            self._note(self._later.get(row.entry.id, row))
        first = len(self._head) + number * PAGE
        self._emit_changed(first, min(first + PAGE, self.rowCount()) - 1)
        self.page_came.emit()
        if len(rows) < min(PAGE, self._tail.count - number * PAGE):
            self.stale.emit()  # some have gone, and nobody told

    def hold(self, rows: Iterable[int]) -> None:
        """Keep the pages of these rows (counted from the top), however far one scrolls."""
        self._tail.held = frozenset((row - len(self._head)) // PAGE for row in rows if row >= len(self._head))

    def _shows_already(self, head: Head, tail: Pages, pages: Iterable[int]) -> bool:
        """Whether what was found stands in the same places already: then nothing need move."""
        if len(head) + tail.count != self.rowCount():
            return False
        places = [*range(len(head))]
        for number in pages:
            places += range(len(head) + number * PAGE, len(head) + min((number + 1) * PAGE, tail.count))
        return all(_id(self._row(place)) == _id(_in(head, tail, place)) for place in places)

    # --- changes -----------------------------------------------------------------------------------------------------

    def apply(self, rows: Iterable[JournalRow]) -> None:
        """Show rows that appeared or changed; `stale` where that takes a new listing."""
        stale = False
        for row in rows:
            if self._since_asked is not None:
                self._since_asked[row.entry.id] = row
            self._waiting.pop(row.entry.id, None)
            stale = self._take(row) or stale
        if stale:
            self.stale.emit()

    def remove(self, entries: Iterable[str]) -> None:
        """Drop rows, by their ids, that are gone."""
        stale = False
        for entry in entries:
            if self._since_asked is not None:
                self._since_asked[entry] = None
            if entry in self._head:
                self._remove(entry)
            else:
                stale = True
        if stale:
            self.stale.emit()

    def _take(self, row: JournalRow) -> bool:
        """Show one row; True where only a new listing can do that rightly."""
        entry = row.entry
        if entry.id in self._head:
            return self._take_into_head(row) or self._listed.narrowed
        if entry.started < self._listed.until and entry.merged_into is None:
            self._later[entry.id] = row
        known = self._tail.place(entry.id)
        if known is not None:
            return self._take_into_tail(known, row) or self._listed.narrowed
        if entry.merged_into is not None:
            return entry.started < self._listed.until
        if self._listed.narrowed or not self._is_new(row):
            return True
        self._insert(row)
        return entry.started < self._listed.until  # seen at once; but pages that are read from now on have it as well

    def _take_into_head(self, row: JournalRow) -> bool:
        before = self._head.get(row.entry.id)
        if row.entry.merged_into is not None:
            self._remove(row.entry.id)
        elif key_of(row) != key_of(before):  # its beginning was corrected: it may belong elsewhere
            self._remove(row.entry.id)
            return self._take(row)
        else:
            self._head.replace(row)
            self._note(row)
            at = self._head.place(row.entry.id) or 0
            self._emit_changed(at, at)
        return False

    def _take_into_tail(self, place: int, row: JournalRow) -> bool:
        before = self._tail.row(place)
        if row.entry.merged_into is not None or before is None or key_of(before) != key_of(row):
            return True
        self._tail.replace(row)
        self._note(row)
        self._emit_changed(len(self._head) + place, len(self._head) + place)
        return False

    def _is_new(self, row: JournalRow) -> bool:
        """Whether a row that is nowhere here began after all of the tail, so that it cannot be in it."""
        if row.entry.started >= self._listed.until:
            return True
        if not self._tail.count:
            return not self._listed.session
        first = self._tail.row(0)
        return first is not None and key_of(row) > key_of(first)

    def _insert(self, row: JournalRow) -> None:
        at = self._head.place_for(row)
        self.beginInsertRows(QModelIndex(), at, at)
        self._head.insert(row)
        self._note(row)
        self.endInsertRows()

    def _remove(self, entry: str) -> None:
        at = self._head.place(entry) or 0
        self.beginRemoveRows(QModelIndex(), at, at)
        self._head.remove(entry)
        self._live.discard(entry)
        self.endRemoveRows()

    def _note(self, row: JournalRow) -> None:
        """Take up what has to be known of a row beyond its place: that it lasts, its telephone, that a part waits."""
        entry = row.entry
        if entry.live:
            self._live.add(entry.id)
        else:
            self._live.discard(entry.id)
        if not entry.manual and (entry.line, entry.own) not in self.telephones:
            self.telephones.add((entry.line, entry.own))
            self.telephones_changed.emit()
        if cells.is_part(row) and entry.id not in self._waiting:
            self.part_seen.emit(row)

    def _emit_changed(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))

    def dress(self) -> None:
        """Take the icons in their present colours."""
        self._faces.forget()
        self._emit_changed(0, self.rowCount() - 1)

    # --- looked at ---------------------------------------------------------------------------------------------------

    def set_waiting(self, entry: str, minutes: float) -> None:
        """Say how many measured minutes wait of a call that is booked in part."""
        self._waiting[entry] = minutes
        at = self.row_number(entry)
        if at is not None:
            self._emit_changed(at, at)

    def refresh_timers(self, first: int, last: int) -> None:
        """Have the timers of the live calls among these (visible) rows painted anew."""
        for entry in self._live:
            at = self.row_number(entry)
            if at is not None and first <= at <= last:
                cell = self.index(at, Column.DURATION)
                self.dataChanged.emit(cell, cell, [Role.DisplayRole, Role.AccessibleTextRole])

    @property
    def has_live(self) -> bool:
        """Whether a call lasts."""
        return bool(self._live)

    @property
    def fresh_count(self) -> int:
        """How many rows there are above the tail."""
        return len(self._head)

    def row_number(self, entry: str) -> int | None:
        """Give where the row of an entry is, counted from the top, if it has been read."""
        at = self._head.place(entry)
        if at is not None:
            return at
        place = self._tail.place(entry)
        return None if place is None else len(self._head) + place

    def row_of(self, entry: str) -> JournalRow | None:
        """Give the row of an entry, if it has been read."""
        at = self.row_number(entry)
        return None if at is None else self._row(at)

    def row_at(self, at: int) -> JournalRow | None:
        """Give the row at a place, counted from the top; one that has not been read yet is asked for."""
        row = self._row(at)
        if row is None and 0 <= at - len(self._head) < self._tail.count:
            number = (at - len(self._head)) // PAGE
            if not self._tail.has(number):
                self.page_wanted.emit(number)
        return row

    def _row(self, at: int) -> JournalRow | None:
        return _in(self._head, self._tail, at)

    # --- what views ask for ------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._head) + self._tail.count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Role.DisplayRole:
            return tr(wording.HEADERS[section])
        if role == Role.ToolTipRole:
            return tr(wording.HEADER_HINTS[section])
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in RIGHT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if role == ROW_ROLE:
            return row
        column = COLUMNS[index.column()]
        if row is None:
            return unread(column, role)
        return self._faces.of(row, column, role, self._waiting.get(row.entry.id))


def _in(head: Head, tail: Pages, at: int) -> JournalRow | None:
    if at < 0:
        return None
    return head.row(at) if at < len(head) else tail.row(at - len(head))


def _id(row: JournalRow | None) -> str | None:
    return None if row is None else row.entry.id
