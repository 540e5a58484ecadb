"""The crossing: nothing is lost, nothing comes in another thread, and it ends in time."""

import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from calljournal.contracts.line import LineState
from calljournal.contracts.service import GetContact, GetLines, LineChanged, ListRows, Missed, RowChanged, RowsDeleted
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.changes import Changes, Pending
from calljournal.errors import Bug, CallJournalError, NotFound, StoreFailed, Unreachable
from tests.desktop.fake_service import FakeService
from tests.desktop.samples import ASTERISK, make_row

pytestmark = pytest.mark.desktop


class Heard:
    """Keeps what came across, and in which thread."""

    def __init__(self, bridge: Bridge) -> None:
        self.frames: list[Changes] = []
        self.answers: list[Any] = []
        self.errors: list[CallJournalError] = []
        self.threads: set[int] = set()
        self.bridge = bridge
        bridge.changed.connect(self.on_changed)

    def on_changed(self, changes: Changes) -> None:
        self.threads.add(threading.get_ident())
        self.frames.append(changes)

    def on_answer(self, answer: object) -> None:
        self.threads.add(threading.get_ident())
        self.answers.append(answer)

    def on_error(self, error: CallJournalError) -> None:
        self.threads.add(threading.get_ident())
        self.errors.append(error)

    @property
    def rows(self) -> dict[str, float]:
        """The latest talk time of each row."""
        return {row.entry.id: row.entry.talk_seconds for frame in self.frames for row in frame.rows}


def start(bridge: Bridge, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bridge.ready):
        bridge.start()


# --- gathering -------------------------------------------------------------------------------------------------------


def test_pending_drops_what_was_deleted() -> None:
    """A row that changed, and was deleted in the same frame, is not shown any more."""
    pending = Pending()
    pending.add(RowChanged(make_row("a")))
    pending.add(RowsDeleted(("a", "b")))
    changes = pending.take()
    assert (changes.rows, changes.deleted) == ((), ("a", "b"))
    assert pending.take().deleted == ()


def test_pending_keeps_the_latest_of_each_row_and_lamp() -> None:
    pending = Pending()
    assert pending.add(RowChanged(make_row("a", talk=1)))
    assert not pending.add(RowChanged(make_row("b")))
    assert not pending.add(RowChanged(make_row("a", talk=2)))
    pending.add(LineChanged(ASTERISK))
    pending.add(Missed(3))
    pending.add(Missed(4))
    changes = pending.take()
    assert [(row.entry.id, row.entry.talk_seconds) for row in changes.rows] == [("a", 2.0), ("b", 0.0)]
    assert changes.lines == (ASTERISK,)
    assert changes.missed == 7
    assert pending.take() == Changes((), (), 0)
    assert pending.add(RowChanged(make_row("c")))


def test_no_entry_is_lost_and_frames_are_few(bridge: Bridge, fake: FakeService, qtbot: QtBot) -> None:
    """A thousand calls that each change five times arrive whole, in far fewer deliveries, all in Qt's thread."""
    heard = Heard(bridge)
    start(bridge, qtbot)
    for talk in range(5):
        for number in range(1000):
            fake.tell_rows(make_row(f"e{number}", talk=talk))
    qtbot.waitUntil(lambda: len(heard.rows) == 1000 and set(heard.rows.values()) == {4.0}, timeout=20_000)
    assert len(heard.frames) < 500
    assert heard.threads == {threading.get_ident()}


def test_a_busy_window_gets_one_delivery_afterwards(bridge: Bridge, fake: FakeService, qtbot: QtBot) -> None:
    """While Qt's thread is busy its queue does not grow: what changed meanwhile comes at once, as it is then."""
    heard = Heard(bridge)
    start(bridge, qtbot)
    for talk in range(20):
        fake.tell_rows(make_row("a", talk=talk), make_row(f"b{talk}"))
        time.sleep(0.02)
    qtbot.waitUntil(lambda: heard.rows.get("a") == 19.0)
    assert len(heard.rows) == 21
    assert len(heard.frames) <= 3


