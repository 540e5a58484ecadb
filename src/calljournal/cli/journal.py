"""The commands that show and use the journal: watch, journal (list, note, delete), assign."""

from datetime import datetime
from typing import Any

import click

from calljournal.calls import Direction
from calljournal.cli.arguments import COUNT, Moment
from calljournal.cli.naming import entry_id
from calljournal.cli.output import as_json, counted, json_line, json_rows
from calljournal.cli.session import with_service
from calljournal.contracts.journal_commands import CountRows, DeleteCalls, ListRows, NoteCall
from calljournal.contracts.rows import JournalRow, to_json
from calljournal.contracts.service import (
    ChooseContact,
    ForgetChoice,
    GetLines,
    GetRow,
    LineChanged,
    LineInfo,
    Missed,
    Notice,
    RowChanged,
    Service,
    WatchLines,
)
from calljournal.journal import Outcome
from calljournal.terminal.plain import clean, gap_line, gaps_of, row_line, rows_table
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
@click.option("--text", help="Calls with these words in the number, the names or the note.")
@click.option("--contact", help="Calls with this contact, by its id.")
@click.option("--direction", type=click.Choice([each.value for each in Direction]), help="Calls of this direction.")
@click.option("--outcome", type=click.Choice([outcome.value for outcome in Outcome]), help="Calls that ended so.")
@click.option("--unbooked", is_flag=True, help="Calls in which somebody talked and from which nothing was booked.")
@click.option("--limit", type=COUNT, default=1000, show_default=True, help="So many at most, the latest.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out so many of the latest.")
@click.option("--count", is_flag=True, help="Only say how many there are in all.")
@as_json
@click.pass_context
def journal(
    context: click.Context, /, since: datetime | None, until: datetime | None, count: bool, as_json: bool, **asked: Any
) -> None:
    """List the journal, the latest call first, and when the running program was not connected to a line.

    `journal add` adds a call that no line saw.
    """
    if context.invoked_subcommand is not None:
        return
    query = ListRows(since, until, **asked)
    if count:
        _tell_count(query, as_json)
        return

    async def work(service: Service) -> tuple[tuple[JournalRow, ...], tuple[LineInfo, ...]]:
        return await service.do(query), await service.do(GetLines())

    rows, lines = with_service(work)
    if as_json:
        json_rows(rows)
    else:
        click.echo(rows_table(rows) if rows else "no calls")
    for line, gap in gaps_of(lines, since, until):
        click.echo(gap_line(line, gap), err=as_json)  # a row of JSON is a call, see `lines list --json`


def _tell_count(query: ListRows, as_json: bool) -> None:
    calls = with_service(lambda service: service.do(CountRows(query)))
    if as_json:
        json_line({"count": calls})
    else:
        click.echo(counted(calls, "call"))


@journal.command()
@click.argument("entry")
@click.argument("text")
@as_json
def note(entry: str, text: str, as_json: bool) -> None:
    """Note TEXT on ENTRY (an id, or `last`), in place of what was noted before; "" takes the note away."""

    async def work(service: Service) -> JournalRow:
        return await service.do(NoteCall(await entry_id(service, entry), text))

    row = with_service(work)
    if as_json:
        json_rows((row,))
    else:
        click.echo(f"{shown_number(row)}: {clean(row.note) if row.note else 'no note'}")


@journal.command()
@click.argument("entries", nargs=-1, required=True, metavar="ENTRY...")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_json
def delete(entries: tuple[str, ...], yes: bool, as_json: bool) -> None:
    """Delete calls from the journal, for good. What was booked from them stays booked."""

    async def find(service: Service) -> tuple[JournalRow, ...]:
        found = [await service.do(GetRow(await entry_id(service, entry))) for entry in entries]
        return tuple({row.entry.id: row for row in found}.values())

    rows = with_service(find)
    if not yes:
        click.echo(rows_table(rows), err=as_json)
        click.confirm(f"delete {counted(len(rows), 'call')}? This cannot be undone", abort=True, err=as_json)
    deleted = with_service(lambda service: service.do(DeleteCalls(tuple(row.entry.id for row in rows))))
    if as_json:
        json_line({"deleted": deleted})
    else:
        click.echo(f"deleted: {counted(deleted, 'call')}")


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
