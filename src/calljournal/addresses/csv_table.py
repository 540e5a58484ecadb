"""The rows of a CSV file: in which sign its cells are divided, and what stands in each. No file is opened here."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from calljournal.addresses.headers import read_header
from calljournal.addresses.words import key
from calljournal.errors import BadData

DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}

LOOKED_AT = 10
"""Lines with something in them among which the headers are looked for: above them stand a title and a date, no more."""

LONGEST_HEADER = 10_000
"""Characters of a line that are looked at to find the delimiter: ten times what the widest exports have."""

_EMPTY = " \t\r\n\"'" + "".join(DELIMITERS)


@dataclass(frozen=True, slots=True)
class Row:
    """A row with something in it, and the number of the line in which it begins."""

    line: int
    cells: Sequence[str]


def read_rows(text: str, columns: Mapping[str, str], data: bytes) -> tuple[list[Row], str]:
    """Split a text into rows, without the empty ones, and give the delimiter; raises BadData where it cannot."""
    declared = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)  # Excel writes and reads this
    if declared is not None:
        text = text[declared.end() :]
    filled = (line[:LONGEST_HEADER] for line in io.StringIO(text, newline=None) if line.strip(_EMPTY))
    first = list(islice(filled, LOOKED_AT))
    if not first and not text.strip():
        raise BadData("the file is empty: export the addresses again", data)
    delimiter = declared[1] if declared is not None else _delimiter(first, columns)
    above = 1 if declared is not None else 0
    # A limit of csv's own, for all of a process: one long cell would end the reading. No cell is longer than the text,
    # which is in memory already; what is too long for us is left out cell by cell (csv_file.LONGEST_CELL).
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    line = above + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(line, cells))
            line = above + reader.line_num + 1
    except csv.Error as error:
        words = f"line {line} cannot be read ({error}): see whether a quotation mark is missing there"
        raise BadData(words, data) from None
    return rows, delimiter


def _delimiter(lines: Sequence[str], columns: Mapping[str, str]) -> str:
    """Give the sign at which one of the first lines has most known headers.

    Where there are none, the one that cuts most lines into equally many cells: a comma in an address does not.
    """
    by_hand = {key(title) for title in columns}

    def suits(sign: str) -> tuple[int, int, int]:
        rows = [next(csv.reader([line], delimiter=sign), []) for line in lines]
        known, wide = max(((count_known(row, by_hand), len(row)) for row in rows), default=(0, 0))
        if known:
            return known, wide, 0
        cut = Counter(len(row) for row in rows if len(row) > 1)
        return 0, max(cut.values(), default=0), wide

    return max(DELIMITERS, key=suits)


def count_known(titles: Iterable[str], by_hand: Set[str] = frozenset()) -> int:
    """Count the titles that are known here, or were mapped by hand (as `key` has them)."""
    return sum(key(title) in by_hand or read_header(title) is not None for title in titles)
