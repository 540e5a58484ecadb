"""Cards of Apple, of old telephones and of the newest standard become contacts; a broken one costs itself only."""

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


def card(*lines: str, version: str = "3.0") -> bytes:
    """Write a card."""
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]).encode()


def one(*lines: str, version: str = "3.0") -> Contact:
    """Read a card that gives one contact."""
    file = read_addresses(card(*lines, version=version))
    assert file.remarks == ()
    (contact,) = file.contacts
    return contact


def test_apple() -> None:
    """Groups with labels, folded lines, a picture, units of a company, a company as such, a list of contacts."""
    file = read("apple.vcf")
    assert file.form == "vCard 3.0"
    assert file.columns == ()
    company, anna = file.contacts
    assert company == Contact(
        "",
        COMPANY,
        "Keller, Brunner & Söhne AG",
        means=(Means(PHONE, "+41 44 000 12 00", "main"),),
        origin="5F1B0C11-7C35-4E2B-9F13-2A7C3B1D0002",
    )
    assert anna == Contact(
        "",
        CONTACT,
        "Anna Maria Keller",
        "Keller, Brunner & Söhne AG",
        ("Bahnhofstrasse 1", "3. Stock", "8001 Zürich", "Schweiz"),
        (
            Means(PHONE, "+41 44 000 12 34", "business", standard=True),
            Means(MOBILE, "+41 79 000 11 22"),
            Means(FAX, "+41 44 000 12 99"),
            Means(PHONE, "+41 44 000 12 35", "Sekretariat Zürich"),
            Means(MOBILE, "+41 79 000 11 23"),
            Means(EMAIL, "anna.keller@keller.example", "business", standard=True),
            Means(WEB, "https://www.keller.example", standard=True),
        ),
        origin="5F1B0C11-7C35-4E2B-9F13-2A7C3B1D0001",
    )
    assert file.skipped == 1
    assert file.remarks == ("Line 36: Team Ost is a list of contacts and is left out.",)


def test_version_4() -> None:
    """Numbers are links, with an extension or a context; PREF has ranks; KIND:org is a company."""
    file = read("four.vcf")
    assert file.form == "vCard 4.0"
    company, juerg = file.contacts
    assert (company.kind, company.name) == (COMPANY, "Müller Treuhand GmbH")
    assert company.means == (Means(PHONE, "+41 44 000 12 42", "business"),)
    assert (juerg.kind, juerg.name, juerg.company) == (CONTACT, "Jürg Müller", "Müller Treuhand GmbH")
    assert juerg.address == ("Seestrasse 5", "8002 Zürich", "Schweiz")
    assert juerg.origin == "urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1"
    assert juerg.means == (
        Means(MOBILE, "+41 79 000 11 40", standard=True),
        Means(PHONE, "+41 44 000 12 40 ext. 12", "business", standard=True),
        Means(FAX, "+41 44 000 12 41", "private"),
        Means(EMAIL, "juerg@example.com", "private", standard=True),
        Means(EMAIL, "juerg.mueller@treuhand.example", "business"),
        Means(WEB, "https://treuhand.example"),
    )
    assert file.remarks == ()


def test_version_2_1() -> None:
    """Quoted-printable that goes over two lines, in two charsets; types without the word TYPE; a picture."""
    file = read("phone.vcf")
    assert file.form == "vCard 2.1"
    company, juerg, taxi = file.contacts
    assert (company.kind, company.name, company.address) == (COMPANY, "Bäckerei Groß", ())
    assert (juerg.name, juerg.company) == ("Jürg Müller", "Bäckerei Groß")
    assert juerg.address == ("Seestraße 1", "2. Stock", "50667 Köln", "Deutschland")
    assert juerg.means == (
        Means(MOBILE, "079 000 11 40", standard=True),
        Means(PHONE, "+49 30 23125-678", "business"),
        Means(PHONE, "+43 1 000 1234", "Ferienhaus"),
        Means(EMAIL, "juerg@example.com"),
    )
    assert (taxi.kind, taxi.name, taxi.means) == (PERSON, "Taxi", (Means(MOBILE, "0171 39200 17"),))
    assert file.remarks == ()


def test_a_broken_card_costs_itself_only() -> None:
    """And often only the line that is broken; each is told of, with its line and name."""
    file = read("broken.vcf")
    assert [(each.name, [means.typed for means in each.means]) for each in file.contacts] == [
        ("Anna Keller", ["+41 44 000 12 34"]),
        ("Ben Brunner", ["+41 44 000 12 36"]),
        ("Cora Meier", ["+41 44 000 12 38"]),
    ]
    assert file.skipped == 1
    assert file.remarks == (
        "Line 4 of Anna Keller cannot be read and is left out: “this line is none”.",
        "Line 6 of Anna Keller cannot be read and is left out: “TEL;A=b=c=d=e=f=g=h=i=j=k=l=m=n=o=p=q=r=”.",
        "Line 8 belongs to no card and is left out: “stray line”.",
        "The card that begins in line 10 has no end; it was read so far.",
        "The card in line 13 names nobody and is left out; it holds “+41 44 000 12 37”.",
        "The card that begins in line 18 has no end; it was read so far.",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, newline: str) -> None:
    """However the file was saved."""
    text = (DATA / "apple.vcf").read_text(encoding="utf-8").replace("\n", newline)
    assert read_addresses(text.encode(encoding)) == read("apple.vcf")


