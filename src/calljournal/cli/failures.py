"""Errors become one clear line and an exit code, in one place for all commands."""

import logging
import os
import sys
from io import TextIOWrapper
from typing import Any

import click

from calljournal.errors import CallJournalError
from calljournal.terminal.plain import clean


class Commands(click.Group):
    """A group of commands whose errors are told in one line."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what was typed; bytes that are no text could be neither kept nor shown."""
        for word in args:
            try:
                word.encode()
            except UnicodeEncodeError as error:  # Python hands such bytes over as surrogates
                raise click.UsageError(
                    f"{word!r} has bytes that are no UTF-8: write it anew; a file of such a name has to be renamed"
                ) from error
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it raises on purpose is printed, not traced."""
        _log_as_asked()
        _read_whatever_is_typed()
        try:
            return super().invoke(ctx)
        except CallJournalError as error:
            click.echo(f"calljournal: {clean(str(error))}", err=True)
            ctx.exit(1)
        except BrokenPipeError:  # `calljournal watch | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except KeyboardInterrupt:
            ctx.exit(130)


def _log_as_asked() -> None:
    """Log warnings to the error stream where CALLJOURNAL_LOG names a level; otherwise people are not bothered."""
    level = os.environ.get("CALLJOURNAL_LOG", "").upper()
    if level in logging.getLevelNamesMapping():
        logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    else:
        logging.getLogger("calljournal").addHandler(logging.NullHandler())
        logging.lastResort = None


def _read_whatever_is_typed() -> None:
    """Have an answer with bytes that are no text be a wrong answer, and no error: they are read as a sign for that."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
