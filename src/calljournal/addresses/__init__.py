"""Address files become contacts. In: the bytes of a file, vCards or CSV. Out: `AddressFile`, for any book.

`read_addresses`   the contacts of a file, and what in it was not understood
`FIELDS`           what a column of a CSV file may be read as, where somebody maps it by hand
"""

from calljournal.addresses.file import read_addresses
from calljournal.addresses.headers import FIELDS
from calljournal.addresses.result import AddressFile
from calljournal.tables import Column

__all__ = ["FIELDS", "AddressFile", "Column", "read_addresses"]
