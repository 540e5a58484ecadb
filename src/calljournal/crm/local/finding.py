"""Who has a number: each question is answered from an index, however large the book is."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace

from calljournal.crm.local.contacts import address_lines
from calljournal.database.many import chunks, marks
from calljournal.matching import SHORTEST_ENDING, Candidate, ContactKind, ending_of

MOST_ALIKE = 20
"""Numbers with one ending that are given: where more look alike, it says nothing who has them."""

LONGEST_TAIL = "9" * 40
"""Behind the first digits of a number: text that sorts after every number that begins so."""

_CANDIDATES = """
SELECT m.typed, m.kind AS means_kind, m.normalised, m.trunk, m.reversed, c.id, c.kind, c.name, c.active, c.address,
       c.company_id, COALESCE(f.name, c.company) AS company, f.address AS company_address
FROM means m JOIN contacts c ON c.id = m.contact_id LEFT JOIN contacts f ON f.id = c.company_id
"""

_PEOPLE = """
SELECT c.id, c.kind, c.name, c.active, c.address, f.name AS company, f.address AS company_address
FROM contacts c JOIN contacts f ON f.id = c.company_id
WHERE c.company_id = ? ORDER BY c.active DESC, c.name LIMIT ?
"""


def find(connection: sqlite3.Connection, keys: Sequence[str], book: str) -> tuple[Candidate, ...]:
    """Find the contacts that have one of the normalised numbers."""
    found: list[sqlite3.Row] = []
    for some in chunks(keys):
        sql = f"{_CANDIDATES} WHERE m.normalised IN ({marks(some)})"
        found += connection.execute(sql, some)
    return tuple(_candidates(found, book))


def find_switchboards(
    connection: sqlite3.Connection, numbers: Sequence[str], trunks: Sequence[str], book: str
) -> tuple[Candidate, ...]:
    """Find the contacts that have one of the numbers, or an extension of zeros behind one of the trunks."""
    # an empty list in one half of an OR would make SQLite read the whole table
    either = [f"m.normalised IN ({marks(numbers)})"] if numbers else []
    either += [f"(m.switchboard AND m.trunk IN ({marks(trunks)}))"] if trunks else []
    sql = f"{_CANDIDATES} WHERE {' OR '.join(either) or 'FALSE'}"
    return tuple(_candidates(connection.execute(sql, (*numbers, *trunks)).fetchall(), book))


def find_ending(connection: sqlite3.Connection, digits: str, readable: bool, book: str) -> tuple[Candidate, ...]:
    """Find the contacts that have a number that ends in these digits, or whose own digits they end in."""
    ending = ending_of(digits)
    if ending is None:
        return ()
    wanted = ending[::-1]
    endings = [wanted[:length] for length in range(SHORTEST_ENDING, len(wanted) + 1)]
    sql = (
        f"{_CANDIDATES} WHERE m.readable IN (FALSE, ?) AND "
        f"(m.reversed BETWEEN ? AND ? OR m.reversed IN ({marks(endings)})) LIMIT ?"
    )
    values = (readable, wanted, wanted + LONGEST_TAIL, *endings, MOST_ALIKE)
    return tuple(_candidates(connection.execute(sql, values).fetchall(), book))


def people(connection: sqlite3.Connection, company_id: str, limit: int, book: str) -> tuple[Candidate, ...]:
    """Give the people at a company, the active ones first."""
    return tuple(_candidate(row, book) for row in connection.execute(_PEOPLE, (company_id, limit)))


def _candidates(rows: list[sqlite3.Row], book: str) -> Iterator[Candidate]:
    """Read candidates from rows; a number that a person has from the company was found for both of them."""
    numbers = {(row["id"], row["normalised"] or row["reversed"]) for row in rows}
    for row in rows:
        number = row["normalised"]
        yield replace(
            _candidate(row, book),
            typed=row["typed"],
            means=row["means_kind"],
            number=number,
            trunk=row["trunk"],
            inherited=(row["company_id"], number or row["reversed"]) in numbers,
        )


def _candidate(row: sqlite3.Row, book: str) -> Candidate:
    """Read a contact from a row, without a number; one that has no address of its own has the company's."""
    return Candidate(
        id=row["id"],
        kind=ContactKind(row["kind"]),
        name=row["name"],
        company=row["company"],
        address=address_lines(row["address"]) or address_lines(row["company_address"] or ""),
        active=bool(row["active"]),
        book=book,
    )
