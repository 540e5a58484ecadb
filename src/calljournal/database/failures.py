"""What SQLite and the disk say when they fail, in words for people: the one place that turns their errors into ours."""

import sqlite3
from pathlib import Path

from calljournal.errors import Bug, CallJournalError, StoreFailed

_KEPT = "nothing that was saved before is lost"
_IN_USE = "is in use by another program: close that program and try again"
_NOT_OURS = "may not be used: see whose file it is"
_PUT_BACK = "move it away (do not delete it) and put back a copy, or start with a new one"

_WORDS = {
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_LOCKED: _IN_USE,
    sqlite3.SQLITE_PROTOCOL: _IN_USE,
    sqlite3.SQLITE_FULL: f"cannot grow, for the disk is full: make room and try again; {_KEPT}",
    sqlite3.SQLITE_READONLY: "cannot be written: see whose file it is, and whether the disk is mounted read-only",
    sqlite3.SQLITE_PERM: _NOT_OURS,
    sqlite3.SQLITE_AUTH: _NOT_OURS,
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: see whose file and folder it is, and whether the disk is full",
    sqlite3.SQLITE_IOERR: f"cannot be read or written, for the disk reports an error: see to the disk; {_KEPT}",
    sqlite3.SQLITE_CORRUPT: f"is damaged: {_PUT_BACK}",
    sqlite3.SQLITE_NOTADB: f"is no database: {_PUT_BACK}",
}


def from_sqlite(error: sqlite3.Error, path: Path) -> CallJournalError:
    """Give our error for SQLite's; what is neither the disk's nor the file's fault is a mistake of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    words = _WORDS.get(code & 0xFF) if isinstance(code, int) else None
    if words is None:
        return Bug(f"the database {path} was asked wrongly: {error}")
    return StoreFailed(f"the database {path} {words}")


def damaged(path: Path) -> StoreFailed:
    """Give our error for a file that SQLite reads, and finds damage in."""
    return StoreFailed(f"the database {path} {_WORDS[sqlite3.SQLITE_CORRUPT]}")


def in_use(path: Path) -> StoreFailed:
    """Give our error for a file that another program reads just now."""
    return StoreFailed(f"the database {path} {_IN_USE}")


def from_system(error: OSError, path: Path) -> StoreFailed:
    """Give our error for what the operating system says of the file or its folder."""
    return StoreFailed(f"the database {path} cannot be opened ({error.strerror or error}): see whose file it is")
