"""Address files become contacts. In: the bytes of a file, vCards or CSV. Out: `AddressFile`, for any book.

`read_addresses`   the contacts of a file, and what in it was not understood
`FIELDS`           what a column of a CSV file may be read as, where somebody maps it by hand
"""

from dataclasses import dataclass

from calljournal.addresses.file import read_addresses
from calljournal.addresses.headers import FIELDS
from calljournal.addresses.result import AddressFile, Column
from calljournal.contracts.crm import Contact

__all__ = ["FIELDS", "AddressFile", "Column", "ContactsFile", "read_addresses", "read_contacts_csv"]


@dataclass(frozen=True, slots=True)
class ContactsFile:
    """What an address file holds: contacts, each once; how many rows were `skipped` because they name nobody."""

    contacts: tuple[Contact, ...]
    skipped: int = 0


def read_contacts_csv(data: bytes) -> ContactsFile:
    """Read the contacts of an address file; raises BadData in words that say what to do."""
    read = read_addresses(data)
    return ContactsFile(read.contacts, read.skipped)
