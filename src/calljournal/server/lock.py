"""Who is the engine of a data folder: the process that holds its lock, for as long as it lives."""

from pathlib import Path

from filelock import FileLock, Timeout

from calljournal.errors import StoreFailed
from calljournal.words import say


class EngineLock:
    """A lock that the operating system lets go when its holder ends, however it ends."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = FileLock(file, timeout=0)

    def take(self) -> bool:
        """Take the lock; False where another process has it. Raises StoreFailed where there can be no lock."""
        try:
            self._lock.acquire()
        except Timeout:
            return False
        except OSError as error:
            raise StoreFailed(
                say("{file} cannot be locked: {error}", file=str(self._file), error=str(error.strerror))
            ) from error
        return True

    def release(self) -> None:
        """Let another process be the engine."""
        self._lock.release()
