"""The form for an activity or a time entry."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from calljournal.contracts.crm import ServiceType
from calljournal.contracts.service import BookCall, GetServiceTypes
from calljournal.contracts.work_commands import PreviewBooking, SplitCall, SuggestProjects
from calljournal.desktop.look import formats
from calljournal.errors import NeedsConfirming, Refused, Unreachable
from calljournal.journal import RowState
from calljournal.languages import speak
from calljournal.worklog import Kind, Wishes
from tests.desktop.booking.conftest import Desk
from tests.desktop.samples import ANNA, BEAT, MEIER, PROJECTS, booking, make_row, match

pytestmark = pytest.mark.desktop


def test_it_is_filled_from_the_call(desk: Desk) -> None:
    """Rounded and measured minutes stand side by side; the firm's service type is named."""
    form = desk.open(make_row("a", 12, talk=365))
    fields = form.fields
    assert fields.contact.text() == "Anna Keller, Keller Treuhand AG"
    assert fields.from_to.text() == "09.03.2026, 15:30:36 – 15:36:41"
    assert fields.measured.text() == "6:05 measured"
    assert (fields.minutes.text(), fields.minutes.placeholderText()) == ("", "12")
    assert fields.title.placeholderText() == "Call from Anna Keller"
    assert fields.service_types.currentText() == "Telephone advice (the firm's for calls)"
    assert fields.project.text() == ""
    assert not form.isModal()
    assert form.windowTitle() == "Record a time entry"
    assert form.focusWidget() is fields.text
    assert fields.wishes() == Wishes()


def test_what_is_chosen_and_typed_is_booked(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=365))
    fields = form.fields
    fields.choose_project(PROJECTS[0])
    assert fields.form.isRowVisible(fields.phases)
    fields.phases.choose("f2")
    fields.service_types.choose("s1")
    QTest.keyClicks(fields.minutes, "12.5")
    QTest.keyClicks(fields.title, "VAT")
    QTest.keyClicks(fields.text, "Deadline moved")
    desk.qtbot.mouseClick(form.buttons.book, Qt.MouseButton.LeftButton)
    desk.wait_gone()
    wishes = Wishes(None, "p1", "f2", "s1", "VAT", "Deadline moved", 12.5)
    assert desk.fake.asked_for(BookCall) == [BookCall("a", Kind.TIME, wishes)]
    assert desk.said == ["Time entry booked: Anna Keller, Keller Treuhand AG"]


def test_two_keys_book_on_the_only_project(desk: Desk) -> None:
    """Ctrl+Enter right after the form opened waits for the project that is clear."""
    desk.book.clear = True
    desk.fake.add(make_row("a", talk=60))
    desk.fake.delay = 0.05
    form = desk.forms.open(desk.fake.rows["a"], Kind.TIME)
    desk.qtbot.waitUntil(form.fields.text.hasFocus)
    desk.qtbot.keyClick(form.fields.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.wait_gone()
    (asked,) = desk.fake.asked_for(BookCall)
    assert asked.wishes.project == "p1"


def test_the_reason_of_a_suggestion_is_said(desk: Desk) -> None:
    desk.book.clear = True
    fields = desk.open(make_row("a", talk=60)).fields
    assert fields.project.text() == "Annual accounts 2025  –  Keller Treuhand AG"
    assert fields.reason.text() == "open project of Keller Treuhand AG"
    assert fields.form.isRowVisible(fields.reason)


def test_a_project_of_its_own_rounding_shows_other_minutes(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=60))
    assert form.fields.minutes.placeholderText() == "6"
    form.choose_project(PROJECTS[1])
    desk.qtbot.waitUntil(lambda: form.fields.minutes.placeholderText() == "15")
    assert form.fields.measured.text() == "1:00 measured"


def test_an_activity_has_no_minutes(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=365), Kind.ACTIVITY)
    assert form.windowTitle() == "Record an activity"
    for hidden in (form.fields.minutes, form.fields.service_types, form.buttons.split):
        assert not hidden.isVisible()
    form.book()
    desk.wait_gone()
    assert desk.said == ["Activity booked: Anna Keller, Keller Treuhand AG"]


def test_an_activity_of_a_missed_call_is_booked(desk: Desk) -> None:
    form = desk.open(make_row("a"), Kind.ACTIVITY)
    assert form.fields.title.placeholderText() == "Call from Anna Keller"
    form.book()
    desk.wait_gone()


def test_phases_belong_to_the_project(desk: Desk) -> None:
    fields = desk.open(make_row("a", talk=5)).fields
    assert not fields.form.isRowVisible(fields.phases)
    fields.choose_project(PROJECTS[0])
    fields.phases.choose("f1")
    fields.choose_project(PROJECTS[1])
    assert fields.wishes().phase is None


