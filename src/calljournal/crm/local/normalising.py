"""The numbers of the whole book, normalised anew page by page: a run that is killed goes on where it was."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

import msgspec

from calljournal import __version__
from calljournal.contracts.crm import Means
from calljournal.contracts.numbering import Normalised, rules_at
from calljournal.crm.local import means
from calljournal.crm.local.asking import chunks, marks
from calljournal.crm.local.contacts import address_lines
from calljournal.crm.local.edits import Changes
from calljournal.crm.local.naming import next_id
from calljournal.errors import Refused
from calljournal.numbers import DialRules, NumberKind, read_person

SMALL = 2000
"""Contacts of a book that is normalised in one step when it is opened: that takes less than a second."""


def reader_of(rules: DialRules) -> str:
    """Name how numbers are read: by which rules, which program and which numbering plans. Another name: read anew."""
    return f"{rules.reading} calljournal {__version__}, phonenumberslite {version('phonenumberslite')}"


@dataclass(frozen=True, slots=True)
class Run:
    """How far a run over the book has come. It is saved with each page."""

    id: str
    rules: str
    total: int
    undoable: bool
    behind: str = ""
    done: int = 0
    changed: int = 0
    unreadable: int = 0
    edit: str | None = None
    over: bool = False


def renew(connection: sqlite3.Connection, rules: DialRules) -> bool:
    """Normalise a small book at once where it was read by other rules; say whether it is still to be done."""
    if read_by(connection) == reader_of(rules):
        return False
    if _count(connection) >= SMALL:
        return True
    _normalise(connection, _next_contacts(connection, "", SMALL), rules, None)
    _remember(connection, "rules", reader_of(rules))
    give_up(connection)
    return False


def read_by(connection: sqlite3.Connection) -> str:
    """Give the rules by which the numbers of the book were read, "" where it was by several."""
    return _remembered(connection, "rules") or ""


def normalise(
    connection: sqlite3.Connection,
    after: str | None,
    limit: int,
    undoable: bool,
    rules: DialRules,
    begin: Callable[[str | None], Changes],
) -> Normalised:
    """Normalise the numbers of the next contacts of a run, and save how far it is.

    The run is the one that `after` is of, else the one under way, else a new one. `begin` begins an edit or goes on
    with one. Raises Refused where the run was undone meanwhile.
    """
    saved = _saved(connection)
    if after is not None and (saved is None or saved.id != _read(after).id):
        raise Refused("what was normalised has been undone meanwhile: start again")
    if saved is None or (saved.over and after is None):
        saved = Run(next_id(connection, "n"), reader_of(rules), _count(connection), undoable)
    if saved.rules != reader_of(rules):  # what it has read already it has read by others
        saved = replace(saved, rules=reader_of(rules), behind="", done=0, changed=0, unreadable=0, over=False)
    if read_by(connection) != reader_of(rules):
        connection.execute("DELETE FROM about WHERE name = 'rules'")  # from the first page on it is by several
    run = _next_page(connection, saved, limit, rules, begin(saved.edit) if saved.undoable else None)
    if run.over:
        _remember(connection, "rules", reader_of(rules))
    _remember(connection, "run", _written(run))
    return _told(run, saved.done)


def rehearse(
    connection: sqlite3.Connection, after: str | None, limit: int, rules: DialRules, begin: Callable[[], Changes]
) -> Normalised:
    """Normalise the next page of a dry run, which knows by `after` alone how far it is."""
    before = Run("", reader_of(rules), _count(connection), undoable=True) if after is None else _read(after)
    run = _next_page(connection, before, limit, rules, begin())
    return replace(_told(run, before.done), edit=None)


def give_up(connection: sqlite3.Connection) -> None:
    """Forget the run that is under way: what it has done is no longer so."""
    connection.execute("DELETE FROM about WHERE name = 'run'")


def read_anew(connection: sqlite3.Connection, ids: Sequence[str], rules: DialRules) -> None:
    """Normalise the numbers of some contacts."""
    for some in chunks(ids):
        rows = connection.execute(f"SELECT id, address FROM contacts WHERE id IN ({marks(some)})", some)  # noqa: S608
        _normalise(connection, rows.fetchall(), rules, None)


def _next_page(connection: sqlite3.Connection, run: Run, limit: int, rules: DialRules, changes: Changes | None) -> Run:
    page = _next_contacts(connection, run.behind, limit)
    changed, unreadable = _normalise(connection, page, rules, changes)
    return replace(
        run,
        behind=page[-1]["id"] if page else run.behind,
        done=run.done + len(page),
        changed=run.changed + changed,
        unreadable=run.unreadable + unreadable,
        edit=(changes.id or run.edit) if changes else None,
        over=len(page) < limit,
    )


def _normalise(
    connection: sqlite3.Connection, page: Sequence[sqlite3.Row], rules: DialRules, changes: Changes | None
) -> tuple[int, int]:
    """Normalise the numbers of these contacts; give how many changed, and how many cannot be read.

    Where the rules have changed, or the tables (which forgets the rules), everything is written anew.
    """
    everything = read_by(connection) != reader_of(rules)
    stored = means.of_contacts(connection, [row["id"] for row in page])
    new: list[tuple[str, int, Means]] = []
    changed = unreadable = 0
    differing: set[str] = set()
    for row in page:
        local = rules_at(address_lines(row["address"]), rules)
        for position, one in stored.get(row["id"], {}).items():
            if one.kind not in means.NUMBERS:
                continue
            reading = read_person(one.typed, local)
            unreadable += reading.kind is NumberKind.UNREADABLE
            now = means.as_read(one, reading)
            if now != one:
                changed += 1
                differing.add(row["id"])
            if now != one or everything:
                new.append((row["id"], position, now))
    if changes is not None:
        changes.changing(list(differing))
    means.write_read(connection, new)
    return changed, unreadable


def _told(run: Run, began: int) -> Normalised:
    after = None if run.over else _written(run)
    return Normalised(run.done, max(run.total, run.done), run.changed, run.unreadable, began, after, run.edit)


def _saved(connection: sqlite3.Connection) -> Run | None:
    text = _remembered(connection, "run")
    return None if text is None else _read(text)


def _read(text: str) -> Run:
    return msgspec.json.decode(text, type=Run)


def _written(run: Run) -> str:
    return msgspec.json.encode(run).decode()


def _count(connection: sqlite3.Connection) -> int:
    (count,) = connection.execute("SELECT COUNT(*) FROM contacts").fetchone()
    return int(count)


def _next_contacts(connection: sqlite3.Connection, behind: str, limit: int) -> list[sqlite3.Row]:
    sql = "SELECT id, address FROM contacts WHERE id > ? ORDER BY id LIMIT ?"
    return connection.execute(sql, (behind, limit)).fetchall()


def _remembered(connection: sqlite3.Connection, name: str) -> str | None:
    row = connection.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row["value"])


def _remember(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute(
        "INSERT INTO about (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
