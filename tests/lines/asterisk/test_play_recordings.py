"""The most intricate plays of the catalogue, without a PBX: the same rows as on the real Asterisk."""

import msgspec
import pytest

from calljournal.contracts.rows import JournalRow
from tests.catalogue.row import Row, differences
from tests.lines.asterisk.recorded import FOLDER, NAMES, config_of, pieces, rows, told

PLAYED = [name for name in NAMES if name.startswith("play-")]


def test_there_are_recordings() -> None:
    """Those of both dialplans."""
    assert {name.split("-")[1] for name in PLAYED} == {"plain", "freepbx"}


@pytest.mark.parametrize("name", PLAYED)
def test_a_play_becomes_its_rows(name: str) -> None:
    """Who and what is what the telephones were told, when is what stood in their own message logs."""
    wanted = msgspec.json.decode((FOLDER / f"{name}.json").read_bytes(), type=list[Row])
    settings = config_of(name)
    actual = [JournalRow(row) for row in rows(settings, told(settings, pieces(name))) if row.merged_into is None]
    assert differences(wanted, actual) == []
