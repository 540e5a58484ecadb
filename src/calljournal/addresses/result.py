"""What comes out of an address file."""

from dataclasses import dataclass

from calljournal.contracts.crm import Contact
from calljournal.tables import Column


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
