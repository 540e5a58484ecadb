"""My time: days, sums, one entry with what it came from, and what can be done with it by keyboard."""

import re
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QTabBar, QTableView, QWidget

from calljournal.contracts.crm import FIRST_SERVICE_TYPE
from calljournal.contracts.work import Correction, WorkChange, WorkState
from calljournal.contracts.work_commands import CancelWork, ChangeWork, GetTotals, ListWork
from calljournal.desktop.look import names
from calljournal.desktop.worked import listing, wording
from calljournal.desktop.worked.span import Reach
from calljournal.desktop.worked.sums import Sum
from calljournal.desktop.worked.wording import Column
from calljournal.errors import Unreachable
from calljournal.settings.settings import FirmSettings
from tests.desktop.samples import NOW, make_row
from tests.desktop.worked.conftest import Office
from tests.desktop.worked.played import TODAY, work

pytestmark = pytest.mark.desktop


CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def cell(office: Office, row: int, column: Column) -> str:
    return str(office.window.table.model().index(row, column).data())


# --- which days ------------------------------------------------------------------------------------------------------


def test_it_opens_with_todays_work_of_ones_own(office: Office) -> None:
    window = office.open()
    query = office.fake.asked_for(ListWork)[-1].query
    assert (query.since, query.until, query.user) == (TODAY, TODAY, "u1")
    assert [cell(office, 1, column) for column in Column] == [
        "Mon 09.03.2026", "10:30 – 10:58", "Keller Treuhand AG", "VAT advice", "Telephone advice",
        "Deadline moved to April", "28:45", "30 min", "open",
    ]  # fmt: skip
    assert window.summary.text() == "Billed 48 min, measured 44 min 15 s; 1 h 52 min on the phone, 38 min not booked"
    assert window.focusWidget() is window.table


