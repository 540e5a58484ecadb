"""An export on its way into a file. Nothing is lost and nothing goes out twice, wherever it is broken off:

    marked (BeginExport)  ->  FILE.part, whole and on the disk  ->  FILE  ->  said to be whole (FinishExport)

What was marked and not finished is first written whole by whoever comes next; one process at a time does so. The disk
is worked on in a thread, so that whoever waits for it can do other things.
"""

import asyncio
import errno
import filecmp
import os
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec
from filelock import FileLock, Timeout

from calljournal.contracts.command import Answer, Command
from calljournal.contracts.export_commands import (
    BeginExport,
    CallsToExport,
    ExportedCalls,
    ExportedWork,
    FinishExport,
    ListExports,
    WrittenFile,
)
from calljournal.contracts.rows import JournalRow
from calljournal.contracts.work import WORK_EXPORTS, Export, Work
from calljournal.contracts.work_commands import ListWork
from calljournal.engine.archive import sync_folder
from calljournal.errors import BadSettings, NeedsConfirming, Refused, StoreFailed, Unsupported
from calljournal.exporting import FileWriter, columns_of, profile_named
from calljournal.settings import ExportProfile, Places
from calljournal.words import say, typed

PAGE = 2000
"""Pieces of work in one answer of the engine: about a megabyte."""

MANY = 100_000
"""Exports that are looked through: two a day for a hundred years."""

Page = Sequence[Work] | Sequence[JournalRow]

Ask = Callable[[str | None], Page]
"""Gives the page behind the last of the one before."""

_NOT_WRITTEN = (StoreFailed, Refused, Unsupported, BadSettings)


class Asked(Protocol):
    """Whoever carries out the commands about exports: the service, or the part of the engine that does."""

    async def do(self, command: Command[Answer]) -> Answer:
        """Carry out a command."""
        ...


@contextmanager
def alone(places: Places) -> Iterator[None]:
    """Be the only process that writes exports of this data folder; raises Refused where another one does."""
    places.make()
    try:
        with FileLock(places.data / "export.lock", timeout=0):
            yield
    except Timeout as error:
        raise Refused(say("another export is just being written; try again when it is done")) from error


@dataclass(frozen=True, slots=True)
class Interrupted:
    """What had been broken off: the files that are whole now, and why others still are not, in words."""

    whole: tuple[WrittenFile, ...]
    problems: tuple[str, ...]


async def write_interrupted(service: Asked, forced: Path | None) -> Interrupted:
    """Write whole what was broken off, the earliest first, into the files where it was to go.

    What cannot be written keeps nothing else back. The file `forced` is replaced where another one is in its place.
    """
    whole: list[WrittenFile] = []
    problems: list[str] = []
    for export in reversed(await service.do(ListExports(unfinished=True, limit=MANY))):
        file = Path(export.file)
        just_written = {written.export.file for written in whole}
        try:
            whole.append(await write(service, export, file, file == forced and export.file not in just_written))
        except _NOT_WRITTEN as error:
            problems.append(
                say(
                    "the export{id} was broken off, and is still to be written: {error}",
                    id=typed(f" {export.id}"),
                    error=error.words,
                )
            )
    return Interrupted(tuple(whole), tuple(problems))


async def write(service: Asked, export: Export, file: Path, force: bool) -> WrittenFile:
    """Write an export into a file, whole or not at all, and then say that it is whole.

    Raises StoreFailed where the file cannot be written, Refused where there is another file of that name (unless
    `force`), Unsupported where its form cannot hold so much, BadSettings for a column that is no more: with the command
    that writes it elsewhere.
    """
    ask = _from_a_thread(lambda after: _page(service, export, after))
    try:
        written, remarks = await asyncio.to_thread(_write_whole, export, file, force, ask)
    except _NOT_WRITTEN as error:
        if export.finished is not None:
            raise
        elsewhere = f": `calljournal export again {export.id} FILE` writes it into another"
        raise type(error)(say("{error}; nothing is lost", error=error.words).typed(elsewhere)) from error
    return WrittenFile(await service.do(FinishExport(export.id)), export.count - written, remarks)


async def preview(service: Asked, begin: BeginExport, out: BinaryIO, now: datetime) -> tuple[int, tuple[str, ...]]:
    """Write what would go out, and mark nothing; give how much it is, and remarks for people."""
    ask = _from_a_thread(lambda after: _page_to_come(service, begin, after))
    return await asyncio.to_thread(_fill, _writer(begin, out, now), ask)


def profile_as_json(saved: Mapping[str, ExportProfile], what: str, named: str) -> str:
    """Give a profile with all columns named: so a file can be written again when the profile has changed.

    Raises NotFound, BadSettings.
    """
    known = profile_named(saved, named)
    columns = [f"{column.name}={column.title}" for column in columns_of(what, known)]
    return msgspec.json.encode(msgspec.structs.replace(known, columns=tuple(columns))).decode()


