"""Rows of the journal as they are listed: looked for by conditions, in a total order, page by page, and counted.

Which rows they are is found out in one narrow index (entries_listed) that has all the columns asked for here: whatever
is looked for, a page of 100,000 rows takes some hundredths of a second. Only the rows of the page are then read.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime

from calljournal.contracts.journal_commands import ListRows
from calljournal.contracts.rows import JournalRow
from calljournal.database import contains, fold, search, sought_digits, write_time
from calljournal.database.many import chunks, marks
from calljournal.store.rows import whole

Condition = tuple[str, Sequence[object]]
"""A condition in SQL, and its parameters."""

NOT_MERGED = "e.survivor = e.id"
"""As the index entries_listed has it."""

_ENDED = "COALESCE(e.ended, '') <> ''"
"""Whether a row has ended, said so that SQLite stays with that index: the other one, by the end, has nothing else."""

_NUMBER = re.compile(r"[\d\s+()/.\u2010-\u2015-]*\d[\d\s+()/.\u2010-\u2015-]*")
"""What a person may write as a number, or a part of one."""

_TEXTS = ("e.name_search", "e.matched_search", "e.note_search")


def rows(connection: sqlite3.Connection, query: ListRows, session_start: datetime) -> tuple[JournalRow, ...]:
    """Give the rows that meet every condition, the latest first; merged-away rows are not among them."""
    conditions, values = _joined(query, session_start)
    order = "COALESCE(e.added, e.ended)" if query.over else "e.started"
    sql = f"SELECT e.id FROM entries e WHERE {conditions} ORDER BY {order} DESC, e.id DESC LIMIT ? OFFSET ?"  # noqa: S608
    ids = [row["id"] for row in connection.execute(sql, (*values, query.limit, query.offset))]
    stored: dict[str, sqlite3.Row] = {}
    for some in chunks(ids):
        for row in connection.execute(f"SELECT * FROM entries WHERE id IN ({marks(some)})", some):  # noqa: S608
            stored[row["id"]] = row
    return whole(connection, [stored[one] for one in ids])


def count(connection: sqlite3.Connection, query: ListRows, session_start: datetime) -> int:
    """Count the rows that meet every condition, whatever `limit` and `offset` say."""
    conditions, values = _joined(query, session_start)
    (counted,) = connection.execute(f"SELECT COUNT(*) FROM entries e WHERE {conditions}", values).fetchone()  # noqa: S608
    return int(counted)


def _joined(query: ListRows, session_start: datetime) -> tuple[str, list[object]]:
    """Give all conditions of a query as one, and its parameters."""
    conditions = list(_conditions(query, session_start))
    if query.over:
        conditions.append((_ENDED if conditions else "e.ended IS NOT NULL", ()))
    conditions.append((NOT_MERGED, ()))
    return " AND ".join(sql for sql, _ in conditions), [value for _, values in conditions for value in values]


def _conditions(query: ListRows, session_start: datetime) -> Iterator[Condition]:
    if query.since is not None:
        yield "e.started >= ?", (write_time(query.since),)
    if query.until is not None:
        yield "e.started < ?", (write_time(query.until),)
    if query.session:
        # a call that was going on when the program started is one of this session
        start = write_time(session_start)
        yield "(e.started >= ? OR e.ended IS NULL OR e.ended >= ?)", (start, start)
    if query.number is not None:
        yield _with_digits(query.number)
    if query.person is not None:
        yield _any(search(column, query.person) for column in _TEXTS[:2])
    if query.text is not None:
        yield _with_text(query.text)
    if query.contact is not None:
        yield "e.id IN (SELECT entry FROM matched_contacts WHERE contact = ?)", (query.contact,)
    if query.outcome is not None:
        yield "e.outcome = ?", (query.outcome,)
    if query.direction is not None:
        yield "e.direction = ?", (query.direction,)
    if query.unbooked:
        yield f"e.settled IS NULL AND e.answered IS NOT NULL AND {_ENDED}", ()  # WAITS, as this index has it


def _with_text(text: str) -> Condition:
    """Say that a text is the number, or a part of it; or that its words stand in the names, the notes or the number."""
    if _NUMBER.fullmatch(text):
        return _any((_with_digits(text), *(search(column, text) for column in _TEXTS)))
    words = [_any(_places(word)) for word in fold(text).split()]
    return " AND ".join(sql for sql, _ in words) or "TRUE", [value for _, values in words for value in values]


def _places(word: str) -> Iterator[Condition]:
    """Give where a word may stand: in the names, in the notes; one of digits also in the number."""
    if _NUMBER.fullmatch(word):
        yield _with_digits(word)
    yield from (search(column, word) for column in _TEXTS)


def _with_digits(number: str) -> Condition:
    digits = sought_digits(number)
    return (r"e.digits LIKE ? ESCAPE '\'", (contains(digits),)) if digits else ("FALSE", ())


def _any(conditions: Iterator[Condition] | Sequence[Condition]) -> Condition:
    """Give the condition that one of these holds."""
    each = list(conditions)
    return f"({' OR '.join(f'({sql})' for sql, _ in each)})", [value for _, values in each for value in values]
