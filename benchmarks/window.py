"""The window beside a bare one of PySide6: process start to the end of the first paint, and memory with many rows.

Each start is a process of its own, bare and ours in turn. The bare one is what anybody writes first: a `QMainWindow`
with a `QTableView` on a model of as many rows (which mentions `Qt`, as any model does for its roles). Ours is
`calljournal` as a user starts it, with an engine of its own on a journal of as many rows, all of it listed. Without a
display Qt draws into memory ("offscreen"), both alike.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import worklog
from benchmarks.rounds import compare
from calljournal.settings import Places, save

ROWS = worklog.ROWS
SETTLED = 3.0
"""Seconds after which memory is read: the journal has been listed, and garbage collected."""

BARE = """
import os, sys, time
from PySide6.QtCore import QAbstractTableModel, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

class Model(QAbstractTableModel):
    def rowCount(self, parent=None):
        return len(rows)
    def columnCount(self, parent=None):
        return 7
    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return rows[index.row()] if role == Qt.ItemDataRole.DisplayRole else None

class Table(QTableView):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, painted)

rows = [f"row {number}" for number in range(int(sys.argv[2]))]
app = QApplication(sys.argv[:1])
window, table, model = QMainWindow(), Table(), Model()
table.setModel(model)
window.setCentralWidget(table)
window.resize(1000, 560)
"""

OURS = """
import os, sys, time
from calljournal import __main__ as program
from calljournal.desktop import frame

class Watched(frame.Frame):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.painted.connect(painted)
"""

FIRST_PAINT = """
def painted():
    print(time.monotonic() - float(sys.argv[1]), flush=True)
    os._exit(0)
"""

MEMORY = """
def painted():
    QTimer.singleShot(int(1000 * float(sys.argv[1])), measure)

def measure():
    with open("/proc/self/status") as status:
        print(next(int(line.split()[1]) for line in status if line.startswith("VmRSS")), flush=True)
    os._exit(0)
"""

SHOW_BARE = """
window.show()
app.exec()
"""

SHOW_OURS = """
frame.Frame = Watched
import calljournal.desktop.app
calljournal.desktop.app.Frame = Watched
program.show_window([])
"""


def measure() -> None:
    """Print both ratios."""
    with tempfile.TemporaryDirectory() as folder:
        place = _Place(Path(folder))
        mine, theirs, ratio = compare(
            lambda: place.start(OURS + FIRST_PAINT + SHOW_OURS, str(time.monotonic())),
            lambda: place.start(BARE + FIRST_PAINT + SHOW_BARE, str(time.monotonic()), "0"),
        )
        print("window: process start to the end of the first paint")
        print(f"  ours {1000 * mine:.0f} ms, bare PySide6 {1000 * theirs:.0f} ms, ratio {ratio}; at most 1.15\n")
        if not Path("/proc/self/status").exists():
            return
        place.fill()
        qt = "from PySide6.QtCore import QTimer\n"
        mine, theirs, ratio = compare(
            lambda: place.start(qt + OURS + MEMORY + SHOW_OURS, str(SETTLED)),
            lambda: place.start(BARE + MEMORY + SHOW_BARE, str(SETTLED), str(ROWS)),
        )
        print(f"window: memory with {ROWS} rows, engine included")
        print(f"  ours {mine / 1024:.0f} MB, bare PySide6 {theirs / 1024:.0f} MB, ratio {ratio}; at most 2.2\n")


class _Place:
    """A folder of settings, and programs that are started on it."""

    def __init__(self, folder: Path) -> None:
        self._environment = os.environ | {"CALLJOURNAL_HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
        self._folder = folder
        if not os.environ.get("DISPLAY") and sys.platform == "linux":
            self._environment |= {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":none"}

    def fill(self) -> None:
        """Make a journal of a hundred thousand rows, which stay for ever."""
        places = Places.under(self._folder)
        places.make()
        save(places.settings_file, ("firm", "retention"), {"unbooked": 0})
        save(places.settings_file, ("user", "view"), "history")
        asyncio.run(worklog._filled(places))

    def start(self, program: str, *arguments: str) -> float:
        """Run a program and give the number that it prints."""
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env=self._environment,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
            timeout=60,
        )
        return float(done.stdout)
