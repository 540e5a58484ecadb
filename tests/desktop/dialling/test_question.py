"""The question under a real window manager: what a page wants takes no key, what a person wants is at the keys."""

import subprocess

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.desktop.dialling.conftest import Dials

pytestmark = pytest.mark.desktop


def xdotool(*words: str) -> None:
    """Press keys from outside."""
    subprocess.run(["xdotool", *words], check=True, timeout=20)


def test_a_page_does_not_get_the_keys_of_who_types(dials: Dials) -> None:
    """Enter, typed into another window at that moment, dials nothing."""
    other = QLineEdit()
    dials.qtbot.addWidget(other)
    with dials.qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    dials.dialler.dial_from_outside("tel:+41440001234")
    dials.wait_asked()
    question = dials.dialler.placing.question
    assert question is not None
    dials.qtbot.waitExposed(question)
    xdotool("type", "text")
    xdotool("key", "Return")
    dials.qtbot.waitUntil(lambda: other.text() == "text")
    assert other.isActiveWindow()
    assert dials.dialler.placing.question is question
    assert dials.placed == []


@pytest.mark.parametrize(("keys", "dialled"), [(["Return"], []), (["Tab", "Return"], ["112"]), (["Escape"], [])])
def test_by_keys(dials: Dials, keys: list[str], dialled: list[str]) -> None:
    """Enter alone never dials an emergency number."""
    dials.dialler.dial("112")
    dials.wait_asked()
    question = dials.dialler.placing.question
    assert question is not None
    dials.qtbot.waitActive(question)
    dials.qtbot.waitUntil(question.no.hasFocus)
    if "Tab" in keys and question.yes.nextInFocusChain() is question.no:
        keys = ["shift+Tab", "Return"]
    xdotool("key", "--delay", "30", *keys)
    dials.qtbot.waitUntil(lambda: dials.dialler.placing.question is None)
    dials.wait_placed(*dialled)
    assert QApplication.activeModalWidget() is None
