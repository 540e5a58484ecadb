"""Address files as Excel, Outlook and people write them become contacts; what cannot be read says what to do."""

from pathlib import Path

import pytest

from calljournal.addresses import AddressFile, Column, read_addresses
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

EXPECTED = (
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
    Contact("", PERSON, "Jürg Müller", None, (), (Means(PHONE, "+49 30 23125-678", "business"),), active=False),
)


def read(text: str, columns: dict[str, str] | None = None) -> AddressFile:
    """Read a text as a file."""
    return read_addresses(text.encode(), columns or {})


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "mac_roman"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("text", [GERMAN, ENGLISH, ENGLISH.replace(",", "\t")], ids=["german", "english", "tabs"])
def test_headers_signs_and_encodings(text: str, newline: str, encoding: str) -> None:
    """German or English, semicolon, comma or tab, any usual encoding: always the same contacts."""
    file = read_addresses(text.replace("\n", newline).encode(encoding))
    assert file.contacts == EXPECTED
    assert file.skipped == 1
    assert file.remarks == ("Line 5 names nobody and is left out; it holds “044 000 12 77”.",)


def one(header: str, row: str) -> Contact:
    """Read a file of one row that gives one contact."""
    (contact,) = read(f"{header}\n{row}\n").contacts
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
        ("Ansprechpartner;Ort", "Anna Keller;Zürich", "Anna Keller"),
    ],
)
def test_names_are_put_together(header: str, row: str, name: str) -> None:
    """Beside a first name, "Name" is the last name; alone it is the whole."""
    contact = one(header, row)
    assert (contact.kind, contact.name) == (PERSON, name)


