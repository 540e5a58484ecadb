"""Shows the journal in a terminal and obeys its keys; without a terminal, one line for each change."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

from rich.console import Console
from rich.live import Live

from calljournal.contracts.command import Command
from calljournal.contracts.service import (
    Change,
    GetLines,
    LineChanged,
    ListRows,
    Missed,
    Notice,
    RowChanged,
    Service,
    WatchLines,
)
from calljournal.contracts.settings_commands import GetPreferences, Preferences, PreferencesChanged
from calljournal.errors import CallJournalError
from calljournal.languages import speak, tr
from calljournal.terminal import texts
from calljournal.terminal.keys import keys
from calljournal.terminal.plain import clean, row_line
from calljournal.terminal.state import State
from calljournal.terminal.table import table

TICK_SECONDS = 1.0
"""How often timers move while nothing else happens."""

OpenService = Callable[[], AbstractAsyncContextManager[Service]]


def run(open_service: OpenService, out: Console | None = None) -> int:
    """Open the engine, watch its lines and show the journal until the user ends it; gives the exit code.

    It speaks the language of the user; what goes to a file or another program is in English.
    """
    console = out or Console()
    try:
        asyncio.run(_shown(open_service, console, interactive=console.is_terminal and sys.stdin.isatty()))
    except KeyboardInterrupt:
        return 0
    except CallJournalError as error:
        console.print(str(error), markup=False, highlight=False)
        return 1
    return 0


async def _shown(open_service: OpenService, console: Console, *, interactive: bool) -> None:
    async with open_service() as service, service.changes() as changes:
        lines = await service.do(WatchLines())
        state = State(lines={line.name: line for line in lines})
        await _read_rows(service, state)
        if interactive:
            _speak(await service.do(GetPreferences()))
            await _Screen(service, state, console).show(changes)
        else:
            await listing(service, state, changes, console)


async def _read_rows(service: Service, state: State) -> None:
    state.stale = False
    rows = await service.do(ListRows(session=True))
    state.rows = {row.entry.id: row for row in rows}
    state.lines = {line.name: line for line in await service.do(GetLines())}


async def listing(service: Service, state: State, changes: AsyncIterator[Change], console: Console) -> None:
    """Print the rows that there are, then each change as a line, until there are no more."""

    def tell(text: str) -> None:
        console.print(text, markup=False, highlight=False, soft_wrap=True)

    for row in reversed(state.ordered):
        tell(row_line(row))
    said: dict[str, str] = {}
    async for change in changes:
        match change:
            case RowChanged():
                tell(row_line(change.row))
            case LineChanged():
                line = change.line
                words = tr(
                    texts.LINE_CHANGED,
                    name=line.name,
                    lamp=tr(texts.LAMPS[line.state]),
                    message=clean(tr(line.message)),
                )
                if said.get(line.name) != words:
                    said[line.name] = words
                    tell(words)
            case Notice():
                tell(clean(tr(change.text)))
            case Missed():
                await _read_rows(service, state)
                for row in reversed(state.ordered):
                    tell(row_line(row))


class _Screen:
    """The live journal: draws when something has changed, carries out commands beside it."""

    def __init__(self, service: Service, state: State, console: Console) -> None:
        self._service = service
        self._state = state
        self._console = console
        self._news = asyncio.Event()
        self._at_work: set[asyncio.Task[None]] = set()

    async def show(self, changes: AsyncIterator[Change]) -> None:
        """Show the journal until `q` is pressed or the engine ends."""
        async with keys() as pressed:
            quitting = asyncio.create_task(self._obey(pressed))
            listening = asyncio.create_task(self._listen(changes))
            try:
                with Live(console=self._console, screen=True, auto_refresh=False) as live:
                    while not quitting.done() and not listening.done():
                        self._news.clear()
                        self._draw(live)
                        await self._news_within(TICK_SECONDS)
                for ended in (quitting, listening):
                    if ended.done():
                        ended.result()  # raises what it ended of
            finally:
                await _cancelled(quitting, listening, *self._at_work)

    def _draw(self, live: Live) -> None:
        state, rows = self._state, self._state.ordered
        selected = state.selected or (rows[0].entry.id if rows else None)
        height = self._console.size.height
        screen = table(rows, list(state.lines.values()), datetime.now(UTC), selected, state.message, height=height)
        live.update(screen, refresh=True)

    async def _news_within(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            pass

    async def _obey(self, pressed: "asyncio.Queue[str]") -> None:
        while (key := await pressed.get()) != "q":
            command = self._state.press(key)
            if command is not None:
                task = asyncio.create_task(self._do(command))
                self._at_work.add(task)
                task.add_done_callback(self._at_work.discard)
            self._news.set()
        self._news.set()

    async def _do(self, command: Command[object]) -> None:
        try:
            answer = await self._service.do(command)
        except CallJournalError as error:
            self._state.failed(command, error)
        else:
            self._state.done(command, answer)
        self._news.set()

    async def _listen(self, changes: AsyncIterator[Change]) -> None:
        try:
            async for change in changes:
                if isinstance(change, PreferencesChanged):
                    _speak(change.preferences)
                self._state.take(change)
                if self._state.stale:
                    await _read_rows(self._service, self._state)
                self._news.set()
        finally:
            self._news.set()


def _speak(preferences: Preferences) -> None:
    speak(preferences.language, preferences.vocabulary, preferences.country)


async def _cancelled(*tasks: "asyncio.Task[None]") -> None:
    """Cancel tasks and wait until they have ended; what they raised has been told."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
