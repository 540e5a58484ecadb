"""CSV, read back by the csv module under each profile."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calljournal.exporting import BUILT_IN
from calljournal.settings import ExportProfile
from tests.exporting.made import file_of, read_csv, row, work

OBEYED = ("=", "+", "-", "@", "\t", "\r")

PROFILES = {
    **BUILT_IN,
    "tabs": ExportProfile(separator="\t", encoding="utf-16", line_ends="lf", time="%H:%M:%S"),
    "quotes": ExportProfile(separator="|", quote_all=True, encoding="utf-8", date="%d/%m/%y", decimal=","),
}


@pytest.mark.parametrize("name", PROFILES)
def test_each_profile_is_read_back(name: str) -> None:
    """All cells, whatever stands between them."""
    profile = PROFILES[name]
    data, remarks = file_of("time", "csv", [work(text='say "no"; 1,5 | a\tb\r\nc')], profile)
    titles, cells = read_csv(data, profile)
    told = dict(zip(titles, cells, strict=True))
    assert told["text"] == 'say "no"; 1,5 | a\tb\r\nc'
    assert (told["client"], told["corrects"]) == ("Keller AG", "")
    assert told["start"] == "2026-10-25T02:50:00+02:00"
    assert float(told["measured_minutes"].replace(profile.decimal, ".")) == 20.05
    assert remarks == ()


def test_the_default_is_what_spreadsheets_of_all_countries_read() -> None:
    """A byte order mark, commas, ISO dates, points, lines that end as RFC 4180 says."""
    profile = ExportProfile(columns=("date", "from", "to", "billed_hours", "text"))
    data, _ = file_of("time", "csv", [work()], profile)
    assert data == (
        b"\xef\xbb\xbfdate,from,to,billed_hours,text\r\n" + "2026-10-25,02:50,02:10,0.4,Mängelrüge; Frist\r\n".encode()
    )


def test_the_german_profile() -> None:
    """Semicolons, decimal commas, days first, as a German Windows writes; what it cannot write is told."""
    profile = ExportProfile(
        columns=("date=Datum", "billed_hours=Std", "text"),
        separator=";",
        decimal=",",
        date="%d.%m.%Y",
        encoding="cp1252",
    )
    data, remarks = file_of("time", "csv", [work(text="Łódź – Mängel"), work(text="ok")], profile)
    assert data.decode("cp1252") == "Datum;Std;text\r\n25.10.2026;0,4;?ód? – Mängel\r\n25.10.2026;0,4;ok\r\n"
    assert remarks == ("2 signs cannot be written in cp1252 and became ?",)


def test_without_a_header() -> None:
    """Rows only; a cell with nothing in it that stands alone is still a row."""
    profile = ExportProfile(columns=("phase",), header=False, encoding="utf-8", line_ends="lf")
    assert file_of("time", "csv", [work(), work(phase_name="Plan")], profile)[0] == b'""\nPlan\n'


def test_numbers_are_numbers_also_below_nothing() -> None:
    """A reversal is not defused: its minus is one of a number, not of a formula."""
    profile = ExportProfile(columns=("billed_minutes", "billed_hours", "measured_minutes"), header=False)
    data, _ = file_of("time", "csv", [work(minutes=-6, measured_minutes=1e-9)], profile)
    assert read_csv(data, profile) == [["-6", "-0.1", "0"]]


def test_telephone_numbers_are_text_that_begins_with_a_plus() -> None:
    """So they are defused as all text is."""
    profile = ExportProfile(columns=("number",), header=False)
    assert read_csv(file_of("calls", "csv", [row()], profile)[0], profile) == [["'+41440001234"]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1", "'=1"])
def test_what_a_spreadsheet_would_obey_is_defused(text: str) -> None:
    """Also in a title; what bears an apostrophe before it already gets a second one, so that both can be read back."""
    profile = ExportProfile(columns=(f"text={text.strip()}",))
    title, cell = read_csv(file_of("time", "csv", [work(text=text)], profile)[0], profile)
    assert cell == [f"'{text}"]
    assert title[0][0] == "'"


@given(st.text(), st.sampled_from(sorted(PROFILES)))
@example("'", "default")
@example("''=", "tabs")
@example("\x00", "quotes")
def test_any_text_comes_back_and_is_no_formula(text: str, name: str) -> None:
    """Without the apostrophe that was put before it, if one was."""
    profile = PROFILES[name]
    data, remarks = file_of("time", "csv", [work(text=text)], profile)
    titles, cells = read_csv(data, profile)
    cell = dict(zip(titles, cells, strict=True))["text"]
    assert not cell.startswith(OBEYED)
    written = text.encode(profile.encoding, "replace").decode(profile.encoding)
    assert cell in (written, f"'{written}")
    assert bool(remarks) == (written != text)
    assert _read_back(cell) == written


def _read_back(cell: str) -> str:
    """Take our apostrophe away: one stands before what would be obeyed, with or without apostrophes of its own."""
    rest = cell[1:]
    bare = rest.lstrip("'")
    ours = bare[:1] in ("\t", "\r", "\n") or bare.lstrip()[:1] in tuple("=+-@\uff1d\uff0b\uff0d\uff20")
    return rest if cell.startswith("'") and bare and ours else cell
