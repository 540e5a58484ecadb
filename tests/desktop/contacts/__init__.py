"""The windows of the address book, on a played engine."""
