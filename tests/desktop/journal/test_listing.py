"""What is listed, page by page, and that nothing jumps while it is listed anew."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from calljournal.contracts.journal_commands import CountRows, ListRows
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import RowsDeleted
from calljournal.contracts.work_commands import ListUnbooked
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal import listing
from calljournal.desktop.journal.cells import Column
from calljournal.desktop.journal.listing import EVERY
from calljournal.desktop.journal.pages import PAGE
from calljournal.desktop.journal.sought import Sought
from calljournal.errors import StoreFailed
from calljournal.journal import RowState
from calljournal.worklog import Kind
from tests.desktop.conftest import Opened
from tests.desktop.samples import ANNA, BEAT, NOW, booking, make_row, match

pytestmark = pytest.mark.desktop

MANY = 4 * PAGE + 50


@pytest.fixture
def long(opened: Opened, bridge: Bridge) -> Opened:
    """Give a window on a journal of several pages: r0000 is the latest, a minute before it r0001 ..."""
    opened.fake.add(*(long_row(at) for at in range(MANY)))
    opened.open(bridge)
    return opened


def long_row(at: int) -> JournalRow:
    return make_row(name(at), at + 1, talk=20, match=match(BEAT) if at % 10 else match(ANNA))


def name(at: int) -> str:
    return f"r{at:04}"


def top(opened: Opened) -> str:
    """Give the first call in sight."""
    row = opened.window.model.row_at(opened.window.table.rowAt(0))
    return row.entry.id if row else "…"


def scroll_to(opened: Opened, at: int) -> None:
    """Scroll until a row is the first in sight, and wait until it has been read."""
    opened.window.table.verticalScrollBar().setValue(at)
    opened.qtbot.waitUntil(lambda: top(opened) == name(at))


def look_for(opened: Opened, sought: Sought) -> None:
    """Look for something, and wait until it is shown."""
    opened.window.calls.filters.look_for(sought)
    opened.qtbot.waitUntil(lambda: opened.window.calls.listing.shown == sought)


def settle(opened: Opened) -> None:
    """Wait until a new listing may begin at once."""
    opened.qtbot.wait(EVERY + 50)


# --- pages -----------------------------------------------------------------------------------------------------------


def test_only_what_is_in_sight_is_read(long: Opened) -> None:
    assert long.window.model.rowCount() == MANY
    asked = [one for one in long.asked(ListRows) if one.since is None]
    assert [(one.offset, one.limit) for one in asked] == [(0, PAGE)]
    assert long.ids()[:2] == ["r0000", "r0001"]


def test_pages_come_when_they_come_into_sight(long: Opened) -> None:
    scroll_to(long, 2 * PAGE + 30)
    assert long.cell(2 * PAGE + 30, Column.TIME) != "…"
    assert all(one.until is not None and one.until <= NOW for one in long.asked(ListRows) if one.offset)


def test_whoever_drags_the_bar_asks_for_the_last_pages_only(long: Opened) -> None:
    long.fake.asked.clear()
    bar = long.window.table.verticalScrollBar()
    for at in range(0, MANY - 60, PAGE):
        bar.setValue(at)
        long.window.table.viewport().repaint()
    long.qtbot.waitUntil(lambda: top(long) != "…")
    assert 0 < len(long.asked(ListRows)) <= listing.AT_ONCE


def test_a_page_that_cannot_be_read_is_said_and_asked_for_again(long: Opened) -> None:
    long.fake.errors[ListRows] = StoreFailed("the disk is gone")
    long.window.table.verticalScrollBar().setValue(2 * PAGE)
    long.wait_said("the disk is gone")
    long.fake.errors.clear()
    long.window.table.viewport().update()
    long.qtbot.waitUntil(lambda: top(long) == name(2 * PAGE))


def test_new_calls_shift_nothing_that_is_read_later(long: Opened) -> None:
    """Pages are those of the listing, however many calls have come since."""
    long.fake.tell_rows(*(make_row(f"new{at}", -at, state=RowState.RINGING) for at in range(3)))
    long.qtbot.waitUntil(lambda: long.window.model.rowCount() == MANY + 3)
    long.window.table.verticalScrollBar().setValue(3 * PAGE)
    long.qtbot.waitUntil(lambda: top(long) == name(3 * PAGE - 3))


def test_a_call_of_a_clock_that_is_behind_is_seen_at_once_and_shifts_nothing(long: Opened) -> None:
    settle(long)
    long.fake.tell_rows(make_row("behind", 0.5, state=RowState.RINGING))
    long.qtbot.waitUntil(lambda: long.window.model.rowCount() == MANY + 1)
    long.qtbot.waitUntil(lambda: long.window.model.fresh_count == 0)  # listed anew
    long.window.table.verticalScrollBar().setValue(3 * PAGE)
    long.qtbot.waitUntil(lambda: top(long) == name(3 * PAGE - 1))


# --- listed anew, in the same place ----------------------------------------------------------------------------------


def test_place_and_selection_stay_when_a_call_is_deleted_far_above(long: Opened) -> None:
    scroll_to(long, 2 * PAGE + 30)
    long.window.table.select(name(2 * PAGE + 33))
    del long.fake.rows[name(7)]
    long.fake.tell(RowsDeleted((name(7),)))
    long.qtbot.waitUntil(lambda: long.window.model.rowCount() == MANY - 1)
    assert top(long) == name(2 * PAGE + 30)
    current = long.window.table.current_row()
    assert current is not None
    assert current.entry.id == name(2 * PAGE + 33)


def test_several_selected_calls_stay_selected(long: Opened) -> None:
    flags = QItemSelectionModel.SelectionFlag
    table = long.window.table
    table.select(name(3))
    table.selectionModel().select(long.window.model.index(5, 0), flags.Select | flags.Rows)
    del long.fake.rows[name(1)]
    long.fake.tell(RowsDeleted((name(1),)))
    long.qtbot.waitUntil(lambda: long.window.model.rowCount() == MANY - 1)
    assert [row.entry.id for row in table.selected_rows()] == [name(3), name(5)]
    assert table.selected_count() == 2


def test_a_key_that_is_held_down_extends_no_selection(long: Opened) -> None:
    """Somebody is about to select several calls by Shift while the list is made anew."""
    table = long.window.table
    table.select(name(3))
    long.qtbot.keyPress(table, Qt.Key.Key_Shift)
    del long.fake.rows[name(1)]
    long.fake.tell(RowsDeleted((name(1),)))
    long.qtbot.waitUntil(lambda: long.window.model.rowCount() == MANY - 1)
    table.select(name(6))
    long.qtbot.keyRelease(table, Qt.Key.Key_Shift)
    assert [row.entry.id for row in table.selected_rows()] == [name(6)]


def test_what_is_selected_far_away_can_still_be_acted_on(long: Opened) -> None:
    long.window.table.select(name(4))
    for at in range(PAGE, MANY - 60, PAGE):
        scroll_to(long, at)
    current = long.window.table.current_row()
    assert current is not None
    assert current.entry.id == name(4)


def test_a_new_call_does_not_move_what_one_looks_at(long: Opened) -> None:
    scroll_to(long, PAGE + 10)
    long.fake.tell_rows(make_row("new", 0, state=RowState.RINGING))
    long.qtbot.waitUntil(lambda: long.window.model.rowCount() == MANY + 1)
    assert top(long) == name(PAGE + 10)


def test_a_call_of_yesterday_that_is_added_comes_where_it_belongs(long: Opened) -> None:
    settle(long)
    long.fake.tell_rows(make_row("added", 3.5, talk=60))
    long.qtbot.waitUntil(lambda: long.ids()[:5] == [name(0), name(1), name(2), "added", name(3)])


def test_many_changes_are_listed_once_in_a_while(long: Opened) -> None:
    settle(long)
    long.fake.asked.clear()
    for at in range(20):
        long.fake.tell_rows(make_row(f"added{at}", 3.5 + at / 100, talk=60))
        long.qtbot.wait(20)
    long.qtbot.waitUntil(lambda: long.window.model.rowCount() == MANY + 20)
    assert 1 < len([one for one in long.asked(ListRows) if one.since is None]) <= 20 * 25 / EVERY + 4


def test_a_listing_that_takes_long_is_not_overtaken_by_the_next(long: Opened) -> None:
    settle(long)
    long.fake.delay = 0.35
    for at in range(6):
        long.fake.tell_rows(make_row(f"added{at}", 3.5 + at / 100, talk=60))
        long.qtbot.wait(100)
    long.qtbot.waitUntil(lambda: long.window.model.rowCount() > MANY, timeout=3000)
    long.fake.delay = 0.0


def test_a_listing_that_fails_leaves_what_is_shown(long: Opened) -> None:
    settle(long)
    long.fake.errors[CountRows] = StoreFailed("the disk is gone")
    long.fake.tell_rows(make_row("added", 3.5, talk=60))
    long.wait_said("the disk is gone")
    assert long.window.model.rowCount() == MANY


# --- looked for ------------------------------------------------------------------------------------------------------


def test_filters_are_asked_of_the_engine(long: Opened) -> None:
    sought = Sought(session=False, text="frei", missed=True, person="beat", first=NOW.date(), last=NOW.date())
    look_for(long, sought)
    asked = long.asked(CountRows)[-1].of
    assert (asked.session, asked.text, asked.outcome, asked.person) == (False, "frei", "missed", "beat")
    assert asked.since is not None
    assert asked.since.astimezone().strftime("%d.%m. %H:%M") == "09.03. 00:00"
    assert asked.until is not None
    assert asked.until <= NOW


def test_the_last_day_is_included() -> None:
    query = Sought(last=date(2026, 3, 8)).query()
    assert query.until is not None
    assert query.until.astimezone().strftime("%d.%m. %H:%M") == "09.03. 00:00"


def test_a_filter_begins_at_the_top(long: Opened) -> None:
    scroll_to(long, 2 * PAGE)
    look_for(long, Sought(contact="c1", contact_name="Anna Keller"))
    assert long.window.model.rowCount() == MANY // 10
    assert top(long) == name(0)


def test_the_selected_call_is_in_sight_again_without_the_filter(long: Opened) -> None:
    """One looks for somebody, selects a call, and wants to see what was before and after it."""
    look_for(long, Sought(contact="c1", contact_name="Anna Keller"))
    long.window.table.select(name(60))
    long.qtbot.waitUntil(lambda: long.window.calls.filters.clear_button.isVisible())
    look_for(long, Sought())
    current = long.window.table.currentIndex()
    assert current.row() == 60
    assert long.window.table.visualRect(current).intersects(long.window.table.viewport().rect())


def test_a_selected_call_on_a_later_page_is_found_again(long: Opened) -> None:
    look_for(long, Sought(contact="c1", contact_name="Anna Keller"))
    entry = name(3 * PAGE + 10)
    long.window.table.verticalScrollBar().setValue(30)
    long.qtbot.waitUntil(lambda: long.window.table.select(entry))
    look_for(long, Sought())
    current = long.window.table.current_row()
    assert current is not None
    assert current.entry.id == entry


def test_with_a_filter_a_change_is_listed_anew(long: Opened) -> None:
    look_for(long, Sought(unbooked=True))
    settle(long)
    long.fake.tell_rows(make_row("ring", 0, state=RowState.RINGING))
    long.qtbot.wait(100)
    assert "ring" not in long.ids()
    long.fake.tell_rows(make_row("ring", 0, talk=30))
    long.qtbot.waitUntil(lambda: long.ids()[:1] == ["ring"])


def test_an_answer_that_was_overtaken_is_left_aside(long: Opened) -> None:
    long.fake.delay = 0.2
    filters = long.window.calls.filters
    filters.look_for(Sought(contact="c1", contact_name="Anna Keller"))
    long.qtbot.wait(50)
    long.fake.delay = 0.0
    look_for(long, Sought(text="nobody"))
    long.qtbot.wait(300)
    assert long.window.model.rowCount() == 0
    assert "Nothing was found in this session" in long.window.table.empty_words


def test_before_the_engine_is_there_nothing_is_asked(opened: Opened, bridge: Bridge) -> None:
    """Somebody types while the program still starts: it is looked for as soon as there is somebody to ask."""
    opened.fake.add(make_row("a", 1, match=match(BEAT)), make_row("b", 2))
    opened.window.show()
    opened.window.calls.filters.look_for(Sought(text="frei"))
    opened.qtbot.wait(50)
    assert opened.window.message.text == "Opening the journal…"
    bridge.start()
    opened.wait_ids("a")


# --- calls that are booked in part -----------------------------------------------------------------------------------


def test_how_much_waits_of_a_call_is_asked_when_it_is_seen(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("a", talk=600, booked=(booking("a", Kind.TIME),)))
    opened.open(bridge)
    opened.wait_cell(0, Column.BOOKED, "Time entry (10 min left)")
    (asked,) = opened.asked(ListUnbooked)
    assert asked.since is not None
    assert asked.until is not None
    assert asked.until - asked.since <= timedelta(seconds=1)
