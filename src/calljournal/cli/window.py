"""Where the journal is shown: in a window if there is a display, else in the terminal."""

import os
import sys
from contextlib import AbstractAsyncContextManager

import click

from calljournal import terminal
from calljournal.cli.session import open_service
from calljournal.contracts.service import Service
from calljournal.settings import Places


def open_journal(places: Places | None = None) -> int:
    """Show the journal and watch the lines until the user ends it; gives the exit code."""
    where = places or Places.usual()

    def service() -> AbstractAsyncContextManager[Service]:
        return open_service(where)

    reason = why_no_window()
    if reason is None:
        try:
            from calljournal import desktop  # Qt, only where there is a display to show it on
        except ImportError as error:  # a system library that Qt needs is missing; the error names it
            reason = f"Qt cannot be loaded ({error})"
        else:
            return desktop.run(service)
    click.echo(f"no window: {reason}; the journal is shown here", err=True)
    return terminal.run(service)


def why_no_window() -> str | None:
    """Say why no window can be shown here; None where there is a display."""
    has_display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform not in ("win32", "darwin") and not has_display:
        return "there is no display"
    return None
