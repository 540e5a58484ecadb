"""The program in its window: who talks to whom, what a first call does, what a start is for, another language."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QSettings
from PySide6.QtWidgets import QApplication, QLineEdit, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from calljournal.contracts.journal_commands import ListTyped, Typed
from calljournal.contracts.settings_commands import GetPreferences, Preferences, PreferencesChanged
from calljournal.desktop import program as program_module
from calljournal.desktop import reopening
from calljournal.desktop.frame import Frame
from calljournal.desktop.look.notice import Notice
from calljournal.desktop.program import Program
from calljournal.desktop.system import request as requests
from calljournal.desktop.system.lock import WindowLock
from calljournal.desktop.system.request import Request
from calljournal.desktop.system.window_place import WindowPlace
from calljournal.journal import MANUAL, RowState
from calljournal.languages import speak
from calljournal.worklog import Kind
from tests.desktop import samples
from tests.desktop.booking.played import Book
from tests.desktop.fake_service import FakeService
from tests.desktop.journal.played import PlayedRows
from tests.desktop.samples import make_row

TYPED = (("time", "a"), ("activity", "b"), ("contact", "c1"), ("time", "c"), ("time", "d"), ("time", "e"))
QUIET = Preferences(language="en", shortcut_book="", shortcut_dial="")


class Running:
    """A program on a played engine, and what tests do with it."""

    def __init__(self, program: Program, frame: Frame, fake: FakeService, qtbot: QtBot) -> None:
        self.program = program
        self.frame = frame
        self.fake = fake
        self.qtbot = qtbot

    def begin(self, wish: str = requests.JOURNAL, uri: str = "") -> None:
        """Start it, and wait for the engine."""
        with self.qtbot.waitSignal(self.program.bridge.ready):
            self.program.begin(Request(wish, uri))
        self.qtbot.waitUntil(lambda: bool(self.fake.asked_for(GetPreferences)))

    def prefer(self, **changes: Any) -> None:
        """Let the settings change, as by the user or another window."""
        preferences = replace(QUIET, **changes)
        self.fake.answers[GetPreferences] = lambda fake, command: preferences
        self.fake.tell(PreferencesChanged(preferences))


@pytest.fixture
def running(
    qapp: QApplication, fake: FakeService, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Running]:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)  # Wine, for one, brings a tray along
    fake.answers[GetPreferences] = lambda fake, command: QUIET
    PlayedRows().teach(fake)
    lock = WindowLock(home)
    assert lock.take()
    frame = Frame()
    memory = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)
    memory.setValue("language", QUIET.language)  # as it was the last time
    program = Program(qapp, frame, WindowPlace(frame, memory), lock, fake.open)
    yield Running(program, frame, fake, qtbot)
    assert program.end()
    lock.release()
    program.deleteLater()
    frame.deleteLater()
    speak("en")


# --- the journal's window --------------------------------------------------------------------------------------------


def test_the_journal_is_shown_with_its_rows(running: Running, qtbot: QtBot) -> None:
    running.fake.add(*samples.working_day())
    running.begin()
    qtbot.waitUntil(running.frame.isVisible)
    qtbot.waitUntil(lambda: running.program.journal.model.rowCount() == len(samples.working_day()))
    assert running.program.journal.window() is running.frame


def test_it_appears_with_the_first_call_and_takes_no_key(running: Running, qtbot: QtBot) -> None:
    """Somebody types in another window; the journal comes, and not a letter goes astray."""
    running.begin(requests.BACKGROUND)
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.hasFocus)
    assert not running.frame.isVisible()
    running.fake.tell_rows(make_row("a", state=RowState.RINGING))
    qtbot.waitUntil(running.frame.isVisible)
    qtbot.waitExposed(running.frame)
    qtbot.wait(200)
    assert field.hasFocus()
    running.fake.tell_rows(make_row("a", talk=5))


def test_once_hidden_it_stays_so_until_it_is_wanted(running: Running, qtbot: QtBot) -> None:
    """It appears with the first call of the session; whoever puts it away then does not get it back at each ring."""
    running.begin(requests.BACKGROUND)
    running.fake.tell_rows(make_row("a", state=RowState.RINGING))
    qtbot.waitUntil(running.frame.isVisible)
    running.frame.hide()
    running.fake.tell_rows(make_row("b", state=RowState.RINGING))
    qtbot.waitUntil(lambda: running.program.journal.model.rowCount() == 2)
    assert not running.frame.isVisible()
    running.program.doors.journal_wanted.emit()
    assert running.frame.isVisible()
    running.fake.tell_rows(make_row("a", talk=5), make_row("b", talk=5))


def test_it_opens_anew_where_it_was(running: Running, qtbot: QtBot) -> None:
    """In the nearest corner, also within the same run."""
    running.begin()
    qtbot.waitUntil(lambda: running.frame.frameGeometry() != running.frame.geometry())
    running.frame.move(QPoint(60, 40))
    qtbot.waitUntil(lambda: running.frame.frameGeometry().topLeft() == QPoint(60, 40))
    running.program._hide()
    running.program.doors.journal_wanted.emit()
    qtbot.waitUntil(lambda: running.frame.frameGeometry().topLeft() == QPoint(0, 0))


def test_without_a_tray_closing_ends_and_with_one_it_hides(
    running: Running, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    running.begin()
    with qtbot.waitSignal(running.program.ended):
        running.frame.close()
    monkeypatch.setattr(type(running.program.tray), "is_there", property(lambda tray: True))
    said: list[str] = []
    monkeypatch.setattr(running.program.tray, "notify", lambda title, text: said.append(title))
    with qtbot.assertNotEmitted(running.program.ended):
        running.frame.close()
    assert not running.frame.isVisible()
    running.program.doors.journal_wanted.emit()
    running.frame.close()
    assert said == ["Call Journal goes on"]  # once


def test_a_call_that_lasts_is_asked_about_at_the_end(running: Running, qtbot: QtBot) -> None:
    running.begin()
    running.fake.tell_rows(make_row("a", state=RowState.TALKING))
    qtbot.waitUntil(lambda: bool(running.program._live))
    running.program.doors.quit_wanted.emit()
    qtbot.waitUntil(running.program.question.isVisible)
    assert "A call is going on" in running.program.question.text
    running.program.question.stay.click()
    running.fake.tell_rows(make_row("a", talk=5))
    qtbot.waitUntil(lambda: not running.program._live)
    with qtbot.waitSignal(running.program.ended):
        running.program.doors.quit_wanted.emit()


def test_a_booking_that_waits_for_the_end_of_its_call_is_asked_about_at_the_end(running: Running, qtbot: QtBot) -> None:
    """A timer runs on at the next start, and is not booked by itself any more."""
    Book().teach(running.fake)
    running.begin()
    timed = make_row("a", state=RowState.TALKING, line=MANUAL)
    running.fake.tell_rows(timed)
    qtbot.waitUntil(lambda: running.program.journal.model.rowCount() == 1)
    form = running.program.windows.forms.open(timed, Kind.TIME)
    form.book()
    qtbot.waitUntil(lambda: form.is_armed)
    running.program.doors.quit_wanted.emit()
    qtbot.waitUntil(running.program.question.isVisible)
    assert "to be booked when you hang up is not booked then" in running.program.question.text
    running.program.question.stay.click()


def test_a_timer_that_runs_is_nothing_to_lose(running: Running, qtbot: QtBot) -> None:
    """It is on the disk, and runs on at the next start."""
    running.begin()
    running.fake.tell_rows(make_row("a", state=RowState.TALKING, line=MANUAL))
    qtbot.waitUntil(lambda: running.program.journal.model.rowCount() == 1)
    with qtbot.waitSignal(running.program.ended):
        running.program.doors.quit_wanted.emit()


# --- the engine ------------------------------------------------------------------------------------------------------


def test_an_engine_that_has_gone_is_opened_again(
    running: Running, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when it was the one of `calljournal watch` in a terminal: then this window becomes the engine."""
    monkeypatch.setattr(reopening, "REOPEN", (0,))
    running.begin()
    with qtbot.waitSignals([running.program.bridge.failed, running.program.bridge.ready]):
        running.fake.end()
    running.fake.tell_rows(make_row("a"))
    qtbot.waitUntil(lambda: running.program.journal.model.rowCount() == 1)


