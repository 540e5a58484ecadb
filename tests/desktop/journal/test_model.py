"""The journal as a table, apart from any window and any engine."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from calljournal.contracts.rows import JournalRow
from calljournal.desktop.journal.cells import Column
from calljournal.desktop.journal.model import ROW_ROLE, JournalModel
from calljournal.desktop.journal.pages import PAGE, Listed
from calljournal.desktop.journal.painting import CELL_ROLE, Cell
from calljournal.desktop.look.icons import Icons
from calljournal.journal import RowState
from calljournal.worklog import Kind
from tests.desktop.conftest import FakeClock
from tests.desktop.samples import ANNA, BEAT, NOW, booking, make_row, match, working_day

pytestmark = pytest.mark.desktop
Role = Qt.ItemDataRole

UNTIL = NOW - timedelta(minutes=5)
"""When the listing of these tests was made."""


@pytest.fixture
def model(qapp: QApplication, clock: FakeClock, qtmodeltester: ModelTester) -> JournalModel:
    """Give an empty model that is watched by Qt's own model tester."""
    journal = JournalModel(Icons(), clock)
    qtmodeltester.check(journal)
    return journal


@pytest.fixture
def long(qapp: QApplication, clock: FakeClock) -> JournalModel:
    """Give a model for many rows: Qt's tester looks at every row at every change."""
    return JournalModel(Icons(), clock)


def ids(model: JournalModel) -> list[str]:
    """Give which rows are shown; "…" for one that has not been read."""
    found = [model.index(at, 0).data(ROW_ROLE) for at in range(model.rowCount())]
    return [row.entry.id if row else "…" for row in found]


def show(model: JournalModel, *rows: JournalRow, narrowed: bool = False, session: bool = False) -> None:
    """Let a listing find these rows, as the first page of the tail."""
    model.begin_listing()
    model.finish_listing(Listed(UNTIL, len(rows), {0: rows}, narrowed=narrowed, session=session))


class Told:
    """Counts how often a signal was emitted."""

    def __init__(self, signal: object) -> None:
        self.times = 0
        signal.connect(self._count)  # type: ignore[attr-defined]

    def _count(self, *_: object) -> None:
        self.times += 1


# --- the head --------------------------------------------------------------------------------------------------------


def test_rows_are_latest_first_however_they_come(model: JournalModel) -> None:
    show(model)
    model.apply([make_row("b", 2), make_row("a", 3), make_row("d", 0.5), make_row("c", 1)])
    assert ids(model) == ["d", "c", "b", "a"]
    assert [model.row_number(entry) for entry in "dcba"] == [0, 1, 2, 3]
    assert model.row_number("nobody") is None


def test_an_update_changes_its_row_only(model: JournalModel, qtbot: QtBot) -> None:
    show(model)
    model.apply([make_row("a", 3), make_row("b", 2)])
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.apply([make_row("a", 3, talk=65)])
    assert changed.args is not None
    assert (changed.args[0].row(), changed.args[1].row()) == (1, 1)
    assert model.index(1, Column.DURATION).data() == "1:05"


def test_a_row_whose_beginning_was_corrected_moves(model: JournalModel) -> None:
    show(model)
    model.apply([make_row("a", 3), make_row("b", 2)])
    model.apply([make_row("a", 1)])
    assert ids(model) == ["a", "b"]


def test_a_row_that_merged_away_disappears(model: JournalModel) -> None:
    show(model)
    consultation = make_row("b", 1, state=RowState.TALKING)
    model.apply([make_row("a", 2, state=RowState.HELD), consultation])
    model.apply([replace(consultation, entry=replace(consultation.entry, merged_into="a"))])
    assert ids(model) == ["a"]
    unknown = make_row("c", 1)
    model.apply([replace(unknown, entry=replace(unknown.entry, merged_into="a"))])
    assert ids(model) == ["a"]


def test_rows_that_were_deleted_disappear(model: JournalModel) -> None:
    show(model)
    model.apply([make_row("a", 2), make_row("b", 1)])
    stale = Told(model.stale)
    model.remove(["a"])
    assert (ids(model), stale.times) == (["b"], 0)


# --- the tail --------------------------------------------------------------------------------------------------------


