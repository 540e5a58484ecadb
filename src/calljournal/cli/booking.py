"""The commands for what waits to be booked: unbooked, totals, book, ignore, merge, split."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import Any

import click

from calljournal.cli.arguments import COUNT, Day, Minutes, Moment
from calljournal.cli.naming import entry_id
from calljournal.cli.output import (
    KINDS,
    as_json,
    booking_json,
    booking_line,
    json_line,
    json_rows,
    total_json,
    waiting_json,
)
from calljournal.cli.session import with_service
from calljournal.cli.waiting import day_line, totals_table, waiting_table
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import BookCall, Service
from calljournal.contracts.work_commands import (
    GetTotals,
    IgnoreCall,
    ListUnbooked,
    MergeCalls,
    Share,
    SplitCall,
    Suggestion,
    SuggestProjects,
    Total,
    Waiting,
)
from calljournal.errors import CallJournalError, EngineEnded, Refused
from calljournal.worklog import Booking, Kind, Wishes

SUGGESTED = 60
"""Calls that wait for which projects are suggested in a list: more than anybody looks through at once."""


@click.command()
@click.option("--since", type=Moment(), help="Calls that began at or after this moment.")
@click.option("--until", type=Moment(), help="Calls that began before this moment.")
@click.option("--review", is_flag=True, help="Go through them one by one, and say what becomes of each.")
@click.option("--limit", type=COUNT, default=1000, show_default=True, help="So many at most, the earliest.")
@as_json
def unbooked(since: datetime | None, until: datetime | None, review: bool, limit: int, as_json: bool) -> None:
    """List the calls that wait to be booked, with the likeliest project of each, and what the day adds up to.

    A call waits until it is booked, ignored, made private, or merged with another. Calls under firm.shortest seconds do
    not wait.
    """
    if review:
        from calljournal.cli.review import Review

        with_service(Review(since, until).go_through)
        return
    today = datetime.now().astimezone().date()

    async def work(service: Service) -> tuple[tuple[Waiting, ...], dict[str, tuple[Suggestion, ...]], Sequence[Total]]:
        waiting = await service.do(ListUnbooked(since, until, limit))
        suggested = {one.draft.entry: await service.do(SuggestProjects(one.draft.entry)) for one in waiting[:SUGGESTED]}
        return waiting, suggested, await service.do(GetTotals(today, today))

    waiting, suggested, totals = with_service(work)
    if as_json:
        for one in waiting:
            json_line(waiting_json(one, suggested.get(one.draft.entry, ())))
        return
    click.echo(waiting_table(waiting, suggested) if waiting else "nothing waits to be booked")
    click.echo(f"\n{day_line(totals, waiting, today)}")
    if waiting:
        click.echo("`calljournal unbooked --review` goes through them one by one")


@click.command()
@click.option("--since", type=Day(), default="today", show_default=True, help="The first day.")
@click.option("--until", type=Day(), default="today", show_default=True, help="The last day.")
@as_json
def totals(since: date, until: date, as_json: bool) -> None:
    """Say how long was spoken, booked and not booked, per day and client."""
    found = with_service(lambda service: service.do(GetTotals(since, until)))
    if as_json:
        for one in found:
            json_line(total_json(one))
        return
    click.echo(totals_table(found) if found else "nobody talked")


# --- book ------------------------------------------------------------------------------------------------------------


@click.group()
def book() -> None:
    """Book calls as activities or time entries, once; look at what was booked, change it, cancel it."""


def _told(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say what is booked."""
    for option in reversed(
        (
            click.option("--phase", help="The phase of the project: its id, number or name."),
            click.option("--service-type", help="The kind of work (default: the firm's for phone calls)."),
            click.option("--contact", help="The contact, by its id: whoever it was, whatever the number says."),
            click.option("--title", help='Default: "Call from ..." or "Call to ...".'),
            click.option("--text", default="", help="What it was about."),
            click.option("--for", "user", help="Whose time it is (default: yours); `calljournal users` lists them."),
            click.option("--day", type=Day(), help="The day it is booked on (default: that of the call)."),
        )
    ):
        command = option(command)
    return command


def _booking(kind: Kind) -> click.Command:
    @click.argument("entries", nargs=-1, required=True, metavar="ENTRY...")
    @click.option("--project", help="The project: its id, number or name.")
    @_told
    @click.option("--minutes", type=Minutes(), help="Minutes to bill (default: as measured and rounded).")
    @click.option("--again", is_flag=True, help="Book a second one, though the call has been booked.")
    @click.option(
        "--yes", "confirmed", is_flag=True, help="It was this contact, and that long, though it is not certain."
    )
    @as_json
    def command(entries: tuple[str, ...], again: bool, confirmed: bool, as_json: bool, **wishes: Any) -> None:
        def order(entry: str) -> BookCall:
            return BookCall(entry, kind, Wishes(**wishes), again, confirmed)

        async def work(service: Service, entry: str) -> Booking:
            return await service.do(order(await entry_id(service, entry)))

        each(entries, work, lambda booking: _print_booking(booking, as_json))

    command.__doc__ = (
        f"Book {KINDS[kind]} from each ENTRY: its id, the beginning of it, or `last`; of merged calls any of them."
    )
    return click.command(name=kind.value)(command)


