"""What changed since the last frame, gathered by the engine's thread and taken by Qt's.

In: `Change`, one by one. Out: `Changes`, each row and lamp once, as it is now.
"""

from dataclasses import dataclass
from threading import Lock

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import Change, LineChanged, LineInfo, Missed, Notice, RowChanged, RowsDeleted
from calljournal.contracts.settings_commands import Preferences, PreferencesChanged


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the last frame: rows and lamps, each once and as it is now.

    `deleted` are the ids of rows that are gone. `missed` counts changes that nobody can give us any more: the rows have
    to be asked for again. `notice` is the last thing that the user should know though nobody asked for it;
    `preferences` are those that hold now, where they changed.
    """

    rows: tuple[JournalRow, ...]
    lines: tuple[LineInfo, ...]
    missed: int = 0
    notice: Notice | None = None
    deleted: tuple[str, ...] = ()
    preferences: Preferences | None = None

    def __bool__(self) -> bool:
        return self != NOTHING


NOTHING = Changes((), ())


class Pending:
    """What waits for the next frame: the latest state of each row and lamp. Filled by one thread, emptied by another.

    It is as long as there are rows that changed, however slow the window is.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._rows: dict[str, JournalRow] = {}
        self._lines: dict[str, LineInfo] = {}
        self._missed = 0
        self._notice: Notice | None = None
        self._deleted: list[str] = []
        self._preferences: Preferences | None = None
        self._announced = False

    def add(self, change: Change) -> bool:
        """Keep a change; True if it is the first since `take`, so that a frame must be arranged."""
        with self._lock:
            match change:
                case RowChanged(row):
                    self._rows[row.entry.id] = row
                case RowsDeleted(entries):
                    self._deleted += entries
                    for entry in entries:
                        self._rows.pop(entry, None)
                case LineChanged(line):
                    self._lines[line.name] = line
                case Missed(count):
                    self._missed += count
                case Notice():
                    self._notice = change
                case PreferencesChanged(preferences):
                    self._preferences = preferences
            first, self._announced = not self._announced, True
            return first

    def take(self) -> Changes:
        """Give all that waits, and begin anew."""
        with self._lock:
            changes = Changes(
                tuple(self._rows.values()),
                tuple(self._lines.values()),
                self._missed,
                self._notice,
                tuple(self._deleted),
                self._preferences,
            )
            self._preferences = None
            self._rows, self._lines, self._missed, self._notice, self._deleted = {}, {}, 0, None, []
            self._announced = False
            return changes
