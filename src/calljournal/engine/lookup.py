"""Who it is: asks the books for the number of a saved row. It may come late, may be redone, and delays no row."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from calljournal.contracts.crm import Contact, Crm
from calljournal.contracts.line import Clock
from calljournal.contracts.rows import JournalRow
from calljournal.errors import CallJournalError, NotFound
from calljournal.journal import Entry
from calljournal.matching import (
    INTERNAL,
    PENDING,
    UNKNOWN,
    Candidate,
    ContactKind,
    Match,
    MatchKind,
    Question,
    alike,
    at_switchboard,
    chosen,
    ending_of,
    exact,
    is_normalised,
    otherwise,
    question,
    rank,
)
from calljournal.numbers import switchboards_of
from calljournal.store import Store
from calljournal.words import say

log = logging.getLogger(__name__)

RETRY_SECONDS = (1.0, 5.0, 30.0)
"""When a book that did not answer is asked again; after that the row says "pending" until it is looked up anew."""

REMEMBERED = 5000
"""Rows of which it is remembered that they have been looked up."""

PEOPLE = 50
"""People at a company that are offered: nobody looks through more, and they are kept with every row."""

RECENTLY = timedelta(days=400)
"""How long it counts that one has spoken with somebody: a year, and whoever calls once a year is late."""


class Lookup:
    """Finds the match of rows, each in a task of its own, and tells it when it is known."""

    def __init__(self, store: Store, crm: Crm, clock: Clock, on_match: Callable[[str, Match], None]) -> None:
        self._store = store
        self._crm = crm
        self._clock = clock
        self._on_match = on_match
        self._asked: dict[str, Question | Match] = {}
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

    async def again(self, entry: Entry, before: Match | None = None) -> Match:
        """Look a row up anew and give the match, saved where it is another than the one before."""
        self._asked[entry.id] = asked = question(entry)
        try:
            match = await self.find(asked)
        except (CallJournalError, asyncio.CancelledError):
            self._asked.pop(entry.id, None)
            raise
        if match != before:
            await self._store.save_match(entry.id, match)
        return match

    async def now(self, entry: Entry) -> Match:
        """Look up at once a row that is still pending, and tell it; raises what the book does."""
        match = await self.again(entry)
        self._on_match(entry.id, match)
        return match

    async def catch_up(self, rows: Iterable[JournalRow]) -> None:
        """Look up rows that were left pending; while the book is away, none."""
        for row in rows:
            try:
                await self.now(row.entry)
            except NotFound:
                continue  # it was deleted meanwhile
            except CallJournalError as error:
                log.info("rows of before are not looked up: %s", error)
                return

    async def find(self, asked: Question | Match) -> Match:
        """Find who has a number: the user's choice, else by the rules in their order; what is known already stays."""
        if isinstance(asked, Match):
            return asked
        match = await self._choice(asked.number) or await self._by_rules(asked)
        if match.kind is MatchKind.SEVERAL:
            ids = tuple(contact.id for contact in match.contacts)
            match = rank(match, await self._store.last_spoken(ids, self._clock.now() - RECENTLY))
        return await self._with_people(match)

    async def said(self, contact_id: str) -> Match:
        """Give the match of a row without a number, of which a person has said who it was; raises NotFound."""
        contact = await self._crm.contact(contact_id)
        if contact is None:
            raise NotFound(
                say("there is no contact {contact!r}", contact=contact_id).typed(
                    "; `calljournal contacts TEXT` finds one"
                )
            )
        return await self._with_people(chosen((), candidate_of(contact)))

    async def settle(self) -> None:
        """Wait for the look-ups under way, or give them up when cancelled."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=1.0)
        for task in self._tasks:
            task.cancel()

    async def _answer(self, entry_id: str, asked: Question | Match) -> None:
        for wait in (*RETRY_SECONDS, None):
            try:
                match = await self.find(asked)
                if self._asked.get(entry_id, asked) != asked:
                    return  # the number has changed meanwhile: a newer look-up is under way
                match = await self._save(entry_id, asked, match)
            except NotFound:
                return  # the row was deleted meanwhile
            except CallJournalError as error:
                log.warning("a number could not be looked up: %s", error)
                if wait is None:
                    self._asked.pop(entry_id, None)
                    return
                await asyncio.sleep(wait)
            else:
                self._on_match(entry_id, match)
                return

    async def _save(self, entry_id: str, asked: Question | Match, match: Match) -> Match:
        """Save what was found; of a row without a number nothing can be found, and what a person said of it stays."""
        if isinstance(asked, Match):
            return await self._store.save_unknown(entry_id, match)
        await self._store.save_match(entry_id, match)
        return match

    async def _with_people(self, match: Match) -> Match:
        if match.contact is None or match.contact.kind is not ContactKind.COMPANY:
            return match
        return replace(match, people=tuple(await self._crm.people(match.contact.id, PEOPLE)))

    async def _choice(self, number: str) -> Match | None:
        """Give the contact that the user picked for a number, though no rule finds it; one that is gone is none."""
        picked = await self._store.choice(number)
        contact = await self._crm.contact(picked) if picked else None
        return chosen(await self._crm.find((number,)), candidate_of(contact)) if contact else None

    async def _by_rules(self, asked: Question) -> Match:
        """Ask for the number, its switchboard, what else it may mean, what looks like it; mostly the first hits."""
        number = asked.number
        match = exact(await self._crm.find((number,)))
        if asked.internal:
            return INTERNAL if match == UNKNOWN else match
        switchboards = switchboards_of(number)
        if match == UNKNOWN and switchboards.numbers:
            found = await self._crm.find_switchboards(switchboards.numbers, switchboards.trunks)
            match = at_switchboard(found, number)
        if match == UNKNOWN and asked.others:
            match = otherwise(await self._crm.find(asked.others))
        ending = ending_of(number)
        if match == UNKNOWN and ending is not None:
            match = alike(await self._crm.find_ending(ending, readable=not is_normalised(number)))
        return match


def left_pending(row: JournalRow) -> bool:
    """Whether a row is to be looked up that nobody may be at: the program was killed. Of a live call its line tells."""
    return row.match == PENDING and (row.entry.manual or not row.entry.live)


def candidate_of(contact: Contact) -> Candidate:
    """Give a contact as a match names it, whatever its numbers are."""
    return Candidate(contact.id, contact.kind, contact.name, contact.company, contact.address, active=contact.active)
