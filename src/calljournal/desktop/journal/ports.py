"""What the journal needs of windows that it does not know."""

from typing import Protocol

from calljournal.contracts.crm import Project
from calljournal.contracts.rows import JournalRow
from calljournal.worklog import Kind


class Forms(Protocol):
    """The forms in which calls are booked."""

    def open(
        self,
        row: JournalRow,
        kind: Kind,
        project: Project | None = None,
        *,
        likely: bool = False,
        left_out: int = 0,
    ) -> object:
        """Open the form for a call, with a project chosen; one that is only `likely` gives way to what was typed.

        So many other calls as are `left_out` are selected besides, and not booked by it.
        """
        ...

    def open_split(self, row: JournalRow) -> object:
        """Open the form for the time of a call, at the page on which it is cut into parts."""
        ...

    def book_at_once(self, row: JournalRow, kind: Kind) -> object:
        """Book with everything left to its default; the form opens where there is something to ask."""
        ...
