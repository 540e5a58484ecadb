"""Communication means: numbers are normalised when they are saved, and anew when the firm's rules have changed."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from calljournal.contracts.crm import Means, MeansKind
from calljournal.database import digits_of
from calljournal.numbers import DialRules, Reading, display, read_all, read_person

NUMBERS = (MeansKind.PHONE, MeansKind.MOBILE, MeansKind.FAX)

SHORTEST_SHOWN = 5
"""Digits that a text needs to stand for a number by itself; the "35" of "044 000 12 34 / 35" does not."""


def read(means: Iterable[Means], rules: DialRules) -> tuple[Means, ...]:
    """Normalise numbers: several in one field become several means; what is there twice is kept once."""
    found: dict[tuple[MeansKind, str], Means] = {}
    for one in means:
        if not one.typed.strip():
            continue
        if one.kind not in NUMBERS:
            parts = [replace(one, typed=one.typed.strip(), normalised=None)]
        else:
            readings = read_all(one.typed, rules)
            parts = [replace(one, typed=_shown(part, rules), normalised=part.e164) for part in readings]
            parts[1:] = [replace(part, standard=False) for part in parts[1:]]
        for part in parts:
            found.setdefault((part.kind, part.normalised or part.typed.casefold()), part)
    return _with_standards(found.values())


def merge(old: Iterable[Means], new: tuple[Means, ...]) -> tuple[Means, ...]:
    """Bring means up to date: the new ones replace those of the same kind and label, all others stay."""
    told = {(one.kind, one.label.casefold()) for one in new}
    kept = [one for one in old if (one.kind, one.label.casefold()) not in told]
    found: dict[tuple[MeansKind, str], Means] = {}
    for one in (*new, *kept):
        found.setdefault((one.kind, one.normalised or one.typed.casefold()), one)
    return _with_standards(found.values())


def save(connection: sqlite3.Connection, contact_id: str, means: tuple[Means, ...]) -> None:
    """Write the means of a contact in place of those it had."""
    connection.execute("DELETE FROM means WHERE contact_id = ?", (contact_id,))
    connection.executemany(
        "INSERT INTO means (contact_id, position, kind, typed, label, standard, normalised, digits) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (contact_id, position, one.kind.value, one.typed, one.label, one.standard, one.normalised, _digits(one))
            for position, one in enumerate(means)
        ],
    )


def from_row(row: sqlite3.Row) -> Means:
    """Read a means from a row with all columns of `means`."""
    return Means(MeansKind(row["kind"]), row["typed"], row["label"], bool(row["standard"]), row["normalised"])


def renew(connection: sqlite3.Connection, rules: DialRules) -> None:
    """Normalise all numbers anew where the firm's country, area code or other rules are no longer those of before."""
    now = repr(rules)
    before = connection.execute("SELECT value FROM about WHERE name = 'rules'").fetchone()
    if before is not None and before["value"] == now:
        return
    for row in connection.execute("SELECT * FROM means WHERE kind IN ('phone', 'mobile', 'fax')").fetchall():
        one = replace(from_row(row), normalised=read_person(row["typed"], rules).e164)
        connection.execute(
            "UPDATE means SET normalised = ?, digits = ? WHERE contact_id = ? AND position = ?",
            (one.normalised, _digits(one), row["contact_id"], row["position"]),
        )
    connection.execute(
        "INSERT INTO about (name, value) VALUES ('rules', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (now,),
    )


def _shown(reading: Reading, rules: DialRules) -> str:
    if reading.e164 is not None and len(digits_of(reading.written)) < SHORTEST_SHOWN:
        return display(reading, rules) or reading.e164
    return reading.written.strip()


def _digits(one: Means) -> str:
    return digits_of(one.normalised or one.typed) if one.kind in NUMBERS else ""


def _with_standards(means: Iterable[Means]) -> tuple[Means, ...]:
    """See to it that of each kind exactly one is the standard: the first that says so, else the first."""
    ordered = list(means)
    standard: dict[MeansKind, int] = {}
    for index, one in enumerate(ordered):
        chosen = standard.get(one.kind)
        if chosen is None or (one.standard and not ordered[chosen].standard):
            standard[one.kind] = index
    return tuple(replace(one, standard=standard[one.kind] == index) for index, one in enumerate(ordered))
