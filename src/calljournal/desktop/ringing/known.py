"""What the engine knows of a caller besides the row: when they last spoke, and what is open with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from calljournal.contracts.command import Command
from calljournal.contracts.journal_commands import ListRows
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work_commands import Suggestion, SuggestProjects
from calljournal.desktop.bridge import Bridge
from calljournal.errors import CallJournalError
from calljournal.matching import MatchKind

LOOKED_THROUGH = 20
"""Calls that are asked for: the last of them in which somebody talked is what is looked for."""

PROJECTS = 3

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the caller of one call so far: the calls before, and the names of open projects.

    None is what is still asked for, or may be asked for once it is known who it is.
    """

    before: tuple[JournalRow, ...] | None = None
    projects: tuple[str, ...] | None = None


NOTHING = Known((), ())


class Knowledge(QObject):
    """Asks the engine about callers, once for each call and whom it may be from, and keeps what it says.

    An error is no news to anybody who is about to take a call: then there is nothing more to show.

    Signals:
        came(entry: str): more is known of a call
    """

    came = Signal(str)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._known: dict[str, Known] = {}
        self._about: dict[str, str | None] = {}
        self._asked: set[tuple[str, Command[object]]] = set()

    def of(self, entry: str) -> Known:
        """Give what is known of a call."""
        return self._known.get(entry, Known())

    def look_up(self, row: JournalRow, *, projects: bool) -> None:
        """Ask what has not been asked yet about the caller as far as it is known now."""
        entry, contact = row.entry, row.match.contact
        number = entry.number if row.match.kind is MatchKind.NONE else None
        self._begin(entry.id, contact.id if contact is not None else number)
        if contact is not None:
            self._ask(entry.id, ListRows(contact=contact.id, limit=LOOKED_THROUGH), self._on_rows)
            if projects:
                self._ask(entry.id, SuggestProjects(entry.id, contact.id), self._on_projects)
        elif number is not None:
            self._ask(entry.id, ListRows(number=number, limit=LOOKED_THROUGH), self._on_rows)
            self._known[entry.id] = replace(self.of(entry.id), projects=())
        elif row.match.kind is not MatchKind.PENDING:
            self._known[entry.id] = NOTHING

    def keep_only(self, entries: Sequence[str]) -> None:
        """Forget calls that are not shown any more."""
        for entry in self._about.keys() - set(entries):
            del self._about[entry]
            self._forget(entry)

    def _begin(self, entry: str, about: str | None) -> None:
        """Forget what was known of a call if it is from somebody else than we thought."""
        if self._about.get(entry) != about:
            self._forget(entry)
        self._about[entry] = about

    def _forget(self, entry: str) -> None:
        self._known.pop(entry, None)
        self._asked = {asked for asked in self._asked if asked[0] != entry}

    def _ask(self, entry: str, command: Command[Answer], on_answer: Callable[[str, Answer], None]) -> None:
        asked = (entry, command)
        if asked not in self._asked:
            self._asked.add(asked)
            self._bridge.ask(command, partial(self._on_answer, asked, on_answer), self._on_error)

    def _on_answer(
        self, asked: tuple[str, Command[object]], take: Callable[[str, Answer], None], answer: Answer
    ) -> None:
        if asked in self._asked:  # the call may be over, or from somebody else, by now
            take(asked[0], answer)
            self.came.emit(asked[0])

    def _on_rows(self, entry: str, rows: Sequence[JournalRow]) -> None:
        before = tuple(row for row in rows if row.entry.id != entry)
        self._known[entry] = replace(self.of(entry), before=before)

    def _on_projects(self, entry: str, suggested: Sequence[Suggestion]) -> None:
        names = tuple(one.project.name for one in suggested[:PROJECTS])
        self._known[entry] = replace(self.of(entry), projects=names)

    def _on_error(self, error: CallJournalError) -> None:
        """Show nothing more."""
