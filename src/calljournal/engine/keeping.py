"""Kept as long as it may be: what is old enough is deleted, and a person's data is given out or forgotten."""

import asyncio
import logging
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work_commands import ForgetPerson, MakePrivate, TidyUp
from calljournal.engine import old_copies
from calljournal.engine.data_requests import ELSEWHERE, PRIVATE_NO_MORE, backups_in
from calljournal.engine.part import Common, Handlers, Part
from calljournal.engine.people import Person, find_person
from calljournal.errors import CallJournalError, StoreFailed
from calljournal.store import BEGINNING, Keep
from calljournal.words import listed, say, say_n

log = logging.getLogger(__name__)

DAY = timedelta(days=1)

LOOK_SECONDS = 600.0
"""How often it is looked whether a day has gone by: a computer that slept notices it soon."""

LISTENING_SECONDS = 3.0
"""How long after the start a window listens at the latest: what is said before nobody hears."""

WORTH = 0.25
"""The free part of the journal's file for which it is written anew; less is soon filled again."""

LOG_ONLY = 1.0
"""No file is free as a whole: only the log beside it is emptied."""

AT_START = 5000
"""Rows of earlier sessions that are deleted before the program shows itself: it takes under a second."""

EVERYTHING = sys.maxsize

MUCH = 10_000
"""Rows for which it is written anew in any case: between rows that stay, no part of the file is free as a whole."""


