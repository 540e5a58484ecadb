"""Address files become contacts. In: the bytes of a file. Out: `ContactsFile`, for any book that takes contacts."""

from calljournal.addresses.csv_file import ContactsFile, read_contacts_csv

__all__ = ["ContactsFile", "read_contacts_csv"]
