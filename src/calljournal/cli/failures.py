"""Errors become one clear line and an exit code, in one place for all commands."""

import logging
import os
import sys
from typing import Any

import click

from calljournal.errors import CallJournalError


class Commands(click.Group):
    """A group of commands whose errors are told in one line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it raises on purpose is printed, not traced."""
        _log_as_asked()
        try:
            return super().invoke(ctx)
        except CallJournalError as error:
            click.echo(f"calljournal: {error}", err=True)
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
