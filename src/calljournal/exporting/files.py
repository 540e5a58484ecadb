"""The forms that a file can have, and what writes each of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import BinaryIO, Protocol

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work import Work
from calljournal.exporting.columns import columns_of
from calljournal.exporting.csv_file import CsvFile
from calljournal.exporting.json_file import JsonFile
from calljournal.exporting.values import Value
from calljournal.exporting.xlsx_file import XlsxFile
from calljournal.settings import ExportProfile

FORMS = ("csv", "json", "xlsx")


class _Rows(Protocol):
    """A file of one form."""

    def add(self, values: Sequence[Value]) -> None:
        """Write a row."""
        ...

    def finish(self) -> tuple[str, ...]:
        """End the file, and say in words what could not be written as it was."""
        ...

    def close(self) -> None:
        """Let go of everything but the file, also where it was never finished."""
        ...


class FileWriter:
    """Writes time, activities or calls (`what`) into a file of one form.

    `made` is when it goes out. Times are written in `zone`, without one in the computer's. Raises BadSettings for a
    column that there is not.
    """

    def __init__(
        self, what: str, form: str, profile: ExportProfile, out: BinaryIO, made: datetime, zone: tzinfo | None = None
    ) -> None:
        self._columns = columns_of(what, profile)
        self._rows: _Rows
        if form == "json":
            self._rows = JsonFile(out, self._columns, zone)
        elif form == "xlsx":
            self._rows = XlsxFile(out, self._columns, profile, zone, made, what)
        else:
            self._rows = CsvFile(out, self._columns, profile, zone)

    def add(self, records: Iterable[Work] | Iterable[JournalRow]) -> None:
        """Write the next records, a row each."""
        for record in records:
            self._rows.add([column.of(record) for column in self._columns])

    def finish(self) -> tuple[str, ...]:
        """End the file, and say in words what could not be written as it was."""
        return self._rows.finish()

    def close(self) -> None:
        """Let go of everything but the file; to be called at last, also where it was never finished."""
        self._rows.close()