def test_week_and_before_and_after(office: Office) -> None:
    window = office.open()
    window.span.reaches[Reach.WEEK].click()
    office.wait_listed("t1", "t2", "t3", "a4", "t5", "t7")
    assert (window.span.since, window.span.until) == (date(2026, 3, 9), date(2026, 3, 15))
    QTest.keyClick(window.table, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    office.wait_listed()
    assert (window.span.since, window.span.until) == (date(2026, 3, 2), date(2026, 3, 8))
    QTest.keyClick(window.table, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    office.wait_listed("t1", "t2", "t3", "a4", "t5", "t7")
    window.span.reaches[Reach.DAY].click()
    window.span.go(1)
    office.wait_listed("t5")
    window.span.today.click()
    office.wait_listed("t1", "t2", "t3", "a4")


def test_any_days(office: Office) -> None:
    window = office.open()
    window.span.reaches[Reach.ANY].click()
    window.span.last.setDate(QDate(2026, 3, 10))
    office.wait_listed("t1", "t2", "t3", "a4", "t5")
    window.span.first.setDate(QDate(2026, 3, 12))
    office.wait_listed("t7")
    assert window.span.until == date(2026, 3, 12), "the last day is never before the first"


def test_everybodys_work_and_what_was_cancelled(office: Office) -> None:
    window = office.open()
    window.whose.setCurrentIndex(1)
    window.whose.activated.emit(1)
    office.wait_listed("t1", "t8", "t2", "t3", "a4")
    assert "on the phone" not in window.summary.text(), "of others it is not known"
    office.qtbot.waitUntil(lambda: window.whose.findData("u2") > 0)
    window.whose.setCurrentIndex(0)
    window.span.show_days(TODAY, date(2026, 3, 11))
    office.wait_listed("t1", "t2", "t3", "a4", "t5")
    window.cancelled.click()
    office.wait_listed("t1", "t2", "t3", "a4", "t5", "t6")
    assert cell(office, 5, Column.STATE) == "cancelled"


def test_what_cannot_be_listed_is_said(office: Office) -> None:
    window = office.open()
    office.fake.errors[ListWork] = Unreachable("the book does not answer")
    QTest.keyClick(window.table, Qt.Key.Key_F5)
    office.wait_said("the book does not answer")
    assert office.ids() == ("t1", "t2", "t3", "a4"), "what was listed stays"


def test_it_follows_the_journal(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A booking appears by itself, and the selection stays."""
    monkeypatch.setattr(listing, "SETTLE", 20)
    window = office.open()
    window.table.select("t2")
    asked = len(office.fake.asked_for(ListWork))
    office.ledger.works["t9"] = work("t9", 15, 6.0)
    office.fake.tell_rows(*(make_row(f"call{number}", talk=60) for number in range(5)))
    office.wait_listed("t1", "t2", "t3", "a4", "t9")
    assert len(office.fake.asked_for(ListWork)) == asked + 1
    assert [one.id for one in office.selected()] == ["t2"]


# --- sums ------------------------------------------------------------------------------------------------------------


def test_sums_per_project_and_day(office: Office) -> None:
    window = office.open()
    window.span.show_reach(Reach.WEEK)
    office.wait_listed("t1", "t2", "t3", "a4", "t5", "t7")

    def lines(table: object) -> list[list[str]]:
        model = table.model()  # type: ignore[attr-defined]
        return [
            [str(model.index(row, column).data()) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    office.qtbot.waitUntil(lambda: len(lines(window.sums.days)) == 4)
    assert lines(window.sums.projects) == [
        ["Keller Treuhand AG, VAT advice", "1 h 30 min", "1 h 10 min 15 s"],
        ["Keller Treuhand AG, 4711 Annual accounts 2025 / Audit", "30 min", "27 min 30 s"],
        ["Architectes du Lac SA, New building, R&D", "6 min", "4 min 45 s"],
        ["In all", "2 h 6 min", "1 h 42 min 30 s"],
    ]
    assert lines(window.sums.days)[0] == ["Mon 09.03.2026", "48 min", "44 min 15 s", "1 h 52 min", "38 min"]
    assert lines(window.sums.days)[-1] == ["In all", "2 h 6 min", "1 h 42 min 30 s", "1 h 52 min", "38 min"]
    assert office.fake.asked_for(GetTotals)[-1] == GetTotals(date(2026, 3, 9), date(2026, 3, 15))
    with office.qtbot.waitSignal(office.doors.unbooked_wanted):
        window.waiting_button.click()


def buttons(office: Office) -> list[QPushButton]:
    """Give the buttons of the calls that are shown."""
    return [one for one in office.window.details.calls.findChildren(QPushButton) if not one.isHidden()]


# --- one entry -------------------------------------------------------------------------------------------------------


def test_an_entry_is_shown_with_what_it_came_from(office: Office) -> None:
    office.windows.show_work("t5")
    office.wait_listed("t5")
    window = office.window
    assert [one.id for one in office.selected()] == ["t5"]
    assert window.details.heading.text() == "Time entry: 4711 Annual accounts 2025 / Audit, 18 min"
    assert "It is billed" in window.details.why.text()
    office.qtbot.waitUntil(lambda: window.details.history.model().rowCount() == 2)
    assert window.details.history.model().index(0, 2).data() == "changed\nMinutes: 12 min (was 6 min)"
    office.qtbot.waitUntil(lambda: len(buttons(office)) == 1)
    (button,) = buttons(office)
    assert button.text() == "Call 15:32, Anna Keller, Keller Treuhand AG, 6:05"
    with office.qtbot.waitSignal(office.doors.entry_wanted) as wanted:
        button.click()
    assert wanted.args == ["row-t5"]


def test_an_entry_of_somebody_else_and_a_cancelled_one_are_found(office: Office) -> None:
    office.open()
    office.windows.show_work("t8")
    office.qtbot.waitUntil(lambda: [one.id for one in office.selected()] == ["t8"])
    office.windows.show_work("t6")
    office.qtbot.waitUntil(lambda: [one.id for one in office.selected()] == ["t6"])
    office.windows.show_work("t99")
    office.wait_said("nothing is booked as t99")


def test_the_calls_that_were_booked_as_one_are_all_shown(office: Office) -> None:
    rows = office.fake.rows
    rows["row-t1"] = replace(rows["row-t1"], together=("row-t1", "other"))
    rows["other"] = make_row("other", 30, talk=60)
    office.windows.show_work("t1")
    office.qtbot.waitUntil(lambda: len(buttons(office)) == 2)
    office.window.reload()
    office.qtbot.wait(100)
    assert len(buttons(office)) == 2


def test_a_call_that_is_gone_is_said(office: Office) -> None:
    del office.fake.rows["row-t1"]
    window = office.open()
    window.table.select("t1")
    office.qtbot.waitUntil(
        lambda: any("no longer in the journal" in label.text() for label in window.details.calls.findChildren(QLabel))
    )


# --- several entries -------------------------------------------------------------------------------------------------


def test_several_are_moved_by_keyboard(office: Office) -> None:
    window = office.open()
    window.table.select("t1", "t2")
    QTest.keyClick(window.table, Qt.Key.Key_M, CONTROL_SHIFT)
    box = window.move_bar.project
    office.qtbot.waitUntil(box.hasFocus)
    assert window.move_bar.label.text() == "Move 2 entries to"
    QTest.keyClicks(box, "building")
    office.qtbot.waitUntil(lambda: len(box.choices) == 1)
    QTest.keyClick(box, Qt.Key.Key_Return)
    QTest.keyClick(box, Qt.Key.Key_Return)
    office.wait_said("2 entries are done.")
    move = Correction(project="p3")
    assert office.fake.asked_for(ChangeWork) == [ChangeWork("t1", move), ChangeWork("t2", move)]
    office.qtbot.waitUntil(lambda: {one.id for one in office.selected()} == {"t1", "t2"})
    office.qtbot.waitUntil(lambda: cell(office, 0, Column.PROJECT).startswith("4711 New building"))


def test_escape_moves_nothing(office: Office) -> None:
    window = office.open()
    window.table.select("t1")
    window.actions_.move.trigger()
    QTest.keyClick(window.move_bar.project, Qt.Key.Key_Escape)
    assert not window.move_bar.isVisible()
    assert not office.fake.asked_for(ChangeWork)


def test_cancelling_is_asked_in_the_line(office: Office) -> None:
    window = office.open()
    window.table.select("t1")
    QTest.keyClick(window.table, Qt.Key.Key_Delete)
    assert window.notice.text == "Cancel 1 entry, 12 min billed? Its call may then be booked anew."
    assert QApplication.activeModalWidget() is None
    assert not office.fake.asked_for(CancelWork)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.notice.text == ""
    window.notice.pressed.emit()
    assert not office.fake.asked_for(CancelWork), "what was dismissed is not done"
    QTest.keyClick(window.table, Qt.Key.Key_Delete)
    QTest.keyClick(window.notice.button, Qt.Key.Key_Space)
    office.wait_said("09.03.2026, 09:00, Keller Treuhand AG: it is cancelled.")
    office.wait_listed("t2", "t3", "a4")


def test_another_selection_dismisses_the_question(office: Office) -> None:
    window = office.open()
    window.table.select("t1")
    window.actions_.ask_cancel()
    window.table.select("t2")
    assert window.notice.text == ""


def test_what_is_fixed_says_why_and_is_corrected_by_another_entry(office: Office) -> None:
    """One of two is done, the other is offered a correction entry."""
    window = office.open()
    window.table.select("t2", "t3")
    window.actions_.ask_cancel()
    window.notice.button.click()
    office.wait_said("09.03.2026, 14:00, Architectes du Lac SA: it is exported and cannot be changed itself")
    assert "09.03.2026, 10:30, Keller Treuhand AG: it is cancelled." in window.notice.text
    assert window.notice.button.text() == "Make a &correction entry"
    office.wait_listed("t1", "t3", "a4")
    assert window.notice.button.isVisible(), "what is listed anew leaves the question"
    window.notice.button.click()
    office.wait_said("it is taken back by a correction entry.")
    assert office.fake.asked_for(CancelWork)[-1] == CancelWork("t3", by_entry=True)
    office.wait_listed("t1", "t3", "t3r", "a4")


def test_nothing_is_offered_for_what_is_cancelled(office: Office) -> None:
    office.ledger.works["t1"] = replace(office.ledger.works["t1"], state=WorkState.CANCELLED)
    office.windows.show_work("t1")
    office.qtbot.waitUntil(lambda: [one.id for one in office.selected()] == ["t1"])
    actions = office.window.actions_
    assert not any(action.isEnabled() for action in (actions.change, actions.move, actions.cancel))
    assert actions.show_call.isEnabled()


# --- how it is said, and closed --------------------------------------------------------------------------------------

IDS = re.compile(r"\b(?:[at]\d+[nr]?|x\d+|row-\S+)\b")


def texts(window: QWidget) -> list[str]:
    """Give all that a window says: titles, labels, buttons, hints, and the cells of its tables."""
    found = [window.windowTitle()]
    for child in window.findChildren(QWidget):
        found += [str(child.property(name) or "") for name in ("text", "title", "toolTip", "accessibleName")]
        if isinstance(child, QTableView):
            model = child.model()
            places = product(range(model.rowCount()), range(model.columnCount()))
            found += [str(model.index(*place).data() or "") for place in places]
    return found


def test_no_name_that_only_the_book_knows_is_shown(office: Office) -> None:
    """Of anything that can be listed, selected, opened, corrected: its day, time and client stand for it."""
    window = office.open()
    window.whose.setCurrentIndex(1)
    window.cancelled.click()
    window.span.show_reach(Reach.WEEK)
    office.qtbot.waitUntil(lambda: len(office.ids()) == len(office.ledger.works))
    window.table.select("t3")
    window.actions_.ask_cancel()
    window.notice.button.click()
    office.wait_said("cannot be changed itself")
    window.notice.button.click()
    office.wait_said("taken back")
    for one in office.ids():
        window.table.select(one)
        window.actions_.edit()
        shown = [text for part in (window, *window.actions_.forms()) for text in texts(part)]
        assert not [text for text in shown if IDS.search(text)]
        for form in window.actions_.forms():
            form.close()


def test_escape_and_the_close_key_close_it_once_nothing_is_asked(office: Office) -> None:
    window = office.open()
    window.table.select("t1")
    window.actions_.ask_cancel()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.isVisible(), "the first one takes the question back"
    assert not window.notice.text
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    office.open()
    QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert not window.isVisible()


def test_what_is_typed_is_kept_when_my_time_closes(office: Office) -> None:
    window = office.open()
    window.table.select("t1")
    window.actions_.edit()
    office.form().fields.text.setPlainText("typed")
    window.close()
    assert not window.actions_.forms()
    office.qtbot.waitUntil(lambda: [one.fields["text"] for one in office.ledger.typed.values()] == ["typed"])


def test_keys_are_named_as_the_system_names_them(office: Office) -> None:
    window = office.open()
    native = QKeySequence("Alt+Left").toString(QKeySequence.SequenceFormat.NativeText)
    assert window.span.before.toolTip() == f"Before ({native})"
    assert window.actions_.move.shortcut() != QKeySequence(QKeySequence.StandardKey.Close)
    assert window.actions_.move.shortcut().toString() != "Ctrl+M", "on macOS that puts the window away"


@pytest.mark.parametrize(
    ("doing", "before", "after", "said"),
    [
        ("change", {"day": "2026-03-09"}, {"day": "2026-03-08"}, "changed\nDay: 08.03.2026 (was 09.03.2026)"),
        ("change", {"minutes": "6"}, {"minutes": "67.5"}, "changed\nMinutes: 1 h 7 min 30 s (was 6 min)"),
        ("change", {"day": "soon"}, {"day": "2026-03-08"}, "changed\nDay: 08.03.2026 (was soon)"),
        ("correct", {}, {"reversal": "t6", "instead": "t7"}, "corrected by another entry"),
        ("cancel", {"state": "open"}, {"state": "cancelled"}, "cancelled\nState: cancelled (was open)"),
    ],
)
def test_the_history_is_written_for_people(
    doing: str, before: dict[str, str], after: dict[str, str], said: str
) -> None:
    assert wording.done(WorkChange(NOW, "Rita Weber", doing, before, after)) == said


def test_the_first_service_type_is_translated_until_it_is_renamed(monkeypatch: pytest.MonkeyPatch) -> None:
    german = {FIRST_SERVICE_TYPE: "Telefonat", "Telephone advice": "never asked for"}
    monkeypatch.setattr(names, "tr", lambda text: german[text])
    one = work("t1", 8, 12)
    assert wording.service_type(replace(one, service_type_name="Phone call")) == "Telefonat"
    assert wording.service_type(one) == "Telephone advice"
    assert FirmSettings().service_type == FIRST_SERVICE_TYPE, "what is set names what the book begins with"


def test_what_was_taken_back_is_measured_below_nothing() -> None:
    one = work("t1", 8, 12)
    assert wording.measured(one) == "10:45"
    assert wording.measured(replace(one, measured_seconds=-one.measured_seconds)) == "-10:45"


# --- asked once more, and room ---------------------------------------------------------------------------------------


def letters(window: QWidget) -> list[str]:
    """Give the letters that are keys in a window, of what is shown."""
    texts = [one.text() for one in window.findChildren(QAbstractButton) if one.isVisible()]
    texts += [bar.tabText(tab) for bar in window.findChildren(QTabBar) for tab in range(bar.count())]
    return [found.group(1).lower() for text in texts if (found := re.search(r"&([^&])", text))]


def test_the_same_key_again_cancels(office: Office) -> None:
    """As in the journal; a key that is held down says nothing more, and what was asked of one is no yes of another."""
    window = office.open()
    assert not window.actions_.cancel.autoRepeat()
    window.table.select("t1")
    QTest.keyClick(window.table, Qt.Key.Key_Delete)
    window.table.select("t2")
    QTest.keyClick(window.table, Qt.Key.Key_Delete)
    office.wait_said("Cancel 1 entry, 30 min billed?")
    assert office.fake.asked_for(CancelWork) == []
    QTest.keyClick(window, Qt.Key.Key_Delete)
    office.qtbot.waitUntil(lambda: office.fake.asked_for(CancelWork) == [CancelWork("t2")])


def test_the_key_of_the_answer_is_that_of_nothing_else(office: Office) -> None:
    window = office.open()
    window.actions_.cancel.trigger()
    office.wait_said("Cancel 1 entry")
    found = letters(window)
    answer = letters(window.notice)
    assert answer == ["y"]
    assert len(set(found)) == len(found), found


def test_the_sums_and_the_history_have_room(office: Office) -> None:
    """Also when other days have longer ones, and for long names."""
    window = office.open()
    sums, whole = window.sums.projects, Sum("In all", 36 + 5 / 60, 36)
    sums.show_sums([Sum("A", 1, 1)], Sum("In all", 1, 1))
    sums.show_sums([Sum("A", 24 + 1 / 60, 24), Sum("B", 12 + 4 / 60, 12)], whole)
    for row in range(3):
        item = sums.model().index(row, 1)
        assert sums.columnWidth(1) >= sums.sizeHintForIndex(item).width(), item.data()
    history = window.details.history
    long = WorkChange(NOW, "Maximiliane Huber-Wyss von Stein", "book", {}, {"text": "what was spoken about " * 4})
    window.details._on_history(window.details._asked, (long,))
    window.resize(window.minimumSizeHint())
    office.qtbot.waitUntil(lambda: window.width() == window.minimumSizeHint().width())
    assert history.columnWidth(2) >= history.fontMetrics().averageCharWidth() * 28
    assert history.horizontalScrollBar().maximum() == 0
    assert history.model().index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == "Maximiliane Huber-Wyss von Stein"
