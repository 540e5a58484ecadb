"""Calls while somebody works: no key is lost, and the keyboard alone leads from the ring to the booked time."""

import subprocess
from functools import partial

import pytest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.desktop.whole.started import FORM, JOURNAL, Keys, Started, until, xdotool

RINGS = """
at 0.5  call A from "+41440001234" rings 101
at 120  A ended by caller
"""
RINGS_TWICE = """
at 0.5  call A from "+41440001234" rings 101
at 1    call B from "+496990009221" rings 101
at 2    B ended by caller
at 3    A answered by 101
at 4    call C from withheld rings 101
at 5    A ended by caller
at 120  C ended by caller
"""
LETTER = "Dear Mr Frei, thank you for your letter of 9 March; the figures follow below. "
PERIOD = 12
"""Milliseconds from key to key."""


@pytest.fixture
def editor(qtbot: QtBot) -> QPlainTextEdit:
    """Give the window of another program, in which somebody writes."""
    one = QPlainTextEdit()
    one.setWindowTitle("A letter")
    one.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
    qtbot.addWidget(one)
    one.move(900, 50)
    with qtbot.waitActive(one):
        one.show()
        one.activateWindow()
    return one


def test_no_key_is_lost_while_calls_ring(started: Started, editor: QPlainTextEdit) -> None:
    """The program was started at login: the journal comes with the first call, the notice with each."""
    started.plays(RINGS_TWICE)
    process = started.start("--background")
    typed = ""
    seen: set[str] = set()
    while seen != {JOURNAL, "Telephone"} or len(typed) < 6 * len(LETTER):
        typing = subprocess.Popen(["xdotool", "type", "--delay", str(PERIOD), LETTER])
        until(partial(_is_over, typing), "a sentence is typed")
        typed += LETTER
        seen |= {name for name in (JOURNAL, "Telephone") if started.windows(process, name)}
        assert len(typed) < 60 * len(LETTER), f"only {seen} came"
    until(lambda: editor.toPlainText() == typed, "every key has arrived")
    assert xdotool("getactivewindow") == [str(int(editor.winId()))]
    assert started.wait_row(number="+496990009221")["outcome"] == "missed"


def test_four_keys_from_the_ring_to_booked_time(started: Started) -> None:
    """Answer, hang up, form, book: the project is the only open one of the client, and is proposed."""
    started.plays(RINGS)
    process = started.open()
    started.wait_active(process, JOURNAL)
    started.wait_row(state="ringing")
    keys = Keys()
    keys.press("F6")
    started.wait_row(state="talking")
    keys.press("F8")
    row = started.wait_row(state="ended")
    keys.press("ctrl+t")
    started.wait_active(process, FORM)
    keys.press("ctrl+Return")
    booked = until(started.works, "the time is booked")
    assert [work.entry for work in booked] == [row["id"]]
    assert booked[0].project_name == "Annual accounts 2025"
    assert keys.count == 4


def test_two_keys_from_another_program_to_booked_time(started: Started, editor: QPlainTextEdit) -> None:
    """By the key that works everywhere, after the call; and back to the letter."""
    started.plays(
        'at 0 call A from "+41440001234" rings 101\nat 1 A answered by 101\nat 300 A ended by caller', speed=0
    )
    process = started.open("--background")
    row = started.wait_row(state="ended")
    keys = Keys()
    editor.activateWindow()
    until(lambda: xdotool("getactivewindow") == [str(int(editor.winId()))], "the letter is written")
    keys.press("ctrl+alt+b")
    started.wait_active(process, FORM)
    keys.press("ctrl+Return")
    (booked,) = until(started.works, "the time is booked")
    assert (booked.entry, booked.project_name) == (row["id"], "Annual accounts 2025")
    assert keys.count == 2
    until(lambda: xdotool("getactivewindow") == [str(int(editor.winId()))], "the letter has the keyboard again")


def _is_over(process: subprocess.Popen[bytes]) -> bool:
    return process.poll() is not None