def check_writable(file: Path, force: bool, places: Places) -> None:
    """Raise NeedsConfirming for a file that is there (unless `force`), Refused for one that is ours, StoreFailed for
    one that cannot be written.

    The file is given by its full path, as it is without links.
    """
    if file.is_relative_to(places.data.resolve()) or file == places.settings_file.resolve():
        raise Refused(say("{file} is among the program's own files; name one elsewhere", file=str(file)))
    with _in_words(file):
        if file.exists():
            _check_replaceable(file, force)
        part_of(file).touch()
        part_of(file).unlink()


@contextmanager
def whole_file(file: Path, force: bool) -> Iterator[BinaryIO]:
    """Write a file whole, or leave it as it was; when it is there, it is on the disk.

    A file that is there already is left, and NeedsConfirming is raised, unless `force`, or it is the very same.
    """
    part = part_of(file)
    with _in_words(file):
        try:
            with part.open("wb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            if file.exists() and not (file.is_file() and filecmp.cmp(part, file, shallow=False)):
                _check_replaceable(file, force)
            part.replace(file)
            sync_folder(file.parent)
        finally:
            part.unlink(missing_ok=True)


def free_file(name: str, folders: Sequence[str], taken: Collection[str] = ()) -> Path:
    """Give a file that nothing is in: by its name, in the first of `folders` that is there (else the last).

    Where there is one of that name, or it is among `taken`, the name gets a number: "… (2)".
    """
    folder = next((one for one in map(Path, folders) if one.is_dir()), Path(folders[-1]))
    stem, suffix = Path(name).stem, Path(name).suffix
    for number in count(2):
        file = folder / name
        if not file.exists() and str(file) not in taken:
            return file
        name = f"{stem} ({number}){suffix}"
    raise AssertionError  # there is always a next number


def part_of(file: Path) -> Path:
    """Give the file that is written first, beside the one that it becomes."""
    return file.with_name(f"{file.name}.part")


def _writer(export: Export | BeginExport, out: BinaryIO, at: datetime) -> FileWriter:
    profile = msgspec.json.decode(export.profile, type=ExportProfile)
    return FileWriter(export.what, export.form, profile, out, at)


def _write_whole(export: Export, file: Path, force: bool, ask: Ask) -> tuple[int, tuple[str, ...]]:
    with whole_file(file, force) as out:
        return _fill(_writer(export, out, export.at), ask)


def _fill(writer: FileWriter, ask: Ask) -> tuple[int, tuple[str, ...]]:
    """Write page after page, each asked for behind the last of the one before, until there is nothing more."""
    written, after = 0, None
    with closing(writer):
        while page := ask(after):
            writer.add(page)
            written += len(page)
            last = page[-1]
            after = last.id if isinstance(last, Work) else last.entry.id
        return written, writer.finish()


def _from_a_thread(page: Callable[[str | None], Awaitable[Page]]) -> Ask:
    """Let a thread ask for pages in this loop, and wait for each."""
    loop = asyncio.get_running_loop()

    async def asked(after: str | None) -> Page:
        return await page(after)

    return lambda after: asyncio.run_coroutine_threadsafe(asked(after), loop).result()


async def _page(service: Asked, export: Export, after: str | None) -> Page:
    if export.what == "calls":
        return await service.do(ExportedCalls(export.id, after))
    return await service.do(ExportedWork(export.id, after))


async def _page_to_come(service: Asked, begin: BeginExport, after: str | None) -> Page:
    if begin.what == "calls":
        return await service.do(CallsToExport(begin.since, begin.until, begin.new, after))
    return await service.do(ListWork(replace(begin.query, kind=WORK_EXPORTS[begin.what], after=after, limit=PAGE)))


def _check_replaceable(file: Path, force: bool) -> None:
    if not file.is_file():
        raise Refused(say("{file} is a folder or a device, and stays; name a file", file=str(file)))
    if not force:
        there = say("{file} is there already; name another file", file=str(file))
        raise NeedsConfirming(there.typed(", or replace it by --force"))


@contextmanager
def _in_words(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreFailed(_why_not(file, error)) from error
    except UnicodeError as error:  # it is no OSError
        other = say("{file} cannot be written ({why}); take another form", file=str(file), why=str(error))
        raise StoreFailed(other.typed(" by --format json")) from error


def _why_not(file: Path, error: OSError) -> str:
    """Say why a file cannot be written, and what to do about it."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return say("the folder {folder} does not exist: choose another one", folder=str(file.parent))
        case PermissionError():  # on Windows, a file that Excel has open is one, too
            return say(
                "{file} cannot be written: another program has it open, or nobody may write into its folder; "
                "choose another one",
                file=str(file),
            )
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return say("{file} cannot be written: the disk is full; make room, or choose another one", file=str(file))
    return say("{file} cannot be written: {why}", file=str(file), why=error.strerror or str(error))
