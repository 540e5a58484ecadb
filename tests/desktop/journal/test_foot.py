"""How the day stands, the reminder, the lamps, and what was missed while a line was not connected."""

from dataclasses import replace
from datetime import timedelta

import pytest

from calljournal.contracts.line import LineState
from calljournal.contracts.service import LineChanged
from calljournal.contracts.settings_commands import Preferences
from calljournal.contracts.work_commands import GetTotals
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal.today import EVERY
from tests.desktop.conftest import Opened
from tests.desktop.samples import ASTERISK, NOW, make_row

pytestmark = pytest.mark.desktop
MINUTE = timedelta(minutes=1)


@pytest.fixture
def day(opened: Opened, bridge: Bridge) -> Opened:
    """Give a window on a day with 1 h 52 min on the phone, of which 38 min wait."""
    opened.fake.add(
        make_row("booked", 200, talk=74 * 60, settled="booked"),
        make_row("waits", 100, talk=38 * 60),
        make_row("yesterday", 60 * 24, talk=600),
    )
    opened.open(bridge)
    opened.qtbot.waitUntil(lambda: opened.window.today.known)
    return opened


# --- the day ---------------------------------------------------------------------------------------------------------


def test_the_day_in_one_sentence(day: Opened) -> None:
    assert day.window.footer.totals.text() == "today 1 h 52 min on the phone, 38 min not booked"
    assert day.window.footer.totals.accessibleName() == day.window.footer.totals.text()
    day.window.footer.totals.click()
    assert day.window.worklist.isVisible()


def test_it_is_asked_for_after_changes_but_once_a_second_at_most(day: Opened) -> None:
    day.qtbot.wait(EVERY + 50)
    day.fake.asked.clear()
    for at in range(10):
        day.fake.tell_rows(make_row("waits", 100, talk=38 * 60 - at))
        day.qtbot.wait(20)
    assert len(day.asked(GetTotals)) == 1
    day.fake.tell_rows(make_row("waits", 100, talk=38 * 60, settled="booked"))
    day.qtbot.waitUntil(lambda: "0 min not booked" in day.window.footer.totals.text())
    assert len(day.asked(GetTotals)) == 2


def test_midnight_begins_another_day(day: Opened) -> None:
    day.window.today.look()
    before = len(day.asked(GetTotals))
    day.clock.move(12 * 3600)
    day.qtbot.wait(EVERY + 50)
    day.window.today.look()
    day.qtbot.waitUntil(lambda: day.window.footer.totals.text() == "today 0 min on the phone, 0 min not booked")
    asked = day.asked(GetTotals)[-1]
    assert (asked.since, asked.until) == (NOW.date() + timedelta(days=1),) * 2
    assert len(day.asked(GetTotals)) == before + 1


# --- the reminder ----------------------------------------------------------------------------------------------------


def test_one_quiet_line_at_the_time_that_is_set(day: Opened) -> None:
    reminder = day.window.reminder
    day.window.set_preferences(Preferences(reminder="17:30"))  # it is 15:42
    reminder.look()
    assert reminder.isHidden()
    day.clock.move(2 * 3600)
    focus = day.window.focusWidget()
    reminder.look()
    assert not reminder.isHidden()
    assert reminder.text == "38 min of today are not booked yet."
    assert day.window.focusWidget() is focus
    reminder.dismiss.click()
    reminder.look()
    assert reminder.isHidden()  # once a day
    day.clock.move(24 * 3600)
    reminder.look()
    assert not reminder.isHidden()


def test_its_button_shows_the_calls(day: Opened) -> None:
    day.window.set_preferences(Preferences(reminder="17:30"))
    day.clock.move(2 * 3600)
    day.window.reminder.look()
    day.window.reminder.button.click()
    assert day.window.worklist.isVisible()
    assert day.window.reminder.isHidden()


