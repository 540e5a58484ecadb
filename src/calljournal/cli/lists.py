"""The commands for what time is booked on, as what, and for whom: projects, service-types, users."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import click

from calljournal.cli.importing import (
    DefaultToFind,
    columns_told,
    dry_run_option,
    file_argument,
    import_json,
    map_option,
    print_done,
    print_few,
    print_fields,
    print_not_understood,
    read_file,
    remember_columns,
)
from calljournal.cli.naming import contact_id
from calljournal.cli.output import as_json, counted, json_line
from calljournal.cli.session import with_service
from calljournal.contracts.book_commands import SetServiceType
from calljournal.contracts.crm import Participant, Phase, Project, ProjectChange, ServiceType
from calljournal.contracts.service import AddProject, AddServiceType, FindProjects, GetServiceTypes, Service
from calljournal.contracts.work import IntakeKind, TakenIn, User
from calljournal.contracts.work_commands import ListUsers, ProjectSet, SetProject, TakeIn
from calljournal.lists import ListFile, fields, read_list
from calljournal.terminal.plain import clean

all_option = click.option("--all", "closed_too", is_flag=True, help="Closed ones too.")
text_argument = click.argument("text", required=False, default="")

_ONE = {IntakeKind.PROJECTS: "project", IntakeKind.SERVICE_TYPES: "service type", IntakeKind.USERS: "user"}


# --- projects --------------------------------------------------------------------------------------------------------


@click.group(cls=DefaultToFind)
def projects() -> None:
    """Find projects (`projects audit`), add one, or take in the list of the firm's program (`projects import FILE`)."""


@projects.command("find")
@text_argument
@all_option
@as_json
def find_projects(text: str, closed_too: bool, as_json: bool) -> None:
    """List the open projects with TEXT in their name, number or client; all without a TEXT."""
    found = with_service(lambda service: service.do(FindProjects(text, open_only=not closed_too)))
    for project in found:
        json_line(asdict(project)) if as_json else click.echo(_project_line(project))
    if not found and not as_json:
        click.echo(_no_projects(text, closed_too))


def _no_projects(text: str, closed_too: bool) -> str:
    """Say what there is instead of what was looked for."""
    closed = () if closed_too else with_service(lambda service: service.do(FindProjects(text, open_only=False)))
    having = f" has “{clean(text)}” in its name, number or client" if text else ""
    if closed:
        return f"no open project{having or ' is there'}; `--all` shows closed ones too ({len(closed)})"
    if text:
        return f"no project{having}"
    return "no projects; `calljournal projects add NAME` adds one, `projects import FILE` takes in a list"


@projects.command("add")
@click.argument("name")
@click.option("--client", help="The client: the id of a contact, or its whole name.")
@click.option("--phase", "phases", multiple=True, help="A phase of the project; may be given several times.")
@as_json
def add_project(name: str, client: str | None, phases: tuple[str, ...], as_json: bool) -> None:
    """Add a project."""

    async def work(service: Service) -> Project:
        client_id = await contact_id(service, client) if client else None
        return await service.do(AddProject(Project("", name, client_id, phases=tuple(Phase("", p) for p in phases))))

    _tell_project("added", with_service(work), as_json)


@projects.command("set")
@click.argument("project")
@click.option("--name", help="Another name.")
@click.option("--number", help='What the firm\'s program calls it; "" for none.')
@click.option("--client", help='The client: the id of a contact, or its whole name; "" for none.')
@click.option("--rounding", metavar="RULE", help='How its minutes are rounded: "6 up", "15 nearest"; "" as the firm.')
@click.option("--open/--closed", "is_open", default=None, help="Whether time may be booked on it.")
@as_json
def set_project(
    project: str,
    name: str | None,
    number: str | None,
    client: str | None,
    rounding: str | None,
    is_open: bool | None,
    as_json: bool,
) -> None:
    """Change PROJECT (its id, number or whole name). An import leaves that alone until the list says something new."""
    if (name, number, client, rounding, is_open) == (None,) * 5:
        raise click.UsageError(
            "say what is to be different: --name NAME, --number NUMBER, --client CONTACT, --rounding RULE, --open or "
            "--closed"
        )

    async def work(service: Service) -> ProjectSet:
        client_id = await contact_id(service, client) if client else client
        change = ProjectChange(rounding=rounding, open=is_open, name=name, number=number, client=client_id)
        return await service.do(SetProject(project, change))

    _tell_set(with_service(work), as_json)


