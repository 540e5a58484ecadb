"""The numbers of the whole book, normalised anew page by page: a run that is killed goes on where it was.

The book remembers by what its numbers were read: by which rules of the firm, and by which program. Where that is
another than now, they are to be read anew; where the rules differ, only when somebody says so.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version

import msgspec

from calljournal import __version__
from calljournal.contracts.crm import EditKind, Means
from calljournal.contracts.numbering import Normalised, Renewal, rules_at
from calljournal.crm.local import means
from calljournal.crm.local.contacts import address_lines
from calljournal.crm.local.edits import Changes, Undone
from calljournal.crm.local.naming import next_id
from calljournal.database.many import chunks, marks
from calljournal.errors import Refused
from calljournal.numbers import DialRules, NumberKind, read_person
from calljournal.words import say

SMALL = 2000
"""Contacts of a book that is normalised in one step when it is opened: that takes less than a second."""


SEVERAL = "several rules"
"""What the numbers were read by where it was not by the same rules: whichever are those of now, they are due."""


def reader_of(rules: DialRules) -> str:
    """Name how numbers are read: by which rules, which program and which numbering plans. Another name: read anew."""
    return f"{rules.reading} calljournal {__version__}, phonenumberslite {_plans()}"


@cache
def _plans() -> str:
    """Give the version of the numbering plans, read from the disk once."""
    return version("phonenumberslite")


def _several_programs(rules: DialRules) -> str:
    return f"{rules.reading} calljournal of several versions"


@dataclass(frozen=True, slots=True)
class Run:
    """How far a run over the book has come. It is saved with each page; `before` is what numbers were read by then."""

    id: str
    rules: str
    total: int
    undoable: bool
    before: str = ""
    behind: str = ""
    done: int = 0
    changed: int = 0
    unreadable: int = 0
    edit: str | None = None
    over: bool = False


def renewal(connection: sqlite3.Connection, rules: DialRules) -> Renewal:
    """Say whether the numbers of the book are to be normalised anew, and whether somebody has to say so."""
    before = read_by(connection)
    if before == reader_of(rules):
        return Renewal.NOT_DUE
    return Renewal.DUE if before.startswith(f"{rules.reading} calljournal ") or not before else Renewal.MARKED


def renew(connection: sqlite3.Connection, rules: DialRules) -> Renewal:
    """Normalise a small book at once where another program read it; say whether it is still to be done.

    A book without numbers is marked by no change of the rules.
    """
    due = renewal(connection, rules)
    if due is Renewal.MARKED and not _has_numbers(connection):
        _remember(connection, "rules", reader_of(rules))
        return Renewal.NOT_DUE
    if due is not Renewal.DUE or _count(connection) >= SMALL:
        return due
    _normalise(connection, _next_contacts(connection, "", SMALL), rules, None)
    _remember(connection, "rules", reader_of(rules))
    _leave_no_edit_whole(connection)
    give_up(connection)
    return Renewal.NOT_DUE


def read_by(connection: sqlite3.Connection) -> str:
    """Give what the numbers of the book were read by, "" where nobody knows."""
    return _remembered(connection, "rules") or ""


def read_some(connection: sqlite3.Connection, rules: DialRules) -> None:
    """Remember that some numbers are written as read by these rules, whatever all others were read by."""
    if read_by(connection) == reader_of(rules):
        return
    _mix(connection, rules)
    _leave_no_edit_whole(connection)
    run = _saved(connection)
    if run is not None and run.rules == reader_of(rules):
        _remember(connection, "run", _written(replace(run, before=read_by(connection))))
    else:
        give_up(connection)


def _mix(connection: sqlite3.Connection, rules: DialRules) -> None:
    due = renewal(connection, rules)
    if due is Renewal.MARKED:
        _remember(connection, "rules", SEVERAL)
    elif due is Renewal.DUE and read_by(connection):
        _remember(connection, "rules", _several_programs(rules))


def _leave_no_edit_whole(connection: sqlite3.Connection) -> None:
    """Have no run of normalise say, when it is undone, that all numbers are read as before it: others are not."""
    connection.execute("UPDATE edits SET rules = ? WHERE kind = 'normalise' AND rules <> ''", (SEVERAL,))


def normalise(
    connection: sqlite3.Connection,
    after: str | None,
    limit: int,
    undoable: bool,
    rules: DialRules,
    begin: Callable[[str | None, str], Changes],
) -> Normalised:
    """Normalise the numbers of the next contacts of a run, and save how far it is.

    The run is the one that `after` is of, else the one under way, else a new one. `begin` begins an edit, with what
    the numbers were read by before, or goes on with one. Raises Refused where the run was undone meanwhile.
    """
    if after is None:
        saved = _begun(connection, undoable, rules)
    else:
        found = _saved(connection)
        if found is None or found.id != _read(after).id:
            raise Refused(say("what was normalised has been undone meanwhile, or begun anew: start again"))
        saved = found
    if saved.rules != reader_of(rules):  # what it has read already it has read by others
        saved = replace(saved, rules=reader_of(rules), behind="", done=0, changed=0, unreadable=0, over=False)
    saved = replace(saved, id=saved.id or next_id(connection, "n"))
    _mix(connection, rules)
    if not saved.undoable:
        _leave_no_edit_whole(connection)
    run = _next_page(connection, saved, limit, rules, begin(saved.edit, saved.before) if saved.undoable else None)
    if run.over:
        _remember(connection, "rules", reader_of(rules))
    _remember(connection, "run", _written(run))
    return _told(run, saved.done)


def _begun(connection: sqlite3.Connection, undoable: bool, rules: DialRules) -> Run:
    """Give the run under way, where it is one by these rules and can be undone as asked, else a new one."""
    run = _saved(connection)
    if run is not None and not run.over and run.rules == reader_of(rules) and run.undoable == undoable:
        return run
    return Run("", reader_of(rules), _count(connection), undoable, read_by(connection))


def rehearse(
    connection: sqlite3.Connection,
    after: str | None,
    limit: int,
    undoable: bool,
    rules: DialRules,
    begin: Callable[[str | None, str], Changes],
) -> Normalised:
    """Normalise the next page of a dry run: the run that would follow, which knows by `after` how far it is."""
    before = _begun(connection, undoable, rules) if after is None else _read(after)
    run = _next_page(connection, before, limit, rules, begin(None, before.before))
    return replace(_told(run, before.done), edit=None)


def give_up(connection: sqlite3.Connection) -> None:
    """Forget the run that is under way: what it has done is no longer so."""
    connection.execute("DELETE FROM about WHERE name = 'run'")


def undone(connection: sqlite3.Connection, was: Undone, rules: DialRules) -> None:
    """Have what was put back be read as all others are now; but a run of normalise was about just that.

    Without it, the numbers are read by what they were before, and are to be normalised anew if they were so then.
    """
    give_up(connection)
    if was.edit.kind is EditKind.NORMALISE and was.rules:
        _remember(connection, "rules", was.rules)
        return
    if was.rules != reader_of(rules):
        _read_anew(connection, was.contacts, rules)
    read_some(connection, rules)


def _read_anew(connection: sqlite3.Connection, ids: Sequence[str], rules: DialRules) -> None:
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
    after, total = None if run.over else _written(run), max(run.total, run.done)
    return Normalised(run.done, total, run.changed, run.unreadable, began, after, run.edit, run.undoable)


def _saved(connection: sqlite3.Connection) -> Run | None:
    text = _remembered(connection, "run")
    return None if text is None else _read(text)


def _read(text: str) -> Run:
    return msgspec.json.decode(text, type=Run)


def _written(run: Run) -> str:
    return msgspec.json.encode(run).decode()


def _has_numbers(connection: sqlite3.Connection) -> bool:
    kinds = tuple(kind.value for kind in means.NUMBERS)
    sql = f"SELECT 1 FROM means WHERE kind IN ({marks(kinds)}) LIMIT 1"  # noqa: S608
    return connection.execute(sql, kinds).fetchone() is not None


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
