"""The commands about what was booked: book list, show, change, cancel, billed, lock."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import click

from calljournal.cli.arguments import Day, Minutes
from calljournal.cli.booking import each
from calljournal.cli.naming import project_id
from calljournal.cli.output import as_json, json_line, work_json
from calljournal.cli.session import with_service
from calljournal.cli.worked import amended_words, call_line, history_line, work_lines, work_table
from calljournal.contracts.rows import JournalRow, iso, to_json
from calljournal.contracts.service import GetRow, Service
from calljournal.contracts.work import Amended, Correction, Work, WorkChange, WorkQuery, WorkState
from calljournal.contracts.work_commands import (
    BillWork,
    CancelWork,
    ChangeWork,
    GetWork,
    ListUnbooked,
    ListWork,
    LockBook,
    WorkHistory,
)
from calljournal.errors import NotFound
from calljournal.settings import Places, load
from calljournal.terminal.plain import clean
from calljournal.worklog import Kind, beginning_of

EVERYBODY = "all"

PAGE = 2000
"""Entries that are asked for at a time."""

MANY = 10_000
"""Calls or entries that are counted at most: nobody closes a book before more of them."""

_correct = click.option(
    "--correct", is_flag=True, help="By correction entries, where it was billed, exported or locked already."
)


@click.command("list")
@click.option("--since", type=Day(), help="The first day.")
@click.option("--until", type=Day(), help="The last day.")
@click.option("--user", help=f"Whose time (default: yours; `{EVERYBODY}`: everybody's).")
@click.option("--project", help="The project: its id, number or name.")
@click.option("--new", is_flag=True, help="Only what was not exported yet.")
@click.option("--all", "cancelled", is_flag=True, help="What was cancelled, too.")
@as_json
def list_work(
    since: date | None,
    until: date | None,
    user: str | None,
    project: str | None,
    new: bool,
    cancelled: bool,
    as_json: bool,
) -> None:
    """List what was booked, the earliest first, and what it adds up to.

    Today's, unless days, a project or --new are named.
    """
    if since is None and until is None and project is None and not new:
        since = until = datetime.now().astimezone().date()
    whose = None if user == EVERYBODY else user or load(Places.usual().settings_file).user.known_as

    async def work(service: Service) -> list[Work]:
        project_named = None if project is None else await project_id(service, project)
        query = WorkQuery(None, since, until, whose, project_named, new=new, cancelled=cancelled, limit=PAGE)
        works: list[Work] = []
        while True:
            page = await service.do(ListWork(query))
            works += page
            if len(page) < PAGE:
                return works
            query = replace(query, after=page[-1].id)

    works = with_service(work)
    if as_json:
        for one in works:
            json_line(work_json(one))
    else:
        click.echo(work_table(works) if works else "nothing is booked")


@click.command("show")
@click.argument("work_id", metavar="ID")
@as_json
def show(work_id: str, as_json: bool) -> None:
    """Show all of a time entry or activity (t57, a5): its calls, and who did what to it when."""

    async def work(service: Service) -> tuple[Work, tuple[JournalRow, ...], tuple[WorkChange, ...]]:
        found = await service.do(GetWork(work_id))
        return found, await _calls(service, found), await service.do(WorkHistory(found.id))

    found, calls, history = with_service(work)
    if as_json:
        json_line(
            {
                **work_json(found),
                "calls": [to_json(row) for row in calls],
                "history": [
                    {"at": iso(one.at), "by": one.by, "doing": one.doing, "before": one.before, "after": one.after}
                    for one in history
                ],
            }
        )
        return
    click.echo("\n".join([*work_lines(found), "", *map(call_line, calls), *map(history_line, history)]))


async def _calls(service: Service, work: Work) -> tuple[JournalRow, ...]:
    """Give the calls that it came from, as far as they are still in the journal."""
    try:
        first = await service.do(GetRow(work.entry))
    except NotFound:
        return ()
    return tuple([await service.do(GetRow(entry)) for entry in first.together]) or (first,)


@click.command("change")
@click.argument("work_id", metavar="ID")
@click.option("--project", help="The project: its id, number or name.")
@click.option("--phase", help='The phase of the project: its id, number or name; "" for none.')
@click.option("--service-type", help="The kind of work: its id, number or name.")
@click.option("--contact", help="The contact, by its id.")
@click.option("--minutes", type=Minutes(), help="Minutes to bill.")
@click.option("--day", type=Day(), help="The day it is booked on.")
@click.option("--title", help="The title.")
@click.option("--text", help="What it was about.")
@_correct
@as_json
def change(work_id: str, correct: bool, as_json: bool, **wishes: Any) -> None:
    """Change a time entry or activity, or move it to another project."""
    correction = Correction(**wishes)
    if correction == Correction():
        raise click.UsageError("say what is to be different, such as --project 4711 or --minutes 12")

    async def work(service: Service) -> tuple[Work, Amended]:
        before = await service.do(GetWork(work_id))
        return before, await service.do(ChangeWork(before.id, correction, correct))

    _tell(with_service(work), as_json)


@click.command("cancel")
@click.argument("work_ids", nargs=-1, required=True, metavar="ID...")
@_correct
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_json
def cancel(work_ids: tuple[str, ...], correct: bool, yes: bool, as_json: bool) -> None:
    """Cancel time entries and activities: their calls may be booked anew."""
    if not yes:

        async def look(service: Service) -> list[Work]:
            return [await service.do(GetWork(work_id)) for work_id in work_ids]

        click.echo(work_table(with_service(look)), err=True)
        click.confirm("Cancel this?", abort=True, err=True)

    async def work(service: Service, work_id: str) -> tuple[Work, Amended]:
        before = await service.do(GetWork(work_id))
        return before, await service.do(CancelWork(before.id, correct))

    each(work_ids, work, lambda done: _tell(done, as_json))


@click.command("billed")
@click.argument("work_ids", nargs=-1, required=True, metavar="ID...")
@as_json
def billed(work_ids: tuple[str, ...], as_json: bool) -> None:
    """Mark time entries as billed: from now on they are corrected by correction entries only."""

    async def work(service: Service, work_id: str) -> tuple[Work, Amended]:
        before = await service.do(GetWork(work_id))
        return before, await service.do(BillWork(before.id))

    each(work_ids, work, lambda done: _tell(done, as_json))


@click.command("lock")
@click.argument("day", required=False, metavar="[DAY|off]")
@as_json
def lock(day: str | None, as_json: bool) -> None:
    """Close the book up to and with a DAY, open it again (off), or say how far it is closed.

    What lies behind is changed by correction entries only, and nothing is booked there any more.
    """
    until = None if day in (None, "off") else Day().convert(day, None, None)

    async def work(service: Service) -> tuple[date | None, int, int]:
        locked = await service.do(LockBook(until, ask=day is None))
        return locked, *(await _left_behind(service, locked) if locked else (0, 0))

    locked, waiting, not_out = with_service(work)
    if as_json:
        told = {"locked": None if locked is None else locked.isoformat()}
        json_line({**told, "waiting": waiting, "not_exported": not_out})
        return
    click.echo("the book is open" if locked is None else f"the book is closed up to and with {locked}")
    if waiting:
        click.echo(f"calls up to then that wait to be booked: {waiting} (`calljournal unbooked`)")
    if not_out:
        listing = f"`calljournal book list --until {locked} --user {EVERYBODY} --new`"
        click.echo(f"time entries up to then that went out in no file: {not_out} ({listing})")


async def _left_behind(service: Service, locked: date) -> tuple[int, int]:
    """Count the calls up to a lock date that still wait, and the time that went into no file and is not billed."""
    midnight = beginning_of(locked + timedelta(days=1), None)
    waiting = await service.do(ListUnbooked(until=midnight, limit=MANY))
    works = await service.do(ListWork(WorkQuery(Kind.TIME, until=locked, new=True, limit=MANY)))
    return len(waiting), sum(one.state is WorkState.LOCKED for one in works)


def _tell(done: tuple[Work, Amended], as_json: bool) -> None:
    before, amended = done
    if as_json:
        reversal = None if amended.reversal is None else work_json(amended.reversal)
        json_line({"work": work_json(amended.work), "reversal": reversal, "remarks": amended.remarks})
    else:
        click.echo("\n".join([amended_words(before, amended), *map(clean, amended.remarks)]))


COMMANDS = (list_work, show, change, cancel, billed, lock)
"""What is added to the group `book`."""