@projects.command("participant")
@click.argument("project")
@click.argument("contact")
@click.option("--role", default="", help="What CONTACT is there: opposing counsel, architect ...")
@click.option("--remove", is_flag=True, help="CONTACT takes part no more.")
@as_json
def set_participant(project: str, contact: str, role: str, remove: bool, as_json: bool) -> None:
    """Have CONTACT (its id or whole name) take part in PROJECT, which is then suggested for calls with it."""
    if role and remove:
        raise click.UsageError("--role and --remove exclude each other")

    async def work(service: Service) -> ProjectSet:
        who = await contact_id(service, contact)
        change = ProjectChange(remove=(who,)) if remove else ProjectChange(add=(Participant(who, "", role),))
        return await service.do(SetProject(project, change))

    _tell_set(with_service(work), as_json)


def _tell_project(done: str, project: Project, as_json: bool) -> None:
    json_line(asdict(project)) if as_json else click.echo(f"{done}: {_project_line(project)}")


def _tell_set(done: ProjectSet, as_json: bool) -> None:
    if as_json:
        json_line({**asdict(done.project), "remarks": done.remarks})
        return
    _tell_project("changed", done.project, as_json)
    print_few(done.remarks)


def _project_line(project: Project) -> str:
    open_phases = [phase.name for phase in project.phases if phase.open]
    number = f"{project.number}  " if project.number else ""
    client = f" for {project.client_name}" if project.client_name else ""
    parts = [
        f"{project.id:8} {number}{project.name}{client}",
        f"[{', '.join(open_phases)}]" if open_phases else "",
        ", ".join(f"{one.role or 'with'} {one.name}" for one in project.participants),
        f"rounding {project.rounding}" if project.rounding else "",
        "" if project.open else "(closed)",
    ]
    return clean("  ".join(filter(None, parts)))


# --- service types and users -----------------------------------------------------------------------------------------


@click.group("service-types", cls=DefaultToFind)
def service_types() -> None:
    """List the kinds of work, add or change one, or take in the firm's list (`service-types import FILE`)."""


@service_types.command("find")
@text_argument
@all_option
@as_json
def find_service_types(text: str, closed_too: bool, as_json: bool) -> None:
    """List the open kinds of work with TEXT in their name or number; all without a TEXT."""
    _tell(text, with_service(lambda service: service.do(GetServiceTypes(open_only=not closed_too))), as_json)


@service_types.command("add")
@click.argument("name")
@as_json
def add_service_type(name: str, as_json: bool) -> None:
    """Add a kind of work; the one of that name where there is one."""
    _tell_service_type("added", with_service(lambda service: service.do(AddServiceType(name))), as_json)


@service_types.command("set")
@click.argument("service_type")
@click.option("--name", help="Another name.")
@click.option("--open/--closed", "is_open", default=None, help="Whether time may be booked as it.")
@as_json
def set_service_type(service_type: str, name: str | None, is_open: bool | None, as_json: bool) -> None:
    """Change SERVICE_TYPE (its id, number or whole name). An import leaves that alone until the list says otherwise."""
    if name is None and is_open is None:
        raise click.UsageError("say what is to be different: --name NAME, --open or --closed")
    done = with_service(lambda service: service.do(SetServiceType(service_type, name, is_open)))
    _tell_service_type("changed", done, as_json)


def _tell_service_type(done: str, one: ServiceType, as_json: bool) -> None:
    json_line(asdict(one)) if as_json else click.echo(f"{done}: {_line(one)}")


@click.group(cls=DefaultToFind)
def users() -> None:
    """List the users whose time is booked, or take in the list of the firm's program (`users import FILE`)."""


