"""The program: an engine on a folder that does what it is told, and is looked at."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from calljournal.contracts.crm import Contact, Means, MeansKind, Project
from calljournal.contracts.export_commands import BeginExport, ExportedWork, FinishExport, ListExports
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import AddContacts, AddProject, BookCall, FindContacts, ListRows
from calljournal.contracts.work import Correction, IntakeKind, Record, Work, WorkQuery
from calljournal.contracts.work_commands import (
    AddCall,
    BillWork,
    CancelWork,
    ChangeWork,
    GetTotals,
    GetWork,
    IgnoreCall,
    ListUnbooked,
    ListWork,
    LockBook,
    MakePrivate,
    MergeCalls,
    Share,
    SplitCall,
    TakeIn,
    Total,
    Waiting,
    WorkHistory,
)
from calljournal.engine import Engine
from calljournal.errors import CallJournalError
from calljournal.journal import Outcome as CallOutcome
from calljournal.matching import ContactKind
from calljournal.settings import Places, save
from calljournal.worklog import Booking, Kind, Wishes
from tests.model_of_work.rounding import Rule
from tests.model_of_work.steps import Do
from tests.store.made import ended_call, entry

NOW = datetime(2026, 3, 11, 18, tzinfo=UTC)
TODAY = NOW.astimezone().date()
FIRST_DAY = TODAY - timedelta(days=4)
ME, PARTNER = "anna", "Partner"
KELLER, HUBER, STRANGER = "Keller AG", "Max Huber", ""
NUMBERS = {"+41440001234": KELLER, "+41440001235": KELLER, "+41790001122": HUBER, "+41440009999": STRANGER}
"""Number -> whose time it is."""
RULES = {"Alpha": "", "Beta": "", "Gamma": "15 nearest minimum 15", "Delta": "6 up per day"}
"""Project -> its own rule; "" the firm's."""
ALL = 100_000


@dataclass(frozen=True)
class Action:
    """A step that has found to what it is done. Which fields play a part depends on what is done.

    `minutes` are how long a call was, a share of it, what was typed, or how much longer it became.
    """

    do: Do
    calls: tuple[str, ...] = ()
    work: str = ""
    user: str = ME
    minutes: float | None = None
    projects: tuple[str | None, ...] = (None,)
    day: date | None = None
    again: bool = False
    confirmed: bool = False
    by_entry: bool = False
    number: str = ""
    at: datetime | None = None
    answered: bool = True
    unseen_end: bool = False
    text: str = ""

    @property
    def client(self) -> str:
        """Whose time a call of that number is."""
        return NUMBERS[self.number]


@dataclass(frozen=True)
class Outcome:
    """What came of an action: the ids of what it made, or the error; on which days entries were made; an export."""

    ids: tuple[str, ...] = ()
    days: dict[str, date] = field(default_factory=dict)
    exports: dict[str, dict[str, float]] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True)
class Seen:
    """How things stand, as the program shows them."""

    rows: dict[str, JournalRow]
    works: dict[str, Work]
    unbooked: tuple[Waiting, ...]
    totals: tuple[Total, ...]
    taken: dict[tuple[str, str], float]
    """(row, user) -> seconds."""
    refused: dict[str, set[tuple[str, str]]]
    history: dict[str, Counter[str]]
    locked: date | None
    on_the_way: int
    """Drafts and changes that no book has answered."""


class Clock:
    """Goes on by a millisecond whenever it is looked at, from the same moment in every run."""

    def __init__(self, offset: float) -> None:
        self._now = NOW + timedelta(seconds=offset)

    def now(self) -> datetime:
        """Give the moment."""
        self._now += timedelta(milliseconds=1)
        return self._now

    @property
    def anchored(self) -> int:
        """Nobody ever set it."""
        return 0


async def furnish(places: Places, rule: Rule) -> None:
    """Fill a folder: a firm with people, projects and a second user."""
    rounding = {"unit": rule.unit, "how": rule.how, "minimum": rule.minimum, "per": "day" if rule.per_day else "call"}
    if rule.how == "tolerance":
        rounding["tolerance"] = rule.tolerance
    save(places.settings_file, ("firm", "rounding"), rounding)
    save(places.settings_file, ("firm", "area"), "44")
    save(places.settings_file, ("user", "name"), ME)
    async with running(places) as office:
        await office.engine.do(AddContacts(_people()))
        ids = {contact.name: contact.id for contact in await office.engine.do(FindContacts())}
        for name, own in RULES.items():
            client = {"Gamma": HUBER, "Delta": None}.get(name, KELLER)
            await office.engine.do(AddProject(Project("", name, ids[client] if client else None, rounding=own)))
        await office.engine.do(TakeIn(IntakeKind.USERS, (Record(PARTNER),)))