def test_each_card_has_its_own_encoding() -> None:
    """Files that were copied together."""
    cards = [card("FN:Jürg Müller").decode().encode(encoding) for encoding in ("utf-8-sig", "cp1252", "mac_roman")]
    file = read_addresses(b"".join(cards).replace(b"rg M", b"rg A. M", 1))
    assert [each.name for each in file.contacts] == ["Jürg A. Müller", "Jürg Müller"]
    assert file.remarks == ()


@pytest.mark.parametrize(
    ("lines", "kind", "name", "company"),
    [
        (["N:Keller;Anna;;Dr.;", "FN:Keller, Anna (Steuern)"], PERSON, "Anna Keller", None),
        (["N:;;;;", "FN:Anna Keller"], PERSON, "Anna Keller", None),
        (["FN:Anna Keller", "ORG:Keller AG;Steuern"], CONTACT, "Anna Keller", "Keller AG"),
        (["N:;;;;", "FN:", "ORG:;Steuern"], COMPANY, "Steuern", None),
        (["FN:Keller AG", "ORG:Keller AG"], COMPANY, "Keller AG", None),
        (["N:Keller;Anna", "ORG:Keller AG", "X-ABShowAs:COMPANY"], COMPANY, "Keller AG", None),
        (["FN:Keller AG", "kind:ORG"], COMPANY, "Keller AG", None),
        (["NICKNAME:Anni"], PERSON, "Anni", None),
    ],
)
def test_who_a_card_names(lines: list[str], kind: ContactKind, name: str, company: str | None) -> None:
    """First and last name before the name that is shown, which may be turned round."""
    contact = read_addresses(card(*lines)).contacts[-1]
    assert (contact.kind, contact.name, contact.company) == (kind, name, company)


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("TEL;TYPE=WORK,VOICE:044 000 12 34", Means(PHONE, "044 000 12 34", "business")),
        ("tel;type=home;type=voice:044 000 12 34", Means(PHONE, "044 000 12 34", "private")),
        ("TEL;TYPE=CELL;TYPE=WORK:079 000 11 22", Means(MOBILE, "079 000 11 22", "business")),
        ("TEL;TYPE=pager:044 000 12 34", Means(PHONE, "044 000 12 34", "pager")),
        ("TEL;TYPE=car:079 000 11 22", Means(PHONE, "079 000 11 22", "car")),
        ("TEL:anna@example.com", Means(EMAIL, "anna@example.com")),
        ("TEL;VALUE=uri:tel:+41%2079%20000%2022%2033", Means(PHONE, "+41 79 000 22 33")),
        ("TEL;VALUE=uri:TEL:%2B41-44-000-12-34;ext=1%202", Means(PHONE, "+41 44 000 12 34 ext. 1 2")),
        ("TEL;VALUE=uri:tel:000%2012%2034;phone-context=%2B41-44", Means(PHONE, "+41 44 000 12 34")),
        ("TEL;VALUE=uri:tel:+41%0A44%00%20000%2012%2034%zz", Means(PHONE, "+41 44 000 12 34%zz")),
        ("TEL:044%20000", Means(PHONE, "044%20000")),
        ("TEL;PREF=abc:044 000 12 34", Means(PHONE, "044 000 12 34")),
        ("EMAIL;TYPE=INTERNET:mailto:anna@example.com", Means(EMAIL, "anna@example.com")),
    ],
)
def test_means(line: str, means: Means) -> None:
    """What a line says of a number."""
    assert one("FN:Anna", line).means == (means,)


def test_the_types_of_an_address() -> None:
    """Those of letters and parcels say nothing of whose it is."""
    company, anna = read_addresses(
        card("FN:Anna", "ORG:Keller AG", "ADR;TYPE=dom,home,postal,parcel:;;Seeweg 2;Bern;;3000;")
    ).contacts
    assert (company.address, anna.address) == ((), ("Seeweg 2", "3000 Bern"))


def test_escapes_are_undone() -> None:
    """A semicolon that is part of a name divides nothing."""
    contact = read_addresses(card(r"FN:Anna", r"ORG:Keller\; Brunner\, Co\\;Steuern")).contacts[-1]
    assert contact.company == "Keller; Brunner, Co\\"


@pytest.mark.parametrize("charset", ["nonsense", "hex", "idna", "undefined", "utf-7", "x" * 300])
def test_a_charset_that_nobody_knows(charset: str) -> None:
    """It is read as UTF-8; no half of a letter comes out, which no database would take."""
    contact = one(f"FN;CHARSET={charset};ENCODING=quoted-printable:Anna=00+2AA-", version="2.1")
    assert contact.name.startswith("Anna")
    assert contact.name.encode("utf-8")
