"""Reads an address file (CSV, German or English headers) into contacts.

In: the bytes of the file. Out: `ContactsFile`. No file is opened here.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from calljournal.addresses.encoding import decode
from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.database import fold, identity
from calljournal.errors import BadData
from calljournal.matching import ContactKind

_DELIMITERS = ";,\t"

LONGEST_HEADER = 10_000
"""Characters of the first line that are looked at to find the delimiter: ten times what the widest exports have."""

_TEXTS: dict[str, str] = {
    "company": "Firma, Firmenname, Unternehmen, Organisation, Company, Company name, Organization",
    "first": "Vorname, First name, Given name",
    "last": "Nachname, Familienname, Last name, Surname, Family name",
    "name": "Name, Anzeigename, Full name, Display name",
    "street": "Straße, Strasse, Adresse, Street, Address, Business street, Straße geschäftlich",
    "zip": "PLZ, Postleitzahl, Zip, Zip code, Postal code, Postcode, Business postal code, Postleitzahl geschäftlich",
    "city": "Ort, Stadt, Wohnort, City, Town, Business city, Ort geschäftlich",
    "country": "Land, Country, Business country/region, Land/Region geschäftlich",
    "active": "Aktiv, Active",
}

_MEANS: tuple[tuple[MeansKind, str, str], ...] = (
    (MeansKind.PHONE, "", "Telefon, Tel, Telefonnummer, Rufnummer, Phone, Phone number, Telephone"),
    (
        MeansKind.PHONE,
        "business",
        "Telefon geschäftlich, Telefon Geschäft, Tel geschäftlich, Business phone, Work phone",
    ),
    (MeansKind.PHONE, "business 2", "Telefon geschäftlich 2, Business phone 2"),
    (MeansKind.PHONE, "private", "Telefon privat, Tel privat, Home phone, Private phone"),
    (MeansKind.PHONE, "head office", "Telefon Zentrale, Zentrale, Hauptnummer, Company main phone, Telefon Firma"),
    (MeansKind.PHONE, "direct", "Durchwahl, Direktwahl, Telefon direkt, Direct phone, Direct"),
    (MeansKind.MOBILE, "", "Mobil, Mobile, Handy, Natel, Mobiltelefon, Mobile phone, Cell, Cell phone"),
    (MeansKind.MOBILE, "private", "Mobil privat, Handy privat, Private mobile"),
    (MeansKind.FAX, "", "Fax, Telefax, Fax geschäftlich, Business fax, Fax number"),
    (MeansKind.EMAIL, "", "E-Mail, Mail, E-Mail-Adresse, E-mail address"),
    (MeansKind.WEB, "", "Web, Website, Webseite, Homepage, Internet, URL, Web page"),
)

_NO = frozenset({"nein", "no", "false", "0", "n", "inaktiv", "inactive", "falsch"})

KNOWN = (
    "Firma/Company, Vorname/First name, Nachname/Last name, Name, Telefon/Phone, Mobil/Mobile, Fax, E-Mail, Ort/City"
)
"""The most usual of the known headers, for words to the user."""


@dataclass(frozen=True, slots=True)
class ContactsFile:
    """What an address file holds: contacts, each once; how many rows were `skipped` because they name nobody."""

    contacts: tuple[Contact, ...]
    skipped: int = 0


def read_contacts_csv(data: bytes) -> ContactsFile:
    """Read a CSV file: comma, semicolon or tab; UTF-8, UTF-16 with its mark, or Windows-1252.

    A row with a person and a company gives the person at the company, and the company itself once. Raises BadData in
    words that say what to do.
    """
    rows = _table(decode(data), data)
    columns = _Columns(rows[0] if rows else ())
    if not columns.names_somebody:
        raise BadData(f"the first line has no header that is known here; there has to be one of: {KNOWN}", data)
    told: dict[tuple[str, str], Contact] = {}
    implied: dict[tuple[str, str], Contact] = {}
    skipped = 0
    for row in rows[1:]:
        contact = columns.contact(row)
        if contact is None:
            skipped += 1
            continue
        _take(told, contact)
        if contact.company is not None:
            _take(implied, Contact("", ContactKind.COMPANY, contact.company, address=contact.address))
    companies = [company for key, company in implied.items() if key not in told]
    return ContactsFile((*companies, *told.values()), skipped)


def _take(found: dict[tuple[str, str], Contact], contact: Contact) -> None:
    """Add a contact, or what a further row says of one that is there already."""
    key = identity(contact.name), identity(contact.company or "")
    before = found.setdefault(key, contact)
    if before is not contact:
        new = tuple(one for one in contact.means if one not in before.means)
        found[key] = replace(before, address=before.address or contact.address, means=before.means + new)


def _table(text: str, data: bytes) -> list[list[str]]:
    """Split a text into rows, without the empty ones; at the sign at which the first row has most known headers."""
    declared = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)  # Excel writes and reads this
    if declared is not None:
        text = text[declared.end() :]
    delimiters = declared[1] if declared is not None else _DELIMITERS
    first = next((line for line in text.splitlines() if line.strip()), None)
    if first is None:
        raise BadData("the file is empty: export the addresses again", data)
    delimiter = max(
        delimiters, key=lambda sign: _Columns(next(csv.reader([first[:LONGEST_HEADER]], delimiter=sign), [])).known
    )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        words = f"line {reader.line_num} cannot be read ({error}): see whether a quotation mark is missing there"
        raise BadData(words, data) from None


class _Columns:
    """Which column holds what, by the headers of the first row."""

    def __init__(self, header: Sequence[str]) -> None:
        self._texts: dict[str, int] = {}
        self._means: list[tuple[int, MeansKind, str]] = []
        for index, title in enumerate(header):
            key = _key(title)
            short = key.rstrip("0123456789")  # "E-Mail 2"
            if key in _TEXT_OF or short in _TEXT_OF:
                self._texts.setdefault(_TEXT_OF.get(key) or _TEXT_OF[short], index)
            elif key in _MEANS_OF or short in _MEANS_OF:
                self._means.append((index, *(_MEANS_OF.get(key) or _MEANS_OF[short])))

    @property
    def known(self) -> int:
        """How many headers are known here."""
        return len(self._texts) + len(self._means)

    @property
    def names_somebody(self) -> bool:
        """Whether any column holds a name."""
        return not self._texts.keys().isdisjoint(("company", "first", "last", "name"))

    def contact(self, row: Sequence[str]) -> Contact | None:
        """Read a row; None where it names nobody."""
        person, company = self._person(row), self._text(row, "company")
        if identity(person) == identity(company):
            person = ""
        if not person and not company:
            return None
        kind = ContactKind.COMPANY if not person else ContactKind.CONTACT if company else ContactKind.PERSON
        means = tuple(
            Means(means_kind, row[index].strip(), label)
            for index, means_kind, label in self._means
            if index < len(row) and row[index].strip()
        )
        active = self._text(row, "active").casefold() not in _NO
        return Contact(
            "", kind, person or company, company if person and company else None, self._address(row), means, active
        )

    def _person(self, row: Sequence[str]) -> str:
        first, last, name = (self._text(row, field) for field in ("first", "last", "name"))
        if "last" not in self._texts and "first" in self._texts:
            last, name = name, ""  # beside a first name, "Name" is the last name
        return " ".join(filter(None, (first, last))) or name

    def _address(self, row: Sequence[str]) -> tuple[str, ...]:
        street, code, city, country = (self._lines(row, field) for field in ("street", "zip", "city", "country"))
        place = " ".join(code + city)
        return (*street, *([place] if place else []), *country)

    def _text(self, row: Sequence[str], field: str) -> str:
        return " ".join(" ".join(self._lines(row, field)).split())

    def _lines(self, row: Sequence[str], field: str) -> tuple[str, ...]:
        index = self._texts.get(field, len(row))
        lines = row[index].splitlines() if index < len(row) else []
        return tuple(line.strip() for line in lines if line.strip())


def _key(title: str) -> str:
    """Give a header as it is compared: case, signs, accents and the writing of umlauts do not count."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"([aou])e", r"\1", fold(title)))


_TEXT_OF = {_key(title): field for field, titles in _TEXTS.items() for title in titles.split(",")}
_MEANS_OF = {_key(title): (kind, label) for kind, label, titles in _MEANS for title in titles.split(",")}
