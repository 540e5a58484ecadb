"""A workbook with one sheet: text as text, never a formula or a link; dates, times and numbers as such."""

import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, tzinfo
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from calljournal.errors import Unsupported
from calljournal.exporting.columns import Column
from calljournal.exporting.values import Form, Value, local, rounded, text_of
from calljournal.settings import ExportProfile
from calljournal.words import say, say_n

MOST_ROWS = 1_048_576
LONGEST_TEXT = 32_767
"""Limits of the file format: https://support.microsoft.com/office/excel-specifications-and-limits."""

_SIGNS = {"%d": "dd", "%m": "mm", "%y": "yy", "%Y": "yyyy", "%H": "hh", "%M": "mm", "%S": "ss", "/": r"\/", "h": r"\h"}


class XlsxFile:
    """Writes rows into a workbook; the same rows give the same bytes. Memory does not grow with the rows."""

    def __init__(
        self,
        out: BinaryIO,
        columns: Sequence[Column],
        profile: ExportProfile,
        zone: tzinfo | None,
        made: datetime,
        name: str,
    ) -> None:
        from xlsxwriter import Workbook  # type: ignore[import-untyped]  # has no types; late: few commands need it

        self._columns = columns
        self._profile = profile
        self._zone = zone
        self._out = out
        self._scratch = TemporaryDirectory(prefix="calljournal-")  # XlsxWriter leaves its files where it is broken off
        self._whole = Path(self._scratch.name) / "book.xlsx"
        self._book = Workbook(str(self._whole), {"constant_memory": True, "tmpdir": self._scratch.name})
        self._book.set_properties({"created": made.astimezone(UTC).replace(tzinfo=None)})
        self._sheet = self._book.add_worksheet(name)
        self._formats = {
            Form.DATE: self._book.add_format({"num_format": _spreadsheet_form(profile.date)}),
            Form.TIME: self._book.add_format({"num_format": _spreadsheet_form(profile.time)}),
        }
        self._row = 0
        self._cut = 0
        if profile.header:
            bold = self._book.add_format({"bold": True})
            for place, column in enumerate(columns):
                self._write_text(place, column.title, bold)
            self._sheet.freeze_panes(1, 0)
            self._row = 1

    def add(self, values: Sequence[Value]) -> None:
        """Write a row; raises Unsupported where the sheet is full."""
        if self._row == MOST_ROWS:
            raise Unsupported(
                say("a sheet holds {most} rows and no more; take another form", most=MOST_ROWS).typed(
                    " by --format csv"
                )
            )
        for place, (column, value) in enumerate(zip(self._columns, values, strict=True)):
            self._write(place, value, column.form)
        self._row += 1

    def finish(self) -> tuple[str, ...]:
        """End the file, and say in words what could not be written as it was. Raises OSError, as all writing does."""
        from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

        try:
            self._book.close()
        except FileCreateError as error:
            raise error.args[0] from error
        with self._whole.open("rb") as whole:
            shutil.copyfileobj(whole, self._out)
        if not self._cut:
            return ()
        words = say_n(
            "{count} text is longer than a cell can be and had to be cut to {most} signs",
            "{count} texts are longer than a cell can be and had to be cut to {most} signs",
            self._cut,
            most=LONGEST_TEXT,
        )
        return (words,)

    def close(self) -> None:
        """Let go of the files beside, also where the workbook was never finished."""
        if not self._book.fileclosed:
            with suppress(Exception):  # nobody reads it
                self._book.close()
        self._scratch.cleanup()

    def _write(self, place: int, value: Value, form: Form) -> None:
        if isinstance(value, int | float):
            self._sheet.write_number(self._row, place, rounded(value))
        elif isinstance(value, date) and form is Form.DATE:
            self._sheet.write_datetime(self._row, place, _day(local(value, self._zone)), self._formats[form])
        elif isinstance(value, datetime) and form is Form.TIME:
            clock = value.astimezone(self._zone).time().replace(microsecond=0)
            self._sheet.write_datetime(self._row, place, clock, self._formats[form])
        elif text := text_of(value, form, self._profile, self._zone):
            self._write_text(place, text)

    def _write_text(self, place: int, text: str, form: object = None) -> None:
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter takes such text for a finished piece of its file: so give it one that holds the text
            text = f'<r><t xml:space="preserve">{escape(text, quote=False)}</t></r>'
        self._cut += self._sheet.write_string(self._row, place, text, form) != 0


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _spreadsheet_form(form: str) -> str:
    """Turn %d/%m/%Y into what a spreadsheet calls it; a slash is to be one in every country."""
    return re.sub("%.|[/h]", lambda sign: _SIGNS[sign[0]], form)
