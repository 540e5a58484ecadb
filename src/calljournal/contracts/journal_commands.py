"""The commands about the rows of the journal: counted, noted on, deleted, kept private; and what is typed in forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from calljournal.contracts.command import Command
from calljournal.contracts.rows import JournalRow


@dataclass(frozen=True, slots=True)
class ListRows(Command[tuple[JournalRow, ...]]):
    """Give rows of the journal, the latest first; every condition that is given must hold.

    `since` and `until` are aware and compare with the start; `number` is compared by its digits, `person` by a part
    of the name of a matched contact or of the name that was sent; `contact` by the id of a matched contact; `text` is
    looked for in number, names and note at once. `outcome` and `direction` are as in the row's JSON. `session` means
    since the engine started. `unbooked` gives the calls in which somebody talked, however short, and of which nothing
    has become yet: no time entry, not ignored, not private. `over` gives the calls that have ended, first the one that
    ended last, or that a person added last. The first `offset` rows are left out.
    """

    answer: ClassVar[object] = tuple[JournalRow, ...]
    since: datetime | None = None
    until: datetime | None = None
    number: str | None = None
    person: str | None = None
    outcome: str | None = None
    unbooked: bool = False
    session: bool = False
    limit: int = 1000
    over: bool = False
    text: str | None = None
    contact: str | None = None
    direction: str | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class CountRows(Command[int]):
    """Say how many rows `ListRows` would give without `limit` and `offset`."""

    of: ListRows = field(default_factory=ListRows)
    answer: ClassVar[object] = int


@dataclass(frozen=True, slots=True)
class NoteCall(Command[JournalRow]):
    """Note something on a call; "" takes the note away. Raises Refused for a private one."""

    entry: str
    note: str
    answer: ClassVar[object] = JournalRow


@dataclass(frozen=True, slots=True)
class DeleteCalls(Command[int]):
    """Delete rows of the journal for good, with those that were merged into them; give how many.

    What was booked from them stays in the book. Raises Refused, and deletes none, where one still lasts or has a
    booking that waits to be sent.
    """

    entries: tuple[str, ...]
    answer: ClassVar[object] = int


@dataclass(frozen=True, slots=True)
class PrivateNumber:
    """A number whose calls are private for good: as it is shown, and since when it is so."""

    number: str
    shown: str
    since: datetime


@dataclass(frozen=True, slots=True)
class KeepNumberPrivate(Command[tuple[str, ...]]):
    """Say that all calls with the number of an entry are private, past (what was not booked) and to come, or with `on`
    False that those to come are not.

    The entry is named by its id, or the number as `ListPrivateNumbers` gives it. The answer are the ids of the rows
    that became private. A call becomes so when it ends. Raises Refused for a call without a number.
    """

    entry: str | None = None
    number: str | None = None
    on: bool = True
    answer: ClassVar[object] = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListPrivateNumbers(Command[tuple[PrivateNumber, ...]]):
    """Give the numbers whose calls are private for good, the latest first."""

    answer: ClassVar[object] = tuple[PrivateNumber, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a form and not done with yet: `form` and `about` name it, `fields` hold texts by name.

    `form` is "time" or "activity" (`about` is an entry's id), "contact" (a contact's id, or "" for a new one) ...
    """

    form: str
    about: str
    fields: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class KeepTyped(Command[None]):
    """Keep what is typed into a form, so that it outlives a crash; without `fields` it is done with, and forgotten."""

    form: str
    about: str
    fields: Mapping[str, str] = field(default_factory=dict)
    answer: ClassVar[object] = type(None)


@dataclass(frozen=True, slots=True)
class ListTyped(Command[tuple[Typed, ...]]):
    """Give what was typed and is not done with, the earliest first."""

    answer: ClassVar[object] = tuple[Typed, ...]


COMMANDS: tuple[type[Command[object]], ...] = (
    ListRows,
    CountRows,
    NoteCall,
    DeleteCalls,
    KeepNumberPrivate,
    ListPrivateNumbers,
    KeepTyped,
    ListTyped,
)

QUESTIONS: frozenset[type[Command[object]]] = frozenset({ListRows, CountRows, ListPrivateNumbers, ListTyped})
"""The commands of these that change nothing."""
