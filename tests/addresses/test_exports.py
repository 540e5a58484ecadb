"""Exports of Outlook, Google, Thunderbird and Vertec, as these programs write them, come in whole.

The header lines in data/ are those of the programs, shortened by columns that repeat; where they were taken from stands
in src/calljournal/addresses/headers.py. People and numbers are invented.
"""

import re
from pathlib import Path

import pytest

from calljournal.addresses import AddressFile, read_addresses
from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.matching import ContactKind

DATA = Path(__file__).parent / "data"
COMPANY, PERSON, CONTACT = ContactKind.COMPANY, ContactKind.PERSON, ContactKind.CONTACT
PHONE, MOBILE, FAX, EMAIL, WEB = MeansKind


def read(name: str) -> AddressFile:
    """Read a sample file."""
    return read_addresses((DATA / name).read_bytes())


def labelled(contact: Contact) -> dict[str, str]:
    """Give kind and label of each number."""
    return {one.typed: f"{one.kind}:{one.label}" for one in contact.means}


def test_outlook_german() -> None:
    """All of its columns for numbers, in Windows-1252; the private address gives way to that of the business."""
    file = read("outlook_de.csv")
    assert file.form == "CSV of Outlook (comma, Windows-1252)"
    company, anna = file.contacts
    assert (company.kind, company.name, company.means) == (COMPANY, "Keller AG", ())
    assert (anna.kind, anna.name, anna.company) == (CONTACT, "Anna Maria Keller", "Keller AG")
    assert anna.address == company.address == ("Dorfstraße 1", "3. Stock", "10117 Berlin", "Deutschland")
    assert labelled(anna) == {
        "+49 30 23125 100": "phone:head office",
        "+49 30 23125 101": "phone:assistant",
        "+49 30 23125 102": "fax:",
        "+49 30 23125 103": "phone:business",
        "+49 30 23125 104": "phone:business 2",
        "+49 30 23125 105": "phone:callback",
        "+49 30 23125 106": "fax:private",
        "+49 30 23125 107": "phone:private",
        "+49 30 23125 108": "phone:private 2",
        "+49 30 23125 109": "phone:ISDN",
        "+49 30 23125 110": "fax:other",
        "+49 30 23125 111": "phone:other",
        "+49 30 23125 112": "phone:pager",
        "+49 30 23125 113": "phone:main",
        "+49 30 23125 114": "phone:text telephone",
        "+49 30 23125 115": "phone:telex",
        "+49 171 3920001": "mobile:car",
        "+49 171 3920002": "mobile:",
        "+49 171 3920003": "mobile:",
        "anna@example.com": "email:",
        "anna2@example.com": "email:",
        "www.keller.example": "web:",
    }
    assert [column.title for column in file.columns if column.field is None] == ["Benutzer 1"]
    assert file.remarks == (
        "The column “Benutzer 1” is not understood and left out; it holds “blau”.",
        "Contacts with several addresses: 1; of each only the business address was taken.",
    )


def test_outlook_english() -> None:
    """Where there is no business address, the private one is taken."""
    file = read("outlook_en.csv")
    assert file.form == "CSV of Outlook (comma, UTF-8)"
    (ben,) = file.contacts
    assert (ben.kind, ben.name, ben.address) == (PERSON, "Ben Brunner", ("Seeweg 2", "3000 Bern"))
    assert labelled(ben) == {
        "044 000 12 36": "phone:business",
        "044 000 12 37": "phone:private",
        "044 000 12 38": "phone:other",
        "079 000 12 36": "mobile:",
        "ben@example.com": "email:",
    }
    assert file.remarks == ()
    assert all(column.field for column in file.columns)