def test_a_long_journal_is_read_page_by_page(long: JournalModel) -> None:
    first = [make_row(f"r{at:03}", 10 + at) for at in range(PAGE)]
    wanted: list[int] = []
    long.page_wanted.connect(wanted.append)
    long.begin_listing()
    long.finish_listing(Listed(UNTIL, 5 * PAGE, {0: first}))
    assert long.rowCount() == 5 * PAGE
    at = 2 * PAGE + 7
    assert long.index(at, Column.TIME).data() == "…"
    assert long.index(at, Column.NUMBER).data() == ""
    assert long.index(at, Column.PERSON).data(Role.AccessibleTextRole) == "being read…"
    assert set(wanted) == {2}
    long.put_page(2, [make_row(f"s{at:03}", 500 + at) for at in range(PAGE)])
    assert long.index(at, 0).data(ROW_ROLE).entry.id == "s007"
    assert long.row_number("s007") == at


def test_the_head_stands_above_the_tail(model: JournalModel) -> None:
    show(model, make_row("old", 10), make_row("older", 20))
    model.apply([make_row("new", 1)])
    assert ids(model) == ["new", "old", "older"]
    assert [model.row_number(entry) for entry in ("new", "old", "older")] == [0, 1, 2]


def test_a_row_of_the_tail_changes_in_its_place(model: JournalModel) -> None:
    show(model, make_row("a", 10), make_row("b", 20))
    stale = Told(model.stale)
    model.apply([make_row("b", 20, talk=61)])
    assert (ids(model), stale.times) == (["a", "b"], 0)
    assert model.index(1, Column.DURATION).data() == "1:01"


def test_a_change_is_not_undone_by_a_page_that_was_asked_for_before(long: JournalModel) -> None:
    long.begin_listing()
    long.finish_listing(Listed(UNTIL, 2 * PAGE, {}))
    long.apply([make_row("s000", 500, talk=61)])
    long.put_page(1, [make_row(f"s{at:03}", 500 + at) for at in range(PAGE)])
    assert long.index(PAGE, Column.DURATION).data() == "1:01"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(make_row("between", 15), id="a call that was added for a time that has passed"),
        pytest.param(make_row("b", 7), id="a beginning that was corrected"),
        pytest.param(
            replace(make_row("b", 20), entry=replace(make_row("b", 20).entry, merged_into="a")), id="merged away"
        ),
    ],
)
def test_what_moves_rows_of_the_tail_takes_a_new_listing(model: JournalModel, change: JournalRow) -> None:
    show(model, make_row("a", 10), make_row("b", 20))
    stale = Told(model.stale)
    model.apply([change])
    assert (ids(model), stale.times) == (["a", "b"], 1)


def test_deleting_from_the_tail_takes_a_new_listing(model: JournalModel) -> None:
    show(model, make_row("a", 10), make_row("b", 20))
    stale = Told(model.stale)
    model.remove(["b"])
    assert stale.times == 1


def test_a_new_call_is_seen_at_once_though_the_clock_of_its_system_is_behind(model: JournalModel) -> None:
    """It began before the listing, as its telephone system says, and came after: above all others it can stand."""
    show(model, make_row("a", 10))
    stale = Told(model.stale)
    model.apply([make_row("ring", 6, state=RowState.RINGING)])
    assert (ids(model), stale.times) == (["ring", "a"], 1)  # pages that are read from now on would have it once more


def test_in_the_session_nothing_older_comes_in(model: JournalModel) -> None:
    """A call of yesterday is booked by another window: it does not belong to an empty session."""
    show(model, session=True)
    stale = Told(model.stale)
    model.apply([make_row("yesterday", 60 * 24, talk=60)])
    assert (ids(model), stale.times) == ([], 1)
    model.apply([make_row("new", 1)])
    assert ids(model) == ["new"]


def test_where_something_is_looked_for_the_engine_decides_what_belongs_there(model: JournalModel) -> None:
    show(model, make_row("a", 10), narrowed=True)
    stale = Told(model.stale)
    model.apply([make_row("new", 1)])
    assert (ids(model), stale.times) == (["a"], 1)
    model.apply([make_row("a", 10, talk=60)])
    assert model.index(0, Column.DURATION).data() == "1:00"  # at once; whether it stays is asked
    assert stale.times == 2


def test_a_page_that_is_too_short_tells_that_rows_have_gone(long: JournalModel) -> None:
    long.begin_listing()
    long.finish_listing(Listed(UNTIL, 2 * PAGE, {}))
    stale = Told(long.stale)
    long.put_page(1, [make_row("s000", 500)])
    assert stale.times == 1


