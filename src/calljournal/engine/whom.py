"""Who it was, said by the user or by a book that has changed: rows that are there already are looked up anew."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from calljournal.contracts.crm import Contact, Crm
from calljournal.contracts.line import Clock
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import ListRows
from calljournal.engine.lookup import Lookup
from calljournal.errors import NotFound, Refused
from calljournal.journal import Entry
from calljournal.matching import PENDING, Candidate, ContactKind, Match, Question, question
from calljournal.store import Store
from calljournal.words import say

LATEST = 1000
"""Rows that are looked up anew: some weeks of calls, in less than a second."""


class Whom:
    """Keeps the latest rows up to date with what the user says and what the book holds."""

    def __init__(
        self, store: Store, crm: Crm, lookup: Lookup, clock: Clock, on_match: Callable[[str, Match], None]
    ) -> None:
        self._store = store
        self._crm = crm
        self._lookup = lookup
        self._clock = clock
        self._on_match = on_match

    async def choose(self, row: JournalRow, contact_id: str) -> None:
        """Remember who a number is, for good; of a call without a number, who it was this one time.

        Raises Refused for a private call, for an internal number, and while it is not known whether there is a number;
        NotFound where there is no such contact.
        """
        if row.private:
            raise Refused(say("this call is private: who it was is not kept"))
        asked = question(row.entry)
        if asked == PENDING:
            raise Refused(say("the telephone system has not said yet whether there is a number; try again in a moment"))
        if isinstance(asked, Question) and asked.internal:
            raise Refused(say("there is no outside number that a choice could be remembered for: it is internal"))
        said = await self._lookup.said(contact_id)
        if isinstance(asked, Match):
            await self._choose_once(row.entry.id, said)
            return
        await self._store.remember_choice(asked.number, contact_id, self._clock.now())
        await self._number_again(row.entry)

    async def forget(self, entry: Entry) -> None:
        """Let the book alone say again who the number of a row is; of one without a number nobody knows again."""
        if entry.number is None:
            await self._again(entry)
            return
        await self._store.forget_choice(entry.number)
        await self._number_again(entry)

    async def book_changed(self) -> None:
        """Look up anew the latest rows, but for those that say for certain who it was, and who is still there.

        These call that contact as the book does now.
        """
        for row in await self._latest():
            known = row.match.contact if row.match.certain else None
            contact = None if known is None else await self._crm.contact(known.id)
            if known is None or contact is None:
                await self._again(row.entry, row.match)
            elif (known.name, known.company, known.kind, known.active) != _called(contact):
                await self._call(row, known, contact)

    async def _call(self, row: JournalRow, known: Candidate, contact: Contact) -> None:
        name, company, kind, active = _called(contact)
        address = contact.address or known.address
        now = replace(known, name=name, company=company, kind=kind, active=active, address=address)
        match = replace(row.match, contacts=(now,))
        with suppress(NotFound):  # the row was deleted meanwhile
            await self._store.save_match(row.entry.id, match)
            self._on_match(row.entry.id, match)

    async def _choose_once(self, entry_id: str, said: Match) -> None:
        await self._store.save_match(entry_id, said)
        if (await self._store.row(entry_id)).match != said:
            raise Refused(say("number and name of this call were forgotten on demand: who it was is not kept"))
        self._on_match(entry_id, said)

    async def _number_again(self, entry: Entry) -> None:
        await self._again(entry)
        for row in await self._latest():
            if row.entry.number == entry.number and row.entry.id != entry.id:
                await self._again(row.entry)

    async def _latest(self) -> tuple[JournalRow, ...]:
        return await self._store.rows(ListRows(limit=LATEST), self._clock.now())

    async def _again(self, entry: Entry, before: Match | None = None) -> None:
        self._on_match(entry.id, await self._lookup.again(entry, before))


def _called(contact: Contact) -> tuple[str, str | None, ContactKind, bool]:
    return contact.name, contact.company, contact.kind, contact.active
