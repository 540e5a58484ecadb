"""The list of booked work by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.desktop.worked.conftest import Office

pytestmark = pytest.mark.desktop

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, CONTROL])
def test_home_and_end_go_to_the_first_and_the_last_row(office: Office, modifier: Qt.KeyboardModifier) -> None:
    """As in the journal, and not to the first and the last column."""
    table = office.open().table
    office.wait_listed("t1", "t2", "t3", "a4")
    QTest.keyClick(table, Qt.Key.Key_Home, modifier)
    assert [work.id for work in table.selection()] == ["t1"]
    QTest.keyClick(table, Qt.Key.Key_End, modifier)
    assert [work.id for work in table.selection()] == ["a4"]
