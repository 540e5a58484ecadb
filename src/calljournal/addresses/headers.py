"""Which column of an address file holds what: its header, in German or English, becomes a field.

The headers are those of these exports, and of what people write themselves:

* Outlook, English: github.com/FolkerKinzel/Contacts.IO (Outlook/HeaderRow.cs) and github.com/michalbe/csv2vcard;
  German: the import tests of Open-Xchange's server (its bug 9367)
* Google Contacts: github.com/owncloud-archive/contacts/issues/817 and github.com/malbuquerque/produto/issues/59; since
  2024 (First Name, Phone 1 - Label, Organization Name) the same with other words
* Thunderbird, English and German: github.com/FolkerKinzel/Contacts.IO (Thunderbird/HeaderRow.cs)
* Vertec: the German names of the members of its address entries, as github.com/sabuzuhlke/VRAPI reads them
"""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache

from calljournal.addresses.words import sense
from calljournal.contracts.crm import MeansKind
from calljournal.errors import BadData
from calljournal.tables import LONGEST_TITLE, key
from calljournal.words import say

_CUSTOMERS = (
    "Kunde, Kundin, Kundenname, Name des Kunden, Kunde/Firma, Mandant, Mandantin, Mandantenname, Klient, Klientin, "
    "Klientenname, Auftraggeber, Client, Client name, Customer, Customer name"
)
_DESCRIPTIONS = "Bezeichnung, Description"

_TITLES: dict[str, str] = {
    "company": "Firma, Firmenname, Unternehmen, Organisation, Company, Company name, Organization, Organization name",
    "first": "Vorname, First name, Given name, Middle name, Additional name, Weitere Vornamen, Zweiter Vorname",
    "last": "Nachname, Familienname, Last name, Surname, Family name",
    "name": "Name, Anzeigename, Full name, Display name, Vollständiger Name, Kontakt, Ansprechpartner, Ansprechperson, "
    "Ansprechpartnerin, Kontaktperson, Kontaktname, Contact, Contact name, Contact person, "
    f"{_CUSTOMERS}, {_DESCRIPTIONS}",
    "active": "Aktiv, Active",
    "origin": "ID, objid, boldid, UID, UUID, Kundennummer, Kunden-Nr, Adressnummer, Adress-Nr, Nummer, Nr, Kontakt-ID, "
    "Mandantennummer, Mandanten-Nr, Debitorennummer, Debitoren-Nr, Externe ID, Customer number, Customer no, "
    "Customer ID, Contact ID, External ID",
    "phone": "Standardtelefon, Phone value",
    "phone:head office": "Hauptnummer, Zentrale",
    "phone:direct": "Durchwahl, Durchwahlnummer, DW, DW-Nr, Direktwahl, Direktnummer, Nebenstelle, Direct",
    "phone:main": "Haupttelefon",
    "phone:callback": "Callback, Rückmeldung, Rückruf",
    "phone:pager": "Pager, Pager number, Pager-Nummer",
    "phone:ISDN": "ISDN",
    "phone:radio": "Funktelefon",
    "phone:text telephone": "TTY/TDD Phone, Telefon für Hörbehinderte, Texttelefon",
    "phone:telex": "Telex",
    "mobile": "Standardmobile, Tel M, Telefon M",
    "mobile:car": "Car Phone, Autotelefon",
    "fax": "Standardfax",
    "email": "E-mail value, Primäre E-Mail-Adresse, Sekundäre E-Mail-Adresse, Primary Email, Secondary Email, "
    "StandardEMail",
    "web": "Website value, Internet, Home page, Standardhomepage",
    "ignore": "Anrede, Titel, Title, Suffix, Name prefix, Name suffix, Abteilung, Department, Position, Job title, "
    "Arbeitstitel, Beruf, Profession, Office location, Büro, Stellung, Betreuer, Alias, Nickname, Spitzname, Initials, "
    "Initialen, Short name, Maiden name, Yomi name, Given name yomi, Additional name yomi, Family name yomi, "
    "Surname yomi, Company yomi, Phonetic first name, Phonetic middle name, Phonetic last name, File as, Birthday, "
    "Geburtstag, Birth year, Birth month, Birth day, Geburtsjahr, Geburtsmonat, Anniversary, Jahrestag, Gender, "
    "Geschlecht, Notes, Notiz, Notizen, Bemerkung, Bemerkungen, Kommentar, Photo, Labels, Group membership, "
    "Categories, Kategorien, Language, Sprache, Location, Subject, Occupation, Hobby, Keywords, Stichwörter, "
    "Priority, Priorität, Private, Privat, Sensitivity, Vertraulichkeit, Mileage, Reisekilometer, Billing information, "
    "Abrechnungsinformation, Directory server, Verzeichnisserver, Account, Konto, Spouse, Partner, Children, Kinder, "
    "Manager's name, Name des/der Vorgesetzten, Name des/r Vorgesetzten, Assistant's name, Name Assistent, "
    "Referred by, Empfohlen von, Government ID number, Regierungsnr., Organizational ID number, Organisationsnr., "
    "Internet Free Busy, Internet-Frei/Gebucht, Screen name, Messenger-Name, E-mail type, E-Mail-Typ, E-mail display "
    "name, E-Mail: Angezeigter Name, E-Mail: Typ, Organization yomi name, Organization title, "
    "Organization department, Organization symbol, Organization location, Organization job description, "
    "Address formatted, Event value, Relation value",
}
"""Of a field, the headers that are not put together of words for a kind and a label (see words.py)."""

