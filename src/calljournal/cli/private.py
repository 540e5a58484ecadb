"""The command for what is private: single calls, and all calls with a number."""

import re
from contextlib import suppress

import click

from calljournal.cli.booking import each, print_row
from calljournal.cli.naming import entry_id
from calljournal.cli.output import as_json, counted, json_line, local_iso
from calljournal.cli.session import with_service
from calljournal.contracts.journal_commands import KeepNumberPrivate, ListPrivateNumbers
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import GetRow, Service
from calljournal.contracts.work_commands import MakePrivate
from calljournal.errors import NotFound
from calljournal.terminal.plain import clean

LIST = ("list",)
"""No call is named so: ids are hexadecimal."""

_NUMBER = re.compile(r"[\d\s+()/.-]+")
SHOWN = 8
"""Digits of an id as it is shown: what is shorter, and has no letter, is a number."""


@click.command()
@click.argument("entries", nargs=-1, metavar="ENTRY...|list")
@click.option("--number", metavar="ENTRY|NUMBER", help="All calls with the number of an ENTRY, or with a NUMBER.")
@click.option("--off", is_flag=True, help="With --number: those to come are not private any more.")
@as_json
def private(entries: tuple[str, ...], number: str | None, off: bool, as_json: bool) -> None:
    """Make calls private: time and length stay, number and name go, for good.

    With --number it is so for all calls with that number, past and to come, but for what is booked. A call to come is
    shown as usual, and becomes private when it ends. `private list` lists those numbers.
    """
    if (number is None) == (not entries) or (off and number is None):
        raise click.UsageError("name the calls, or --number and whose (--off: no more), or `private list`")
    if number is not None:
        _keep_number(number, on=not off, as_json=as_json)
    elif entries == LIST:
        _list(as_json)
    else:
        each(entries, _make_private, lambda row: print_row(row, "private", as_json))


async def _make_private(service: Service, entry: str) -> JournalRow:
    return await service.do(MakePrivate(await entry_id(service, entry)))


def _keep_number(named: str, *, on: bool, as_json: bool) -> None:
    async def work(service: Service) -> tuple[str, ...]:
        entry = await _entry(service, named)
        return await service.do(KeepNumberPrivate(entry, named if entry is None else None, on))

    became = with_service(work)
    if as_json:
        json_line({"private": list(became)})
    elif on:
        click.echo(f"private for good; {counted(len(became), 'call')} of before made private")
    else:
        click.echo("calls to come are shown again; what is private already stays so")


async def _entry(service: Service, named: str) -> str | None:
    """Give the id where a call is named, None where a number is: an id may have no letter, a number never has one."""
    if not _NUMBER.fullmatch(named):
        return await entry_id(service, named)
    if len(named) >= SHOWN and named.isdecimal():
        with suppress(NotFound):
            return (await service.do(GetRow(named))).entry.id
    return None


def _list(as_json: bool) -> None:
    numbers = with_service(lambda service: service.do(ListPrivateNumbers()))
    if not numbers and not as_json:
        click.echo("no number is private for good")
    for one in numbers:
        if as_json:
            json_line({"number": one.number, "shown": one.shown, "since": local_iso(one.since)})
        else:
            click.echo(f"{clean(one.shown)}  since {one.since.astimezone():%Y-%m-%d %H:%M}")
