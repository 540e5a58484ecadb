"""What a ring does, by the settings, and what the buttons do."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from calljournal.calls import Direction
from calljournal.contracts.journal_commands import ListRows
from calljournal.contracts.line import Capability
from calljournal.contracts.service import AnswerCall, EndCall, HoldCall, LineChanged, Missed, RowsDeleted
from calljournal.contracts.settings_commands import GetPreferences, Preferences
from calljournal.contracts.work_commands import SuggestProjects
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.changes import Changes
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.ringing import attention
from calljournal.desktop.ringing.card import CallCard
from calljournal.desktop.ringing.notice import RingingNotice
from calljournal.errors import Refused, StoreFailed
from calljournal.journal import Outcome, RowState
from calljournal.matching import PENDING, Candidate
from tests.desktop.ringing.conftest import ABLE, WITHHELD, Rung
from tests.desktop.samples import ANNA, BEAT, MEIER, NOW, SIMULATOR, make_row, match

TALKING = RowState.TALKING


def visible_buttons(card: CallCard) -> list[str]:
    buttons = (card.answer, card.book, card.hold, card.take_back, card.reject, card.hang_up)
    return [button.text().replace("&", "") for button in buttons if not button.isHidden()]


def everything_said(window: QWidget) -> str:
    """Give every text that a window lets out, to people, screen readers, task bars and whoever takes it apart."""
    texts = []
    for widget in (window, *window.findChildren(QWidget)):
        texts += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle()]
        texts += [widget.statusTip(), widget.whatsThis(), widget.windowIconText(), widget.objectName()]
        text = getattr(widget, "text", None)
        texts.append(text() if callable(text) else "")
    return "\n".join(texts)


# --- what is shown ---------------------------------------------------------------------------------------------------


def test_who_rings_is_shown_with_what_is_known(rung: Rung) -> None:
    rung.fake.add(make_row("before", 60 * 24, talk=700))
    rung.notice.set_preferences(Preferences(notice_projects=True))
    rung.rings()
    rung.qtbot.waitUntil(lambda: len(rung.texts()) == 6)
    assert rung.texts() == [
        "Incoming call to 101",
        "Anna Keller",
        "Keller Treuhand AG",
        "044 000 12 34",
        "Last spoken yesterday 15:42, 12 min",
        "Open: Annual accounts 2025, VAT advice",
    ]
    assert rung.notice.window.isVisible()
    assert rung.fake.asked_for(ListRows)[-1].contact == "c1"
    assert visible_buttons(rung.card()) == ["Answer", "Reject"]


def test_projects_only_if_asked_for(rung: Rung) -> None:
    rung.rings()
    rung.qtbot.waitUntil(lambda: rung.fake.asked_for(ListRows)[-1].contact == "c1")
    rung.qtbot.waitUntil(lambda: rung.notice._knowledge.of("a").before is not None)
    assert not rung.fake.asked_for(SuggestProjects)
    assert "Open" not in everything_said(rung.notice.window)


def test_a_name_that_comes_late_takes_its_place(rung: Rung) -> None:
    card = rung.rings(match=PENDING)
    assert rung.texts() == ["Incoming call to 101", "044 000 12 34"]
    rung.tell("a", match=match(ANNA))
    assert rung.card() is card
    assert rung.texts()[:2] == ["Incoming call to 101", "Anna Keller"]


def test_what_was_known_of_one_is_not_said_of_another(rung: Rung) -> None:
    """The match changes from one contact to another: what was asked about the first is not shown any more."""
    rung.fake.add(make_row("before", 60 * 24, talk=700))
    rung.rings()
    rung.qtbot.waitUntil(lambda: "Last spoken" in everything_said(rung.notice.window))
    rung.fake.rows.clear()
    rung.tell("a", match=match(BEAT))
    assert "Last spoken" not in everything_said(rung.notice.window)


def test_an_unknown_number_is_asked_for_by_the_number(rung: Rung) -> None:
    rung.fake.add(make_row("before", 60 * 24, talk=700, match=match()))
    rung.rings(match=match())
    rung.qtbot.waitUntil(lambda: "Last spoken yesterday 15:42, 12 min" in rung.texts())
    assert rung.fake.asked_for(ListRows)[-1].number == "+41440001234"


def test_several_calls_stack_and_each_leaves_alone(rung: Rung) -> None:
    first, second = rung.rings("a"), rung.rings("b", match=match(BEAT))
    assert second.y() < first.y()
    rung.tell("a", RowState.ENDED, outcome=Outcome.ELSEWHERE, answered_by="102")
    assert list(rung.notice.window.cards) == ["b"]
    rung.tell("b", RowState.ENDED)
    assert not rung.notice.window.isVisible()


def test_many_calls_take_half_the_screen_and_the_first_stays_in_view(rung: Rung) -> None:
    entries = [f"r{number:02}" for number in range(20)]
    for entry in entries:
        rung.tell(entry)
    window = rung.notice.window
    shown = list(window.cards)
    assert shown == entries[: len(shown)]
    assert 2 <= len(shown) < 20
    screen = window.screen().availableGeometry()
    rung.qtbot.waitUntil(lambda: window.geometry() == QRect(window._place, window._needed()))
    assert window.height() <= screen.height() // 2 + 2 * window.more.height()
    assert screen.contains(window.geometry())
    assert window.more.text() == f"and {20 - len(shown)} more calls"
    rung.tell(entries[0], RowState.ENDED)
    assert list(window.cards) == entries[1 : len(shown) + 1]
    assert window.more.text() == f"and {19 - len(shown)} more calls"
    for entry in entries[3:]:
        rung.tell(entry, RowState.ENDED)
    assert window.more.isHidden()


def test_the_own_call_is_in_view_among_many(rung: Rung) -> None:
    entries = [f"r{number:02}" for number in range(20)]
    for entry in entries:
        rung.tell(entry)
    rung.tell(entries[19], RowState.TALKING)
    assert entries[19] in rung.notice.window.cards
    assert entries[0] in rung.notice.window.cards
    for entry in entries:
        rung.tell(entry, RowState.ENDED)


def test_nothing_moves_under_the_pointer(rung: Rung) -> None:
    """Calls come and go, names come late: the buttons of a call stay where they are on the screen."""
    window = rung.notice.window

    def place(card: CallCard) -> QPoint:
        return window._place + card.answer.mapTo(window, QPoint(0, 0))

    def settle(card: CallCard, at: QPoint) -> None:
        """Wait until the window system has done what it was asked for, and the buttons are where they were."""
        rung.qtbot.waitUntil(lambda: window.geometry() == QRect(window._place, window._needed()))
        rung.qtbot.waitUntil(lambda: place(card) == at)

    first = rung.rings("a", match=PENDING)
    at = place(first)
    rung.tell("a", match=match(MEIER, reason="switchboard"))
    rung.qtbot.waitUntil(lambda: rung.notice._knowledge.of("a").before is not None)
    settle(first, at)
    second = rung.rings("b")
    settle(first, at)
    at = place(second)
    rung.tell("a", RowState.ENDED)
    settle(second, at)


def test_deleted_calls_and_missed_changes(rung: Rung) -> None:
    rung.rings("a")
    rung.rings("b")
    rung.fake.tell(RowsDeleted(("a",)))
    rung.qtbot.waitUntil(lambda: list(rung.notice.window.cards) == ["b"])
    rung.fake.rows.clear()
    rung.fake.add(make_row("c", 0, state=RowState.RINGING))
    rung.fake.tell(Missed(3))
    rung.qtbot.waitUntil(lambda: list(rung.notice.window.cards) == ["c"])


def test_nothing_is_shown_that_nobody_keeps_up_to_date(rung: Rung) -> None:
    rung.rings()
    rung.fake.end()
    rung.qtbot.waitUntil(lambda: not rung.notice.window.isVisible())


def test_a_call_that_rings_already_when_the_program_starts(rung: Rung, bridge: Bridge) -> None:
    rung.fake.add(make_row("a", 0, state=RowState.RINGING))
    rung.notice.ask_for_everything()
    rung.qtbot.waitUntil(lambda: "a" in rung.notice.window.cards)


# --- what can be done ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("can", "ringing", "talking"),
    [
        (frozenset(Capability), ["Answer", "Reject"], ["Time entry…", "Hold", "Hang up"]),
        (frozenset({Capability.HANG_UP}), ["Reject"], ["Time entry…", "Hang up"]),
        (frozenset({Capability.DIAL}), [], ["Time entry…"]),
    ],
)
def test_only_what_the_line_can_is_offered(
    rung: Rung, can: frozenset[Capability], ringing: list[str], talking: list[str]
) -> None:
    rung.fake.tell(LineChanged(replace(ABLE, capabilities=can)))
    card = rung.rings()
    rung.qtbot.waitUntil(lambda: visible_buttons(card) == ringing)
    rung.tell("a", TALKING)
    assert visible_buttons(card) == talking


def test_answer_hold_and_hang_up(rung: Rung) -> None:
    card = rung.rings()
    rung.qtbot.mouseClick(card.answer, Qt.MouseButton.LeftButton)
    rung.qtbot.mouseClick(card.answer, Qt.MouseButton.LeftButton)  # a double click is one click
    rung.qtbot.waitUntil(lambda: bool(rung.fake.asked_for(AnswerCall)))
    rung.tell("a", TALKING)
    assert rung.fake.asked_for(AnswerCall) == [AnswerCall("a")]
    rung.qtbot.mouseClick(card.hold, Qt.MouseButton.LeftButton)
    rung.qtbot.waitUntil(lambda: rung.fake.asked_for(HoldCall) == [HoldCall("a")])
    rung.tell("a", RowState.HELD)
    assert visible_buttons(card) == ["Time entry…", "Take back", "Hang up"]
    rung.qtbot.mouseClick(card.take_back, Qt.MouseButton.LeftButton)
    rung.qtbot.waitUntil(lambda: rung.fake.asked_for(HoldCall)[-1] == HoldCall("a", on=False))
    rung.tell("a", TALKING)
    rung.qtbot.mouseClick(card.hang_up, Qt.MouseButton.LeftButton)
    rung.qtbot.waitUntil(lambda: rung.fake.asked_for(EndCall) == [EndCall("a")])


def test_what_was_not_done_is_said_on_the_card(rung: Rung) -> None:
    rung.fake.errors[AnswerCall] = Refused("the telephone did not take the call: pick up the receiver")
    card = rung.rings()
    rung.qtbot.mouseClick(card.answer, Qt.MouseButton.LeftButton)
    rung.qtbot.waitUntil(lambda: "pick up the receiver" in card.error.text)
    assert card.answer.isEnabled()
    rung.tell("a", TALKING)
    assert card.error.text == ""


def test_the_form_and_the_contact(rung: Rung) -> None:
    doors = rung.notice._doors
    card = rung.rings()
    with rung.qtbot.waitSignal(doors.contact_wanted, check_params_cb=lambda contact: contact == "c1"):
        rung.qtbot.mouseClick(card.who, Qt.MouseButton.LeftButton)
    rung.tell("a", TALKING)
    with rung.qtbot.waitSignal(doors.booking_wanted, check_params_cb=lambda *wanted: wanted == ("a", "time")):
        rung.qtbot.mouseClick(card.book, Qt.MouseButton.LeftButton)


def test_a_talk_is_small_counts_and_goes_after_a_while(rung: Rung) -> None:
    card = rung.rings()
    high = card.height()
    rung.tell("a", TALKING)
    assert card.height() < high
    rung.clock.move(13)
    rung.notice.tick()
    assert "a" not in rung.notice.window.cards
    assert not rung.notice.window.isVisible()
    rung.tell("a", TALKING)
    assert not rung.notice.window.isVisible()


@pytest.mark.parametrize("shown", ["044 000 12 34", "+41 44 000 12 34", "+49 30 23125 100"])
def test_a_number_is_never_cut_while_somebody_talks(rung: Rung, shown: str) -> None:
    rung.rings(match=match(), display=shown)
    rung.tell("a", RowState.TALKING, match=match(), display=shown, started=NOW - timedelta(hours=2))
    head = rung.card().head
    rung.qtbot.waitUntil(lambda: "2:0" in rung.card().stage.text() or "1:59" in rung.card().stage.text())
    rung.qtbot.waitUntil(lambda: head._fitting() == head.text() == shown)


def test_a_talk_that_is_pinned_stays(rung: Rung) -> None:
    card = rung.rings()
    rung.tell("a", TALKING)
    card.pin.click()
    rung.clock.move(60)
    rung.notice.tick()
    assert card.stage.text() == "Talking 0:54"
    rung.tell("a", RowState.ENDED)
    assert not rung.notice.window.isVisible()


def test_dismissed(rung: Rung) -> None:
    card = rung.rings()
    card.close_button.click()
    assert not rung.notice.window.isVisible()
    rung.tell("a", TALKING)
    assert not rung.notice.window.isVisible()


def test_a_call_that_was_placed_here_has_a_card(rung: Rung) -> None:
    rung.notice.expect_outgoing("00440001234")
    rung.tell("o", RowState.DIALLING, direction=Direction.OUTGOING)
    assert rung.texts("o") == ["Anna Keller"]
    assert rung.card("o").stage.text() == "Dialling…"
    assert visible_buttons(rung.card("o")) == ["Hang up"]
    rung.tell("p", RowState.DIALLING, direction=Direction.OUTGOING)  # dialled by hand
    assert list(rung.notice.window.cards) == ["o"]


def test_a_line_is_named_where_there_are_several(rung: Rung) -> None:
    rung.fake.tell(LineChanged(SIMULATOR))
    rung.rings()
    rung.qtbot.waitUntil(lambda: rung.texts()[0] == "Incoming call to 101 (asterisk:main)")


# --- the settings ----------------------------------------------------------------------------------------------------


def test_a_message_of_the_system_waits_for_the_name(rung: Rung) -> None:
    rung.notice.set_preferences(Preferences(notice="notify"))
    rung.tell("a", match=PENDING)
    assert rung.system.messages == []
    rung.tell("a", match=match(ANNA))
    title, text = rung.system.messages[0]
    assert title == "Incoming call to 101"
    assert text.startswith("Anna Keller\nKeller Treuhand AG\n044 000 12 34")
    rung.tell("a", match=match(BEAT))
    assert len(rung.system.messages) == 1
    assert not rung.notice.window.isVisible()


def test_a_message_of_the_system_does_not_wait_for_ever(rung: Rung) -> None:
    rung.notice.set_preferences(Preferences(notice="notify"))
    rung.tell("a", match=PENDING)
    rung.qtbot.waitUntil(lambda: rung.system.messages == [("Incoming call to 101", "044 000 12 34")])


def test_a_call_that_is_over_has_no_message(rung: Rung) -> None:
    rung.notice.set_preferences(Preferences(notice="notify"))
    rung.tell("a", match=PENDING)
    rung.tell("a", RowState.ENDED)
    assert rung.system.messages == []


def test_blinking_until_nothing_rings(rung: Rung) -> None:
    rung.notice.set_preferences(Preferences(notice="blink"))
    rung.tell("a")
    rung.tell("b")
    assert rung.system.marked == 2
    assert rung.system.blinks == [True]
    rung.tell("a", TALKING)
    assert rung.system.blinks == [True]
    rung.tell("b", RowState.ENDED)
    assert rung.system.blinks == [True, False]
    assert not rung.notice.window.isVisible()


def test_nothing(rung: Rung) -> None:
    rung.notice.set_preferences(Preferences(notice="nothing"))
    rung.tell("a")
    assert not rung.notice.window.isVisible()
    assert (rung.system.marked, rung.system.blinks, rung.system.messages) == (0, [], [])
    rung.notice.appear()  # somebody asks for it
    assert rung.notice.window.isVisible()


@pytest.mark.parametrize("level", ["initials", "call"])
@pytest.mark.parametrize("contacts", [(ANNA,), (ANNA, BEAT), ()])
def test_what_is_hidden_leaks_nowhere(rung: Rung, level: str, contacts: tuple[Candidate, ...]) -> None:
    """Neither by hints nor by names for screen readers, titles, messages of the system, errors or remains of before."""
    rung.fake.add(make_row("before", 60 * 24, talk=700))
    rung.fake.errors[AnswerCall] = Refused("the call of Anna Keller, 044 000 12 34, cannot be taken")
    rung.notice.set_preferences(Preferences(notice_projects=True))
    card = rung.rings(match=match(*contacts))
    rung.qtbot.waitUntil(lambda: rung.notice._knowledge.of("a").before is not None)
    rung.qtbot.mouseClick(card.answer, Qt.MouseButton.LeftButton)
    rung.qtbot.waitUntil(lambda: "cannot be taken" in card.error.text)
    assert "044 000 12 34" in everything_said(rung.notice.window)
    rung.notice.set_preferences(Preferences(discreet=level, notice_projects=True))
    said = everything_said(rung.notice.window)  # of what was said before nothing remains
    erred: list[str] = []
    rung.notice._doors.erred.connect(erred.append)
    rung.qtbot.mouseClick(card.answer, Qt.MouseButton.LeftButton)
    rung.qtbot.waitUntil(lambda: bool(erred))
    said += everything_said(rung.notice.window)
    rung.notice.set_preferences(Preferences(discreet=level, notice="notify"))
    rung.tell("n", match=match(*contacts), name="Anna from afar")
    said += str(rung.system.messages)
    assert "Incoming call" in str(rung.system.messages)
    for secret in ("Anna", "Keller", "Beat", "Frei", "Treuhand", "000 12", "0001234", "Seestrasse", "Annual", "VAT"):
        assert secret not in said
    if level == "call":
        assert "101" not in said
        assert "A. K." not in said


def test_no_call_is_shown_before_it_is_known_how(rung: Rung, bridge: Bridge) -> None:
    """A call that rings while the program starts is not named by mistake; it is shown once the settings are known."""
    notice = RingingNotice(bridge, Icons(), Doors(), rung.clock)
    rung.qtbot.addWidget(notice.window)
    ringing = make_row("a", 0, state=RowState.RINGING)
    notice.take_changes(Changes((ringing,), ()))
    assert not notice.window.isVisible()
    rung.fake.add(ringing)
    rung.fake.answers[GetPreferences] = lambda fake, command: Preferences(discreet="initials")
    notice.ask_for_everything()
    rung.qtbot.waitUntil(notice.window.isVisible)
    assert notice.window.cards["a"].who.text() == "A. K."
    notice.dismiss_all()


def test_nobody_is_named_where_the_settings_cannot_be_read(rung: Rung) -> None:
    rung.fake.errors[GetPreferences] = StoreFailed("the settings cannot be read")
    rung.fake.add(make_row("a", 0, state=RowState.RINGING))
    rung.notice.ask_for_everything()
    rung.qtbot.waitUntil(rung.notice.window.isVisible)
    assert rung.texts() == ["Incoming call"]


def test_discreet_by_itself_while_the_system_asks_for_quiet(rung: Rung) -> None:
    rung.system.is_quiet = True
    rung.rings()
    assert rung.texts() == ["Incoming call"]
    rung.system.is_quiet = False
    rung.notice.tick()
    assert "Anna Keller" in rung.texts()
    rung.system.is_quiet = True
    rung.notice.tick()
    assert "Anna" not in everything_said(rung.notice.window)
    rung.card().contact_wanted.emit()  # a click that was on its way opens nothing


def test_the_name_is_in_the_accessible_name_of_the_card(rung: Rung) -> None:
    card = rung.rings()
    assert card.accessibleName().startswith("Incoming call to 101\nAnna Keller\n")
    assert card.close_button.accessibleName()
    rung.rings("w", **WITHHELD)
    assert "Number withheld" in rung.card("w").accessibleName()


class Reader:
    """A screen reader, played."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def isActive(self) -> bool:  # noqa: N802  (Qt's name)
        return True

    def updateAccessibility(self, event: QAccessibleAnnouncementEvent) -> None:  # noqa: N802
        self.heard.append(event.message())


def test_a_screen_reader_says_the_call_and_what_is_known_later(rung: Rung, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader()
    monkeypatch.setattr(attention, "QAccessible", reader)
    rung.rings(match=match())
    rung.qtbot.waitUntil(lambda: rung.notice._knowledge.of("a").before is not None)
    rung.notice.tick()
    assert reader.heard == ["Incoming call to 101\n044 000 12 34"]
    rung.tell("a", match=match(BEAT))
    assert reader.heard[-1].startswith("Incoming call to 101\nBeat Frei\n")
    reader.heard.clear()
    rung.notice.set_preferences(Preferences(discreet="call"))
    assert reader.heard == ["Incoming call"]


def test_a_notice_that_is_closed_stays_closed(rung: Rung) -> None:
    rung.rings()
    rung.notice.window.close()
    rung.notice.tick()
    assert not rung.notice.window.isVisible()
