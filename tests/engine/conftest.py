"""An engine on the simulated line, in a data folder of its own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import Change, ListRows, RowChanged
from calljournal.engine import Engine
from calljournal.settings import Places, save

LINE = "simulator:test"


class Lab:
    """Makes engines on one data folder, as a user's program would be started again and again."""

    def __init__(self, home: Path) -> None:
        self.places = Places.under(home)
        self.places.make()
        for key, value in (("area", "44"), ("outside", "0")):
            save(self.places.settings_file, ("firm", key), value)

    def plays(self, scenario: str, speed: int = 0, **values: str | int | bool) -> None:
        """Have the line play a scenario."""
        file = self.places.config / "test.scenario"
        file.write_text(scenario, encoding="utf-8")
        settings = {"own": "101,102", "scenario": str(file), "speed": speed, **values}
        save(self.places.settings_file, ("lines", LINE), {"system": "simulator", "values": settings})

    @asynccontextmanager
    async def engine(self) -> AsyncIterator[Engine]:
        """Start an engine, and stop it."""
        engine = Engine(self.places)
        await engine.start()
        try:
            yield engine
        finally:
            await engine.stop()

    def run(self, work: Callable[[Engine], Awaitable[None]]) -> None:
        """Start an engine, do some work with it within ten seconds, and stop it."""

        async def session() -> None:
            async with asyncio.timeout(10), self.engine() as engine:
                await work(engine)

        asyncio.run(session())


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """A data folder with settings of a firm in Zurich."""
    return Lab(tmp_path / "home")


async def until(changes: AsyncIterator[Change], condition: Callable[[JournalRow], bool]) -> list[JournalRow]:
    """Give the rows that changed, up to and with the first that meets the condition."""
    seen: list[JournalRow] = []
    async for change in changes:
        if isinstance(change, RowChanged):
            seen.append(change.row)
            if condition(change.row):
                return seen
    raise AssertionError("the changes ended")


async def settled(engine: Engine, count: int) -> tuple[JournalRow, ...]:
    """Give the rows when there are `count`, all ended and looked up."""
    while True:
        rows = await engine.do(ListRows())
        if len(rows) >= count and all(not row.entry.live and row.match.kind != "pending" for row in rows):
            return rows
        await asyncio.sleep(0.01)
