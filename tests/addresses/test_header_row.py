"""The headers are found wherever they stand and mean what stands beside them; without any, columns go by letters."""

import pytest

from calljournal.addresses import AddressFile, Column, read_addresses
from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.errors import BadData
from calljournal.matching import ContactKind

COMPANY, PERSON, CONTACT = ContactKind.COMPANY, ContactKind.PERSON, ContactKind.CONTACT
PHONE, MOBILE, FAX, EMAIL, WEB = MeansKind


def read(text: str, columns: dict[str, str] | None = None) -> AddressFile:
    """Read a text as a file."""
    return read_addresses(text.encode(), columns or {})


def fields(file: AddressFile) -> list[str | None]:
    """Give what the columns are read as."""
    return [column.field for column in file.columns]


# --- customers and numbers --------------------------------------------------------------------------------------------


def test_a_list_that_somebody_wrote() -> None:
    """Its numbers of one kind are all kept, a direct one as it was typed."""
    file = read(
        "Kunde\tRufnummer 1\tRufnummer 2\tHandy\tHandy-Nr.\tDurchwahl\n"
        "Keller\t044 000 12 00\t044 000 12 01\t079 000 11 22\t079 000 11 23\t23\n"
    )
    assert file.remarks == ()
    assert file.contacts == (
        Contact(
            "",
            PERSON,
            "Keller",
            means=(
                Means(PHONE, "044 000 12 00"),
                Means(PHONE, "044 000 12 01"),
                Means(MOBILE, "079 000 11 22"),
                Means(MOBILE, "079 000 11 23"),
                Means(PHONE, "23", "direct"),
            ),
        ),
    )


@pytest.mark.parametrize("title", ["DW", "Durchwahl", "Nebenstelle"])
@pytest.mark.parametrize("digits", ["1", "23", "12345", "-23", "023"])
@pytest.mark.parametrize("number", ["030 23125-0", "+43 1 000 12 - 0", "044 000 12 00"])
def test_a_direct_number_stays_as_typed(title: str, digits: str, number: str) -> None:
    """What it belongs to, the reader of numbers asks."""
    company, anna = read(f"Firma;Name;Telefon;{title}\nKeller AG;Anna;{number};{digits}\n").contacts
    assert anna.means == (Means(PHONE, number), Means(PHONE, digits, "direct"))
    assert company.means == ()


@pytest.mark.parametrize("title", ["Kunde", "Kundenname", "Mandant", "Klient", "Client", "Customer", "KUNDE 1"])
def test_a_customer(title: str) -> None:
    """A company where there is a column for people; else whoever it is."""
    (keller,) = read(f"{title};Tel.-Nr.\nKeller;044 000 12 34\n").contacts
    assert (keller.kind, keller.name) == (PERSON, "Keller")
    for titles in ("Ansprechpartner", "Name", "Kontakt"):
        company, anna, ben = read(f"{title};{titles};Tel.\nKeller AG;Anna Keller;\nBen AG;;044 000 12 34\n").contacts
        assert (company.kind, company.name) == (COMPANY, "Keller AG")
        assert (anna.kind, anna.name) == (COMPANY, "Ben AG")
        assert (ben.kind, ben.name, ben.company) == (CONTACT, "Anna Keller", "Keller AG")
    company, anna = read(f"Vorname;{title};Nachname\nAnna;Keller AG;Keller\n").contacts
    assert (anna.name, anna.company) == ("Anna Keller", "Keller AG")


@pytest.mark.parametrize(
    ("titles", "row", "expected"),
    [
        ("Kunde;Firma", "Anna;Keller AG", ["name", "company"]),
        ("Kunde;Firma;Name", "Ost;Keller AG;Anna", [None, "company", "name"]),
        ("Kunde;Mandant;Name", "Keller AG;Ost;Anna", ["company", None, "name"]),
        ("Kunde;Mandant", "Keller AG;Ost", ["name", None]),
        ("Kunde;Kundenname", "1001;Keller AG", ["origin", "name"]),
        ("Kunde;Name", "1001;Anna", ["origin", "name"]),
        ("ID;Kunde;Name", "7;1001;Anna", ["origin", None, "name"]),
        ("Kunde;Tel.", "1001;044 000 12 34", ["name", "phone"]),
        ("Bezeichnung;Tel.", "Empfang;044 000 12 34", ["name", "phone"]),
        ("Bezeichnung;Name", "Lieferant;Anna", [None, "name"]),
        ("Bezeichnung;Kunde", "Lieferant;Keller AG", [None, "name"]),
        ("Bezeichnung;Firma", "Lieferant;Keller AG", [None, "company"]),
    ],
)
def test_what_a_column_holds_beside_others(titles: str, row: str, expected: list[str | None]) -> None:
    """What cannot be known is left out and told of; digits alone are no name where there is one."""
    file = read(f"{titles}\n{row}\n")
    assert fields(file) == expected
    assert len([words for words in file.remarks if "is not understood" in words]) == expected.count(None)