def _people() -> tuple[Contact, ...]:
    one, two, three, _ = NUMBERS
    named = ((one, "Anna Keller", KELLER), (two, "Beat Frei", KELLER), (three, HUBER, None))
    return (
        Contact("", ContactKind.COMPANY, KELLER),
        *(
            Contact(
                "",
                ContactKind.CONTACT if company else ContactKind.PERSON,
                name,
                company,
                means=(Means(MeansKind.PHONE, number),),
            )
            for number, name, company in named
        ),
    )


@asynccontextmanager
async def running(places: Places, offset: float = 0) -> AsyncIterator["Office"]:
    """Start the program, and stop it as it should be."""
    office = await Office.open(places, offset)
    try:
        yield office
    finally:
        await office.engine.stop()


class Office:
    """An engine and a hand that carries out actions."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._hands: dict[Do, Callable[[Action], Awaitable[Outcome]]] = {
            Do.ADD: self._add,
            Do.LINE: self._line,
            Do.SPLIT: self._split,
            Do.CANCEL: self._cancel,
            Do.BILL: self._bill,
            Do.TRANSFER: self._transfer,
            Do.EXPORT: self._export,
            Do.LOCK: self._lock,
            Do.UNLOCK: self._lock,
        }
        self._hands |= dict.fromkeys((Do.BOOK, Do.WRONG, Do.ACTIVITY), self._book)
        self._hands |= dict.fromkeys((Do.MERGE, Do.OUT, Do.IGNORE, Do.HEED, Do.PRIVATE), self._decide)
        self._hands |= dict.fromkeys((Do.PROJECT, Do.MINUTES, Do.DAY, Do.TEXT), self._change)

    @classmethod
    async def open(cls, places: Places, offset: float = 0) -> "Office":
        """Start, and send at once what waits for the book."""
        engine = Engine(places, Clock(offset))
        await engine.start()
        await engine._correcting.flush()
        for row in await engine.do(ListRows(limit=ALL)):
            if row.match.kind == "pending" and not row.private:  # as when a row is looked up anew
                await engine._lookup.again(row.entry)
        return cls(engine)

    async def abandon(self) -> None:
        """Leave an engine as if its process had died: nothing is finished, nothing more is saved."""
        tasks = list(self.engine._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.engine._crm.close()
        await self.engine._store.close()

    # --- what is done ------------------------------------------------------------------------------------------------

    async def do(self, action: Action) -> Outcome:
        """Carry out an action."""
        try:
            return await self._hands[action.do](action)
        except CallJournalError as error:
            return Outcome(error=f"{type(error).__name__}: {error}")

    async def _add(self, action: Action) -> Outcome:
        row = await self.engine.do(AddCall(action.number, None, action.minutes, action.at, again=True))
        return Outcome((row.entry.id,))

    async def _line(self, action: Action) -> Outcome:
        """Save a call of a line, with time on hold, as the recorder does."""
        if action.at is None:
            raise ValueError(action)
        seconds = round((action.minutes or 0) * 60, 3)
        one = entry(
            str(uuid4()),
            started=action.at,
            answered=action.at if action.answered else None,
            ended=action.at + timedelta(seconds=seconds + 1),
            number=action.number,
            display=f"0{action.number[3:5]} {action.number[5:8]} {action.number[8:10]} {action.number[10:]}",
            talk_seconds=seconds * 0.75,
            held_seconds=seconds * 0.25,
            outcome=_outcome(action),
            legs=(),
            anomalies=(),
        )
        one = replace(one, call=one.id)
        await self.engine._store.save_call(ended_call(one.id), [one], action.at)
        await self.engine._lookup.again(one)
        return Outcome((one.id,))

    async def _book(self, action: Action) -> Outcome:
        service_type = "No such thing" if action.do is Do.WRONG else None
        wishes = Wishes(
            project=action.projects[0],
            service_type=service_type,
            text=action.text,
            minutes=action.minutes,
            user=action.user,
            day=action.day,
        )
        kind = Kind.ACTIVITY if action.do is Do.ACTIVITY else Kind.TIME
        command = BookCall(action.calls[0], kind, wishes, again=action.again, confirmed=action.confirmed)
        return await self._made(await self.engine.do(command))

    async def _split(self, action: Action) -> Outcome:
        first, second = (Wishes(project=project, user=action.user) for project in action.projects)
        shares = (Share(action.minutes, first), Share(None, second))
        command = SplitCall(action.calls[0], shares, again=action.again, confirmed=action.confirmed)
        return await self._made(*await self.engine.do(command))

    async def _made(self, *bookings: Booking) -> Outcome:
        ids = tuple(booking.id or "" for booking in bookings)
        return Outcome(ids, {name: (await self.engine.do(GetWork(name))).day for name in ids})

    async def _decide(self, action: Action) -> Outcome:
        call = action.calls[0]
        if action.do is Do.PRIVATE:
            await self.engine.do(MakePrivate(call))
        elif action.do in (Do.IGNORE, Do.HEED):
            await self.engine.do(IgnoreCall(call, on=action.do is Do.IGNORE))
        else:
            await self.engine.do(MergeCalls(action.calls, confirmed=action.confirmed))
        return Outcome()

    async def _change(self, action: Action) -> Outcome:
        correction = Correction(
            project=action.projects[0], minutes=action.minutes, day=action.day, text=action.text or None
        )
        amended = await self.engine.do(ChangeWork(action.work, correction, by_entry=action.by_entry))
        return Outcome((amended.reversal.id, amended.work.id) if amended.reversal else ())

    async def _cancel(self, action: Action) -> Outcome:
        amended = await self.engine.do(CancelWork(action.work, by_entry=action.by_entry))
        return Outcome((amended.reversal.id,) if amended.reversal else ())

    async def _bill(self, action: Action) -> Outcome:
        await self.engine.do(BillWork(action.work))
        return Outcome()

    async def _transfer(self, action: Action) -> Outcome:
        """Save that a consultation has become part of an older call, as the recorder does."""
        new, old = [(await self.engine._store.row(name)).entry for name in action.calls]
        extra = timedelta(minutes=action.minutes or 0)
        longer = replace(
            old,
            talk_seconds=round(old.talk_seconds + extra.total_seconds(), 3),
            ended=old.ended + extra if old.ended else None,
        )
        merged = replace(new, merged_into=old.id)
        await self.engine._store.save_calls([(ended_call(new.call), [merged, longer])], NOW)
        return Outcome()

    async def _lock(self, action: Action) -> Outcome:
        await self.engine.do(LockBook(action.day))
        return Outcome()

    async def _export(self, action: Action) -> Outcome:
        begun = await self.engine.do(BeginExport("time", "time.csv", "csv", "{}", WorkQuery(new=True)))
        content = await self._content(begun.id)
        await self.engine.do(FinishExport(begun.id))
        return Outcome(exports={begun.id: content})

    async def _content(self, export: str) -> dict[str, float]:
        """Read an export in pages."""
        content: dict[str, float] = {}
        while page := await self.engine.do(ExportedWork(export, next(reversed(content), None), 3)):
            content |= {work.id: work.minutes for work in page}
        return content

    async def exports_but(self, known: set[str]) -> dict[str, dict[str, float]]:
        """Read the exports that nobody has heard of yet, and finish those that were broken off."""
        found = [one for one in await self.engine.do(ListExports(limit=ALL)) if one.id not in known]
        for one in found:
            if one.finished is None:
                await self.engine.do(FinishExport(one.id))
        return {one.id: await self._content(one.id) for one in found}

    # --- how things stand --------------------------------------------------------------------------------------------

    async def look(self) -> Seen:
        """Look at everything."""
        store = self.engine._store
        rows = {row.entry.id: row for row in await self.engine.do(ListRows(limit=ALL))}
        works = {work.id: work for work in await self.engine.do(ListWork(WorkQuery(cancelled=True, limit=ALL)))}
        ids = {user.name: user.id for user in await self.engine._crm.users(open_only=False)}
        taken = {
            (row, user): sum([(await store.taken([row], whose))[row] for whose in {user, ids.get(user, user)}])
            for row in rows
            for user in (ME, PARTNER)
        }
        refused = {row: {(one.draft.user, one.draft.text) for one in await store.refused(row)} for row in rows}
        history = {name: Counter(change.doing for change in await self.engine.do(WorkHistory(name))) for name in works}
        return Seen(
            rows,
            works,
            await self.engine.do(ListUnbooked(limit=ALL)),
            await self.engine.do(GetTotals(FIRST_DAY, TODAY)),
            taken,
            refused,
            history,
            await self.engine.do(LockBook(ask=True)),
            len(await store.waiting()) + len(await store.asked()),
        )


def _outcome(action: Action) -> CallOutcome:
    if not action.answered:
        return CallOutcome.MISSED
    return CallOutcome.LOST if action.unseen_end else CallOutcome.ANSWERED
