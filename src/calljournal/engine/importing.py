"""Address files are taken in: read from the disk beside the loop, and given to the book in one step."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from calljournal.addresses import AddressFile, read_addresses
from calljournal.contracts.book_commands import ImportAddresses, Imported
from calljournal.contracts.crm import Added
from calljournal.contracts.service import AddContacts
from calljournal.engine.part import Common, Handlers, Part
from calljournal.errors import BadData
from calljournal.words import say


class Importing(Part):
    """Carries out the command that takes an address file in; `add` is what adds contacts, and matches calls anew."""

    def __init__(self, common: Common, add: Callable[[AddContacts], Awaitable[Added]]) -> None:
        super().__init__(common)
        self._add = add

    @property
    def handlers(self) -> Handlers:
        """Give what carries out which command."""
        return {ImportAddresses: self._import_addresses}

    async def _import_addresses(self, command: ImportAddresses) -> Imported:
        file = Path(command.file)
        read = await asyncio.to_thread(self._read, file)
        added = await self._add(AddContacts(read.contacts, file.name, command.dry_run))
        return Imported(read.form, added, read.skipped, read.remarks)

    def _read(self, file: Path) -> AddressFile:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise BadData(
                say("{file} cannot be read: {reason}", file=str(file), reason=error.strerror or "")
            ) from error
        return read_addresses(data, remembered=self._settings().imports.of("columns"))