class Keeping(Part):
    """Carries out the commands about how long, and of whom, anything is kept; and deletes once a day by itself."""

    def __init__(
        self, common: Common, on_deleted: Callable[[Sequence[str]], None], book_changed: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(common)
        self._on_deleted = on_deleted
        self._book_changed = book_changed
        self._tidying = asyncio.Lock()
        self._ending = False
        self._unheard: list[str] = []
        self._earlier: Mapping[Keep, datetime] = {}  # until when calls of earlier sessions go, while some are left

    @property
    def handlers(self) -> Handlers:
        """Give what carries out which command."""
        return {
            TidyUp: self._tidy_up,
            MakePrivate: self._make_private,
            ForgetPerson: self._forget_person,
        }

    async def begin(self) -> None:
        """Forget the calls of earlier sessions, where the firm wants that: all that are over and not under way.

        Where there are very many, as when that was wanted just now, `run` does the rest.
        """
        if self._settings().firm.journal.keep == "session":
            self._earlier = dict.fromkeys(Keep, self._clock.now())
            await self._forget_earlier(AT_START)

    async def run(self) -> None:
        """Delete what is old enough, now and once a day, until cancelled."""
        if self._earlier:
            await self._forget_earlier(EVERYTHING)
        last: datetime | None = None
        while True:
            now = self._clock.now()
            if last is None or now - last >= DAY:
                last = now
                await self._tidy_by_itself()
            await asyncio.sleep(LISTENING_SECONDS)
            self._unheard = [words for words in self._unheard if not self._tell(words)]
            await asyncio.sleep(LOOK_SECONDS)

    async def finish(self) -> None:
        """Come to an end with what is being deleted: the rest goes after the next start."""
        self._ending = True
        async with self._tidying:
            pass

    def unheard(self) -> tuple[str, ...]:
        """Give what was done by itself and nobody has heard of, once."""
        said, self._unheard = self._unheard, []
        return tuple(said)

    async def _forget_earlier(self, most: int) -> None:
        try:
            async with self._tidying:
                deleted = await self._delete_until(self._earlier, most, with_drafts=False)
        except CallJournalError as error:
            log.warning("the calls of earlier sessions could not be deleted: %s", error)
            self._unheard.append(say("the calls of earlier sessions could not be deleted: {why}", why=error.words))
            self._earlier = {}
            return
        log.info("%d calls of earlier sessions are deleted, as firm.journal.keep says", deleted.total())
        if deleted.total() < most:
            self._earlier = {}

    async def _tidy_by_itself(self) -> None:
        try:
            self._unheard += await self._tidy()
        except CallJournalError as error:
            log.warning("what is kept long enough could not be deleted: %s", error)
            self._unheard.append(say("what is kept long enough could not be deleted: {error}", error=error.words))

    async def _tidy(self) -> tuple[str, ...]:
        async with self._tidying:
            return (*await self._delete_what_is_old(), *await self._delete_old_copies())

    async def _delete_old_copies(self) -> tuple[str, ...]:
        count = await asyncio.to_thread(old_copies.delete_old, self._places.backups, self._clock.now())
        if not count:
            return ()
        words = say_n(
            "deleted: {count} copy older than {days} days that an update or a restore had left in {folder}; "
            "the latest of each kind stays",
            "deleted: {count} copies older than {days} days that an update or a restore had left in {folder}; "
            "the latest of each kind stays",
            count,
            days=old_copies.KEPT.days,
            folder=str(self._places.backups),
        )
        log.info("%s", words)
        return (words,)

    async def _delete_what_is_old(self) -> tuple[str, ...]:
        """Delete what is kept long enough, in portions so that no call waits; say what was deleted, if anything."""
        retention = self._settings().firm.retention
        days = {Keep.UNBOOKED: retention.unbooked, Keep.PRIVATE: retention.private, Keep.BOOKED: retention.booked}
        now = self._clock.now()
        until = {keep: now - timedelta(days=count) for keep, count in days.items() if count}
        deleted = await self._delete_until(until)
        if not deleted:
            return ()
        words = _words(deleted, days)
        log.info("%s", words)
        return (words,)

    async def _delete_until(
        self, until: Mapping[Keep, datetime], most: int = EVERYTHING, *, with_drafts: bool = True
    ) -> Counter[Keep]:
        """Delete what ended before that, portion by portion, and count what it was.

        When all of it is gone the room is given back; at `most` rows it is broken off.
        """
        deleted: Counter[Keep] = Counter()
        after = BEGINNING if until else None
        while after is not None and deleted.total() < most and not self._ending:
            step = await self._store.delete(until, after, with_drafts=with_drafts)
            deleted.update(step.rows.values())
            if step.rows:
                self._on_deleted(tuple(step.rows))
            for entry_id in step.left:
                self._show(entry_id)
            after = step.after
        if 0 < deleted.total() < most:
            with suppress(StoreFailed):  # another program reads the file: the room is given back another day
                await self._store.compact(0.0 if deleted.total() >= MUCH else WORTH)
        return deleted

    async def _tidy_up(self, command: TidyUp) -> tuple[str, ...]:
        done = await self._tidy()
        return (*self.unheard(), *done)

    async def _make_private(self, command: MakePrivate) -> JournalRow:
        row = await self._store.row(command.entry)
        private = await self._store.make_private(row.entry.id)
        with suppress(StoreFailed):  # as above; then the log beside the file has the number until it is written over
            await self._store.compact(LOG_ONLY)
        for entry_id in (private.entry.id, *(one for one in row.together if one != private.entry.id)):
            self._show(entry_id)
        return private

    async def _forget_person(self, command: ForgetPerson) -> tuple[str, ...]:
        async with self._sending:
            person = await self._find(command.who)
            private = any(person.whose.traces.is_one(one.number) for one in await self._store.private_numbers())
            rows = await self._store.forget(person.whose)
            await self._store.compact()
            backups = self._delete_backups()
            in_book = await self._crm.forget_person(person.contact_id, person.numbers)  # last: until then it is found
        for row in rows:
            self._show(row)
        await self._book_changed()  # whoever else has a number that was shared is found anew
        said = _said(person, len(rows), in_book, backups)
        return (PRIVATE_NO_MORE, *said) if private else said

    async def _find(self, who: str) -> Person:
        return await find_person(self._crm, who, self._settings().firm.rules)

    def _delete_backups(self) -> int:
        """Delete the backups in the data folder, and count them."""
        backups = backups_in(self._places)
        try:
            for backup in backups:
                backup.unlink()
        except OSError as error:
            raise StoreFailed(
                say(
                    "the backups in {backups} cannot be deleted ({error}): delete them yourself, and say it again",
                    backups=str(self._places.backups),
                    error=str(error.strerror),
                )
            ) from error
        return len(backups)


def _words(deleted: Mapping[Keep, int], days: Mapping[Keep, int]) -> str:
    """Say what was deleted: "deleted: 12 calls older than 90 days from which nothing was booked, ..."."""
    kept = (Keep.UNBOOKED, Keep.PRIVATE, Keep.BOOKED)
    parts = [
        _part(keep, deleted[keep], say_n("{count} day", "{count} days", days[keep])) for keep in kept if deleted[keep]
    ]
    return say("deleted: {calls}", calls=listed(parts))


def _part(keep: Keep, count: int, days: str) -> str:
    match keep:
        case Keep.UNBOOKED:
            calls = say_n("{count} call", "{count} calls", count)
            return say("{calls} older than {days} from which nothing was booked", calls=calls, days=days)
        case Keep.PRIVATE:
            return say(
                "{calls} older than {days}",
                calls=say_n("{count} private call", "{count} private calls", count),
                days=days,
            )
        case Keep.BOOKED:
            return say(
                "{calls} older than {days}",
                calls=say_n("{count} booked call", "{count} booked calls", count),
                days=days,
            )


def _said(person: Person, rows: int, in_book: Sequence[str], backups: int) -> tuple[str, ...]:
    """Say what was done to forget somebody."""
    taken_out = say_n(
        "taken out of {count} call of the journal; when they were, and how long, stays",
        "taken out of {count} calls of the journal; when they were, and how long, stays",
        rows,
    )
    said: list[str] = [taken_out, *in_book]
    if person.shared:
        shared = ", ".join(person.shared)
        said.append(
            say("{numbers} stays where others have it too: forget it by itself if you want that", numbers=shared)
        )
    if backups:
        said.append(
            say_n("{count} backup in the data folder deleted", "{count} backups in the data folder deleted", backups)
        )
    return (*said, ELSEWHERE)
