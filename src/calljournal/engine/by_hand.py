"""Calls that no line saw: added by a person, or timed by hand."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from calljournal.calls import Direction, Presentation
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work_commands import AddCall, ListTimers, StopTimer
from calljournal.engine.ids import new_id
from calljournal.engine.lookup import Lookup
from calljournal.engine.part import Common, Handlers, Part
from calljournal.errors import CallJournalError, NotFound, Refused
from calljournal.journal import MANUAL, Entry, Outcome, RowState, Scope
from calljournal.matching import PENDING, Match, question
from calljournal.numbers import NO_NUMBER, NumberKind, Reading, display, read_person
from calljournal.settings import Settings
from calljournal.words import say, typed

MOBILE = "mobile"
"""The telephone of such a call, and its owner where the user has no telephone on a line."""

SHORTEST = timedelta(seconds=1)
LONGEST = timedelta(days=1)
"""How long a call may have been: what is shorter or longer was typed wrong."""

APART = timedelta(seconds=2)
"""How much later the clock of whoever asks may be than ours: a call that ends "now" is none of the future."""


class ByHand(Part):
    """Adds calls that no line saw, and times them. Their rows are found, matched and booked like all others."""

    def __init__(self, common: Common, lookup: Lookup, on_row: Callable[[JournalRow], None]) -> None:
        super().__init__(common)
        self._lookup = lookup
        self._on_row = on_row

    @property
    def handlers(self) -> Handlers:
        """Give what carries out which command."""
        return {AddCall: self.add, StopTimer: self.stop, ListTimers: self.timers}

    async def add(self, command: AddCall) -> JournalRow:
        """Add a call that is over, or (without minutes) one that goes on.

        Raises Refused where it cannot have been so, or is probably in the journal already; NotFound where there is no
        such contact.
        """
        if command.number is not None and command.contact is not None:
            raise Refused(
                say("name the number or the contact, not both").typed("; `calljournal assign` says whose a number is")
            )
        now = self._clock.now()
        entry = self._entry(command, now)
        match = await self._match(entry, command.contact)
        there = await self._store.add_row(entry, match, now, again=command.again)
        if there is not None:
            raise Refused(_there_already(there))
        row = await self._store.row(entry.id)  # its number may be private for good
        self._on_row(row)
        return await self._look_up(row) if row.match == PENDING else row

    async def stop(self, command: StopTimer) -> JournalRow:
        """End a call that is timed.

        Raises NotFound where none is, Refused where several are and none is named, or where the one named is over.
        """
        entry_id = await self._running(command.entry)
        if not await self._store.stop_timer(entry_id, self._clock.now()):
            raise Refused(say("this call has ended already"))
        row = await self._store.row(entry_id)
        self._on_row(row)
        return row

    async def timers(self, command: ListTimers) -> tuple[JournalRow, ...]:
        """Give the calls that are timed, the earliest first, with their length up to now."""
        now = self._clock.now()
        return tuple(replace(row, entry=_until(row.entry, now)) for row in await self._store.timers())

    async def _running(self, entry_id: str | None) -> str:
        if entry_id is not None:
            entry = (await self._store.row(entry_id)).entry
            if not entry.manual:
                raise Refused(say("a line watches this call, no timer").typed("; `calljournal hangup` ends it"))
            return entry.id
        running = [row.entry.id for row in await self._store.timers()]
        if not running:
            raise NotFound(say("no timer runs").typed("; `calljournal timer start` starts one"))
        if len(running) > 1:
            raise Refused(say("several timers run; say which").typed(": " + ", ".join(entry[:8] for entry in running)))
        return running[0]

    def _entry(self, command: AddCall, now: datetime) -> Entry:
        settings = self._settings()
        reading = None if command.number is None else _read(command.number, settings)
        started, ended = _span(command, now)
        _check_kept(started, now, settings.firm.retention.unbooked)
        entry_id = new_id()
        return Entry(
            id=entry_id,
            call=entry_id,
            line=MANUAL,
            owner=settings.user.owner or MOBILE,
            own=MOBILE,
            direction=Direction.INCOMING if command.incoming else Direction.OUTGOING,
            scope=Scope.INTERNAL if reading and reading.kind is NumberKind.INTERNAL else Scope.EXTERNAL,
            state=RowState.ENDED if ended else RowState.TALKING,
            outcome=Outcome.ANSWERED if ended else None,
            number=(reading.e164 or reading.digits) if reading else None,
            presentation=Presentation.ALLOWED if reading else Presentation.UNAVAILABLE,
            display=display(reading, settings.firm.rules) if reading else None,
            name=None,
            started=started,
            answered=started,
            ended=ended,
            talk_seconds=(ended - started).total_seconds() if ended else 0.0,
            held_seconds=0.0,
            others=reading.others if reading else (),
        )

    async def _match(self, entry: Entry, contact_id: str | None) -> Match:
        """Say who it was, if that is known without looking the number up."""
        if contact_id is not None:
            return await self._lookup.said(contact_id)
        asked = question(entry)
        return asked if isinstance(asked, Match) else PENDING

    async def _look_up(self, row: JournalRow) -> JournalRow:
        """Look the number up, so that the answer says who it was; if the book is away, that comes later."""
        try:
            await self._lookup.again(row.entry)
        except CallJournalError:
            self._lookup.consider(row.entry)
            return row
        except asyncio.CancelledError:  # whoever asked has gone
            self._lookup.consider(row.entry)
            raise
        known = await self._store.row(row.entry.id)
        self._on_row(known)
        return known


def _until(running: Entry, now: datetime) -> Entry:
    return replace(running, talk_seconds=max(0.0, (now - running.started).total_seconds()))


def _read(number: str, settings: Settings) -> Reading:
    reading = read_person(number, settings.firm.rules)
    if reading.kind is NumberKind.UNREADABLE or reading.kind in NO_NUMBER:
        raise Refused(
            say(
                "{number!r} cannot be read as a number ({reason}); write it as +41 44 ... or 044 ...",
                number=number,
                reason=reading.reason,
            )
        )
    return reading


def _span(command: AddCall, now: datetime) -> tuple[datetime, datetime | None]:
    """Give when the call began and ended (None: it goes on); raises Refused where it cannot have been so."""
    if command.minutes is None:
        started = command.at or now
        if started > now + APART:
            raise Refused(say("the call cannot have begun in the future, at {time}", time=_local(started)))
        if now - started > LONGEST:
            raise Refused(say("a call since {time} is too long: one of 24 hours is the longest", time=_local(started)))
        return started, None
    seconds = command.minutes * 60
    if not SHORTEST.total_seconds() <= seconds <= LONGEST.total_seconds():  # nor is it true of what is no number
        raise Refused(
            say("a call lasts a second at least and 24 hours at most, not {minutes:g} minutes", minutes=command.minutes)
        )
    length = timedelta(minutes=command.minutes)
    started = command.at or now - length
    if started + length > now + APART:
        raise Refused(
            say(
                "the call would end in the future, at {local}; say when it began", local=_local(started + length)
            ).typed(" (--at, as in 'yesterday 14:30'), or `calljournal timer start` for one that goes on")
        )
    return started, started + length


def _check_kept(started: datetime, now: datetime, days: int) -> None:
    """Refuse what would be deleted at once."""
    if days and now - started > timedelta(days=days):
        raise Refused(
            say(
                "calls that are not booked are kept for {days} days (the setting "
                "firm.retention.unbooked), and this one is of {local}",
                days=days,
                local=_local(started),
            )
        )


def _there_already(row: JournalRow) -> str:
    entry = row.entry
    known = {"began": _local(entry.started), "id": typed(f" ({entry.id[:8]})")}
    again = "; add --again if it was another"
    if entry.ended is None:
        return say(
            "the journal has a call with this number or contact from {began} on, and it still lasts{id}: "
            "probably the same",
            **known,
        ).typed(again)
    return say(
        "the journal has a call with this number or contact from {began} to {end}{id}: probably the same",
        end=f"{entry.ended.astimezone():%H:%M}",
        **known,
    ).typed(again)


def _local(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
