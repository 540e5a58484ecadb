"""The rows of a CSV file: in which sign its cells are divided, and what stands in each. No file is opened here."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from calljournal.errors import BadData
from calljournal.words import say

DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}

LOOKED_AT = 10
"""Lines with something in them among which the headers are looked for: above them stand a title and a date, no more."""

LONGEST_HEADER = 10_000
"""Characters of a line that are looked at to find the delimiter: ten times what the widest exports have."""

LONGEST_CELL = 10_000
"""Characters: no name, number or address has as many. A cell with more is a document that got into the list."""

_EMPTY = " \t\r\n\"'" + "".join(DELIMITERS)


@dataclass(frozen=True, slots=True)
class Row:
    """A row with something in it, and the number of the line in which it begins."""

    line: int
    cells: Sequence[str]


def read_rows(text: str, known: Callable[[Sequence[str]], int], data: bytes) -> tuple[list[Row], str]:
    """Split a text into rows, without the empty ones, and give the delimiter.

    `known` counts the cells of a row that are headers. Raises BadData, with the beginning of `data`, where it cannot.
    """
    declared = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)  # Excel writes and reads this
    if declared is not None:
        text = text[declared.end() :]
    filled = (line[:LONGEST_HEADER] for line in io.StringIO(text, newline=None) if line.strip(_EMPTY))
    first = list(islice(filled, LOOKED_AT))
    if not first and not text.strip():
        raise BadData(say("the file is empty: export it again"), data)
    delimiter = declared[1] if declared is not None else _delimiter(first, known)
    above = 1 if declared is not None else 0
    # A limit of csv's own, for all of a process: one long cell would end the reading. No cell is longer than the text,
    # which is in memory already; what is too long for us is left out cell by cell (LONGEST_CELL).
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
        words = say(
            "line {line} cannot be read ({error}): see whether a quotation mark is missing there",
            line=line,
            error=str(error),
        )
        raise BadData(words, data) from None
    return rows, delimiter


def _delimiter(lines: Sequence[str], known: Callable[[Sequence[str]], int]) -> str:
    """Give the sign at which one of the first lines has most known headers.

    Where there are none, the one that cuts most lines into equally many cells: a comma in an address does not.
    """

    def suits(sign: str) -> tuple[int, int, int]:
        rows = [next(csv.reader([line], delimiter=sign), []) for line in lines]
        headers, wide = max(((known(row), len(row)) for row in rows), default=(0, 0))
        if headers:
            return headers, wide, 0
        cut = Counter(len(row) for row in rows if len(row) > 1)
        return 0, max(cut.values(), default=0), wide

    return max(DELIMITERS, key=suits)
