"""A working day of one person, with an engine of its own: the calls are played by the simulated line, then booked.

The clock stands still, so that every look at the day is the same: at the end of it one call rings, one talks, one is
held. The people are those of the demo; all numbers are fictional.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from calljournal.cli.demo import fill
from calljournal.contracts.book_commands import AddContact
from calljournal.contracts.crm import Contact, Means, MeansKind
from calljournal.contracts.journal_commands import ListRows, NoteCall
from calljournal.contracts.line import LineState
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import BookCall, FindProjects, GetLines, Service, WatchLines
from calljournal.contracts.work_commands import AddCall, IgnoreCall, MakePrivate
from calljournal.demo import sample
from calljournal.engine import Engine
from calljournal.journal import RowState
from calljournal.lines.simulator.line import OVER
from calljournal.matching import ContactKind, MatchKind
from calljournal.settings import Places, save
from calljournal.worklog import Kind, Wishes

HERE = Path(__file__).parent
LINE = "simulator:office"
FRIDAY = datetime(2026, 3, 6, 7, 0, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 7, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 9, 14, 42, 30, tzinfo=UTC)
PATIENCE = 60.0

ANNA, HOFER, FAVRE, HART = "+41440001234", "+4310001012", "+41440005551", "+41440007701"
BAUMANN, SEIFERT, THOMA, ZOLLINGER = "+41790004451", "+496990009221", "+496990009222", "+41440001235"


class StandingClock:
    """A clock that stands still until somebody moves it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Give the moment."""
        return self.moment

    @property
    def anchored(self) -> int:
        """How often the computer slept: never."""
        return 0


def prepare(places: Places) -> None:
    """Set up a firm in Zurich and its line."""
    places.make()
    firm = {"country": "CH", "area": "44", "outside": "0", "service_type": sample.DEFAULT_SERVICE_TYPE}
    save(places.settings_file, ("firm",), firm)
    save(places.settings_file, ("user",), {"language": "en", "name": "Sofia Moreno", "reminder": "17:30"})


def play(places: Places, scenario: str) -> None:
    """Have the line play a scenario, as fast as possible."""
    values = {"own": "101", "scenario": str(HERE / f"{scenario}.scenario"), "speed": 0}
    save(places.settings_file, ("lines", LINE), {"system": "simulator", "auto_load": True, "values": values})


@asynccontextmanager
async def working_day(places: Places, clock: StandingClock) -> AsyncIterator[Service]:
    """Give an engine that has lived through a Friday, and through a Monday until `NOW`."""
    prepare(places)
    async with _played(places, clock, FRIDAY, "friday") as friday:
        await fill(friday)
        clock.moment = FRIDAY + timedelta(hours=9)
        await _book_friday(friday)
    async with _played(places, clock, MONDAY, "monday") as monday:
        clock.moment = NOW
        await _work(monday)
        yield monday


@asynccontextmanager
async def _played(places: Places, clock: StandingClock, begin: datetime, scenario: str) -> AsyncIterator[Engine]:
    play(places, scenario)
    clock.moment = begin
    engine = Engine(places, clock)
    await engine.start()
    try:
        async with asyncio.timeout(PATIENCE):
            await engine.do(WatchLines())
            await _over(engine)
        yield engine
    finally:
        await engine.stop()


async def _over(engine: Engine) -> None:
    """Wait until the script is over, and every caller has been looked up."""
    while True:
        lines = await engine.do(GetLines())
        rows = await engine.do(ListRows())
        over = all(line.state is LineState.CONNECTED and line.message == OVER for line in lines)
        if over and rows and all(row.match.kind is not MatchKind.PENDING for row in rows):
            return
        await asyncio.sleep(0.02)


# --- what the person did with the calls ------------------------------------------------------------------------------


async def _book_friday(service: Service) -> None:
    await service.do(AddContact(LONG_NAMED))
    await _book(service, ZOLLINGER, "Internal", "Questions about the payroll of February")
    await _book(service, HOFER, "Interface to the ERP", "Error messages of the interface since the last release")


async def _work(service: Service) -> None:
    """Book what a person has had time for by the afternoon."""
    await _book(service, ANNA, "Annual accounts 2025", "Accruals, and the letter to the tax office")
    await _book(service, HOFER, "Interface to the ERP", "Acceptance of the second release")
    await _book(service, FAVRE, "Site network", "Dates of the installation", Kind.ACTIVITY)
    (private,) = await _of(service, BAUMANN)
    await service.do(MakePrivate(private.entry.id))
    (inside,) = [row for row in await service.do(ListRows(session=True)) if row.entry.number == "105"]
    await service.do(IgnoreCall(inside.entry.id))
    (hart,) = [row for row in await _of(service, HART) if not row.entry.live]
    await service.do(NoteCall(hart.entry.id, "Wants the figures of the first quarter by Thursday"))
    mobile = AddCall(number="079 000 12 34", minutes=9.0, at=MONDAY + timedelta(hours=3, minutes=20))
    await service.do(mobile)


async def _of(service: Service, number: str) -> list[JournalRow]:
    """Give the calls of this session in which somebody talked, with a number."""
    rows = await service.do(ListRows(session=True, number=number))
    return [row for row in rows if row.entry.answered is not None]


async def _book(service: Service, number: str, project: str, text: str, kind: Kind = Kind.TIME) -> None:
    """Book the first call with a number."""
    found = [one for one in await service.do(FindProjects()) if one.name == project]
    calls = [row for row in await _of(service, number) if row.entry.state is RowState.ENDED]
    await service.do(BookCall(calls[-1].entry.id, kind, Wishes(project=found[0].id, text=text)))


LONG_NAMED = Contact(
    "",
    ContactKind.CONTACT,
    "Prof. Dr. Anna-Katharina Freifrau von Hohenstein-Wallersdorf",
    "Gesellschaft für angewandte Verwaltungswissenschaft und Organisationsentwicklung mbH",
    ("Alexander-von-Humboldt-Promenade 1234", "10117 Berlin"),
    (
        Means(MeansKind.PHONE, "030 23125 300", "Sekretariat der Geschäftsleitung"),
        Means(MeansKind.EMAIL, "anna-katharina.von-hohenstein-wallersdorf@verwaltungswissenschaft.example"),
    ),
)
"""Somebody whose name and addresses are as long as they come."""
