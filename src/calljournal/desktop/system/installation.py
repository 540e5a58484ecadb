"""What of this program is known to the computer: whether it opens `tel:` links, and whether it starts at login.

All of it waits for the disk: a window asks by way of `this_computer`, a command calls it as it is.
"""

import sys
from dataclasses import dataclass

from calljournal.errors import StoreFailed
from calljournal.words import say

if sys.platform == "win32":
    from calljournal.desktop.system.handlers import windows as system
elif sys.platform == "darwin":
    from calljournal.desktop.system.handlers import macos as system
else:
    from calljournal.desktop.system.handlers import linux as system


@dataclass(frozen=True, slots=True)
class Installation:
    """How it is: `links`, whether telephone links open this program; `login`, whether it starts at login."""

    links: bool
    login: bool


def look() -> Installation:
    """Say how it is; raises StoreFailed where that cannot be read."""
    try:
        return Installation(system.handles(), system.starts())
    except OSError as error:
        raise StoreFailed(
            say("the settings of this desktop cannot be read: {reason}", reason=_reason(error))
        ) from error


def change(*, links: bool | None = None, login: bool | None = None) -> Installation:
    """Change what is not None, and say how it is then; raises StoreFailed where that cannot be written."""
    try:
        if links is not None:
            system.handle(links)
        if login is not None:
            system.start(login)
    except OSError as error:
        raise StoreFailed(
            say("the settings of this desktop cannot be changed: {reason}", reason=_reason(error))
        ) from error
    return look()


def list_program() -> None:
    """Have the desktop list the program; raises StoreFailed."""
    try:
        system.list_program(True)
    except OSError as error:
        raise StoreFailed(
            say("the settings of this desktop cannot be changed: {reason}", reason=_reason(error))
        ) from error


def remove() -> None:
    """Take all of it back; raises StoreFailed."""
    change(links=False, login=False)
    try:
        system.list_program(False)
    except OSError as error:
        raise StoreFailed(
            say("the settings of this desktop cannot be changed: {reason}", reason=_reason(error))
        ) from error


def words_about_links() -> str:
    """Say what the user has to do besides, once this program is offered for telephone links; "" if nothing."""
    if sys.platform == "win32":
        return say("Windows asks once, at the first telephone link: choose Call Journal there.")
    if sys.platform == "darwin":
        return say("Should links still open FaceTime: choose Call Journal in its settings, under calls from iPhone.")
    return ""


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
