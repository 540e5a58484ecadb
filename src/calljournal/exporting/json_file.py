"""A file of JSON for programs: one array of objects, numbers as numbers, times as ISO 8601 with their offset."""

import json
from collections.abc import Sequence
from datetime import date, tzinfo
from typing import BinaryIO

from calljournal.exporting.columns import Column
from calljournal.exporting.values import Form, Value, iso, local, rounded


class JsonFile:
    """Writes rows as objects of one array, a row a line."""

    def __init__(self, out: BinaryIO, columns: Sequence[Column], zone: tzinfo | None = None) -> None:
        self._out = out
        self._columns = columns
        self._zone = zone
        self._before = "["

    def add(self, values: Sequence[Value]) -> None:
        """Write a row."""
        pairs = zip(self._columns, values, strict=True)
        row = json.dumps({column.title: self._plain(value, column.form) for column, value in pairs}, ensure_ascii=False)
        self._out.write(f"{self._before}\n{row}".encode())
        self._before = ","

    def finish(self) -> tuple[str, ...]:
        """End the file; JSON holds everything as it is."""
        self._out.write(b"\n]\n" if self._before == "," else b"[]\n")
        return ()

    def close(self) -> None:
        """Do nothing: all was written at once."""

    def _plain(self, value: Value, form: Form) -> str | float | None:
        if isinstance(value, date):
            there = local(value, self._zone)
            return iso(there)[:10] if form is Form.DATE else iso(there)
        return rounded(value) if isinstance(value, int | float) else value
