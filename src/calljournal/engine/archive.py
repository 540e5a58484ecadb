"""A backup as one file: a zip of the databases and the settings, with a list of what is in it.

Secrets are not in it: they lie in the keyring of the system.
"""

import hashlib
import os
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import msgspec

from calljournal import __version__
from calljournal.database import copies
from calljournal.errors import BadData, NewerStore, StoreFailed
from calljournal.store import FILE_NAME, contents
from calljournal.words import say

SETTINGS = "settings.toml"

_FORM = 1
_LIST = "manifest.json"
_MEMBER = re.compile(r"[\w-]+\.db|settings\.toml", re.ASCII)
_LEVEL = 1
"""How hard to compress: the lowest is fast and does most of what can be done."""

_PIECE = 1 << 20


class Member(msgspec.Struct, frozen=True):
    """A file in a backup: its size in bytes, its SHA-256, and of a database the last migration applied to it."""

    size: int
    sha256: str
    step: int | None = None


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself: its form, which version made it, of which moment (UTC) it is, and what is in it.

    `calls` are the rows of the journal, `booked` the time entries that were booked from them and stand.
    """

    form: int
    version: str
    at: datetime
    calls: int
    booked: int
    files: dict[str, Member]


def write(file: Path, folder: Path, at: datetime) -> Manifest:
    """Write the copies in a folder (databases, the journal among them, and the settings) into one file.

    It is written beside as .part, read back and compared, and only then takes its name. Raises StoreFailed where it
    cannot be written or a copy is damaged; what had that name before then stays.
    """
    counts = contents(folder / FILE_NAME)
    draft = file.with_name(f"{file.name}.part")
    try:
        draft.unlink(missing_ok=True)
        with _new(draft) as written:
            with ZipFile(written, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
                members = {copy.name: _put(archive, copy) for copy in sorted(folder.iterdir())}
                manifest = Manifest(_FORM, __version__, at, counts.calls, counts.booked, members)
                archive.writestr(_LIST, msgspec.json.encode(manifest))
            written.flush()
            os.fsync(written.fileno())
        _read_through(draft)
        draft.replace(file)
        sync_folder(file.parent)
    except BaseException as error:
        with suppress(OSError):  # as where there can be no file of that name
            draft.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise StoreFailed(
            say(
                "the backup {file} cannot be written ({error}): make room, or name another place",
                file=str(file),
                error=error.strerror or str(error),
            )
        ) from error
    return manifest


def read_manifest(file: Path) -> Manifest:
    """Read what a backup says of itself.

    Raises BadData where it is none, NewerStore where a newer version made it, StoreFailed where it cannot be read.
    """
    with _opened(file) as (_, manifest):
        return manifest


def unpack(file: Path, folder: Path) -> Manifest:
    """Write what is in a backup into an empty folder, compared and on the disk when it returns.

    Raises BadData where it is no backup or damaged, NewerStore where a newer version made it, and StoreFailed.
    """
    with _opened(file) as (archive, manifest):
        for name, member in manifest.files.items():
            try:
                with _new(folder / name) as written:
                    _take(archive, name, member, file, written.write)
                    written.flush()
                    os.fsync(written.fileno())
            except OSError as error:
                raise StoreFailed(
                    say(
                        "the backup {file} cannot be unpacked into {folder} ({error}): make room",
                        file=str(file),
                        folder=str(folder),
                        error=error.strerror or str(error),
                    )
                ) from error
    return manifest


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk; Windows writes them by itself and lets nobody ask for it."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _put(archive: ZipFile, copy: Path) -> Member:
    """Pack a file piece by piece, counted and hashed on the way; raises StoreFailed for a damaged database."""
    step = None if copy.name == SETTINGS else copies.check(copy)
    size, digest = 0, hashlib.sha256()
    with copy.open("rb") as source, archive.open(copy.name, "w", force_zip64=True) as target:
        for piece in _pieces(source):
            target.write(piece)
            digest.update(piece)
            size += len(piece)
    return Member(size, digest.hexdigest(), step)


def _read_through(file: Path) -> None:
    with _opened(file) as (archive, manifest):
        for name, member in manifest.files.items():
            _take(archive, name, member, file, len)


@contextmanager
def _opened(file: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    try:
        with ZipFile(file) as archive:
            manifest = msgspec.json.decode(archive.read(_LIST), type=Manifest)
            if manifest.form > _FORM:
                raise NewerStore(
                    say(
                        "the backup {file} was made by a newer Call Journal ({version}, here {here}): "
                        "install that version; nothing was changed",
                        file=str(file),
                        version=manifest.version,
                        here=__version__,
                    )
                )
            names = manifest.files.keys()
            if not all(map(_MEMBER.fullmatch, names)) or not {FILE_NAME, SETTINGS} <= names:
                raise BadData(say("{file} is no backup of Call Journal: take another file", file=str(file)))
            yield archive, manifest
    except OSError as error:
        raise StoreFailed(
            say(
                "the backup {file} cannot be read ({error}): see to the disk",
                file=str(file),
                error=error.strerror or str(error),
            )
        ) from error
    except (BadZipFile, KeyError, EOFError, RuntimeError, zlib.error, msgspec.MsgspecError) as error:
        raise BadData(
            say("{file} is no backup of Call Journal, or is damaged: take another file", file=str(file))
        ) from error


def _take(archive: ZipFile, name: str, member: Member, file: Path, take: Callable[[bytes], object]) -> None:
    """Hand over a file of a backup piece by piece; raises BadData where it is not what the list says."""
    size, digest = 0, hashlib.sha256()
    with archive.open(name) as source:
        for piece in _pieces(source):
            size += len(piece)
            digest.update(piece)
            take(piece)
            if size > member.size:
                break
    if (size, digest.hexdigest()) != (member.size, member.sha256):
        raise BadData(
            say(
                "the backup {file} is damaged ({name} is not what it was): take another file", file=str(file), name=name
            )
        )


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(_PIECE):
        yield piece


def _new(path: Path) -> IO[bytes]:
    """Open a new file for this user alone."""
    return open(path, "x+b", opener=lambda name, flags: os.open(name, flags, 0o600))