_ADDRESS: dict[str, str] = {
    "street": "Straße, Strasse, Str, Anschrift, Adresse, Street, Street address, Address, Address street, "
    "Adresse Straße, Standardadresse, Zusatz, Adresszusatz, Postfach, PO Box, Address PO Box, Extended address, "
    "Address extended address",
    "zip": "PLZ, Postleitzahl, Zip, Zip code, Zipcode, Postal code, Postcode, Post code, Address postal code, "
    "Adresse PLZ, StandardPLZ",
    "city": "Ort, Stadt, Wohnort, City, Town, Address city, Adresse Ort, Standardort",
    "country": "Land, Country, Land/Region, Country/Region, Address country, Adresse Land, Standardland",
    "ignore": "Region, State, County, Bundesland, Kanton, Bundesland/Kanton, Address region",
}
"""The same for a postal address; a word for business, private or other may stand beside them, and a number."""

HOUSE = frozenset(map(key, ("Hausnummer", "Haus-Nr", "House number")))
PERHAPS_HOUSE = frozenset(map(key, ("Nr", "Nummer", "No")))
"""The number of the house; of the second ones only behind a street: elsewhere that of a customer, or of a telephone."""

CUSTOMER = frozenset(map(key, _CUSTOMERS.split(", ")))
"""A company, where there is a column for a person too; else the name, whoever it is."""

PERHAPS_NAME = frozenset(map(key, _DESCRIPTIONS.split(", ")))
"""A name only where nothing else is: beside one it says what somebody is or does."""

_NO_MEANS = frozenset(
    map(
        key,
        "Typ type Notiz Bemerkung note Kosten Datum date Status Anzeigename angezeigter display name Vorwahl "
        "Newsletter Werbung erlaubt Erreichbarkeit Anbieter provider Format Anzahl letzter letzte".split(),
    )
)
"""Beside a word for a number they say that the column holds something else: E-Mail-Typ, Telefonnotiz."""

_WORDS = {
    "first": "first name",
    "last": "last name",
    "name": "whole name",
    "company": "company",
    "street": "street, or a further line of the address",
    "zip": "postal code",
    "city": "town",
    "country": "country",
    "active": "active: yes or no",
    "origin": "number or ID by which the source knows the contact",
    "label": "what kind of number the next column holds",
    "ignore": "leave out",
}
_KIND_WORDS = {"phone": "telephone", "mobile": "mobile", "fax": "fax", "email": "e-mail", "web": "web page"}
_LABELS = {
    "phone": "business, business 2, private, private 2, head office, direct, main, assistant, other, callback, pager, "
    "ISDN, radio, text telephone, telex",
    "mobile": "business, private, car",
    "fax": "private, other",
    "email": "business, private",
    "web": "business, private",
}
FIELDS: Mapping[str, str] = {
    **_WORDS,
    **{
        f"{kind}:{label}" if label else kind: f"{words}, {label}" if label else words
        for kind, words in _KIND_WORDS.items()
        for label in ("", *_LABELS[kind].split(", "))
    },
}
"""What a column may be read as, in words for people; `phone:LABEL` may have any other label too, as may its like."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says: the field; of a postal address, which one (0: business, 1: private, 2: other)."""

    field: str
    address: int = 0

    @property
    def means(self) -> tuple[MeansKind, str] | None:
        """The kind and the label, where the field is a means."""
        kind, _, label = self.field.partition(":")
        return (MeansKind(kind), label) if kind in _KIND_WORDS else None


