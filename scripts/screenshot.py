"""Takes the pictures of the documentation: the journal window with the calls of a working day.

    xvfb-run -a .venv/bin/python scripts/screenshot.py [FOLDER]      default: docs/images

Writes journal-window.png; with a FOLDER of your own also the form, the card and the dark window, to look at.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QEventLoop, QLocale, QSize, QTimer  # noqa: E402
from PySide6.QtGui import QColor, QGuiApplication, QPalette  # noqa: E402
from PySide6.QtWidgets import QWidget  # noqa: E402

from calljournal.desktop.app import make_application  # noqa: E402
from calljournal.desktop.bridge import Bridge  # noqa: E402
from calljournal.desktop.journal.window import JournalWindow  # noqa: E402
from tests.desktop import samples  # noqa: E402
from tests.desktop.fake_service import FakeService  # noqa: E402

SIZE = QSize(1040, 660)


def wait(milliseconds: int) -> None:
    """Let Qt work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def working_day() -> FakeService:
    """Give an engine with the calls of a working day."""
    fake = FakeService()
    fake.add(*samples.working_day())
    fake.lines = {samples.ASTERISK.name: samples.ASTERISK}
    fake.contacts = samples.CONTACTS
    fake.projects = samples.PROJECTS
    fake.service_types = samples.SERVICE_TYPES
    return fake


def take(widget: QWidget, file: Path) -> None:
    """Write what a widget looks like."""
    wait(300)
    widget.grab().save(str(file))
    print(file)


def dark_palette() -> QPalette:
    """Give colours as a dark desktop has them."""
    palette = QPalette(QColor("#2d2f31"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#1e1f21"))
    palette.setColor(QPalette.ColorRole.AlternateBase, QColor("#262829"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#2f65ca"))
    return palette


def take_small_windows(window: JournalWindow, folder: Path) -> None:
    """Take the forms and the card, and everything once more in the dark."""
    actions = window.actions_
    for entry, action, name in (("r06", actions.time, "time"), ("r04", actions.activity, "activity")):
        window.table.select(entry)
        action.trigger()
        wait(300)
        form = next(iter(actions._forms.values()))
        take(form, folder / f"{name}-form.png")
        form.book()
        take(form, folder / f"{name}-form-refused.png")
        form.close()
    window.table.select("r02")
    actions.contact.trigger()
    wait(300)
    take(actions._cards["c1"], folder / "contact-card.png")
    actions._cards["c1"].close()
    window.show_error("The line asterisk:main refused the number: nobody may call abroad from telephone 101.")
    take(window, folder / "error.png")
    QGuiApplication.setPalette(dark_palette())
    take(window, folder / "dark.png")


def main(folder: Path, everything: bool) -> None:
    """Show the window on an engine that is played, and take its picture."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.Switzerland))
    app = make_application([])
    fake = working_day()
    bridge = Bridge(fake.open)
    window = JournalWindow(bridge, now=lambda: samples.NOW)
    window.resize(SIZE)
    window.show()
    bridge.start()
    wait(500)
    window.table.select("r02")
    folder.mkdir(parents=True, exist_ok=True)
    take(window, folder / "journal-window.png")
    if everything:
        take_small_windows(window, folder)
    window.close()
    bridge.stop()
    app.processEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images", everything=len(sys.argv) > 1)
