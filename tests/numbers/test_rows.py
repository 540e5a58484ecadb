"""The table of writings: data/numbers.tsv. The column "from" is person, pbx (a caller), dialled or uri."""

from __future__ import annotations

from pathlib import Path

import pytest

from calljournal.numbers import DialRules, Reading, parse_internal, read_all, read_pbx, read_person, read_uri

TABLE = Path(__file__).parent / "data" / "numbers.tsv"
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:] if line]


def read(source: str, written: str, rules: DialRules) -> tuple[Reading, ...]:
    if source == "person":
        return read_all(written, rules)
    if source == "uri":
        return (read_uri(written, rules),)
    return (read_pbx(written, rules, "outgoing" if source == "dialled" else "incoming"),)


@pytest.mark.parametrize("row", ROWS, ids=["-".join([row[0], row[4], ascii(row[5])]) for row in ROWS])
def test_each_writing_is_read_as_meant(row: list[str]) -> None:
    country, area, outside, internal, source, written, e164, extension, kind = row
    rules = DialRules(country, area, outside, parse_internal(internal) if internal else (2, 4))
    found = read(source, written, rules)
    assert " ".join(reading.e164 or "" for reading in found) == e164
    assert (found[0].extension or "") == extension
    if kind:
        assert found[0].kind == kind
    if source == "person":
        assert read_person(written, rules).e164 == found[0].e164


@pytest.mark.parametrize("row", [row for row in ROWS if row[6].startswith("+") and " " not in row[6]], ids=ascii)
def test_what_is_read_once_is_read_again_the_same(row: list[str]) -> None:
    for country in ("CH", "DE", "IT", "US"):
        assert read_person(row[6], DialRules(country)).e164 == row[6]


def test_the_table_is_large() -> None:
    assert len(ROWS) > 150
