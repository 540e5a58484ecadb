"""The program on the engine of a working day, with a clock that stands still: where its windows are looked at.

A process shows one stage: Qt's scaling and the colours of the desktop hold for all of it, the language may be changed.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, QSettings
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from calljournal.contracts.command import Command
from calljournal.contracts.journal_commands import ListRows
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.settings_commands import ChangeSettings
from calljournal.desktop import program as program_module
from calljournal.desktop.app import make_application
from calljournal.desktop.contacts import about
from calljournal.desktop.dialling import dialler
from calljournal.desktop.frame import Frame
from calljournal.desktop.journal import window as journal_window
from calljournal.desktop.journal.window import JournalWindow
from calljournal.desktop.program import Program
from calljournal.desktop.system.lock import WindowLock
from calljournal.desktop.system.request import Request
from calljournal.desktop.system.window_place import WindowPlace
from calljournal.desktop.worked import my_time
from calljournal.errors import CallJournalError
from calljournal.languages import present
from calljournal.settings import Places
from tests.desktop.whole.day import NOW, StandingClock, working_day

TELL_THE_TIME = (program_module, about, dialler, journal_window, my_time)
PATIENCE = 60.0
QUIET, TYPED = 0.05, 0.2
"""Seconds in which nothing is asked any more; who types is waited for a little longer before anything is."""

ROUNDS = 10
"""How often Qt works after that, however slow the machine: one layout follows from another."""

SIZE = (1040, 660)
GOING_ON = "one"
"""A call that is said to go on, so that it is asked before the end."""


class TooLong(Exception):
    """What was waited for did not come; the text says what it was."""


class Stage:
    """The running program, and what is done with it."""

    def __init__(self, program: Program, frame: Frame) -> None:
        self.program, self.frame = program, frame

    @property
    def journal(self) -> JournalWindow:
        """The journal; another one after another language was chosen."""
        return self.program.journal

    @property
    def doors(self) -> Any:
        """What opens the windows."""
        return self.program.doors

    @property
    def windows(self) -> Any:
        """The windows beside the journal."""
        return self.program.windows

    # --- waiting -----------------------------------------------------------------------------------------------------

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Let Qt work until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise TooLong(what)
            _work(0.01)

    def settle(self, quiet: float = QUIET) -> None:
        """Let Qt work until the engine has answered everything, nothing more is asked, and all is in its place."""
        deadline = time.monotonic() + PATIENCE
        quiet_since, rounds = time.monotonic(), 0
        while time.monotonic() - quiet_since < quiet or rounds < ROUNDS:
            _work(0.01)
            rounds += 1
            if self.program.bridge.under_way:
                quiet_since, rounds = time.monotonic(), 0
            if time.monotonic() > deadline:
                raise TooLong(f"the engine has not answered {self.program.bridge.under_way}")

    # --- what is shown -----------------------------------------------------------------------------------------------

    def ask(self, command: Command[Any]) -> Any:
        """Have the engine carry out a command, and give the answer."""
        answers: list[Any] = []
        errors: list[CallJournalError] = []
        self.program.bridge.ask(command, answers.append, errors.append)
        self.until(lambda: answers or errors, f"no answer to {command}")
        if errors:
            raise errors[0]
        return answers[0]

    def row(self, number: str, *, talked: bool = True, live: bool = False) -> JournalRow:
        """Give the latest call with a number."""
        for row in self.ask(ListRows(number=number)):
            if bool(row.entry.answered) is talked and row.entry.live is live:
                return row
        raise TooLong(f"there is no such call with {number}")

    def select(self, row: JournalRow) -> None:
        """Select a call in the journal."""
        self.until(lambda: self.journal.table.select(row.entry.id) or _is_selected(self.journal, row), "selected")

    def speak(self, language: str) -> None:
        """Change the language as the user does, in the settings."""
        if present().language != language:
            before = self.program.journal
            self.ask(ChangeSettings({"user.language": language}))
            self.until(lambda: self.program.journal is not before, f"the windows speak {language}")
        self.settle()

    def put_away(self) -> None:
        """Close everything but the journal, and have that show what it shows at first."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and window not in (self.frame, self.program.ringing.window):
                window.close()
        self.program.question.hide()
        self.program._live.discard(GOING_ON)
        journal = self.journal
        journal.add_panel.leave()
        journal.calls.show_details.setChecked(False)
        journal.calls.filters.clear()
        journal.calls.filters.more.setChecked(False)
        journal.calls.set_view("session")
        journal.message.clear()
        journal.show_calls()
        self.frame.resize(*SIZE)
        self.settle()


def _is_selected(journal: JournalWindow, row: JournalRow) -> bool:
    current_row = journal.table.current_row()
    return current_row is not None and current_row.entry.id == row.entry.id


def _work(seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while True:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        if time.monotonic() >= deadline:
            return
        time.sleep(0.002)


# --- beginning and end -----------------------------------------------------------------------------------------------


@contextmanager
def stage(home: Path, *, dark: bool = False) -> Iterator[Stage]:
    """Show the program on the engine of a working day whose data are in a folder, and end it."""
    clock = StandingClock(NOW)
    stand_still(clock)
    app = make_application([])
    app.setPalette(palette(dark=dark))
    app.setCursorFlashTime(0)  # else a picture has the cursor, or not
    places = Places.under(home)
    lock = WindowLock(home)
    if not lock.take():
        raise TooLong("another window has this folder")
    memory = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)
    memory.setValue("language", "en")
    frame = Frame()

    @asynccontextmanager
    async def open_service() -> Any:
        async with working_day(places, clock) as service:
            yield service

    program = Program(app, frame, WindowPlace(frame, memory), lock, open_service)
    shown = Stage(program, frame)
    frame.resize(*SIZE)
    frame.move(QPoint(0, 0))
    frame.show()
    program.begin(Request())
    try:
        shown.until(lambda: shown.journal.model.rowCount() > 10, "the calls of the day are listed")
        shown.put_away()
        yield shown
    finally:
        program._live.clear()
        ended = program.end()
        lock.release()
    if not ended:
        raise TooLong("the engine did not end")


def stand_still(clock: StandingClock) -> None:
    """Have the windows take the time from a clock of ours."""

    class Standing(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return clock.now().astimezone(tz) if tz else clock.now().astimezone().replace(tzinfo=None)

    for module in TELL_THE_TIME:
        module.datetime = Standing  # type: ignore[attr-defined]


def palette(*, dark: bool) -> QPalette:
    """Give the colours of a light or of a dark desktop; the same on every computer."""
    if not dark:
        return QPalette(QColor("#efefef"), QColor("#efefef"))
    colours = QPalette(QColor("#2d2f31"))
    colours.setColor(QPalette.ColorRole.Base, QColor("#1e1f21"))
    colours.setColor(QPalette.ColorRole.AlternateBase, QColor("#262829"))
    colours.setColor(QPalette.ColorRole.Highlight, QColor("#2f65ca"))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        colours.setColor(QPalette.ColorGroup.Disabled, role, QColor("#7f8387"))
    return colours
