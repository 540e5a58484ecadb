"""Communication means: numbers are normalised when they are saved."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from calljournal.contracts.crm import Means, MeansKind
from calljournal.database.many import chunks, marks
from calljournal.matching import ending_of
from calljournal.numbers import DialRules, NumberKind, Reading, display, is_switchboard, only_digits, read_all

NUMBERS = (MeansKind.PHONE, MeansKind.MOBILE, MeansKind.FAX)

READ = ("normalised", "readable", "trunk", "switchboard", "digits", "reversed")
"""The columns that follow from what is typed, and are written anew when the rules have changed."""

SHORTEST_SHOWN = 5
"""Digits that a text needs to stand for a number by itself; the "35" of "044 000 12 34 / 35" does not."""


def read(means: Iterable[Means], rules: DialRules) -> tuple[Means, ...]:
    """Normalise numbers: several in one field become several means; what is there twice is kept once."""
    found: dict[tuple[MeansKind, str], Means] = {}
    for one in means:
        if not one.typed.strip():
            continue
        if one.kind not in NUMBERS:
            parts = [replace(one, typed=one.typed.strip(), normalised=None, trunk=None)]
        else:
            readings = read_all(one.typed, rules)
            parts = [as_read(replace(one, typed=_shown(part, rules)), part) for part in readings]
            parts[1:] = [replace(part, standard=False) for part in parts[1:]]
        for part in parts:
            found.setdefault((part.kind, part.normalised or part.typed.casefold()), part)
    return with_standards(found.values())


def as_read(one: Means, reading: Reading) -> Means:
    """Give a number as it is read; what was typed stays."""
    internal = reading.digits if reading.kind is NumberKind.INTERNAL else None
    return replace(one, normalised=reading.e164 or internal, trunk=reading.trunk)


def merge(old: Iterable[Means], new: tuple[Means, ...]) -> tuple[Means, ...]:
    """Bring means up to date: the new ones replace those of the same kind and label, all others stay."""
    told = {(one.kind, one.label.casefold()) for one in new}
    kept = [one for one in old if (one.kind, one.label.casefold()) not in told]
    found: dict[tuple[MeansKind, str], Means] = {}
    for one in (*new, *kept):
        found.setdefault((one.kind, one.normalised or one.typed.casefold()), one)
    return with_standards(found.values())


def save(connection: sqlite3.Connection, contact_id: str, means: Iterable[Means]) -> None:
    """Write the means of a contact in place of those it had."""
    write(connection, {contact_id: dict(enumerate(means))})


def write(connection: sqlite3.Connection, of_contacts: Mapping[str, Mapping[int, Means]]) -> None:
    """Write the means of contacts, each at its position, in place of those they had."""
    connection.executemany("DELETE FROM means WHERE contact_id = ?", [(contact_id,) for contact_id in of_contacts])
    connection.executemany(
        f"INSERT INTO means (contact_id, position, kind, typed, label, standard, {', '.join(READ)}) "  # noqa: S608
        f"VALUES (?, ?, ?, ?, ?, ?, {', '.join('?' for _ in READ)})",
        [
            (contact_id, position, one.kind.value, one.typed, one.label, one.standard, *columns_read(one))
            for contact_id, means in of_contacts.items()
            for position, one in means.items()
        ],
    )


def write_read(connection: sqlite3.Connection, numbers: Iterable[tuple[str, int, Means]]) -> None:
    """Write how numbers are read now, each at its contact and position; what was typed stays."""
    connection.executemany(
        f"UPDATE means SET {', '.join(f'{name} = ?' for name in READ)} WHERE contact_id = ? AND position = ?",  # noqa: S608
        [(*columns_read(one), contact_id, position) for contact_id, position, one in numbers],
    )


def of_contacts(connection: sqlite3.Connection, ids: Sequence[str]) -> Mapping[str, dict[int, Means]]:
    """Give the means of contacts, each by its position; those of a contact without any are not in it."""
    found: dict[str, dict[int, Means]] = defaultdict(dict)
    for some in chunks(ids):
        sql = f"SELECT * FROM means WHERE contact_id IN ({marks(some)}) ORDER BY contact_id, position"  # noqa: S608
        for row in connection.execute(sql, some):
            found[row["contact_id"]][row["position"]] = from_row(row)
    return found


def from_row(row: sqlite3.Row) -> Means:
    """Read a means from a row with all columns of `means`."""
    return Means(
        MeansKind(row["kind"]), row["typed"], row["label"], bool(row["standard"]), row["normalised"], row["trunk"]
    )


def _shown(reading: Reading, rules: DialRules) -> str:
    if reading.e164 is not None and len(only_digits(reading.written)) < SHORTEST_SHOWN:
        return display(reading, rules) or reading.e164
    return reading.written.strip()


def columns_read(one: Means) -> tuple[object, ...]:
    """Give the values of READ."""
    number = (one.normalised or one.typed) if one.kind in NUMBERS else ""
    ending = ending_of(number)
    switchboard = one.normalised is not None and is_switchboard(one.normalised, one.trunk)
    reversed_ending = None if ending is None else ending[::-1]
    return one.normalised, one.normalised is not None, one.trunk, switchboard, only_digits(number), reversed_ending


def with_standards(means: Iterable[Means]) -> tuple[Means, ...]:
    """See to it that of each kind exactly one is the standard: the first that says so, else the first."""
    ordered = list(means)
    standard: dict[MeansKind, int] = {}
    for index, one in enumerate(ordered):
        chosen = standard.get(one.kind)
        if chosen is None or (one.standard and not ordered[chosen].standard):
            standard[one.kind] = index
    return tuple(replace(one, standard=standard[one.kind] == index) for index, one in enumerate(ordered))
