"""Copies of a database file: made while it is in use, read through, and kept before its tables are changed."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from calljournal.database.failures import damaged, from_sqlite, from_system
from calljournal.database.migrations import applied
from calljournal.errors import StoreFailed
from calljournal.words import say

FOLDER = "backups"
"""Where copies are kept, in the folder of the database."""

KEPT = 3
"""Copies that are kept of each database: enough to go back where a fault is noticed two updates later."""


def copy(source: sqlite3.Connection, path: Path) -> None:
    """Copy a database, as it stands, into a new file for this user alone; it is on the disk when this returns.

    It is done in one go by SQLite's own backup, which sees one state even while others write. Raises StoreFailed,
    naming the new file, where that cannot be written; no half copy is left then.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as target:
                target.execute("PRAGMA synchronous = OFF")  # once at the end is enough
                source.backup(target)
            with path.open("rb+") as written:
                os.fsync(written.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    except sqlite3.Error as error:
        raise from_sqlite(error, path) from error
    except OSError as error:
        raise from_system(error, path) from error


def copy_file(source: Path, path: Path) -> None:
    """Copy a database file that nobody has opened; see `copy`. Raises StoreFailed also where it is none."""
    with at_rest(source) as connection:
        copy(connection, path)


@contextmanager
def at_rest(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database file that nobody has opened, to be read; what stands in the log beside it is a part of it.

    Raises StoreFailed where it is none, or cannot be read.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
            connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()  # so that a fault of it is its own
            connection.row_factory = sqlite3.Row
            yield connection
    except sqlite3.Error as error:
        raise from_sqlite(error, path) from error


@contextmanager
def opened(copy: Path, blamed: Path | None = None) -> Iterator[sqlite3.Connection]:
    """Open a copy to be read only: nothing of it is changed, and no file appears beside it.

    Raises StoreFailed where it cannot be read, in words about the file that is to blame where it is another one.
    """
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise from_sqlite(error, blamed or copy) from error


def check(copy: Path, original: Path | None = None) -> int:
    """Read a copy through, and give the number of the last migration that was applied to it.

    Raises StoreFailed where it is damaged, in words about the original where that is known.
    """
    blamed = original or copy
    with opened(copy, blamed) as connection:
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise damaged(blamed)
        steps = applied(connection, blamed)
    return steps[-1][0] if steps else 0


def keep_before_migration(connection: sqlite3.Connection, path: Path, step: int) -> Path:
    """Copy a database at a step before the next one is applied, and give the copy; only the latest few are kept.

    Raises StoreFailed, in words that say that nothing was begun, where there can be no sound copy.
    """
    folder = path.parent / FOLDER
    name = f"{path.stem}-step{step:02}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.db"
    draft = folder / f"{path.stem}.part"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        draft.unlink(missing_ok=True)
        copy(connection, draft)
        check(draft, path)
        kept = draft.replace(folder / name)
        _thin_out(folder, path.stem)
    except OSError as error:
        raise _not_begun(path, from_system(error, folder)) from error
    except StoreFailed as error:
        draft.unlink(missing_ok=True)
        raise _not_begun(path, error) from error
    return kept


def _thin_out(folder: Path, stem: str) -> None:
    copies = sorted(folder.glob(f"{stem}-step*.db"), key=lambda copy: (copy.name.rpartition("-")[2], copy.name))
    for old in copies[:-KEPT]:
        old.unlink()


def _not_begun(path: Path, error: StoreFailed) -> StoreFailed:
    return StoreFailed(
        say(
            "the database {path} stays as it is, for no copy of it could be made before the update: {error}",
            path=str(path),
            error=str(error),
        )
    )
