"""Runs the demo in its window as its user does, on any system, and looks at it: what the journal says, and a picture.

    python drive.py PICTURE FOLDER      prints one line of JSON: what the cells of the first row with a person say

FOLDER holds the installed program. Once somebody is seen it is ended as by its own key. The program itself runs in the
main thread and knows nothing of us.
"""

import json
import sys
import threading
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QTableView

PATIENCE = 60.0
"""Seconds until a person must be seen: Wine starts slowly, and the demo's first call comes after a second or two."""


def first_person(table: QTableView) -> list[str] | None:
    """Give the texts of the first row that names somebody."""
    model = table.model()
    for row in range(model.rowCount()):
        texts = [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        if any("Anna Keller" in text for text in texts):
            return texts
    return None


def look(picture: str) -> None:
    """In Qt's thread: end the program once somebody is seen; should it ask, for a call goes on, say yes."""
    if press("End anyway"):
        return
    tables = [table for window in QApplication.topLevelWidgets() for table in window.findChildren(QTableView)]
    for table in tables:
        texts = first_person(table) if table.isVisible() else None
        if texts is not None:
            window = table.window()
            window.grab().save(picture)
            print(json.dumps({"title": window.windowTitle(), "cells": texts}), flush=True)
            QApplication.quit()


def press(words: str) -> bool:
    """Press a button that is on the screen; False where there is none of these words."""
    for window in QApplication.topLevelWidgets():
        for button in window.findChildren(QPushButton):
            if button.isVisible() and button.text().replace("&", "") == words:
                button.click()
                return True
    return False


def watch(picture: str) -> None:
    """In a thread of its own: have Qt's thread look again and again."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        time.sleep(0.5)
        application = QApplication.instance()
        if application is not None:
            QTimer.singleShot(0, application, lambda: look(picture))
    print("nobody was seen", flush=True)
    application = QApplication.instance()
    if application is not None:
        QTimer.singleShot(0, application, QApplication.quit)


def main() -> None:
    """Run the demo."""
    picture, folder = sys.argv[1:]
    sys.path.insert(0, folder)
    threading.Thread(target=watch, args=(picture,), daemon=True).start()
    sys.argv[1:] = ["demo"]
    from calljournal.__main__ import main as run

    run()


if __name__ == "__main__":
    main()
