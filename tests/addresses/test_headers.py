"""Headers of the usual exports, and of lists that people write, say what their column holds."""

import pytest

from calljournal.addresses import FIELDS
from calljournal.addresses.headers import program, read_header


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Telefon", "phone"),
        ("Tel.", "phone"),
        ("Phone 2", "phone"),
        ("telefon geschaeftlich", "phone:business"),
        ("Telefon (geschäftlich)", "phone:business"),
        ("Tel. dienstlich", "phone:business"),
        ("Tel. G", "phone:business"),
        ("Tel. P", "phone:private"),
        ("Tel. M", "mobile"),
        ("Business Phone", "phone:business"),
        ("Telefon geschäftlich 2", "phone:business 2"),
        ("Telefon 2 (geschäftlich)", "phone:business 2"),
        ("Home Phone", "phone:private"),
        ("Company Main Phone", "phone:head office"),
        ("Primary Phone", "phone:main"),
        ("Assistant's Phone", "phone:assistant"),
        ("TTY/TDD Phone", "phone:text telephone"),
        ("Telefon Sekretariat", "phone:Sekretariat"),
        ("Durchwahl", "phone:direct"),
        ("DW", "phone:direct"),
        ("DW-Nr.", "phone:direct"),
        ("Rufnummer", "phone"),
        ("Rufnummer 1", "phone"),
        ("Rufnr.", "phone"),
        ("Tel.-Nr.", "phone"),
        ("TelNr", "phone"),
        ("Telefonnr.", "phone"),
        ("Telefon-Nr", "phone"),
        ("Handy-Nr.", "mobile"),
        ("Handynr", "mobile"),
        ("Mobilnummer", "mobile"),
        ("Mobilfunk", "mobile"),
        ("Mobilfunk-Nr.", "mobile"),
        ("Faxnummer", "fax"),
        ("Fax-Nr.", "fax"),
        ("Kunde", "name"),
        ("Kundenname", "name"),
        ("Mandant", "name"),
        ("Klient", "name"),
        ("Customer", "name"),
        ("Ansprechpartner", "name"),
        ("Kontaktperson", "name"),
        ("Kontakt", "name"),
        ("Bezeichnung", "name"),
        ("Nr.", "origin"),
        ("Car Phone", "mobile:car"),
        ("Handy", "mobile"),
        ("Natel", "mobile"),
        ("Mobil-Tel.-Nr.", "mobile"),
        ("Handy Geschäft", "mobile:business"),
        ("Telefax", "fax"),
        ("Fax geschäftlich", "fax"),
        ("Home Fax", "fax:private"),
        ("E-Mail-Adresse", "email"),
        ("EMAIL", "email"),
        ("E-Mail 2", "email"),
        ("E-mail 2 Address", "email"),
        ("E-Mail privat", "email:private"),
        ("Webseite", "web"),
        ("Personal Web Page", "web:private"),
        ("Weitere Vornamen", "first"),
        ("Kunden-Nr.", "origin"),
        ("Customer number", "origin"),
        ("objid", "origin"),
        ("E-Mail-Typ", "ignore"),
        ("E-Mail 2: Angezeigter Name", "ignore"),
        ("E-mail 1 - Type", "label"),
        ("Phone 1 - Label", "label"),
        ("Organization 1 - Name", "company"),
        ("Organization 1 - Type", "ignore"),
        ("Weiteres/r Bundesland/Kanton", "ignore"),
    ],
)
def test_what_a_header_says(title: str, field: str) -> None:
    """However it is written."""
    header = read_header(title)
    assert header is not None
    assert header.field == field


@pytest.mark.parametrize(
    ("title", "field", "address"),
    [
        ("Straße", "street", 0),
        ("Business Street 2", "street", 0),
        ("Dienstlich: PLZ", "zip", 0),
        ("Privat: Adresse 2", "street", 1),
        ("Home ZipCode", "zip", 1),
        ("Adresse privat: PLZ", "zip", 1),
        ("Weiteres/e Land/Region", "country", 2),
        ("Other City", "city", 2),
        ("Address 1 - Street", "street", 0),
        ("Address 2 - Postal Code", "zip", 1),
    ],
)
def test_of_which_address_a_header_is(title: str, field: str, address: int) -> None:
    """Business before private before other."""
    header = read_header(title)
    assert header is not None
    assert (header.field, header.address) == (field, address)


@pytest.mark.parametrize(
    "title", ["", "Lieblingsfarbe", "Telefonnotiz", "Telefon Notiz", "Benutzer 1", "M", "G", "12", "x" * 300]
)
def test_what_is_not_understood(title: str) -> None:
    """A word for a number does not make a number of notes about it."""
    assert read_header(title) is None


def test_every_field_has_words_for_people() -> None:
    """And what the headers say is one of them, or has a label of the user's own."""
    assert all(words and words == words.strip() for words in FIELDS.values())
    assert {"first", "name", "company", "origin", "ignore", "phone:head office", "mobile:car", "fax:other"} <= {*FIELDS}


def test_one_sign_of_a_program_is_none() -> None:
    """A list of one's own may have any title."""
    assert program(["Name", "Alias"]) is None
    assert program(["Name", "Alias", "Betreuer"]) == "Vertec"
