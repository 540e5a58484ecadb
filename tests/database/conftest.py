"""The migrations of the toy database."""

from pathlib import Path

import pytest

from tests.database.opened import FIRST, folder


@pytest.fixture
def steps(home: Path) -> Path:
    """One migration, which makes the table `things`."""
    return folder(home, m0001_first=FIRST)