for _kind in Kind:
    book.add_command(_booking(_kind))


def _print_booking(booking: Booking, as_json: bool) -> None:
    if as_json:
        json_line(booking_json(booking))
        return
    click.echo(booking_line(booking))
    for remark in booking.remarks:
        click.echo(f"note: {remark}", err=True)


# --- everything else that may become of a call -----------------------------------------------------------------------


@click.command()
@click.argument("entries", nargs=-1, required=True, metavar="ENTRY...")
@click.option("--off", is_flag=True, help="Something is to be booked after all.")
@as_json
def ignore(entries: tuple[str, ...], off: bool, as_json: bool) -> None:
    """Say that nothing is to be booked from calls; their rows stay."""

    async def work(service: Service, entry: str) -> JournalRow:
        return await service.do(IgnoreCall(await entry_id(service, entry), on=not off))

    each(entries, work, lambda row: print_row(row, "waits again" if off else "ignored", as_json))


@click.command()
@click.argument("entries", nargs=-1, required=True, metavar="ENTRY...")
@click.option("--out", is_flag=True, help="Take the one ENTRY out again: it stands alone from now on.")
@click.option("--yes", "confirmed", is_flag=True, help="Merge them though they are not with one client.")
@as_json
def merge(entries: tuple[str, ...], out: bool, confirmed: bool, as_json: bool) -> None:
    """Merge calls with one client: they become one entry, rounded once, when any of them is booked. Their rows stay."""
    if out != (len(entries) == 1):
        raise click.UsageError("name the calls to merge, two at least, or one call and --out")

    async def work(service: Service) -> Waiting:
        named = [await entry_id(service, entry) for entry in entries]
        return await service.do(MergeCalls(tuple(named), confirmed))

    waiting = with_service(work)
    if as_json:
        json_line(waiting_json(waiting, ()))
    else:
        click.echo(waiting_table([waiting], {}))


@click.command()
@click.argument("entry")
@click.argument("shares", nargs=-1, required=True, metavar="MINUTES=PROJECT...")
@_told
@click.option("--again", is_flag=True, help="Though the call has been booked.")
@click.option("--yes", "confirmed", is_flag=True, help="It was this contact, though the match is not certain.")
@as_json
def split(entry: str, shares: tuple[str, ...], again: bool, confirmed: bool, as_json: bool, **wishes: Any) -> None:
    """Book one call on several projects: `split last 10=4711 rest=4712` books the first ten minutes and the rest."""
    parts = tuple(_share(text, wishes) for text in shares)

    async def work(service: Service) -> tuple[Booking, ...]:
        return await service.do(SplitCall(await entry_id(service, entry), parts, again, confirmed))

    for booking in with_service(work):
        _print_booking(booking, as_json)


def _share(text: str, wishes: dict[str, Any]) -> Share:
    minutes, _, project = (each.strip() for each in text.partition("="))
    number = minutes.replace(",", ".", 1)
    if not project or not (minutes.lower() == "rest" or number.replace(".", "", 1).isdecimal()):
        raise click.BadParameter(f"{text!r} is no MINUTES=PROJECT, such as 10=4711 or rest=4712", param_hint="SHARES")
    return Share(None if minutes.lower() == "rest" else float(number), Wishes(**wishes, project=project))


def print_row(row: JournalRow, what: str, as_json: bool) -> None:
    """Say what has become of a call."""
    if as_json:
        json_rows((row,))
    else:
        click.echo(f"{what}: {row.entry.id[:8]}, {row.entry.started.astimezone():%Y-%m-%d %H:%M}")


def each(entries: Sequence[str], do: Callable[[Service, str], Awaitable[Any]], tell: Callable[[Any], None]) -> None:
    """Do the same with each entry; the failure of one never stops the next, and is told in the end."""
    left = list(entries)
    failed: list[str] = []

    async def work(service: Service) -> None:
        while left:  # where another engine takes over in between, it goes on with what is left
            try:
                tell(await do(service, left[0]))
            except EngineEnded:
                raise
            except CallJournalError as error:
                if len(entries) == 1:
                    raise
                failed.append(f"{left[0]}: {error}")
            left.pop(0)

    with_service(work)
    if failed:
        raise Refused("; ".join(failed))
