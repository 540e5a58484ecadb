"""Sees when a settings file is broken while the program runs, so that its user hears of it before the next start.

The files are only looked at: what is right holds when settings are read again (docs/settings.md). What is wrong is told
once, and the settings that the engine has stay in use.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path as File

from calljournal.errors import BadSettings
from calljournal.settings import machine_file, read_layers
from calljournal.words import say

LOOK_SECONDS = 5.0
"""How often it is looked whether a file was changed."""

Stamp = tuple[tuple[int, int] | None, ...]
"""Time and size of each file; None of one that is not there."""


class SettingsWatch:
    """Looks at the user's file and that of the computer. `tell` tells the user, and says whether anybody listens."""

    def __init__(self, file: File, tell: Callable[[str], bool]) -> None:
        self._file, self._tell = file, tell

    async def run(self) -> None:
        """Look now and then, until cancelled; a file is judged when it has come to rest, not while it is written."""
        judged = before = await asyncio.to_thread(self._stamp)
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            now = await asyncio.to_thread(self._stamp)
            if now == before != judged and await self._is_settled():
                judged = now
            before = now

    async def _is_settled(self) -> bool:
        """Whether the files are right, or the user has been told that they are not."""
        try:
            await asyncio.to_thread(read_layers, self._file)
        except BadSettings as error:
            return self._tell(
                say(
                    "The settings were changed, and cannot be used so: {why}. Those of before stay in use as long as "
                    "Call Journal runs.",
                    why=error.words,
                )
            )
        return True

    def _stamp(self) -> Stamp:
        return tuple(_stamp_of(file) for file in (self._file, machine_file()) if file is not None)


def _stamp_of(file: File) -> tuple[int, int] | None:
    try:
        known = file.stat()
    except OSError:
        return None
    return known.st_mtime_ns, known.st_size
