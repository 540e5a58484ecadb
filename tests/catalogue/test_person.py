"""What an account of one person does not hear is told to the administrator."""

from pathlib import Path

from tests.catalogue.person import UNHEARD
from tests.catalogue.plays import PLAYS, title

PAGE = Path(__file__).parents[2] / "docs/asterisk.md"


def test_the_page_for_administrators_names_every_exception() -> None:
    """Play and reason stand in one row of its table; each play is one of the catalogue."""
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert set(UNHEARD) <= {title(play) for play in PLAYS}
    for play, reason in UNHEARD.items():
        group, _, name = play.partition(": ")
        assert any(group in row and name in row and reason in row for row in rows), play
