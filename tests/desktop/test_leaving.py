"""Closing and quitting: nothing is asked unless something would be lost, and nothing is modal."""

import subprocess

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from calljournal.contracts.service import GetLines, PlaceCall, WatchLines
from calljournal.desktop import leaving as leaving_module
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.leaving import Leaving, Question
from calljournal.desktop.look.icons import Icons
from calljournal.languages import speak
from tests.desktop.fake_service import FakeService


def press(*keys: str) -> None:
    """Press keys as a person does."""
    subprocess.run(["xdotool", "key", "--delay", "20", *keys], check=True, timeout=20)


class Played:
    """A question on the screen, and what would be lost."""

    def __init__(self, bridge: Bridge) -> None:
        self.lost: list[str] = []
        self.reminder = ""
        self.question = Question(Icons())
        self.leaving = Leaving(bridge, self.question, lambda: self.lost, lambda: self.reminder)

    def press(self, qtbot: QtBot, button: QPushButton) -> None:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def played(bridge: Bridge, qtbot: QtBot) -> Played:
    made = Played(bridge)
    qtbot.addWidget(made.question)
    with qtbot.waitSignal(bridge.ready):
        bridge.start()
    return made


def test_with_a_tray_closing_hides(played: Played, qtbot: QtBot) -> None:
    played.lost = ["all"]
    with qtbot.waitSignal(played.leaving.hide_wanted), qtbot.assertNotEmitted(played.leaving.end):
        played.leaving.close(has_tray=True)
    assert not played.question.isVisible()


def test_without_a_tray_closing_ends(played: Played, qtbot: QtBot) -> None:
    with qtbot.waitSignal(played.leaving.end):
        played.leaving.close(has_tray=False)


def test_quitting_asks_nothing_where_nothing_is_lost(played: Played, qtbot: QtBot) -> None:
    with qtbot.waitSignal(played.leaving.end), qtbot.assertNotEmitted(played.leaving.ask_wanted):
        played.leaving.quit()


def test_what_would_be_lost_is_asked_about_in_the_window(played: Played, qtbot: QtBot) -> None:
    """The keyboard is on the answer that loses nothing; staying takes the question away."""
    played.lost = ["A call is going on."]
    with qtbot.waitSignal(played.leaving.ask_wanted), qtbot.assertNotEmitted(played.leaving.end):
        played.leaving.quit()
    assert played.question.isVisible()
    assert not played.question.isModal()
    assert "A call is going on." in played.question.text
    played.question.activateWindow()
    qtbot.waitUntil(played.question.stay.hasFocus)
    with qtbot.assertNotEmitted(played.leaving.end):
        qtbot.keyClick(played.question.stay, Qt.Key.Key_Space)
    assert not played.question.isVisible()
    with qtbot.waitSignal(played.leaving.ask_wanted):  # and it is asked anew the next time
        played.leaving.quit()
    with qtbot.waitSignal(played.leaving.end):
        played.press(qtbot, played.question.button)


def asked(played: Played, qtbot: QtBot) -> None:
    """Ask, and wait until the keyboard is on the answer that loses nothing."""
    played.lost = ["A call is going on."]
    played.leaving.quit()
    played.question.window().activateWindow()
    qtbot.waitUntil(played.question.stay.hasFocus)


def test_escape_stays_and_the_next_time_it_is_asked_anew(played: Played, qtbot: QtBot) -> None:
    asked(played, qtbot)
    with qtbot.assertNotEmitted(played.leaving.end):
        press("Escape")
        qtbot.waitUntil(played.question.isHidden)
        played.leaving.quit()
    assert played.question.isVisible()


def test_escape_stays_wherever_the_keyboard_is(played: Played, qtbot: QtBot) -> None:
    """Also in the list beneath, after Tab has gone past both answers."""
    window = QWidget()
    qtbot.addWidget(window)
    beneath = QTableWidget(2, 2, window)
    layout = QVBoxLayout(window)
    layout.addWidget(played.question)
    layout.addWidget(beneath)
    window.show()
    asked(played, qtbot)
    press("Tab", "Tab")
    qtbot.waitUntil(beneath.hasFocus)
    with qtbot.assertNotEmitted(played.leaving.end):
        press("Escape")
        qtbot.waitUntil(played.question.isHidden)
    played.question.setParent(None)


