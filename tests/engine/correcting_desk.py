"""A desk with journal and book on the disk, where what was booked is corrected; a knife that breaks things off."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from calljournal.contracts.crm import Contact, Crm, CrmConfig, Project
from calljournal.contracts.work import Amendment, Doing, WorkQuery
from calljournal.crm.local.manifest import MANIFEST
from calljournal.engine.correcting import Correcting
from calljournal.matching import ContactKind
from calljournal.numbers import DialRules
from calljournal.settings import Settings
from calljournal.settings.settings import FirmSettings, RoundingSettings, UserSettings
from calljournal.store import Asked, Store
from calljournal.worklog import Kind, Part
from tests.engine.parts import common
from tests.store.made import START, draft, ended_call, entry

SIX_PER_DAY = RoundingSettings(6, per="day")


class Cut(BaseException):
    """The program was killed here: nothing in it takes notice."""


class Knife:
    """Counts the steps that are taken through the things it wraps, and breaks off at one of them."""

    def __init__(self, at: int | None = None, error: type[BaseException] = Cut, only: str = "") -> None:
        self.at = at
        self.error = error
        self.only = only
        self.steps = 0
        self.done: list[str] = []

    def wrap(self, thing: Any) -> Any:
        """Give the thing with two steps for each of its methods: before it is done, and after."""
        return _Wrapped(thing, self)

    def step(self) -> None:
        """Take a step."""
        self.steps += 1
        if self.steps == self.at:
            raise self.error("broken off")


class _Wrapped:
    def __init__(self, thing: Any, knife: Knife) -> None:
        self._thing = thing
        self._knife = knife

    def __getattr__(self, name: str) -> Any:
        inner = getattr(self._thing, name)
        if not inspect.iscoroutinefunction(inner) or self._knife.only not in name:
            return inner

        async def cut(*words: Any, **options: Any) -> Any:
            self._knife.step()
            answer = await inner(*words, **options)
            self._knife.done.append(name)
            self._knife.step()
            return answer

        return cut


class TickingClock:
    """A clock that goes on by a second each time it is looked at."""

    anchored = 0

    def __init__(self) -> None:
        self._now = datetime(2026, 3, 9, 17, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """Give the next second."""
        self._now += timedelta(seconds=1)
        return self._now


@dataclass
class Desk:
    """Journal, book and what corrects it, open."""

    store: Store
    crm: Crm
    correcting: Correcting
    shown: list[str]
    told: list[str]
    trouble: list[str]

    async def do(self, command: Any) -> Any:
        """Carry out a command."""
        return await self.correcting.handlers[type(command)](command)

    async def book(
        self, key: str, minutes: float = 6.0, measured: float = 2.0, *, hour: int = 0, **changes: Any
    ) -> str:
        """Book a call of its own; gives the id of the time entry."""
        start = START + timedelta(hours=hour)
        end = start + timedelta(minutes=measured)
        row = entry(f"row-{key}", call=f"call-{key}", started=start, answered=start, ended=end)
        await self.store.save_call(ended_call(row.call), [row], START)
        plain: dict[str, Any] = {"contact": None, "project": "Alpha", "service_type": None, "day": date(2026, 3, 9)}
        plain |= {"start": start, "end": end, "minutes": minutes, "measured_minutes": round(measured, 2)}
        of = draft(key, row.id, **(plain | changes))
        of = replace(of, parts=(Part(row.id, measured * 60),) if of.kind is Kind.TIME else ())
        await self.store.claim(of, again=False)
        booking = await self.crm.book(of)
        await self.store.save_booking(booking)
        assert booking.id
        return booking.id

    async def ask(self, doing: Doing, work: str) -> None:
        """Save a change as a program does that is killed before it asks the book."""
        before = await self.crm.work_item(work)
        assert before is not None
        await self.store.ask(Asked(Amendment(f"of-{work}", work, doing, "anna", START), before))

    async def minutes(self) -> dict[str, float]:
        """Give the minutes that stand in the book, by key."""
        return {one.key: one.minutes for one in await self.crm.work(WorkQuery(Kind.TIME))}

    async def picture(self) -> object:
        """Give all that a change may change, without times and identifiers that differ from run to run."""
        works = await self.crm.work(WorkQuery(cancelled=True))
        stored = [booking for one in works for booking in await self.store.bookings_of(one.entry)]
        return (
            [(one.id, one.state, one.minutes, one.project_name, one.corrects, one.text) for one in works],
            [[line.doing for line in await self.crm.history(one.id)] for one in works],
            [(booking.key, booking.id, booking.cancelled is not None) for booking in stored],
            [row.entry.id for rows in await self.store.unbooked(None, None, 1, 100) for row in rows],
            await self.store.asked(),
        )


async def nothing_waits() -> None:
    """Have no drafts to send."""


@asynccontextmanager
async def desk(home: Path, rounding: RoundingSettings = SIX_PER_DAY, knife: Knife | None = None) -> AsyncIterator[Desk]:
    """Open journal and book of a folder."""
    settings = Settings(firm=FirmSettings(rounding=rounding), user=UserSettings(name="anna"))
    store = await Store.open(home)
    crm = MANIFEST.make(CrmConfig("local", home, DialRules("CH", "44", "0"), TickingClock()))
    await crm.open()
    wrap = knife.wrap if knife else lambda thing: thing
    shown, told, trouble = list[str](), list[str](), list[str]()
    correcting = Correcting(
        common(
            store=wrap(store),
            crm=wrap(crm),
            manifest=MANIFEST,
            clock=TickingClock(),
            settings=lambda: settings,
            show=shown.append,
            tell=told.append,
            trouble=trouble.append,
        ),
        nothing_waits,
    )
    try:
        yield Desk(store, crm, correcting, shown, told, trouble)
    finally:
        await crm.close()
        await store.close()


def with_desk(home: Path, work: Callable[[Desk], Awaitable[None]], rounding: RoundingSettings = SIX_PER_DAY) -> None:
    """Do some work at a desk with two projects of one client, and one of another."""

    async def session() -> None:
        async with asyncio.timeout(20), desk(home, rounding) as open_desk:
            await stock(open_desk.crm)
            await work(open_desk)

    asyncio.run(session())


async def stock(crm: Crm) -> None:
    """Fill the book."""
    names = ("Keller AG", "Frei AG")
    await crm.add_contacts([Contact("", ContactKind.COMPANY, name) for name in names])
    keller, frei = [(await crm.contacts(name, 1))[0].id for name in names]
    for name, client in (("Alpha", keller), ("Beta", keller), ("Gamma", frei)):
        await crm.add_project(Project("", name, client))
    await crm.add_project(Project("", "Quarter", keller, rounding="15 up"))
