"""Where the journal is shown: in a window if there is a display, else in the terminal.

A start without any words does not come here but goes straight to the window (`__main__`), unless that cannot be shown.
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager

import click

from calljournal import terminal
from calljournal.cli.session import open_service
from calljournal.contracts.service import Service
from calljournal.desktop.display import why_no_window
from calljournal.settings import Places


def open_journal(places: Places | None = None, argv: Sequence[str] | None = None) -> int:
    """Show the journal and watch the lines until the user ends it; gives the exit code."""
    where = places or Places.usual()

    def service() -> AbstractAsyncContextManager[Service]:
        return open_service(where)

    reason = why_no_window()
    if reason is None:
        try:
            from calljournal.desktop.app import run  # Qt, only where there is a display to show it on
        except ImportError as error:  # a system library that Qt needs is missing; the error names it
            reason = f"Qt cannot be loaded ({error})"
        else:
            return run(service, argv, config=where.config)
    click.echo(f"no window: {reason}; the journal is shown here", err=True)
    return terminal.run(service)
