"""Garbage is collected in Qt's thread and no other, and none is left lying."""

import gc
import linecache
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from calljournal.desktop import garbage as garbage_module
from calljournal.desktop.garbage import Garbage

ENDED_IN: list[int] = []


class Knot:
    """Something that refers to itself, and notes the thread in which it ends."""

    def __init__(self) -> None:
        self.me = self

    def __del__(self) -> None:
        ENDED_IN.append(threading.get_ident())


@pytest.fixture
def garbage(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Garbage]:
    monkeypatch.setattr(garbage_module, "LOOK", 20)
    ENDED_IN.clear()
    made = Garbage()
    yield made
    made.release()
    assert gc.isenabled()


def make_many() -> None:
    kept = []
    for _ in range(20_000):
        Knot()
        kept.append([1])


def test_it_is_collected_in_qt_s_thread(garbage: Garbage, qtbot: QtBot) -> None:
    """Although another one makes it."""
    thread = threading.Thread(target=make_many)
    thread.start()
    qtbot.waitUntil(lambda: not thread.is_alive() and len(ENDED_IN) == 20_000)
    assert set(ENDED_IN) == {threading.get_ident()}


def test_sources_that_were_looked_into_are_let_go(garbage: Garbage, qtbot: QtBot) -> None:
    assert linecache.getline(garbage_module.__file__, 1)
    qtbot.waitUntil(lambda: not linecache.cache)


def test_the_old_is_collected_too(garbage: Garbage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """What outlived the first looks is not left for ever."""
    collected: list[int] = []
    collect = gc.collect

    def note(generation: int) -> None:
        collected.append(generation)
        collect(generation)

    monkeypatch.setattr(gc, "collect", note)
    before = gc.get_threshold()
    gc.set_threshold(10, 2, 2)
    kept: list[object] = []

    def is_collected() -> bool:
        kept.extend([1] for _ in range(100))
        return 2 in collected

    qtbot.waitUntil(is_collected, timeout=20_000)
    gc.set_threshold(*before)
