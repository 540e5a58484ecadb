"""The commands for people: contacts."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

import click

from calljournal.addresses import FIELDS, AddressFile, read_addresses
from calljournal.cli.arguments import COUNT
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
from calljournal.cli.numbering import (
    ask_for_renewal,
    count_questions,
    each_page,
    edit_json,
    edit_words,
    take_back,
    tell_of_renewal,
    yes_option,
)
from calljournal.cli.output import as_json, counted, json_line
from calljournal.cli.session import with_service
from calljournal.contracts.book_commands import AddContact, ChangeContact
from calljournal.contracts.crm import Added, Contact, Means, MeansKind
from calljournal.contracts.numbering import Checked, Renewal
from calljournal.contracts.service import (
    AddContacts,
    FindContacts,
    GetContact,
    ListEdits,
    Service,
    UndoEdit,
)
from calljournal.errors import NotFound
from calljournal.matching import ContactKind
from calljournal.terminal.plain import clean

NUMBERS = (MeansKind.PHONE, MeansKind.MOBILE, MeansKind.FAX)
_KINDS = ", ".join(MeansKind)


@click.group(cls=DefaultToFind)
def contacts() -> None:
    """Find contacts (`contacts keller`), add or change one, or import them (`contacts import FILE`)."""


@contacts.command("find")
@click.argument("text", required=False, default="")
@click.option("--limit", type=COUNT, default=200, show_default=True)
@as_json
def find_contacts(text: str, limit: int, as_json: bool) -> None:
    """List the contacts with TEXT in their name, company or number; all without a TEXT."""
    found = with_service(lambda service: service.do(FindContacts(text, limit)))
    for contact in found:
        json_line(asdict(contact)) if as_json else click.echo(_contact_line(contact))
    if not found and not as_json:
        click.echo("no contacts")


_number_option = click.option(
    "--number", "numbers", multiple=True, metavar="[KIND:]TEXT", help=f"A number to add; KIND is {_KINDS}, else phone."
)
_company_option = click.option("--company", help='The company that it is at; "" for none.')
_address_option = click.option("--address", "address", multiple=True, help="A line of the postal address.")


@contacts.command("add")
@click.argument("name")
@_company_option
@_address_option
@_number_option
@click.option("--is-company", is_flag=True, help="It is a company itself.")
@as_json
def add_contact(
    name: str, company: str | None, address: tuple[str, ...], numbers: tuple[str, ...], is_company: bool, as_json: bool
) -> None:
    """Add one contact, be there another of that name; its numbers are normalised."""
    kind = ContactKind.COMPANY if is_company else ContactKind.PERSON
    new = Contact("", kind, name, company or None, address, tuple(map(_read_means, numbers)))
    _tell_contact("added", with_service(lambda service: service.do(AddContact(new))), as_json)


@contacts.command("change")
@click.argument("contact")
@click.option("--name")
@_company_option
@_address_option
@_number_option
@click.option("--without", multiple=True, metavar="TEXT", help="A number, as typed or normalised, to take out.")
@click.option("--active/--inactive", "active", default=None, help="Whether it is still to be found first.")
@as_json
def change_contact(
    contact: str,
    name: str | None,
    company: str | None,
    address: tuple[str, ...],
    numbers: tuple[str, ...],
    without: tuple[str, ...],
    active: bool | None,
    as_json: bool,
) -> None:
    """Change CONTACT (its id or whole name); what is not said stays. `contacts undo` takes it back."""
    if not (name or address or numbers or without) and company is None and active is None:
        raise click.UsageError("say what is to be different: --name, --company, --address, --number, --without ...")

    async def work(service: Service) -> Contact:
        was = await _contact(service, contact)
        changed = replace(
            was,
            name=name or was.name,
            company=was.company if company is None else company or None,
            address=address or was.address,
            means=(*_left(was, without), *map(_read_means, numbers)),
            active=was.active if active is None else active,
        )
        return await service.do(ChangeContact(changed, was))

    _tell_contact("changed", with_service(work), as_json)


async def _contact(service: Service, named: str) -> Contact:
    with suppress(NotFound):
        return await service.do(GetContact(named))
    return await service.do(GetContact(await contact_id(service, named)))


def _left(was: Contact, without: Iterable[str]) -> tuple[Means, ...]:
    """Give what is left without these numbers; raises NotFound for one that the contact has not."""
    left = was.means
    for text in without:
        kept = tuple(means for means in left if text.strip() not in (means.typed, means.normalised))
        if kept == left:
            has = ", ".join(means.typed for means in was.means) or "none"
            raise NotFound(f"{was.name} has no number {text!r}; it has: {has}")
        left = kept
    return left


def _read_means(text: str) -> Means:
    """Read KIND:TEXT; without a kind it is a telephone number."""
    kind, colon, typed = text.partition(":")
    if colon and kind in tuple(MeansKind):
        return Means(MeansKind(kind), typed.strip())
    return Means(MeansKind.PHONE, text)


def _tell_contact(done: str, contact: Contact, as_json: bool) -> None:
    if as_json:
        json_line(asdict(contact))
        return
    click.echo(clean(f"{done}: {_contact_line(contact)}"))
    for means in contact.means:
        if means.kind in NUMBERS and means.normalised is None:
            click.echo(clean(f"cannot be read as a number, and is kept as typed: {means.typed}"))


@contacts.command("import")
@file_argument
@dry_run_option
@map_option
@as_json
def import_contacts(file: Path, dry_run: bool, by_hand: tuple[str, ...], as_json: bool) -> None:
    """Take in an address file: vCards, or CSV of Outlook, Google, Vertec or whatever program.

    A second import of it brings contacts up to date, and adds none twice. What was added by hand stays.
    """
    told = columns_told(by_hand)
    read = read_file(file, read_addresses, "columns", told)
    added = with_service(lambda service: service.do(AddContacts(read.contacts, file.name, dry_run)))
    if not dry_run:
        remember_columns("columns", told)
    questions, renewal = (None, ask_for_renewal()) if dry_run else _questions()
    if as_json:
        json_line(import_json(added, read, dry_run, questions=questions))
    else:
        _print_import(file.name, read, added, questions, dry_run)
    tell_of_renewal(renewal)


def _questions() -> tuple[int, Renewal]:
    """Count the numbers of the book that a person has to decide; say whether they are to be read anew."""
    count, renewal = 0, Renewal.NOT_DUE

    def take(page: Checked) -> None:
        nonlocal count, renewal
        count += count_questions(page)
        renewal = page.renewal

    each_page(take)
    return count, renewal


def _print_import(name: str, read: AddressFile, added: Added, questions: int | None, dry_run: bool) -> None:
    print_done(name, read, added, _added_words(added), f"{read.skipped} without a name", dry_run)
    print_not_understood(read, "contacts")
    if dry_run:
        print_few([f"not readable as a telephone number: {number}" for number in added.unreadable])
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


@contacts.command("fields")
def list_fields() -> None:
    """List what a column of an address file may hold, for `contacts import --map`."""
    print_fields(FIELDS)


@contacts.command("edits")
@click.option("--limit", type=COUNT, default=50, show_default=True)
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
@yes_option
@as_json
def undo(yes: bool, as_json: bool) -> None:
    """Take back the latest change to contacts: an import, a repair, a run of normalise; again, the one before it."""
    take_back(UndoEdit(), yes, as_json)


def _contact_line(contact: Contact) -> str:
    means = ", ".join(means.typed for means in contact.means)
    company = f", {contact.company}" if contact.company else ""
    return f"{contact.id:8} {contact.name}{company}  {means}{'' if contact.active else '  (inactive)'}"
