"""Workbooks, read back by zip and XML of the standard library."""

import errno
import io
import tempfile
import warnings
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calljournal.errors import Unsupported
from calljournal.exporting import FileWriter, xlsx_file
from calljournal.settings import ExportProfile
from tests.exporting.made import MADE, file_of, formats_of, read_xlsx, row, work


def test_dates_times_and_numbers_are_such() -> None:
    """As the profile shows them; moments are text, since a spreadsheet knows no offsets."""
    profile = ExportProfile(
        columns=("date", "from", "to", "billed_minutes", "billed_hours", "start", "text"), date="%d/%m/%Y", time="%Hh%M"
    )
    data, remarks = file_of("time", "xlsx", [work(minutes=-6)], profile)
    titles, cells = read_xlsx(data)
    assert titles == ["date", "from", "to", "billed_minutes", "billed_hours", "start", "text"]
    day, begin, end = cells[:3]
    assert day == 46320  # 2026-10-25, by Excel's own count of days
    assert (begin, end) == (pytest.approx((2 + 50 / 60) / 24), pytest.approx((2 + 10 / 60) / 24))
    assert cells[3:] == [-6, -0.1, "2026-10-25T02:50:00+02:00", "Mängelrüge; Frist"]
    assert formats_of(data) == [r"dd\/mm\/yyyy", r"hh\hmm"]
    assert remarks == ()


def test_telephone_numbers_and_formulas_are_text() -> None:
    """No apostrophe is needed where a cell says what it is."""
    profile = ExportProfile(columns=("number", "note"))
    _, cells = read_xlsx(file_of("calls", "xlsx", [row(note="=1+1")], profile)[0])
    assert cells == ["+41440001234", "=1+1"]


def test_the_same_rows_give_the_same_bytes() -> None:
    """An export can be written again."""
    assert file_of("calls", "xlsx", [row()])[0] == file_of("calls", "xlsx", [row()])[0]


def test_too_long_a_text_is_cut_and_told() -> None:
    """A cell has a limit."""
    data, remarks = file_of("time", "xlsx", [work(text="x" * 40_000)], ExportProfile(columns=("text",), header=False))
    assert read_xlsx(data) == [["x" * 32_767]]
    assert remarks == ("1 text is longer than a cell can be and had to be cut to 32767 signs",)


def test_a_full_sheet_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left out in silence."""
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 3)
    file_of("time", "xlsx", [work()] * 2)
    with pytest.raises(Unsupported, match="--format csv"):
        file_of("time", "xlsx", [work()] * 3)


class FullDisk(io.BytesIO):
    """Nothing can be written."""

    def write(self, data: object) -> int:
        """Fail as a full disk does."""
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_told_and_nothing_is_left_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error is the system's own; the texts of clients lie in no forgotten file."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with closing(FileWriter("time", "xlsx", ExportProfile(), FullDisk(), MADE)) as writer:
        writer.add([work()])
        assert list(tmp_path.iterdir())
        with pytest.raises(OSError, match="No space left"):
            writer.finish()
    assert not list(tmp_path.iterdir())


@given(st.text())
@example("<r><t>& is no markup</t></r>")
@example("<r> <t>_x0041_\r\x00</t> </r>")
@example("https://example.org")
@example("mailto:anna@example.org")
@example("{=1+1}")
@example(" \n both \n ")
@example("_x000D_\r\n\ufffe")
def test_any_text_comes_back_as_text(text: str) -> None:
    """No formula, no link, nothing lost."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data, _ = file_of("time", "xlsx", [work(text=text)], ExportProfile(columns=("text", "user"), header=False))
    assert read_xlsx(data) == [[text or None, "anna"]]
