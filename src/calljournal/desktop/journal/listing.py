"""Asks the engine for the rows that the model shows: how many there are, the pages in sight, and the newest ones.

In: what is looked for, where the view is, what has come into sight. Out: a whole listing at once (`Listed`), so that
nothing jumps or flickers while its parts come; later the pages, one by one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from calljournal.contracts.journal_commands import CountRows, ListRows
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work_commands import ListUnbooked, Waiting
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal.model import JournalModel
from calljournal.desktop.journal.pages import PAGE, Listed, pages_of
from calljournal.desktop.journal.sought import Sought, before, since
from calljournal.errors import CallJournalError

EVERY = 200
"""Milliseconds between two listings: what changes faster is seen a little later, and the engine is left in peace."""

GATHER = 10
"""Milliseconds in which pages that come into sight are gathered: whoever drags the bar passes many of them."""

AT_ONCE = 3
"""Pages that are asked for at once: those that came into sight last; a screen is on two at most."""

TIED = 3
"""Rows that may have begun in the very same millisecond as another: so far from the edge of a page one is looked for
on that page alone."""


IN_SIGHT = 60
"""Rows below a row that may be in sight with it."""

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the view is: the first row in sight, if the view is not at the very top, and the row that is selected."""

    top: JournalRow | None = None
    current: JournalRow | None = None


@dataclass
class _Job:
    """A listing that is being asked for: what is known of it, and which answers are still to come."""

    sought: Sought
    query: ListRows
    until: datetime
    count: int | None = None
    fresh: Sequence[JournalRow] | None = None
    ranks: int = 0
    wanted: set[int] = field(default_factory=set)
    pages: dict[int, Sequence[JournalRow]] = field(default_factory=dict)

    @property
    def listed(self) -> Listed | None:
        """What was found, once all of it has come."""
        if self.count is None or self.fresh is None or self.ranks or not self.wanted <= self.pages.keys():
            return None
        return Listed(self.until, self.count, self.pages, self.fresh, self.sought.narrowed, self.sought.session)


