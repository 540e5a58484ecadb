"""The commands that give work and calls out into files: export time, activities, calls, again, list, columns."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import click
import msgspec

from calljournal.cli.arguments import COUNT, Day
from calljournal.cli.export_profiles import profile
from calljournal.cli.naming import project_id
from calljournal.cli.output import as_json, json_line, local_iso
from calljournal.cli.session import with_service
from calljournal.contracts.export_commands import BeginExport, ListExports, RewriteExport, WrittenFile
from calljournal.contracts.service import Service
from calljournal.contracts.work import Export, WorkQuery
from calljournal.engine.export_file import (
    alone,
    check_writable,
    preview,
    profile_as_json,
    whole_file,
    write,
    write_interrupted,
)
from calljournal.errors import Refused
from calljournal.exporting import COLUMNS, DEFAULT, FORMS
from calljournal.settings import Places, load
from calljournal.terminal.plain import clean
from calljournal.worklog import beginning_of

_WORDS = {
    "time": ("time entry", "time entries"),
    "activities": ("activity", "activities"),
    "calls": ("call", "calls"),
}


@click.group()
def export() -> None:
    """Give time entries, activities or calls out into a file that the firm's program reads.

    What went out into a FILE is marked, and --new gives the rest. Without a FILE it is only shown.
    """


def _export_command(what: str) -> click.Command:
    @click.argument("file", type=click.Path(dir_okay=False, allow_dash=True), default="-")
    @click.option("--since", type=Day(), help="From this day on.")
    @click.option("--until", type=Day(), help="Up to this day, and with it.")
    @click.option("--new", is_flag=True, help="Only what has not gone out before.")
    @click.option("--format", "form", type=click.Choice(FORMS), help="Default: by the end of FILE's name, else csv.")
    @click.option("--profile", "named", default=DEFAULT, show_default=True, help="How the file is written.")
    @click.option("--look", is_flag=True, help="Write it and mark nothing: it has not gone out.")
    @click.option("--force", is_flag=True, help="Replace FILE if it is there.")
    @as_json
    def command(
        file: str, form: str | None, named: str, look: bool, force: bool, as_json: bool, **conditions: Any
    ) -> None:
        target = file if file == "-" else str(Path(file).resolve())
        written = profile_as_json(load(Places.usual().settings_file).exports, what, named)
        begin = with_service(lambda service: _begin(service, what, target, _form(form, file), written, **conditions))
        if look or target == "-":
            _look(begin, force, as_json)
        else:
            _give_out(begin, force, as_json)

    ended = " that have ended" if what == "calls" else ""
    return click.command(what, help=f"Give {_WORDS[what][1]}{ended} out into FILE; `-` shows them.")(
        command if what == "calls" else _of_whom(command)
    )


def _of_whom(command: Callable[..., None]) -> Callable[..., None]:
    """Ask whose work it is to be; calls are nobody's, but a telephone's."""
    user = click.option("--user", help="Whose time it is (default: everybody's).")
    return user(click.option("--project", help="The project: its id, number or name.")(command))


for _what in COLUMNS:
    export.add_command(_export_command(_what))
export.add_command(profile)


def _form(form: str | None, file: str) -> str:
    ending = Path(file).suffix[1:].lower()
    return form or (ending if ending in FORMS else "csv")


async def _begin(
    service: Service,
    what: str,
    file: str,
    form: str,
    profile: str,
    *,
    since: date | None,
    until: date | None,
    new: bool,
    user: str | None = None,
    project: str | None = None,
) -> BeginExport:
    """Say what is to go out; days are those of the computer's zone."""
    wanted = None if project is None else await project_id(service, project)
    query = WorkQuery(None, since, until, user, wanted, new=new)
    after = until + timedelta(days=1) if until else None
    return BeginExport(what, file, form, profile, query, _beginning(since), _beginning(after), new)


def _beginning(day: date | None) -> datetime | None:
    return None if day is None else beginning_of(day, None)


def _look(begin: BeginExport, force: bool, as_json: bool) -> None:
    """Write what would go out."""
    if begin.file == "-":
        _show(begin, as_json)
        return
    file = Path(begin.file)
    check_writable(file, force, Places.usual())

    async def work(service: Service) -> tuple[int, tuple[str, ...]]:
        with whole_file(file, force) as out:
            return await preview(service, begin, out, _now())

    count, remarks = with_service(work)
    if as_json:
        json_line({"what": begin.what, "file": begin.file, "form": begin.form, "count": count, "remarks": remarks})
        return
    click.echo(f"{file}: {_counted(begin.what, count)}, to look at: nothing is marked as gone out")
    _tell_all(remarks)


