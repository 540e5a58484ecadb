"""The journal window on a played engine."""

import subprocess
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from calljournal.contracts.line import LineState
from calljournal.contracts.service import GetLines, GetRow, LineChanged, ListRows, Missed, Notice, WatchLines
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal.cells import Column
from calljournal.desktop.journal.painting import column_width
from calljournal.desktop.journal.widths import MAIN_SIGNS
from calljournal.desktop.system import placing
from calljournal.errors import StoreFailed
from calljournal.journal import Outcome, RowState
from calljournal.matching import PENDING
from calljournal.worklog import Kind
from tests.desktop.conftest import Opened
from tests.desktop.samples import ANNA, ASTERISK, SIMULATOR, booking, make_row, match, working_day

pytestmark = pytest.mark.desktop


def test_it_opens_with_what_was_before(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(*working_day())
    opened.open(bridge)
    assert opened.window.model.rowCount() == 18
    assert opened.cell(0, Column.PERSON) == "Claire Dubois, Architectes du Lac SA"
    assert opened.window.message.text == ""
    current = opened.window.table.current_row()
    assert current is not None
    assert current.entry.id == "r01"  # the newest call is selected


def test_a_call_from_ring_to_end(opened: Opened, bridge: Bridge) -> None:
    """The row appears while it rings, gets its name, counts while we talk, and stays."""
    opened.open(bridge)
    opened.fake.tell_rows(make_row("a", 0, state=RowState.RINGING, match=PENDING))
    opened.wait_cell(0, Column.OUTCOME, "ringing")
    assert opened.cell(0, Column.NUMBER) == "044 000 12 34"
    assert opened.cell(0, Column.PERSON) == ""
    opened.fake.tell_rows(make_row("a", 0, state=RowState.RINGING, match=match(ANNA)))
    opened.wait_cell(0, Column.PERSON, "Anna Keller, Keller Treuhand AG")
    opened.fake.tell_rows(make_row("a", 0, state=RowState.TALKING))
    opened.wait_cell(0, Column.OUTCOME, "talking")
    opened.clock.move(16)
    opened.window.table.refresh_timers()
    assert opened.cell(0, Column.DURATION) == "0:10"
    opened.fake.tell_rows(make_row("a", 0, talk=11))
    opened.wait_cell(0, Column.OUTCOME, "answered")
    assert opened.cell(0, Column.DURATION) == "0:11"


def test_the_selection_follows_a_merge(opened: Opened, bridge: Bridge) -> None:
    consultation = make_row("b", 5, state=RowState.TALKING)
    opened.fake.add(make_row("c", 1), consultation, make_row("a", 10, state=RowState.HELD))
    opened.open(bridge)
    opened.window.table.select("b")
    opened.fake.tell_rows(replace(consultation, entry=replace(consultation.entry, merged_into="a")))
    opened.qtbot.waitUntil(lambda: opened.window.model.rowCount() == 2)
    current = opened.window.table.current_row()
    assert current is not None
    assert current.entry.id == "a"


def test_a_new_call_does_not_take_the_selection(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", 10), make_row("b", 20))
    opened.open(bridge)
    opened.window.table.select("b")
    opened.fake.tell_rows(make_row("c", 0, state=RowState.RINGING))
    opened.wait_cell(0, Column.OUTCOME, "ringing")
    current = opened.window.table.current_row()
    assert current is not None
    assert current.entry.id == "b"
    assert opened.window.table.rowAt(0) == 0  # and it can be seen


def test_missed_changes_are_asked_for_again(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", 10))
    opened.open(bridge)
    opened.fake.add(make_row("b", 5))
    opened.fake.tell(Missed(7))
    opened.wait_ids("b", "a")
    assert len(opened.asked(GetLines)) == 2


def test_lamps(opened: Opened, bridge: Bridge) -> None:
    """A lamp for each line; trouble is said in words, once, and taken back when it is over."""
    opened.fake.lines[SIMULATOR.name] = SIMULATOR
    opened.open(bridge)
    lamps = opened.window.lamps.lamps
    assert set(lamps) == {"asterisk:main", "simulator"}
    lost = replace(
        ASTERISK, state=LineState.DISCONNECTED, message="10.0.0.5:5038 does not answer; is Asterisk running?"
    )
    opened.fake.tell(LineChanged(lost))
    opened.wait_said("asterisk:main: 10.0.0.5:5038 does not answer")
    assert lamps["asterisk:main"].accessibleName() == "asterisk:main: not connected"
    assert "does not answer" in lamps["asterisk:main"].toolTip()
    opened.fake.tell(LineChanged(ASTERISK))
    opened.qtbot.waitUntil(lambda: opened.window.message.text == "")
    assert lamps["asterisk:main"].accessibleName() == "asterisk:main: connected"


def test_without_a_line_it_says_so_and_leads_to_where_one_is_set_up(opened: Opened, bridge: Bridge) -> None:
    """And not that the next call appears here; both the list and the place of the lamps lead there."""
    pages: list[str] = []
    opened.doors.settings_wanted.connect(pages.append)
    opened.fake.lines.clear()
    opened.window.show()
    bridge.start()
    calls, lamps = opened.window.calls, opened.window.lamps
    opened.qtbot.waitUntil(lambda: calls.no_line.isVisible() and lamps.none_button.isVisible())
    assert calls.table.empty_words == ""
    assert calls.table.viewport().rect().contains(calls.no_line.geometry())
    for button in (calls.no_line.button, lamps.none_button):
        opened.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pages == ["interfaces", "interfaces"]
    opened.fake.tell(LineChanged(ASTERISK))
    opened.qtbot.waitUntil(calls.no_line.isHidden)
    assert lamps.none_button.isHidden()
    assert "The next call" in calls.table.empty_words


def test_calls_are_listed_also_without_a_line(opened: Opened, bridge: Bridge) -> None:
    """Of earlier days, or added by hand."""
    opened.fake.lines.clear()
    opened.window.show()
    bridge.start()
    opened.qtbot.waitUntil(opened.window.calls.no_line.isVisible)
    opened.fake.tell_rows(make_row("hand", 0, talk=60, line="manual"))
    opened.wait_ids("hand")
    assert opened.window.calls.no_line.isHidden()


def test_gaps_are_said(opened: Opened, bridge: Bridge) -> None:
    start, end = make_row("a", 30).entry.started, make_row("a", 10).entry.started
    opened.fake.lines = {ASTERISK.name: replace(ASTERISK, gaps=((start, end), (end, None)))}
    opened.open(bridge)
    said = opened.window.lamps.lamps["asterisk:main"].toolTip()
    assert "Not connected from 15:12 to 15:32" in said
    assert "Not connected since 15:32" in said


def test_a_line_that_is_gone_has_no_lamp(opened: Opened, bridge: Bridge) -> None:
    opened.fake.lines[SIMULATOR.name] = SIMULATOR
    opened.open(bridge)
    del opened.fake.lines[SIMULATOR.name]
    opened.fake.tell(Missed(1))
    opened.qtbot.waitUntil(lambda: set(opened.window.lamps.lamps) == {"asterisk:main"})


def test_an_engine_that_cannot_be_opened_is_said(opened: Opened, bridge: Bridge) -> None:
    opened.fake.opening = StoreFailed("the database is locked by another program")
    opened.window.show()
    bridge.start()
    opened.wait_said("The journal cannot be opened: the database is locked by another program")


def test_an_error_stays_until_dismissed(opened: Opened, bridge: Bridge) -> None:
    opened.fake.errors[ListRows] = StoreFailed("the disk is full")
    opened.window.show()
    bridge.start()
    opened.wait_said("the disk is full")
    opened.qtbot.mouseClick(opened.window.message.dismiss, Qt.MouseButton.LeftButton)
    assert opened.window.message.text == ""


def test_many_rows_are_there_at_once(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(*(make_row(f"e{at}", at, talk=at) for at in range(1200)))
    opened.open(bridge)
    assert opened.window.model.rowCount() == 1200
    opened.window.table.scrollToBottom()
    opened.qtbot.waitUntil(lambda: opened.window.table.select("e1199"))
    opened.fake.tell_rows(*(make_row(f"e{at}", at, talk=at + 1) for at in range(1200)))
    opened.wait_cell(1199, Column.DURATION, "20:00")


def test_an_empty_journal_says_so(opened: Opened, bridge: Bridge) -> None:
    opened.open(bridge)
    picture = opened.window.table.viewport().grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(0, picture.width(), 2) for y in range(picture.height())}
    assert len(colours) > 1  # something is written there


def test_it_is_shown_and_brought_to_the_front(opened: Opened, bridge: Bridge, qtbot: QtBot) -> None:
    bridge.start()
    opened.window.come_to_front()
    qtbot.waitActive(opened.window)
    opened.window.showMinimized()
    opened.window.come_to_front()
    qtbot.waitUntil(lambda: not opened.window.isMinimized() and opened.window.isActiveWindow())


def test_it_appears_and_leaves_the_keyboard(opened: Opened, bridge: Bridge, qtbot: QtBot) -> None:
    """Somebody types into another program while the telephone rings, and loses no letter."""
    other = QLineEdit()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    bridge.start()
    qtbot.waitUntil(lambda: bool(opened.fake.asked_for(GetLines)))
    xdotool("type", "--delay", "5", "before ")
    opened.fake.tell_rows(make_row("a", 0, state=RowState.RINGING))
    opened.window.appear()
    qtbot.waitExposed(opened.window)
    qtbot.waitUntil(opened.window.isVisible)
    qtbot.wait(200)
    xdotool("type", "--delay", "5", "after")
    qtbot.waitUntil(lambda: other.text() == "before after")
    assert not opened.window.isActiveWindow()


def xdotool(*words: str) -> None:
    """Press keys from outside."""
    subprocess.run(["xdotool", *words], check=True, timeout=20)


def test_the_lines_are_watched_from_the_start(opened: Opened, bridge: Bridge) -> None:
    """The window opens every line whose Auto Load is on: calls come without anybody asking for them."""
    opened.open(bridge)
    assert opened.fake.asked_for(WatchLines) == [WatchLines()]


def test_what_nobody_asked_for_is_said_in_the_message_line(opened: Opened, bridge: Bridge) -> None:
    opened.open(bridge)
    opened.fake.tell(Notice("the disk is full; make room"))
    opened.wait_said("make room")


def test_a_trouble_that_is_over_is_not_said_any_longer(opened: Opened, bridge: Bridge) -> None:
    opened.open(bridge)
    full = "the disk is full (the calls are kept in memory)"
    opened.fake.tell(Notice(full))
    opened.wait_said(full)
    opened.fake.tell(Notice("the calls are saved", error=False, settles=full))
    opened.wait_said("the calls are saved")
    assert not opened.window.message.stays


def test_news_take_no_place_of_a_question_or_of_another_error(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a"))
    opened.open(bridge)
    opened.window.show_error("the book does not answer")
    opened.fake.tell(Notice("5 numbers were read anew", error=False), Notice("saved", error=False, settles="full"))
    opened.fake.tell_rows(make_row("b", 1))
    opened.wait_ids("b", "a")
    assert opened.window.message.text == "the book does not answer"
    opened.window.message.clear()
    opened.fake.tell(Notice("5 numbers were read anew", error=False))
    opened.wait_said("5 numbers were read anew")
    assert opened.window.message._label.accessibleName() == "5 numbers were read anew"


def test_the_person_has_the_room_that_the_other_columns_do_not_need(opened: Opened, bridge: Bridge) -> None:
    """Nothing is booked yet: that column is as wide as its header, until something needs more."""
    table = opened.window.table
    opened.fake.add(make_row("a", 10, talk=60), make_row("b", 20))
    opened.open(bridge)
    header = column_width(table, "", "Booked")
    opened.qtbot.waitUntil(lambda: table.columnWidth(Column.BOOKED) == header)
    person = table.columnWidth(Column.PERSON)
    works = (booking("a", Kind.TIME), booking("a", Kind.ACTIVITY))
    opened.fake.tell_rows(make_row("a", 10, talk=60, booked=works, settled="booked"))
    needed = column_width(table, "Time entry, Activity", "Booked")
    opened.qtbot.waitUntil(lambda: table.columnWidth(Column.BOOKED) == needed)
    assert table.columnWidth(Column.PERSON) == person - (needed - header)
    opened.fake.tell_rows(make_row("a", 10, talk=60))
    opened.wait_cell(0, Column.BOOKED, "")
    assert table.columnWidth(Column.BOOKED) == needed, "nothing jumps while somebody reads"


def test_the_person_is_the_widest_also_beside_a_timer_and_merged_calls(opened: Opened, bridge: Bridge) -> None:
    """At the width that the window has when it is first opened; what stands in the others gives way."""
    table = opened.window.table
    opened.window.resize(placing.SIZE)
    works = (booking("a", Kind.TIME), booking("a", Kind.ACTIVITY))
    opened.fake.add(
        make_row("a", 10, talk=600, booked=works),
        make_row("b", 20, talk=60, together=("b", "c"), outcome=Outcome.TRANSFERRED, transferred_to="103"),
        make_row("c", 60 * 30, talk=60, together=("b", "c"), own="103"),
    )
    opened.open(bridge)
    opened.fake.tell_rows(make_row("d", 0, line="manual", own="mobile", state=RowState.TALKING))
    opened.wait_cell(0, Column.TELEPHONE, "added by hand")
    opened.qtbot.waitUntil(lambda: not table._fitted._soon.isActive())
    others = [column for column in Column if column is not Column.PERSON]
    assert table.columnWidth(Column.PERSON) >= max(map(table.columnWidth, others))
    assert table.columnWidth(Column.PERSON) >= column_width(
        table, "Anna Keller, Keller Treuhand AG", "Person", MAIN_SIGNS
    )
    assert table.columnWidth(Column.TELEPHONE) >= column_width(table, "", "Telephone")


def test_a_width_that_somebody_has_drawn_stays(opened: Opened, bridge: Bridge) -> None:
    table = opened.window.table
    opened.fake.add(make_row("a", 10, talk=60))
    opened.open(bridge)
    opened.qtbot.waitUntil(lambda: table.columnWidth(Column.BOOKED) == column_width(table, "", "Booked"))
    table.setColumnWidth(Column.BOOKED, 60)
    works = (booking("a", Kind.TIME), booking("a", Kind.ACTIVITY))
    opened.fake.tell_rows(make_row("a", 10, talk=60, booked=works, settled="booked"))
    opened.wait_cell(0, Column.BOOKED, "Time entry, Activity")
    opened.qtbot.wait(20)
    assert table.columnWidth(Column.BOOKED) == 60


def test_the_own_telephone_is_shown_where_there_are_several(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", 10), make_row("b", 20))
    opened.open(bridge)
    assert opened.window.table.isColumnHidden(Column.TELEPHONE)
    opened.fake.tell_rows(make_row("c", 0, own="103", state=RowState.RINGING))
    opened.qtbot.waitUntil(lambda: not opened.window.table.isColumnHidden(Column.TELEPHONE))
    assert opened.cell(0, Column.TELEPHONE) == "103 · main"


def test_a_call_that_is_wanted_is_gone_to(opened: Opened, bridge: Bridge) -> None:
    """As from what was booked from it: out of the work-off list, too."""
    opened.fake.add(make_row("a", 1), make_row("b", 2))
    opened.fake.answers[GetRow] = lambda fake, command: fake.rows[command.entry]
    opened.open(bridge)
    opened.window.table.select("a")
    opened.window.show_unbooked()
    opened.window.show_entry("b")
    opened.qtbot.waitUntil(lambda: (row := opened.window.table.current_row()) is not None and row.entry.id == "b")
    assert opened.window.pages.currentWidget() is opened.window.calls


def test_colours_of_another_theme_are_taken(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a"))
    opened.open(bridge)
    light = opened.window.icons.link_colour.name()
    before = opened.window.palette()
    dark = QPalette(QColor("#2d2f31"))
    dark.setColor(QPalette.ColorRole.Base, QColor("#1e1f21"))
    opened.window.setPalette(dark)
    opened.qtbot.waitUntil(lambda: opened.window.icons.link_colour.name() != light)
    opened.window.setPalette(before)
    opened.qtbot.waitUntil(lambda: opened.window.icons.link_colour.name() == light)


def test_everything_that_can_be_used_has_a_name(opened: Opened, bridge: Bridge) -> None:
    """What a screen reader says of it: its text, or the name that it was given."""
    opened.fake.add(make_row("a", talk=60))
    opened.open(bridge)
    opened.window.add_call()
    opened.window.calls.write_note()
    opened.window.calls.filters.more.setChecked(True)
    kinds = (QAbstractButton, QLineEdit, QAbstractSpinBox, QAbstractItemView, QPlainTextEdit)
    nameless = [
        widget
        for kind in kinds
        for widget in opened.window.findChildren(kind)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not _name(widget)
        if not isinstance(widget.parent(), QAbstractSpinBox)
    ]
    assert nameless == []


def _name(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
