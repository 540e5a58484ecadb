"""The notice under a real window manager: whoever types elsewhere loses no key, and clicks do not move the focus."""

import subprocess

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from calljournal.contracts.service import AnswerCall, EndCall
from calljournal.journal import RowState
from tests.desktop.ringing.conftest import Rung

pytestmark = pytest.mark.desktop


def xdotool(*words: str) -> None:
    """Press keys and move the pointer from outside."""
    subprocess.run(["xdotool", *words], check=True, timeout=20)


def click(widget: QWidget) -> None:
    """Click on a widget with the pointer of the X server."""
    at = widget.mapToGlobal(QPoint(widget.width() // 2, widget.height() // 2))
    xdotool("mousemove", "--sync", str(at.x()), str(at.y()), "click", "1")


@pytest.fixture
def editor(rung: Rung) -> QLineEdit:
    """Give the window of somebody who is writing."""
    other = QLineEdit()
    rung.qtbot.addWidget(other)
    with rung.qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    return other


def test_no_key_is_lost_while_calls_ring(rung: Rung, editor: QLineEdit) -> None:
    text = "Dear Mr Frei, thank you for your letter of 9 March. "
    typing = subprocess.Popen(["xdotool", "type", "--delay", "12", text * 3])
    for at in range(4):
        rung.tell(f"call{at}")
        rung.qtbot.waitExposed(rung.notice.window)
    for at in range(3):
        rung.tell(f"call{at}", RowState.TALKING)
        rung.tell(f"call{at}", RowState.ENDED)
    rung.qtbot.waitUntil(lambda: typing.poll() is not None, timeout=20000)
    rung.qtbot.waitUntil(lambda: editor.text() == text * 3)
    assert rung.notice.window.isVisible()
    assert editor.isActiveWindow()
    assert not rung.notice.window.isActiveWindow()


def test_buttons_are_clicked_without_moving_the_focus(rung: Rung, editor: QLineEdit) -> None:
    card = rung.rings()
    rung.qtbot.waitExposed(rung.notice.window)
    xdotool("type", "before ")
    click(card.answer)
    rung.qtbot.waitUntil(lambda: rung.fake.asked_for(AnswerCall) == [AnswerCall("a")])
    rung.tell("a", RowState.TALKING)
    click(card.hang_up)
    rung.qtbot.waitUntil(lambda: rung.fake.asked_for(EndCall) == [EndCall("a")])
    xdotool("type", "after")
    rung.qtbot.waitUntil(lambda: editor.text() == "before after")
    assert editor.isActiveWindow()


def test_the_keyboard_comes_only_where_a_person_asks(rung: Rung, editor: QLineEdit) -> None:
    """Tab and Space reach every button then; Escape is the way out."""
    rung.rings()
    rung.qtbot.waitExposed(rung.notice.window)
    with rung.qtbot.waitActive(rung.notice.window):
        rung.notice.take_keyboard()
    rung.qtbot.waitUntil(rung.card().answer.hasFocus)
    xdotool("key", "Tab")
    rung.qtbot.waitUntil(rung.card().reject.hasFocus)
    xdotool("key", "space")
    rung.qtbot.waitUntil(lambda: rung.fake.asked_for(EndCall) == [EndCall("a")])
    xdotool("key", "Escape")
    rung.qtbot.waitUntil(lambda: not rung.notice.window.isVisible())
    rung.qtbot.waitActive(editor)
    rung.rings("b")
    rung.qtbot.waitExposed(rung.notice.window)
    xdotool("type", "x")
    rung.qtbot.waitUntil(lambda: editor.text() == "x")


def test_it_stands_within_the_screen_at_the_lower_right(rung: Rung) -> None:
    rung.rings()
    rung.qtbot.waitExposed(rung.notice.window)
    room = QApplication.primaryScreen().availableGeometry()
    assert room.contains(rung.notice.window.frameGeometry())
    assert rung.notice.window.geometry().center().x() > room.center().x()
    assert rung.notice.window.geometry().center().y() > room.center().y()