def _show(begin: BeginExport, as_json: bool) -> None:
    """Print what would go out."""
    if as_json:
        raise click.UsageError("--json says what was done with a FILE; --format json shows what would go out")
    if begin.form == "xlsx" and sys.stdout.isatty():
        raise click.UsageError("a workbook cannot be shown here; name a FILE")

    async def work(service: Service) -> tuple[bytes, tuple[str, ...]]:
        out = BytesIO()  # printed at once, since work may be done twice
        _, remarks = await preview(service, begin, out, _now())
        return out.getvalue(), remarks

    data, remarks = with_service(work)
    click.echo(data, nl=False)
    _tell_all(remarks)


def _now() -> datetime:
    return datetime.now().astimezone()


def _give_out(begin: BeginExport, force: bool, as_json: bool) -> None:
    """Write what goes out; first what was broken off before, as far as that can be written by now."""
    file = Path(begin.file)
    with alone(Places.usual()):
        interrupted = with_service(lambda service: write_interrupted(service, file if force else None))
        for old in interrupted.whole:
            _tell(old, Path(old.export.file), as_json, "was broken off, and is whole now: ")
        _tell_all(interrupted.problems)
        here = [old.export.what for old in interrupted.whole if old.export.file == begin.file]
        if begin.what in here:
            return  # it was asked for again, and is there
        if here:
            raise Refused(f"{file} has just been written; name another file")
        check_writable(file, force, Places.usual())
        begun = with_service(lambda service: service.do(begin))
        written = with_service(lambda service: write(service, begun, file, force))
        _tell(replace(written, remarks=(*_repeated(begun), *written.remarks)), file, as_json)


def _repeated(export: Export) -> tuple[str, ...]:
    """Say how much of an export is in files already: whoever reads both has it twice."""
    if not export.repeated:
        return ()
    return (f"{export.repeated} of these went out before ({', '.join(export.earlier)}): --new leaves them out",)


@export.command()
@click.argument("export_id", metavar="ID")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMS), help="Another form than it had.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@as_json
def again(export_id: str, file: Path, form: str | None, force: bool, as_json: bool) -> None:
    """Write an export (x3, see `export list`) once more into FILE, just as it was.

    Calls show what is known of them today, as who it was.
    """
    target = file.resolve()
    wanted = RewriteExport(export_id, str(target), form or "", force)
    _tell(with_service(lambda service: service.do(wanted)), target, as_json)


@export.command("list")
@click.option("--limit", type=COUNT, default=50, show_default=True)
@as_json
def list_exports(limit: int, as_json: bool) -> None:
    """List what went out, the latest first."""
    found = with_service(lambda service: service.do(ListExports(limit=limit)))
    for one in found:
        if as_json:
            json_line(_json(one))
        else:
            broken = "" if one.finished else "  (broken off: the next export writes it)"
            click.echo(
                f"{one.id:9} {one.at.astimezone():%Y-%m-%d %H:%M}  {one.by}  {_counted(one.what, one.count)}  "
                f"{one.file}{broken}"
            )
    if not found and not as_json:
        click.echo("nothing has gone out")


@export.command()
@click.argument("what", type=click.Choice(list(COLUMNS)))
def columns(what: str) -> None:
    """List the columns that a file can hold, for `export profile set NAME columns=...`."""
    for column in COLUMNS[what]:
        click.echo(f"{column.name:22}{column.form.value:8}{column.hint}".rstrip())


def _tell(written: WrittenFile, file: Path, as_json: bool, before: str = "") -> None:
    one = written.export
    if as_json:
        json_line({**_json(one), "file": str(file), "missing": written.missing, "remarks": written.remarks})
        return
    click.echo(f"{one.id} {before}{file}: {_counted(one.what, one.count - written.missing)}")
    if written.missing:
        click.echo(f"missing, since deleted from the journal: {_counted(one.what, written.missing)}", err=True)
    _tell_all(written.remarks)


def _tell_all(remarks: Iterable[str]) -> None:
    for remark in remarks:
        click.echo(clean(remark), err=True)


def _json(one: Export) -> dict[str, Any]:
    return {
        **asdict(one),
        "at": local_iso(one.at),
        "finished": local_iso(one.finished) if one.finished else None,
        "profile": msgspec.json.decode(one.profile),
    }


def _counted(what: str, count: int) -> str:
    return f"{count} {_WORDS[what][count != 1]}"
