"""The commands that control calls: dial, hangup, answer, hold, redirect, transfer."""

from collections.abc import Awaitable, Callable

import click

from calljournal.cli.session import Result, with_service
from calljournal.contracts.service import (
    AnswerCall,
    CancelTransfer,
    CompleteTransfer,
    EndCall,
    HoldCall,
    PlaceCall,
    PreviewCall,
    RedirectCall,
    Service,
    TransferCall,
)
from calljournal.contracts.settings_commands import GetPreferences
from calljournal.errors import NeedsConfirming, Refused
from calljournal.numbers import Dialling

confirmed = click.option("--yes", is_flag=True, help="Dial an emergency number, too.")


@click.command()
@click.argument("number")
@click.option("--line", help="The line to dial through (default: the setting firm.line, else the first that can dial).")
@click.option("--owner", help="Whose telephone rings first (default: yours, by the setting user.owner).")
@click.option(
    "--from-outside", is_flag=True, help="A link (tel:, callto:) that another program handed over: ask first."
)
@confirmed
def dial(number: str, line: str | None, owner: str | None, from_outside: bool, yes: bool) -> None:
    """Dial a number, written as you like, or a link (tel:+41...): your own telephone rings first."""

    async def preview(service: Service) -> tuple[Dialling, bool]:
        return await service.do(PreviewCall(number, line)), (await service.do(GetPreferences())).ask_before_dialling

    would, ask = with_service(preview)
    _say_what_differs(number, would)
    if from_outside and ask and not yes:
        click.confirm(f"Dial {would.shown}?", abort=True)
    command = PlaceCall(number, line, owner, confirmed=yes, from_outside=from_outside)
    placed = _asking_for_yes(lambda service: service.do(command))
    if placed.uri is None:
        click.echo(f"dialling {placed.digits}: pick up your telephone")
    else:
        click.echo(f"{placed.uri} is for the telephone program of this computer: open this link with it")


@click.command()
@click.argument("entry", required=False)
def hangup(entry: str | None) -> None:
    """Hang up the call of an ENTRY, or the only one that is going on."""
    click.echo(f"hung up {with_service(lambda service: service.do(EndCall(entry)))}")


@click.command()
@click.argument("entry", required=False)
def answer(entry: str | None) -> None:
    """Take the call of an ENTRY, or the only one that rings."""
    click.echo(f"answered {with_service(lambda service: service.do(AnswerCall(entry)))}")


@click.command()
@click.argument("entry", required=False)
@click.option("--off", is_flag=True, help="Take the call back.")
def hold(entry: str | None, off: bool) -> None:
    """Put the call of an ENTRY, or the only one, on hold."""
    done = with_service(lambda service: service.do(HoldCall(entry, on=not off)))
    click.echo(f"{'taken back' if off else 'on hold'} {done}")


@click.command()
@click.argument("number")
@click.argument("entry", required=False)
@confirmed
def redirect(number: str, entry: str | None, yes: bool) -> None:
    """Send the caller on to a NUMBER: of an ENTRY, or of the only call that rings or runs."""
    to = _asking_for_yes(lambda service: service.do(RedirectCall(number, entry, confirmed=yes)))
    _say_what_differs(number, to)
    click.echo(f"sent on to {to.shown}")


@click.command()
@click.argument("number", required=False)
@click.argument("entry", required=False)
@click.option("--attended", is_flag=True, help="Call the NUMBER first, while the other side waits.")
@click.option("--complete", is_flag=True, help="Join the two: `transfer --complete [ENTRY]`.")
@click.option("--cancel", is_flag=True, help="Take the first call back: `transfer --cancel [ENTRY]`.")
@confirmed
def transfer(number: str | None, entry: str | None, attended: bool, complete: bool, cancel: bool, yes: bool) -> None:
    """Pass the talk of an ENTRY, or the only one, on to a NUMBER: at once, or --attended."""
    if attended + complete + cancel > 1:
        raise click.UsageError("choose one of --attended, --complete and --cancel")
    if complete or cancel:
        if entry is not None:
            raise click.UsageError("the number is known already; name at most the ENTRY")
        _end_consultation(number, cancel=cancel)
        return
    if number is None:
        raise click.UsageError("say to which NUMBER")
    to = _asking_for_yes(lambda service: service.do(TransferCall(number, entry, attended, confirmed=yes)))
    _say_what_differs(number, to)
    if attended:
        click.echo(f"calling {to.shown}: then `calljournal transfer --complete` or `--cancel`")
    else:
        click.echo(f"transferred to {to.shown}")


def _end_consultation(entry: str | None, *, cancel: bool) -> None:
    command = CancelTransfer(entry) if cancel else CompleteTransfer(entry)
    done = with_service(lambda service: service.do(command))
    click.echo(f"{'taken back' if cancel else 'transferred'} {done}")


def _asking_for_yes(work: Callable[[Service], Awaitable[Result]]) -> Result:
    """Do some work with the engine; what needs a second word names the option that is that word."""
    try:
        return with_service(work)
    except NeedsConfirming as error:
        raise Refused(f"{error}; add --yes") from error


def _say_what_differs(number: str, to: Dialling) -> None:
    """Say where a number was read as more than another form of what was typed."""
    if to.differs:
        click.echo(f"{number} is read as {to.shown} ({to.differs})")
