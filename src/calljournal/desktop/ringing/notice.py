"""What an incoming call does: a small window, a message of the system, a blinking icon, or nothing; never a focus.

In: `Changes` and `Preferences`, from the program. Out: commands about the calls, and wishes to other windows (`Doors`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QObject, QTimer

from calljournal.calls import Direction
from calljournal.contracts.command import Command
from calljournal.contracts.journal_commands import ListRows
from calljournal.contracts.line import Capability
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import AnswerCall, EndCall, GetLines, HoldCall, LineInfo
from calljournal.contracts.settings_commands import GetPreferences, Preferences
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.changes import Changes
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.ringing.attention import Attention, mark_windows
from calljournal.desktop.ringing.caller import Discretion, Shown, discretion, last_spoken, shown, stage
from calljournal.desktop.ringing.card import CallCard, Offer
from calljournal.desktop.ringing.followed import FollowedCalls
from calljournal.desktop.ringing.known import Knowledge, Known
from calljournal.desktop.ringing.window import RingingWindow
from calljournal.errors import CallJournalError
from calljournal.languages import tr

TALK_STAYS = timedelta(seconds=6)
"""So long a call that was taken stays in view: enough to reach for its buttons."""

TICK = 1000
"""Milliseconds between two looks at the clock, while there is a call."""

LOOKED_THROUGH = 200
"""Rows that are asked for where changes were missed; calls that last are among the latest."""


class RingingNotice(QObject):
    """Shows the calls that ring, as the user wants it: see `Preferences.notice` and `Preferences.discreet`.

    `notify(title, text)` shows a message of the system, `blink(on)` lets the icon of the tray blink, `mark()` marks the
    journal in the task bar, `quiet()` says whether the system asks not to be disturbed (None: it does not tell).
    """

    def __init__(
        self,
        bridge: Bridge,
        icons: Icons,
        doors: Doors,
        now: Callable[[], datetime],
        *,
        notify: Callable[[str, str], object] = lambda title, text: None,
        blink: Callable[[bool], object] = lambda on: None,
        mark: Callable[[], object] = mark_windows,
        quiet: Callable[[], bool | None] = lambda: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._doors, self._now = bridge, doors, now
        self._quiet = quiet
        self._preferences = Preferences()
        self._level = Discretion.FULL
        self._lines: dict[str, LineInfo] = {}
        self._calls = FollowedCalls()
        self._is_told = False
        self._attention = Attention(notify, blink, mark, self._texts_now, self)
        self._knowledge = Knowledge(bridge, self)
        self._knowledge.came.connect(self._refresh)
        self.window = RingingWindow(icons)
        self.window.escaped.connect(self.dismiss_all)
        self.destroyed.connect(self.window.deleteLater)
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self.tick)
        bridge.ready.connect(self.ask_for_everything)
        bridge.failed.connect(self._on_engine_gone)

    # --- what the program tells --------------------------------------------------------------------------------------

    def set_preferences(self, preferences: Preferences) -> None:
        """Go by these settings from now on; a call that rings already is shown by them too."""
        self._preferences = preferences
        self._refresh()

    def take_changes(self, changes: Changes) -> None:
        """Take up what happened to calls and lines."""
        self._take_lines(changes.lines)
        if changes.preferences is not None:
            self._preferences = changes.preferences
        if not self._is_told:
            return
        self._calls.remove(changes.deleted)
        begun = self._calls.take(changes.rows, self._now())
        self._attention.begin(begun, self._preferences.notice)
        self._refresh()
        if changes.missed:
            self.ask_for_everything()

    def expect_outgoing(self, digits: str) -> None:
        """Show the call with this number when it comes: the user has just placed it here."""
        self._calls.expect(digits, self._now())

    def appear(self) -> None:
        """Show the small window, whatever the settings say: somebody asks for it."""
        if self._calls.rows:
            self._update_window()
            self.window.appear()

    def take_keyboard(self) -> None:
        """Bring the calls that are shown to the keyboard, since a person asks for that."""
        if self.window.isVisible():
            self.window.take_keyboard()

    # --- what the engine is asked ------------------------------------------------------------------------------------

    def ask_for_everything(self) -> None:
        """Ask for everything anew, at the start, and where changes were missed; for the settings before any call.

        Until they are known no call is shown: it might be named where that is not wanted.
        """
        self._bridge.ask(GetPreferences(), self._on_preferences, self._on_no_preferences)

    def _on_preferences(self, preferences: Preferences) -> None:
        self._is_told = True
        self._preferences = preferences
        self._bridge.ask(GetLines(), self._on_lines, self._on_not_told)
        self._bridge.ask(ListRows(limit=LOOKED_THROUGH), self._on_rows, self._on_not_told)

    def _on_no_preferences(self, error: CallJournalError) -> None:
        """Go by what was known before, and name nobody."""
        self._on_preferences(replace(self._preferences, discreet=Discretion.CALL))

    def _on_rows(self, rows: Iterable[JournalRow]) -> None:
        begun = self._calls.take_all(rows, self._now())
        self._attention.begin(begun, self._preferences.notice)
        self._refresh()

    def _on_lines(self, lines: Iterable[LineInfo]) -> None:
        self._lines.clear()
        self._take_lines(lines)
        self._refresh()

    def _on_not_told(self, error: CallJournalError) -> None:
        """Show the calls without what was asked; the journal says what is wrong."""

    def _on_engine_gone(self, text: str) -> None:
        """Show nothing that nobody keeps up to date any more."""
        self._calls.clear()
        self._refresh()

    def _take_lines(self, lines: Iterable[LineInfo]) -> None:
        self._lines |= {line.name: line for line in lines}

    # --- what is shown -----------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Look at the clock: talk time runs on, and a call that was taken goes out of view after a while."""
        for entry in self._calls.taken_before(self._now() - TALK_STAYS):
            if entry not in self.window.cards or not self.window.cards[entry].is_wanted:
                self._calls.dismiss(entry)
        self._refresh()

    def _refresh(self, _entry: str = "") -> None:
        """Bring everything up to date with the calls, the settings, and how discreet to be at this moment."""
        rows = self._calls.rows
        self._knowledge.keep_only([row.entry.id for row in rows])
        if rows:
            self._be_discreet()
            for row in rows:
                self._look_up(row)
            if not self._timer.isActive():
                self._timer.start()
        else:
            self._timer.stop()
        self._attention.follow(rows, self._preferences.notice)
        self._update_window()

    def _be_discreet(self) -> None:
        """Take up how discreet to be now; what was said openly before is taken back."""
        level = discretion(self._preferences.discreet, self._quiet())
        if level is not self._level:
            self._level = level
            for card in self.window.cards.values():
                card.settle()

    def _look_up(self, row: JournalRow) -> None:
        if self._level is not Discretion.CALL and self._preferences.notice in ("raise", "notify"):
            projects = self._level is Discretion.FULL and self._preferences.notice_projects
            self._knowledge.look_up(row, projects=projects)

    def _update_window(self) -> None:
        """Bring the cards up to date; show the window where the user wants it, and hide it when it is empty."""
        rows = self._calls.rows
        shown = self._update_cards(rows)
        self.window.say_more(len(rows) - shown)
        if not rows:
            self.window.hide()
        elif self._preferences.notice == "raise" and not self.window.isVisible():
            self.window.appear()
        elif self.window.isVisible():
            self.window.arrange()

    def _update_cards(self, rows: Sequence[JournalRow]) -> int:
        """Give cards to as many calls as half a screen holds, one's own and those that ring longest; say how many."""
        ranked = sorted(rows, key=lambda row: row.entry.answered is None and row.entry.direction is Direction.INCOMING)
        shown, taken, largest = 0, 0, 0
        for row in ranked:
            if shown and taken + largest > self.window.room:
                break
            height = self._update_card(row).sizeHint().height()
            shown, taken, largest = shown + 1, taken + height, max(largest, height)
        self.window.keep_only({row.entry.id for row in ranked[:shown]})
        return shown

    def _update_card(self, row: JournalRow) -> CallCard:
        entry = row.entry
        if entry.id not in self.window.cards:
            self._connect(entry.id, self.window.card(entry.id))
        texts = self._texts(row)
        said = stage(row, self._now())
        card = self.window.card(entry.id)
        card.show_call(entry, texts, said, Offer.of(entry, self._can(entry.line)))
        if self._preferences.notice == "raise":
            self._attention.announce(self.window, entry.id, "\n".join(texts.lines))
        return card

    def _connect(self, entry: str, card: CallCard) -> None:
        card.answer_wanted.connect(partial(self.answer, entry))
        card.hang_up_wanted.connect(partial(self.hang_up, entry))
        card.hold_wanted.connect(partial(self.hold, entry))
        card.book_wanted.connect(partial(self._doors.booking_wanted.emit, entry, "time"))
        card.contact_wanted.connect(partial(self._open_contact, entry))
        card.dismissed.connect(partial(self.dismiss, entry))

    def _texts(self, row: JournalRow) -> Shown:
        """Say of a call what may be seen."""
        known = self._knowledge.of(row.entry.id)
        return shown(
            row,
            self._level,
            line=row.entry.line if len(self._lines) > 1 else "",
            last="" if known.before is None else last_spoken(known.before, self._now()),
            projects=self._projects(known),
        )

    def _projects(self, known: Known) -> tuple[str, ...] | None:
        """Give what is open, () where that may come yet, None where there is nothing to show."""
        if not self._preferences.notice_projects or known.projects == ():
            return None
        return known.projects or ()

    def _texts_now(self, row: JournalRow) -> Shown:
        """Say of a call what may be seen at this very moment."""
        self._be_discreet()
        return self._texts(row)

    def _can(self, line: str) -> frozenset[Capability]:
        known = self._lines.get(line)
        return known.capabilities if known is not None else frozenset()

    # --- what the user does ------------------------------------------------------------------------------------------

    def answer(self, entry: str) -> None:
        """Take a call."""
        self._do(entry, AnswerCall(entry))

    def hang_up(self, entry: str) -> None:
        """Reject a call that rings, or end one that runs."""
        self._do(entry, EndCall(entry))

    def hold(self, entry: str, on: bool) -> None:
        """Put a call on hold, or take it back."""
        self._do(entry, HoldCall(entry, on))

    def dismiss(self, entry: str) -> None:
        """Show a call no more."""
        self._calls.dismiss(entry)
        self._refresh()

    def dismiss_all(self) -> None:
        """Show none of the calls any more."""
        for row in self._calls.rows:
            self._calls.dismiss(row.entry.id)
        self._refresh()

    def _open_contact(self, entry: str) -> None:
        row = self._calls.get(entry)
        if row is not None and row.match.contact is not None and self._level is Discretion.FULL:
            self._doors.contact_wanted.emit(row.match.contact.id)

    def _do(self, entry: str, command: Command[str]) -> None:
        self.window.card(entry).wait()
        self._bridge.ask(command, partial(self._on_done, entry), partial(self._on_refused, entry))

    def _on_done(self, entry: str, _answer: str) -> None:
        card = self.window.cards.get(entry)
        if card is not None:
            card.done()

    def _on_refused(self, entry: str, error: CallJournalError) -> None:
        """Say on the card what was not done; where the caller is not to be seen, in the journal."""
        card = self.window.cards.get(entry)
        if card is None or self._level is not Discretion.FULL:
            self._doors.erred.emit(tr(error.words))
        if card is not None:
            words = error.words if self._level is Discretion.FULL else tr("That was not done: the journal says why")
            card.refuse(tr(words))
            self.window.arrange()
