"""The desk: what waits to be booked, what may become of it, and how much was spoken. Nothing is decided by itself."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta

from calljournal.contracts.crm import Contact
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import BookCall
from calljournal.contracts.work_commands import (
    CountShort,
    GetTotals,
    IgnoreCall,
    ListUnbooked,
    MergeCalls,
    PreviewBooking,
    Short,
    SplitCall,
    Suggestion,
    SuggestProjects,
    Total,
    Waiting,
)
from calljournal.engine.booking import Booker
from calljournal.engine.lookup import Lookup, left_pending
from calljournal.engine.part import Common, Handlers, Part
from calljournal.errors import CallJournalError, NeedsConfirming, Refused
from calljournal.matching import Candidate
from calljournal.words import listed, say, say_day, typed
from calljournal.worklog import Booking, Kind, beginning_of, rank, words

LONGEST = 3660
"""Days that are summed up at once: what is kept at most."""


class Desk(Part):
    """Carries out the commands about calls that wait to be booked."""

    def __init__(self, common: Common, booker: Booker, lookup: Lookup) -> None:
        super().__init__(common)
        self._booker = booker
        self._lookup = lookup

    @property
    def handlers(self) -> Handlers:
        """Give what carries out which command."""
        return {
            ListUnbooked: self._list_unbooked,
            CountShort: self._count_short,
            SuggestProjects: self._suggest_projects,
            PreviewBooking: self._preview_booking,
            GetTotals: self._get_totals,
            BookCall: self._book_call,
            SplitCall: self._split_call,
            IgnoreCall: self._ignore_call,
            MergeCalls: self._merge_calls,
        }

    async def _list_unbooked(self, command: ListUnbooked) -> tuple[Waiting, ...]:
        groups = await self._store.unbooked(command.since, command.until, self._settings().firm.shortest, command.limit)
        return tuple([await self._waiting(rows) for rows in groups])

    async def _count_short(self, command: CountShort) -> Short:
        shortest = self._settings().firm.shortest
        return Short(await self._store.count_short(command.since, shortest), shortest)

    async def _suggest_projects(self, command: SuggestProjects) -> tuple[Suggestion, ...]:
        rows = await self._store.group(command.entry)
        contact: Candidate | Contact | None
        if command.contact is None:
            contact = next((row.match.contact for row in rows if row.match.contact is not None), None)
        else:
            contact = await self._crm.contact(command.contact)
        if contact is None:
            return ()
        ranked = rank(await self._crm.ties(contact.id))
        clear = len(ranked) == 1 and (command.contact is not None or any(row.match.certain for row in rows))
        return tuple(
            Suggestion(
                tie.project,
                tie.reason,
                words(
                    tie.reason,
                    contact=contact.name,
                    client=tie.project.client_name or "",
                    day=tie.at.astimezone().date() if tie.at else None,
                    role=tie.role,
                ),
                clear,
            )
            for tie in ranked
        )

    async def _get_totals(self, command: GetTotals) -> tuple[Total, ...]:
        if not 0 <= (command.until - command.since).days <= LONGEST:
            raise Refused(
                say(
                    "from {since} to {until} is no time to sum up: at most ten years, forwards",
                    since=say_day(command.since),
                    until=say_day(command.until),
                )
            )
        days = [command.since + timedelta(days=number) for number in range((command.until - command.since).days + 1)]
        bounds = [(day, beginning_of(day, None), beginning_of(day + timedelta(days=1), None)) for day in days]
        return await self._store.totals(bounds, self._settings().firm.shortest)

    async def _book_call(self, command: BookCall) -> Booking:
        rows = await self._known(command.entry)
        if command.kind is Kind.TIME:
            with self._shown_after(rows):
                return await self._booker.book(rows, command)
        named = (await self._store.row(command.entry)).entry.id
        return await self._booker.book([row for row in rows if row.entry.id == named], command)

    async def _preview_booking(self, command: PreviewBooking) -> Waiting:
        rows = await self._store.group(command.entry)
        if command.kind is Kind.ACTIVITY:
            rows = tuple(row for row in rows if row.entry.id == command.entry) or rows
        return Waiting(rows, *await self._booker.preview_as(rows, command.kind, command.wishes))

    async def _split_call(self, command: SplitCall) -> tuple[Booking, ...]:
        rows = await self._known(command.entry)
        if len(rows) > 1:
            raise Refused(
                say("the call was merged with others: take it out first").typed(" (`calljournal merge --out`)")
            )
        with self._shown_after(rows):
            return await self._booker.split(rows[0], command)

    async def _ignore_call(self, command: IgnoreCall) -> JournalRow:
        rows = await self._store.group(command.entry)
        if command.on and any(row.settled == "booked" for row in rows):
            raise Refused(say("the call is booked: cancel that first").typed(" (`calljournal book cancel ID`)"))
        with self._shown_after(rows):
            await self._store.ignore([row.entry.id for row in rows], on=command.on)
        return await self._store.row(command.entry)

    async def _merge_calls(self, command: MergeCalls) -> Waiting:
        rows: dict[str, JournalRow] = {}
        for entry in command.entries:
            rows |= {row.entry.id: row for row in await self._store.group(entry)}
        before = tuple(rows.values())
        if len(command.entries) == 1:
            out = await self._store.row(command.entries[0])
            if _has_time(out):
                raise Refused(
                    say("the call is booked with the others: cancel that first").typed(
                        " (`calljournal book cancel ID`)"
                    )
                )
            together = [out.entry.id]
        else:
            _check_mergeable(before, confirmed=command.confirmed)
            together = sorted(rows, key=lambda one: rows[one].entry.started)
        with self._shown_after(before):
            await self._store.put_together(together)
        return await self._waiting(await self._store.group(command.entries[0]))

    async def _known(self, entry: str) -> tuple[JournalRow, ...]:
        """Give the rows that are booked as one, with who it was: the program may have been killed before it knew."""
        rows = await self._store.group(entry)
        left = [row.entry for row in rows if left_pending(row)]
        with suppress(CallJournalError):  # where the book is away, whoever books is asked
            for one in left:
                await self._lookup.now(one)
        return await self._store.group(entry) if left else rows

    async def _waiting(self, rows: Sequence[JournalRow]) -> Waiting:
        draft, at_least = await self._booker.preview(rows)
        return Waiting(tuple(rows), draft, at_least)

    @contextmanager
    def _shown_after(self, rows: Sequence[JournalRow]) -> Iterator[None]:
        """Show rows of which something has become: also where it failed, for a part of it may have been done."""
        try:
            yield
        finally:
            for row in rows:
                self._show(row.entry.id)


def _check_mergeable(rows: Sequence[JournalRow], *, confirmed: bool) -> None:
    """Raise Refused for calls that cannot be booked as one, NeedsConfirming where they are not with one client."""
    for row in rows:
        call = {"time": f"{row.entry.started.astimezone():%H:%M}", "id": typed(f" ({row.entry.id[:8]})")}
        if row.entry.answered is None:
            raise Refused(say("the call of {time}{id} was not answered: there is no time to book in it", **call))
        if row.entry.live:
            raise Refused(say("the call of {time}{id} still lasts; merge it when it has ended", **call))
        if _has_time(row):
            raise Refused(say("the call of {time}{id} is booked already: only calls that wait are merged", **call))
        if row.private:
            raise Refused(say("the call of {time}{id} is private already: only calls that wait are merged", **call))
        if row.ignored:
            raise Refused(say("the call of {time}{id} is ignored already: only calls that wait are merged", **call))
    clients = {contact.client for contact in (row.match.contact for row in rows) if contact}
    clients |= {
        row.display or say("unknown{id}", id=typed(f" ({row.entry.id[:8]})"))
        for row in rows
        if row.match.contact is None
    }
    if len(clients) > 1 and not confirmed:
        raise NeedsConfirming(
            say("these calls are not with one client ({clients})", clients=listed(sorted(clients))).typed(
                "; add --yes to merge"
            )
        )


def _has_time(row: JournalRow) -> bool:
    return any(booking.kind is Kind.TIME for booking in row.booked)
