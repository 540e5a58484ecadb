"""The store: everything that must outlive the program, each method one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from sqlite3 import Connection

from calljournal.calls import Call
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import ListRows
from calljournal.database import Database
from calljournal.journal import Entry
from calljournal.matching import Match
from calljournal.store import choices, drafts, facts, rows
from calljournal.store.drafts import RefusedDraft
from calljournal.worklog import Booking, Draft

FILE_NAME = "journal.db"

OUR_OWN_BOOK = "local"
"""The book that a draft waits for where no other is named."""


class Store:
    """The journal's file. What a method has saved is on the disk when it returns.

    All methods raise StoreFailed where the disk does not do its work; nothing is half done then.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    async def open(cls, folder: Path) -> "Store":
        """Open `journal.db` in a folder, made if missing. Raises NewerStore where a newer program wrote it."""
        database = Database(folder / FILE_NAME, files("calljournal.store") / "migrations")
        await database.open()
        return cls(database)

    async def close(self) -> None:
        """Finish what was begun, and let go of the file."""
        await self._database.close()

    # --- facts -------------------------------------------------------------------------------------------------------

    async def save_call(self, call: Call, entries: Sequence[Entry], seen: datetime) -> None:
        """Save rows of a call (those that changed are enough), and the call as long as it is live, in one step.

        Only facts are written: note, privacy and match of a row stay. Raises Bug for a number that nobody may see.
        """
        await self.save_calls([(call, entries)], seen)

    async def save_calls(self, changes: Iterable[tuple[Call, Sequence[Entry]]], seen: datetime) -> None:
        """Save several calls with their rows, in this order; all of them or, where anything is raised, none."""

        def save(connection: Connection) -> None:
            for call, entries in changes:
                facts.save_call(connection, call, entries, seen)

        await self._database.run(save)

    async def sighted(self, line: str, at: datetime) -> None:
        """Note that the live calls of a line existed at `at`, for the case that nothing more is heard of them."""
        await self._database.run(lambda connection: facts.sighted(connection, line, at))

    async def live_calls(self) -> list[tuple[Call, datetime, tuple[Entry, ...]]]:
        """Give the calls that were live when the program last ended, when each was last seen, and its rows."""
        return await self._database.run(facts.live_calls)

    # --- rows --------------------------------------------------------------------------------------------------------

    async def row(self, id_or_prefix: str) -> JournalRow:
        """Give one row by its id or the beginning of it; one that was merged away gives the row it is part of.

        Raises NotFound, also where several rows begin so.
        """
        return await self._database.read(lambda connection: rows.row(connection, id_or_prefix))

    async def rows(self, query: ListRows, session_start: datetime) -> tuple[JournalRow, ...]:
        """Give the rows that meet every condition, the latest first; merged-away rows are not listed."""
        return await self._database.read(lambda connection: rows.rows(connection, query, session_start))

    async def save_match(self, entry_id: str, match: Match) -> None:
        """Save who it was; raises NotFound where there is no such row."""
        await self._database.run(lambda connection: rows.save_match(connection, entry_id, match))

    async def last_spoken(self, contact_ids: Sequence[str], since: datetime) -> Mapping[str, datetime]:
        """Give when the last call began in which somebody talked with each of these contacts, if since then."""
        return await self._database.read(lambda connection: rows.last_spoken(connection, contact_ids, since))

    async def annotate(self, entry_id: str, note: str | None, *, private: bool) -> None:
        """Save the user's note on a row, in place of all that were merged into it, and whether the row is private.

        Raises NotFound where there is no such row.
        """
        await self._database.run(lambda connection: rows.annotate(connection, entry_id, note, private=private))

    # --- drafts and bookings -----------------------------------------------------------------------------------------

    async def claim(self, draft: Draft, *, again: bool, book: str = OUR_OWN_BOOK) -> Booking:
        """Save a draft that is to be booked in `book`, if its call may be booked: check and save in one step.

        Gives the booking that waits for its id. Raises AlreadyBooked unless `again` is meant; merged rows are one.
        """
        return await self._database.run(lambda connection: drafts.claim(connection, draft, book=book, again=again))

    async def save_draft(self, draft: Draft, book: str = OUR_OWN_BOOK) -> Booking:
        """Save a draft, new or changed, as waiting for `book`; without any check."""
        return await self._database.run(lambda connection: drafts.save_draft(connection, draft, book))

    async def save_booking(self, booking: Booking) -> None:
        """Save what the book made of a draft, which then waits no longer."""
        await self._database.run(lambda connection: drafts.save_booking(connection, booking))

    async def drop_draft(self, key: str, reason: str) -> None:
        """Save that the book refused a draft: nothing counts as booked, and what was typed is kept with the reason."""
        await self._database.run(lambda connection: drafts.drop_draft(connection, key, reason))

    async def waiting(self) -> tuple[Draft, ...]:
        """Give the drafts that no book has answered yet, the oldest first."""
        return await self._database.read(drafts.waiting)

    async def refused(self, entry_id: str) -> tuple[RefusedDraft, ...]:
        """Give the drafts of a row that a book refused, until it has been booked after all."""
        return await self._database.read(lambda connection: drafts.refused(connection, entry_id))

    async def bookings_of(self, entry_id: str) -> tuple[Booking, ...]:
        """Give what was booked from a row and from all that were merged with it; also when the row is gone."""
        return await self._database.read(lambda connection: drafts.bookings_of(connection, entry_id))

    # --- remembered choices ------------------------------------------------------------------------------------------

    async def remember_choice(self, number: str, contact_id: str, at: datetime) -> None:
        """Remember whom the user picked for a number."""
        await self._database.run(lambda connection: choices.remember(connection, number, contact_id, at))

    async def choice(self, number: str) -> str | None:
        """Give the contact that was picked for a number, if any."""
        return await self._database.read(lambda connection: choices.choice(connection, number))

    async def forget_choice(self, number: str) -> None:
        """Forget whom the user picked for a number."""
        await self._database.run(lambda connection: choices.forget(connection, number))
