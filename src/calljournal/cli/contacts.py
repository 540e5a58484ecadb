"""The commands for people: contacts."""

from dataclasses import asdict
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
from calljournal.contracts.crm import Added, Contact
from calljournal.contracts.numbering import Checked, Renewal
from calljournal.contracts.service import (
    AddContacts,
    FindContacts,
    ListEdits,
    UndoEdit,
)


@click.group(cls=DefaultToFind)
def contacts() -> None:
    """Find contacts (`contacts keller`), or import them (`contacts import FILE`)."""


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