def test_changes_of_one_frame_come_together(bridge: Bridge, fake: FakeService, qtbot: QtBot) -> None:
    heard = Heard(bridge)
    start(bridge, qtbot)
    fake.tell(RowChanged(make_row("a")), LineChanged(ASTERISK), Missed(2), RowChanged(make_row("a", talk=5)))
    qtbot.waitUntil(lambda: bool(heard.frames))
    assert heard.frames == [Changes((make_row("a", talk=5),), (ASTERISK,), 2)]


# --- commands --------------------------------------------------------------------------------------------------------


def test_answers_and_errors_come_in_qt_s_thread(bridge: Bridge, fake: FakeService, qtbot: QtBot) -> None:
    heard = Heard(bridge)
    bridge.start()
    bridge.ask(GetLines(), heard.on_answer, heard.on_error)  # before it is open: it waits
    bridge.ask(GetContact("nobody"), heard.on_answer, heard.on_error)
    qtbot.waitUntil(lambda: bool(heard.answers) and bool(heard.errors))
    assert heard.answers == [(ASTERISK,)]
    assert isinstance(heard.errors[0], NotFound)
    assert heard.threads == {threading.get_ident()}


def test_a_change_does_not_overtake_the_answer_before_it(bridge: Bridge, fake: FakeService, qtbot: QtBot) -> None:
    """The window was busy: a delivery waited already when the line was asked for, and only then got connected."""
    start(bridge, qtbot)
    told: list[LineState] = []
    bridge.changed.connect(lambda changes: told.extend(line.state for line in changes.lines))
    fake.lines[ASTERISK.name] = replace(ASTERISK, state=LineState.CONNECTING)
    fake.tell_rows(make_row("a"))
    time.sleep(0.1)
    bridge.ask(GetLines(), lambda lines: told.extend(line.state for line in lines), Heard(bridge).on_error)
    time.sleep(0.1)
    fake.tell(LineChanged(ASTERISK))
    time.sleep(0.1)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [LineState.CONNECTING, LineState.CONNECTED]


def test_an_answer_for_a_widget_that_has_gone_is_let_go(bridge: Bridge, fake: FakeService, qtbot: QtBot) -> None:
    fake.delay = 0.1
    heard = Heard(bridge)
    start(bridge, qtbot)
    widget = QWidget()
    bridge.ask(GetLines(), partial(widget.setProperty, "lines"), heard.on_error)
    widget.deleteLater()
    bridge.ask(ListRows(), heard.on_answer, heard.on_error)
    qtbot.waitUntil(lambda: bool(heard.answers))
    assert not heard.errors