@pytest.mark.parametrize(
    ("titles", "row", "expected"),
    [
        ("Name;Nr.", "Anna;044 000 12 34", ["name", "phone"]),
        ("Name;Nummer", "Anna;+41 44 000 12 34", ["name", "phone"]),
        ("Name;Nr.", "Anna;4711", ["name", "origin"]),
        ("Name;Nr.;Tel.", "Anna;0440001234;044 000 12 35", ["name", "origin", "phone"]),
        ("Name;Kundennummer", "Anna;0440001234", ["name", "origin"]),
    ],
)
def test_a_number_is_that_of_a_telephone_where_no_other_is(titles: str, row: str, expected: list[str | None]) -> None:
    """Elsewhere it is that of a customer."""
    assert fields(read(f"{titles}\n{row}\n")) == expected


def test_by_hand_wins() -> None:
    """Over all of that."""
    text = "Kunde;Name;Nr.\n1001;Anna;044 000 12 34\n"
    assert fields(read(text, {"Kunde": "company", "Nr": "origin"})) == ["company", "name", "origin"]


# --- where the headers stand ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    "title", ["Adressliste Stand 2026;;;", "Adressliste Stand 2026", '"Liste, 1.2.26; Name"', "Name"]
)
def test_a_title_above_the_headers(title: str, sign: str) -> None:
    """Whatever the sign, with empty lines; the remark says which line it was, and what stood above."""
    title = title.replace(";;;", sign * 3)
    file = read(
        f"{title}\n{sign * 3}\n\nFirma;Name;Telefon;Ort\nKeller AG;Anna;044 000 12 34;Bern\n".replace(";", sign)
    )
    company, anna = file.contacts
    assert (company.name, anna.name, anna.means) == ("Keller AG", "Anna", (Means(PHONE, "044 000 12 34"),))
    (remark,) = file.remarks
    assert remark.startswith("The headers stand in line 4; the lines above are left out: “")
    assert title.split(sign)[0].strip('"')[:5] in remark


def test_empty_lines_alone_need_no_words() -> None:
    """Nothing was left out."""
    file = read("\n;;\n\nName;Telefon\nAnna;\n")
    assert ([one.name for one in file.contacts], file.remarks) == (["Anna"], ())


def test_the_row_with_most_headers_is_it() -> None:
    """Neither the first with some nor one further down with as many."""
    file = read("Firma;Name\n;;\nFirma;Name;Telefon;Fax\nKeller AG;Anna;;\nFirma;Name;Telefon;Fax\n")
    assert [column.title for column in file.columns] == ["Firma", "Name", "Telefon", "Fax"]
    assert [one.name for one in file.contacts] == ["Keller AG", "Firma", "Anna", "Name"]


def test_a_row_with_a_number_is_none_of_headers() -> None:
    """However many of its words are headers elsewhere."""
    text = "Name;Art;Wert\nFirma;Telefon;044 000 12 34\nAnna;E-Mail;anna@example.com\n"
    assert [one.name for one in read(text).contacts] == ["Firma", "Anna"]
    with pytest.raises(BadData, match="by the letter"):
        read(text.removeprefix("Name;Art;Wert\n"))


def test_headers_beyond_the_first_lines_are_not_looked_for() -> None:
    """Ten with something in them; what was mapped by hand is a header too."""
    header = "Name;Telefon\nAnna;044 000 12 34\n"
    assert len(read("Text;x\n\n" * 9 + header).contacts) == 1
    with pytest.raises(BadData, match="none of the first 10 lines"):
        read("Text;x\n" * 10 + header)
    assert [one.name for one in read("Liste;\nWer;Was\nAnna;x\n", {"wer": "name"}).contacts] == ["Anna"]