@users.command("find")
@text_argument
@all_option
@as_json
def find_users(text: str, closed_too: bool, as_json: bool) -> None:
    """List the users with TEXT in their name or number; all without a TEXT."""
    _tell(text, with_service(lambda service: service.do(ListUsers(open_only=not closed_too))), as_json)


def _tell(text: str, things: Iterable[ServiceType | User], as_json: bool) -> None:
    found = [one for one in things if text.casefold() in f"{one.number} {one.name}".casefold()]
    for one in found:
        json_line(asdict(one)) if as_json else click.echo(_line(one))
    if not found and not as_json:
        click.echo("none")


def _line(one: ServiceType | User) -> str:
    return clean(f"{one.id:6} {one.number:10} {one.name}{'' if one.open else '  (closed)'}")


# --- taken in --------------------------------------------------------------------------------------------------------


def _add_import(group: click.Group, kind: IntakeKind) -> None:
    """Give a group the commands `import` and `fields`."""
    name = f"{_ONE[kind]}s"

    @group.command(
        "import", help=f"Take in a list of {name}: CSV of the firm's program, with a title above each column."
    )
    @file_argument
    @dry_run_option
    @map_option
    @click.option(
        "--close-vanished",
        is_flag=True,
        help="Close what came by an earlier list and is in this one no more, but for what was opened again by hand.",
    )
    @click.option("--yes", is_flag=True, help="Do not ask, whatever is closed.")
    @as_json
    def import_list(
        file: Path, dry_run: bool, by_hand: tuple[str, ...], close_vanished: bool, yes: bool, as_json: bool
    ) -> None:
        told = columns_told(by_hand)
        read = read_file(file, partial(read_list, kind), kind.value, told)
        command = TakeIn(kind, read.records, close_vanished, dry_run)
        if close_vanished and not dry_run and not yes:
            _ask_before_much_is_closed(command)
        taken = with_service(lambda service: service.do(command))
        if not dry_run:
            remember_columns(kind.value, told)
        read = replace(read, remarks=(*read.remarks, *taken.remarks))
        if as_json:
            json_line(import_json(taken, read, dry_run))
        else:
            _print_import(file.name, read, command, taken)

    @group.command("fields", help=f"List what a column of a list of {name} may hold, for `import --map`.")
    def list_fields() -> None:
        print_fields(fields(kind))


def _ask_before_much_is_closed(command: TakeIn) -> None:
    """Ask where more than half of what is open would be closed: it may be the wrong list."""
    taken = with_service(lambda service: service.do(replace(command, dry_run=True)))
    if taken.closed * 2 > taken.were_open:
        names = counted(taken.were_open, _ONE[command.kind])
        click.echo(f"open now: {names}; to be closed: {taken.closed} (--dry-run lists them)", err=True)
        click.confirm("close them?", abort=True, err=True)


def _print_import(name: str, read: ListFile, command: TakeIn, taken: TakenIn) -> None:
    kind, would = command.kind, "would be " if command.dry_run else ""
    print_done(name, read, taken, counted(taken.added, _ONE[kind]), counted(read.skipped, "line"), command.dry_run)
    if command.dry_run:
        print_few([f"  {one}" for one in taken.changes])
    print_not_understood(read, kind.value)
    _print_names("clients or participants not among the contacts", taken.unknown)
    _print_names("clients or participants of whom there are several", taken.ambiguous)
    if taken.unknown:
        click.echo("import the addresses, then this list again")
    _print_names("in the list no more", taken.vanished, f", {would}closed" if command.close_vanished else "")
    if taken.vanished and not command.close_vanished:
        click.echo("--close-vanished closes them; nothing is deleted")
    _print_names("in the list no more, and kept open by hand", taken.kept_open)


def _print_names(what: str, names: Sequence[str], done: str = "") -> None:
    """Print how many there are, and the first of them."""
    if names:
        click.echo(f"{what}: {len(names)}{done}")
        print_few([f"  {one}" for one in names])


for _group, _kind in (
    (projects, IntakeKind.PROJECTS),
    (service_types, IntakeKind.SERVICE_TYPES),
    (users, IntakeKind.USERS),
):
    _add_import(_group, _kind)
