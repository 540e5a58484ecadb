"""The commands for people and projects: contacts, projects."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from calljournal.addresses import FIELDS, AddressFile, read_addresses
from calljournal.cli.numbering import (
    ask_for_renewal,
    count_questions,
    each_page,
    edit_json,
    edit_words,
    take_back,
    tell_of_renewal,
)
from calljournal.cli.output import as_json, counted, json_line
from calljournal.cli.session import with_service
from calljournal.contracts.crm import Added, Contact, Phase, Project
from calljournal.contracts.numbering import Checked, Renewal
from calljournal.contracts.service import (
    AddContacts,
    AddProject,
    FindContacts,
    FindProjects,
    ListEdits,
    Service,
    UndoEdit,
)
from calljournal.errors import BadData, NotFound
from calljournal.settings import Places, load, save
from calljournal.terminal.plain import clean

FEW = 20
"""Things of one sort that an import tells one by one; of more the count is told."""


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
    """Find contacts (`contacts keller`), or import them (`contacts import FILE`)."""


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
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@click.option(
    "--map",
    "by_hand",
    multiple=True,
    metavar='"TITLE=FIELD"',
    help="What a column holds (`contacts fields` lists them); remembered for the next import. May be given often.",
)
@as_json
def import_contacts(file: Path, dry_run: bool, by_hand: tuple[str, ...], as_json: bool) -> None:
    """Take in an address file: vCards, or CSV of Outlook, Google, Vertec or whatever program.

    A second import of it brings contacts up to date, and adds none twice. What was added by hand stays.
    """
    places = Places.usual()
    told = dict(map(_column_told, by_hand))
    remembered = load(places.settings_file).imports.columns
    try:
        read = read_addresses(
            file.read_bytes(),
            {title: field for title, field in told.items() if field},
            {title: field for title, field in remembered.items() if title not in told},
        )
    except OSError as error:
        raise BadData(f"{file} cannot be read: {error.strerror}") from error
    added = with_service(lambda service: service.do(AddContacts(read.contacts, file.name, dry_run)))
    if not dry_run:
        for title, field in told.items():
            save(places.settings_file, ("import", "columns", title), field or None)
    questions, renewal = (None, ask_for_renewal()) if dry_run else _questions()
    if as_json:
        json_line(_import_json(read, added, questions, dry_run))
    else:
        _print_import(file.name, read, added, questions, dry_run)
    tell_of_renewal(renewal)


def _column_told(text: str) -> tuple[str, str]:
    title, equals, field = text.rpartition("=")
    if not equals or not title.strip():
        raise click.BadParameter(f'{text!r} is no "TITLE=FIELD"', param_hint="--map")
    return title.strip(), field.strip()


def _questions() -> tuple[int, Renewal]:
    """Count the numbers of the book that a person has to decide; say whether they are to be read anew."""
    count, renewal = 0, Renewal.NOT_DUE

    def take(page: Checked) -> None:
        nonlocal count, renewal
        count += count_questions(page)
        renewal = page.renewal

    each_page(take)
    return count, renewal


def _import_json(read: AddressFile, added: Added, questions: int | None, dry_run: bool) -> dict[str, object]:
    return {
        **asdict(added),
        "skipped": read.skipped,
        "form": read.form,
        "columns": [asdict(column) for column in read.columns],
        "remarks": read.remarks,
        "questions": questions,
        "dry_run": dry_run,
    }


def _print_import(name: str, read: AddressFile, added: Added, questions: int | None, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    skipped = f", {read.skipped} without a name left out" if read.skipped else ""
    click.echo(f"{name}: {read.form}")
    click.echo(
        f"{_added_words(added)} {would}added, {added.updated} {would}brought up to date, "
        f"{added.unchanged} unchanged{skipped}"
    )
    _print_few(read.remarks)
    unknown = next((column.title for column in read.columns if column.field is None), None)
    if unknown is not None:
        click.echo(f'say what such a column holds: --map "{clean(unknown)}=FIELD" (`calljournal contacts fields`)')
    if dry_run:
        _print_few([f"not readable as a telephone number: {number}" for number in added.unreadable])
    if questions:
        click.echo(f"{counted(questions, 'number')} of the book to be decided: `calljournal numbers report` shows what")
    if added.edit is not None and not dry_run:
        click.echo("`calljournal contacts undo` takes the import back")


def _added_words(added: Added) -> str:
    """Say how many people and companies: an address file names many a company in the lines of its people only."""
    people = added.added - added.companies
    words = ["1 person" if people == 1 else f"{people} people"] if people or not added.companies else []
    if added.companies:
        words.append("1 company" if added.companies == 1 else f"{added.companies} companies")
    return " and ".join(words)


def _print_few(lines: Sequence[str]) -> None:
    for line in lines[:FEW]:
        click.echo(clean(line))
    if len(lines) > FEW:
        click.echo(f"... and {len(lines) - FEW} more")


@contacts.command("fields")
def list_fields() -> None:
    """List what a column of an address file may hold, for `contacts import --map`."""
    width = max(map(len, FIELDS))
    for field, words in FIELDS.items():
        click.echo(f"{field:{width}}  {words}")


@contacts.command("edits")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@as_json
def list_edits(limit: int, as_json: bool) -> None:
    """List the changes to contacts, the latest first: `undo` takes back the first that is not undone."""
    edits = with_service(lambda service: service.do(ListEdits(limit)))
    for edit in edits:
        if as_json:
            json_line(edit_json(edit))
        else:
            click.echo(f"{edit.id:6} {edit_words(edit)}{'  (undone)' if edit.undone else ''}")
    if not edits and not as_json:
        click.echo("no changes to contacts are remembered")


@contacts.command()
@as_json
def undo(as_json: bool) -> None:
    """Take back the latest change to contacts: an import, a repair, a run of normalise; again, the one before it."""
    take_back(UndoEdit(), as_json)


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