def test_a_time_that_has_passed_when_it_is_set_counts_from_tomorrow(day: Opened) -> None:
    day.window.set_preferences(Preferences(reminder="12:00"))
    day.window.reminder.look()
    assert day.window.reminder.isHidden()


def test_a_time_that_is_put_off_counts_today(day: Opened) -> None:
    """It is 15:42; somebody sets a time that has passed, sees the mistake, and sets a later one."""
    day.window.set_preferences(Preferences(reminder="15:40"))
    day.window.set_preferences(Preferences(reminder="15:50"))
    day.clock.move(600)
    day.window.reminder.look()
    assert not day.window.reminder.isHidden()


@pytest.mark.parametrize("at", ["", "half past five"])
def test_without_a_time_there_is_none(day: Opened, at: str) -> None:
    day.window.set_preferences(Preferences(reminder=at))
    day.clock.move(8 * 3600)
    day.window.reminder.look()
    assert day.window.reminder.isHidden()


def test_it_goes_when_nothing_waits_any_more(day: Opened) -> None:
    day.window.set_preferences(Preferences(reminder="17:30"))
    day.clock.move(2 * 3600)
    day.window.reminder.look()
    day.fake.tell_rows(make_row("waits", 100, talk=38 * 60, settled="booked"))
    day.qtbot.waitUntil(day.window.reminder.isHidden)


def test_the_same_at_the_end_of_the_program(day: Opened) -> None:
    assert day.window.reminder_text() == "38 min of today are not booked yet."
    day.fake.tell_rows(make_row("waits", 100, talk=38 * 60, settled="booked"))
    day.qtbot.waitUntil(lambda: day.window.reminder_text() == "")


# --- gaps --------------------------------------------------------------------------------------------------------


def test_a_gap_is_told_while_it_lasts_and_afterwards(opened: Opened, bridge: Bridge) -> None:
    opened.open(bridge)
    gaps = opened.window.gaps
    assert gaps.words == ""
    start = NOW - 90 * MINUTE
    opened.fake.tell(LineChanged(replace(ASTERISK, state=LineState.DISCONNECTED, gaps=((start, None),))))
    opened.qtbot.waitUntil(lambda: "has not been connected since 14:12" in gaps.words)
    over = replace(ASTERISK, gaps=((start, NOW - 62 * MINUTE),))
    opened.fake.tell(LineChanged(over))
    said = "asterisk:main was not connected from 14:12 to 14:40. Calls of that time may be missing."
    opened.qtbot.waitUntil(lambda: gaps.words == said)
    gaps.dismiss_button.click()
    assert gaps.words == ""
    opened.fake.tell(LineChanged(replace(over, last_event=NOW)))
    opened.qtbot.wait(50)
    assert gaps.words == ""
    again = replace(over, gaps=(*over.gaps, (NOW - 2 * MINUTE, NOW - MINUTE)))
    opened.fake.tell(LineChanged(again))
    opened.qtbot.waitUntil(lambda: "from 15:40 to 15:41" in gaps.words)
    assert "14:12" not in gaps.words


def test_a_gap_of_a_moment_is_not_told(opened: Opened, bridge: Bridge) -> None:
    opened.fake.lines[ASTERISK.name] = replace(ASTERISK, gaps=((NOW - timedelta(seconds=3), NOW),))
    opened.open(bridge)
    assert opened.window.gaps.words == ""
    assert "Not connected from 15:42 to 15:42" in opened.window.lamps.lamps[ASTERISK.name].toolTip()


def test_of_many_gaps_the_last_are_told(opened: Opened, bridge: Bridge) -> None:
    gaps = tuple((NOW - (at + 1) * 10 * MINUTE, NOW - at * 10 * MINUTE - MINUTE) for at in range(9, -1, -1))
    opened.fake.lines[ASTERISK.name] = replace(ASTERISK, gaps=gaps)
    opened.open(bridge)
    assert len(opened.window.gaps.words.splitlines()) == 3
    assert "to 15:41" in opened.window.gaps.words
