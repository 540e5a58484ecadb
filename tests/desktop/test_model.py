"""The journal as a table, apart from any window."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from calljournal.desktop.journal.cells import Column
from calljournal.desktop.journal.model import ROW_ROLE, JournalModel
from calljournal.desktop.look.icons import Icons
from calljournal.journal import RowState
from tests.desktop.conftest import FakeClock
from tests.desktop.samples import ANNA, BEAT, make_row, match, working_day

pytestmark = pytest.mark.desktop
Role = Qt.ItemDataRole


@pytest.fixture
def model(qapp: QApplication, clock: FakeClock, qtmodeltester: ModelTester) -> JournalModel:
    """Give an empty model that is watched by Qt's own model tester."""
    journal = JournalModel(Icons(), clock)
    qtmodeltester.check(journal)
    return journal


def ids(model: JournalModel) -> list[str]:
    return [model.index(at, 0).data(ROW_ROLE).entry.id for at in range(model.rowCount())]


def test_rows_are_latest_first_however_they_come(model: JournalModel) -> None:
    model.apply([make_row("b", 20), make_row("a", 30), make_row("d", 5), make_row("c", 10)])
    assert ids(model) == ["d", "c", "b", "a"]
    assert [model.row_number(entry) for entry in "dcba"] == [0, 1, 2, 3]
    assert model.row_number("nobody") is None


def test_an_update_changes_its_row_only(model: JournalModel, qtbot: QtBot) -> None:
    model.apply([make_row("a", 30), make_row("b", 20)])
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.apply([make_row("a", 30, talk=65)])
    assert changed.args is not None
    assert (changed.args[0].row(), changed.args[1].row()) == (1, 1)
    assert model.index(1, Column.DURATION).data() == "1:05"


def test_a_row_whose_beginning_was_corrected_moves(model: JournalModel) -> None:
    model.apply([make_row("a", 30), make_row("b", 20)])
    model.apply([make_row("a", 10)])
    assert ids(model) == ["a", "b"]


def test_a_row_that_merged_away_disappears(model: JournalModel) -> None:
    consultation = make_row("b", 5, state=RowState.TALKING)
    model.apply([make_row("a", 10, state=RowState.HELD), consultation])
    model.apply([replace(consultation, entry=replace(consultation.entry, merged_into="a"))])
    assert ids(model) == ["a"]
    unknown = make_row("c", 1)
    model.apply([replace(unknown, entry=replace(unknown.entry, merged_into="a"))])
    assert ids(model) == ["a"]


def test_rows_that_were_deleted_disappear(model: JournalModel) -> None:
    """Also where an answer that was asked for before still has them; one that is not there is no harm."""
    model.apply([make_row("a", 10), make_row("b", 5)])
    ticket = model.begin_listing()
    model.remove(["a", "unknown"])
    assert ids(model) == ["b"]
    model.finish_listing(ticket, [make_row("a", 10), make_row("b", 5)])
    assert ids(model) == ["b"]


def test_a_listing_does_not_undo_what_changed_meanwhile(model: JournalModel) -> None:
    """The answer to "give me all rows" may be older than a change that has come since it was asked."""
    model.apply([make_row("gone", 50)])
    ticket = model.begin_listing()
    merged = make_row("m", 15)
    model.apply([make_row("a", 10, talk=60), make_row("new", 1)])
    model.apply([merged, replace(merged, entry=replace(merged.entry, merged_into="a"))])
    model.finish_listing(ticket, [make_row("b", 5), make_row("a", 10), merged])
    assert ids(model) == ["new", "b", "a"]
    assert model.index(2, Column.DURATION).data() == "1:00"


def test_an_overtaken_listing_is_left_aside(model: JournalModel) -> None:
    old, new = model.begin_listing(), model.begin_listing()
    model.finish_listing(new, [make_row("a", 5)])
    model.finish_listing(old, [make_row("b", 5)])
    assert ids(model) == ["a"]


