"""Work and calls on their way out, into files for the firm's books.

What goes out is fixed and marked in one step, before anybody writes a file: work by the book, calls by the store.
Whoever writes the file then asks for it page by page, and at last says that it is whole. A file that was broken off
can so be written again, by anybody, and it is the same file.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import cast

from calljournal.contracts.command import Answer, Command
from calljournal.contracts.crm import CrmCapability
from calljournal.contracts.export_commands import (
    BeginExport,
    CallsToExport,
    ExportedCalls,
    ExportedWork,
    FinishExport,
    GivenOut,
    ListExportProfiles,
    ListExports,
    ProposeFile,
    RewriteExport,
    WriteExport,
    WrittenFile,
)
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work import WORK_EXPORTS, Export, Work
from calljournal.engine.export_file import (
    MANY,
    Interrupted,
    alone,
    check_writable,
    free_file,
    profile_as_json,
    write,
    write_interrupted,
)
from calljournal.engine.part import Common, Handlers, Part
from calljournal.errors import NeedsConfirming, NotFound, Refused, Unsupported
from calljournal.exporting import BUILT_IN, DEFAULT
from calljournal.store import CALLS_PREFIX
from calljournal.words import Phrase, say, say_day, say_n
from calljournal.worklog import beginning_of


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
            WriteExport: self._write,
            RewriteExport: self._rewrite,
            ProposeFile: self._propose,
            ListExportProfiles: self._profiles,
        }

    async def do(self, command: Command[Answer]) -> Answer:
        """Carry out a command of this part."""
        return cast(Answer, await self.handlers[type(command)](command))

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
            raise Unsupported(
                say("the book {system} gives nothing out; it is billed from there", system=self._manifest.system)
            )
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

    async def _write(self, command: WriteExport) -> GivenOut:
        """Write whole what was broken off before, as far as that can be done by now; then what is wanted."""
        file = await asyncio.to_thread(Path(command.file).resolve)
        with alone(self._places):
            before = await write_interrupted(self, file if command.replace else None)
            here = [one for one in before.whole if one.export.file == str(file)]
            if again := [one for one in here if one.export.what == command.what]:
                return GivenOut(again[-1], tuple(one for one in before.whole if one is not again[-1]), before.problems)
            if here:
                raise Refused(say("{file} has just been written; name another file", file=str(file)))
            return await self._write_new(command, file, before)

    async def _write_new(self, command: WriteExport, file: Path, before: Interrupted) -> GivenOut:
        await self._check(file, command.replace)
        profile = profile_as_json(self._settings().exports, command.what, command.profile)
        query = command.query
        after = query.until + timedelta(days=1) if query.until else None
        begun = await self._begin(
            BeginExport(
                command.what,
                str(file),
                command.form,
                profile,
                query,
                _beginning(query.since),
                _beginning(after),
                query.new,
            )
        )
        written = await write(self, begun, file, command.replace)
        repeated = _repeated(begun)
        return GivenOut(replace(written, remarks=(*repeated, *written.remarks)), before.whole, before.problems)

    async def _rewrite(self, command: RewriteExport) -> WrittenFile:
        """Write what is fixed already once more; nothing is marked anew."""
        known = await self._list(ListExports(limit=MANY))
        found = next((one for one in known if one.id == command.export), None)
        if found is None:
            none = say("there is no export {export!r}", export=command.export)
            raise NotFound(none.typed("; `calljournal export list` shows all"))
        file = await asyncio.to_thread(Path(command.file or found.file).resolve)
        with alone(self._places):
            await self._check(file, command.replace, again=found.id)
            return await write(self, replace(found, form=command.form or found.form), file, command.replace)

    async def _check(self, file: Path, force: bool, again: str = "") -> None:
        """Raise where a file cannot be written; where it holds what went out before, say so. `again`: but for that."""
        try:
            await asyncio.to_thread(check_writable, file, force, self._places)
        except NeedsConfirming:
            for export in await self._list(ListExports(limit=MANY)):
                if export.file == str(file) and export.finished is not None and export.id != again:
                    raise NeedsConfirming(_holds(export)) from None
            raise

    async def _propose(self, command: ProposeFile) -> str:
        """Keep off the files of what was broken off, too: it is written there when it can be."""
        taken = {one.file for one in await self._list(ListExports(unfinished=True, limit=MANY))}
        return str(await asyncio.to_thread(free_file, command.name, command.folders, taken))

    async def _profiles(self, command: ListExportProfiles) -> tuple[str, ...]:
        return tuple(sorted({*BUILT_IN, *self._settings().exports}, key=lambda name: (name != DEFAULT, name)))

    async def _list(self, command: ListExports) -> tuple[Export, ...]:
        of_calls = await self._store.exports(command.unfinished, command.limit)
        of_work = await self._crm.exports(command.unfinished, command.limit) if self._book_gives_out else ()
        latest = sorted(chain(of_calls, of_work), key=lambda export: export.at, reverse=True)
        return tuple(latest[: command.limit])

    @property
    def _book_gives_out(self) -> bool:
        return CrmCapability.GIVE_OUT in self._manifest.capabilities


def _beginning(day: date | None) -> datetime | None:
    return None if day is None else beginning_of(day, None)


def _repeated(export: Export) -> tuple[str, ...]:
    """Say how much of an export is in files already: whoever reads both has it twice."""
    if not export.repeated:
        return ()
    earlier = ", ".join(export.earlier)
    return (say("{count} of these went out before ({earlier})", count=export.repeated, earlier=earlier),)


def _holds(export: Export) -> Phrase:
    """Say what would be lost with a file that an export went into: it is not offered again."""
    words = say_n(
        "{file} holds the entry that went out on {day}: it is marked as gone out, and would be lost from the file; "
        "name another file",
        "{file} holds the {count} entries that went out on {day}: they are marked as gone out, and would be lost from "
        "the file; name another file",
        export.count,
        file=export.file,
        day=say_day(export.at.astimezone().date()),
    )
    return words.typed(", or replace it by --force")
