"""Rows and lines for the tests of the terminal, and an engine that is played."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from calljournal.calls import Direction, Presentation
from calljournal.contracts.command import Answer, Command
from calljournal.contracts.line import Capability, LineState
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import Change, GetLines, LineInfo, ListRows, WatchLines
from calljournal.contracts.settings_commands import GetPreferences, Preferences
from calljournal.errors import CallJournalError
from calljournal.journal import Entry, Outcome, RowState, Scope
from calljournal.matching import Candidate, ContactKind, Match, MatchKind
from calljournal.worklog import Booking, Kind

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
ANNA = Candidate("p1", ContactKind.CONTACT, "Anna Keller", "Müller Treuhand AG", typed="044/000 12 34")
BEAT = Candidate("p2", ContactKind.PERSON, "Beat Frei")
ONE, LIKELY = Match(MatchKind.ONE, "exact", (ANNA,)), Match(MatchKind.ONE, "switchboard", (ANNA,))
SEVERAL, NOBODY = Match(MatchKind.SEVERAL, "exact", (ANNA, BEAT)), Match(MatchKind.NONE, "unknown")

ENTRY = Entry(
    id="0123456789abcdef",
    call="K1",
    line="simulator:test",
    owner="101",
    own="101",
    direction=Direction.INCOMING,
    scope=Scope.EXTERNAL,
    state=RowState.ENDED,
    outcome=Outcome.ANSWERED,
    number="+41440001234",
    presentation=Presentation.ALLOWED,
    display="044 000 12 34",
    name="A. Keller",
    started=NOW - timedelta(minutes=10),
    answered=NOW - timedelta(minutes=10) + timedelta(seconds=5),
    ended=NOW - timedelta(minutes=8),
    talk_seconds=105.0,
    held_seconds=10.0,
)
LIVE: dict[str, Any] = {"state": RowState.TALKING, "outcome": None, "ended": None}
LINE = LineInfo(
    "simulator:test", "Simulated line", True, frozenset(Capability), LineState.CONNECTED, "connected", "101"
)


def row(
    entry: str = "0123456789abcdef", *, match: Match = ONE, booked: tuple[Booking, ...] = (), **facts: Any
) -> JournalRow:
    return JournalRow(replace(ENTRY, id=entry, **facts), match, booked)


def booking(kind: Kind = Kind.TIME, booked: str | None = "t1") -> Booking:
    return Booking("D1", ENTRY.id, "anna", kind, "local", booked, NOW)


class PlayedService:
    """Gives `rows` and one line, keeps what it was `asked`, and answers by `answers` (an error is raised).

    `preferences` are the user's: English, unless a test says otherwise. `then` is called after each command that was
    carried out. The changes are those that are put into `news`;
    None ends them.
    """

    def __init__(self, *rows: JournalRow) -> None:
        self.rows = rows
        self.preferences = Preferences(language="en")
        self.asked: list[Command[Any]] = []
        self.answers: dict[type, object] = {}
        self.then: Callable[[Command[Any]], None] = lambda _command: None
        self.news: asyncio.Queue[Change | None] = asyncio.Queue()

    @asynccontextmanager
    async def open(self) -> AsyncIterator["PlayedService"]:
        yield self

    @asynccontextmanager
    async def changes(self) -> AsyncIterator[AsyncIterator[Change]]:
        async def heard() -> AsyncIterator[Change]:
            while (change := await self.news.get()) is not None:
                yield change

        yield heard()

    async def do(self, command: Command[Answer]) -> Answer:
        if isinstance(command, ListRows):
            return cast(Answer, self.rows)
        if isinstance(command, WatchLines | GetLines):
            return cast(Answer, (LINE,))
        if isinstance(command, GetPreferences):
            return cast(Answer, self.preferences)
        self.asked.append(command)
        answer = self.answers[type(command)]
        self.then(command)
        if isinstance(answer, CallJournalError):
            raise answer
        return cast(Answer, answer)
