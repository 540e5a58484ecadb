"""Who it is: asks the books for the number of a saved row. It may come late, may be redone, and delays no row."""

import asyncio
import logging
from collections.abc import Callable

from calljournal.contracts.crm import Crm
from calljournal.errors import CallJournalError
from calljournal.journal import Entry
from calljournal.matching import Match, decide, question
from calljournal.store import Store

log = logging.getLogger(__name__)

RETRY_SECONDS = (1.0, 5.0, 30.0)
"""When a book that did not answer is asked again; after that the row says "pending" until it is looked up anew."""

REMEMBERED = 5000
"""Rows of which it is remembered that they have been looked up."""


class Lookup:
    """Finds the match of rows, each in a task of its own, and tells it when it is known."""

    def __init__(self, store: Store, crm: Crm, on_match: Callable[[str, Match], None]) -> None:
        self._store = store
        self._crm = crm
        self._on_match = on_match
        self._asked: dict[str, str | Match] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def consider(self, entry: Entry) -> None:
        """Look a row up, if its number has not been looked up already."""
        asked = question(entry)
        if self._asked.get(entry.id) == asked:
            return
        self._asked[entry.id] = asked
        if not entry.live and len(self._asked) > REMEMBERED:
            self._asked.pop(next(iter(self._asked)))
        task = asyncio.create_task(self._answer(entry.id, asked))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def again(self, entry: Entry) -> Match:
        """Look a row up anew and give the match, saved."""
        self._asked[entry.id] = asked = question(entry)
        match = asked if isinstance(asked, Match) else await self._ask(asked)
        await self._store.save_match(entry.id, match)
        return match

    async def settle(self) -> None:
        """Wait for the look-ups under way, or give them up when cancelled."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=1.0)
        for task in self._tasks:
            task.cancel()

    async def _answer(self, entry_id: str, asked: str | Match) -> None:
        for wait in (*RETRY_SECONDS, None):
            try:
                match = asked if isinstance(asked, Match) else await self._ask(asked)
                if self._asked.get(entry_id, asked) != asked:
                    return  # the number has changed meanwhile: a newer look-up is under way
                await self._store.save_match(entry_id, match)
            except CallJournalError as error:
                log.warning("a number could not be looked up: %s", error)
                if wait is None:
                    self._asked.pop(entry_id, None)
                    return
                await asyncio.sleep(wait)
            else:
                self._on_match(entry_id, match)
                return

    async def _ask(self, key: str) -> Match:
        return decide(await self._crm.find((key,)), await self._store.choice(key))