def test_a_call_is_booked_once_and_again_only_on_demand(desk: Desk) -> None:
    """The refusal is said within the form, with a button; no box pops up."""
    form = desk.open(make_row("a", talk=60, booked=(booking("a", Kind.TIME),)))
    QTest.keyClicks(form.fields.text, "kept")
    form.book()
    desk.qtbot.waitUntil(lambda: form.notice.text == "The time of this call was booked already.")
    assert QApplication.activeModalWidget() is None
    assert form.fields.text.toPlainText() == "kept"
    assert form.notice.button.text() == "Book a&gain"
    desk.qtbot.mouseClick(form.notice.button, Qt.MouseButton.LeftButton)
    desk.wait_gone()
    assert [command.again for command in desk.fake.asked_for(BookCall)] == [False, True]


@pytest.mark.parametrize("reason", ["switchboard", "ending"])
def test_an_uncertain_match_wants_a_yes(desk: Desk, reason: str) -> None:
    form = desk.open(make_row("a", talk=60, match=match(MEIER, reason=reason)))
    form.book()
    desk.qtbot.waitUntil(lambda: form.notice.button.text() == "&Yes, book on Meier && Söhne GmbH")
    form.notice.button.click()
    desk.wait_gone()
    assert [command.confirmed for command in desk.fake.asked_for(BookCall)] == [False, True]


def test_again_and_yes_add_up(desk: Desk) -> None:
    likely = match(MEIER, reason="switchboard")
    form = desk.open(make_row("a", talk=60, match=likely, booked=(booking("a", Kind.TIME),)))
    form.book()
    desk.qtbot.waitUntil(lambda: "booked already" in form.notice.text)
    form.notice.button.click()
    desk.qtbot.waitUntil(lambda: "only likely" in form.notice.text)
    form.notice.button.click()
    desk.wait_gone()
    last = desk.fake.asked_for(BookCall)[-1]
    assert (last.again, last.confirmed) == (True, True)


def test_an_end_that_was_not_seen_wants_a_yes_too(desk: Desk) -> None:
    desk.book.at_least = True
    form = desk.open(make_row("a", talk=60))
    assert form.fields.measured.text() == "at least 1:00 measured"
    desk.fake.errors[BookCall] = NeedsConfirming("the end of the call was not seen")
    form.book()
    desk.qtbot.waitUntil(lambda: form.notice.text == "the end of the call was not seen")
    assert form.notice.button.text() == "&Yes, book it so"
    del desk.fake.errors[BookCall]
    form.notice.button.click()
    desk.wait_gone()
    assert desk.fake.asked_for(BookCall)[-1].confirmed


def test_the_first_service_type_is_called_as_everywhere(desk: Desk) -> None:
    """Every book begins with one of our own; until somebody renames it, it is in the language of the window."""
    form = desk.open(make_row("a", talk=60))
    speak("de")
    form.fields.offer_service_types([ServiceType("s9", "Phone call")])
    speak("en")
    assert form.fields.service_types.itemText(1) == "Telefonat"


def test_several_contacts_are_chosen_in_the_form(desk: Desk) -> None:
    """Its list offers them first; their projects are the likely ones then."""
    form = desk.open(make_row("a", talk=60, match=match(ANNA, BEAT)))
    box = form.fields.contact
    assert (box.text(), box.placeholderText()) == ("", "Who was it?")
    form.book()
    desk.qtbot.waitUntil(lambda: "choose who it was" in form.notice.text)
    assert form.focusWidget() is box
    QTest.keyClick(box, Qt.Key.Key_Down)
    desk.qtbot.waitUntil(lambda: len(box.choices) == 2)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.text() == "Anna Keller, Keller Treuhand AG"
    desk.settle(form)
    assert desk.fake.asked_for(SuggestProjects)[-1].contact == "c1"
    form.book()
    desk.wait_gone()
    assert desk.fake.asked_for(BookCall)[-1].wishes.contact == "c1"


def test_any_other_refusal_is_said_and_nothing_typed_is_lost(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=60))
    desk.fake.errors[BookCall] = Refused("the project is closed")
    QTest.keyClicks(form.fields.text, "kept")
    form.book()
    desk.qtbot.waitUntil(lambda: form.notice.text == "the project is closed")
    assert form.fields.text.toPlainText() == "kept"
    assert form.buttons.book.isEnabled()
    del desk.fake.errors[BookCall]
    form.book()
    desk.wait_gone()


def test_a_second_key_does_not_book_twice(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=60))
    desk.fake.delay = 0.1
    form.book()
    form.book()
    desk.wait_gone()
    assert len(desk.fake.asked_for(BookCall)) == 1


@pytest.mark.parametrize("typed", ["-", "1441", "1'000"])
def test_minutes_that_are_none_are_not_booked(desk: Desk, typed: str) -> None:
    form = desk.open(make_row("a", talk=60))
    form.fields.minutes.setText(typed)
    form.book()
    assert form.notice.text == f"“{typed}” is no number of minutes."
    assert form.focusWidget() is form.fields.minutes
    assert not desk.fake.asked_for(BookCall)


def test_a_project_that_is_typed_and_not_chosen_is_not_left_out(desk: Desk) -> None:
    """Nothing that was typed is silently taken for nothing."""
    form = desk.open(make_row("a", talk=60))
    form.fields.project.setText("Umbau")
    form.book()
    assert form.notice.text == "Choose a project for “Umbau” from the list, or empty the field."
    assert not desk.fake.asked_for(BookCall)


