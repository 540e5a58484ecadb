"""A backup while everything runs: journal, book and settings as they stand at one moment, in one file."""

import asyncio
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from calljournal.contracts.work_commands import BackUp
from calljournal.engine import archive
from calljournal.engine.part import Handlers, Part
from calljournal.errors import BadData, Refused
from calljournal.settings import Places
from calljournal.words import say

SCRATCH = "backing-up-"
"""How the folders begin, in the data folder, that hold the copies while they are packed."""


class BackingUp(Part):
    """Makes backups; `sending` is held by whoever changes journal and book together, so that the copies agree."""

    @property
    def handlers(self) -> Handlers:
        """Give what carries out which command."""
        return {BackUp: self._back_up}

    async def _back_up(self, command: BackUp) -> int:
        file = Path(command.file)
        await asyncio.to_thread(self._check_place, file)
        await asyncio.to_thread(check_replaceable, file)
        scratch = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix=SCRATCH, dir=self._places.data))
        try:
            async with self._sending:
                at = self._clock.now()
                await self._store.back_up(scratch)
                await self._crm.back_up(scratch)
                copy_settings(self._places, scratch)
            await asyncio.to_thread(archive.write, file, scratch, at)
        finally:
            await asyncio.to_thread(shutil.rmtree, scratch, ignore_errors=True)
        return (await asyncio.to_thread(file.stat)).st_size

    def _check_place(self, file: Path) -> None:
        """Raise Refused where nobody would look for a backup: who is forgotten would still be in it."""
        place, data = (Path(os.path.realpath(path)) for path in (file, self._places.data))
        if place.is_relative_to(data) and not place.is_relative_to(data / self._places.backups.name):
            raise Refused(
                say(
                    "{file} is among the program's own files: name one elsewhere, or in {backups}",
                    file=str(file),
                    backups=str(self._places.backups),
                )
            )


def check_replaceable(file: Path) -> None:
    """Raise Refused where a backup would take the place of a file that is no backup."""
    if os.path.lexists(file):  # a name that there cannot be is told when it is written
        try:
            archive.read_manifest(file)
        except BadData as error:
            raise Refused(
                say("{file} is no backup, and is not replaced by one: name another file", file=str(file))
            ) from error


def copy_settings(places: Places, folder: Path) -> None:
    """Copy the settings into a folder; where nothing was ever set, an empty file says so."""
    text = b""
    with suppress(FileNotFoundError):
        text = places.settings_file.read_bytes()
    (folder / archive.SETTINGS).write_bytes(text)
