"""The commands for calls that no line sees, as from a mobile telephone: journal add, timer."""

from collections.abc import Callable
from typing import Any

import click

from calljournal.cli.arguments import Minutes, Moment
from calljournal.cli.output import as_json, json_rows
from calljournal.cli.session import with_service
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work_commands import AddCall, ListTimers, StopTimer
from calljournal.terminal.plain import row_line


def _call(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command be told which call it was."""
    for option in (
        click.option("--again", is_flag=True, help="It was another call than the one in the journal at that time."),
        click.option("--incoming", is_flag=True, help="You were called."),
        click.option("--at", type=Moment(), help="When it began: 14:30, 'yesterday 14:30', 2026-03-09T14:30, or -20m."),
        click.option("--contact", help="With whom, by the id of a contact."),
        click.option("--number", help="The other side's number, written as you like."),
    ):
        command = option(command)
    return command


@click.command()
@_call
@click.option("--minutes", type=Minutes(), required=True, help="How long you talked.")
@as_json
def add(as_json: bool, **call: Any) -> None:
    """Add a call that no line saw, as from your mobile telephone. Without --at it has just ended.

    It is matched, booked and given out like any other.
    """
    _tell(with_service(lambda service: service.do(AddCall(**call))), as_json)


@click.group(invoke_without_command=True)
@as_json
@click.pass_context
def timer(context: click.Context, as_json: bool) -> None:
    """Time a call that no line sees; alone it shows what is timed now."""
    if context.invoked_subcommand is None:
        _show(as_json)


@timer.command()
@_call
@as_json
def start(as_json: bool, **call: Any) -> None:
    """Begin a call, now or --at a moment before; several may go on."""
    _tell(with_service(lambda service: service.do(AddCall(**call))), as_json)


@timer.command()
@click.argument("entry", required=False)
@as_json
def stop(entry: str | None, as_json: bool) -> None:
    """End the call of an ENTRY, or the only one that is timed."""
    _tell(with_service(lambda service: service.do(StopTimer(entry))), as_json)


@timer.command()
@as_json
def show(as_json: bool) -> None:
    """Show the calls that are timed now, and how long they have lasted."""
    _show(as_json)


def _show(as_json: bool) -> None:
    running = with_service(lambda service: service.do(ListTimers()))
    if as_json:
        json_rows(running)
    else:
        click.echo("\n".join(map(row_line, running)) if running else "no timer runs")


def _tell(row: JournalRow, as_json: bool) -> None:
    if as_json:
        json_rows((row,))
    else:
        click.echo(row_line(row))
