"""The commands that show and use the journal: watch, journal, assign, book."""

from datetime import datetime

import click

from calljournal.cli.arguments import COUNT, Moment
from calljournal.cli.naming import entry_id
from calljournal.cli.output import as_json, json_line, json_rows
from calljournal.cli.session import with_service
from calljournal.contracts.rows import JournalRow, to_json
from calljournal.contracts.service import (
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
from calljournal.journal import Outcome
from calljournal.terminal.plain import gap_line, gaps_of, row_line, rows_table
from calljournal.terminal.plain import number as shown_number


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


@click.group(invoke_without_command=True)
@click.option("--since", type=Moment(), help="Calls that began at or after this moment.")
@click.option("--until", type=Moment(), help="Calls that began before this moment.")
@click.option("--number", help="Calls with this number, or a part of it.")
@click.option("--person", help="Calls with this person, or a part of the name.")
@click.option("--outcome", type=click.Choice([outcome.value for outcome in Outcome]), help="Calls that ended so.")
@click.option("--unbooked", is_flag=True, help="Calls in which somebody talked and from which nothing was booked.")
@click.option("--limit", type=COUNT, default=1000, show_default=True, help="So many at most, the latest.")
@as_json
@click.pass_context
def journal(
    context: click.Context,
    since: datetime | None,
    until: datetime | None,
    number: str | None,
    person: str | None,
    outcome: str | None,
    unbooked: bool,
    limit: int,
    as_json: bool,
) -> None:
    """List the journal, the latest call first, and when the running program was not connected to a line.

    `journal add` adds a call that no line saw.
    """
    if context.invoked_subcommand is not None:
        return
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
    """Say that the other party of ENTRY (an id, or `last`) was CONTACT (an id), also when that number calls again.

    Of a call without a number it is said for that call alone.
    """
    if forget == (contact is not None):
        raise click.UsageError("say who it was, by the id of a contact, or --forget")

    async def work(service: Service) -> JournalRow:
        named = await entry_id(service, entry)
        return await service.do(ForgetChoice(named) if contact is None else ChooseContact(named, contact))

    row = with_service(work)
    if as_json:
        json_rows((row,))
    elif row.match.contact is not None:
        click.echo(f"{shown_number(row)}: {row.match.contact.name}")
    else:
        click.echo(f"{shown_number(row)}: not certain who ({row.match.reason})")
