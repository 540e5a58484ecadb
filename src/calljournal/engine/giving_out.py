"""Work and calls on their way out, into files for the firm's books.

What goes out is fixed and marked in one step, before anybody writes a file: work by the book, calls by the store.
Whoever writes the file then asks for it page by page, and at last says that it is whole. A file that was broken off
can so be written again, by anybody, and it is the same file.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import chain

from calljournal.contracts.crm import CrmCapability
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work import WORK_EXPORTS, Export, Work
from calljournal.contracts.work_commands import (
    BeginExport,
    CallsToExport,
    ExportedCalls,
    ExportedWork,
    FinishExport,
    ListExports,
)
from calljournal.engine.part import Common, Handlers, Part
from calljournal.errors import Unsupported
from calljournal.store import CALLS_PREFIX


class GivingOut(Part):
    """Carries out the commands about exports. `send_all` sends what waits for the book, for whoever holds `sending`."""

    def __init__(self, common: Common, send_all: Callable[[], Awaitable[None]]) -> None:
        super().__init__(common)
        self._send_all = send_all

    @property
    def handlers(self) -> Handlers:
        """Give what carries out which command."""
        return {
            BeginExport: self._begin,
            ExportedWork: self._exported_work,
            ExportedCalls: self._exported_calls,
            CallsToExport: self._calls_to_export,
            FinishExport: self._finish,
            ListExports: self._list,
        }

    async def _begin(self, command: BeginExport) -> Export:
        export = Export(
            id="",
            what=command.what,
            at=self._clock.now(),
            by=self._settings().user.known_as,
            file=command.file,
            form=command.form,
            profile=command.profile,
            count=0,
        )
        if command.what == "calls":
            return await self._store.begin_export(export, command.since, command.until, command.new)
        if not self._book_gives_out:
            raise Unsupported(f"the book {self._manifest.system} gives nothing out; it is billed from there")
        async with self._sending:
            await self._send_all()  # once it has gone out it is rounded no more with what changes beside it
            return await self._crm.begin_export(export, replace(command.query, kind=WORK_EXPORTS[command.what]))

    async def _exported_work(self, command: ExportedWork) -> tuple[Work, ...]:
        return tuple(await self._crm.exported(command.export, command.after, command.limit))

    async def _exported_calls(self, command: ExportedCalls) -> tuple[JournalRow, ...]:
        return await self._store.exported(command.export, command.after, command.limit)

    async def _calls_to_export(self, command: CallsToExport) -> tuple[JournalRow, ...]:
        return await self._store.to_export(command.since, command.until, command.new, command.after, command.limit)

    async def _finish(self, command: FinishExport) -> Export:
        if command.export.startswith(CALLS_PREFIX):
            return await self._store.finish_export(command.export, self._clock.now())
        return await self._crm.finish_export(command.export)

    async def _list(self, command: ListExports) -> tuple[Export, ...]:
        of_calls = await self._store.exports(command.unfinished, command.limit)
        of_work = await self._crm.exports(command.unfinished, command.limit) if self._book_gives_out else ()
        latest = sorted(chain(of_calls, of_work), key=lambda export: export.at, reverse=True)
        return tuple(latest[: command.limit])

    @property
    def _book_gives_out(self) -> bool:
        return CrmCapability.GIVE_OUT in self._manifest.capabilities
