"""The address book: a contact, whom to call, and what was spoken with them."""
