"""Takes pictures of the program's windows, on the calls of a working day whose clock stands still.

    .venv/bin/python scripts/screenshot.py           the pictures that README and docs show, into docs/images
    .venv/bin/python scripts/screenshot.py FOLDER    every window: light and dark, English and German, 100 % and 200 %

It needs Xvfb, and shows nothing on the screen of whoever runs it.
"""

import shutil
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.desktop.whole.children import looking  # noqa: E402

IMAGES = ROOT / "docs" / "images"
SHOWN = {
    "journal": "journal-window",
    "time-entry": "time-entry",
    "my-time": "my-time",
    "notice": "incoming-call",
}
"""By the name of the window: what its picture is called in the documentation."""

WAYS = {
    "light-100": (1, ()),
    "light-200": (2, ()),
    "dark-100": (1, ("--dark",)),
    "dark-200": (2, ("--dark",)),
}
"""By the name of the folder: the scale, and further words for `look`."""

PATIENCE = 600.0


def take_all(folder: Path) -> None:
    """Take a picture of every window in every way, two ways at a time."""
    ways = list(WAYS.items())
    for some in (ways[:2], ways[2:]):
        with ExitStack() as stack:
            children = [
                stack.enter_context(looking(scale, (*words, "--pictures", str(folder / name))))
                for name, (scale, words) in some
            ]
            for child in children:
                _, erred = child.communicate(timeout=PATIENCE)
                if child.returncode:
                    sys.exit(erred)


def take_shown(images: Path) -> None:
    """Take the pictures of the documentation: English, light, 100 %."""
    with TemporaryDirectory() as folder:
        words = ("--languages", "en", "--only", ",".join(SHOWN), "--pictures", folder)
        with looking(1, words) as child:
            _, erred = child.communicate(timeout=PATIENCE)
            if child.returncode:
                sys.exit(erred)
        images.mkdir(parents=True, exist_ok=True)
        for window, name in SHOWN.items():
            shutil.copyfile(Path(folder) / "en" / f"{window}.png", images / f"{name}.png")
            print(images / f"{name}.png")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        take_all(Path(sys.argv[1]).absolute())
    else:
        take_shown(IMAGES)