def test_what_was_said_of_the_engine_is_taken_back_when_it_is_there_again(
    running: Running, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every window, and nothing else is: an error about a number still holds."""
    monkeypatch.setattr(reopening, "REOPEN", (0.2,))
    running.begin()
    window = QWidget()
    qtbot.addWidget(window)
    stale, other = Notice(running.program.icons, window), Notice(running.program.icons, window)
    with qtbot.waitSignal(running.program.bridge.failed) as failed:
        running.fake.end()
    assert failed.args[0] in running.program.journal.message.text
    stale.say(f"What you type is not kept: {failed.args[0]}", error=True)
    other.say("There is no such number", error=True)
    with qtbot.waitSignal(running.program.bridge.ready):
        pass
    assert (stale.text, other.text) == ("", "There is no such number")
    assert running.program.journal.message.text == ""


def test_what_was_typed_and_not_booked_is_said_at_the_start(running: Running, qtbot: QtBot) -> None:
    """In one line that stays until it is dismissed, and opens the forms; at the end nothing is asked about it."""
    kept = [Typed(form, about, {"text": "call back"}, samples.NOW) for form, about in TYPED]
    running.fake.answers[ListTyped] = lambda fake, command: tuple(kept)
    running.begin()
    message = running.program.journal.message
    qtbot.waitUntil(lambda: "for 5 bookings is kept" in message.text)
    assert message.button.text() == "&Open"
    assert not message._timer.isActive()
    wanted: list[tuple[str, str]] = []
    running.program.doors.booking_wanted.disconnect()
    running.program.doors.booking_wanted.connect(lambda about, form: wanted.append((about, form)))
    message.button.click()
    assert wanted == [("b", "activity"), ("c", "time"), ("d", "time"), ("e", "time")]
    assert "What you had typed for a booking is kept" in message.text
    message.button.click()
    assert wanted[-1] == ("a", "time")
    assert message.text == ""
    with qtbot.waitSignal(running.program.ended):
        running.program.doors.quit_wanted.emit()


def test_where_nothing_was_typed_nothing_is_said(running: Running, qtbot: QtBot) -> None:
    running.fake.answers[ListTyped] = lambda fake, command: (Typed("contact", "c1", {"name": "A"}, samples.NOW),)
    running.begin()
    qtbot.waitUntil(lambda: running.program.journal.calls.listing.shown is not None)
    running.program.bridge.announce()
    qtbot.wait(50)
    assert running.program.journal.message.text == ""
    assert len(running.fake.asked_for(ListTyped)) == 1


def is_managed(window: QWidget) -> bool:
    """Whether the window manager has taken a window up: before that it gives no keyboard to it."""
    asked = subprocess.run(["xprop", "-id", str(int(window.winId())), "WM_STATE"], capture_output=True, text=True)
    return "window state" in asked.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="asks X11")
def test_a_start_while_it_rings_gives_the_keyboard_to_the_call(running: Running, qtbot: QtBot) -> None:
    """So that a key of the desktop that starts the program reaches the buttons of the notice; without a call, not."""
    running.begin()
    running.program.instance.asked.emit(Request(requests.JOURNAL))
    qtbot.waitUntil(running.frame.isActiveWindow)
    running.fake.tell_rows(make_row("a", state=RowState.RINGING))
    notice = running.program.ringing.window
    qtbot.waitExposed(notice)
    qtbot.waitUntil(lambda: is_managed(notice))
    assert running.frame.isActiveWindow()
    running.program.instance.asked.emit(Request(requests.JOURNAL))
    qtbot.waitUntil(notice.isActiveWindow)
    running.fake.tell_rows(make_row("a", talk=5))


def test_other_keys_hold_at_once(running: Running, qtbot: QtBot) -> None:
    running.begin()
    running.prefer(shortcut_book="Ctrl+Alt+J")
    qtbot.waitUntil(lambda: running.program.shortcuts._keys == ("Ctrl+Alt+J", ""))


def test_another_language_makes_every_window_anew(running: Running, qtbot: QtBot, home: Path) -> None:
    """With what is in them; and the next start speaks it from its first paint."""
    running.fake.add(*samples.working_day())
    running.begin()
    before = running.program.journal
    running.prefer(language="de", country="DE")
    qtbot.waitUntil(lambda: running.program.journal is not before)
    qtbot.waitUntil(lambda: running.program.journal.model.rowCount() == len(samples.working_day()))
    assert running.program.journal.window() is running.frame
    running.fake.tell_rows(make_row("new"))
    qtbot.waitUntil(lambda: running.program.journal.model.rowCount() == len(samples.working_day()) + 1)
    memory = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)
    qtbot.waitUntil(lambda: memory.value("language") == "de")


# --- what a start is for ---------------------------------------------------------------------------------------------


class Wanted:
    """The windows, played: what was asked of them."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Any]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments: self.calls.append((name, arguments))


@pytest.mark.parametrize(
    ("request_", "window", "call"),
    [
        (Request("dial", "tel:+41440001234"), "dialler", ("dial_from_outside", ("tel:+41440001234",))),
        (Request("dial-clipboard"), "dialler", ("dial_clipboard", ())),
        (Request("dial-box"), "dialler", ("open_box", ("",))),
        (Request("contacts"), "contacts", ("show_list", ())),
        (Request("projects"), "contacts", ("show_projects", ())),
        (Request("my-time"), "worked", ("show_my_time", ())),
        (Request("settings"), "settings", ("open", ("",))),
    ],
)
def test_each_wish_opens_its_window(
    running: Running, request_: Request, window: str, call: tuple[str, tuple[Any, ...]]
) -> None:
    running.begin(requests.BACKGROUND)
    wanted = Wanted()
    running.program.windows.__dict__[window] = wanted
    running.program.instance.asked.emit(request_)
    assert wanted.calls == [call]


def test_every_wish_is_known(running: Running) -> None:
    running.begin(requests.BACKGROUND)
    for window in ("dialler", "contacts", "worked", "settings", "forms"):
        running.program.windows.__dict__[window] = Wanted()
    for wish in requests.WISHES:
        running.program.errands.carry_out(Request(wish, "tel:103" if wish == requests.DIAL else ""))
    assert running.frame.isVisible()


def test_the_latest_call_in_which_somebody_talked_is_booked(running: Running, qtbot: QtBot) -> None:
    running.fake.add(make_row("missed", 1), make_row("talked", 5, talk=300), make_row("earlier", 9, talk=300))
    running.begin(requests.BACKGROUND)
    wanted = Wanted()
    running.program.windows.__dict__["forms"] = wanted
    running.program.shortcuts.book_wanted.emit()
    qtbot.waitUntil(lambda: any(name == "open" for name, _ in wanted.calls))
    ((row, kind),) = [arguments for name, arguments in wanted.calls if name == "open"]
    assert (row.entry.id, kind.value) == ("talked", "time")


def test_where_there_is_no_call_to_book_that_is_said(running: Running, qtbot: QtBot) -> None:
    running.begin(requests.BACKGROUND)
    with qtbot.waitSignal(running.program.doors.erred) as said:
        running.program.errands.carry_out(Request(requests.BOOK_LATEST))
    assert said.args == ["There is no call to book yet."]
    assert running.frame.isVisible()


def test_a_start_at_login_without_a_tray_can_be_found(
    running: Running, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program_module, "TRAY_COMES", 50)
    running.begin(requests.BACKGROUND)
    qtbot.waitUntil(running.frame.isVisible)
    assert running.frame.isMinimized()
