"""Reads an address file with columns (CSV).

In: the text of the file, and which columns were mapped by hand. Out: `AddressFile`. No file is opened here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from calljournal.addresses.cells import means_in
from calljournal.addresses.collector import KINDS, Collector, Told
from calljournal.addresses.header_row import find_headers
from calljournal.addresses.headers import HOUSE, PERHAPS_HOUSE, Header, count_known, program
from calljournal.addresses.result import AddressFile
from calljournal.addresses.words import sense
from calljournal.contracts.crm import Means, MeansKind
from calljournal.tables import (
    DELIMITERS,
    LONGEST_CELL,
    LONGEST_SAID,
    LONGEST_SAMPLE,
    LOOKED_AT,
    Row,
    describe,
    key,
    not_understood,
    read_rows,
)
from calljournal.words import say

_NO = frozenset({"nein", "no", "false", "0", "n", "inaktiv", "inactive", "falsch"})


def read_csv(
    text: str, encoding: str, columns: Mapping[str, str], remembered: Mapping[str, str], data: bytes
) -> AddressFile:
    """Read the text of a CSV file; raises BadData, with the beginning of `data`, in words that say what to do.

    A row with a person and a company gives the person at the company, and the company itself once.
    """
    mapped = {key(title) for title in (*remembered, *columns)}
    rows, delimiter = read_rows(text, lambda titles: count_known(titles, mapped), data)
    there = {key(cell) for row in rows[:LOOKED_AT] for cell in row.cells}
    columns = {title: field for title, field in remembered.items() if key(title) in there} | dict(columns)
    headed = find_headers(rows, columns, data)
    titles = headed.titles
    read = _Columns(titles, headed.headers)
    collector = Collector()
    for remark in headed.remarks:
        collector.remark(remark)
    for row in headed.rows:
        read.take(row, collector)
    described = describe(titles, [header.field if header else None for header in headed.headers], headed.rows)
    for remark in not_understood(described):
        collector.remark(remark)
    if read.with_more_addresses:
        collector.remark(
            say(
                "Contacts with several addresses: {count}; of each only the business address was taken.",
                count=read.with_more_addresses,
            )
        )
    written_by = program(titles)
    form = f"CSV{f' of {written_by}' if written_by else ''} ({DELIMITERS.get(delimiter, delimiter)}, {encoding})"
    contacts = collector.contacts()
    return AddressFile(form, contacts, collector.skipped, described, collector.remarks())


class _Columns:
    """Which column holds what."""

    def __init__(self, titles: Sequence[str], headers: Sequence[Header | None]) -> None:
        self.with_more_addresses = 0
        self._titles = titles
        self._texts: dict[str, list[int]] = {}
        self._addresses: dict[int, list[tuple[str, int]]] = {}
        self._means: list[tuple[int, MeansKind, str, int | None]] = []
        self._houses = {index for index, title in enumerate(titles) if key(title) in HOUSE | PERHAPS_HOUSE}
        self._read = {index for index, header in enumerate(headers) if header and header.field != "ignore"}
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

    def take(self, row: Row, collector: Collector) -> None:
        """Read a row into the collector."""
        row = self._without_documents(row, collector)
        cells = row.cells
        beyond = [cell.strip() for cell in cells[len(self._titles) :] if cell.strip()]
        if beyond:
            collector.remark(
                say(
                    "Line {line} has more cells than there are titles; left out: “{said}”.",
                    line=row.line,
                    said=", ".join(beyond)[:LONGEST_SAID],
                )
            )
        person, company = self._person(cells), self._first(cells, "company")
        which, address = self._address(cells)
        told = Told(
            say("Line {line}", line=row.line),
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
                say(
                    "Line {line} names nobody and is left out; it holds “{said}”.",
                    line=row.line,
                    said=", ".join(said)[:LONGEST_SAID],
                )
            )

    def _without_documents(self, row: Row, collector: Collector) -> Row:
        """Empty the cells that are far too long, and say so where the column is one that is read."""
        if all(len(cell) <= LONGEST_CELL for cell in row.cells):
            return row
        for index, cell in enumerate(row.cells[: len(self._titles)]):
            if len(cell) > LONGEST_CELL and index in self._read:
                collector.remark(
                    say(
                        "Line {line}: the cell under “{title}” holds {count} characters and is left out: “{said}…”.",
                        line=row.line,
                        title=self._titles[index].strip(),
                        count=len(cell),
                        said=cell[:LONGEST_SAMPLE].strip(),
                    )
                )
        return replace(row, cells=["" if len(cell) > LONGEST_CELL else cell for cell in row.cells])

    def _found_means(self, row: Row, collector: Collector) -> tuple[Means, ...]:
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
                    collector.remark(
                        say(
                            "Line {line}: {typed} under “{title}” was taken as {kind}.",
                            line=row.line,
                            typed=means.typed[:100],
                            title=self._titles[index],
                            kind=KINDS[means.kind],
                        )
                    )
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
