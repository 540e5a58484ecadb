"""An office with Call Journal on a real PBX: the engine runs in a thread, as it does beneath the window."""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from calljournal.contracts.command import Answer, Command
from calljournal.contracts.line import LineState
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import GetLines, LineInfo, ListRows, WatchLines
from calljournal.engine import Engine
from calljournal.matching import MatchKind
from calljournal.settings import Places, save

LINE = "asterisk:main"
PATIENCE = 10.0
NEAR = 0.25
"""Seconds by which a time in the journal may differ from the moment in a telephone's own message log."""


class Office:
    """The engine of one data folder, connected to an Asterisk; used from a test's own thread."""

    def __init__(self, home: Path, port: int, own: str = "101,102", **more: str | int) -> None:
        self.places = Places.under(home)
        self.places.make()
        for key, value in (("country", "CH"), ("area", "44"), ("outside", "0")):
            save(self.places.settings_file, ("firm", key), value)
        values = {"host": "127.0.0.1", "port": port, "user": "cti", "own": own, "trunk": "trunk", "context": "internal"}
        values |= more
        save(self.places.settings_file, ("lines", LINE), {"system": "asterisk", "values": values})
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="engine")
        self._stack = AsyncExitStack()

    def __enter__(self) -> Self:
        self._thread.start()
        self._run(self._open())
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the program; a second time does nothing."""
        if self._loop.is_closed():
            return
        self._run(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def do(self, command: Command[Answer]) -> Answer:
        """Have the engine carry out a command."""
        answer: Answer = self._run(self._engine.do(command))
        return answer

    def lamp(self, state: LineState, patience: float = PATIENCE) -> LineInfo:
        """Wait until the lamp shows a state, and give it."""
        return self.until(lambda: next(iter(self.do(GetLines())), None), lambda info: info.state is state, patience)

    def rows(self, count: int = 1) -> list[JournalRow]:
        """Wait until so many calls have ended and are looked up, and give all rows, the oldest first."""

        def all_over(rows: tuple[JournalRow, ...]) -> bool:
            over = [row for row in rows if not row.entry.live and row.match.kind is not MatchKind.PENDING]
            return len(over) == len(rows) >= count

        return list(reversed(self.until(lambda: self.do(ListRows()), all_over)))

    def row(self) -> JournalRow:
        """Wait until the one call of the journal is over, and give its row."""
        (row,) = self.rows()
        return row

    def live(self, condition: Callable[[JournalRow], bool]) -> JournalRow:
        """Wait until the latest row meets a condition."""
        latest = self.until(lambda: self.do(ListRows(limit=1)), lambda rows: bool(rows) and condition(rows[0]))
        return latest[0]

    def until(self, look: Callable[[], Any], condition: Callable[[Any], bool], patience: float = PATIENCE) -> Any:
        """Look again and again until what is seen meets a condition."""
        end = time.monotonic() + patience
        while not condition(seen := look()):
            if time.monotonic() > end:
                raise AssertionError(f"not within {patience:.0f} s; last seen: {seen}")
            time.sleep(0.01)
        return seen

    async def _open(self) -> None:
        self._engine = Engine(self.places)
        await self._engine.start()
        self._stack.push_async_callback(self._engine.stop)
        await self._engine.do(WatchLines())

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE + 5)


def near(moment: datetime | None, truth: datetime) -> bool:
    """Say whether a time of the journal is that of a telephone's message log."""
    return moment is not None and abs((moment - truth).total_seconds()) <= NEAR
