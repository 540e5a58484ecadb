"""A computer on which the program is started as its user starts it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.desktop.whole.started import Started


@pytest.fixture
def started(qapp: QApplication, home: Path) -> Iterator[Started]:
    """Give the computer; what runs on it ends with the test."""
    one = Started(home)
    yield one
    one.end()
