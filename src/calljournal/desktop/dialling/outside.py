"""What other programs want to have dialled (a web page, a mail): shown and asked first, and never many at a time."""

import time
from collections import deque
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from calljournal.contracts.service import FindMatch, PreviewCall
from calljournal.contracts.settings_commands import GetPreferences, Preferences
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.dialling.placing import Placing, Wish
from calljournal.desktop.dialling.question import about_emergency, about_outside
from calljournal.desktop.dialling.wording import harmless
from calljournal.desktop.doors import Doors
from calljournal.errors import CallJournalError
from calljournal.languages import tr
from calljournal.matching import Match, MatchKind
from calljournal.numbers import Dialling, is_link

APART = 3.0
"""Seconds between two calls that are placed without a question: what comes sooner is asked about."""

MOST_WAITING = 5
"""Links that wait for their turn; more at a time no person has clicked."""


class Outside(QObject):
    """Takes the links of other programs, one at a time, in the order in which they came.

    While one is looked at, or any question is open, others wait for their turn; what has waited is always asked about.

    `clock` runs evenly, in seconds.
    """

    def __init__(
        self,
        bridge: Bridge,
        doors: Doors,
        placing: Placing,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._doors, self._placing, self._clock = bridge, doors, placing, clock
        self._current = ""
        self._waiting: deque[str] = deque()
        self._has_waited = False
        self._last: float | None = None
        bridge.failed.connect(self._on_engine_gone)
        placing.free.connect(self._go_on)

    def dial(self, link: str) -> None:
        """Dial what another program hands over, after asking unless the user has said otherwise."""
        if not is_link(link):
            self._say_error(link, tr("it is no link with a telephone number (tel: or callto:)"))
        elif not self._current and self._placing.question is None:
            self._look_at(link, has_waited=False)
        elif link == self._current or link in self._waiting:
            self._placing.call_attention()  # clicked twice: the question may be behind another window
        elif len(self._waiting) < MOST_WAITING:
            self._waiting.append(link)
            self._doors.said.emit(
                tr("Another program wants to dial {link}: it is asked about next", link=harmless(link))
            )
        else:
            self._say_error(link, tr("refused, too many others wait for an answer"))

    def _look_at(self, link: str, *, has_waited: bool) -> None:
        self._current, self._has_waited = link, has_waited
        self._bridge.ask(PreviewCall(link), partial(self._on_preview, link), partial(self._on_error, link))

    def _end(self) -> None:
        """Be done with the link that was looked at."""
        self._current = ""
        self._go_on()

    def _go_on(self) -> None:
        """Look at the next link, if nothing is being asked."""
        if self._waiting and not self._current and self._placing.question is None:
            self._look_at(self._waiting.popleft(), has_waited=True)

    def _on_preview(self, link: str, to: Dialling) -> None:
        take = partial(self._on_preferences, link, to)
        self._bridge.ask(GetPreferences(), take, partial(self._on_no_preferences, link, to))

    def _on_no_preferences(self, link: str, to: Dialling, error: CallJournalError) -> None:
        """Ask, where nobody can say that it is not wanted."""
        self._on_preferences(link, to, Preferences(ask_before_dialling=True))

    def _on_preferences(self, link: str, to: Dialling, preferences: Preferences) -> None:
        if preferences.ask_before_dialling or to.emergency or to.differs or not self._may_dial_by_itself():
            command = FindMatch(to.e164 or to.digits)
            self._bridge.ask(command, partial(self._ask, link, to), partial(self._on_no_match, link, to))
        else:
            self._last = self._clock()
            self._place(link, to)

    def _may_dial_by_itself(self) -> bool:
        return not self._has_waited and (self._last is None or self._clock() - self._last >= APART)

    def _on_no_match(self, link: str, to: Dialling, error: CallJournalError) -> None:
        """Ask without a name."""
        self._ask(link, to, None)

    def _ask(self, link: str, to: Dialling, match: Match | None) -> None:
        asked = about_emergency(to, by_itself=True) if to.emergency else about_outside(to, _who(match), link)
        self._placing.ask(asked, partial(self._on_answer, link, to))

    def _on_answer(self, link: str, to: Dialling, yes: bool) -> None:
        if yes:
            self._last = self._clock()
            self._place(link, to)
        else:
            self._end()

    def _place(self, link: str, to: Dialling) -> None:
        self._placing.place(
            Wish(link, from_outside=True, seen=to, confirmed=to.emergency, erred=partial(self._say_error, link))
        )
        self._end()

    def _on_error(self, link: str, error: CallJournalError) -> None:
        self._say_error(link, tr(error.words))
        self._end()

    def _on_engine_gone(self, text: str) -> None:
        """Wait for no answer that cannot come any more, and forget what waits: who clicked has seen that."""
        self._waiting.clear()
        if self._placing.question is None:
            self._current = ""

    def _say_error(self, link: str, reason: str) -> None:
        self._doors.erred.emit(
            tr("Another program wanted to dial {link}: {reason}", link=harmless(link), reason=reason)
        )


def _who(match: Match | None) -> str:
    """Name the one contact that has the number; of several, or an uncertain one, say so."""
    if match is None or not match.contacts:
        return ""
    first = match.contacts[0]
    if match.kind is MatchKind.SEVERAL:
        return tr("one of {count} contacts", count=len(match.contacts))
    name = tr("{name}, {company}", name=first.name, company=first.company) if first.company else first.name
    return name if match.certain else tr("probably {who}", who=name)
