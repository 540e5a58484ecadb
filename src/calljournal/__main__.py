"""Where the program begins: the command `calljournal`, and `python -m calljournal`.

What opens a window goes straight to it, past the command line, whose import alone takes longer than the first paint: no
words at all, a `tel:` link that a browser hands over, what the desktop starts at login.
"""

import logging
import os
import sys
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calljournal.contracts.service import Service


def main() -> None:
    """Run the command line, or show the window; ends the process with the exit code."""
    try:
        code = show_window(sys.argv[1:])
        if code is not None:
            sys.exit(code)
        from calljournal.cli import commands  # here, for whoever changes their mind while it loads

        commands(prog_name="calljournal")
    except KeyboardInterrupt:
        sys.exit(130)


def show_window(words: Sequence[str]) -> int | None:
    """Do what these words ask of the window, and give the exit code; None where the command line has to do it."""
    from calljournal.desktop.display import why_no_window
    from calljournal.desktop.system.request import read_arguments

    request = read_arguments(words)
    if request is None or why_no_window():
        return None
    try:
        from calljournal.desktop.app import run
    except ImportError:
        return None  # the command line says what is missing
    log_as_asked()
    return run(usual_service, sys.argv[:1], request)


def usual_service() -> "AbstractAsyncContextManager[Service]":
    """Open the engine of this user; called, and so imported, in the engine's own thread."""
    from calljournal.server.opening import open_service
    from calljournal.settings import Places

    return open_service(Places.usual())


def log_as_asked() -> None:
    """Log to the error stream where CALLJOURNAL_LOG names a level; otherwise people are not bothered."""
    level = os.environ.get("CALLJOURNAL_LOG", "").upper()
    if level in logging.getLevelNamesMapping():
        logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    else:
        logging.getLogger("calljournal").addHandler(logging.NullHandler())
        logging.lastResort = None


if __name__ == "__main__":
    main()
