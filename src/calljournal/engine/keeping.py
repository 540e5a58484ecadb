"""Kept as long as it may be: what is old enough is deleted, and a person's data is given out or forgotten."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from calljournal.contracts.rows import JournalRow, to_json
from calljournal.contracts.work_commands import ExportPerson, ForgetPerson, MakePrivate, TidyUp
from calljournal.engine import old_copies
from calljournal.engine.part import Common, Handlers, Part
from calljournal.engine.people import Person, find_person
from calljournal.errors import CallJournalError, StoreFailed
from calljournal.store import BEGINNING, Keep

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

MUCH = 10_000
"""Rows for which it is written anew in any case: between rows that stay, no part of the file is free as a whole."""

ELSEWHERE = "copies that you keep elsewhere (backups, exported files, recordings) still have it: see to them yourself"


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

    @property
    def handlers(self) -> Handlers:
        """Give what carries out which command."""
        return {
            TidyUp: self._tidy_up,
            MakePrivate: self._make_private,
            ExportPerson: self._export_person,
            ForgetPerson: self._forget_person,
        }

    async def run(self) -> None:
        """Delete what is old enough, now and once a day, until cancelled."""
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

    async def _tidy_by_itself(self) -> None:
        try:
            self._unheard += await self._tidy()
        except CallJournalError as error:
            log.warning("what is kept long enough could not be deleted: %s", error)
            self._unheard.append(f"what is kept long enough could not be deleted: {error}")

    async def _tidy(self) -> tuple[str, ...]:
        async with self._tidying:
            return (*await self._delete_what_is_old(), *await self._delete_old_copies())

    async def _delete_old_copies(self) -> tuple[str, ...]:
        count = await asyncio.to_thread(old_copies.delete_old, self._places.backups, self._clock.now())
        if not count:
            return ()
        copies = "1 copy" if count == 1 else f"{count} copies"
        words = (
            f"deleted: {copies} older than {old_copies.KEPT.days} days that an update or a restore had left in "
            f"{self._places.backups}; the latest of each kind stays"
        )
        log.info("%s", words)
        return (words,)

    async def _delete_what_is_old(self) -> tuple[str, ...]:
        """Delete what is kept long enough, in portions so that no call waits; say what was deleted, if anything."""
        retention = self._settings().firm.retention
        days = {Keep.UNBOOKED: retention.unbooked, Keep.PRIVATE: retention.private, Keep.BOOKED: retention.booked}
        now = self._clock.now()
        until = {keep: now - timedelta(days=count) for keep, count in days.items() if count}
        deleted: Counter[Keep] = Counter()
        after = BEGINNING if until else None
        while after is not None and not self._ending:
            step = await self._store.delete(until, after)
            deleted.update(step.rows.values())
            if step.rows:
                self._on_deleted(tuple(step.rows))
            after = step.after
        if not deleted:
            return ()
        words = _words(deleted, days)
        log.info("%s", words)
        with suppress(StoreFailed):  # another program reads the file: the room is given back another day
            await self._store.compact(0.0 if deleted.total() >= MUCH else WORTH)
        return (words,)

    async def _tidy_up(self, command: TidyUp) -> tuple[str, ...]:
        done = await self._tidy()
        return (*self.unheard(), *done)

    async def _make_private(self, command: MakePrivate) -> JournalRow:
        row = await self._store.row(command.entry)
        private = await self._store.make_private(row.entry.id)
        with suppress(StoreFailed):  # as above; then the log beside the file has the number until it is written over
            await self._store.compact(LOG_ONLY)
        self._show(private.entry.id)
        return private

    async def _export_person(self, command: ExportPerson) -> str:
        person = await self._find(command.who)
        kept = await self._store.kept(person.whose)
        whole = {
            "contact": person.contact_id,
            "numbers": person.numbers,
            "numbers_of_others_too": person.shared,
            "calls": [to_json(row) for row in kept.rows],
            "choices": kept.choices,
            "drafts": kept.drafts,
            "book": await self._crm.export_person(person.contact_id, person.numbers),
            "backups": [backup.name for backup in self._backups()],
        }
        return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode()

    async def _forget_person(self, command: ForgetPerson) -> tuple[str, ...]:
        async with self._sending:
            person = await self._find(command.who)
            rows = await self._store.forget(person.whose)
            await self._store.compact()
            backups = self._delete_backups()
            in_book = await self._crm.forget_person(person.contact_id, person.numbers)  # last: until then it is found
        for row in rows:
            self._show(row)
        await self._book_changed()  # whoever else has a number that was shared is found anew
        return _said(person, len(rows), in_book, backups)

    async def _find(self, who: str) -> Person:
        return await find_person(self._crm, who, self._settings().firm.rules)

    def _backups(self) -> list[Path]:
        """Give the backups that lie in the data folder: they hold everybody who was ever in the journal or the book."""
        return sorted(file for file in self._places.backups.rglob("*") if file.is_file())

    def _delete_backups(self) -> int:
        """Delete the backups in the data folder, and count them."""
        backups = self._backups()
        try:
            for backup in backups:
                backup.unlink()
        except OSError as error:
            raise StoreFailed(
                f"the backups in {self._places.backups} cannot be deleted ({error.strerror}): delete them yourself, "
                "and say it again"
            ) from error
        return len(backups)


def _words(deleted: Mapping[Keep, int], days: Mapping[Keep, int]) -> str:
    """Say what was deleted: "deleted: 12 calls older than 90 days from which nothing was booked, ..."."""
    things = {
        Keep.UNBOOKED: ("call", " from which nothing was booked"),
        Keep.PRIVATE: ("private call", ""),
        Keep.BOOKED: ("booked call", ""),
    }
    parts = [
        f"{_counted(deleted[keep], thing)} older than {_counted(days[keep], 'day')}{behind}"
        for keep, (thing, behind) in things.items()
        if deleted[keep]
    ]
    return f"deleted: {', '.join(parts)}"


def _said(person: Person, rows: int, in_book: Sequence[str], backups: int) -> tuple[str, ...]:
    """Say what was done to forget somebody."""
    said = [f"taken out of {_counted(rows, 'call')} of the journal; when they were, and how long, stays", *in_book]
    if person.shared:
        said.append(f"{', '.join(person.shared)} stays where others have it too: forget it by itself if you want that")
    if backups:
        said.append(f"{_counted(backups, 'backup')} in the data folder deleted")
    return (*said, ELSEWHERE)


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
