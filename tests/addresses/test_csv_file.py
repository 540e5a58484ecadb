"""Address files as Excel, Outlook and people write them become contacts; what cannot be read says what to do."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calljournal.addresses.csv_file import ContactsFile, read_contacts_csv
from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.crm.local.book import LocalBook
from calljournal.errors import BadData
from calljournal.matching import ContactKind
from tests.crm.test_local import with_book

COMPANY, PERSON, CONTACT = ContactKind.COMPANY, ContactKind.PERSON, ContactKind.CONTACT
PHONE, MOBILE, FAX, EMAIL, WEB = MeansKind

GERMAN = """Anrede;Firma;Vorname;Nachname;Telefon geschäftlich;Mobil;Fax;E-Mail;Web;Straße;PLZ;Ort;Land;Aktiv
Frau;Keller AG;Anna;Keller;044 000 12 34;079 000 11 22;;anna@example.com;;Dorfstraße 1;8000;Zürich;Schweiz;ja
;Keller AG;;;044 000 12 00;;044 000 12 99;;www.example.com;Hauptgasse 5;8001;Zürich;;
Herr;;Jürg;Müller;+49 30 23125-678;;;;;;;;;nein
;;;;044 000 12 77;;;;;;;;;

"""

ENGLISH = """Company,First name,Last name,Business phone,Mobile,Fax,E-mail,Web,Street,Zip,City,Country,Active
Keller AG,Anna,Keller,044 000 12 34,079 000 11 22,,anna@example.com,,Dorfstraße 1,8000,Zürich,Schweiz,yes
Keller AG,,,044 000 12 00,,044 000 12 99,,www.example.com,Hauptgasse 5,8001,Zürich,,
,Jürg,Müller,+49 30 23125-678,,,,,,,,,no
,,,044 000 12 77,,,,,,,,,
"""

EXPECTED = ContactsFile(
    (
        Contact(
            "",
            CONTACT,
            "Anna Keller",
            "Keller AG",
            ("Dorfstraße 1", "8000 Zürich", "Schweiz"),
            (
                Means(PHONE, "044 000 12 34", "business"),
                Means(MOBILE, "079 000 11 22"),
                Means(EMAIL, "anna@example.com"),
            ),
        ),
        Contact(
            "",
            COMPANY,
            "Keller AG",
            None,
            ("Hauptgasse 5", "8001 Zürich"),
            (
                Means(PHONE, "044 000 12 00", "business"),
                Means(FAX, "044 000 12 99"),
                Means(WEB, "www.example.com"),
            ),
        ),
        Contact("", PERSON, "Jürg Müller", None, (), (Means(PHONE, "+49 30 23125-678", "business"),), active=False),
    ),
    skipped=1,
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("text", [GERMAN, ENGLISH, ENGLISH.replace(",", "\t")], ids=["german", "english", "tabs"])
def test_headers_signs_and_encodings(text: str, newline: str, encoding: str) -> None:
    """German or English, semicolon, comma or tab, any usual encoding: always the same contacts."""
    assert read_contacts_csv(text.replace("\n", newline).encode(encoding)) == EXPECTED


def one(header: str, row: str) -> Contact:
    """Read a file of one row that gives one contact."""
    (contact,) = read_contacts_csv(f"{header}\n{row}\n".encode()).contacts
    return contact


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        ("Name;Vorname", "Keller;Anna", "Anna Keller"),
        ("Name;Ort", "Anna Keller;Zürich", "Anna Keller"),
        ("Name;Vorname;Nachname", "A. K.;Anna;Keller", "Anna Keller"),
        ("Name;Vorname;Nachname", "Anna Keller;;", "Anna Keller"),
        ("NACHNAME ; VORNAME", " Keller ; Anna ", "Anna Keller"),
        ("Last Name,First Name", "Keller,", "Keller"),
        ('"Name"', '"Keller; Anna"', "Keller; Anna"),
        ("Surname\tGiven name", "Keller\tAnna", "Anna Keller"),
    ],
)
def test_names_are_put_together(header: str, row: str, name: str) -> None:
    """Beside a first name, "Name" is the last name; alone it is the whole."""
    contact = one(header, row)
    assert (contact.kind, contact.name) == (PERSON, name)


@pytest.mark.parametrize(
    ("header", "kind", "label"),
    [
        ("Telefon", PHONE, ""),
        ("Tel.", PHONE, ""),
        ("telefon geschaeftlich", PHONE, "business"),
        ("Telefon (geschäftlich)", PHONE, "business"),
        ("Business Phone", PHONE, "business"),
        ("Home Phone", PHONE, "private"),
        ("Phone 2", PHONE, ""),
        ("Handy", MOBILE, ""),
        ("Natel", MOBILE, ""),
        ("Mobile Phone", MOBILE, ""),
        ("Telefax", FAX, ""),
        ("E-Mail-Adresse", EMAIL, ""),
        ("EMAIL", EMAIL, ""),
        ("E-Mail 2", EMAIL, ""),
        ("Webseite", WEB, ""),
    ],
)
def test_means_are_recognised(header: str, kind: MeansKind, label: str) -> None:
    """However the header is written, and whatever else stands in the file."""
    contact = one(f"Quatsch;{header};Name", "x; 044 000 12 34 ;Anna")
    assert contact.means == (Means(kind, "044 000 12 34", label),)


def test_a_company_of_many_people_is_there_once() -> None:
    """With the address that its first row has; its people keep theirs."""
    text = "Firma;Name;Ort\nKeller AG;Anna;\nkeller  ag;Ben;Bern\nKeller AG;Cora;Basel\n"
    company, *people = read_contacts_csv(text.encode()).contacts
    assert (company.kind, company.name, company.address, company.means) == (COMPANY, "Keller AG", ("Bern",), ())
    assert [(person.name, person.address) for person in people] == [
        ("Anna", ()),
        ("Ben", ("Bern",)),
        ("Cora", ("Basel",)),
    ]


def test_rows_of_one_person_are_one_contact() -> None:
    """With the numbers of both rows."""
    contact = one("Name;Telefon", "Anna;044 000 12 34\nanna;044 000 12 35\nAnna;044 000 12 34")
    assert [means.typed for means in contact.means] == ["044 000 12 34", "044 000 12 35"]


@pytest.mark.parametrize(
    ("text", "active"),
    [
        ("ja", True),
        ("", True),
        ("1", True),
        ("x", True),
        ("Nein", False),
        ("no", False),
        ("0", False),
        ("FALSE", False),
    ],
)
def test_who_is_active(text: str, active: bool) -> None:
    """Only a clear no is one."""
    assert one("Name;Aktiv", f"Anna;{text}").active is active


def test_rows_that_are_too_short_or_too_long() -> None:
    """Cells that are missing are empty, those beyond the headers are left out; a cell may have lines."""
    text = 'Name,Street,City\nAnna\nBen,"Seeweg 2\nHaus B",Bern,what,else\n'
    anna, ben = read_contacts_csv(text.encode()).contacts
    assert anna.address == ()
    assert ben.address == ("Seeweg 2", "Haus B", "Bern")


def test_the_line_that_excel_puts_first() -> None:
    """It names the delimiter."""
    assert one("sep=;\r\nName;Ort", "Keller, Anna;Zürich").name == "Keller, Anna"


def test_a_company_under_two_headers_is_a_company() -> None:
    """Some programs repeat the company in the column of the name."""
    contact = one("Firma;Name", "Keller AG;Keller AG")
    assert (contact.kind, contact.company) == (COMPANY, None)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b";;;\n;;;\n", "header"),
        (b"Anna;Keller\n044 000 12 34;x\n", "Firma/Company, Vorname/First name"),
        (b"Telefon;Ort\n044 000 12 34;Bern\n", "header"),
        (b"PK\x03\x04rest of a workbook", "workbook.*UTF-8"),
        ("Name;Ort\nJürg;Zürich\n".encode("utf-16-le"), "encoding"),
        ("Name;Ort\nJürg;Zürich\n".encode("cp850"), "encoding"),
        ("Name;Ort\nJürg;Zürich\n".encode("utf-16")[:-1], "breaks off"),
        ("Name\nJürg\n".encode() + b"J\xfcrg\n", "line 3 is not UTF-8"),
        ("\ufeffName\nAnna\n".encode() + b"J\xfcrg\n", "line 3 is not UTF-8"),
        (b'Name;Ort\nAnna;Bern\n"Ben;Basel\nCora;Chur\n', "line 4 .*quotation mark"),
        (b"Name\n" + b'"' + b"x" * 200_000 + b'"\n', "line 2"),
        (bytes(range(256)) * 4000, "text file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(1000), "text file"),
        (b"x" * 1_000_000, "line 1"),
        (b"x;" * 50_000 + b"\n" + b"y" * 100, "header"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(data: bytes, words: str) -> None:
    """In words for the person who exported it; the beginning of the file is kept."""
    with pytest.raises(BadData, match=words) as failed:
        read_contacts_csv(data)
    assert failed.value.raw == data[:1000]


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: f"Name;Ort\n{text}".encode())))
def test_no_file_raises_anything_else(data: bytes) -> None:
    """Contacts or BadData, whatever the bytes."""
    try:
        contacts = read_contacts_csv(data).contacts
    except BadData:
        return
    assert all(contact.name for contact in contacts)


def test_a_second_import_updates_and_never_doubles(home: Path) -> None:
    """The same file again changes nothing; a changed one changes what it says."""

    async def work(book: LocalBook) -> None:
        contacts = read_contacts_csv(GERMAN.encode()).contacts
        added = await book.add_contacts(contacts)
        assert (added.added, added.updated, added.unreadable) == (3, 0, ())
        before = await book.contacts("", 100)
        added = await book.add_contacts(contacts)
        assert (added.added, added.updated) == (0, 3)
        assert await book.contacts("", 100) == before
        changed = GERMAN.replace("044 000 12 34", "044 000 12 35")
        await book.add_contacts(read_contacts_csv(changed.encode("cp1252")).contacts)
        assert await book.find(["+41440001234"]) == ()
        (anna,) = await book.find(["+41440001235"])
        assert (anna.name, anna.company) == ("Anna Keller", "Keller AG")
        assert len(await book.contacts("", 100)) == 3

    with_book(home, work)
