"""Qt's own binding, where a fault of it would bring the window down."""

import sys

import pytest
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication

pytestmark = pytest.mark.desktop


class Pair(QObject):
    """A signal and its slot."""

    sent = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.came = 0
        self.sent.connect(self.on_sent, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def on_sent(self, thing: object) -> None:
        self.came += 1


def test_slots_do_not_wear_out_none(qapp: QApplication) -> None:
    """PySide6 6.12.0 loses a reference to None and True at each call of a slot: Python 3.11 dies of it within hours."""
    pair = Pair()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(50):
        pair.sent.emit(pair)
        qapp.processEvents()
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert pair.came == 50
    assert after[0] > before[0] - 40
    assert after[1] > before[1] - 40
