"""The list of the windows of the program, and what is needed to open them as a user does."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.desktop.whole.stage import TYPED, Stage

Open = Callable[[Stage], QWidget]
Opener = TypeVar("Opener", bound=Open)
W = TypeVar("W", bound=QWidget)

WINDOWS: dict[str, Open] = {}
"""By name: opens it, and gives it once it shows what it has to show."""


def window(name: str) -> Callable[[Opener], Opener]:
    """Put what opens a window on the list."""

    def put(opens: Opener) -> Opener:
        WINDOWS[name] = opens
        return opens

    return put


def the(stage: Stage, kind: type[W]) -> W:
    """Wait for the window of a kind, and for what it shows."""

    def seen() -> list[W]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]

    stage.until(seen, f"a {kind.__name__} is seen")
    stage.settle()
    return seen()[-1]


def type_into(stage: Stage, line: QLineEdit, text: str) -> None:
    """Type into a line, and wait for what that brings."""
    line.setFocus()
    QTest.keyClicks(line, text)
    stage.settle(TYPED)