def test_timers_of_visible_live_rows_only(model: JournalModel, clock: FakeClock) -> None:
    model.apply([make_row(f"live{at}", at, state=RowState.TALKING) for at in range(1, 6)])
    model.apply([make_row("over", 0.5, talk=10)])
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), first.column())))
    clock.move(1)
    model.refresh_timers(0, 2)
    assert sorted(changed) == [(1, Column.DURATION), (2, Column.DURATION)]
    assert model.has_live
    model.apply([make_row(f"live{at}", at, talk=5) for at in range(1, 6)])
    assert not model.has_live


def test_the_live_timer_runs_and_stops_at_the_measured_time(model: JournalModel, clock: FakeClock) -> None:
    model.apply([make_row("a", 1, state=RowState.TALKING)])
    assert model.index(0, Column.DURATION).data() == "0:54"
    clock.move(10)
    assert model.index(0, Column.DURATION).data() == "1:04"
    model.apply([make_row("a", 1, talk=66)])
    clock.move(100)
    assert model.index(0, Column.DURATION).data() == "1:06"


def test_roles(model: JournalModel) -> None:
    model.apply([make_row("a", 1)])
    person = model.index(0, Column.PERSON)
    assert person.data() == "Anna Keller, Keller Treuhand AG"
    assert person.data(Role.ForegroundRole).color().blue() > 150
    assert isinstance(person.data(Role.FontRole), QFont)
    assert person.data(Role.FontRole).underline()
    assert "Seestrasse 12" in person.data(Role.ToolTipRole)
    assert "as 044 000 12 34" in person.data(Role.ToolTipRole)
    assert person.data(Role.AccessibleTextRole) == "Anna Keller, Keller Treuhand AG, link"
    icon = model.index(0, Column.STATE)
    assert not icon.data(Role.DecorationRole).isNull()
    assert icon.data(Role.AccessibleTextRole) == "Incoming, missed"
    assert model.index(0, Column.TIME).data(Role.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.data(QModelIndex()) is None


def test_unknown_people_are_no_links(model: JournalModel) -> None:
    model.apply([make_row("a", 1, match=match(), name="Survey Institute")])
    person = model.index(0, Column.PERSON)
    assert person.data() == "Survey Institute"
    assert person.data(Role.FontRole) is None
    assert person.data(Role.AccessibleTextRole) == "Survey Institute"


def test_several_matches_are_a_choice(model: JournalModel) -> None:
    model.apply([make_row("a", 1, match=match(ANNA, BEAT))])
    person = model.index(0, Column.PERSON)
    assert person.data() == "Anna Keller or Beat Frei?"
    assert person.data(Role.AccessibleTextRole) == "Anna Keller or Beat Frei?, several contacts, choice"


def test_headers(model: JournalModel) -> None:
    words = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert words == ["Call", "Time", "Number", "Person", "Duration", "Outcome", "Booked"]
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_a_hundred_thousand_rows(qapp: QApplication, clock: FakeClock) -> None:
    """A new call moves none of the others: thousands of changes on top of a long history are quick."""
    model = JournalModel(Icons(), clock)  # Qt's tester would look at every row at every change
    base = make_row("x")
    history = [
        replace(base, entry=replace(base.entry, id=f"h{at}", started=base.entry.started - timedelta(minutes=at)))
        for at in range(100_000)
    ]
    model.finish_listing(model.begin_listing(), history)
    for at in range(1000):
        model.apply([make_row(f"new{at}", 9 - at / 1000, state=RowState.RINGING)])
    assert model.rowCount() == 101_000
    assert model.row_number("new999") == 0
    assert model.row_number("h99999") == 100_999


def test_every_kind_of_row_can_be_shown(model: JournalModel) -> None:
    model.apply(working_day())
    for row in range(model.rowCount()):
        for column in Column:
            for role in (Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole):
                assert isinstance(model.index(row, column).data(role), str)
