"""What comes out of an address file."""

from dataclasses import dataclass

from calljournal.contracts.crm import Contact

LONGEST_SAID = 200
"""Characters of what is left out that a remark tells: enough to find it again, or to type it in."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a CSV file: the field that it is read as (a name of FIELDS; None: not understood, left out).

    `sample` is its first value, at most 40 characters of it.
    """

    title: str
    field: str | None
    sample: str


@dataclass(frozen=True, slots=True)
class AddressFile:
    """What an address file holds.

    `form` says in words what kind of file it is. `contacts` are there once each, companies before their people.
    `skipped` counts the rows or cards that name nobody. `columns` are those of a CSV file. `remarks` say what was not
    understood, one sentence each: at most 200, then how many more.
    """

    form: str
    contacts: tuple[Contact, ...]
    skipped: int
    columns: tuple[Column, ...]
    remarks: tuple[str, ...]
