"""The row above the list: session and history, search, filters."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QDate, Qt

from calljournal.contracts.journal_commands import CountRows
from calljournal.contracts.settings_commands import Preferences
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal.sought import Sought
from tests.desktop.conftest import Opened
from tests.desktop.samples import ANNA, BEAT, NOW, make_row, match

pytestmark = pytest.mark.desktop


@pytest.fixture
def two_days(opened: Opened, bridge: Bridge) -> Opened:
    """Give a window with two calls of this session, and two of yesterday."""
    opened.rows.session = NOW - timedelta(hours=1)
    opened.fake.add(
        make_row("anna", 10, talk=60),
        make_row("beat", 20, match=match(BEAT), number="+41790005566", display="079 000 55 66"),
        make_row("anna before", 60 * 24),
        make_row("noted", 60 * 25, talk=30, match=match(), note="wants the plans"),
    )
    opened.open(bridge)
    opened.activate()
    return opened


def test_the_session_first_and_the_history_behind_it(two_days: Opened) -> None:
    two_days.wait_ids("anna", "beat")
    two_days.qtbot.keyClick(two_days.window.table, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    two_days.wait_ids("anna", "beat", "anna before", "noted")
    assert two_days.window.calls.filters.history.isChecked()
    two_days.window.calls.filters.session.click()
    two_days.wait_ids("anna", "beat")


def test_search_as_one_types(two_days: Opened) -> None:
    filters = two_days.window.calls.filters
    filters.look_for(Sought(session=False))
    two_days.wait_ids("anna", "beat", "anna before", "noted")
    before = len(two_days.asked(CountRows))
    two_days.qtbot.keyClick(two_days.window.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert filters.search.hasFocus()
    two_days.qtbot.keyClicks(filters.search, "plans")
    two_days.wait_ids("noted")
    texts = {one.of.text for one in two_days.asked(CountRows)[before:]}
    assert texts == {"plans"}  # not letter by letter
    two_days.qtbot.keyClick(filters.search, Qt.Key.Key_Escape)
    two_days.wait_ids("anna", "beat", "anna before", "noted")
    two_days.qtbot.keyClick(filters.search, Qt.Key.Key_Escape)
    assert two_days.window.table.hasFocus()


def test_enter_looks_at_once_and_goes_to_the_list(two_days: Opened) -> None:
    filters = two_days.window.calls.filters
    filters.search.setFocus()
    two_days.qtbot.keyClicks(filters.search, "5566")
    two_days.qtbot.keyClick(filters.search, Qt.Key.Key_Return)
    assert two_days.window.table.hasFocus()
    assert filters.sought.text == "5566"
    two_days.wait_ids("beat")


def test_missed_and_not_booked(two_days: Opened) -> None:
    filters = two_days.window.calls.filters
    filters.missed.click()
    two_days.wait_ids("beat")
    assert filters.missed.font().bold()  # not by its shade alone
    filters.missed.click()
    filters.unbooked.click()
    two_days.wait_ids("anna")
    filters.clear_button.click()
    two_days.wait_ids("anna", "beat")
    assert filters.clear_button.isHidden()
    assert not filters.unbooked.isChecked()


def test_person_and_days(two_days: Opened) -> None:
    filters = two_days.window.calls.filters
    filters.history.click()
    assert filters.second_row.isHidden()
    filters.more.click()
    assert not filters.second_row.isHidden()
    two_days.qtbot.keyClicks(filters.person, "keller")
    two_days.wait_ids("anna", "anna before")
    filters.last.given.click()
    filters.last.field.setDate(QDate(2026, 3, 8))
    two_days.wait_ids("anna before")
    filters.more.click()  # put away, it looks for nothing
    two_days.wait_ids("anna", "beat", "anna before", "noted")
    assert filters.sought == Sought(session=False)


def test_all_calls_with_somebody(two_days: Opened) -> None:
    two_days.wait_ids("anna", "beat")
    two_days.window.calls.show_all_with("c1", "Anna Keller")
    two_days.wait_ids("anna", "anna before")
    filters = two_days.window.calls.filters
    assert filters.person.text() == "Anna Keller"
    assert two_days.asked(CountRows)[-1].of.contact == "c1"
    filters.person.selectAll()
    two_days.qtbot.keyClicks(filters.person, "Frei")  # another name is no longer that contact
    two_days.wait_ids("beat")
    assert (filters.sought.contact, filters.sought.person) == ("", "Frei")


def test_escape_in_the_list_shows_all_again(two_days: Opened) -> None:
    two_days.window.calls.filters.look_for(Sought(text="frei"))
    two_days.wait_ids("beat")
    two_days.window.table.setFocus()
    two_days.qtbot.keyClick(two_days.window.table, Qt.Key.Key_Escape)
    two_days.wait_ids("anna", "beat")


def test_an_empty_list_says_why(two_days: Opened) -> None:
    for sought, words in (
        (Sought(text="zzz"), "Ctrl+H looks through the history"),
        (Sought(session=False, text="zzz"), "Nothing was found."),
    ):
        two_days.window.calls.filters.look_for(sought)
        two_days.qtbot.waitUntil(lambda sought=sought: two_days.window.calls.listing.shown == sought)  # type: ignore[misc]
        assert words in two_days.window.table.empty_words


def test_the_view_is_the_one_of_the_settings(two_days: Opened) -> None:
    two_days.wait_ids("anna", "beat")
    two_days.window.set_preferences(Preferences(view="history"))
    two_days.wait_ids("anna", "beat", "anna before", "noted")
    two_days.window.calls.filters.session.click()
    two_days.wait_ids("anna", "beat")
    two_days.window.set_preferences(Preferences(view="history", reminder="17:00"))
    two_days.qtbot.wait(50)
    assert two_days.window.calls.filters.sought.session  # what the user switched to stays


def test_where_nothing_is_kept_there_is_no_history(two_days: Opened) -> None:
    two_days.window.set_preferences(Preferences(keep="session"))
    filters = two_days.window.calls.filters
    assert filters.history.isHidden()
    filters.switch_view()
    assert filters.sought.session


def test_what_is_looked_for_is_shown(two_days: Opened) -> None:
    filters = two_days.window.calls.filters
    sought = Sought(session=False, text="a", missed=True, unbooked=True, person="b", first=NOW.date(), last=NOW.date())
    filters.show_sought(sought)
    filters._read()
    assert filters.sought == sought
    filters.show_sought(replace(sought, first=None))
    assert filters.first.day is None


def test_candidates_of_the_samples_are_those_of_the_book() -> None:
    assert (ANNA.id, BEAT.id) == ("c1", "c2")
