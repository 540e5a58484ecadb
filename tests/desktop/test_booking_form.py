"""The form for an activity or a time entry."""

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import BookCall, FindProjects
from calljournal.desktop.booking.form import BookingForm
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal.cells import Column
from calljournal.errors import Refused, Unreachable
from calljournal.journal import RowState
from calljournal.worklog import Kind, Wishes
from tests.desktop.conftest import Opened
from tests.desktop.samples import ANNA, BEAT, MEIER, booking, make_row, match

pytestmark = pytest.mark.desktop


def open_form(opened: Opened, bridge: Bridge, row: JournalRow, kind: Kind = Kind.TIME) -> BookingForm:
    """Open the form of the only call."""
    opened.fake.add(row)
    opened.open(bridge)
    actions = opened.window.actions_
    (actions.time if kind is Kind.TIME else actions.activity).trigger()
    (form,) = opened.window.findChildren(BookingForm)
    opened.qtbot.waitUntil(lambda: form.fields.projects.count() == 4)
    return form


def gone(opened: Opened) -> bool:
    return not opened.window.findChildren(BookingForm)


def test_it_is_filled_from_the_call(opened: Opened, bridge: Bridge) -> None:
    form = open_form(opened, bridge, make_row("a", 12, talk=365))
    fields = form.fields
    assert fields.who.text() == "Anna Keller, Keller Treuhand AG"
    assert fields.from_to.text() == "09.03.2026, 15:30:36 – 15:36:41"
    assert fields.measured.text() == "6.08 measured"
    assert fields.billed.text() == ""
    assert fields.title.placeholderText() == "Call from Anna Keller"
    assert fields.service_types.itemText(1) == "Telephone advice"
    assert not form.isModal()
    assert fields.wishes() == Wishes()


def test_what_is_chosen_and_typed_is_booked(opened: Opened, bridge: Bridge) -> None:
    form = open_form(opened, bridge, make_row("a", talk=365))
    fields = form.fields
    fields.projects.setCurrentIndex(1)
    assert fields.form.isRowVisible(fields.phases)
    fields.phases.setCurrentIndex(2)
    fields.service_types.setCurrentIndex(1)
    QTest.keyClicks(fields.billed, "12.5")
    QTest.keyClicks(fields.title, "VAT")
    QTest.keyClicks(fields.text, "Deadline moved")
    opened.qtbot.mouseClick(form.book_button, Qt.MouseButton.LeftButton)
    opened.wait_cell(0, Column.BOOKED, "Time entry")
    opened.qtbot.waitUntil(lambda: gone(opened))
    wishes = Wishes(None, "p1", "f2", "s1", "VAT", "Deadline moved", 12.5)
    assert opened.fake.asked_for(BookCall) == [BookCall("a", Kind.TIME, wishes)]


def test_an_activity_has_no_minutes(opened: Opened, bridge: Bridge) -> None:
    form = open_form(opened, bridge, make_row("a", talk=365), Kind.ACTIVITY)
    assert form.windowTitle() == "Record an activity"
    assert not form.fields.billed.isVisible()
    assert not form.fields.service_types.isVisible()
    assert form.fields.text.hasFocus() or form.focusWidget() is form.fields.text
    form.book()
    opened.wait_cell(0, Column.BOOKED, "Activity")


def test_phases_belong_to_the_project(opened: Opened, bridge: Bridge) -> None:
    fields = open_form(opened, bridge, make_row("a", talk=5)).fields
    assert not fields.form.isRowVisible(fields.phases)
    fields.projects.setCurrentIndex(1)
    fields.phases.setCurrentIndex(1)
    fields.projects.setCurrentIndex(2)
    assert fields.wishes().phase is None


def test_a_call_is_booked_once_and_again_only_on_demand(opened: Opened, bridge: Bridge) -> None:
    """The refusal is said within the form, with a button; no box pops up."""
    form = open_form(opened, bridge, make_row("a", talk=60, booked=(booking("a", Kind.TIME),)))
    QTest.keyClicks(form.fields.text, "kept")
    form.book()
    opened.qtbot.waitUntil(lambda: form.notice.text == "The time of this call was booked already.")
    assert QApplication.activeModalWidget() is None
    assert form.fields.text.toPlainText() == "kept"
    assert form.notice.button.text() == "Book a&gain"
    opened.qtbot.mouseClick(form.notice.button, Qt.MouseButton.LeftButton)
    opened.qtbot.waitUntil(lambda: gone(opened))
    assert [command.again for command in opened.fake.asked_for(BookCall)] == [False, True]


@pytest.mark.parametrize("reason", ["switchboard", "ending"])
def test_an_uncertain_match_wants_a_yes(opened: Opened, bridge: Bridge, reason: str) -> None:
    form = open_form(opened, bridge, make_row("a", talk=60, match=match(MEIER, reason=reason)))
    form.book()
    opened.qtbot.waitUntil(lambda: form.notice.button.text() == "&Yes, book on Meier && Söhne GmbH")
    form.notice.button.click()
    opened.qtbot.waitUntil(lambda: gone(opened))
    assert [command.confirmed for command in opened.fake.asked_for(BookCall)] == [False, True]


