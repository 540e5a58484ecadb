"""What waits is saved together, in one step; a call that cannot be saved costs the others nothing."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import cast

import pytest

from calljournal.calls import Call, Owners
from calljournal.contracts.line import LineState, LineStatus
from calljournal.engine.clock import AnchoredClock
from calljournal.engine.recorder import Recorder
from calljournal.errors import Bug, StoreFailed
from calljournal.journal import Entry, LineProfile
from calljournal.numbers import DialRules
from calljournal.store import Store
from tests.calls.making import report

BAD = "102"
LAMP = LineStatus("line", LineState.CONNECTED, "connected", datetime(2026, 3, 9, 8, tzinfo=UTC))


class Shelf:
    """A store that takes everything but the calls of one telephone, and remembers each step."""

    def __init__(self) -> None:
        self.steps: list[list[str]] = []
        self.full = False

    async def save_calls(self, changes: Iterable[tuple[Call, tuple[Entry, ...]]], seen: datetime) -> frozenset[str]:
        owners = [entry.owner for _, entries in changes for entry in entries]
        if BAD in owners:
            raise Bug("a mistake of ours")
        if self.full:
            raise StoreFailed("the disk is full")
        self.steps.append(owners)
        return frozenset()


class Desk:
    """A recorder on a shelf, and what it told."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.told: list[str] = []
        self.troubles: list[str] = []
        self.recovered: list[str] = []
        self._recorder = Recorder(
            cast(Store, self.shelf),
            {"line": LineProfile(Owners.parse("101,102,103"), DialRules())},
            AnchoredClock(),
            lambda entry: self.told.append(entry.owner),
            lambda status: self.told.append(str(status.state)),
            self.troubles.append,
            on_recovered=self.recovered.append,
        )

    def takes(self, *telephones: str | LineStatus) -> None:
        """A call rings at each of these, all before the recorder has its turn; a status comes where it stands."""

        async def work() -> None:
            for what in telephones:
                if isinstance(what, str):
                    self._recorder.take(report(0, leg=what, conversation=what, endpoint=what))
                else:
                    self._recorder.take(what)
            run = asyncio.create_task(self._recorder.run())
            await self._recorder.caught_up()
            run.cancel()

        asyncio.run(work())


def test_what_waits_is_saved_in_one_step() -> None:
    """Calls that came together are one transaction; the lamp is told behind those that came before it."""
    desk = Desk()
    desk.takes("101", "103", LAMP)
    assert desk.shelf.steps == [["101", "103"]]
    assert desk.told == ["101", "103", "connected"]


def test_a_full_disk_is_told_once_and_so_is_its_end() -> None:
    desk = Desk()

    async def rings(telephone: str) -> None:
        desk._recorder.take(report(0, leg=telephone, conversation=telephone, endpoint=telephone))
        await desk._recorder.caught_up()

    async def work() -> None:
        run = asyncio.create_task(desk._recorder.run())
        desk.shelf.full = True
        for telephone in ("101", "103"):
            await rings(telephone)
        assert len(desk.troubles) == 1
        assert desk.troubles[0].startswith("the disk is full (the calls are kept in memory")
        assert desk.recovered == []
        desk.shelf.full = False
        await desk._recorder._save_again()
        assert desk.recovered == desk.troubles
        desk.shelf.full = True
        desk._recorder.take(report(0, leg="new", conversation="new", endpoint="101"))
        await desk._recorder.caught_up()
        assert len(desk.troubles) == 2
        run.cancel()

    asyncio.run(work())


def test_a_call_that_cannot_be_saved_costs_the_others_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """Each is tried by itself then; the bad one is told as trouble and not shown."""
    desk = Desk()
    desk.takes("101", BAD, "103")
    assert desk.shelf.steps == [["101"], ["103"]]
    assert desk.told == ["101", "103"]
    assert len(desk.troubles) == 1
    assert "a mistake of ours" in caplog.text
