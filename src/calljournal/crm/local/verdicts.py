"""What people said of numbers that were reported: it is right so, or what it says instead."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping

from calljournal.contracts.numbering import NumberChange


def save(connection: sqlite3.Connection, contact_id: str, said: Iterable[NumberChange], edit: int) -> None:
    """Remember what was said of numbers of a contact, as a part of an edit."""
    said = list(said)
    connection.executemany(  # what it says now is not to be put right as it was before
        "DELETE FROM verdicts WHERE contact_id = ? AND typed = ? AND instead IS NOT NULL",
        [(contact_id, one.instead) for one in said],
    )
    connection.executemany(
        "INSERT INTO verdicts (contact_id, typed, problem, instead, edit) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (contact_id, typed, problem) DO UPDATE SET instead = excluded.instead, edit = excluded.edit",
        [(contact_id, one.typed, one.problem, one.instead, edit) for one in said],
    )


def put_right(connection: sqlite3.Connection) -> Mapping[str, Mapping[str, str]]:
    """Give, for each contact of which numbers were put right, what each of them says instead."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in connection.execute("SELECT contact_id, typed, instead FROM verdicts WHERE instead IS NOT NULL"):
        found[row["contact_id"]][row["typed"]] = row["instead"]
    return found


def accepted(connection: sqlite3.Connection, first: str, last: str) -> Mapping[tuple[str, str], frozenset[str]]:
    """Give, by contact and typed text, the problems that a person called right, of contacts in a range of ids."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    sql = "SELECT * FROM verdicts WHERE contact_id BETWEEN ? AND ? AND instead IS NULL"
    for row in connection.execute(sql, (first, last)):
        found[row["contact_id"], row["typed"]].add(row["problem"])
    return {key: frozenset(problems) for key, problems in found.items()}
