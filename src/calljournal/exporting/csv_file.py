"""A file of CSV as a profile wants it; no cell can be taken for a formula."""

import codecs
import re
from collections.abc import Sequence
from datetime import tzinfo
from typing import BinaryIO

from calljournal.exporting.columns import Column
from calljournal.exporting.values import Value, text_of
from calljournal.settings import ExportProfile
from calljournal.words import say_n

_DANGEROUS = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Text that a spreadsheet may obey, also in the wide signs of the Far East, and such text behind apostrophes: those of
the text and ours are to be told apart."""

_LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}


def defused(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula.

    The signs are those of https://owasp.org/www-community/attacks/CSV_Injection.
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


class CsvFile:
    """Writes rows as CSV (RFC 4180, but for what the profile wants otherwise)."""

    def __init__(
        self, out: BinaryIO, columns: Sequence[Column], profile: ExportProfile, zone: tzinfo | None = None
    ) -> None:
        self._out = out
        self._columns = columns
        self._profile = profile
        self._zone = zone
        self._encode = codecs.getincrementalencoder(profile.encoding)("replace").encode
        self._line_end = _LINE_ENDS[profile.line_ends]
        self._needs_quotes = re.compile(rf'["\r\n{re.escape(profile.separator)}]|^\s|\s$')
        self._lost = 0
        if profile.header:
            self._write([defused(column.title) for column in columns])

    def add(self, values: Sequence[Value]) -> None:
        """Write a row. Numbers are numbers, also those with a minus; all other text is defused."""
        cells = []
        for column, value in zip(self._columns, values, strict=True):
            text = text_of(value, column.form, self._profile, self._zone)
            cells.append(defused(text) if isinstance(value, str) else text)
        self._write(cells)

    def finish(self) -> tuple[str, ...]:
        """End the file, and say in words what could not be written as it was."""
        if not self._lost:
            return ()
        words = say_n(
            "{count} sign cannot be written in {encoding} and became ?",
            "{count} signs cannot be written in {encoding} and became ?",
            self._lost,
            encoding=self._profile.encoding,
        )
        return (words,)

    def close(self) -> None:
        """Do nothing: all was written at once."""

    def _write(self, cells: Sequence[str]) -> None:
        line = self._profile.separator.join(map(self._quoted, cells)) + self._line_end
        self._lost += self._unwritable(line)
        self._out.write(self._encode(line))

    def _quoted(self, cell: str) -> str:
        alone = not cell and len(self._columns) == 1  # an empty line would be no row
        if self._profile.quote_all or alone or self._needs_quotes.search(cell):
            return '"' + cell.replace('"', '""') + '"'
        return cell

    def _unwritable(self, line: str) -> int:
        """Count the signs that the encoding lacks."""
        try:
            line.encode(self._profile.encoding)
        except UnicodeEncodeError:
            return sum(not _can_write(sign, self._profile.encoding) for sign in line)
        return 0


def _can_write(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
