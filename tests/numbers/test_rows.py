"""The tables of writings, data/*.tsv: how people, telephone systems and links write numbers, and what is meant.

The column "from" is person, pbx (a caller), dialled or uri. Where several numbers are written, `e164` has all of them;
`extension` and `kind` have one word for each, or one for the first alone. An empty `kind`, `trunk` or `certain` says
nothing. Spaces at the ends, invisible characters and line breaks are written as in Python: \\n, \\u00a0, \\\\.
`source` is a key of data/SOURCES.md.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import phonenumbers
import pytest

from calljournal.numbers import (
    DialRules,
    NumberKind,
    Reading,
    parse_internal,
    read_all,
    read_pbx,
    read_person,
    read_uri,
)
from tests.test_house import FICTIONAL

DATA = Path(__file__).parent / "data"


class Row(NamedTuple):
    """One writing, under the rules of one firm, and what it means."""

    table: str
    country: str
    area: str
    outside: str
    internal: str
    sender: str  # the column "from"
    written: str
    e164: str
    extension: str
    kind: str
    trunk: str
    certain: str
    source: str

    @property
    def rules(self) -> DialRules:
        """The firm's rules."""
        internal = parse_internal(self.internal) if self.internal else (2, 4)
        return DialRules(self.country, self.area, self.outside, internal)

    @property
    def name(self) -> str:
        """What the row is called in a list of tests."""
        return "-".join([self.table, self.country, self.sender, ascii(self.written)])


HEAD = [name if name != "sender" else "from" for name in Row._fields[1:]]
_ESCAPE = re.compile(r"\\(?:([ntr\\])|u([0-9a-f]{4})|U([0-9a-f]{8}))")


def unescaped(text: str) -> str:
    """The text with what its escapes stand for."""
    plain = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
    return _ESCAPE.sub(lambda found: plain[found[1]] if found[1] else chr(int(found[2] or found[3], 16)), text)


def rows_of(table: Path) -> list[Row]:
    """The rows of one table, each with as many cells as the table has columns."""
    head, *lines = table.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    assert head.split("\t") == HEAD, table.name
    rows = [Row(table.stem, *line.split("\t")) for line in lines]
    return [row._replace(written=unescaped(row.written)) for row in rows]


ROWS = [row for table in sorted(DATA.glob("*.tsv")) for row in rows_of(table)]
NUMBERS = sorted({number for row in ROWS for number in row.e164.split()})


def read(row: Row) -> tuple[Reading, ...]:
    """What the program makes of a row."""
    if row.sender == "person":
        return read_all(row.written, row.rules)
    if row.sender == "uri":
        return (read_uri(row.written, row.rules),)
    return (read_pbx(row.written, row.rules, "outgoing" if row.sender == "dialled" else "incoming"),)


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_each_writing_is_read_as_meant(row: Row) -> None:
    found = read(row)
    assert " ".join(reading.e164 or "" for reading in found) == row.e164
    extensions = row.extension.split() or [""]
    assert [reading.extension or "" for reading in found][: len(extensions)] == extensions
    kinds = row.kind.split()
    assert [reading.kind.value for reading in found][: len(kinds)] == kinds
    if row.trunk:
        assert found[0].trunk == row.trunk
    if row.certain:
        assert found[0].certain is (row.certain == "yes")
    if row.sender == "person":
        assert read_person(row.written, row.rules).e164 == found[0].e164


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_read_once_is_read_again_the_same(number: str) -> None:
    for country in ("CH", "DE", "AT", "IT", "US"):
        assert read_person(number, DialRules(country)).e164 == number


def test_the_tables_are_large() -> None:
    assert len(ROWS) >= 450


def test_no_two_rows_say_different_things_of_one_writing() -> None:
    asked = Counter((row.rules, row.sender, row.written) for row in ROWS)
    assert not [question for question, times in asked.items() if times > 1]


def test_cells_hold_what_their_columns_are_for() -> None:
    for row in ROWS:
        assert row.sender in ("person", "pbx", "dialled", "uri"), row
        assert row.certain in ("", "yes", "no"), row
        assert set(row.kind.split()) <= {kind.value for kind in NumberKind}, row
        assert len(row.kind.split()) <= max(1, len(row.e164.split())), row
        assert row.e164 or row.kind, row
        assert not row.trunk or row.e164.split()[0].startswith(row.trunk), row


def test_every_row_has_a_source_that_is_explained() -> None:
    text = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| ([A-Z][A-Z0-9-]*) \| .+ \| .+ \|$", text, re.MULTILINE)
    assert not [key for key, times in Counter(explained).items() if times > 1]
    assert {row.source for row in ROWS} == set(explained)


# --- no person's number ----------------------------------------------------------------------------------------------

ALSO_FICTIONAL = re.compile(
    r"""
      41 (?: 43 | 79 ) 210 1234                 # a sample of this project, where 000 would pass for a prefix
    | 41 (?: 800 | 84[0248] | 90[016] ) 000000  # services: nothing but zeros
    | 49 (?: 180 2 | 800 | 700 | 900 1 ) 0{6,8}
    | 43 (?: 800 | 810 | 820 | 900 ) 000000
    | 41 (?: 800 8294 | 848 2886 | 900 4636 ) 00  # the same with a word: 0800 TAXI 00
    | 49 (?: 800 8294 000 | 700 6263 0000 )
    | 43 800 8294 00
    | 39 06 00000000
    | 39 0549 886377                            # the example of San Marino, as Italy dials it
    | 49 30 23125 67890
    | 44 20 7946 0\d{3}                         # Ofcom, for drama
    | 1 \d{3} 555 01\d{2}                       # North America, the same
    """,
    re.VERBOSE,
)


def examples() -> set[str]:
    """The numbers that libphonenumber gives as examples, one of each sort for each country."""
    sorts = phonenumbers.PhoneNumberType.values()
    found = [
        phonenumbers.example_number_for_type(country, sort)
        for country in phonenumbers.SUPPORTED_REGIONS
        for sort in sorts
    ]
    found.append(phonenumbers.example_number_for_non_geo_entity(800))
    return {phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) for number in found if number}


def test_every_number_is_fictional() -> None:
    """test_house.py leaves these tables out of its scan: here it is, for all of their countries."""
    known = examples()
    others = [number for number in NUMBERS if number not in known]
    assert not [n for n in others if not (FICTIONAL.fullmatch(n[1:]) or ALSO_FICTIONAL.fullmatch(n[1:]))]
