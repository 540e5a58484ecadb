"""Finds the row of a CSV file that holds its headers, and says what each column holds.

In: the rows of the file, and what was mapped by hand. Out: `Headed`. A file that has no headers at all can be mapped by
the letters (or numbers) of its columns.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calljournal.addresses.cells import is_address
from calljournal.addresses.headers import (
    CUSTOMER,
    PERHAPS_HOUSE,
    PERHAPS_NAME,
    Header,
    by_hand,
    count_known,
    read_header,
)
from calljournal.errors import BadData
from calljournal.tables import LONGEST_SAID, LOOKED_AT, Row, key, listed
from calljournal.words import say, typed

PERSON = frozenset({"first", "last", "name"})
NAMING = PERSON | {"company"}
"""The fields of which a file must have one."""

KNOWN = (
    "Firma/Company, Vorname/First name, Nachname/Last name, Name, Telefon/Phone, Mobil/Mobile, Fax, E-Mail, Ort/City"
)
"""The most usual of the known headers, for words to the user."""

_NAME = Header("name")
_POSITION = re.compile(r"[A-Z]{1,2}|[a-z]|[1-9][0-9]{0,2}")


@dataclass(frozen=True, slots=True)
class Headed:
    """The columns of a file, with what each holds (None: not understood), and the rows below the headers."""

    titles: Sequence[str]
    headers: Sequence[Header | None]
    rows: Sequence[Row]
    remarks: tuple[str, ...] = ()


def find_headers(rows: Sequence[Row], columns: Mapping[str, str], data: bytes) -> Headed:
    """Find the headers, or go by letters; raises BadData in words that say what to do, with the start of `data`."""
    said = by_hand(columns)
    first = rows[:LOOKED_AT]
    width = max((len(row.cells) for row in first), default=0)
    named = {key(title) for title in said if _index(title, width) is None}
    at = _header_row(first, {key(title): said[title] for title in said}, named)
    if at is not None:
        return _below(rows, at, said, data)
    titled = max((row for row in first if _is_titles(row.cells)), key=lambda row: count_known(row.cells), default=None)
    if titled is not None:
        _check(said, titled.cells, data)
        raise BadData(
            say(
                "there is no header that is known here and names somebody; there has to be one of: {known}{map}. "
                "{where} has: {titles}",
                known=KNOWN,
                map=typed('; or say which column it is: --map "TITLE=FIELD", for example --map "Wer=name"'),
                where=_which(titled, rows),
                titles=listed(titled.cells),
            ),
            data,
        )
    return _by_letters(rows, width, said, data)


def _below(rows: Sequence[Row], at: int, said: Mapping[str, Header], data: bytes) -> Headed:
    titles, below = rows[at].cells, rows[at + 1 :]
    remarks: list[str] = [
        say(
            "“{title}” was mapped by hand and is passed over: letters and numbers count in a "
            "file without headers only.",
            title=title,
        )
        for title in _check(said, titles, data)
    ]
    if at:
        above = "; ".join(" ".join(cell.split()) for row in rows[:at] for cell in row.cells if cell.strip())
        remarks.append(
            say(
                "The headers stand in line {line}; the lines above are left out: “{above}”.",
                line=rows[at].line,
                above=above[:LONGEST_SAID],
            )
        )
    headers = _settled(titles, {key(title): header for title, header in said.items()}, below)
    return Headed(titles, headers, below, tuple(remarks))


def _check(said: Mapping[str, Header], titles: Sequence[str], data: bytes) -> list[str]:
    """Give the letters and numbers that are no title here; raises BadData for any other title that is none."""
    there = set(map(key, titles))
    missing = [title for title in said if key(title) not in there]
    for title in missing:
        if not _POSITION.fullmatch(title):
            raise BadData(
                say("there is no column {title!r}; there are: {titles}", title=title, titles=listed(titles)), data
            )
    return missing


def _header_row(rows: Sequence[Row], said: Mapping[str, Header], named: set[str]) -> int | None:
    """Give the row with most known headers that has a name and one more; in the first row the name is enough.

    A title that was mapped by hand is enough too; but not a letter, for a cell of any row may be that.
    """
    found, most = None, 0
    for index, row in enumerate(rows):
        if any(map(is_address, row.cells)):
            continue
        headers = _read(row.cells, said)
        known = sum(header is not None for header in headers)
        names = any(header is not None and header.field in NAMING for header in headers)
        only_letters = all(
            key(title) in said and key(title) not in named and read_header(title) is None
            for title, header in zip(row.cells, headers, strict=True)
            if header is not None
        )
        enough = known > 1 or index == 0 or not named.isdisjoint(map(key, row.cells))
        if names and enough and not only_letters and known > most:
            found, most = index, known
    return found


def _is_titles(cells: Sequence[str]) -> bool:
    """Whether at least half of what stands in a row are known headers, and nothing is a number or an address."""
    filled = [cell for cell in cells if cell.strip()]
    return not any(map(is_address, filled)) and count_known(filled) * 2 >= len(filled)


def _which(row: Row, rows: Sequence[Row]) -> str:
    return say("The first line") if row is rows[0] else say("Line {line}", line=row.line)


# --- what each column holds -------------------------------------------------------------------------------------------


def _read(titles: Sequence[str], said: Mapping[str, Header]) -> list[Header | None]:
    return [said.get(key(title)) or read_header(title) for title in titles]


def _settled(titles: Sequence[str], said: Mapping[str, Header], rows: Sequence[Row]) -> list[Header | None]:
    """Say what each column holds, where that depends on the columns beside it and on what stands in it."""
    found = _read(titles, said)
    keys = [key(title) if key(title) not in said else "" for title in titles]  # by hand it is said already
    for index, before in enumerate(found[:-1], 1):
        if keys[index] in PERHAPS_HOUSE and before is not None and before.field == "street":
            found[index] = Header("street", before.address)
    _settle_customers(found, keys, rows)
    _settle_numbers(found, keys, rows)
    names = 0
    for index, header in enumerate(found):
        if header == _NAME:
            if names and keys[index]:
                found[index] = None  # Name beside Ansprechpartner: which is the company, somebody must say by hand
            names += 1
    return found


def _settle_customers(found: list[Header | None], keys: Sequence[str], rows: Sequence[Row]) -> None:
    """A customer is a company where there is a column for its people too; a description names who has no other name."""
    words = [re.sub(r"\d+", "", each) for each in keys]
    customers = [index for index, word in enumerate(words) if word in CUSTOMER]
    unsure = {*customers, *(index for index, word in enumerate(words) if word in PERHAPS_NAME)}
    sure = {header.field for index, header in enumerate(found) if header is not None and index not in unsure}
    for index in list(customers):
        if (len(customers) > 1 or sure & NAMING) and _all_digits(rows, index):
            found[index] = None if "origin" in sure else Header("origin")
            sure.add("origin")
            customers.remove(index)
            unsure.remove(index)
    for index in customers:
        if not sure & PERSON:
            found[index] = _NAME
        else:  # beside a company it is not known which of them is the customer
            found[index] = Header("company") if "company" not in sure and index == customers[0] else None
    taken = bool(customers or sure & NAMING)
    for index in sorted(unsure.difference(customers)):
        if taken:
            found[index] = None


def _all_digits(rows: Sequence[Row], index: int) -> bool:
    cells = [row.cells[index].strip() for row in rows if index < len(row.cells) and row.cells[index].strip()]
    return bool(cells) and all(map(str.isdecimal, cells))


def _settle_numbers(found: list[Header | None], keys: Sequence[str], rows: Sequence[Row]) -> None:
    """A column "Nr." holds telephone numbers where they stand in it, and no other column is for them."""
    if any(header is not None and header.field.partition(":")[0] in ("phone", "mobile", "label") for header in found):
        return
    for index, header in enumerate(found):
        if header == Header("origin") and keys[index] in PERHAPS_HOUSE:
            cells = (row.cells[index] for row in rows if index < len(row.cells))
            if any("@" not in cell and is_address(cell) for cell in cells):
                found[index] = Header("phone")


# --- files without headers --------------------------------------------------------------------------------------------


def _by_letters(rows: Sequence[Row], width: int, said: Mapping[str, Header], data: bytes) -> Headed:
    """Take every row as one of addresses, with what was mapped by hand by the letter or the number of a column."""
    letters = [_letter(index) for index in range(width)]
    headers: list[Header | None] = [None] * width
    over: list[str] = []
    for title, header in said.items():
        at = _index(title, width)
        if at is None:
            over.append(title)
        else:
            headers[at] = header
    if not any(header is not None and header.field in NAMING for header in headers):
        cells = rows[0].cells if rows else ()
        shown = [f"{letter} “{_short(cell)}”" for letter, cell in zip(letters, cells, strict=False) if cell.strip()]
        raise BadData(_no_headers(over[0] if over else "", _all_of(shown)), data)
    taken = ", ".join(f"{letter}: {header.field}" for letter, header in zip(letters, headers, strict=True) if header)
    remarks = [
        say("The file has no headers that are known here; its columns go by their letters ({taken}).", taken=taken)
    ]
    remarks += [
        say("“{title}” was mapped by hand and is passed over: there is no such column.", title=title) for title in over
    ]
    return Headed(letters, headers, rows, tuple(remarks))


def _no_headers(missing: str, shown: str) -> str:
    words = say(
        "none of the first {lines} lines has a header that is known here and names somebody. Write headers above the "
        "list ({known}){map}. The first line has: {shown}",
        lines=LOOKED_AT,
        known=KNOWN,
        map=typed(
            "; or say what its columns hold, by the title if they have one: "
            '--map "TITLE=FIELD", or else by the letter: --map "A=name" --map "B=phone"'
        ),
        shown=shown or say("nothing"),
    )
    return say("there is no column {missing!r}; {words}", missing=missing, words=words) if missing else words


def _all_of(shown: Sequence[str]) -> str:
    first = ", ".join(shown[:30])
    return say("{titles} and {count} more", titles=first, count=len(shown) - 30) if len(shown) > 30 else first


def _letter(index: int) -> str:
    """Give the letter of a column, as Excel has it: A to Z, then AA."""
    return (_letter(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)


def _index(title: str, width: int) -> int | None:
    """Give the column of a letter or a number; None for a title that is neither, or where there are fewer columns."""
    if not _POSITION.fullmatch(title):
        return None
    index = int(title) if title.isdigit() else 0
    for letter in "" if title.isdigit() else title.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1 if index <= width else None


def _short(cell: str) -> str:
    return " ".join(cell[:100].split())[:40]