def test_it_is_seen_where_the_keyboard_is(played: Played, qtbot: QtBot) -> None:
    """Qt draws a frame around what has the focus only when Tab was pressed before."""
    asked(played, qtbot)
    option = QStyleOptionButton()
    played.question.stay.initStyleOption(option)
    assert option.state & QStyle.StateFlag.State_KeyboardFocusChange


def test_enter_stays(played: Played, qtbot: QtBot) -> None:
    asked(played, qtbot)
    with qtbot.assertNotEmitted(played.leaving.end):
        press("Return")
        qtbot.waitUntil(played.question.isHidden)


def test_tab_and_enter_end(played: Played, qtbot: QtBot) -> None:
    asked(played, qtbot)
    with qtbot.waitSignal(played.leaving.end):
        press("Tab", "Return")


def test_the_question_speaks_the_language_of_the_moment(played: Played) -> None:
    """It is made before the engine has told which one that is."""
    speak("de")
    try:
        played.lost = ["all"]
        played.leaving.quit()
        assert played.question.stay.text() == "Bleiben"
    finally:
        speak("en")


def test_a_question_that_nobody_sees_any_more_is_asked_again(played: Played, qtbot: QtBot) -> None:
    played.lost = ["all"]
    played.leaving.quit()
    played.question.hide()
    with qtbot.waitSignal(played.leaving.ask_wanted), qtbot.assertNotEmitted(played.leaving.end):
        played.leaving.quit()


def test_quitting_twice_is_an_answer(played: Played, qtbot: QtBot) -> None:
    played.lost = ["all"]
    played.leaving.quit()
    with qtbot.waitSignal(played.leaving.end):
        played.leaving.quit()


def test_a_reminder_is_said_once(played: Played, qtbot: QtBot) -> None:
    played.reminder = "3 calls of today are not booked."
    with qtbot.waitSignal(played.leaving.ask_wanted):
        played.leaving.quit()
    assert played.question.text == played.reminder
    with qtbot.waitSignal(played.leaving.end):
        played.leaving.quit()


def test_what_is_being_written_is_waited_for(played: Played, bridge: Bridge, fake: FakeService, qtbot: QtBot) -> None:
    """A command that changes something is finished first; a question may be left."""
    fake.delay = 0.3
    done: list[object] = []
    bridge.ask(PlaceCall("0440001234"), done.append, done.append)
    with qtbot.waitSignal(played.leaving.end), qtbot.assertNotEmitted(played.leaving.ask_wanted):
        played.leaving.quit()
    assert len(done) == 1


def test_what_takes_long_is_asked_about(
    played: Played, bridge: Bridge, fake: FakeService, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a big export that is being written."""
    monkeypatch.setattr(leaving_module, "FINISH", 100)
    fake.delay = 1.0
    done: list[object] = []
    bridge.ask(PlaceCall("0440001234"), done.append, done.append)
    with qtbot.waitSignal(played.leaving.ask_wanted):
        played.leaving.quit()
    assert "still being written" in played.question.text
    qtbot.waitUntil(lambda: len(done) == 1)


@pytest.mark.parametrize("command", [GetLines(), WatchLines()])
def test_questions_are_not_waited_for(
    played: Played, bridge: Bridge, fake: FakeService, qtbot: QtBot, command: GetLines | WatchLines
) -> None:
    fake.delay = 0.8
    done: list[object] = []
    bridge.ask(command, done.append, done.append)
    with qtbot.waitSignal(played.leaving.end, timeout=600):
        played.leaving.quit()
    assert done == []


def test_the_words_are_there_for_a_screen_reader(played: Played, qapp: QApplication) -> None:
    played.lost = ["A call is going on."]
    played.leaving.quit()
    labels = [label.accessibleName() for label in played.question.findChildren(type(played.question._label))]
    assert any("A call is going on." in name for name in labels)
