"""Opens every window of the program, one after the other, and looks at it; run in a process of its own.

    python -m tests.desktop.whole.look HOME [--dark] [--languages en,de] [--only NAME,...] [--pictures FOLDER]

Prints JSON: for each language and window, what is wrong with it as it opens ("usual") and as small as it can be
("small"), and how small that is. With --pictures nothing is examined, but a picture of each is written. QT_SCALE_FACTOR
says how large everything is; the environment must name a display, and a HOME and a CALLJOURNAL_HOME of its own.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from calljournal.desktop.ringing.window import RingingWindow
from tests.desktop.whole.clipped import problems, smallest
from tests.desktop.whole.gallery import WINDOWS
from tests.desktop.whole.stage import Stage, stage

Found = dict[str, dict[str, object]]


def each(shown: Stage, languages: Iterable[str], names: Iterable[str]) -> Iterator[tuple[str, str, QWidget]]:
    """Open every window in every language, one after the other."""
    for language in languages:
        shown.speak(language)
        for name in names:
            yield language, name, WINDOWS[name](shown)
            shown.put_away()


def examine(window: QWidget) -> dict[str, object]:
    """Say what is wrong with a window, as it opens and as small as it can be."""
    usual = problems(window)
    if isinstance(window, QMenu | RingingWindow):  # nobody makes these smaller
        return {"usual": usual, "small": [], "size": [window.width(), window.height()]}
    before = window.size()
    size = smallest(window)
    found = problems(window, at_least=True)
    window.resize(before)  # it may be opened again
    return {"usual": usual, "small": found, "size": [size.width(), size.height()]}


def picture(window: QWidget, file: Path) -> None:
    """Write what a window looks like."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not window.grab().save(str(file)):
        raise OSError(f"{file} cannot be written")


def main() -> None:
    """Do it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--languages", default="en,de")
    parser.add_argument("--only", default="")
    parser.add_argument("--pictures", type=Path)
    asked = parser.parse_args()
    names = asked.only.split(",") if asked.only else list(WINDOWS)
    found: Found = {}
    with stage(asked.home, dark=asked.dark) as shown:
        for language, name, window in each(shown, asked.languages.split(","), names):
            if asked.pictures is None:
                found[f"{language} {name}"] = examine(window)
            else:
                picture(window, asked.pictures / language / f"{name}.png")
    json.dump(found, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
