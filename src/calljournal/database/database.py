"""One SQLite file and the one thread that works on it."""

import asyncio
import contextlib
import os
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from calljournal.database import copies, migrations
from calljournal.database.failures import from_sqlite, from_system, in_use
from calljournal.database.searching import searchable
from calljournal.errors import Bug

T = TypeVar("T")

BUSY_SECONDS = 5.0
"""How long to wait while another program holds the file: a copy or a backup is done by then; longer is a fault."""

SWITCH_PAUSE = 0.01
"""Seconds between two attempts to make a new file ready while another program does the same: about what it takes."""


class Database:
    """A database file; everything on it is done by one thread, one transaction after the other.

    `migrations_folder` holds the numbered files of SQL that make it what it has to be; before any of them is applied to
    a file that is not new, a copy of it is kept in the folder `backups` beside it. Each commit is on the disk when
    it returns (WAL, synchronous=FULL). All methods raise StoreFailed in words that say what to do; whatever was
    begun is then taken back whole, and the next call may succeed.
    """

    def __init__(
        self, path: Path, migrations_folder: Traversable | Path, *, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        self.path = path
        self._migrations_folder = migrations_folder
        self._busy_seconds = busy_seconds
        self._connection: sqlite3.Connection | None = None
        self._worker: ThreadPoolExecutor | None = None

    async def open(self) -> None:
        """Open the file, made if it does not exist, readable by this user alone; bring it up to date.

        Raises NewerStore where a newer program wrote it.
        """
        if self._worker is not None:
            raise Bug(f"the database {self.path} is open already")
        self._worker = ThreadPoolExecutor(1, thread_name_prefix=f"database {self.path.name}")
        try:
            await self._in_worker(self._connect)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Finish what was begun, and let go of the file. Does nothing on one that is closed."""
        worker = self._worker
        if worker is None:
            return
        idle = False
        try:
            await self._in_worker(self._disconnect)
            idle = True
        finally:
            self._worker = None
            worker.shutdown(wait=idle)  # an idle thread ends at once; another one would block the loop

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do `work` in a transaction that may write. It is all done and on the disk, or nothing of it."""
        return await self._in_worker(lambda: self._transaction("BEGIN IMMEDIATE", work))

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do `work` in a transaction that only reads: it sees one state of the database throughout."""
        return await self._in_worker(lambda: self._transaction("BEGIN", work))

    async def copy_to(self, path: Path) -> None:
        """Copy the database, as it stands at one moment, into a new file; what is to be saved meanwhile waits for it.

        Raises StoreFailed, naming the new file, where that cannot be written.
        """
        await self.read(lambda connection: copies.copy(connection, path))

    async def compact(self, worth: float = 0.0) -> None:
        """Write the file anew without the room of what was deleted, where that is at least the part `worth` of it.

        The log beside it is empty then, too: what was deleted is in neither. With `worth` 1 only the log is emptied.
        Raises StoreFailed also where another program reads the file just now.
        """
        await self._in_worker(lambda: self._compact(worth))

    async def _in_worker(self, work: Callable[[], T]) -> T:
        if self._worker is None:
            raise Bug(f"the database {self.path} is closed")
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    def _transaction(self, begin: str, work: Callable[[sqlite3.Connection], T]) -> T:
        connection = self._connection
        if connection is None:
            raise Bug(f"the database {self.path} is closed")
        try:
            connection.execute(begin)
            answer = work(connection)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise from_sqlite(error, self.path) from error
        finally:
            _take_back(connection)
        return answer

    def _compact(self, worth: float) -> None:
        connection = self._connection
        if connection is None:
            raise Bug(f"the database {self.path} is closed")
        try:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            (free,) = connection.execute("PRAGMA freelist_count").fetchone()
            if free >= worth * pages:
                connection.execute("VACUUM")
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.Error as error:
            raise from_sqlite(error, self.path) from error
        if busy:
            raise in_use(self.path)

    def _connect(self) -> None:
        steps = migrations.load(self._migrations_folder)
        try:
            _make_private(self.path)
            self._connection = connection = sqlite3.connect(
                self.path, timeout=self._busy_seconds, isolation_level=None, check_same_thread=True
            )
            connection.row_factory = sqlite3.Row
            last = migrations.check(connection, steps, self.path)  # before anything is changed
            _write_ahead(connection, self._busy_seconds)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")  # else free room keeps it, in some builds
            connection.create_function("searchable", 1, searchable, deterministic=True)  # for migrations
            if 0 < last < len(steps):
                copies.keep_before_migration(connection, self.path, last)
            migrations.apply(connection, steps, self.path)
        except sqlite3.Error as error:
            raise from_sqlite(error, self.path) from error
        except OSError as error:
            raise from_system(error, self.path) from error

    def _disconnect(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            _take_back(connection)
            connection.close()


def _write_ahead(connection: sqlite3.Connection, seconds: float) -> None:
    """Switch a new file to WAL. SQLite does not wait by itself for another program that does so just now."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(SWITCH_PAUSE)


def _take_back(connection: sqlite3.Connection) -> None:
    """Roll back what is still open; a broken disk may refuse even that, and the first error is the one to tell."""
    if connection.in_transaction:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


def _make_private(path: Path) -> None:
    """Make file and folder for this user alone. A folder that exists stays as its owner wants it, a file does not."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
