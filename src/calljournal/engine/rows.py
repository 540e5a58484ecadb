"""The rows of the journal: listed, counted, noted on, deleted, private for good; and what is typed about them."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from calljournal.contracts.journal_commands import (
    CountRows,
    DeleteCalls,
    KeepNumberPrivate,
    KeepTyped,
    ListPrivateNumbers,
    ListRows,
    ListTyped,
    NoteCall,
    PrivateNumber,
    Typed,
)
from calljournal.contracts.rows import JournalRow
from calljournal.engine.keeping import LOG_ONLY
from calljournal.engine.part import Common, Handlers, Part
from calljournal.errors import NotFound, Refused, StoreFailed
from calljournal.numbers import NO_NUMBER, NumberKind, display, read_person
from calljournal.words import say

LONGEST_NOTE = 10_000
"""Characters of a note: it is shown, and travels, with every row; what is longer belongs into the book."""


class Rows(Part):
    """Carries out the commands about the rows themselves.

    `started` is when the session began; `on_deleted` is told which rows are gone.
    """

    def __init__(self, common: Common, started: datetime, on_deleted: Callable[[Sequence[str]], None]) -> None:
        super().__init__(common)
        self._started = started
        self._on_deleted = on_deleted

    @property
    def handlers(self) -> Handlers:
        """Give what carries out which command."""
        return {
            ListRows: self._list,
            CountRows: self._count,
            NoteCall: self._note,
            DeleteCalls: self._delete,
            KeepNumberPrivate: self._keep_number_private,
            ListPrivateNumbers: self._private_numbers,
            KeepTyped: self._keep_typed,
            ListTyped: self._typed,
        }

    async def begin(self) -> None:
        """Make private what could not be when it ended, for the program was killed."""
        numbers = [one.number for one in await self._store.private_numbers()]
        if not numbers:
            return
        try:
            await self._store.sweep_private(numbers)
        except StoreFailed as error:  # it is tried again at the next start; calls are recorded all the same
            self._trouble(say("calls that are to be private could not be made so: {why}", why=error.words))

    async def empty_log(self) -> None:
        """Leave nothing of what is gone in the log beside the journal's file."""
        with suppress(StoreFailed):  # another program reads the file: it stays in the log until that is written over
            await self._store.compact(LOG_ONLY)

    # --- looked at ---------------------------------------------------------------------------------------------------

    async def _list(self, command: ListRows) -> tuple[JournalRow, ...]:
        return await self._store.rows(command, self._started)

    async def _count(self, command: CountRows) -> int:
        return await self._store.count(command.of, self._started)

    # --- noted on, deleted -------------------------------------------------------------------------------------------

    async def _note(self, command: NoteCall) -> JournalRow:
        text = command.note.strip()
        if len(text) > LONGEST_NOTE:
            raise Refused(say("a note has {most} characters at most, and this one is longer", most=LONGEST_NOTE))
        row = await self._store.note(command.entry, text)
        self._show(row.entry.id)
        return row

    async def _delete(self, command: DeleteCalls) -> int:
        gone = await self._store.delete_rows(command.entries)
        self._on_deleted(gone.rows)
        for entry_id in gone.left:
            self._show(entry_id)
        await self.empty_log()
        return len(gone.rows)

    # --- private for good --------------------------------------------------------------------------------------------

    async def _keep_number_private(self, command: KeepNumberPrivate) -> tuple[str, ...]:
        new = await self._number(command)
        if not command.on:
            if not await self._store.drop_private(new.number):
                raise NotFound(say("the calls with {number} are not private for good", number=new.shown))
            return ()
        became = await self._store.keep_private(new)
        for entry_id in (*became.private, *became.left):
            self._show(entry_id)
        await self.empty_log()
        return became.private

    async def _number(self, command: KeepNumberPrivate) -> PrivateNumber:
        """Give the number that is meant: that of an entry, one that is private already, or one as a person writes it.

        Raises Refused where there is none.
        """
        now = self._clock.now()
        if (command.entry is None) == (command.number is None):
            raise Refused(say("name the call or the number that is to be private for good, one of them"))
        if command.entry is not None:
            row = await self._store.row(command.entry)
            if row.entry.number is None:
                raise Refused(say("this call has no number that could be private for good"))
            return PrivateNumber(row.entry.number, row.display or row.entry.number, now)
        known = {one.number: one for one in await self._store.private_numbers()}
        return known.get(command.number or "") or self._read(command.number or "", now)

    def _read(self, number: str, now: datetime) -> PrivateNumber:
        rules = self._settings().firm.rules
        reading = read_person(number, rules)
        if reading.kind is NumberKind.UNREADABLE or reading.kind in NO_NUMBER:
            raise Refused(
                say("{number!r} cannot be read as a number; write it as +41 44 ... or 044 ...", number=number)
            )
        normalised = reading.e164 or reading.digits
        return PrivateNumber(normalised, display(reading, rules) or normalised, now)

    async def _private_numbers(self, command: ListPrivateNumbers) -> tuple[PrivateNumber, ...]:
        return await self._store.private_numbers()

    # --- typed -------------------------------------------------------------------------------------------------------

    async def _keep_typed(self, command: KeepTyped) -> None:
        if command.fields:
            await self._store.keep_typed(Typed(command.form, command.about, command.fields, self._clock.now()))
        else:
            await self._store.drop_typed(command.form, command.about)

    async def _typed(self, command: ListTyped) -> tuple[Typed, ...]:
        return await self._store.typed()
