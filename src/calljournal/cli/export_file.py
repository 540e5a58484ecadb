"""An export on its way into a file. Nothing is lost and nothing goes out twice, wherever it is broken off:

    marked (BeginExport)  ->  FILE.part, whole and on the disk  ->  FILE  ->  said to be whole (FinishExport)

What was marked and not finished is first written whole by whoever comes next; one process at a time does so.
"""

import filecmp
import os
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec
from filelock import FileLock, Timeout

from calljournal.contracts.rows import JournalRow
from calljournal.contracts.service import Service
from calljournal.contracts.work import WORK_EXPORTS, Export, Work
from calljournal.contracts.work_commands import (
    BeginExport,
    CallsToExport,
    ExportedCalls,
    ExportedWork,
    FinishExport,
    ListExports,
    ListWork,
)
from calljournal.engine.archive import sync_folder
from calljournal.errors import BadSettings, Refused, StoreFailed, Unsupported
from calljournal.exporting import FileWriter
from calljournal.settings import ExportProfile, Places

PAGE = 2000
"""Pieces of work in one answer of the engine: about a megabyte."""

MANY = 100_000
"""Exports that are looked through: two a day for a hundred years."""

Page = Sequence[Work] | Sequence[JournalRow]

_NOT_WRITTEN = (StoreFailed, Refused, Unsupported, BadSettings)


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written. `missing` calls were deleted since they went out; `remarks` are for people."""

    export: Export
    missing: int
    remarks: tuple[str, ...]


@contextmanager
def alone(places: Places) -> Iterator[None]:
    """Be the only process that writes exports of this data folder; raises Refused where another one does."""
    places.make()
    try:
        with FileLock(places.data / "export.lock", timeout=0):
            yield
    except Timeout as error:
        raise Refused("another export is just being written; try again when it is done") from error


@dataclass(frozen=True, slots=True)
class Interrupted:
    """What had been broken off: the files that are whole now, and why others still are not, in words."""

    whole: tuple[Written, ...]
    problems: tuple[str, ...]


async def write_interrupted(service: Service, forced: Path | None) -> Interrupted:
    """Write whole what was broken off, the earliest first, into the files where it was to go.

    What cannot be written keeps nothing else back. The file `forced` is replaced where another one is in its place.
    """
    whole: list[Written] = []
    problems: list[str] = []
    for export in reversed(await service.do(ListExports(unfinished=True, limit=MANY))):
        file = Path(export.file)
        just_written = {written.export.file for written in whole}
        try:
            whole.append(await write(service, export, file, file == forced and export.file not in just_written))
        except _NOT_WRITTEN as error:
            problems.append(f"{export.id} was broken off, and is still to be written: {error}")
    return Interrupted(tuple(whole), tuple(problems))


async def write(service: Service, export: Export, file: Path, force: bool) -> Written:
    """Write an export into a file, whole or not at all, and then say that it is whole.

    Raises StoreFailed where the file cannot be written, Refused where there is another file of that name (unless
    `force`), Unsupported where its form cannot hold so much, BadSettings for a column that is no more: with the command
    that writes it elsewhere.
    """
    try:
        with whole_file(file, force) as out:
            count, remarks = await _fill(_writer(export, out, export.at), lambda after: _page(service, export, after))
    except _NOT_WRITTEN as error:
        kept = f"nothing is lost: `calljournal export again {export.id} FILE` writes it into another"
        raise type(error)(f"{error}; {kept}" if export.finished is None else str(error)) from error
    return Written(await service.do(FinishExport(export.id)), export.count - count, remarks)


async def preview(service: Service, begin: BeginExport, out: BinaryIO, now: datetime) -> tuple[int, tuple[str, ...]]:
    """Write what would go out, and mark nothing; give how much it is, and remarks for people."""
    return await _fill(_writer(begin, out, now), lambda after: _page_to_come(service, begin, after))


def check_writable(file: Path, force: bool) -> None:
    """Raise Refused for a file that is there (unless `force`) or is ours, StoreFailed for one that cannot be written.

    The file is given by its full path, as it is without links.
    """
    places = Places.usual()
    if file.is_relative_to(places.data.resolve()) or file == places.settings_file.resolve():
        raise Refused(f"{file} is among the program's own files; name one elsewhere")
    with _in_words(file):
        if file.exists():
            _check_replaceable(file, force)
        part_of(file).touch()
        part_of(file).unlink()


@contextmanager
def whole_file(file: Path, force: bool) -> Iterator[BinaryIO]:
    """Write a file whole, or leave it as it was; when it is there, it is on the disk.

    A file that is there already is left, and Refused is raised, unless `force`, or it is the very same.
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


def part_of(file: Path) -> Path:
    """Give the file that is written first, beside the one that it becomes."""
    return file.with_name(f"{file.name}.part")


def _writer(export: Export | BeginExport, out: BinaryIO, at: datetime) -> FileWriter:
    profile = msgspec.json.decode(export.profile, type=ExportProfile)
    return FileWriter(export.what, export.form, profile, out, at)


async def _fill(writer: FileWriter, ask: Callable[[str | None], Awaitable[Page]]) -> tuple[int, tuple[str, ...]]:
    """Write page after page, each asked for behind the last of the one before, until there is nothing more."""
    count, after = 0, None
    with closing(writer):
        while page := await ask(after):
            writer.add(page)
            count += len(page)
            last = page[-1]
            after = last.id if isinstance(last, Work) else last.entry.id
        return count, writer.finish()


async def _page(service: Service, export: Export, after: str | None) -> Page:
    if export.what == "calls":
        return await service.do(ExportedCalls(export.id, after))
    return await service.do(ExportedWork(export.id, after))


async def _page_to_come(service: Service, begin: BeginExport, after: str | None) -> Page:
    if begin.what == "calls":
        return await service.do(CallsToExport(begin.since, begin.until, begin.new, after))
    return await service.do(ListWork(replace(begin.query, kind=WORK_EXPORTS[begin.what], after=after, limit=PAGE)))


def _check_replaceable(file: Path, force: bool) -> None:
    if not file.is_file():
        raise Refused(f"{file} is a folder or a device, and stays; name a file")
    if not force:
        raise Refused(f"{file} is there already; name another file, or replace it by --force")


@contextmanager
def _in_words(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreFailed(f"{file} cannot be written: {error.strerror or error}") from error
    except UnicodeError as error:  # it is no OSError
        raise StoreFailed(f"{file} cannot be written ({error}); take another form by --format json") from error