def test_google_until_2024() -> None:
    """Its types are labels, several values may stand in one cell, a * marks the standard one."""
    file = read("google_old.csv")
    assert file.form == "CSV of Google Contacts (comma, UTF-8)"
    company, anna, taxi = file.contacts
    assert (company.kind, company.name) == (COMPANY, "Keller AG")
    assert (anna.kind, anna.name) == (CONTACT, "Anna Keller")
    assert anna.address == ("Dorfstrasse 1", "Postfach 12", "8000 Zürich", "Schweiz")
    assert anna.means == (
        Means(EMAIL, "anna@example.com", "business", standard=True),
        Means(EMAIL, "anna.k@example.org", "private"),
        Means(MOBILE, "079 000 11 22"),
        Means(MOBILE, "079 000 11 23"),
        Means(FAX, "044 000 12 99"),
        Means(WEB, "https://www.keller.example", "Profile"),
    )
    assert (taxi.kind, taxi.name, taxi.means) == (PERSON, "Taxi", (Means(PHONE, "044 000 12 50", "Ferienhaus Tessin"),))
    assert file.remarks == ()


def test_google_since_2024() -> None:
    """Other headers, the same contacts; who has no name is left out and told of."""
    file = read("google_new.csv")
    assert file.form == "CSV of Google Contacts (comma, UTF-8)"
    keller, brunner, anna = file.contacts
    assert (keller.name, brunner.name, anna.name) == ("Keller AG", "Brunner GmbH", "Anna Keller")
    assert brunner.kind is COMPANY
    assert labelled(brunner) == {"044 000 12 60": "phone:main", "044 000 12 61": "fax:private"}
    assert labelled(anna) == {
        "anna@example.com": "email:business",
        "044 000 12 34": "phone:business",
        "044 000 12 35": "phone:business",
        "079 000 11 22": "mobile:",
        "https://www.keller.example": "web:",
    }
    assert file.skipped == 1
    assert file.remarks == (
        "Line 4 names nobody and is left out; it holds “somebody@example.com, 079 000 12 60”.",
        "The column “Custom Field 1 - Value” is not understood and left out; it holds “2019”.",
    )


def test_thunderbird() -> None:
    """Its German headers; a private address is not that of the company."""
    file = read("thunderbird.csv")
    assert file.form == "CSV of Thunderbird (comma, UTF-8)"
    company, anna = file.contacts
    assert (company.name, company.address) == ("Keller AG", ())
    assert anna.address == ("Seeweg 2", "8700 Küsnacht", "Schweiz")
    assert labelled(anna) == {
        "anna@example.com": "email:",
        "anna.k@example.org": "email:",
        "044 000 12 34": "phone:business",
        "044 000 12 35": "phone:private",
        "044 000 12 99": "fax:",
        "079 000 11 22": "mobile:",
        "https://www.keller.example": "web:",
    }


def test_vertec() -> None:
    """The name of a company stands in the column of the last name; the id is what a second import goes by."""
    file = read("vertec.csv")
    assert file.form == "CSV of Vertec (semicolon, UTF-8)"
    assert [(one.kind, one.name, one.company, one.origin, one.active) for one in file.contacts] == [
        (COMPANY, "Keller AG", None, "3001", True),
        (CONTACT, "Anna Keller", "Keller AG", "3002", True),
        (PERSON, "Jürg Müller", None, "3003", False),
    ]
    assert file.contacts[0].address == ("Zweigniederlassung", "Dorfstrasse 1", "8000 Zürich")
    assert file.contacts[0].means == (
        Means(PHONE, "044 000 12 00"),
        Means(FAX, "044 000 12 99"),
        Means(EMAIL, "info@keller.example"),
        Means(WEB, "www.keller.example"),
    )
    assert file.remarks == ()


def digits(text: str) -> str:
    """Give the digits of a text."""
    return re.sub(r"\D", "", text)


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.iterdir()))
def test_no_number_of_a_sample_is_lost(name: str) -> None:
    """Each is at a contact or in a remark."""
    text = (DATA / name).read_text(encoding="cp1252" if name == "outlook_de.csv" else "utf-8")
    numbers = {digits(number) for number in re.findall(r"(?<![\w-])(?:\+|0)[\d -]{7,}\d(?![\w-])", text)}
    file = read(name)
    said = {digits(one.typed) for each in file.contacts for one in each.means} | set(map(digits, file.remarks))
    assert numbers
    assert not {number for number in numbers if not any(number in one for one in said)}