# --- listings --------------------------------------------------------------------------------------------------------


def test_a_listing_does_not_undo_what_changed_meanwhile(model: JournalModel) -> None:
    """The answer to "give me the rows" may be older than a change that has come since it was asked."""
    show(model, make_row("gone", 50))
    model.begin_listing()
    merged = make_row("m", 4)
    model.apply([make_row("a", 10, talk=60), make_row("new", 1)])
    model.apply([merged, replace(merged, entry=replace(merged.entry, merged_into="a"))])
    model.remove(["new"])
    model.apply([make_row("newer", 0.5)])
    model.finish_listing(Listed(UNTIL, 1, {0: [make_row("a", 10)]}, [merged, make_row("new", 1)]))
    assert ids(model) == ["newer", "a"]
    assert model.index(1, Column.DURATION).data() == "1:00"


def test_what_came_just_before_the_listing_is_its_head(model: JournalModel) -> None:
    """A telephone system whose clock is ahead: its calls begin after the listing."""
    model.begin_listing()
    model.finish_listing(Listed(UNTIL, 1, {0: [make_row("a", 10)]}, [make_row("ahead", -1)]))
    assert ids(model) == ["ahead", "a"]


def resets(model: JournalModel, rows: Sequence[JournalRow]) -> int:
    told = Told(model.modelReset)
    show(model, *rows)
    return told.times


def test_a_listing_that_finds_the_same_moves_nothing(model: JournalModel) -> None:
    rows = [make_row("a", 10), make_row("b", 20)]
    assert resets(model, rows) == 1
    assert resets(model, [make_row("a", 10), make_row("b", 20, talk=61)]) == 0
    assert model.index(1, Column.DURATION).data() == "1:01"
    assert resets(model, rows[::-1]) == 1
    assert resets(model, rows[:1]) == 1


def test_what_was_in_the_head_may_be_in_the_tail_of_the_next_listing(model: JournalModel) -> None:
    show(model, make_row("a", 10))
    model.apply([make_row("new", 1)])
    told = Told(model.modelReset)
    model.begin_listing()
    model.finish_listing(Listed(NOW, 2, {0: [make_row("new", 1), make_row("a", 10)]}))
    assert (ids(model), told.times, model.fresh_count) == (["new", "a"], 0, 0)


def test_held_pages_stay(long: JournalModel) -> None:
    """The rows that are selected are at hand, however far one scrolls."""
    long.begin_listing()
    long.finish_listing(Listed(UNTIL, 60 * PAGE, {}))
    for number in range(60):
        long.put_page(number, [make_row(f"p{number}-{at}", 10 + number * PAGE + at) for at in range(PAGE)])
        if number == 3:
            long.hold({3 * PAGE + 5})
    assert long.row_number("p3-5") == 3 * PAGE + 5
    assert long.row_number("p4-5") is None


# --- looks -----------------------------------------------------------------------------------------------------------


def test_timers_of_visible_live_rows_only(model: JournalModel, clock: FakeClock) -> None:
    show(model)
    model.apply([make_row(f"live{at}", at / 2, state=RowState.TALKING) for at in range(1, 6)])
    model.apply([make_row("over", 0.2, talk=10)])
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), first.column())))
    clock.move(1)
    model.refresh_timers(0, 2)
    assert sorted(changed) == [(1, Column.DURATION), (2, Column.DURATION)]
    assert model.has_live
    model.apply([make_row(f"live{at}", at / 2, talk=5) for at in range(1, 6)])
    assert not model.has_live


def test_the_live_timer_runs_and_stops_at_the_measured_time(model: JournalModel, clock: FakeClock) -> None:
    show(model)
    model.apply([make_row("a", 1, state=RowState.TALKING)])
    assert model.index(0, Column.DURATION).data() == "0:54"
    clock.move(10)
    assert model.index(0, Column.DURATION).data() == "1:04"
    model.apply([make_row("a", 1, talk=66)])
    clock.move(100)
    assert model.index(0, Column.DURATION).data() == "1:06"


