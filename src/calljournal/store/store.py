"""The store: everything that must outlive the program, each method one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from sqlite3 import Connection

from calljournal.calls import Call
from calljournal.contracts.journal_commands import ListRows, PrivateNumber, Typed
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work import Amended, Export
from calljournal.contracts.work_commands import Total
from calljournal.database import Database
from calljournal.journal import Entry
from calljournal.matching import Match
from calljournal.store import (
    amendments,
    by_hand,
    choices,
    deleting,
    drafts,
    exports,
    facts,
    forgetting,
    listing,
    privacy,
    private_numbers,
    retention,
    rows,
    standing,
    totals,
    typed,
    waiting,
)
from calljournal.store.amendments import Asked
from calljournal.store.deleting import Gone
from calljournal.store.drafts import RefusedDraft
from calljournal.store.forgetting import Kept, Whose
from calljournal.store.private_numbers import Became
from calljournal.store.retention import Deleted, Keep, Place
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

    async def save_calls(self, changes: Iterable[tuple[Call, Sequence[Entry]]], seen: datetime) -> frozenset[str]:
        """Save several calls with their rows, in this order; all of them or, where anything is raised, none.

        Gives those rows that were saved without number and name, for they are private, or forgotten.
        """

        def save(connection: Connection) -> frozenset[str]:
            anonymous = [facts.save_call(connection, call, entries, seen) for call, entries in changes]
            return frozenset().union(*anonymous)

        return await self._database.run(save)

    async def sighted(self, line: str, at: datetime) -> None:
        """Note that the live calls of a line existed at `at`, for the case that nothing more is heard of them."""
        await self._database.run(lambda connection: facts.sighted(connection, line, at))

    async def live_calls(self) -> list[tuple[Call, datetime, tuple[Entry, ...]]]:
        """Give the calls that were live when the program last ended, when each was last seen, and its rows."""
        return await self._database.run(facts.live_calls)

    # --- rows that no line saw ---------------------------------------------------------------------------------------

    async def add_row(self, entry: Entry, match: Match, now: datetime, *, again: bool) -> JournalRow | None:
        """Save a row that a person added, and who it was: check and save in one step.

        Where the journal probably has the call already, that row is given and nothing is saved, unless `again` is
        meant. Raises Bug for a number that nobody may see.
        """
        return await self._database.run(lambda connection: by_hand.add(connection, entry, match, now, again=again))

    async def timers(self) -> tuple[JournalRow, ...]:
        """Give the rows that a person times, the earliest first."""
        return await self._database.read(by_hand.timers)

    async def stop_timer(self, entry_id: str, at: datetime) -> bool:
        """End a row that a person times; False where it has ended already."""
        return await self._database.run(lambda connection: by_hand.stop(connection, entry_id, at))

    # --- rows --------------------------------------------------------------------------------------------------------

    async def row(self, id_or_prefix: str) -> JournalRow:
        """Give one row by its id or the beginning of it; one that was merged away gives the row it is part of.

        Raises NotFound, also where several rows begin so.
        """
        return await self._database.read(lambda connection: rows.row(connection, id_or_prefix))

    async def rows(self, query: ListRows, session_start: datetime) -> tuple[JournalRow, ...]:
        """Give the rows that meet every condition, the latest first; merged-away rows are not listed."""
        return await self._database.read(lambda connection: listing.rows(connection, query, session_start))

    async def count(self, query: ListRows, session_start: datetime) -> int:
        """Count the rows that meet every condition."""
        return await self._database.read(lambda connection: listing.count(connection, query, session_start))

    async def unmatched(self, limit: int) -> tuple[JournalRow, ...]:
        """Give the rows of which it is not known yet who it was, the latest first."""
        return await self._database.read(lambda connection: rows.unmatched(connection, limit))

    async def save_match(self, entry_id: str, match: Match) -> None:
        """Save who it was; raises NotFound where there is no such row."""
        await self._database.run(lambda connection: rows.save_match(connection, entry_id, match))

    async def save_unknown(self, entry_id: str, match: Match) -> Match:
        """Save why nobody is known of a row without a number, unless a person has said who it was; give what stands."""
        return await self._database.run(lambda connection: rows.save_unknown(connection, entry_id, match))

    async def last_spoken(self, contact_ids: Sequence[str], since: datetime) -> Mapping[str, datetime]:
        """Give when the last call began in which somebody talked with each of these contacts, if since then."""
        return await self._database.read(lambda connection: rows.last_spoken(connection, contact_ids, since))

    async def note(self, id_or_prefix: str, text: str) -> JournalRow:
        """Save the user's note on a row, "" for none; raises NotFound, and Refused for a private row."""
        entry_id = await self._database.run(lambda connection: rows.note(connection, id_or_prefix, text))
        return await self.row(entry_id)

    async def annotate(self, entry_id: str, note: str | None, *, private: bool) -> None:
        """Save the user's note on a row, in place of all that were merged into it, and whether the row is private.

        Raises NotFound where there is no such row.
        """
        await self._database.run(lambda connection: rows.annotate(connection, entry_id, note, private=private))

    # --- drafts and bookings -----------------------------------------------------------------------------------------

    async def claim(self, *new: Draft, again: bool, book: str = OUR_OWN_BOOK) -> tuple[Booking, ...]:
        """Save drafts that are to be booked in `book`, if their calls may be booked: check and save in one step.

        Gives the bookings that wait for their ids. Raises AlreadyBooked unless `again` is meant; merged rows are one.
        """
        return await self._database.run(lambda connection: drafts.claim(connection, new, book=book, again=again))

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

    async def stretches_of(self, keys: Sequence[str]) -> Mapping[str, Sequence[tuple[datetime, datetime]]]:
        """Give from when to when the calls of bookings (named by their keys) were."""
        return await self._database.read(lambda connection: drafts.stretches_of(connection, keys))

    async def taken(self, entry_ids: Sequence[str], whose: str) -> Mapping[str, float]:
        """Give how many seconds of rows are booked as a user's time (`Booking.whose`)."""
        return await self._database.read(
            lambda connection: {one: standing.taken(connection, one, whose) for one in entry_ids}
        )

    async def without_user(self) -> tuple[Booking, ...]:
        """Give the bookings of which it is not known what the book calls their user."""
        return await self._database.read(drafts.without_user)

    async def save_users(self, users: Mapping[str, str]) -> None:
        """Save what the book calls the users of bookings, by their keys."""
        await self._database.run(lambda connection: drafts.save_users(connection, users))

    # --- what becomes of calls ---------------------------------------------------------------------------------------

    async def unbooked(
        self, since: datetime | None, until: datetime | None, shortest: float, limit: int
    ) -> tuple[tuple[JournalRow, ...], ...]:
        """Give the rows that wait to be booked, the earliest first; those that are booked as one stand together."""
        return await self._database.read(lambda connection: waiting.unbooked(connection, since, until, shortest, limit))

    async def count_short(self, since: datetime | None, shortest: float) -> int:
        """Count the rows that would wait if they were not shorter than `shortest` seconds."""
        return await self._database.read(lambda connection: waiting.count_short(connection, since, shortest))

    async def group(self, entry_id: str) -> tuple[JournalRow, ...]:
        """Give a row with those that wait to be booked as one with it, or were, the earliest first; raises NotFound."""
        return await self._database.read(lambda connection: waiting.group(connection, entry_id))

    async def ignore(self, entry_ids: Sequence[str], *, on: bool) -> None:
        """Save that nothing is to be booked from rows, or that something is after all."""
        await self._database.run(lambda connection: waiting.ignore(connection, entry_ids, on=on))

    async def put_together(self, entry_ids: Sequence[str]) -> None:
        """Have rows booked as one from now on, with all that were so with one of them; one alone is taken out."""
        await self._database.run(lambda connection: waiting.put_together(connection, entry_ids))

    async def totals(self, days: Sequence[tuple[date, datetime, datetime]], shortest: float) -> tuple[Total, ...]:
        """Give what was spoken and what became of it, per client and day: (date, its beginning, its end)."""
        return await self._database.read(lambda connection: totals.totals(connection, days, shortest))

    # --- changes to what was booked ----------------------------------------------------------------------------------

    async def ask(self, new: Asked) -> None:
        """Save a change that the book is going to be asked for."""
        await self._database.run(lambda connection: amendments.ask(connection, new))

    async def asked(self) -> tuple[Asked, ...]:
        """Give the changes that the book has not taken yet, the oldest first."""
        return await self._database.read(amendments.asked)

    async def finish_asked(self, done: Asked, amended: Amended, book: str) -> tuple[str, ...]:
        """Save what `book` made of a change, which then waits no longer; give the rows whose booking it touches."""
        return await self._database.run(lambda connection: amendments.finish(connection, done, amended, book))

    async def drop_asked(self, amendment_id: str) -> None:
        """Forget a change that the book refused."""
        await self._database.run(lambda connection: amendments.drop(connection, amendment_id))

    # --- given out ---------------------------------------------------------------------------------------------------

    async def begin_export(self, export: Export, since: datetime | None, until: datetime | None, new: bool) -> Export:
        """Fix the calls that go out, and mark them, in one step; raises NotFound where there are none."""
        return await self._database.run(lambda connection: exports.begin(connection, export, since, until, new))

    async def exported(self, export_id: str, after: str | None, limit: int) -> tuple[JournalRow, ...]:
        """Give the next calls of an export, in the order of the file; raises NotFound."""
        return await self._database.read(lambda connection: exports.exported(connection, export_id, after, limit))

    async def to_export(
        self, since: datetime | None, until: datetime | None, new: bool, after: str | None, limit: int
    ) -> tuple[JournalRow, ...]:
        """Give the next calls that an export would hold; nothing is marked."""
        return await self._database.read(
            lambda connection: exports.to_export(connection, since, until, new, after, limit)
        )

    async def finish_export(self, export_id: str, at: datetime) -> Export:
        """Save that the file of an export is whole; raises NotFound."""
        return await self._database.run(lambda connection: exports.finish(connection, export_id, at))

    async def exports(self, unfinished: bool, limit: int) -> Sequence[Export]:
        """Give the exports of calls, the latest first."""
        return await self._database.read(lambda connection: exports.exports(connection, unfinished, limit))

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

    # --- what is typed -----------------------------------------------------------------------------------------------

    async def keep_typed(self, new: Typed) -> None:
        """Keep what is typed into a form; raises Refused where there is too much of it."""
        await self._database.run(lambda connection: typed.keep(connection, new))

    async def drop_typed(self, form: str, about: str) -> None:
        """Forget what was typed into a form."""
        await self._database.run(lambda connection: typed.drop(connection, form, about))

    async def typed(self) -> tuple[Typed, ...]:
        """Give what was typed into forms and not done with, the earliest first."""
        return await self._database.read(typed.listed)

    # --- kept long enough, deleted, private, forgotten ---------------------------------------------------------------

    async def delete(self, until: Mapping[Keep, datetime], after: Place, *, with_drafts: bool = True) -> Deleted:
        """Look at the next rows behind `after`, and delete those that are kept long enough; see `retention.delete`."""
        return await self._database.run(
            lambda connection: retention.delete(connection, until, after, with_drafts=with_drafts)
        )

    async def delete_rows(self, entry_ids: Sequence[str]) -> Gone:
        """Delete rows with those that were merged into them; raises NotFound and Refused, and deletes none then."""
        return await self._database.run(lambda connection: deleting.delete(connection, entry_ids))

    async def keep_private(self, new: PrivateNumber) -> Became:
        """Keep a number private for good, and make its calls private that are over and not booked."""
        return await self._database.run(lambda connection: private_numbers.keep(connection, new))

    async def drop_private(self, number: str) -> bool:
        """Keep the calls of a number private no longer; False where it was not so."""
        return await self._database.run(lambda connection: private_numbers.drop(connection, number))

    async def private_numbers(self) -> tuple[PrivateNumber, ...]:
        """Give the numbers that are private for good, the latest first."""
        return await self._database.read(private_numbers.listed)

    async def sweep_private(self, numbers: Sequence[str]) -> Became:
        """Make private what is over, not booked, and has one of these numbers."""
        return await self._database.run(lambda connection: private_numbers.sweep(connection, numbers))

    async def make_private(self, entry_id: str) -> JournalRow:
        """Take number and name out of a row, for good; raises NotFound, and Refused where something was booked."""
        row = await self._database.run(lambda connection: privacy.make_private(connection, entry_id))
        return await self.row(row)

    async def kept(self, whose: Whose) -> Kept:
        """Give all that is kept of somebody."""
        return await self._database.read(lambda connection: forgetting.kept(connection, whose))

    async def forget(self, whose: Whose) -> tuple[str, ...]:
        """Forget somebody, and give the rows that were changed; raises Refused while something is under way."""
        return await self._database.run(lambda connection: forgetting.forget(connection, whose))

    async def compact(self, worth: float = 0.0) -> None:
        """Give back the room of what was deleted, where it is at least that part of the file."""
        await self._database.compact(worth)

    # --- backup ------------------------------------------------------------------------------------------------------

    async def go_on_from(self, folder: Path) -> Sequence[Export]:
        """Take the place of the journal in a folder, being a backup: give no export the number of one of its exports.

        Give its exports that are not known here, the earliest first. Raises StoreFailed where it cannot be read.
        """
        file = folder / FILE_NAME
        if not file.exists():
            return ()
        return await self._database.run(lambda connection: exports.go_on_from(connection, file))

    async def back_up(self, folder: Path) -> Path:
        """Copy the file, as it stands at one moment, into a folder, and give the copy."""
        copy = folder / FILE_NAME
        await self._database.copy_to(copy)
        return copy
