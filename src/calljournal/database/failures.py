"""What SQLite and the disk say when they fail, in words for people: the one place that turns their errors into ours."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from calljournal.errors import Bug, CallJournalError, StoreFailed
from calljournal.words import Phrase, say


def _in_use(path: str) -> Phrase:
    return say("the database {path} is in use by another program: close that program and try again", path=path)


def _not_ours(path: str) -> Phrase:
    return say("the database {path} may not be used: see whose file it is", path=path)


def _full(path: str) -> Phrase:
    return say(
        "the database {path} cannot grow, for the disk is full: make room and try again; "
        "nothing that was saved before is lost",
        path=path,
    )


def _read_only(path: str) -> Phrase:
    return say(
        "the database {path} cannot be written: see whose file it is, and whether the disk is mounted read-only",
        path=path,
    )


def _not_opened(path: str) -> Phrase:
    return say(
        "the database {path} cannot be opened: see whose file and folder it is, and whether the disk is full", path=path
    )


def _disk_error(path: str) -> Phrase:
    return say(
        "the database {path} cannot be read or written, for the disk reports an error: see to the disk; "
        "nothing that was saved before is lost",
        path=path,
    )


def _damaged(path: str) -> Phrase:
    return say(
        "the database {path} is damaged: move it away (do not delete it) and put back a copy, or start with a new one",
        path=path,
    )


def _no_database(path: str) -> Phrase:
    return say(
        "the database {path} is no database: "
        "move it away (do not delete it) and put back a copy, or start with a new one",
        path=path,
    )


_WORDS: dict[int, Callable[[str], Phrase]] = {
    sqlite3.SQLITE_BUSY: _in_use,
    sqlite3.SQLITE_LOCKED: _in_use,
    sqlite3.SQLITE_PROTOCOL: _in_use,
    sqlite3.SQLITE_FULL: _full,
    sqlite3.SQLITE_READONLY: _read_only,
    sqlite3.SQLITE_PERM: _not_ours,
    sqlite3.SQLITE_AUTH: _not_ours,
    sqlite3.SQLITE_CANTOPEN: _not_opened,
    sqlite3.SQLITE_IOERR: _disk_error,
    sqlite3.SQLITE_CORRUPT: _damaged,
    sqlite3.SQLITE_NOTADB: _no_database,
}


def from_sqlite(error: sqlite3.Error, path: Path) -> CallJournalError:
    """Give our error for SQLite's; what is neither the disk's nor the file's fault is a mistake of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    words = _WORDS.get(code & 0xFF) if isinstance(code, int) else None
    if words is None:
        return Bug(f"the database {path} was asked wrongly: {error}")
    return StoreFailed(words(str(path)))


def damaged(path: Path) -> StoreFailed:
    """Give our error for a file that SQLite reads, and finds damage in."""
    return StoreFailed(_damaged(str(path)))


def in_use(path: Path) -> StoreFailed:
    """Give our error for a file that another program reads just now."""
    return StoreFailed(_in_use(str(path)))


def from_system(error: OSError, path: Path) -> StoreFailed:
    """Give our error for what the operating system says of the file or its folder."""
    return StoreFailed(
        say(
            "the database {path} cannot be opened ({error}): see whose file it is",
            path=str(path),
            error=error.strerror or str(error),
        )
    )
