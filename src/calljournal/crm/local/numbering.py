"""The numbers of the whole book: given for judging page by page, and changed."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from calljournal.contracts.crm import Means, MeansKind
from calljournal.contracts.numbering import BookNumber, Changed, NumberChange, rules_at
from calljournal.crm.local import means, verdicts
from calljournal.crm.local.contacts import address_lines
from calljournal.crm.local.edits import Changes
from calljournal.database.many import chunks, marks
from calljournal.errors import Refused
from calljournal.numbers import DialRules
from calljournal.words import say

_FAX = MeansKind.FAX.value
_KINDS = ", ".join(f"'{kind.value}'" for kind in means.NUMBERS)

_NUMBERS = f"""
SELECT m.contact_id, m.position, m.kind, m.label, m.typed, m.normalised,
       c.kind AS contact_kind, c.name, c.address, c.company_id, COALESCE(f.name, c.company) AS company
FROM means m JOIN contacts c ON c.id = m.contact_id LEFT JOIN contacts f ON f.id = c.company_id
WHERE m.kind IN ({_KINDS})
"""  # noqa: S608


def numbers(
    connection: sqlite3.Connection, after: str | None, limit: int, contact: str | None
) -> tuple[BookNumber, ...]:
    """Give the next numbers behind a ref, of one contact where it is named, with what the whole book says of them."""
    condition, values = "", list[str | int]()
    if contact is not None:
        condition, values = "AND m.contact_id = ?", [contact]
    if after is not None:
        behind, position = place(after)
        condition, values = f"{condition} AND (m.contact_id, m.position) > (?, ?)", [*values, behind, position]
    rows = connection.execute(f"{_NUMBERS} {condition} ORDER BY m.contact_id, m.position LIMIT ?", (*values, limit))
    found = rows.fetchall()
    if not found:
        return ()
    sharing = _Sharing(connection, {row["normalised"] for row in found if row["normalised"]})
    accepted = verdicts.accepted(connection, found[0]["contact_id"], found[-1]["contact_id"])
    return tuple(
        BookNumber(
            ref=ref(row["contact_id"], row["position"]),
            contact=row["contact_id"],
            name=row["name"],
            company=row["company"],
            address=address_lines(row["address"]),
            means=row["kind"],
            typed=row["typed"],
            normalised=row["normalised"],
            sharing=sharing.others.get(row["normalised"], 0),
            own_people=sharing.people.get((row["normalised"], row["contact_id"]), 0),
            at_company=(row["normalised"], row["company_id"]) in sharing.companies,
            accepted=accepted.get((row["contact_id"], row["typed"]), frozenset()),
            alike=(row["kind"] == _FAX) in sharing.companies.get((row["normalised"], row["company_id"]), ()),
            label=row["label"],
        )
        for row in found
    )


def ref(contact_id: str, position: int) -> str:
    """Give the name of a number for people."""
    return f"{contact_id}.{position + 1}"


def place(name: str) -> tuple[str, int]:
    """Give contact and position of a ref; raises Refused for what is none."""
    contact_id, _, number = name.rpartition(".")
    if not contact_id or not number.isdecimal() or number == "0":
        raise Refused(
            say("{name!r} names no number: it is written like c12.1", name=name).typed(
                ", as `calljournal numbers report` shows it"
            )
        )
    return contact_id, int(number) - 1


class _Sharing:
    """Which of some numbers several contacts have: `others` per number, own `people` and `companies` that have it.

    Of a company it says whether it is a fax there; it may be both.
    """

    def __init__(self, connection: sqlite3.Connection, numbers: Iterable[str]) -> None:
        self.others: dict[str, int] = {}
        self.people: dict[tuple[str, str], int] = {}
        self.companies: dict[tuple[str, str], set[bool]] = defaultdict(set)
        for some in chunks(list(numbers)):
            sql = f"""
            SELECT normalised, COUNT(DISTINCT contact_id) - 1 AS others FROM means
            WHERE normalised IN ({marks(some)}) GROUP BY normalised HAVING COUNT(DISTINCT contact_id) > 1
            """  # noqa: S608
            self.others |= {row["normalised"]: row["others"] for row in connection.execute(sql, some)}
        for some in chunks(list(self.others)):
            sql = f"""
            SELECT m.normalised, c.company_id, COUNT(DISTINCT c.id) AS people
            FROM means m JOIN contacts c ON c.id = m.contact_id
            WHERE m.normalised IN ({marks(some)}) AND c.company_id IS NOT NULL GROUP BY m.normalised, c.company_id
            """  # noqa: S608
            for row in connection.execute(sql, some):
                self.people[row["normalised"], row["company_id"]] = row["people"]
            sql = f"""
            SELECT m.normalised, c.id, m.kind FROM means m JOIN contacts c ON c.id = m.contact_id
            WHERE m.normalised IN ({marks(some)}) AND c.kind = 'company'
            """  # noqa: S608
            for row in connection.execute(sql, some):
                self.companies[row["normalised"], row["id"]].add(row["kind"] == _FAX)


# --- changed ---------------------------------------------------------------------------------------------------------


def change(
    connection: sqlite3.Connection, wanted: Iterable[NumberChange], rules: DialRules, changes: Changes
) -> Changed:
    """Write other texts for numbers, or take them out; all other numbers of a contact keep their refs.

    What is kept as it is leaves no other trace than that it was said.
    """
    of_contact: dict[str, list[NumberChange]] = defaultdict(list)
    for one in wanted:
        of_contact[place(one.ref)[0]].append(one)
    stored = means.of_contacts(connection, list(of_contact))
    addresses = _addresses(connection, list(of_contact))
    done, stale, new = 0, list[str](), dict[str, dict[int, Means]]()
    said: dict[str, list[NumberChange]] = {}
    for contact_id, asked in of_contact.items():
        all_means = stored.get(contact_id, {})
        fitting = [one for one in asked if _stands(all_means.get(place(one.ref)[1]), one)]
        stale += [one.ref for one in asked if one not in fitting]
        done += len(fitting)
        said |= {contact_id: fitting} if fitting else {}
        texts = {place(one.ref)[1]: one.instead for one in fitting if one.instead is not None}
        if texts:
            new[contact_id] = _with_texts(all_means, texts, rules_at(addresses[contact_id], rules))
    changes.changing(list(new))
    means.write(connection, new)
    for contact_id, fitting in said.items():
        verdicts.save(connection, contact_id, fitting, changes.begun())
    return Changed(done, tuple(stale), changes.id)


def _stands(one: Means | None, wanted: NumberChange) -> bool:
    return one is not None and one.kind in means.NUMBERS and one.typed == wanted.typed


def _with_texts(all_means: Mapping[int, Means], texts: Mapping[int, str], rules: DialRules) -> dict[int, Means]:
    """Give the means with other texts at some positions; of several numbers in a text the others go to the end."""
    found = dict(all_means)
    for position, text in texts.items():
        one = found.pop(position)
        for index, part in enumerate(means.read([replace(one, typed=text)], rules)):
            where = position if index == 0 else max(found) + 1
            found[where] = replace(part, standard=one.standard and index == 0)
    ordered = sorted(found)
    return dict(zip(ordered, means.with_standards(found[position] for position in ordered), strict=True))


def _addresses(connection: sqlite3.Connection, ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for some in chunks(ids):
        rows = connection.execute(f"SELECT id, address FROM contacts WHERE id IN ({marks(some)})", some)  # noqa: S608
        found |= {row["id"]: address_lines(row["address"]) for row in rows}
    return found