def _index(titles: Mapping[str, str]) -> dict[str, str]:
    return {key(title): field for field, all_titles in titles.items() for title in all_titles.split(", ")}


_FIELD_OF = _index(_TITLES)
_ADDRESS_OF = _index(_ADDRESS)
_ADDRESSES = {"business": 0, "head office": 0, "private": 1, "other": 2}

_NUMBERED = re.compile(r"(.+?) (\d+) - (.+)")
"""Google: Phone 2 - Value."""


@lru_cache(maxsize=1000)  # each is asked for several times while the row of the headers is looked for
def _understood(title: str) -> Header | None:
    numbered = _NUMBERED.fullmatch(title.strip())
    if numbered is not None:
        if numbered[3].casefold() in ("type", "label"):
            return Header("label" if sense(numbered[1]).kind else "ignore")
        title, address = f"{numbered[1]} {numbered[3]}", int(numbered[2][:4]) - 1
    else:
        address = 0
    whole = key(title)
    short = re.sub(r"\d+", "", whole)  # "E-Mail 2", "E-Mail 2: Typ"
    field = _FIELD_OF.get(whole) or _FIELD_OF.get(short)
    if field is not None:
        return Header(field)
    if whole in HOUSE:
        return Header("street")
    if short in _ADDRESS_OF:
        return Header(_ADDRESS_OF[short], address)
    return _address(title) or _means(title)


def read_header(title: str) -> Header | None:
    """Say what a column of this title holds; None where that is not understood."""
    return _understood(title) if len(title) <= LONGEST_TITLE else None


def count_known(titles: Iterable[str], by_hand: Set[str] = frozenset()) -> int:
    """Count the titles that are known here, or were mapped by hand (as `key` has them)."""
    return sum(key(title) in by_hand or read_header(title) is not None for title in titles)


def _address(title: str) -> Header | None:
    """A title like `Straße privat 2`, `Business Country/Region`, `Weiteres/e Land/Region`."""
    words = [word for word in re.findall(r"[^\W\d_]+", title) if len(word) > 1]
    which = [_ADDRESSES[sense(word).label] for word in words if sense(word).label in _ADDRESSES]
    rest = key("".join(word for word in words if sense(word).label not in _ADDRESSES))
    return Header(_ADDRESS_OF[rest], which[0]) if which and rest in _ADDRESS_OF else None


def _means(title: str) -> Header | None:
    """A title with a word for a kind of means; words that are not known become its label."""
    said = sense(title)
    if said.kind is None or any(key(word) in _NO_MEANS for word in said.own):
        return None
    return Header(said.field(said.kind))


def by_hand(columns: Mapping[str, str]) -> dict[str, Header]:
    """Read what was mapped by hand, by the title as it was typed; raises BadData for a field that is not there."""
    found: dict[str, Header] = {}
    for title, field in columns.items():
        kind, colon, label = field.partition(":")
        if field not in FIELDS and not (kind in _KIND_WORDS and colon and label.strip()):
            known = ", ".join(name for name in FIELDS if ":" not in name)
            raise BadData(
                say(
                    "there is no field {field!r}; there are {known}, and with a label of yours like phone:LABEL",
                    field=field,
                    known=known,
                )
            )
        found[title.strip()] = Header(field if label == label.strip() else f"{kind}:{label.strip()}")
    return found


_SIGNS: dict[str, str] = {
    "Outlook": "E-mail Type, E-Mail-Typ, Company Main Phone, Telefon Firma, Car Phone, Autotelefon, Rückmeldung, "
    "Callback, TTY/TDD Phone, Telefon für Hörbehinderte, Business Phone 2, Telefon geschäftlich 2",
    "Google Contacts": "Phone 1 - Type, Phone 1 - Label, Phone 1 - Value, E-mail 1 - Value, Group Membership, File As, "
    "Organization 1 - Name, Given Name Yomi, Phonetic First Name",
    "Thunderbird": "Primary Email, Screen Name, Custom 1, Primäre E-Mail-Adresse, Messenger-Name, Pager-Nummer",
    "Vertec": "objid, Standardadresse, Standardtelefon, Standardmobile, StandardPLZ, Standardort, Betreuer, Alias",
}
"""Headers by which the export of a program is known; two of them must be there."""


def program(titles: Iterable[str]) -> str | None:
    """Name the program that wrote a file with these headers."""
    keys = {key(title) for title in titles}
    return next((name for name, signs in _SIGNS.items() if len(keys & set(map(key, signs.split(", ")))) > 1), None)
