"""Reads an address file with columns (CSV).

In: the text of the file, and which columns were mapped by hand. Out: `AddressFile`. No file is opened here.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from calljournal.addresses.cells import means_in
from calljournal.addresses.collector import Collector, Told
from calljournal.addresses.headers import HOUSE, PERHAPS_HOUSE, Header, listed, mapped, program, read_header
from calljournal.addresses.result import AddressFile, Column
from calljournal.addresses.words import key, sense
from calljournal.contracts.crm import Means, MeansKind
from calljournal.errors import BadData

_DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}

LONGEST_HEADER = 10_000
"""Characters of the first line that are looked at to find the delimiter: ten times what the widest exports have."""

LONGEST_SAMPLE = 40
LONGEST_SAID = 200
"""Of what is left out: enough to find it again, or to type it in."""

_NO = frozenset({"nein", "no", "false", "0", "n", "inaktiv", "inactive", "falsch"})
_NAME = Header("name")
_NAMING = ("company", "first", "last", "name")

KNOWN = (
    "Firma/Company, Vorname/First name, Nachname/Last name, Name, Telefon/Phone, Mobil/Mobile, Fax, E-Mail, Ort/City"
)
"""The most usual of the known headers, for words to the user."""


def read_csv(text: str, encoding: str, columns: Mapping[str, str], data: bytes) -> AddressFile:
    """Read the text of a CSV file; raises BadData, with the beginning of `data`, in words that say what to do.

    A row with a person and a company gives the person at the company, and the company itself once.
    """
    rows, delimiter = _table(text, columns, data)
    titles = rows[0].cells if rows else ()
    headers = _headers(titles, columns)
    read = _Columns(titles, headers)
    if not read.names_somebody:
        raise BadData(
            f"the first line has no header that is known here and names somebody; there has to be one of: {KNOWN}; "
            f'or say which column it is: --map "TITLE=FIELD", for example --map "Bezeichnung=name". '
            f"The first line has: {listed(titles) or 'nothing'}",
            data,
        )
    collector = Collector()
    for row in rows[1:]:
        read.take(row, collector)
    described = _described(titles, headers, rows[1:])
    for column in described:
        if column.field is None and column.sample:
            named = f"“{column.title}”" if column.title.strip() else "without a title"
            collector.remark(f"The column {named} is not understood and left out; it holds “{column.sample}”.")
    if read.with_more_addresses:
        collector.remark(
            f"Contacts with several addresses: {read.with_more_addresses}; of each only the business address was taken."
        )
    written_by = program(titles)
    form = f"CSV{f' of {written_by}' if written_by else ''} ({_DELIMITERS.get(delimiter, delimiter)}, {encoding})"
    contacts = collector.contacts()
    return AddressFile(form, contacts, collector.skipped, described, collector.remarks())


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Sequence[str]


def _table(text: str, columns: Mapping[str, str], data: bytes) -> tuple[list[_Row], str]:
    """Split a text into rows, without the empty ones; at the sign at which the first row has most known headers."""
    declared = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)  # Excel writes and reads this
    if declared is not None:
        text = text[declared.end() :]
    first = next((line for line in text.splitlines() if line.strip()), None)
    if first is None:
        raise BadData("the file is empty: export the addresses again", data)

    def suits(sign: str) -> tuple[int, int]:
        titles = next(csv.reader([first[:LONGEST_HEADER]], delimiter=sign), [])
        by_hand = {key(title) for title in columns}
        return sum(key(title) in by_hand or read_header(title) is not None for title in titles), len(titles)

    delimiter = declared[1] if declared is not None else max(_DELIMITERS, key=suits)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    above = 1 if declared is not None else 0
    rows: list[_Row] = []
    line = above + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_Row(line, cells))
            line = above + reader.line_num + 1
    except csv.Error as error:
        at = above + reader.line_num
        words = f"line {at} cannot be read ({error}): see whether a quotation mark is missing there"
        raise BadData(words, data) from None
    return rows, delimiter


def _headers(titles: Sequence[str], columns: Mapping[str, str]) -> list[Header | None]:
    """Say what each column holds; raises BadData where what was mapped by hand is not there."""
    by_hand = mapped(columns, titles)
    found: list[Header | None] = []
    for title in titles:
        header = by_hand.get(key(title)) or read_header(title)
        before = found[-1] if found else None
        if key(title) in PERHAPS_HOUSE - by_hand.keys() and before is not None and before.field == "street":
            header = Header("street", before.address)
        if header == _NAME and header in found and key(title) not in by_hand:
            header = None  # Name beside Ansprechpartner: which is the company, somebody must say by hand
        found.append(header)
    return found


def _described(titles: Sequence[str], headers: Sequence[Header | None], rows: Sequence[_Row]) -> tuple[Column, ...]:
    samples = [""] * len(titles)
    missing = set(range(len(titles)))
    for row in rows:
        for index in sorted(missing):
            text = " ".join(row.cells[index].split()) if index < len(row.cells) else ""
            if text:
                samples[index] = text if len(text) <= LONGEST_SAMPLE else text[: LONGEST_SAMPLE - 1] + "…"
                missing.discard(index)
        if not missing:
            break
    return tuple(
        Column(title.strip(), header.field if header else None, sample)
        for title, header, sample in zip(titles, headers, samples, strict=True)
    )


class _Columns:
    """Which column holds what."""

    def __init__(self, titles: Sequence[str], headers: Sequence[Header | None]) -> None:
        self.with_more_addresses = 0
        self._titles = titles
        self._texts: dict[str, list[int]] = {}
        self._addresses: dict[int, list[tuple[str, int]]] = {}
        self._means: list[tuple[int, MeansKind, str, int | None]] = []
        self._houses = {index for index, title in enumerate(titles) if key(title) in HOUSE | PERHAPS_HOUSE}
        label: int | None = None
        for index, header in enumerate(headers):
            if header is None:
                continue
            means = header.means
            if means is not None:
                self._means.append((index, *means, label))
            elif header.field in ("street", "zip", "city", "country"):
                self._addresses.setdefault(header.address, []).append((header.field, index))
            else:
                self._texts.setdefault(header.field, []).append(index)
            label = index if header.field == "label" else None

    @property
    def names_somebody(self) -> bool:
        """Whether any column holds a name."""
        return not self._texts.keys().isdisjoint(_NAMING)

    def take(self, row: _Row, collector: Collector) -> None:
        """Read a row into the collector."""
        cells = row.cells
        beyond = [cell.strip() for cell in cells[len(self._titles) :] if cell.strip()]
        if beyond:
            words = f"more cells than there are titles; left out: “{', '.join(beyond)[:LONGEST_SAID]}”"
            collector.remark(f"Line {row.line} has {words}.")
        person, company = self._person(cells), self._first(cells, "company")
        which, address = self._address(cells)
        told = Told(
            f"Line {row.line}",
            person,
            company,
            self._found_means(row, collector),
            address,
            which == 1,
            self._first(cells, "active").casefold() not in _NO,
            self._first(cells, "origin"),
        )
        if not collector.take(told):
            said = [one.typed for one in told.means] or [" ".join(cell.split()) for cell in cells if cell.strip()][:1]
            collector.skip(
                f"Line {row.line} names nobody and is left out; it holds “{', '.join(said)[:LONGEST_SAID]}”."
            )

    def _found_means(self, row: _Row, collector: Collector) -> tuple[Means, ...]:
        found: list[Means] = []
        for index, kind, label, said_by in self._means:
            if index >= len(row.cells) or not row.cells[index].strip():
                continue
            as_kind, standard = kind, False
            if said_by is not None and row.cells[said_by].strip():
                said = sense(row.cells[said_by])
                standard = row.cells[said_by].strip().startswith("*")  # so Google marks it
                label = said.label
                as_kind = said.kind if said.kind is not None and kind is MeansKind.PHONE else kind
            for means in means_in(as_kind, row.cells[index], label):
                if means.kind is not as_kind:
                    words = f"was taken as {means.kind.value}"
                    collector.remark(f"Line {row.line}: {means.typed[:100]} under “{self._titles[index]}” {words}.")
                found.append(replace(means, standard=True) if standard else means)
        return tuple(found)

    def _person(self, cells: Sequence[str]) -> str:
        given = dict.fromkeys(self._all(cells, "first"))  # a middle name has a column of its own
        first, last, name = " ".join(given), self._first(cells, "last"), self._first(cells, "name")
        if "last" not in self._texts and "first" in self._texts:
            last, name = name, ""  # beside a first name, "Name" is the last name
        return " ".join(filter(None, (first, last))) or name

    def _address(self, cells: Sequence[str]) -> tuple[int, tuple[str, ...]]:
        """Give the business address, or else the next one, and which it is."""
        found = [(which, lines) for which in sorted(self._addresses) if (lines := self._lines(cells, which))]
        self.with_more_addresses += len(found) > 1
        return found[0] if found else (0, ())

    def _lines(self, cells: Sequence[str], which: int) -> tuple[str, ...]:
        parts: dict[str, list[str]] = {"street": [], "zip": [], "city": [], "country": []}
        for field, index in self._addresses[which]:
            lines = [line.strip() for line in cells[index].splitlines() if line.strip()] if index < len(cells) else []
            if lines and parts["street"] and index in self._houses:
                parts["street"][-1] += f" {' '.join(lines)}"
            elif field == "street" or not parts[field]:
                parts[field] += lines
        place = " ".join(parts["zip"] + parts["city"])
        return (*parts["street"], *([place] if place else []), *parts["country"])

    def _all(self, cells: Sequence[str], field: str) -> list[str]:
        texts = (" ".join(cells[index].split()) for index in self._texts.get(field, ()) if index < len(cells))
        return [text for text in texts if text]

    def _first(self, cells: Sequence[str], field: str) -> str:
        return next(iter(self._all(cells, field)), "")
