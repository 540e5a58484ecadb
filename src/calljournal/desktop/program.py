"""The program once its bare window is painted: the journal in the window, the tray, the engine, and who talks to whom.

In: `Changes` and answers from the bridge; wishes of windows (`Doors`), of a second start (`Request`), of keys that work
everywhere. Out: the windows. Start and end stand side by side: `begin` and `end`.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from calljournal.contracts.service import GetLines
from calljournal.contracts.settings_commands import GetPreferences, Preferences
from calljournal.desktop.bridge import Bridge, OpenService
from calljournal.desktop.changes import Changes
from calljournal.desktop.doors import Doors
from calljournal.desktop.errands import Errands
from calljournal.desktop.frame import Frame, keep_outline
from calljournal.desktop.garbage import Garbage
from calljournal.desktop.journal.window import JournalWindow
from calljournal.desktop.leaving import Leaving, Question
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.look.language import use_language
from calljournal.desktop.recall import Recall
from calljournal.desktop.reopening import Reopening
from calljournal.desktop.ringing.notice import RingingNotice
from calljournal.desktop.system.instance import Instance
from calljournal.desktop.system.lock import WindowLock
from calljournal.desktop.system.presentation import Presentation
from calljournal.desktop.system.request import Request
from calljournal.desktop.system.shortcuts import Shortcuts
from calljournal.desktop.system.tray import Tray
from calljournal.desktop.system.window_place import WindowPlace
from calljournal.desktop.windows import Windows
from calljournal.errors import CallJournalError
from calljournal.languages import tr, tr_n

TRAY_COMES = 10_000
"""Milliseconds that a start at login waits for the tray; without one the window goes to the task bar."""

WORDS = ("language", "vocabulary", "country")
"""The preferences that every window is made anew for."""


def utc_now() -> datetime:
    """Give the moment."""
    return datetime.now(UTC)


class Program(QObject):
    """Everything that lives as long as the program does.

    Signals:
        ended(): the user wants the program to end, and nothing is lost by it
    """

    ended = Signal()

    def __init__(
        self, app: QApplication, frame: Frame, place: WindowPlace, lock: WindowLock, open_service: OpenService
    ) -> None:
        super().__init__()
        self._app, self.frame, self._place, self._memory = app, frame, place, place.memory
        self._preferences = _remembered(place)
        self._speak()
        self._live: set[str] = set()
        self._had_a_call = False
        self.icons = Icons()
        self.bridge = Bridge(open_service, self)
        self.doors = Doors(self)
        self.reopening = Reopening(self.bridge, app.topLevelWidgets, self)
        self.garbage = Garbage(self)
        self.presentation = Presentation(self)
        self.shortcuts = Shortcuts(self)
        self.instance = Instance(lock, self)
        self.tray = Tray(self.icons, self.doors, self)
        self.errands = Errands(self.bridge, self.doors, lambda: self.windows, self)
        self.recall = Recall(self.bridge, self.doors, self._offer, self)
        self.question = Question(self.icons, frame)
        self.leaving = Leaving(self.bridge, self.question, self._lost, self._reminder, self)

    # --- start and end -----------------------------------------------------------------------------------------------

    def begin(self, request: Request) -> None:
        """Put the journal into the window, open the engine, and do what this start was for."""
        self._app.setWindowIcon(self.icons.program())
        self.frame.put_above(self.question)
        self._connect()
        self._furnish()
        self.bridge.start()
        self.instance.listen()
        self.presentation.watch()
        self.tray.look()
        self.errands.carry_out(request)

    def end(self) -> bool:
        """Put everything away that is on the screen, and close the engine; False if that did not end in time."""
        self._keep_outline()
        self._place.keep()
        self.frame.hide()
        self.tray.hide()
        self.instance.close()
        self.shortcuts.release()
        self.presentation.release()
        self._close_windows()  # a form keeps what is typed, and the engine is given the time for that
        stopped = self.bridge.stop()
        self.garbage.release()
        return stopped

    def _connect(self) -> None:
        self.bridge.ready.connect(self._on_ready)
        self.bridge.failed.connect(self._on_failed)
        self.bridge.changed.connect(self._on_changed)
        self.frame.close_wanted.connect(self._on_close)
        self.leaving.hide_wanted.connect(self._hide)
        self.leaving.ask_wanted.connect(self._come_to_front)
        self.leaving.end.connect(self.ended)
        self.doors.quit_wanted.connect(self.leaving.quit)
        self.doors.journal_wanted.connect(self._come_to_front)
        self.doors.unbooked_wanted.connect(self._show_unbooked)
        self.doors.entry_wanted.connect(self._show_entry)
        self.doors.add_call_wanted.connect(self._add_call)
        self.errands.background_wanted.connect(self._wait_for_tray)
        self.errands.keyboard_wanted.connect(self._give_keyboard_to_call)
        self.instance.asked.connect(self.errands.carry_out)
        self.shortcuts.book_wanted.connect(self.errands.book_latest)
        self.shortcuts.dial_wanted.connect(self.errands.dial_clipboard)

        if sys.platform == "darwin":
            from calljournal.desktop.system.links_macos import Links

            links = Links(self._app, self)
            links.asked.connect(self.errands.carry_out)
            links.quit_wanted.connect(self.leaving.quit)

    # --- what is in the window, made anew in another language --------------------------------------------------------

    def _furnish(self) -> None:
        self.windows = Windows(self.bridge, self.icons, self.doors, utc_now, self.shortcuts.remarks, self.frame, self)
        self.journal = JournalWindow(self.bridge, self.doors, self.icons, utc_now, lambda: self.windows.forms)
        self.ringing = RingingNotice(
            self.bridge,
            self.icons,
            self.doors,
            utc_now,
            notify=self.tray.notify,
            blink=self.tray.blink,
            quiet=self.presentation.quiet,
            parent=self,
        )
        self.windows.placed.connect(self.ringing.expect_outgoing)
        self.frame.furnish(self.journal)
        for part in (self.journal, self.ringing):
            part.set_preferences(self._preferences)

    def _furnish_anew(self) -> None:
        """Make every window anew, as in another language; what was typed is kept by the forms themselves."""
        forms, page = self.windows.open_forms(), self.windows.settings_page()
        reached = self.windows.break_off_first_run()
        self._close_windows()
        before = (self.windows, self.ringing)
        self._furnish()
        for part in before:
            part.deleteLater()
        for row, kind in forms:
            self.windows.forms.open(row, kind)
        if page:
            self.windows.settings.open(page)
        if reached is not None:
            self.windows.settings.first_run(reached)
        self.tray.speak()
        self.bridge.announce()

    def _close_windows(self) -> None:
        for window in self._app.topLevelWidgets():
            if window is not self.frame and window.isVisible():
                window.close()

    # --- what the engine says ----------------------------------------------------------------------------------------

    def _on_ready(self) -> None:
        self.bridge.ask(GetPreferences(), self._on_preferences, self._on_not_told)
        self.bridge.ask(GetLines(), self.tray.set_lines, self._on_not_told)

    def _on_not_told(self, error: CallJournalError) -> None:
        self.doors.erred.emit(tr(error.words))

    def _on_failed(self, _text: str) -> None:
        """Know of no call any more: nobody says how it goes on."""
        self._live.clear()

    def _on_changed(self, changes: Changes) -> None:
        self._live -= {*changes.deleted, *(row.entry.id for row in changes.rows)}
        lasting = [row.entry for row in changes.rows if row.entry.live]
        self._live |= {entry.id for entry in lasting if not entry.manual}  # a timer outlives the program
        if lasting and not self._had_a_call:
            self._had_a_call = True
            self._appear()
        if changes.preferences is not None:
            self._on_preferences(changes.preferences)
        self.journal.take_changes(changes)
        self.ringing.take_changes(changes)
        self.windows.take_changes(changes)
        self.tray.show_lines(changes.lines)

    def _on_preferences(self, preferences: Preferences) -> None:
        before, self._preferences = self._preferences, preferences
        if _words_of(before) != _words_of(preferences):
            self._speak()
            self._furnish_anew()
        self.journal.set_preferences(preferences)
        self.ringing.set_preferences(preferences)
        self.shortcuts.use(preferences.shortcut_book, preferences.shortcut_dial)
        if before.shortcut_book != preferences.shortcut_book or before.shortcut_dial != preferences.shortcut_dial:
            for remark in self.shortcuts.remarks():
                self.doors.erred.emit(remark)
        if preferences.first_run and not before.first_run:
            self.windows.settings.first_run()

    def _speak(self) -> None:
        """Speak the user's language, and remember it: the next start says its first words without any settings."""
        words = _words_of(self._preferences)
        use_language(self._app, **words)
        for name, value in words.items():
            self._memory.setValue(name, value)

    # --- the journal's window ----------------------------------------------------------------------------------------

    def _appear(self) -> None:
        if not self.frame.isVisible():
            self._place.open()
            self.frame.appear()

    def _come_to_front(self) -> None:
        if self.frame.isVisible():
            self._place.come_back()
        else:
            self._place.open()
        self.frame.come_to_front()

    def _on_close(self) -> None:
        self._keep_outline()
        self.leaving.close(has_tray=self.tray.is_there)

    def _hide(self) -> None:
        self._place.keep()
        self.frame.hide()
        if not self._memory.value("told/tray", False, bool):
            self._memory.setValue("told/tray", True)
            words = tr("The journal is behind this icon; its menu ends the program.")
            self.tray.notify(tr("Call Journal goes on"), words)

    def _keep_outline(self) -> None:
        outline = self.frame.outline()
        if outline is not None:
            keep_outline(self._memory, outline)

    def _add_call(self) -> None:
        self._come_to_front()
        self.journal.add_call()

    def _show_entry(self, entry: str) -> None:
        self._come_to_front()
        self.journal.show_entry(entry)

    def _give_keyboard_to_call(self) -> None:
        self.ringing.take_keyboard()

    def _offer(self, text: str, button: str, do: Callable[[], object]) -> None:
        self.journal.message.offer(text, button, do, stays=True)

    def _show_unbooked(self) -> None:
        self._come_to_front()
        self.journal.show_unbooked()

    # --- what would be lost at the end -------------------------------------------------------------------------------

    def _lost(self) -> Iterator[str]:
        if self._live:
            yield tr_n(
                "A call is going on; if Call Journal ends now, the end of it is not noted.",
                "{count} calls are going on; if Call Journal ends now, the end of them is not noted.",
                len(self._live),
            )
        if armed := self.windows.armed_forms():
            yield tr_n(
                "A call that was to be booked when you hang up is not booked then; what you typed is kept.",
                "{count} calls that were to be booked when you hang up are not booked then; what you typed is kept.",
                armed,
            )

    def _reminder(self) -> str:
        return self.journal.reminder_text() if self._preferences.reminder else ""

    # --- a start at login --------------------------------------------------------------------------------------------

    def _wait_for_tray(self) -> None:
        """Go to the task bar, where the window can be found, should no tray come."""
        QTimer.singleShot(TRAY_COMES, self, self._be_found)

    def _be_found(self) -> None:
        if not self.tray.is_there and not self.frame.isVisible():
            self._place.open()
            self.frame.showMinimized()


def _remembered(place: WindowPlace) -> Preferences:
    """Give the language of the last time; everything else the engine will say."""
    usual = Preferences()
    language, vocabulary, country = (str(place.memory.value(name, getattr(usual, name))) for name in WORDS)
    return Preferences(language, vocabulary, country)


def _words_of(preferences: Preferences) -> dict[str, str]:
    return {name: getattr(preferences, name) for name in WORDS}
