"""An engine that is played: `contracts.service.Service` in memory, with rows, contacts and projects as a test says.

It copies of the contract: changes are listened to without a gap from the moment the context is entered; rows come
latest first and without those that merged away; a booking is made once, on a certain match, or else refused with the
errors of the real guard; a chosen contact is remembered on the row, until it is forgotten. Everything else is not
copied: nothing is stored, nothing is dialled, and conditions of `ListRows` other than `limit` are ignored.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

from calljournal.contracts.crm import Contact, Project, ServiceType
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import (
    Answer,
    BookCall,
    Change,
    ChooseContact,
    Command,
    FindProjects,
    ForgetChoice,
    GetContact,
    GetLines,
    GetServiceTypes,
    LineChanged,
    LineInfo,
    ListRows,
    PlaceCall,
    Placed,
    RowChanged,
    WatchLines,
)
from calljournal.errors import CallJournalError, NotFound, Unsupported
from calljournal.matching import Match, MatchKind
from calljournal.worklog import Booking, check_not_booked, contact_to_book


class FakeService:
    """Plays the engine. Fill the lists, open it (`fake.open`), and `tell` it from the test what changed.

    `answers` says what carries out each type of command: a test adds what else it needs, `(fake, command) -> answer`.
    `asked` keeps every command; `errors` maps a type of command to the error that it is to raise; `delay` is how
    many seconds each command takes. `opening` is the error that opening is to raise.
    """

    def __init__(self) -> None:
        self.rows: dict[str, JournalRow] = {}
        self.lines: dict[str, LineInfo] = {}
        self.contacts: dict[str, Contact] = {}
        self.projects: tuple[Project, ...] = ()
        self.service_types: tuple[ServiceType, ...] = ()
        self.asked: list[Command[Any]] = []
        self.answers = dict(ANSWERS)
        self.errors: dict[type, CallJournalError] = {}
        self.opening: Exception | None = None
        self.delay = 0.0
        self.closing_takes = 0.0
        self.book_reachable = True
        self.closed = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listeners: list[asyncio.Queue[Change | None]] = []

    # --- for the test ------------------------------------------------------------------------------------------------

    def add(self, *rows: JournalRow) -> None:
        """Put rows into the journal without telling anybody."""
        self.rows |= {row.entry.id: row for row in rows}

    def tell(self, *changes: Change) -> None:
        """Let changes happen, now, in the engine's thread; from any thread."""
        assert self._loop is not None, "the service is not open"
        self._loop.call_soon_threadsafe(self._happen, changes)

    def tell_rows(self, *rows: JournalRow) -> None:
        """Let rows appear or change."""
        self.tell(*map(RowChanged, rows))

    def end(self) -> None:
        """Let the engine go away."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._tell_listeners, None)

    def asked_for(self, kind: type) -> list[Any]:
        """Give the commands of a type, in the order in which they came."""
        return [command for command in self.asked if isinstance(command, kind)]

    def _happen(self, changes: tuple[Change, ...]) -> None:
        for change in changes:
            if isinstance(change, RowChanged):
                self.add(change.row)
            elif isinstance(change, LineChanged):
                self.lines[change.line.name] = change.line
            self._tell_listeners(change)

    def _tell_listeners(self, change: Change | None) -> None:
        for queue in self._listeners:
            queue.put_nowait(change)

    # --- the contract ------------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def open(self) -> AsyncIterator["FakeService"]:
        """Open it, as the program does."""
        self._loop = asyncio.get_running_loop()
        if self.opening is not None:
            raise self.opening
        try:
            yield self
        finally:
            if self.closing_takes:
                await asyncio.sleep(self.closing_takes)
            self.closed = True

    @asynccontextmanager
    async def changes(self) -> AsyncIterator[AsyncIterator[Change]]:
        """Listen."""
        queue: asyncio.Queue[Change | None] = asyncio.Queue()
        self._listeners.append(queue)
        try:
            yield _until_none(queue)
        finally:
            self._listeners.remove(queue)

    async def do(self, command: Command[Answer]) -> Answer:
        """Carry out a command."""
        self.asked.append(command)
        if self.delay:
            await asyncio.sleep(self.delay)
        if type(command) in self.errors:
            raise self.errors[type(command)]
        if type(command) not in self.answers:
            raise Unsupported(f"the played engine does not know {type(command).__name__}")
        return cast(Answer, self.answers[type(command)](self, command))

    # --- the answers -------------------------------------------------------------------------------------------------

    def list_rows(self, command: ListRows) -> tuple[JournalRow, ...]:
        rows = [row for row in self.rows.values() if row.entry.merged_into is None]
        return tuple(sorted(rows, key=lambda row: row.entry.started, reverse=True)[: command.limit])

    def get_contact(self, command: GetContact) -> Contact:
        if command.contact not in self.contacts:
            raise NotFound(f"there is no contact {command.contact!r} in the book")
        return self.contacts[command.contact]

    def find_projects(self, command: FindProjects) -> tuple[Project, ...]:
        found = [project for project in self.projects if project.open or not command.open_only]
        return tuple(sorted(found, key=lambda project: project.client != command.contact))

    def choose_contact(self, command: ChooseContact) -> JournalRow:
        row = self.rows[command.entry]
        offered = (*row.match.contacts, *row.match.people)
        chosen = tuple(candidate for candidate in offered if candidate.id == command.contact)
        return self._match(row, Match(MatchKind.ONE, "chosen", chosen))

    def forget_choice(self, command: ForgetChoice) -> JournalRow:
        return self._match(self.rows[command.entry], Match(MatchKind.NONE, "unknown"))

    def _match(self, row: JournalRow, match: Match) -> JournalRow:
        row = replace(row, match=match)
        self._happen((RowChanged(row),))
        return row

    def book(self, command: BookCall) -> Booking:
        row = self.rows[command.entry]
        check_not_booked(row.booked, "me", command.kind, again=command.again)
        chosen = next((one for one in row.match.contacts if one.id == command.wishes.contact), None)
        contact_to_book(row.match, chosen, confirmed=command.confirmed)
        name = f"{command.kind.value}-{len(row.booked) + 1}"
        booking = Booking(
            key=f"{command.entry}-{name}",
            entry=command.entry,
            user="me",
            kind=command.kind,
            book="local",
            id=name if self.book_reachable else None,
            at=datetime.now(UTC),
        )
        self._happen((RowChanged(replace(row, booked=(*row.booked, booking))),))
        return booking


ANSWERS: dict[type, Callable[[FakeService, Any], object]] = {
    ListRows: FakeService.list_rows,
    GetLines: lambda fake, command: tuple(fake.lines.values()),
    WatchLines: lambda fake, command: tuple(fake.lines.values()),
    GetContact: FakeService.get_contact,
    FindProjects: FakeService.find_projects,
    GetServiceTypes: lambda fake, command: fake.service_types,
    PlaceCall: lambda fake, command: Placed(command.number.replace("+", "000")),
    ChooseContact: FakeService.choose_contact,
    ForgetChoice: FakeService.forget_choice,
    BookCall: FakeService.book,
}


async def _until_none(queue: asyncio.Queue[Change | None]) -> AsyncIterator[Change]:
    while (change := await queue.get()) is not None:
        yield change
