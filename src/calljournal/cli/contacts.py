"""The commands for people and projects: contacts, projects."""

from dataclasses import asdict
from pathlib import Path

import click

from calljournal.addresses import read_contacts_csv
from calljournal.cli.output import as_json, json_line
from calljournal.cli.session import with_service
from calljournal.contracts.crm import Contact, Phase, Project
from calljournal.contracts.service import AddContacts, AddProject, FindContacts, FindProjects, Service
from calljournal.errors import BadData, NotFound


class DefaultToFind(click.Group):
    """`contacts TEXT` is `contacts find TEXT`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take the first word for something to find where it names no command."""
        if args[0] not in self.commands:
            args = ["find", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """List everything where nothing is said."""
        if not args or (args[0].startswith("-") and args[0] not in ("-h", "--help")):
            args = ["find", *args]
        return super().parse_args(ctx, args)


@click.group(cls=DefaultToFind)
def contacts() -> None:
    """Find contacts (`contacts keller`), or import them (`contacts import FILE.csv`)."""


@contacts.command("find")
@click.argument("text", required=False, default="")
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True)
@as_json
def find_contacts(text: str, limit: int, as_json: bool) -> None:
    """List the contacts with TEXT in their name, company or number; all without a TEXT."""
    found = with_service(lambda service: service.do(FindContacts(text, limit)))
    for contact in found:
        json_line(asdict(contact)) if as_json else click.echo(_contact_line(contact))
    if not found and not as_json:
        click.echo("no contacts")


@contacts.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def import_contacts(file: Path, as_json: bool) -> None:
    """Add the contacts of a CSV file with German or English headers; a second import brings them up to date."""
    try:
        read = read_contacts_csv(file.read_bytes())
    except OSError as error:
        raise BadData(f"{file} cannot be read: {error.strerror}") from error
    added = with_service(lambda service: service.do(AddContacts(read.contacts)))
    if as_json:
        json_line({**asdict(added), "skipped": read.skipped})
        return
    skipped = f", {read.skipped} rows without a name left out" if read.skipped else ""
    click.echo(f"{added.added} contacts added, {added.updated} brought up to date{skipped}")
    for number in added.unreadable:
        click.echo(f"not readable as a telephone number, kept as typed: {number}", err=True)


@click.group(cls=DefaultToFind)
def projects() -> None:
    """Find projects (`projects audit`), or add one (`projects add NAME`)."""


@projects.command("find")
@click.argument("text", required=False, default="")
@click.option("--all", "closed_too", is_flag=True, help="Closed ones too.")
@as_json
def find_projects(text: str, closed_too: bool, as_json: bool) -> None:
    """List the open projects with TEXT in their name; all without a TEXT."""
    found = with_service(lambda service: service.do(FindProjects(text, open_only=not closed_too)))
    for project in found:
        json_line(asdict(project)) if as_json else click.echo(_project_line(project))
    if not found and not as_json:
        click.echo("no projects; `calljournal projects add NAME` adds one")


@projects.command("add")
@click.argument("name")
@click.option("--client", help="The client: the id of a contact, or its whole name.")
@click.option("--phase", "phases", multiple=True, help="A phase of the project; may be given several times.")
@as_json
def add_project(name: str, client: str | None, phases: tuple[str, ...], as_json: bool) -> None:
    """Add a project."""

    async def work(service: Service) -> Project:
        client_id = await _contact_id(service, client) if client else None
        return await service.do(AddProject(Project("", name, client_id, phases=tuple(Phase("", p) for p in phases))))

    project = with_service(work)
    json_line(asdict(project)) if as_json else click.echo(f"added: {_project_line(project)}")


async def _contact_id(service: Service, wanted: str) -> str:
    found = await service.do(FindContacts(wanted))
    exact = [contact for contact in found if wanted.casefold() in (contact.id, contact.name.casefold())]
    if len(exact) == 1:
        return exact[0].id
    near = ", ".join(f"{contact.name} ({contact.id})" for contact in (exact or found)[:5])
    raise NotFound(f"{wanted!r} is not one contact; " + (f"did you mean {near}?" if near else "none has that name"))


def _contact_line(contact: Contact) -> str:
    means = ", ".join(means.typed for means in contact.means)
    company = f", {contact.company}" if contact.company else ""
    return f"{contact.id:8} {contact.name}{company}  {means}{'' if contact.active else '  (inactive)'}"


def _project_line(project: Project) -> str:
    phases = f"  [{', '.join(phase.name for phase in project.phases)}]" if project.phases else ""
    client = f" for {project.client_name}" if project.client_name else ""
    return f"{project.id:8} {project.name}{client}{phases}{'' if project.open else '  (closed)'}"
