"""The commands that show and use the journal: watch, journal, assign, book."""

from datetime import datetime
from typing import Any

import click

from calljournal.cli.output import KINDS, Moment, as_json, booking_json, booking_line, json_line, json_rows
from calljournal.cli.session import with_service
from calljournal.contracts.rows import JournalRow, to_json
from calljournal.contracts.service import (
    BookCall,
    ChooseContact,
    ForgetChoice,
    GetLines,
    LineChanged,
    LineInfo,
    ListRows,
    Missed,
    Notice,
    RowChanged,
    Service,
    WatchLines,
)
from calljournal.errors import NotFound
from calljournal.journal import Outcome
from calljournal.terminal.plain import gap_line, gaps_of, row_line, rows_table
from calljournal.worklog import Booking, Kind, Wishes


@click.command()
@as_json
def watch(as_json: bool) -> None:
    """Watch the lines, and print each row of the journal whenever it changes, until Ctrl-C."""

    lamps: dict[str, str] = {}

    def tell_lamp(info: LineInfo) -> None:
        """Print a lamp when its words change; a sign of life alone is no news here."""
        if lamps.get(info.name) != info.message:
            lamps[info.name] = info.message
            click.echo(f"{info.name}: {info.message}", err=True)

    async def work(service: Service) -> None:
        async with service.changes() as changes:
            for info in await service.do(WatchLines()):
                tell_lamp(info)
            async for change in changes:
                match change:
                    case RowChanged(row):
                        json_line(to_json(row)) if as_json else click.echo(row_line(row))
                    case LineChanged(line):
                        tell_lamp(line)
                    case Notice(text):
                        click.echo(text, err=True)
                    case Missed(count):
                        click.echo(f"{count} changes came too fast to be shown; see `calljournal journal`", err=True)

    with_service(work)


@click.command()
@click.option("--since", type=Moment(), help="Calls that began at or after this moment.")
@click.option("--until", type=Moment(), help="Calls that began before this moment.")
@click.option("--number", help="Calls with this number, or a part of it.")
@click.option("--person", help="Calls with this person, or a part of the name.")
@click.option("--outcome", type=click.Choice([outcome.value for outcome in Outcome]), help="Calls that ended so.")
@click.option("--unbooked", is_flag=True, help="Calls in which somebody talked and from which nothing was booked.")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, help="So many at most, the latest.")
@as_json
def journal(
    since: datetime | None,
    until: datetime | None,
    number: str | None,
    person: str | None,
    outcome: str | None,
    unbooked: bool,
    limit: int,
    as_json: bool,
) -> None:
    """List the journal, the latest call first, and when the running program was not connected to a line."""
    query = ListRows(since, until, number, person, outcome, unbooked, limit=limit)

    async def work(service: Service) -> tuple[tuple[JournalRow, ...], tuple[LineInfo, ...]]:
        return await service.do(query), await service.do(GetLines())

    rows, lines = with_service(work)
    if as_json:
        json_rows(rows)
    else:
        click.echo(rows_table(rows) if rows else "no calls")
    for line, gap in gaps_of(lines, since, until):
        click.echo(gap_line(line, gap), err=as_json)  # a row of JSON is a call, see `lines list --json`


@click.command()
@click.argument("entry")
@click.argument("contact", required=False)
@click.option("--forget", is_flag=True, help="Take back whom you once said it was.")
@as_json
def assign(entry: str, contact: str | None, forget: bool, as_json: bool) -> None:
    """Say that the other party of ENTRY (an id, or `last`) was CONTACT (an id), also when that number calls again."""
    if forget == (contact is not None):
        raise click.UsageError("say who it was, by the id of a contact, or --forget")

    async def work(service: Service) -> JournalRow:
        entry_id = await _id(service, entry)
        return await service.do(ForgetChoice(entry_id) if contact is None else ChooseContact(entry_id, contact))

    row = with_service(work)
    if as_json:
        json_rows((row,))
    elif row.match.contact is not None:
        click.echo(f"{row.display}: {row.match.contact.name}")
    else:
        click.echo(f"{row.display}: not certain who ({row.match.reason})")


@click.group()
def book() -> None:
    """Book a call as an activity or a time entry, once."""


def _booking(kind: Kind) -> click.Command:
    @click.argument("entry")
    @click.option("--project", help="The project: its id or its name.")
    @click.option("--phase", help="The phase of the project: its id or its name.")
    @click.option("--service-type", help="The kind of work (default: the firm's for phone calls).")
    @click.option("--contact", help="The contact, by its id: whoever it was, whatever the number says.")
    @click.option("--title", help='Default: "Call from ..." or "Call to ...".')
    @click.option("--text", default="", help="What it was about.")
    @click.option("--minutes", type=click.FloatRange(0), help="Minutes to bill (default: as measured and rounded).")
    @click.option("--again", is_flag=True, help="Book a second one, though the call has been booked.")
    @click.option("--yes", "confirmed", is_flag=True, help="It was this contact, though the match is not certain.")
    @as_json
    def command(entry: str, again: bool, confirmed: bool, as_json: bool, **wishes: Any) -> None:
        async def work(service: Service) -> Booking:
            return await service.do(BookCall(await _id(service, entry), kind, Wishes(**wishes), again, confirmed))

        booking = with_service(work)
        if as_json:
            json_line(booking_json(booking))
        else:
            click.echo(booking_line(booking))

    command.__doc__ = f"Book {KINDS[kind]} from an ENTRY: its id, the beginning of it, or `last`."
    return click.command(name=kind.value)(command)


for _kind in Kind:
    book.add_command(_booking(_kind))


async def _id(service: Service, entry: str) -> str:
    """The id of an entry; of the latest call that has ended for `last`."""
    if entry != "last":
        return entry
    rows = await service.do(ListRows(limit=50))
    ended = next((row for row in rows if not row.entry.live), None)
    if ended is None:
        raise NotFound("the journal has no call that has ended")
    return ended.entry.id