def test_a_mistake_of_ours_is_logged_and_said(
    bridge: Bridge, fake: FakeService, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    heard = Heard(bridge)
    start(bridge, qtbot)
    bridge.ask(None, heard.on_answer, heard.on_error)  # type: ignore[arg-type]
    fake.errors[GetLines] = ValueError("oops")  # type: ignore[assignment]
    bridge.ask(GetLines(), heard.on_answer, heard.on_error)
    qtbot.waitUntil(lambda: len(heard.errors) == 2)
    assert isinstance(heard.errors[1], Bug)
    assert "oops" in str(heard.errors[1])
    assert "a command failed: GetLines" in caplog.text


def test_asking_before_the_start_or_after_the_end_is_answered(qapp: QApplication, qtbot: QtBot) -> None:
    bridge = Bridge(FakeService().open)
    heard = Heard(bridge)
    bridge.ask(GetLines(), heard.on_answer, heard.on_error)
    qtbot.waitUntil(lambda: bool(heard.errors))
    assert isinstance(heard.errors[0], Unreachable)
    bridge.start()
    assert bridge.stop()
    bridge.ask(GetLines(), heard.on_answer, heard.on_error)  # nobody listens any more; nothing is raised
    qapp.processEvents()


# --- opening and ending ----------------------------------------------------------------------------------------------


def test_an_error_while_opening_is_said_in_words(bridge: Bridge, fake: FakeService, qtbot: QtBot) -> None:
    fake.opening = StoreFailed("the disk is full; make room in /data")
    heard = Heard(bridge)
    with qtbot.waitSignal(bridge.failed) as failed:
        bridge.start()
    assert failed.args == ["the disk is full; make room in /data"]
    bridge.ask(GetLines(), heard.on_answer, heard.on_error)
    qtbot.waitUntil(lambda: bool(heard.errors))
    assert isinstance(heard.errors[0], StoreFailed)


def test_a_mistake_while_opening_is_said_too(
    bridge: Bridge, fake: FakeService, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    fake.opening = ValueError("oops")
    with qtbot.waitSignal(bridge.failed) as failed:
        bridge.start()
    assert failed.args is not None
    assert "oops" in failed.args[0]
    assert "the engine failed" in caplog.text


def test_an_engine_that_goes_away_is_said(bridge: Bridge, fake: FakeService, qtbot: QtBot) -> None:
    start(bridge, qtbot)
    with qtbot.waitSignal(bridge.failed) as failed:
        fake.end()
    assert failed.args == ["the journal's engine has ended"]
    assert fake.closed


def test_stop_closes_the_service(bridge: Bridge, fake: FakeService, qtbot: QtBot) -> None:
    start(bridge, qtbot)
    assert bridge.stop()
    assert fake.closed
    assert "engine" not in {thread.name for thread in threading.enumerate()}


def test_stop_lets_a_booking_on_its_way_arrive(bridge: Bridge, fake: FakeService, qtbot: QtBot) -> None:
    heard = Heard(bridge)
    fake.delay = 0.2
    fake.errors[GetLines] = StoreFailed("reached the engine")
    start(bridge, qtbot)
    bridge.ask(GetLines(), heard.on_answer, heard.on_error)
    qtbot.waitUntil(lambda: bool(fake.asked))
    began = time.monotonic()
    assert bridge.stop()
    assert time.monotonic() - began >= 0.1


def test_stop_at_once_after_start(qapp: QApplication) -> None:
    for _ in range(20):
        bridge = Bridge(FakeService().open)
        bridge.start()
        assert bridge.stop()


def test_stop_while_it_is_still_opening(qapp: QApplication) -> None:
    """An engine that hangs while it opens is given up."""
    entered = threading.Event()

    @asynccontextmanager
    async def never() -> AsyncIterator[FakeService]:
        import asyncio

        entered.set()
        await asyncio.Event().wait()
        yield FakeService()

    bridge = Bridge(never)
    bridge.start()
    assert entered.wait(5)
    assert bridge.stop()


def test_a_late_end_is_said(
    qapp: QApplication, fake: FakeService, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    fake.closing_takes = 1.0
    bridge = Bridge(fake.open)
    start(bridge, qtbot)
    assert not bridge.stop(0.2)
    assert "did not end within 0 s" in caplog.text
    assert bridge.stop(3.0)


def test_what_is_under_way_is_known_until_it_is_answered(bridge: Bridge, fake: FakeService, qtbot: QtBot) -> None:
    """So that quitting can wait for it."""
    heard = Heard(bridge)
    assert bridge.under_way == ()
    fake.delay = 0.2
    start(bridge, qtbot)
    bridge.ask(GetLines(), heard.on_answer, heard.on_error)
    assert bridge.under_way == (GetLines(),)
    qtbot.waitUntil(lambda: bool(heard.answers))
    qtbot.waitUntil(lambda: bridge.under_way == ())


def test_an_engine_that_has_gone_can_be_opened_again(bridge: Bridge, fake: FakeService, qtbot: QtBot) -> None:
    heard = Heard(bridge)
    start(bridge, qtbot)
    with qtbot.waitSignal(bridge.failed):
        fake.end()
    with qtbot.assertNotEmitted(bridge.ready):
        bridge.announce()
    with qtbot.waitSignal(bridge.ready):
        bridge.reopen()
    fake.tell_rows(make_row("a"))
    qtbot.waitUntil(lambda: "a" in heard.rows)
    with qtbot.waitSignal(bridge.ready):  # for windows that are made later
        bridge.announce()


def test_a_program_that_has_ended_opens_nothing_again(qapp: QApplication, fake: FakeService, qtbot: QtBot) -> None:
    bridge = Bridge(fake.open)
    start(bridge, qtbot)
    assert bridge.stop()
    with qtbot.assertNotEmitted(bridge.ready, wait=200):
        bridge.reopen()