class Listing(QObject):
    """Keeps the model's rows those that are looked for.

    Signals:
        listed(): a listing is shown
        erred(error: CallJournalError): one could not be had
    """

    listed = Signal()
    erred = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        model: JournalModel,
        where: Callable[[], Place],
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._model, self._where, self._now = bridge, model, where, now
        self._sought = Sought()
        self._job: _Job | None = None
        self._shown: _Job | None = None
        self._open = self._again = False
        self._in_sight: list[int] = []
        self._asked: set[int] = set()
        self._parts: set[str] = set()
        self._rest = QTimer(self, singleShot=True, interval=EVERY)
        self._rest.timeout.connect(self._on_rested)
        self._gathering = QTimer(self, singleShot=True, interval=GATHER)
        self._gathering.timeout.connect(self._ask_for_pages)
        bridge.ready.connect(self._on_ready)
        model.stale.connect(self.relist)
        model.page_wanted.connect(self._on_page_wanted)
        model.part_seen.connect(self._on_part_seen)

    @property
    def sought(self) -> Sought:
        """What is looked for."""
        return self._sought

    @property
    def shown(self) -> Sought | None:
        """What the rows that are shown were found by; None before the first listing."""
        return self._shown.sought if self._shown else None

    def look_for(self, sought: Sought) -> None:
        """Look for something else, at once, from the top; or where the selected row is, if it is found as well."""
        self._sought = sought
        if self._open:
            self._begin(Place(current=self._where().current))

    def _on_ready(self) -> None:
        """There is somebody to ask; what was looked for until now is asked for by whoever else hears of it."""
        self._open = True

    def relist(self) -> None:
        """List anew, in the same place; soon, if that has just been done."""
        if self._rest.isActive():
            self._again = True
        else:
            self._begin(self._where())

    def _on_rested(self) -> None:
        if self._again and self._job is not None:
            self._rest.start()  # one that takes longer than usual is not overtaken by the next
        elif self._again:
            self._begin(self._where())

    # --- one listing -------------------------------------------------------------------------------------------------

    def _begin(self, place: Place) -> None:
        """Ask for everything that the place needs; an answer that a later question has overtaken is left aside."""
        self._again = False
        self._rest.start()
        query, until = self._sought.query(), self._now()
        job = self._job = _Job(self._sought, before(query, until), until)
        self._model.begin_listing()
        if place.top is None:
            self._want(job, 0)
        for moment in {row.entry.started for row in (place.top, place.current) if row is not None}:
            if moment < until:
                job.ranks += 1
                self._ask(job, CountRows(since(job.query, moment)), partial(self._on_rank, job))
        self._ask(job, CountRows(job.query), partial(self._on_count, job))
        self._ask(job, since(query, until), partial(self._on_fresh, job))

    def _want(self, job: _Job, number: int) -> None:
        if number not in job.wanted:
            job.wanted.add(number)
            self._ask(job, _page(job.query, number), partial(self._on_job_page, job, number))

    def _ask(self, job: _Job, command: CountRows | ListRows, on_answer: Callable[..., object]) -> None:
        self._bridge.ask(command, on_answer, partial(self._on_error, job))

    def _on_rank(self, job: _Job, found: int) -> None:
        """Want the page of a row, now that it is known how many rows there are down to it, and what is seen below."""
        job.ranks -= 1
        if found and job is self._job:
            for number in pages_of(found - TIED, found + IN_SIGHT):
                self._want(job, number)
        self._finish(job)

    def _on_count(self, job: _Job, count: int) -> None:
        job.count = count
        self._finish(job)

    def _on_fresh(self, job: _Job, rows: Sequence[JournalRow]) -> None:
        job.fresh = rows
        self._finish(job)

    def _on_job_page(self, job: _Job, number: int, rows: Sequence[JournalRow]) -> None:
        job.pages[number] = rows
        self._finish(job)

    def _finish(self, job: _Job) -> None:
        """Show what was found, once it is whole."""
        listed = job.listed
        if job is not self._job or listed is None:
            return
        if not job.wanted:  # nothing of the place is left: begin at the top
            self._want(job, 0)
            return
        self._job, self._shown = None, job
        self._asked.clear()
        self._model.finish_listing(listed)
        self.listed.emit()

    def _on_error(self, job: _Job, error: CallJournalError) -> None:
        if job is self._job:
            self._job = None
            self.erred.emit(error)

    # --- pages that come into sight ----------------------------------------------------------------------------------

    def _on_page_wanted(self, number: int) -> None:
        if number not in self._asked:
            if number in self._in_sight:
                self._in_sight.remove(number)
            self._in_sight.append(number)
            if not self._gathering.isActive():
                self._gathering.start()

    def _ask_for_pages(self) -> None:
        job = self._shown
        if job is None:
            return
        for number in self._in_sight[-AT_ONCE:]:
            self._asked.add(number)
            self._bridge.ask(
                _page(job.query, number), partial(self._on_page, job, number), partial(self._on_no_page, job, number)
            )
        self._in_sight.clear()

    def _on_page(self, job: _Job, number: int, rows: Sequence[JournalRow]) -> None:
        if job is self._shown:
            self._asked.discard(number)
            self._model.put_page(number, rows)

    def _on_no_page(self, job: _Job, number: int, error: CallJournalError) -> None:
        if job is self._shown:
            self._asked.discard(number)
            self.erred.emit(error)

    # --- calls that are booked in part -------------------------------------------------------------------------------

    def _on_part_seen(self, row: JournalRow) -> None:
        """Ask how much of a call waits that is booked in part."""
        if row.entry.id not in self._parts:
            self._parts.add(row.entry.id)
            start = row.entry.started
            self._bridge.ask(
                ListUnbooked(since=start, until=start.replace(microsecond=0) + SECOND),
                partial(self._on_rest, row.entry.id),
                partial(self._on_no_rest, row.entry.id),
            )

    def _on_rest(self, entry: str, waiting: Sequence[Waiting]) -> None:
        self._parts.discard(entry)
        for one in waiting:
            if any(row.entry.id == entry for row in one.rows):
                self._model.set_waiting(entry, one.draft.measured_minutes)

    def _on_no_rest(self, entry: str, error: CallJournalError) -> None:
        self._parts.discard(entry)


def _page(query: ListRows, number: int) -> ListRows:
    return replace(query, limit=PAGE, offset=number * PAGE)