def test_a_call_that_is_booked_in_part_is_asked_about_once_it_is_seen(model: JournalModel) -> None:
    asked: list[str] = []
    model.part_seen.connect(lambda row: asked.append(row.entry.id))
    part = make_row("a", 10, talk=600, booked=(booking("a", Kind.TIME),))
    show(model, part, make_row("b", 20, talk=60))
    assert asked == ["a"]
    model.set_waiting("a", 4.0)
    assert model.index(0, Column.BOOKED).data() == "Time entry (4 min left)"
    model.apply([part])  # more may be booked of it: what was known counts no more
    assert model.index(0, Column.BOOKED).data() == "Time entry (a part)"
    assert asked == ["a", "a"]


def test_own_telephones_are_counted(model: JournalModel) -> None:
    told = Told(model.telephones_changed)
    show(model, make_row("a", 10), make_row("b", 20), make_row("m", 30, line="manual", own="mobile"))
    assert (len(model.telephones), told.times) == (1, 1)
    model.apply([make_row("c", 1, own="103")])
    assert (len(model.telephones), told.times) == (2, 2)


def test_roles(model: JournalModel) -> None:
    show(model, make_row("a", 10, booked=(booking("a", Kind.TIME),), settled="booked"))
    person = model.index(0, Column.PERSON)
    assert person.data() == "Anna Keller, Keller Treuhand AG"
    painted = person.data(CELL_ROLE)
    assert painted.text == person.data()
    assert painted.underlined
    assert painted.colour.blue() > 150
    assert "Seestrasse 12" in person.data(Role.ToolTipRole)
    assert "as 044 000 12 34" in person.data(Role.ToolTipRole)
    assert person.data(Role.AccessibleTextRole) == "Anna Keller, Keller Treuhand AG, link"
    icon = model.index(0, Column.STATE)
    assert not icon.data(CELL_ROLE).icon.isNull()
    assert icon.data(Role.AccessibleTextRole) == "Incoming, missed"
    assert model.index(0, Column.TIME).data(CELL_ROLE).right
    assert (
        model.headerData(Column.TIME, Qt.Orientation.Horizontal, Role.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    )
    assert model.index(0, Column.BOOKED).data(Role.AccessibleTextRole) == "Time entry, link"
    assert model.data(QModelIndex()) is None


def test_unknown_people_are_no_links(model: JournalModel) -> None:
    show(model, make_row("a", 10, match=match(), name="Survey Institute"))
    person = model.index(0, Column.PERSON)
    assert person.data() == "Survey Institute"
    assert not person.data(CELL_ROLE).underlined
    assert person.data(Role.AccessibleTextRole) == "Survey Institute"


def test_several_matches_are_a_choice(model: JournalModel) -> None:
    show(model, make_row("a", 10, match=match(ANNA, BEAT)))
    person = model.index(0, Column.PERSON)
    assert person.data() == "Anna Keller or Beat Frei?"
    assert person.data(Role.AccessibleTextRole) == "Anna Keller or Beat Frei?, several contacts, choice"


def test_what_is_painted_is_what_holds_now(model: JournalModel, clock: FakeClock) -> None:
    """Cells are made once, but not kept where the call, the day, or the colours are others."""
    show(model, make_row("a", 10, talk=60))
    model.apply([make_row("b", 1, state=RowState.TALKING)])

    def painted(row: int, column: Column) -> Cell:
        cell = model.index(row, column).data(CELL_ROLE)
        assert isinstance(cell, Cell)
        return cell

    assert [painted(0, Column.DURATION).text, painted(1, Column.DURATION).text] == ["0:54", "1:00"]
    assert painted(1, Column.TIME).text == "15:32"
    assert painted(1, Column.PERSON) is painted(1, Column.PERSON)
    clock.move(3600 * 24)
    assert painted(0, Column.DURATION).text == "24:00:54"
    assert painted(1, Column.TIME).text == "Yesterday 15:32"
    model.apply([make_row("a", 10, talk=61, match=match(BEAT))])
    assert [painted(1, Column.DURATION).text, painted(1, Column.PERSON).text] == ["1:01", "Beat Frei"]
    before = painted(1, Column.PERSON)
    model.dress()
    assert painted(1, Column.PERSON) is not before


def test_headers(model: JournalModel) -> None:
    words = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert words == ["Call", "Time", "Number", "Person", "Telephone", "Duration", "Outcome", "Booked"]
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_every_kind_of_row_can_be_shown(model: JournalModel) -> None:
    show(model, *working_day())
    for row in range(model.rowCount()):
        for column in Column:
            for role in (Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole):
                assert isinstance(model.index(row, column).data(role), str)
