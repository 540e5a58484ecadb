"""The commands for what is kept of people: person export, person forget, tidy."""

import json
from typing import Any

import click

from calljournal.cli.output import as_json, counted, json_line
from calljournal.cli.session import with_service
from calljournal.contracts.work_commands import ExportPerson, ForgetPerson, TidyUp
from calljournal.terminal.plain import clean


@click.group()
def person() -> None:
    """Give out, or forget, all that is kept of a person."""


@person.command("export")
@click.argument("who", metavar="NUMBER|CONTACT")
def export_person(who: str) -> None:
    """Print, as JSON, all that is kept of a NUMBER, or of a CONTACT named by its id (`calljournal contacts TEXT`).

    Calls with their notes, what was booked and how it was changed, remembered choices, and the contact itself.
    """
    click.echo(with_service(lambda service: service.do(ExportPerson(who))))


@person.command("forget")
@click.argument("who", metavar="NUMBER|CONTACT")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_json
def forget_person(who: str, yes: bool, as_json: bool) -> None:
    """Forget a NUMBER, or a CONTACT (named by its id) with its numbers. It cannot be undone.

    Calls stay with their time and length, without number and name; what was booked stays with its minutes. Backups in
    the data folder are deleted.
    """
    if not yes:
        kept = json.loads(with_service(lambda service: service.do(ExportPerson(who))))
        for line in _what_goes(kept):
            click.echo(clean(line), err=as_json)
        click.confirm("forget it? This cannot be undone", abort=True, err=as_json)
    said = with_service(lambda service: service.do(ForgetPerson(who)))
    _tell(said, as_json)


@click.command()
@as_json
def tidy(as_json: bool) -> None:
    """Delete now what is kept long enough, as Call Journal does by itself once a day.

    The settings firm.retention.unbooked, private and booked say for how many days calls are kept; 0 is for ever.
    """
    said = with_service(lambda service: service.do(TidyUp()))
    if not said and not as_json:
        click.echo("nothing is old enough to be deleted")
        return
    _tell(said, as_json)


def _what_goes(kept: dict[str, Any]) -> list[str]:
    """Say what is going to be forgotten, and what stays."""
    book = kept["book"]
    names = [f"{one['name']} ({one['id']})" for one in book.get("contacts", ())]
    lines = [
        f"{', '.join(kept['numbers']) or 'no number'}: {', '.join(names) or 'no contact'}",
        f"{counted(len(kept['calls']), 'call')}: number and name go, time and length stay",
    ]
    if book.get("work"):
        lines.append(f"{counted(len(book['work']), 'booking')}: they stay, without the digits")
    if kept["private_numbers"]:
        lines.append("its calls were to be private for good: they are not any more, the next one is shown as it comes")
    if kept["numbers_of_others_too"]:
        lines.append(f"{', '.join(kept['numbers_of_others_too'])} belongs to others too, and stays with them")
    if kept["backups"]:
        lines.append(f"{counted(len(kept['backups']), 'backup')} in the data folder: deleted")
    return lines


def _tell(said: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        json_line({"done": list(said)})
        return
    for line in said:
        click.echo(clean(line))