def test_again_and_yes_add_up(opened: Opened, bridge: Bridge) -> None:
    likely = match(MEIER, reason="switchboard")
    form = open_form(opened, bridge, make_row("a", talk=60, match=likely, booked=(booking("a", Kind.TIME),)))
    form.book()
    opened.qtbot.waitUntil(lambda: "booked already" in form.notice.text)
    form.notice.button.click()
    opened.qtbot.waitUntil(lambda: "only likely" in form.notice.text)
    form.notice.button.click()
    opened.qtbot.waitUntil(lambda: gone(opened))
    last = opened.fake.asked_for(BookCall)[-1]
    assert (last.again, last.confirmed) == (True, True)


def test_several_contacts_are_chosen_in_the_form(opened: Opened, bridge: Bridge) -> None:
    form = open_form(opened, bridge, make_row("a", talk=60, match=match(ANNA, BEAT)))
    assert form.fields.form.isRowVisible(form.fields.contacts)
    assert not form.fields.form.isRowVisible(form.fields.who)
    form.book()
    opened.qtbot.waitUntil(lambda: "choose who it was" in form.notice.text)
    form.fields.contacts.setCurrentIndex(2)
    form.book()
    opened.qtbot.waitUntil(lambda: gone(opened))
    assert opened.fake.asked_for(BookCall)[-1].wishes.contact == "c2"


def test_any_other_refusal_is_said_and_nothing_typed_is_lost(opened: Opened, bridge: Bridge) -> None:
    form = open_form(opened, bridge, make_row("a", talk=60))
    opened.fake.errors[BookCall] = Refused("the project is closed")
    QTest.keyClicks(form.fields.text, "kept")
    form.book()
    opened.qtbot.waitUntil(lambda: form.notice.text == "the project is closed")
    assert form.fields.text.toPlainText() == "kept"
    assert form.book_button.isEnabled()
    del opened.fake.errors[BookCall]
    form.book()
    opened.qtbot.waitUntil(lambda: gone(opened))


def test_a_second_key_does_not_book_twice(opened: Opened, bridge: Bridge) -> None:
    form = open_form(opened, bridge, make_row("a", talk=60))
    opened.fake.delay = 0.1
    form.book()
    form.book()
    opened.qtbot.waitUntil(lambda: gone(opened))
    assert len(opened.fake.asked_for(BookCall)) == 1


@pytest.mark.parametrize("typed", ["-", "1441", "1'000"])
def test_minutes_that_are_none_are_not_booked(opened: Opened, bridge: Bridge, typed: str) -> None:
    form = open_form(opened, bridge, make_row("a", talk=60))
    form.fields.billed.setText(typed)
    form.book()
    assert "Minutes to bill" in form.notice.text
    assert not opened.fake.asked_for(BookCall)


def test_a_german_comma_is_no_thousand(opened: Opened, bridge: Bridge) -> None:
    """In German 12,5 is twelve and a half, and 12.5 is refused rather than read as 125."""
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    fields = open_form(opened, bridge, make_row("a", talk=365)).fields
    assert fields.measured.text() == "6,08 measured"
    fields.billed.setText("12,5")
    assert fields.wishes().minutes == 12.5
    fields.billed.setText("12.5")
    assert fields.has_bad_minutes()


def test_the_form_follows_its_call(opened: Opened, bridge: Bridge) -> None:
    """It may be opened while the call lasts: the time runs on, and what was typed stays."""
    form = open_form(opened, bridge, make_row("a", 2, state=RowState.TALKING, match=match()))
    assert form.fields.from_to.text().endswith("– now")
    QTest.keyClicks(form.fields.text, "typed")
    form.fields.projects.setCurrentIndex(2)
    opened.fake.tell_rows(make_row("a", 2, talk=90))
    opened.qtbot.waitUntil(lambda: form.fields.measured.text() == "1.50 measured")
    assert form.fields.who.text() == "Anna Keller, Keller Treuhand AG"
    assert form.fields.text.toPlainText() == "typed"
    assert form.fields.wishes().project == "p2"


def test_there_is_one_form_for_a_call_and_kind(opened: Opened, bridge: Bridge) -> None:
    form = open_form(opened, bridge, make_row("a", talk=60))
    QTest.keyClicks(form.fields.text, "typed")
    opened.window.actions_.time.trigger()
    assert opened.window.findChildren(BookingForm) == [form]
    opened.window.actions_.activity.trigger()
    assert len(opened.window.findChildren(BookingForm)) == 2


def test_escape_closes_it(opened: Opened, bridge: Bridge) -> None:
    form = open_form(opened, bridge, make_row("a", talk=60))
    opened.qtbot.keyClick(form, Qt.Key.Key_Escape)
    opened.qtbot.waitUntil(lambda: gone(opened))
    opened.window.actions_.time.trigger()
    assert len(opened.window.findChildren(BookingForm)) == 1


def test_an_unreachable_book_is_said(opened: Opened, bridge: Bridge) -> None:
    opened.fake.errors[FindProjects] = Unreachable("the book does not answer")
    opened.fake.add(make_row("a", talk=60))
    opened.open(bridge)
    opened.window.actions_.time.trigger()
    (form,) = opened.window.findChildren(BookingForm)
    opened.qtbot.waitUntil(lambda: form.notice.text == "the book does not answer")
