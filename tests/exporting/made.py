"""Work and calls as they go out, files of them, and how they are read back by the standard library alone."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work import Work
from calljournal.exporting import FileWriter
from calljournal.settings import ExportProfile
from calljournal.worklog import Kind
from tests.store.made import booked, draft, entry, match

ZURICH = ZoneInfo("Europe/Zurich")
MADE = datetime(2026, 11, 2, 17, 4, tzinfo=UTC)

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def work(**changes: Any) -> Work:
    """Give a time entry of a call in the night in which the clocks go back: from 02:50 to 02:10, which are 20 min."""
    whole = Work(
        id="t12",
        kind=Kind.TIME,
        key="draft-1",
        entry="entry-1",
        user="anna",
        recorded_by="ben",
        day=date(2026, 10, 25),
        start=datetime(2026, 10, 25, 0, 50, tzinfo=UTC),
        end=datetime(2026, 10, 25, 1, 10, tzinfo=UTC),
        minutes=24,
        measured_minutes=20.05,
        measured_seconds=1203.0,
        contact="c7",
        contact_name="Anna Keller",
        client="c1",
        client_name="Keller AG",
        project="p4",
        project_number="2026-17",
        project_name="Umbau",
        text="Mängelrüge; Frist",
    )
    return replace(whole, **changes)


def row(**changes: Any) -> JournalRow:
    """Give a call from which a time entry was booked."""
    whole = JournalRow(entry(), match(), (booked(draft()),), "back on Monday")
    return replace(whole, **changes)


def file_of(
    what: str, form: str, records: Sequence[Work] | Sequence[JournalRow], profile: ExportProfile | None = None
) -> tuple[bytes, tuple[str, ...]]:
    """Give the bytes of a file as it is written in Zurich, and the remarks."""
    out = io.BytesIO()
    with closing(FileWriter(what, form, profile or ExportProfile(), out, MADE, ZURICH)) as writer:
        writer.add(records)
        remarks = writer.finish()
    return out.getvalue(), remarks


def read_csv(data: bytes, profile: ExportProfile) -> list[list[str]]:
    """Read CSV back, by the module of the standard library."""
    text = data.decode(profile.encoding)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=profile.separator, strict=True))


def read_json(data: bytes) -> Any:
    """Read JSON back."""
    return json.loads(data.decode("utf-8"))


def read_xlsx(data: bytes) -> list[list[str | float | None]]:
    """Read the cells of a workbook back: text and numbers, None where there is nothing.

    Whatever is neither (a formula, a link, a shared string) fails.
    """
    book = zipfile.ZipFile(io.BytesIO(data))
    root = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert root.find(f".//{MAIN}f") is None
    assert root.find(f".//{MAIN}hyperlink") is None
    rows: list[list[str | float | None]] = []
    for line in root.iter(f"{MAIN}row"):
        cells: list[str | float | None] = []
        for cell in line:
            cells += [None] * (_place(cell.attrib["r"]) - len(cells))
            if cell.get("t") == "inlineStr":
                cells.append(_unescaped("".join(piece.text or "" for piece in cell.iter(f"{MAIN}t"))))
            else:
                assert cell.get("t") is None
                cells.append(float(str(cell.findtext(f"{MAIN}v"))))
        rows.append(cells)
    return rows


def formats_of(data: bytes) -> list[str]:
    """Give the forms of numbers that a workbook has of its own."""
    styles = ET.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml"))
    return [form.attrib["formatCode"] for form in styles.iter(f"{MAIN}numFmt")]


def _place(reference: str) -> int:
    """Turn C7 into 2."""
    place = 0
    for letter in reference.rstrip("0123456789"):
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _unescaped(text: str) -> str:
    """Read _x000D_ as the sign that it stands for (ECMA-376, part 1, 22.9.2.19)."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda sign: chr(int(sign[1], 16)), text)
