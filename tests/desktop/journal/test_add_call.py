"""A call on another telephone: added afterwards, or timed while it lasts."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QDateTime, Qt

from calljournal.contracts.work_commands import AddCall, StopTimer
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.journal.add_call import AddCallPanel
from calljournal.desktop.journal.cells import Column
from calljournal.errors import Refused
from calljournal.journal import RowState
from calljournal.words import say
from tests.desktop.conftest import Opened
from tests.desktop.samples import make_row

pytestmark = pytest.mark.desktop
Key = Qt.Key


@pytest.fixture
def panel(opened: Opened, bridge: Bridge) -> Opened:
    """Give a window with the panel open."""
    opened.open(bridge)
    opened.activate()
    opened.qtbot.keyClick(opened.window.table, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    opened.qtbot.waitUntil(opened.window.add_panel.who.hasFocus)
    return opened


def the(opened: Opened) -> AddCallPanel:
    return opened.window.add_panel


def type_who(opened: Opened, text: str) -> None:
    """Type whom it was with; Enter takes the first contact that is called so."""
    opened.qtbot.keyClicks(the(opened).who, text)


def test_a_call_with_a_number(panel: Opened) -> None:
    type_who(panel, "044 000 77 88")
    the(panel).minutes.setValue(12)
    the(panel).incoming.click()
    the(panel).add_button.click()
    panel.wait_cell(0, Column.DURATION, "12:00")
    assert panel.asked(AddCall) == [AddCall(number="044 000 77 88", minutes=12.0, incoming=True)]
    assert the(panel).isHidden()
    panel.wait_said("The call is added; it waits to be booked")
    panel.press_button()
    panel.qtbot.waitUntil(lambda: len(panel.forms.forms()) == 1)


def test_a_call_with_a_contact_at_a_time(panel: Opened) -> None:
    type_who(panel, "keller")
    panel.qtbot.keyClick(the(panel).who, Key.Key_Return)
    panel.qtbot.waitUntil(lambda: the(panel).who.choice is not None)
    the(panel).just_now.click()
    the(panel).at.setDateTime(QDateTime.fromSecsSinceEpoch(int(datetime(2026, 3, 9, 8, 15, tzinfo=UTC).timestamp())))
    panel.qtbot.keyClick(the(panel).minutes, Key.Key_Return)  # Enter adds it, wherever one is
    panel.qtbot.waitUntil(lambda: bool(panel.asked(AddCall)))
    assert panel.asked(AddCall) == [AddCall(contact="c1", minutes=5.0, at=datetime(2026, 3, 9, 8, 15, tzinfo=UTC))]
    panel.wait_cell(0, Column.PERSON, "Anna Keller, Keller Treuhand AG")


def test_enter_on_a_button_is_that_button(panel: Opened) -> None:
    the(panel).close_button.setFocus()
    panel.qtbot.keyClick(the(panel).close_button, Key.Key_Return)
    assert the(panel).isHidden()
    assert not panel.asked(AddCall)


def test_what_is_in_the_journal_already_is_asked_about(panel: Opened) -> None:
    refusal = Refused(say("probably the same").typed("; add --again if it was another"))
    panel.fake.errors[AddCall] = refusal
    the(panel).add()
    panel.qtbot.waitUntil(lambda: the(panel).notice.text == "probably the same")
    panel.fake.errors.clear()
    the(panel).notice.button.click()
    panel.qtbot.waitUntil(lambda: [one.again for one in panel.asked(AddCall)] == [False, True])
    panel.qtbot.waitUntil(the(panel).isHidden)


def test_what_cannot_have_been_is_said_and_what_was_typed_stays(panel: Opened) -> None:
    panel.fake.errors[AddCall] = Refused(say("cannot be read as a number"))
    type_who(panel, "O44")
    the(panel).add()
    panel.qtbot.waitUntil(lambda: the(panel).notice.text == "cannot be read as a number")
    assert the(panel).notice.button.isHidden()
    assert the(panel).who.text() == "O44"
    panel.qtbot.keyClick(the(panel).who, Key.Key_Escape)
    assert the(panel).isHidden()
    panel.window.add_call()
    assert the(panel).who.text() == "O44"


def test_a_timer_runs_in_the_foot_and_is_stopped_by_a_click(panel: Opened) -> None:
    type_who(panel, "keller")
    panel.qtbot.keyClick(the(panel).who, Key.Key_Return)
    panel.qtbot.waitUntil(lambda: the(panel).who.choice is not None)
    the(panel).timer_button.click()
    panel.wait_cell(0, Column.OUTCOME, "timer runs")
    assert panel.asked(AddCall) == [AddCall(contact="c1")]
    timers = panel.window.footer.timers
    panel.qtbot.waitUntil(timers.isVisible)
    panel.clock.move(75)
    timers.refresh()
    ((label, button),) = timers._shown.values()
    assert label.text() == "Anna Keller, Keller Treuhand AG 1:15"
    button.click()
    panel.wait_cell(0, Column.DURATION, "3:00")
    panel.qtbot.waitUntil(timers.isHidden)
    assert [one.entry for one in panel.asked(StopTimer)] == [next(iter(panel.fake.rows))]


@pytest.mark.parametrize(
    ("shortest", "said"),
    [
        (180, "The timer is stopped; the call waits to be booked"),
        (240, "The timer is stopped; a call shorter than 4 min does not wait to be booked"),
    ],
)
def test_whether_a_timed_call_waits_is_said(opened: Opened, bridge: Bridge, shortest: int, said: str) -> None:
    """Of three minutes."""
    opened.rows.shortest = shortest
    opened.fake.add(make_row("timed", 3, state=RowState.TALKING, line="manual"))
    opened.open(bridge)
    opened.qtbot.waitUntil(opened.window.footer.timers.isVisible)
    opened.window.controls.stop_timer("timed")
    opened.wait_said(said)


def test_of_a_call_too_short_to_wait_nothing_else_is_said(panel: Opened) -> None:
    panel.rows.shortest = 180
    type_who(panel, "044 000 77 88")
    the(panel).minutes.setValue(2)
    the(panel).add_button.click()
    panel.wait_said("The call is added; one shorter than 3 min does not wait to be booked")


def test_timers_of_before_are_there_from_the_start(opened: Opened, bridge: Bridge) -> None:
    opened.fake.add(make_row("t", 3, line="manual", own="mobile", state=make_row("x").entry.state.TALKING))
    opened.open(bridge)
    opened.qtbot.waitUntil(opened.window.footer.timers.isVisible)