def test_a_line_that_is_one_of_headers_without_a_name() -> None:
    """It is named, with its number, wherever it stands."""
    with pytest.raises(BadData, match=r"Line 3 has: Wer, Telefon, Ort$"):
        read("Liste\n\nWer;Telefon;Ort\nAnna;044 000 12 34;Bern\n")


# --- no headers at all ------------------------------------------------------------------------------------------------

BARE = "Anna Keller;Zürich;044 000 12 34;x\nBen;;044 000 12 35;\n"


@pytest.mark.parametrize(
    "columns",
    [{"A": "name", "C": "phone:business"}, {"1": "name", "3": "phone:business"}, {"a": "name", "3": "phone:business"}],
)
def test_mapped_by_letters(columns: dict[str, str]) -> None:
    """Or by numbers; the first row is one of addresses, and what was not mapped is told of."""
    file = read(BARE, columns)
    assert [(one.name, one.means) for one in file.contacts] == [
        ("Anna Keller", (Means(PHONE, "044 000 12 34", "business"),)),
        ("Ben", (Means(PHONE, "044 000 12 35", "business"),)),
    ]
    assert file.columns[:2] == (Column("A", "name", "Anna Keller"), Column("B", None, "Zürich"))
    assert file.remarks == (
        "The file has no headers that are known here; its columns go by their letters (A: name, C: phone:business).",
        "The column “B” is not understood and left out; it holds “Zürich”.",
        "The column “D” is not understood and left out; it holds “x”.",
    )


def test_the_27th_column() -> None:
    """Is AA, as in Excel."""
    file = read(";" * 25 + "x;Anna\n", {"AA": "name", "Z": "ignore"})
    assert [one.name for one in file.contacts] == ["Anna"]
    assert [column.title for column in file.columns][24:] == ["Y", "Z", "AA"]


def test_a_file_without_headers_says_how_to_map_it() -> None:
    """With the letters of its first row."""
    with pytest.raises(BadData) as failed:
        read(BARE)
    words = str(failed.value)
    assert '--map "A=name" --map "B=phone"' in words
    assert "by the title if they have one" in words
    assert words.endswith("The first line has: A “Anna Keller”, B “Zürich”, C “044 000 12 34”, D “x”")


@pytest.mark.parametrize("columns", [{"E": "name"}, {"9": "name"}, {"Wer": "name"}, {"0": "name"}, {"AAA": "name"}])
def test_a_column_that_is_not_there(columns: dict[str, str]) -> None:
    """It is said, with those that are."""
    with pytest.raises(BadData, match=rf"there is no column '{next(iter(columns))}'; none .*A “Anna Keller”"):
        read(BARE, columns)


def test_what_was_mapped_for_other_files_stops_nothing() -> None:
    """Mappings are remembered: letters do not count beside headers, titles not where there are none."""
    file = read("Name;Telefon\nAnna;044 000 12 34\n", {"A": "company", "3": "fax"})
    assert [(one.kind, one.name) for one in file.contacts] == [(PERSON, "Anna")]
    assert file.remarks == tuple(
        f"“{title}” was mapped by hand and is passed over: letters and numbers count in a file without headers only."
        for title in "A3"
    )
    file = read("Anna;044 000 12 34\n", {"A": "name", "B": "phone", "C": "fax", "Kdnr-Alt": "origin"})
    assert file.remarks[1:] == tuple(
        f"“{title}” was mapped by hand and is passed over: there is no such column." for title in ("C", "Kdnr-Alt")
    )


def test_a_title_of_one_letter() -> None:
    """It is a title where headers are; in a row of addresses a letter is what it is."""
    assert fields(read("Name;T;1\nAnna;044 000 12 34;x\n", {"T": "phone", "1": "ignore"})) == [
        "name",
        "phone",
        "ignore",
    ]
    file = read("B;Anna;x\nC;Ben;B\n", {"B": "name"})
    assert [one.name for one in file.contacts] == ["Anna", "Ben"]


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_commas_in_an_address_divide_nothing(sign: str) -> None:
    """In a file without headers the sign counts that cuts its lines alike."""
    rows = ("Keller, Anna;Dorfstr. 1, 8000 Zürich, Schweiz", "Ben;Seeweg 2, Bern", "Huber, Cora;Chur")
    file = read("\n".join(rows).replace(";", sign), {"1": "name", "2": "street"})
    assert [one.name for one in file.contacts] == ["Keller, Anna", "Ben", "Huber, Cora"]
