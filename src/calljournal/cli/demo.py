"""The demo: the main job on a simulated line with sample people, in a data folder of its own."""

import asyncio
import shutil
import sys
from dataclasses import replace

import click

from calljournal.addresses import read_addresses
from calljournal.cli.output import booking_line
from calljournal.cli.session import open_service
from calljournal.cli.window import open_journal
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import (
    AddContacts,
    AddProject,
    AddServiceType,
    BookCall,
    FindContacts,
    FindProjects,
    LineChanged,
    ListRows,
    RowChanged,
    Service,
    WatchLines,
)
from calljournal.demo import sample
from calljournal.desktop.display import why_no_window
from calljournal.errors import Refused
from calljournal.matching import MatchKind
from calljournal.server import EngineLock
from calljournal.settings import Places, save
from calljournal.terminal.plain import rows_table
from calljournal.worklog import Booking, Kind, Wishes

LINE = "simulator:demo"
PLAY_SECONDS = 30.0
"""How long the scenario may take when it is played at once; it takes about one."""


@click.command()
@click.option("--once", is_flag=True, help="Play it at once, print the journal and a booked time entry, and end.")
def demo(once: bool) -> None:
    """Show the product on a simulated line with sample people; your own journal is not touched."""
    places = Places.under(Places.usual().data / "demo")
    reason = why_no_window()
    at_once = once or (reason is not None and not sys.stdin.isatty())
    prepare(places, speed=0 if at_once else 1)
    if at_once:
        if not once:
            click.echo(f"no window: {reason}; and no terminal either: the demo is played once and printed\n")
        asyncio.run(_play_once(places))
        return
    click.echo(f"other commands see the demo with CALLJOURNAL_HOME={places.config}", err=True)
    asyncio.run(_fill(places))
    raise SystemExit(open_journal(places))


def prepare(places: Places, speed: int) -> None:
    """Make the demo's folder afresh, with a simulated line; raises Refused where a demo is running already."""
    places.make()
    lock = EngineLock(places.lock_file)
    if not lock.take():
        raise Refused("a demo is running already; end it first")
    lock.release()
    shutil.rmtree(places.config)
    places.make()
    firm = {"country": "CH", "area": "44", "outside": "0", "service_type": sample.DEFAULT_SERVICE_TYPE}
    values = {"own": sample.OWN, "scenario": str(sample.scenario_path()), "speed": speed}
    save(places.settings_file, ("firm",), firm)
    save(places.settings_file, ("lines", LINE), {"system": "simulator", "auto_load": True, "values": values})


async def _fill(places: Places) -> None:
    async with open_service(places) as service:
        await fill(service)


async def fill(service: Service) -> None:
    """Put the sample people, projects and kinds of work into an empty book."""
    await service.do(AddContacts(read_addresses(sample.contacts_csv()).contacts))
    for name in sample.service_types():
        await service.do(AddServiceType(name))
    clients = {contact.name: contact.id for contact in await service.do(FindContacts())}
    for project in sample.projects():
        await service.do(AddProject(replace(project, client=clients.get(project.client_name or ""))))


async def _play_once(places: Places) -> None:
    async with open_service(places) as service:
        await fill(service)
        async with asyncio.timeout(PLAY_SECONDS):
            await _play(service)
        booking = await _book_longest(service)
        click.echo(rows_table(await service.do(ListRows())))
        click.echo(f"\n{booking_line(booking)}")


async def _play(service: Service) -> None:
    """Watch the line until the last call of the scenario has ended and is known by name."""
    rows: dict[str, JournalRow] = {}
    over = False
    async with service.changes() as changes:
        await service.do(WatchLines())
        async for change in changes:
            if isinstance(change, RowChanged):
                rows[change.row.entry.id] = change.row
            over = over or (isinstance(change, LineChanged) and change.line.message == sample.OVER)
            if over and all(row.entry.outcome and row.match.kind is not MatchKind.PENDING for row in rows.values()):
                return


async def _book_longest(service: Service) -> Booking:
    """Book the longest call with somebody who is known for certain, on the first project that is open for them."""
    known = [row for row in await service.do(ListRows()) if row.entry.answered and row.match.certain]
    longest = max(known, key=lambda row: row.entry.talk_seconds)
    projects = await service.do(FindProjects(contact=longest.match.contacts[0].id))
    wishes = Wishes(project=projects[0].id, text="What we spoke about")
    return await service.do(BookCall(longest.entry.id, Kind.TIME, wishes))
