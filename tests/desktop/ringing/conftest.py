"""A notice on a played engine, with a system around it that is played too."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtGui import QCursor
from pytestqt.qtbot import QtBot

from calljournal.contracts.line import Capability
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import AnswerCall, EndCall, HoldCall, RowChanged
from calljournal.contracts.settings_commands import GetPreferences, Preferences
from calljournal.contracts.work_commands import Suggestion, SuggestProjects
from calljournal.desktop.bridge import Bridge
from calljournal.desktop.doors import Doors
from calljournal.desktop.look.icons import Icons
from calljournal.desktop.ringing.card import CallCard
from calljournal.desktop.ringing.notice import RingingNotice
from calljournal.journal import RowState
from calljournal.worklog import Reason
from tests.desktop import samples
from tests.desktop.conftest import FakeClock
from tests.desktop.fake_service import FakeService
from tests.desktop.samples import Facts, make_row

ABLE = replace(samples.ASTERISK, capabilities=frozenset(Capability))


class System:
    """The tray, the task bar and the do-not-disturb of a played desktop."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, str]] = []
        self.blinks: list[bool] = []
        self.marked = 0
        self.is_quiet: bool | None = None

    def mark(self) -> None:
        self.marked += 1


class Rung:
    """A notice, the engine behind it, and what tests do with both."""

    def __init__(
        self, notice: RingingNotice, fake: FakeService, clock: FakeClock, system: System, qtbot: QtBot
    ) -> None:
        self.notice = notice
        self.fake = fake
        self.clock = clock
        self.system = system
        self.qtbot = qtbot
        self.taken: list[JournalRow] = []

    def tell(self, entry: str, state: RowState = RowState.RINGING, **facts: Any) -> None:
        """Let a call be so, and wait until the notice knows."""
        row = make_row(entry, 0, state=state, **facts)
        self.taken.clear()
        self.fake.tell(RowChanged(row))
        self.qtbot.waitUntil(lambda: row in self.taken)

    def rings(self, entry: str = "a", **facts: Any) -> CallCard:
        """Let a call ring, and give its card."""
        self.tell(entry, RowState.RINGING, **facts)
        return self.card(entry)

    def card(self, entry: str = "a") -> CallCard:
        """Give the card of a call."""
        return self.notice.window.cards[entry]

    def start(self, bridge: Bridge) -> None:
        """Start the engine."""
        bridge.changed.connect(self.notice.take_changes)
        bridge.changed.connect(lambda changes: self.taken.extend(changes.rows))
        bridge.start()
        self.qtbot.waitUntil(lambda: bool(self.notice._lines))

    def texts(self, entry: str = "a") -> list[str]:
        """Give the lines that stand on a card, from above."""
        card = self.card(entry)
        labels = (card.head, card.who, *card.details)
        return [label.text() for label in labels if not label.isHidden() and label.text()]


@pytest.fixture
def system() -> System:
    return System()


@pytest.fixture
def rung(qtbot: QtBot, bridge: Bridge, fake: FakeService, clock: FakeClock, system: System) -> Iterator[Rung]:
    """Give a notice on an engine that runs; the line can do everything."""
    QCursor.setPos(0, 0)  # a call over which the pointer rests stays in view
    fake.lines = {ABLE.name: ABLE}
    fake.answers[SuggestProjects] = lambda fake, command: tuple(
        Suggestion(project, Reason.CLIENT, "open project") for project in samples.PROJECTS[:2]
    )
    fake.answers[GetPreferences] = lambda fake, command: Preferences()
    for command in (AnswerCall, EndCall, HoldCall):
        fake.answers[command] = lambda fake, command: command.entry
    notice = RingingNotice(
        bridge,
        Icons(),
        Doors(),
        clock,
        notify=lambda title, text: system.messages.append((title, text)),
        blink=system.blinks.append,
        mark=system.mark,
        quiet=lambda: system.is_quiet,
    )
    qtbot.addWidget(notice.window)
    rung = Rung(notice, fake, clock, system, qtbot)
    rung.start(bridge)
    yield rung
    notice.dismiss_all()


WITHHELD: Facts = {
    "number": None,
    "display": None,
    "presentation": samples.Presentation.WITHHELD,
    "match": samples.Match(samples.MatchKind.NONE, "withheld"),
}
