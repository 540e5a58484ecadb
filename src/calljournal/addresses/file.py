"""Reads any address file: vCards, or CSV of whatever program."""

from collections.abc import Mapping
from types import MappingProxyType

from calljournal.addresses.csv_file import read_csv
from calljournal.addresses.result import AddressFile
from calljournal.addresses.vcard import is_vcard, read_vcards
from calljournal.tables import decode

_NOTHING: Mapping[str, str] = MappingProxyType({})


def read_addresses(
    data: bytes, columns: Mapping[str, str] = _NOTHING, remembered: Mapping[str, str] = _NOTHING
) -> AddressFile:
    """Read the bytes of an address file.

    `columns` says what the columns of a CSV file hold, title (compared loosely, as all headers are) to field (a name
    of FIELDS, or like `phone:LABEL` with any label), and wins over what would be thought of them; each has to be there.
    `remembered` is the same from earlier files, and counts for the columns that are there. Raises BadData in words that
    say what to do.
    """
    if is_vcard(data):
        return read_vcards(data)
    text, encoding = decode(data)
    return read_csv(text, encoding, columns, remembered, data)
