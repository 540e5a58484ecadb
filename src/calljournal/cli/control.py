"""The commands that control calls: dial, hangup, answer, hold, redirect, transfer."""

import click

from calljournal.cli.session import with_service
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
from calljournal.numbers import Dialling


@click.command()
@click.argument("number")
@click.option("--line", help="The line to dial through (default: the first that can dial).")
@click.option("--owner", help="Whose telephone rings first (default: yours, by the setting user.owner).")
def dial(number: str, line: str | None, owner: str | None) -> None:
    """Dial a number, written as you like: your own telephone rings first."""

    async def work(service: Service) -> str:
        would = await service.do(PreviewCall(number, line))
        _say_what_differs(number, would)
        return await service.do(PlaceCall(number, line, owner))

    click.echo(f"dialling {with_service(work)}: pick up your telephone")


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
def redirect(number: str, entry: str | None) -> None:
    """Send the caller on to a NUMBER: of an ENTRY, or of the only call that rings or runs."""
    to = with_service(lambda service: service.do(RedirectCall(number, entry)))
    _say_what_differs(number, to)
    click.echo(f"sent on to {to.shown}")


@click.command()
@click.argument("number", required=False)
@click.argument("entry", required=False)
@click.option("--attended", is_flag=True, help="Call the NUMBER first, while the other side waits.")
@click.option("--complete", is_flag=True, help="Join the two: `transfer --complete [ENTRY]`.")
@click.option("--cancel", is_flag=True, help="Take the first call back: `transfer --cancel [ENTRY]`.")
def transfer(number: str | None, entry: str | None, attended: bool, complete: bool, cancel: bool) -> None:
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
    to = with_service(lambda service: service.do(TransferCall(number, entry, attended)))
    _say_what_differs(number, to)
    if attended:
        click.echo(f"calling {to.shown}: then `calljournal transfer --complete` or `--cancel`")
    else:
        click.echo(f"transferred to {to.shown}")


def _end_consultation(entry: str | None, *, cancel: bool) -> None:
    command = CancelTransfer(entry) if cancel else CompleteTransfer(entry)
    done = with_service(lambda service: service.do(command))
    click.echo(f"{'taken back' if cancel else 'transferred'} {done}")


def _say_what_differs(number: str, to: Dialling) -> None:
    """Say where a number was read as more than another form of what was typed."""
    if to.differs:
        click.echo(f"{number} is read as {to.shown} ({to.differs})")
