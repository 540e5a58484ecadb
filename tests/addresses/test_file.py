"""No bytes at all bring the reading of an address file down, and what was written well comes back whole."""

import csv
import io
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from calljournal.addresses import FIELDS, AddressFile, read_addresses
from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.errors import BadData
from calljournal.matching import ContactKind

HEADER = "Firma;Vorname;Nachname;Telefon;Telefon privat;Mobil;Fax;E-Mail;Web;Strasse;PLZ;Ort;ID"

PARTS = """BEGIN:VCARD|END:VCARD|VERSION:2.1|FN:|N:;;|TEL;TYPE=WORK:|TEL;VALUE=uri:tel:|ORG;QUOTED-PRINTABLE:=|ADR:;;|
item1.X-ABLabel:_$!<Work>!$_|KIND:group|UID:|;CHARSET=utf-7;ENCODING=QUOTED-PRINTABLE|PREF=1|\\|
|
 |=
"""
pieces = st.one_of(st.sampled_from(PARTS.split("|")), st.text(max_size=10))


@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(str.encode),
        st.text(max_size=300).map(lambda text: f"Name;Phone 1 - Type;Phone 1 - Value;Nr\n{text}".encode()),
        st.text(max_size=100).map(lambda text: f"Name;{text}\nAnna;{text}".encode("utf-16")),
        st.lists(pieces, max_size=30).map(lambda parts: ("BEGIN:VCARD\n" + "".join(parts)).encode()),
        st.lists(pieces, max_size=30).map(
            lambda parts: ("BEGIN:VCARD\n" + "\n".join(parts)).encode("cp1252", "replace")
        ),
    )
)
def test_no_file_raises_anything_but_bad_data(data: bytes) -> None:
    """Contacts that any book can take, or BadData."""
    try:
        file = read_addresses(data)
    except BadData:
        return
    for contact in file.contacts:
        assert contact.name.strip() == contact.name != ""
        texts = (contact.name, contact.company or "", contact.origin, *contact.address)
        assert b"\0" not in "".join((*texts, *(means.typed for means in contact.means))).encode("utf-8")
        assert (contact.kind is ContactKind.CONTACT) == (contact.company is not None)
        assert all(means.typed.strip() for means in contact.means)


@given(st.dictionaries(st.text(max_size=8), st.one_of(st.sampled_from([*FIELDS]), st.text(max_size=8)), max_size=3))
def test_no_mapping_raises_anything_but_bad_data(columns: dict[str, str]) -> None:
    """Whatever somebody types."""
    try:
        read_addresses(b"Name,A,B,1\nAnna,a,b,c\n", columns)
    except BadData:
        return


positions = st.one_of(st.sampled_from(["A", "B", "AA", "1", "2", "Name", "Kunde"]), st.text(max_size=3))


@given(st.dictionaries(positions, st.sampled_from([*FIELDS]), max_size=4), st.text(max_size=60))
def test_no_list_without_headers_raises_anything_but_bad_data(columns: dict[str, str], text: str) -> None:
    """Whatever was mapped, by letter or by title."""
    try:
        file = read_addresses(f"Anna;044 000 12 34\n{text};\nKunde;Nr\n".encode(), columns)
    except BadData:
        return
    assert all(contact.name for contact in file.contacts)


letters = st.text(st.sampled_from("abcäöüéßÄÖÜ'-.&;,\"| "), min_size=1, max_size=12).map(str.split).map(" ".join)
names = letters.filter(lambda text: any(map(str.isalpha, text)))
numbers = st.integers(0, 9999).map(lambda number: f"+41 44 000 {number:04}")
maybe_number = st.one_of(st.just(""), numbers)
rows = st.tuples(
    st.one_of(st.just(""), names.map(lambda name: f"{name} AG")),
    st.one_of(st.just(""), names),
    names,
    maybe_number,
    maybe_number,
    maybe_number,
    maybe_number,
    st.sampled_from(["", "anna@example.com"]),
    st.sampled_from(["", "www.example.com"]),
    st.one_of(st.just(""), names),
    st.sampled_from(["", "8000", "10117"]),
    st.one_of(st.just(""), names),
)


def written(table: list[tuple[str, ...]], delimiter: str) -> str:
    """Write a CSV file, each row with an id of its own."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(HEADER.split(";"))
    writer.writerows((*row, f"K-{number}") for number, row in enumerate(table))
    return file.getvalue()


def expected(row: tuple[str, ...], origin: str) -> Contact:
    """Say what a row must become."""
    company, first, last, phone, private, mobile, fax, email, web, street, code, city = row
    means = (
        Means(MeansKind.PHONE, phone),
        Means(MeansKind.PHONE, private, "private"),
        Means(MeansKind.MOBILE, mobile),
        Means(MeansKind.FAX, fax),
        Means(MeansKind.EMAIL, email),
        Means(MeansKind.WEB, web),
    )
    return Contact(
        "",
        ContactKind.CONTACT if company else ContactKind.PERSON,
        f"{first} {last}".strip(),
        company or None,
        tuple(line for line in (street, f"{code} {city}".strip()) if line),
        tuple(one for one in means if one.typed),
        origin=origin,
    )


@given(
    st.lists(rows, max_size=8), st.sampled_from([";", ",", "\t", "|"]), st.sampled_from(["utf-8", "utf-16", "cp1252"])
)
def test_what_was_written_comes_back_whole(table: list[tuple[str, ...]], delimiter: str, encoding: str) -> None:
    """Each row is a contact with all that it says, and each company is there once."""
    file = read_addresses(written(table, delimiter).encode(encoding))
    people = [contact for contact in file.contacts if contact.kind is not ContactKind.COMPANY]
    people.sort(key=lambda contact: int(contact.origin[2:]))  # those of one name stand together
    assert people == [expected(row, f"K-{number}") for number, row in enumerate(table)]
    companies = [contact.name.casefold() for contact in file.contacts if contact.kind is ContactKind.COMPANY]
    assert sorted(companies) == sorted({row[0].casefold() for row in table if row[0]})
    assert (file.skipped, file.remarks) == (0, ())


def test_an_empty_file_of_cards() -> None:
    """A card without anything names nobody."""
    assert read_addresses(b"BEGIN:VCARD\nEND:VCARD\n") == AddressFile(
        "vCard", (), 1, (), ("The card in line 1 names nobody and is left out.",)
    )


def test_vobject_is_not_imported_at_the_start() -> None:
    """It would cost each start of the program 45 ms."""
    code = "import sys, calljournal.addresses; sys.exit('vobject' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
