"""Files with columns become rows of text. In: the bytes of a file. Out: `Row`s, titles and remarks, whatever they mean.

`decode`                  bytes become text, in whatever encoding they are
`read_rows`               the text of a CSV file becomes rows
`key`, `listed`           titles as they are compared, and as they are told
`Column`, `describe`      what became of each column
`Remarks`                 what was not understood, for people
"""

from calljournal.tables.columns import LONGEST_SAID, LONGEST_SAMPLE, Column, describe, not_understood
from calljournal.tables.encoding import CONTROL, decode, eight_bits, utf16
from calljournal.tables.remarks import MOST_REMARKS, Remarks
from calljournal.tables.rows import DELIMITERS, LONGEST_CELL, LOOKED_AT, Row, read_rows
from calljournal.tables.titles import LONGEST_TITLE, key, listed

__all__ = [
    "CONTROL",
    "DELIMITERS",
    "LONGEST_CELL",
    "LONGEST_SAID",
    "LONGEST_SAMPLE",
    "LONGEST_TITLE",
    "LOOKED_AT",
    "MOST_REMARKS",
    "Column",
    "Remarks",
    "Row",
    "decode",
    "describe",
    "eight_bits",
    "key",
    "listed",
    "not_understood",
    "read_rows",
    "utf16",
]