def test_a_company_of_many_people_is_there_once() -> None:
    """With the address that its first row has; its people keep theirs."""
    text = "Firma;Name;Ort\nKeller AG;Anna;\nkeller  ag;Ben;Bern\nKeller AG;Cora;Basel\n"
    company, *people = read(text).contacts
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
    file = read(text)
    anna, ben = file.contacts
    assert file.remarks == ("Line 3 has more cells than there are titles; left out: “what, else”.",)
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
        ("Name;Ort\nJürg;Zürich\n".encode("cp850"), "encoding"),
        ("Name;Ort\nJürg;Zürich\n".encode("utf-16")[:-1], "breaks off"),
        ("Name\nJürg\n".encode() + b"J\xfcrg\n", "line 3 is not UTF-8"),
        ("\ufeffName\nAnna\n".encode() + b"J\xfcrg\n", "line 3 is not UTF-8"),
        (b'Name;Ort\nAnna;Bern\n"Ben;Basel\nCora;Chur\n', "line 3 .*quotation mark"),
        (b'Name\nAnna\n"' + b"Ben\n" * 50_000, "line 3 .*quotation mark"),
        (bytes(range(256)) * 4000, "text file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(1000), "text file"),
        (b"x" * 1_000_000, "header"),
        (b"x;" * 50_000 + b"\n" + b"y" * 100, "header"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(data: bytes, words: str) -> None:
    """In words for the person who exported it; the beginning of the file is kept."""
    with pytest.raises(BadData, match=words) as failed:
        read_addresses(data)
    assert failed.value.raw == data[:1000]


def test_a_second_import_updates_and_never_doubles(home: Path) -> None:
    """The same file again changes nothing; a changed one changes what it says."""

    async def work(book: LocalBook) -> None:
        contacts = read(GERMAN).contacts
        added = await book.add_contacts(contacts)
        assert (added.added, added.updated, added.unreadable) == (3, 0, ())
        before = await book.contacts("", 100)
        added = await book.add_contacts(contacts)
        assert added.added == 0
        assert await book.contacts("", 100) == before
        changed = GERMAN.replace("044 000 12 34", "044 000 12 35")
        await book.add_contacts(read_addresses(changed.encode("cp1252")).contacts)
        assert await book.find(["+41440001234"]) == ()
        (anna,) = await book.find(["+41440001235"])
        assert (anna.name, anna.company) == ("Anna Keller", "Keller AG")
        assert len(await book.contacts("", 100)) == 3

    with_book(home, work)


# --- what stands in the wrong column ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "row", "name", "means"),
    [
        ("Name;Telefon", "Anna;anna@example.com", "Anna", [Means(EMAIL, "anna@example.com")]),
        ("Name;Telefon", "Anna;www.example.com", "Anna", [Means(WEB, "www.example.com")]),
        ("Name;Telefon", "Anna;auf Anfrage", "Anna", [Means(PHONE, "auf Anfrage")]),
        (
            "Name;Telefon privat",
            "Anna;044 000 12 34, anna@example.com",
            "Anna",
            [Means(PHONE, "044 000 12 34", "private"), Means(EMAIL, "anna@example.com", "private")],
        ),
        ("Name;E-Mail", "Anna;079 000 11 22", "Anna", [Means(PHONE, "079 000 11 22")]),
        ("Name;E-Mail", "Anna;Anna Keller <anna@example.com>", "Anna", [Means(EMAIL, "anna@example.com")]),
        ("Name;E-Mail", "Anna;a@example.com, b@example.com", "Anna", [Means(EMAIL, x + "@example.com") for x in "ab"]),
        ("Name;E-Mail", "Anna;anna(at)example.com", "Anna", [Means(EMAIL, "anna(at)example.com")]),
        ("Name;Web", "Anna;anna@example.com", "Anna", [Means(EMAIL, "anna@example.com")]),
        ("Name;Web", "Anna;https://example.com/@anna", "Anna", [Means(WEB, "https://example.com/@anna")]),
        ("Name", "Anna Keller 079 000 11 22", "Anna Keller", [Means(PHONE, "079 000 11 22")]),
        ("Name", "Anna Keller, anna@example.com", "Anna Keller", [Means(EMAIL, "anna@example.com")]),
        ("Name", "079 000 11 22", "079 000 11 22", [Means(PHONE, "079 000 11 22")]),
        ("Name", "anna@example.com", "anna@example.com", [Means(EMAIL, "anna@example.com")]),
        ("Firma;Nachname", "Keller AG;044 000 12 34", "Keller AG", [Means(PHONE, "044 000 12 34")]),
        ("Name", "Studio 0815 4711", "Studio 0815 4711", []),
        ("Name", "Garage 2000", "Garage 2000", []),
    ],
)
def test_nothing_is_lost_in_the_wrong_column(header: str, row: str, name: str, means: list[Means]) -> None:
    """An address, a number, a page are recognised by themselves, wherever they stand."""
    contact = one(header, row)
    assert (contact.name, list(contact.means)) == (name, means)


def test_what_was_moved_is_said() -> None:
    """With the line."""
    assert read("Name;Telefon\nAnna;anna@example.com\nBen 079 000 11 22;\n").remarks == (
        "Line 2: anna@example.com under “Telefon” was taken as email.",
        "Line 3: 079 000 11 22 stands in a name and was taken as phone.",
    )


def test_a_house_number_of_its_own() -> None:
    """It belongs to its street; elsewhere a number is that of the customer."""
    contact = one("Nr.;Name;Strasse;Nr.;PLZ;Ort", "K-7;Anna;Dorfstrasse;12a;8000;Zürich")
    assert (contact.address, contact.origin) == (("Dorfstrasse 12a", "8000 Zürich"), "K-7")


def test_a_document_in_a_cell_costs_that_cell_only() -> None:
    """It is said where the column is one that is read; a row that names nobody without it is left out."""
    long = "x" * 2_000_000
    file = read(
        f'Name;Telefon;Notiz\nAnna;044 000 12 34;"{long}\n{long}"\nBen;{long};y\n{long};044 000 12 36;\nCora;;\n'
    )
    assert [(one.name, [means.typed for means in one.means]) for one in file.contacts] == [
        ("Anna", ["044 000 12 34"]),
        ("Ben", []),
        ("Cora", []),
    ]
    assert file.skipped == 1
    assert file.remarks == (
        f"Line 4: the cell under “Telefon” holds 2000000 characters and is left out: “{'x' * 40}…”.",
        f"Line 5: the cell under “Name” holds 2000000 characters and is left out: “{'x' * 40}…”.",
        "Line 5 names nobody and is left out; it holds “044 000 12 36”.",
    )


@pytest.mark.parametrize(
    "number", ["\u202a+41 79 000 22 33\u202c", "079\u2011000\u201122\u201133", "\u200e079 000 22 33"]
)
@pytest.mark.parametrize("header", ["Name;Telefon", "Telefon;Name"])
def test_question_marks_of_windows_stay(number: str, header: str) -> None:
    """So Windows-1252 writes what it lacks; the reader of numbers knows them."""
    row = f"Anna;{number}" if header.startswith("Name") else f"{number};Anna"
    data = f"{header};Ort\n{row};Zürich\n".encode("cp1252", errors="replace")
    (anna,) = read_addresses(data).contacts
    assert b"?" in data
    assert (anna.name, anna.means) == ("Anna", (Means(PHONE, number.encode("cp1252", "replace").decode("cp1252")),))


# --- columns mapped by hand -------------------------------------------------------------------------------------------


def test_columns_are_described() -> None:
    """What each is read as, and its first value; what is not understood is said."""
    file = read("Name;Lieblingsfarbe;Notiz;leer\nAnna;;x\nBen;blau" + "u" * 50 + ";y\n")
    assert file.columns == (
        Column("Name", "name", "Anna"),
        Column("Lieblingsfarbe", None, "blau" + "u" * 35 + "…"),
        Column("Notiz", "ignore", "x"),
        Column("leer", None, ""),
    )
    assert file.remarks == (f"The column “Lieblingsfarbe” is not understood and left out; it holds “blau{'u' * 35}…”.",)


def test_mapped_by_hand() -> None:
    """It wins over what we would think; titles are compared loosely, a label may be one's own."""
    file = read(
        "Wer|Telefon|Fax|Notfall\nAnna|044 000 12 34|044 000 12 35|044 000 12 36\n",
        {"WER": "name", "telefon": "ignore", "Fax": "phone:direct", "Notfall": "phone: Nacht "},
    )
    (anna,) = file.contacts
    assert anna.means == (Means(PHONE, "044 000 12 35", "direct"), Means(PHONE, "044 000 12 36", "Nacht"))
    assert [column.field for column in file.columns] == ["name", "ignore", "phone:direct", "phone:Nacht"]
    assert file.form == "CSV (bar, UTF-8)"


def test_a_second_name_is_told_of() -> None:
    """It cannot be known which of them is the company; mapped by hand, it is."""
    text = "Name;Ansprechpartner\nKeller AG;Anna Keller\n"
    file = read(text)
    assert [contact.name for contact in file.contacts] == ["Keller AG"]
    assert file.remarks == ("The column “Ansprechpartner” is not understood and left out; it holds “Anna Keller”.",)
    company, anna = read(text, {"Name": "company"}).contacts
    assert (company.name, anna.name, anna.company) == ("Keller AG", "Anna Keller", "Keller AG")


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"Wer": "phon"}, "no field 'phon'; there are first, last, name"),
        ({"Wer": "phone:"}, "no field 'phone:'"),
        ({"Wer": "street:x"}, "no field"),
        ({"Werner": "name"}, "no column 'Werner'; there are: Wer, Ort"),
        ({}, r'--map "TITLE=FIELD".*The first line has: Wer, Ort'),
        ({"Ort": "city"}, "--map"),
        ({"Wer": "first", "A": "nothing"}, "no field 'nothing'"),
        ({"A": "name"}, "there is no header that is known here and names somebody"),
    ],
)
def test_a_mapping_that_cannot_be_followed_says_so(columns: dict[str, str], words: str) -> None:
    """In words that say what there is."""
    with pytest.raises(BadData, match=words):
        read("Wer;Ort\nAnna;Bern\n", columns)