@pytest.mark.parametrize("typed", ["12,5", "12.5"])
@pytest.mark.parametrize("country", [QLocale.Country.Germany, QLocale.Country.Switzerland])
def test_point_and_comma_are_the_same(desk: Desk, country: QLocale.Country, typed: str) -> None:
    """Whatever is usual where one is: twelve and a half is never billed as 125."""
    QLocale.setDefault(QLocale(QLocale.Language.German, country))
    fields = desk.open(make_row("a", talk=365)).fields
    QTest.keyClicks(fields.minutes, typed)
    assert fields.minutes.text() == typed
    assert fields.wishes().minutes == 12.5


def test_more_minutes_than_a_day_has_are_refused(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=365))
    QTest.keyClicks(form.fields.minutes, "1441")
    form.book()
    assert form.notice.text == "“1441” is no number of minutes."
    assert not desk.fake.asked_for(BookCall)


def test_minutes_are_shown_as_they_are_written_here(desk: Desk) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    fields = desk.open(make_row("a", talk=365)).fields
    fields.minutes.show_default(6.08)
    assert fields.minutes.placeholderText() == "6,08"
    fields.minutes.setText(".")
    assert fields.minutes.is_wrong


def test_minutes_typed_by_hand_leave_the_measured_ones(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=365))
    QTest.keyClicks(form.fields.minutes, "3")
    desk.settle(form)
    assert form.fields.measured.text() == "6:05 measured"
    assert desk.fake.asked_for(PreviewBooking)[-1].wishes.minutes == 3


def test_the_form_shows_that_it_stands_for_several_calls(desk: Desk) -> None:
    desk.fake.add(make_row("b", 30, talk=120))
    desk.book.together = {"a": ("b", "a")}
    form = desk.open(make_row("a", 12, talk=60))
    assert form.fields.form.isRowVisible(form.fields.calls)
    assert form.fields.calls.text() == "2 calls, booked as one:\n15:12, 2:00\n15:30, 1:00"
    assert form.fields.measured.text() == "3:00 measured"


def test_escape_closes_it(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=60))
    desk.qtbot.keyClick(form, Qt.Key.Key_Escape)
    desk.wait_gone()
    assert not desk.fake.asked_for(BookCall)


def test_what_cannot_be_found_out_is_said(desk: Desk) -> None:
    """The call can be booked without it."""
    desk.fake.errors[GetServiceTypes] = Unreachable("the book does not answer")
    form = desk.open(make_row("a", talk=60))
    desk.qtbot.waitUntil(lambda: form.notice.text == "the book does not answer")
    form.book()
    desk.wait_gone()


def test_of_a_call_in_which_nobody_talked_there_is_no_time(desk: Desk) -> None:
    form = desk.open(make_row("a"))
    assert form.fields.measured.text() == "nobody talked"
    ringing = desk.open(make_row("b", state=RowState.RINGING))
    assert ringing.fields.measured.text() == "nobody has talked yet"
    assert not desk.fake.asked_for(PreviewBooking)


def test_what_has_been_put_right_is_not_said_any_longer(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=60))
    form.fields.project.setText("Umbau")
    form.book()
    assert "Umbau" in form.notice.text
    form.fields.project._pick(form.fields.project._first[0])
    assert form.notice.text == ""
    form.fields.minutes.setText("x")
    form.book()
    QTest.keyClicks(form.fields.text, "something else")
    assert "no number of minutes" in form.notice.text, "it is still wrong"


def test_what_is_wrong_with_the_parts_does_not_stay_for_the_whole(desk: Desk) -> None:
    form = desk.open(make_row("a", talk=600))
    form.split()
    desk.fake.errors[SplitCall] = Refused("the shares are 20 minutes together")
    QTest.keyClicks(form.split_page.rows[0].minutes, "20")
    form.book()
    desk.qtbot.waitUntil(lambda: form.notice.text == "the shares are 20 minutes together")
    form.split_page.back_button.click()
    assert form.notice.text == ""


def test_a_form_that_is_still_being_placed_is_not_resized(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be put into the corner of the screen, with its title above it; it grows as soon as it stands."""
    form = desk.open(make_row("a", talk=60))
    with desk.qtbot.waitExposed(form):
        pass
    with monkeypatch.context() as not_yet:
        not_yet.setattr(type(form.windowHandle()), "isExposed", lambda window: False)
        form.resize(form.width(), form.minimumHeight())
        small = form.height()
        form._make_room()
        assert form.height() == small
    form.update()
    desk.qtbot.waitUntil(lambda: form.height() >= form.sizeHint().height())


def test_where_the_clock_is_set_back_the_zones_are_named() -> None:
    """The night of the 25th of October 2026, in Zürich: from 02:49 to 02:09 are twenty minutes."""
    start = datetime(2026, 10, 25, 0, 49, tzinfo=UTC)
    assert formats.clock_times(start, start + timedelta(minutes=20)) == ("02:49 CEST", "02:09 CET")
    assert formats.clock_times(start, start + timedelta(minutes=5)) == ("02:49", "02:54")
